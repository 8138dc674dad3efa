"""Words that run from right to left, beside numbers that do not.

On a screen that orders text by direction, a number or a sign that follows a Persian name is drawn on its other side, up
to the next Latin letter: `4h` is torn in two, and a date is turned round. A left-to-right mark behind the name keeps
them where they are written (Unicode Technical Standard 55, 5.2).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sladsl.formatting.gaps import DIRECTION_MARKS

_MARK = "\u200e"
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_STRONG = frozenset(("L", "R", "AL"))
_PLACED = frozenset((*_STRONG, "EN", "AN"))


class Written(Protocol):
    """A word as it is printed."""

    text: str


def keep_order(words: Sequence[Written]) -> None:
    """Puts a mark behind each word that would draw what follows to its other side. Marks of the author stay alone."""
    ahead = ""
    for word in reversed(words):
        classes = [each for each in map(unicodedata.bidirectional, word.text) if each in _PLACED]
        last = next((each for each in reversed(classes) if each in _STRONG), "")
        if last in _RIGHT_TO_LEFT and ahead not in ("", "L") and word.text[-1] not in DIRECTION_MARKS:
            word.text += _MARK
        if classes:
            ahead = classes[0]


@dataclass(slots=True)
class _Piece:
    text: str


def in_order(line: str) -> str:
    """A line with such marks behind its words; words are what spaces part."""
    if line.isascii():
        return line
    pieces = [_Piece(each) for each in line.split(" ")]
    keep_order(pieces)
    return " ".join(each.text for each in pieces)
