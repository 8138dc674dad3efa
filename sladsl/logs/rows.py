"""A row as a file holds it, before anything is known of its meaning."""

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from sladsl.frozen import Frozen, frozen

Cell: TypeAlias = "str | int | Decimal | bool | list[Cell] | None"
"""One field. CSV has text only; JSON numbers are exact, never binary fractions."""

Row: TypeAlias = Mapping[str, Cell]

OnHeader: TypeAlias = Callable[[tuple[str, ...]], frozenset[str] | None]
"""Is told the columns of a file and answers with those worth reading; None: read no rows."""


@frozen
class Layout(Frozen):
    """How the rows of a file lie in it, as far as its format leaves that open: the delimiter of columns, and the path
    to the records of a document."""

    delimiter: str = ""
    records: str | None = None


@frozen
class BadRow(Frozen):
    """A line that is no row at all; what is wrong with it has been said."""


def normal(text: str) -> str:
    """NFC: names and values that look alike by composition are one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def text_of(cell: Cell) -> str:
    """The cell as text in NFC without surrounding white space; empty for null; a list as its parts joined by `;`."""
    if isinstance(cell, str):
        return normal(cell.strip())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return ";".join(text_of(each) for each in cell)
    return str(cell)


def parts_of(cell: Cell) -> list[Cell]:
    """The values of a cell that may hold several: the items of a list, or text parted by `;`."""
    if isinstance(cell, list):
        return cell
    if isinstance(cell, str):
        return [part for part in (each.strip() for each in cell.split(";")) if part]
    return [] if cell is None else [cell]
