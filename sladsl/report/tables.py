"""Plain tables: columns aligned by terminal cells, or one block a row where they would be too wide."""

from collections.abc import Sequence

from sladsl.diagnostics.render.cells import cell_width, padded
from sladsl.frozen import Frozen, frozen

_GAP = "  "


@frozen
class Column(Frozen):
    """A column; `right` for numbers."""

    name: str
    right: bool = False


def left(*names: str) -> tuple[Column, ...]:
    """Columns of words."""
    return tuple(Column(name) for name in names)


def right(*names: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(name, right=True) for name in names)


@frozen
class Row(Frozen):
    """Cells in the order of the columns, and lines that belong below them."""

    cells: tuple[str, ...]
    below: tuple[str, ...] = ()


def table(
    columns: Sequence[Column], rows: Sequence[Row], width: int, indent: str = "", *, last_if_it_fits: bool = False
) -> list[str]:
    """The lines of a table. Columns that are empty in every row are left out; so is the last one where the table would
    be too wide with it, if `last_if_it_fits`. A table that is too wide all the same becomes blocks."""
    used = [index for index in range(len(columns)) if any(row.cells[index] for row in rows)]
    kept = [columns[index] for index in used]
    cells = [[row.cells[index] for index in used] for row in rows]
    widths = [max(map(cell_width, (column.name, *texts))) for column, *texts in zip(kept, *cells, strict=True)]
    if len(indent) + sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        if last_if_it_fits:
            fewer = [Row(row.cells[:-1], row.below) for row in rows]
            return table(columns[:-1], fewer, width, indent)
        return _stacked(kept, cells, rows, indent)
    lines = [_line([column.name for column in kept], kept, widths, indent)]
    for texts, row in zip(cells, rows, strict=True):
        lines.append(_line(texts, kept, widths, indent))
        lines += [f"{indent}{_GAP}{each}" for each in row.below]
    return lines


def _line(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], indent: str) -> str:
    filled = [
        padded(text, width, right=column.right) for text, column, width in zip(texts, columns, widths, strict=True)
    ]
    return indent + _GAP.join(filled).rstrip()


def _stacked(columns: Sequence[Column], cells: list[list[str]], rows: Sequence[Row], indent: str) -> list[str]:
    """Each row as a block: the first cell, then the others with their names."""
    named = max((cell_width(column.name) for column in columns[1:]), default=0)
    lines: list[str] = []
    for texts, row in zip(cells, rows, strict=True):
        lines.append(indent + texts[0])
        pairs = zip(columns[1:], texts[1:], strict=True)
        lines += [f"{indent}{_GAP}{padded(column.name, named)}{_GAP}{text}" for column, text in pairs if text]
        lines += [f"{indent}{_GAP}{each}" for each in row.below]
    return lines
