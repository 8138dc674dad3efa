"""Where rows fall: which scope they belong to, and which stretch between the borders of windows."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.measurements import Scope
from sladsl.temporal import Window

_MOST_BORDERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Stretches:
    """The borders of some windows cut time into stretches; a window is some of them, one after the other."""

    borders: tuple[int, ...]

    @classmethod
    def of(cls, windows: Sequence[Window]) -> "Stretches":
        return cls.of_borders(border for each in windows for border in (each.start, each.end))

    @classmethod
    def of_borders(cls, borders: Iterable[int]) -> "Stretches":
        found = sorted(set(borders))
        if len(found) > _MOST_BORDERS:
            raise NoEmitter("very many windows")
        return cls(tuple(found))

    @property
    def start(self) -> int:
        return self.borders[0]

    @property
    def end(self) -> int:
        return self.borders[-1]

    def within(self, window: Window) -> range:
        """The numbers of the stretches of a window."""
        return range(self.index(window.start), self.index(window.end))

    def index(self, border: int) -> int:
        """The number of the stretch that begins at one of the borders."""
        return bisect_left(self.borders, border)

    def number(self, instant: str, dialect: Dialect) -> str:
        """SQL of the number of the stretch in which an instant lies that is between the first border and the last.
        Where stretches are equally long, that is a division; elsewhere each comparison halves what is left."""
        return self._number(instant, dialect, self._evenly(), 0, len(self.borders) - 1)

    def _evenly(self) -> list[int]:
        """Of each border, up to which later one all stretches are as long as the one that it begins."""
        found = list(range(len(self.borders)))
        for index in range(len(found) - 2, -1, -1):
            last = found[index + 1]
            same = index + 1 < last and self._length(index) == self._length(index + 1)
            found[index] = last if same else index + 1
        return found

    def _length(self, index: int) -> int:
        return self.borders[index + 1] - self.borders[index]

    def _number(self, instant: str, dialect: Dialect, evenly: Sequence[int], first: int, last: int) -> str:
        if last - first <= 1:
            return str(first)
        if last - first > 2 and last <= evenly[first]:
            since = f"{instant} - {dialect.number(self.borders[first])}"
            return f"({first} + {dialect.divided(since, dialect.number(self._length(first)))})"
        middle = (first + last) // 2
        low, high = (self._number(instant, dialect, evenly, *part) for part in ((first, middle), (middle, last)))
        return f"CASE WHEN {instant} < {dialect.number(self.borders[middle])} THEN {low} ELSE {high} END"


@dataclass(frozen=True, slots=True)
class Binding:
    """The keys of a demand that a stream has: `columns` of its table, `places` of them among the keys."""

    columns: tuple[str, ...]
    places: tuple[int, ...]

    def selected(self) -> str:
        """Aliases of the columns, each with a comma after it."""
        return "".join(f"{column} AS k{index}, " for index, column in enumerate(self.columns))

    def names(self) -> str:
        return "".join(f"k{index}, " for index in range(len(self.columns)))

    def known(self) -> str:
        """The condition that a row belongs to some scope."""
        return " AND ".join([f"{column} IS NOT NULL" for column in self.columns]) or "TRUE"

    def part(self, scope: Scope) -> Scope:
        """What of a scope the stream can tell."""
        return tuple(scope[place] for place in self.places)

    def read(self, row: Sequence[Any]) -> Scope:
        """The same of a row that begins with the keys."""
        return tuple(_text(value) for value in row[: len(self.columns)])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def partitioned(names: str) -> str:
    """`PARTITION BY` some names that each have a comma after them."""
    return f"PARTITION BY {names.removesuffix(', ')} " if names else ""


def layers(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """The windows in groups within which none overlaps another."""
    found: list[list[Window]] = []
    for each in sorted(set(windows), key=lambda window: (window.start, window.end)):
        free = next((layer for layer in found if layer[-1].end <= each.start), None)
        if free is None:
            found.append([each])
        else:
            free.append(each)
    yield from found
