"""One line of a contract with marks under parts of it, placed by terminal cells."""

from bisect import bisect_left, bisect_right
from itertools import accumulate

from sladsl.diagnostics.render.cells import cell_width, escaped_character
from sladsl.frozen import Frozen, frozen

_TAB = 4
_BEFORE = 20
"""Cells shown before a mark where a long line is cut."""
_NARROWEST = 40
_NEAR = 1_000
"""Code points on each side of a mark, which are more than the cells of any screen."""


@frozen
class Mark(Frozen):
    """Columns `[start, end)` of a line, in code points from 0; an empty range marks the place before `start`."""

    start: int
    end: int
    sign: str
    text: str = ""


@frozen
class _Laid(Frozen):
    """A line as it is shown: the text of each code point, and the cell at which each begins (and the last ends)."""

    shown: tuple[str, ...]
    at: tuple[int, ...]


def excerpt(line: str, marks: list[Mark], width: int) -> list[str]:
    """The line, then one line for each mark. A line longer than `width` cells is cut around the first mark."""
    # Of a very long line only what is near the first mark is looked at.
    cut = max(0, marks[0].start - _NEAR) if marks else 0
    laid = _lay_out(line[cut : cut + 2 * _NEAR])
    low, high = _window(laid, marks[0].start - cut, max(width, _NARROWEST)) if marks else (0, len(laid.shown))
    head, tail = ("…" if cut + low else ""), ("…" if cut + high < len(line) else "")
    rows = [(head + "".join(laid.shown[low:high]) + tail).rstrip()]
    shift = laid.at[low] - len(head)
    for mark in marks:
        if low <= mark.start - cut <= high:
            # What is cut off at the end is marked up to the cut.
            start, end = laid.at[mark.start - cut] - shift, laid.at[min(mark.end - cut, high)] - shift
            row = " " * start + mark.sign * max(1, end - start)
        else:
            row = f"{mark.sign} column {mark.start + 1}:"
        rows.append(f"{row} {mark.text}".rstrip())
    return rows


def _lay_out(line: str) -> _Laid:
    shown: list[str] = []
    column = 0
    for character in line:
        text = " " * (_TAB - column % _TAB) if character == "\t" else escaped_character(character)
        shown.append(text)
        column += cell_width(text)
    return _Laid(tuple(shown), tuple(accumulate(map(cell_width, shown), initial=0)))


def _window(laid: _Laid, start: int, width: int) -> tuple[int, int]:
    """The code points to show: all, or as many as fit, from some cells before the start of a mark on."""
    if laid.at[-1] <= width:
        return 0, len(laid.shown)
    room = width - 2
    first = max(0, min(laid.at[start] - _BEFORE, laid.at[-1] - room))
    low = bisect_left(laid.at, first)
    high = min(len(laid.shown), bisect_right(laid.at, laid.at[low] + room) - 1)
    return low, max(high, low)
