"""Choices made by one string of bytes.

Hypothesis likes to try variations of an example whose parts look alike, and a contract is all such parts: five of six
contracts would be one of those before with a word changed. A single string of bytes has no parts, so each example is a
new one; and it still shrinks, because zeros, and no bytes at all, stand for the simplest choice.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

_BYTE: Final = 256


class Choices:
    """Reads choices off bytes; after the last byte all are the simplest."""

    def __init__(self, drawn: bytes) -> None:
        self._drawn = drawn
        self._at = 0

    def count(self, least: int, most: int) -> int:
        """A whole number, simplest the least."""
        options, number = most - least + 1, self._next()
        if options > _BYTE:
            number = number * _BYTE + self._next()
        return least + number % options

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, simplest the first."""
        return options[0] if len(options) == 1 else options[self.count(0, len(options) - 1)]

    def chance(self, of: int = 2) -> bool:
        """True once in `of` times, simplest False."""
        return self.count(0, of - 1) == of - 1

    def several(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """So many different ones of the options, or all of them, in any order."""
        left = list(options)
        wanted = min(self.count(least, most), len(left))
        return [left.pop(self.count(0, len(left) - 1)) for _ in range(wanted)]

    def order(self, items: Sequence[T]) -> list[T]:
        """The items, mostly as they are, else in another order."""
        return self.several(items, len(items), len(items)) if len(items) > 1 and self.chance(3) else list(items)

    def _next(self) -> int:
        self._at += 1
        return self._drawn[self._at - 1] if self._at <= len(self._drawn) else 0


def choices(most: int) -> st.SearchStrategy[Choices]:
    """Enough bytes for about `most` choices."""
    return st.binary(min_size=most // 4, max_size=most).map(Choices)
