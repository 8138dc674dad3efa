"""Columns: rows that are read as a table stand as one. Which rows these are is told here, and nowhere else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from sladsl.diagnostics.render.cells import cell_width, padded
from sladsl.formatting.rows import Row, Word
from sladsl.formatting.wrapping import WIDTH, joined
from sladsl.frozen import Frozen, frozen

MOST_PADDING = 40
"""Where cells differ more in width, a column would be mostly empty."""

Cut = Callable[[Sequence[Word]], list[int]]


def _after_first(_words: Sequence[Word]) -> list[int]:
    return [1]


def _party(words: Sequence[Word]) -> list[int]:
    return [1, 2] if words[-1].kind == "STRING" else [1]


def _around_gives(words: Sequence[Word]) -> list[int]:
    gives = next((index for index, each in enumerate(words) if each.kind == "GIVES"), len(words))
    return [gives, gives + 1]


def _before_where(words: Sequence[Word]) -> list[int]:
    return [next((index for index, each in enumerate(words) if each.kind == "WHERE"), len(words))]


def _after_colon(words: Sequence[Word]) -> list[int]:
    return [next((index + 1 for index, each in enumerate(words) if each.kind == "COLON"), len(words))]


def _cells_of_class(words: Sequence[Word]) -> list[int]:
    return [*_after_colon(words), *_after_commas(words)]


_FRAME = "party term_until term_through term_open zone currency rounding"
_CALENDAR = "open open_always holidays closed_day closed_until closed_through closed_yearly special calendar_zone"

TABLES: Mapping[str, tuple[str, Cut]] = {
    **{rule: ("frame", _party if rule == "party" else _after_first) for rule in _FRAME.split()},
    **dict.fromkeys(_CALENDAR.split(), ("calendar", _after_first)),
    **dict.fromkeys(("attribute", "moments", "states", "void_when"), ("attributes", _after_first)),
    "paired_moment": ("pairing", _before_where),
    "row": ("ladder", _around_gives),
    "requirement_when": ("cases", _after_colon),
    "requirement_otherwise": ("cases", _after_colon),
    "class_row": ("classes", _cells_of_class),
}
"""Rules of the grammar whose rows form tables: with which others, and where their cells begin."""


def _set_apart(words: Sequence[Word]) -> list[int]:
    return [index for index, each in enumerate(words) if index and each.spaces > 1]


def _after_commas(words: Sequence[Word]) -> list[int]:
    return [index + 1 for index, each in enumerate(words) if each.kind == "COMMA" and each.level == 0]


def _untold(words: Sequence[Word]) -> tuple[str, Cut] | None:
    """The table of a row of which nothing is told: its form shows that it is one."""
    if _set_apart(words):
        return "records", _set_apart
    between = [index for index, each in enumerate(words) if index and each.level == 0]
    if between and all("COMMA" in (words[each].kind, words[each - 1].kind) for each in between):
        return "values", _after_commas
    return None


_FIGURES = frozenset("PERCENT AMOUNT NUMBER DURATION".split())


@frozen
class _Cells(Frozen):
    row: Row
    cells: list[Sequence[Word]]


def aligned(rows: Iterable[Row], indent: int) -> dict[int, str]:
    """The text of rows that stand in columns, by the identity of the row. `rows` follow one another without an empty
    line and each fit on a line."""
    tables: dict[str, list[_Cells]] = {}
    for row in rows:
        words = [each for each in row.parts if isinstance(each, Word)]
        found = next((TABLES[name] for name in reversed(row.names) if name in TABLES), None) or _untold(words)
        if found is not None:
            table, cut = found
            bounds = [0, *(each for each in cut(words) if each < len(words)), len(words)]
            cells: list[Sequence[Word]] = [words[start:end] for start, end in pairwise(bounds)]
            tables.setdefault(table, []).append(_Cells(row, cells))
    return {id(row): text for table in tables.values() for row, text in _columns(table, indent)}


def _columns(table: Sequence[_Cells], indent: int) -> list[tuple[Row, str]]:
    texts = [[joined(cell) for cell in each.cells] for each in table]
    shown = [""] * len(table)
    for column in range(max(map(len, texts))):
        here = [index for index, each in enumerate(texts) if column < len(each)]
        right = all(_is_last_figure(table[index].cells, column) for index in here)
        going_on = [texts[index][column] for index in here if right or column + 1 < len(texts[index])]
        widths = [cell_width(each) for each in going_on]
        if widths and max(widths) - min(widths) > MOST_PADDING:
            return []
        for index in here:
            cell = padded(texts[index][column], max(widths, default=0), right=right)
            shown[index] += " " * table[index].cells[column][0].spaces + cell if column else cell
    if any(indent + cell_width(each.rstrip()) > WIDTH for each in shown):
        return []
    return [(each.row, text.rstrip(" ")) for each, text in zip(table, shown, strict=True)]


def _is_last_figure(cells: Sequence[Sequence[Word]], column: int) -> bool:
    return column > 0 and column + 1 == len(cells) and len(cells[column]) == 1 and cells[column][0].kind in _FIGURES
