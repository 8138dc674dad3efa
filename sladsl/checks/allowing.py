"""Findings that a contract allows: `# sladsl: allow SLA1020 because "the table is quoted as it is"`."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import sense
from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.codes import ALL
from sladsl.frozen import Frozen, frozen
from sladsl.model.problems import Problems, nearest
from sladsl.syntax import ast
from sladsl.syntax.scan import outline
from sladsl.text import Source, Span

_MEANT = re.compile(r"#+\s*sladsl\s*:", re.IGNORECASE)
_ALLOW = re.compile(r'#\s*sladsl:\s*allow\s+(?P<codes>[^"]*?)(?:\s+because(?:\s+"(?P<reason>[^"]*)")?)?\s*')
_CODE = re.compile(r"[^\s,]+")
_FORM = 'write `# sladsl: allow SLA1020 because "the table is quoted as it is"`'
_ABOUT_CLAUSES = ("00", "01", "02", "03", "05", "10", "11")
"""Fields whose findings have a place in a contract."""


@frozen
class Allow(Frozen):
    """A code that is allowed on what begins in `[start, end)`. `span`: where the comment names it."""

    code: str
    reason: str
    source: str
    start: int
    end: int
    span: Span

    def covers(self, diagnostic: Diagnostic) -> bool:
        span = diagnostic.span
        return (
            span is not None
            and diagnostic.code.id == self.code
            and span.source == self.source
            and self.start <= span.start < self.end
        )


def allows_of(source: Source, file: ast.File) -> list[Allow]:
    """What the comments of a file allow, malformed ones left out."""
    return _read(source, file, Problems())


def check_allows(source: Source, file: ast.File) -> list[Diagnostic]:
    """What is wrong with the comments that are meant to allow something."""
    problems = Problems()
    _read(source, file, problems)
    return problems.found


def apart(found: Iterable[Diagnostic], allows: Sequence[Allow]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that remain, and those that are allowed. An error is never."""
    remaining: list[Diagnostic] = []
    allowed: list[Diagnostic] = []
    for each in found:
        quiet = each.severity is not Severity.ERROR and any(allow.covers(each) for allow in allows)
        (allowed if quiet else remaining).append(each)
    return remaining, allowed


def unused(allows: Iterable[Allow], allowed: list[Diagnostic], decided: Iterable[str]) -> list[Diagnostic]:
    """Tells of allowances that nothing was found for. `decided` are the codes that have been looked for: what only a
    log can show is not missed in a contract."""
    known = set(decided)
    return [
        Diagnostic(
            sense.UNUSED_ALLOW,
            f"{each.code} is allowed here, and there is nothing of the kind",
            each.span,
            fixes=(Fix("take the comment out; or put it above the clause that the message points at"),),
        )
        for each in allows
        if each.code in known and not any(each.covers(finding) for finding in allowed)
    ]


def _read(source: Source, file: ast.File, problems: Problems) -> list[Allow]:
    meant = [each for each in file.comments if _MEANT.match(each.text)]
    if not meant:
        return []
    parts: list[Sequence[ast.Agreement | ast.Template | ast.Amendment | ast.ScenariosFor]]
    parts = [file.agreements, file.templates, file.amendments, file.scenarios]
    clauses = [clause.span for every in parts for part in every for clause in part.clauses]
    places = sorted((each.start, each.end) for each in clauses if each.source == source.name)
    brackets = [(each.opened, each.closed) for each in outline(source.text).brackets if each.closed is not None]
    found: list[Allow] = []
    for comment in meant:
        written = _ALLOW.fullmatch(comment.text)
        if written is None or not written["codes"]:
            problems.add(sense.BAD_ALLOW, "this comment allows nothing: it has another form", comment.span,
                         fixes=[Fix(_FORM)])  # fmt: skip
            continue
        if not (written["reason"] or "").strip():
            problems.add(sense.BAD_ALLOW, "a finding is allowed without a reason", comment.span,
                         fixes=[Fix("say why, for whoever reads the contract next: `… because \"…\"`")])  # fmt: skip
            continue
        start, end = _extent(source, comment, places, brackets)
        for code in _CODE.finditer(written["codes"]):
            at = comment.span.start + written.start("codes")
            span = Span(source.name, at + code.start(), at + code.end())
            if _is_known(code[0], span, problems):
                found.append(Allow(code[0], written["reason"], source.name, start, end, span))
    return found


def _is_known(code: str, span: Span, problems: Problems) -> bool:
    known = ALL.get(code)
    if known is None:
        near = nearest(code, ALL)
        problems.add(sense.BAD_ALLOW, f"there is no code `{code}`", span,
                     fixes=[Fix(f"did you mean `{near}`?" if near else "write the code of the message")])  # fmt: skip
    elif known.severity is Severity.ERROR:
        problems.add(sense.BAD_ALLOW, f"{code} is an error: with it the contract has no meaning", span,
                     fixes=[Fix("mend what it says; only warnings and notes can be allowed")])  # fmt: skip
    elif code[3:5] not in _ABOUT_CLAUSES or known in (sense.BAD_ALLOW, sense.UNUSED_ALLOW):
        problems.add(sense.BAD_ALLOW, f"{code} is not about a clause, so no clause can allow it", span,
                     fixes=[Fix("take it out of the comment")])  # fmt: skip
    else:
        return True
    return False


def _extent(
    source: Source, comment: ast.Comment, clauses: list[tuple[int, int]], brackets: list[tuple[int, int]]
) -> tuple[int, int]:
    """The text a comment is about: its line, or where it stands alone the next one, with all that begins there."""
    number = source.line_and_column(comment.span.start)[0]
    if not _code_of(source, number):
        last = len(source.line_starts)
        number = next((each for each in range(number + 1, last + 1) if _code_of(source, each)), number)
    start = source.line_starts[number - 1]
    end = start + len(source.line(number))
    end = max([end, *(close for opened, close in clauses if start <= opened < end)])
    for opened, closed in brackets:
        if start <= opened < end and closed >= end:
            line = source.line_starts[bisect_right(source.line_starts, closed) - 1 :][1:2]
            end = line[0] - 1 if line else len(source.text)
    return start, end


def _code_of(source: Source, number: int) -> str:
    """What stands on a line before a comment. A `#` in a text would cut it short, which leaves its beginning."""
    return source.line(number).split("#", 1)[0].strip()
