"""What is suggested, for a terminal: a table of the trade-off, and a chart of it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics.render.cells import cell_width, kept_left, on_one_line, padded
from sladsl.report.suggest_words import (
    Suggested,
    kept_words,
    owed_words,
    past_words,
    period_words,
    promise_words,
    tried_of,
    tried_words,
    why_words,
)
from sladsl.report.tables import Row, left, right, table
from sladsl.report.text import titled
from sladsl.targets.trying import Suggestion
from sladsl.text import SourceMap

_LONGEST, _SHORTEST = 24, 8
"""Cells of a bar that is full."""
_FULL, _REST = "#", "."
_OWED, _MOVED = "Owed in all", "Rows moved along"


def suggestion_text(result: Suggested, sources: SourceMap, width: int) -> str:
    """One block a promise; or one for the values of parameters."""
    graph = result.graph
    blocks = [[titled(graph.title, graph.name), f"  Period  {period_words(result)} ({graph.zone})"]]
    blocks += [list(_promise(result, each, sources, width)) for each in result.suggestions]
    if result.swept:
        blocks.append(list(_sweep(result, width)))
    return "\n\n".join("\n".join(block) for block in blocks)


def _promise(result: Suggested, suggestion: Suggestion, sources: SourceMap, width: int) -> Iterator[str]:
    yield promise_words(suggestion.promise, sources)
    yield f"  The past: {past_words(suggestion.promise, suggestion.past)}"
    if not suggestion.past.values:
        return
    every = tried_of(suggestion)
    rows = [
        Row(
            (
                tried_words(suggestion, each),
                kept_words(each.kept, each.judged),
                owed_words(each.owed, result.graph),
                owed_words(each.moved, result.graph),
                why_words(suggestion, each),
            )
        )
        for each in every
    ]
    columns = (*left("Target"), *right("Kept", _OWED, _MOVED), *left(""))
    yield ""
    yield from table(columns, rows, width, "  ")
    yield ""
    names = [tried_words(suggestion, each) for each in every]
    # As long as the rows stay where they are, what is owed hardly changes.
    owed = [each.owed if each.moved is None else each.moved for each in every]
    word = _MOVED if suggestion.promise.ladder else _OWED
    yield from _chart(names, [(each.kept, each.judged) for each in every], owed, word, width)


def _sweep(result: Suggested, width: int) -> Iterator[str]:
    names = [name for name, _ in result.swept[0].settings]
    yield ", ".join(names) + (f": windows of {result.objective}" if result.objective else "")
    rows = [
        Row(
            (
                *(kept_left(on_one_line(value)) for _, value in each.settings),
                kept_words(each.kept, each.judged),
                f"{each.unknown:,}" if each.unknown else "",
                owed_words(each.owed, result.graph),
            )
        )
        for each in result.swept
    ]
    yield ""
    yield from table((*left(*names), *right("Kept", "No verdict", _OWED)), rows, width, "  ")
    yield ""
    labels = [", ".join(kept_left(on_one_line(value)) for _, value in each.settings) for each in result.swept]
    kept = [(each.kept, each.judged) for each in result.swept]
    yield from _chart(labels, kept, [each.owed for each in result.swept], _OWED, width)


def _chart(
    names: Sequence[str], kept: Sequence[tuple[int, int]], owed: Sequence[Fraction], word: str, width: int
) -> Iterator[str]:
    """A row for each: how much is kept, beside what is owed of the most that is owed."""
    named = max(map(cell_width, names))
    most = max(owed, default=Fraction(0))
    cells = min(_LONGEST, max(_SHORTEST, (width - named - 6) // 2))
    yield f"  {padded('', named)}  " + (f"{padded('Kept', cells)}  {word}" if most > 0 else "Kept")
    for name, (number, of), amount in zip(names, kept, owed, strict=True):
        line = f"  {padded(name, named)}  {_bar(Fraction(number, of) if of else Fraction(0), cells, _REST)}"
        if most > 0:
            line += f"  {_bar(max(Fraction(0), amount / most), cells, ' ')}"
        yield line.rstrip()


def _bar(share: Fraction, cells: int, rest: str) -> str:
    """What is more than nothing has a cell, and what is less than all leaves one."""
    full = round(share * cells)
    if 0 < share < 1:
        full = min(max(full, 1), cells - 1)
    return _FULL * full + rest * (cells - full)
