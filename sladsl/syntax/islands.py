"""A file that does not parse, read clause by clause: each broken clause is explained, the others are kept."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lark import Token, Tree

from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.syntax.blocks import explained, moved
from sladsl.syntax.brackets import missing_brace, tells_of_missing_brace, unclosed_text
from sladsl.syntax.build import build_edition, build_head, build_part, read_clause
from sladsl.syntax.build.builder import parts
from sladsl.syntax.characters import words_of
from sladsl.syntax.distance import nearest
from sladsl.syntax.layout import FirstWord, bare, braces, clause_starts, first_words, is_alone, part_starts
from sladsl.syntax.messages import explain
from sladsl.syntax.scan import Outline
from sladsl.syntax.scene import Scene
from sladsl.syntax.vocabulary import ABOUT_CLAUSES, CLAUSES, NAMED_CLAUSES
from sladsl.text import Source, Span

MOST_EXPLAINED = 100
"""Broken clauses that are explained; further ones are kept as broken, in silence."""

_WORD = re.compile(r"[^\W\d](?:\w|[^\x00-\x7f])*")
_NAMELESS = re.compile(
    r"\s*(?:(?:override|change|add|mandatory)\s+)?\w+\s*(?:[^\w\s]|(?:of|for|one|by|to|when|because)\b)"
)
_NOT_BLANK = re.compile(r"\S")


def read_islands(source: Source, text: str, found: Outline) -> tuple[int | None, list[ast.FilePart], list[Diagnostic]]:
    """The edition, the parts of the file as far as they can be read, and what is wrong with the rest."""
    structure = bare(text, found)
    reader = _Reader(source, text, structure, found, first_words(structure))
    starts = part_starts(structure, reader.lines)
    edition = reader.before_agreements(starts[0] if starts else len(text))
    ends = [*starts[1:], len(text)]
    return (
        edition,
        [part for each in zip(starts, ends, strict=bool(starts)) for part in reader.part(*each)],
        reader.diagnostics,
    )


@dataclass(slots=True)
class _Reader:
    source: Source
    text: str
    structure: str
    found: Outline
    lines: list[FirstWord]
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def before_agreements(self, end: int) -> int | None:
        result = attempt(self.text, "start", 0, end)
        if isinstance(result, Stop):
            self._outside(0, end, "before the first agreement")
            return None
        return build_edition(self.source, result, self.diagnostics)

    # One part

    def part(self, start: int, end: int) -> list[ast.FilePart]:
        if is_alone(_first_word(self.structure, start)):
            return self._alone(start, end)
        return [self._block(start, end)]

    def _alone(self, start: int, end: int) -> list[ast.FilePart]:
        """An import or a definition: it is right or it is left out."""
        result = attempt(self.text, "start", start, end)
        if not isinstance(result, Stop):
            return [build_part(self.source, each, self.diagnostics) for each in parts(result, "edition")]
        text = self.text[start:end]
        local = attempt(text, "start")
        assert isinstance(local, Stop)
        self.diagnostics.append(moved(explain(Scene(self.source.name, text, "start", local)), start))
        return []

    def _block(self, start: int, end: int) -> ast.FilePart:
        """An agreement, a template or an amendment."""
        first_clause = next(clause_starts(self.lines, (start + 1, end), None), end)
        opened = self.structure.find("{", start, max(first_clause, start))
        if opened < 0 and self.structure.find("{", start, end) >= 0 and first_clause == end:
            opened = self.structure.find("{", start, end)
        head = self._head(start, opened + 1 if opened >= 0 else first_clause, opened < 0)
        body = opened + 1 if opened >= 0 else first_clause
        depths = braces(self.structure, opened if opened >= 0 else body, end)
        closed = depths.closing.get(opened)
        if opened < 0 and first_clause == end:
            return replace(head, span=self._span(start, end))
        outside = any(True for _ in clause_starts(self.lines, (closed or end, end), None))
        if closed is not None and (depths.balanced or not outside):
            clauses = self._clauses(body, closed, list(clause_starts(self.lines, (body, closed), depths)))
            # A clause that lacks its `{` has been told of: its `}` has closed the agreement.
            if not any(map(tells_of_missing_brace, self.diagnostics)):
                self._outside(closed + 1, end, "after the end of the agreement")
            return replace(head, span=self._span(start, closed + 1), clauses=tuple(clauses))
        clauses = self._torn(opened, body, end)
        return replace(head, span=self._span(start, end), clauses=tuple(clauses))

    def _head(
        self, start: int, end: int, no_brace: bool
    ) -> ast.Agreement | ast.Template | ast.Amendment | ast.ScenariosFor:
        """What stands before the clauses; an agreement without a name if it cannot be read."""
        header = self.text[start:end]
        whole = attempt(header + ("{}" if no_brace else "}"), "start")
        if isinstance(whole, Stop):
            stop = attempt(header, "start")
            assert isinstance(stop, Stop)
            self.diagnostics.append(moved(explain(Scene(self.source.name, header, "start", stop)), start))
            words = _WORD.findall(self.structure[start:end])
            name = unicodedata.normalize("NFC", words[1]) if words[1:] else "unnamed"
            return ast.Agreement(self._span(start, end), ast.Name(self._span(start, end), name), ())
        if no_brace:
            at = start + len(header.rstrip())
            last = start + (header.rstrip().rfind(" ") + 1)
            fix = Fix("add ` {`", self._span(at, at), " {")
            self._say(codes.UNEXPECTED, "`{` is missing after the head of the agreement", last, at, fix)
        _shift(whole, start)
        made = build_head(self.source, parts(whole)[0], self.diagnostics)
        assert not isinstance(made, ast.Import | ast.Definition)
        return made

    def _torn(self, opened: int, body: int, end: int) -> list[ast.Written]:
        """Clauses of an agreement whose braces do not match: indentation tells where they begin."""
        starts = list(clause_starts(self.lines, (body, end), None))
        last = _last_visible(self.structure, body, end)
        indent = next((line.indent for line in self.lines if starts and line.at == starts[0]), 0)
        line_start = self.structure.rfind("\n", 0, last) + 1
        closes_nothing = not starts or last in braces(self.structure, starts[-1], last + 1).stray
        closed = self.structure[last : last + 1] == "}" and (last - line_start < indent or closes_nothing)
        stop = last if closed else end
        told = len(self.diagnostics)
        bounds = [*starts, stop]
        clauses = self._clauses(body, bounds[0], [])
        for at, until in pairwise(bounds):
            clauses += self._torn_clause(at, until)
        if opened < 0:
            return clauses
        if len(self.diagnostics) == told or (not closed and not self._tells_of_braces(told)):
            if not closed:
                self._unclosed(opened, end)
            elif len(self.diagnostics) == told:
                self._say(codes.EXTRA_BRACKET, "nothing is open that this `}` could close", last, last + 1)
        return clauses

    def _tells_of_braces(self, since: int) -> bool:
        about = (codes.UNCLOSED_BLOCK, codes.EXTRA_BRACKET, codes.UNCLOSED_TEXT)
        return any(each.code in about for each in self.diagnostics[since:])

    def _torn_clause(self, start: int, end: int) -> list[ast.Written]:
        within = braces(self.structure, start, end)
        texts = [each for each in self.found.unclosed_texts if start <= each[0] < end]
        if within.balanced:
            return self._clauses(start, end, [])
        if texts:
            self.diagnostics += [unclosed_text(self._span(*each)) for each in texts]
        elif within.unclosed:
            self._unclosed(within.unclosed[-1], end)
        else:
            if told := self._missing_brace(start, end):
                self.diagnostics.append(told)
                return [self._broken(start, end)]
            at = within.stray[0]
            fix = Fix("remove it", self._span(at, at + 1))
            self._say(codes.EXTRA_BRACKET, "nothing is open that this `}` could close", at, at + 1, fix)
        return [self._broken(start, end)]

    def _missing_brace(self, start: int, end: int) -> Diagnostic | None:
        clause = self.text[start:end]
        stop = attempt(clause, "clause")
        if isinstance(stop, Stop) and stop.kind == "RBRACE":
            # What stands before the stray `}` can be read, but perhaps not with its lines as they are.
            stop = _stop_before(clause, stop) or stop
        told = missing_brace(Scene(self.source.name, clause, "clause", stop)) if isinstance(stop, Stop) else None
        return moved(told, start) if told else None

    def _unclosed(self, opened: int, end: int) -> None:
        last = _last_visible(self.structure, opened, end) + 1
        line_start = self.text.rfind("\n", 0, opened) + 1
        margin = re.match(r"[ \t]*", self.text[line_start:opened])
        closing = f"\n{margin[0] if margin else ''}}}"
        self.diagnostics.append(
            Diagnostic(
                codes.UNCLOSED_BLOCK,
                "the `{` opened here is not closed",
                self._span(opened, opened + 1),
                labels=(Label(self._span(last - 1, last), "a `}` is expected after this"),),
                fixes=(Fix("add `}`", self._span(last, last), closing),),
            )
        )

    # Clauses of a stretch

    def _clauses(self, at: int, end: int, starts: list[int]) -> list[ast.Written]:
        """The clauses from `at` to `end`; `starts` are places to go on from after one that is broken."""
        clauses: list[ast.Written] = []
        while (at := self._next_visible(at, end)) < end:
            until = end
            result = attempt(self.text, "clause", at, end)
            if isinstance(result, Stop) and self._next_begins(result, at):
                until = result.start
                result = attempt(self.text, "clause", at, until)
            if isinstance(result, Stop):
                until = starts[following] if (following := bisect_right(starts, at)) < len(starts) else end
                result = attempt(self.text, "clause", at, until)
            if isinstance(result, Stop):
                clauses.append(self._broken(at, until))
                if len(self.diagnostics) < MOST_EXPLAINED:
                    self.diagnostics += explained(self.source.name, self.text, at, until)
            else:
                clause, problems = read_clause(self.source, result)
                self.diagnostics += problems
                clauses.append(clause)
            at = until
        return clauses

    def _next_begins(self, stop: Stop, at: int) -> bool:
        """Whether the word at the stop is, or is meant to be, the first of another clause."""
        word = self.text[stop.start : stop.end]
        begins_line = not self.text[self.text.rfind("\n", 0, stop.start) + 1 : stop.start].strip()
        return stop.start > at and (word in CLAUSES or (begins_line and nearest(word, CLAUSES) is not None))

    def _broken(self, start: int, end: int) -> ast.Broken:
        words = _WORD.findall(self.structure[start:end][:400])
        if words[1:] and words[0] in ABOUT_CLAUSES:
            del words[0]
        first = words[0] if words else ""
        keyword = first if first in CLAUSES else nearest(first, CLAUSES) or first
        name = words[1] if words[1:] and keyword in NAMED_CLAUSES else None
        composed = unicodedata.normalize("NFC", name) if name else None
        found = words_of(self.structure[start:end])
        if keyword in NAMED_CLAUSES and _NAMELESS.match(self.structure, start, end):
            found = (*found, ast.UNNAMED)
        return ast.Broken(self._span(start, end), keyword, composed, found)

    # Small things

    def _outside(self, start: int, end: int, where: str) -> None:
        at = self._next_visible(start, end)
        if at >= end:
            return
        word = _WORD.match(self.text, at, end)
        shown = word[0] if word else self.text[at]
        if shown == "}":
            self._say(
                codes.EXTRA_BRACKET,
                "nothing is open that this `}` could close",
                at,
                at + 1,
                Fix("remove it", self._span(at, at + 1)),
            )
            return
        if shown in CLAUSES:
            message = f"`{shown}` begins a clause, which stands between the `{{` and `}}` of an agreement"
        else:
            message = f"`{shown}` stands {where}, where only another agreement can"
        self._say(codes.OUTSIDE, message, at, at + len(shown))

    def _next_visible(self, at: int, end: int) -> int:
        """The next place that is neither blank nor in a comment."""
        while found := _NOT_BLANK.search(self.text, at, end):
            if found[0] != "#":
                return found.start()
            following = self.text.find("\n", found.start(), end)
            if following < 0:
                break
            at = following
        return end

    def _say(self, code: Code, message: str, start: int, end: int, *fixes: Fix) -> None:
        self.diagnostics.append(Diagnostic(code, message, self._span(start, end), fixes=fixes))

    def _span(self, start: int, end: int) -> Span:
        return Span(self.source.name, start, end)


def _stop_before(clause: str, stop: Stop) -> Stop | None:
    earlier = attempt(clause, "clause", 0, stop.start)
    return earlier if isinstance(earlier, Stop) and earlier.kind != END else None


def _shift(tree: Tree[Token], by: int) -> None:
    """Moves the places of a tree that was read from a part of the text."""
    for each in tree.iter_subtrees():
        if not each.meta.empty:
            each.meta.start_pos, each.meta.end_pos = each.meta.start_pos + by, each.meta.end_pos + by
        for child in each.children:
            if isinstance(child, Token):
                child.start_pos, child.end_pos = (child.start_pos or 0) + by, (child.end_pos or 0) + by


def _first_word(structure: str, at: int) -> str:
    found = _WORD.match(structure, at)
    return found[0] if found else ""


def _last_visible(structure: str, start: int, end: int) -> int:
    return max(start + len(structure[start:end].rstrip()) - 1, start)
