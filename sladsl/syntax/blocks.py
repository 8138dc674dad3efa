"""Several mistakes in one clause: where a block has a line to each thing, the lines before and after can be read."""

import re
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.syntax.layout import Braces, bare, braces
from sladsl.syntax.messages import explain
from sladsl.syntax.scan import outline
from sladsl.syntax.scene import Scene
from sladsl.text import Span

MOST_IN_A_CLAUSE = 10
_LONG_CLAUSE = 100_000
_NOT_BLANK = re.compile(r"[^\s]")
# A line that begins so goes on with what the line before began.
_CONTINUES = re.compile(r"(?:[<>=+*/,.:)!%-]|(?:and|or|per|of|where|with|to|gives)\b)")


def explained(name: str, text: str, start: int, end: int) -> list[Diagnostic]:
    """What is wrong with the clause `text[start:end]`, in order: at least one diagnostic, and no follow-ups."""
    clause = text[start:end]
    diagnostics: list[Diagnostic] = []
    safe_from = -1
    while len(diagnostics) < (MOST_IN_A_CLAUSE if len(clause) < _LONG_CLAUSE else 1):
        stop = attempt(clause, "clause")
        if not isinstance(stop, Stop):
            break
        items = _Items.around(clause, stop.start)
        stop = _blamed(clause, stop, items)
        if stop.start < safe_from or (safe_from >= 0 and stop.kind == "RBRACE"):
            break
        diagnostics.append(explain(Scene(name, clause, "clause", stop)))
        items = _Items.around(clause, stop.start)
        item = items.item(stop.start) if items else None
        if item is None:
            break
        safe_from = item[1]
        clause = clause[: item[0]] + re.sub(r"[^\r\n]", " ", clause[item[0] : item[1]]) + clause[item[1] :]
    return [moved(each, start) for each in diagnostics]


def _blamed(clause: str, stop: Stop, items: "_Items | None") -> Stop:
    """The stop itself; or, if the line before is unfinished, the end of that line."""
    if stop.kind == "RBRACE" and "RBRACE" not in stop.accepted:
        return _end_of(clause, stop.start) or stop
    item = items.item(stop.start) if items else None
    if item is None or stop.kind == END:
        return stop
    before = _end_of(clause, item[0])
    unfinished = before is not None and "RBRACE" not in before.accepted and before.before not in (None, "{")
    return before if before and unfinished else stop


def _end_of(clause: str, end: int) -> Stop | None:
    """How the clause stops if it is read only so far."""
    stop = attempt(clause, "clause", 0, end)
    return stop if isinstance(stop, Stop) and stop.kind == END else None


@frozen
class _Items(Frozen):
    """The lines of the innermost block around a place, continuation lines with the line they continue."""

    starts: list[int]
    closed: int

    @staticmethod
    def around(clause: str, at: int) -> "_Items | None":
        structure = bare(clause, outline(clause))
        found = braces(structure, 0, len(structure))
        blocks = [(opened, closed) for opened, closed in found.closing.items() if opened < at <= closed]
        blocks = [(opened, closed) for opened, closed in blocks if "\n" in clause[opened:closed]]
        if not blocks or not found.balanced:
            return None
        opened, closed = max(blocks)
        return _Items(_line_starts(structure, opened, closed, found), closed)

    def item(self, at: int) -> tuple[int, int] | None:
        """The stretch of the item that holds a place; None before the first."""
        before = [start for start in self.starts if start <= at]
        after = [start for start in self.starts if start > at]
        return (before[-1], after[0] if after else self.closed) if before and at <= self.closed else None


def _line_starts(structure: str, opened: int, closed: int, found: Braces) -> list[int]:
    inside = found.depth(opened)
    candidates: list[tuple[int, int]] = []
    at = structure.find("\n", opened, closed)
    while at >= 0:
        following = structure.find("\n", at + 1, closed)
        first = _NOT_BLANK.search(structure, at + 1, closed if following < 0 else following)
        if first and found.depth(first.start()) == inside and not _CONTINUES.match(structure, first.start()):
            candidates.append((len(structure[at + 1 : first.start()].expandtabs()), first.start()))
        at = following
    least = min((indent for indent, _ in candidates), default=0)
    return [start for indent, start in candidates if indent == least]


def moved(diagnostic: Diagnostic, by: int) -> Diagnostic:
    """The diagnostic with all its places further on."""

    def shifted(span: Span | None) -> Span | None:
        return Span(span.source, span.start + by, span.end + by) if span else None

    return replace(
        diagnostic,
        span=shifted(diagnostic.span),
        labels=tuple(replace(each, span=shifted(each.span) or each.span) for each in diagnostic.labels),
        fixes=tuple(replace(each, span=shifted(each.span)) for each in diagnostic.fixes),
    )
