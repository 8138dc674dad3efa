"""What an engine finds: exact numbers per measure, scope and window, and, when asked, the evidence behind each.

This is the boundary between the layers: nothing below it is rounded or divided into a verdict, nothing above it sees
an event. Every engine must return equal values.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Ref
from sladsl.logs.records import Place
from sladsl.temporal import IntervalSet, Window

Scope = tuple[str, ...]
"""The values of an objective's keys, in the order of the keys; empty where it has none."""


class Segment(NamedTuple):
    """A stretch of a window in one class. `clause` names the exclusion; `places` the records that cover it."""

    start: int
    end: int
    kind: Literal["out of schedule", "excluded", "unknown", "down", "up", "in"]
    clause: str | None
    places: tuple[tuple[str, Place], ...]


@frozen
class TimeFound(Frozen):
    """Microseconds of the window in the set, and of which it is not known whether they are. `weighted` is the time
    inside by weight (None: it is not weighted), but for what is `unweighed` because its weight is not known."""

    inside: int
    unknown: int
    segments: tuple[Segment, ...] = ()
    weighted: Fraction | None = None
    unweighed: int = 0


@frozen
class ClassesFound(Frozen):
    """Microseconds of the window by class: they add up to `window`. `excluded_by` splits `excluded_up` and
    `excluded_leaves` by clause. `agreed` is the denominator, `counted_down` the numerator; None where unknown time
    leaves no verdict or nothing is left."""

    window: int
    out_of_schedule: int
    excluded_up: int
    excluded_leaves: int
    unknown: int
    down: int
    up: int
    excluded_by: tuple[tuple[str, int], ...]
    unknown_as: Literal["up", "down", "leaves", "no verdict"]
    segments: tuple[Segment, ...] = ()

    @property
    def counted_down(self) -> int:
        return self.down + (self.unknown if self.unknown_as == "down" else 0)

    @property
    def agreed(self) -> int:
        """The denominator: up, down, excluded that counts as up, and unknown unless it leaves."""
        return self.up + self.down + self.excluded_up + (0 if self.unknown_as == "leaves" else self.unknown)


@frozen
class NumberFound(Frozen):
    """A statistic over `records` records (None over none of them, but a count or sum of none is 0); `without` more had
    no value for it."""

    value: Fraction | None
    records: int
    without: int
    places: tuple[tuple[str, Place], ...] = ()


@frozen
class BucketsFound(Frozen):
    """Sum of the values of `counted` buckets; `missing` had no samples and no rule, `undefined` no value."""

    total: Fraction
    counted: int
    missing: int
    undefined: int
    by_case: tuple[int, ...]
    worst: tuple[tuple[int, Fraction], ...] = ()


class ClockStretch(NamedTuple):
    """A stretch of a case's clock: counted, standing still in a pause, or outside the hours of its calendar."""

    start: int
    end: int
    kind: Literal["counted", "paused", "closed"]


class RecordFound(NamedTuple):
    """One record's verdict. `measured` and `limit` in microseconds for a clock kept to a deadline (else None); `due_at`
    is when the limit is used up, `breaches_after` the end of the closed stretch after it. When evidence is asked for,
    `stretches` tile the time from the start of the clock to its stop, and `others` are what else the record was held
    to, beside what decided."""

    key: str
    at: int
    verdict: Literal["met", "missed", "undecided", "none"]
    label: str | None
    measured: int | None
    limit: int | None
    due_at: int | None
    breaches_after: int | None
    open: bool
    place: Place
    stretches: tuple[ClockStretch, ...] = ()
    others: tuple["RecordFound", ...] = ()


class RecordsTold(Sequence[RecordFound]):
    """Records that were counted, and are told only when somebody asks: counting takes none of them into memory.
    `used`: for each limit that some of them have, the most that was used of it, and the limit. `missed` tells only
    those that missed."""

    def __init__(
        self,
        count: int,
        used: Sequence[tuple[int, int]],
        every: Callable[[], Sequence[RecordFound]],
        missed: Callable[[], Iterable[RecordFound]],
    ) -> None:
        self._count, self.used, self._every, self.missed = count, used, every, missed
        self._told: Sequence[RecordFound] | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RecordFound]:
        return iter(self._records())

    def __getitem__(self, index: Any) -> Any:
        return self._records()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _records(self) -> Sequence[RecordFound]:
        if self._told is None:
            self._told = self._every()
        return self._told


def used_limits(records: Sequence[RecordFound]) -> Sequence[tuple[int, int]]:
    """What was measured of records that have a limit above nothing, and the limit; of those with one limit, at least
    the most that was used."""
    if isinstance(records, RecordsTold):
        return [(used, limit) for used, limit in records.used if limit]
    return [(each.measured, each.limit) for each in records if each.measured is not None and each.limit]


@frozen
class RecordsFound(Frozen):
    """`none`: no condition applied. `records` lists every record that fell in the window, in order of time."""

    met: int
    missed: int
    undecided: int
    none: int
    records: Sequence[RecordFound] = ()

    def missed_records(self) -> Iterator[RecordFound]:
        """One after the other: there may be more of them than memory holds."""
        if not self.missed:
            return iter(())
        if isinstance(self.records, RecordsTold):
            return iter(self.records.missed())
        return (each for each in self.records if each.verdict == "missed")


Found = TimeFound | ClassesFound | NumberFound | BucketsFound | RecordsFound


class Cell(NamedTuple):
    """One measure, taken for one scope (keys bound to values) in one window."""

    measure: Ref
    keys: tuple[str, ...]
    scope: Scope
    start: int
    end: int


class Choice(NamedTuple):
    """Records of a stream by a condition of theirs, in whatever window they lie."""

    stream: str
    where: Ref


class ScopedChoice(NamedTuple):
    choice: Choice
    keys: tuple[str, ...]
    scope: Scope


@frozen
class Demand(Frozen):
    """Measures to take in each of `windows` for each scope of `keys`, and choices to make for each scope. `scopes`:
    only for these, whether or not the log shows them."""

    measures: tuple[Ref, ...]
    keys: tuple[str, ...]
    windows: tuple[Window, ...]
    choices: tuple[Choice, ...] = ()
    scopes: tuple[Scope, ...] | None = None


class Unsettled(NamedTuple):
    """A register has `rows` rows in force (not one) for a record at `at` on which a measurement rests."""

    register: str
    key: tuple[str, ...]
    rows: int
    at: int
    stream: str
    place: Place


class FoundWhenAsked(Mapping[Cell, Found]):
    """What was found in cells, each worked out when somebody asks for it, once: of many numbers one may be wanted."""

    def __init__(self, cells: Collection[Cell], find: Callable[[Cell], Found]) -> None:
        self._cells, self._find = cells, find
        self._found: dict[Cell, Found] = {}

    def __getitem__(self, cell: Cell) -> Found:
        if cell not in self._cells:
            raise KeyError(cell)
        if cell not in self._found:
            self._found[cell] = self._find(cell)
        return self._found[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


@frozen
class Measurements(Frozen):
    """`scopes[keys]` lists the scopes there are; `found[cell]` what was measured; `chosen` which records of a stream's
    log meet the condition of a choice, by their index. `unsettled[cell]`: for which records of a measure a register
    could not be asked; its number then means nothing. `lifetimes`: when a scope exists by the registers that know it;
    none is there for a scope that no register knows."""

    scopes: Mapping[tuple[str, ...], tuple[Scope, ...]]
    found: Mapping[Cell, Found]
    chosen: Mapping[ScopedChoice, frozenset[int]] = field(default_factory=dict)
    unsettled: Mapping[Cell, tuple[Unsettled, ...]] = field(default_factory=dict)
    lifetimes: Mapping[tuple[tuple[str, ...], Scope], IntervalSet] = field(default_factory=dict)
