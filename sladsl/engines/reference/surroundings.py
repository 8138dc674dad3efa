"""What rows, sets and measures may ask while they are evaluated for one scope."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sladsl.engines.reference.placing import Placed
from sladsl.engines.reference.register_index import RegisterIndex
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph import Node, Ref, WindowRule
from sladsl.graph.rows import RowLookup
from sladsl.logs.records import Record, SampleRecord
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import BusinessCalendar, IntervalSet, OpenTime, Pair

RowFunction = Callable[[Any], Any]
"""From a record, or a bucket of samples, to a row value. The model has settled all types, so none is checked here."""


class Surroundings(Protocol):
    """One scope of one evaluation. Answers are remembered for all scopes that cannot tell the difference."""

    @property
    def nodes(self) -> Sequence[Node]: ...

    @property
    def as_of(self) -> int: ...

    @property
    def horizon(self) -> Pair:
        """The stretch of time in which sets are evaluated."""

    @property
    def evidence(self) -> bool: ...

    def schema(self, stream: str) -> StreamSchema: ...

    def coverage(self, stream: str) -> IntervalSet: ...

    def records(self, stream: str) -> Sequence[Record]:
        """The records of the scope, in the order of their source; some may lie after `as of`."""

    def placed(self, stream: str, moment: int | None) -> Placed: ...

    def buckets(self, stream: str, width: int) -> Mapping[int, Sequence[SampleRecord]]:
        """The samples by the number of their bucket, counted from the epoch; none is empty. Those of a bucket that is
        not over at `as of` say nothing yet."""

    def row(self, ref: Ref) -> RowFunction: ...

    def time_set(self, ref: Ref) -> TimeSet: ...

    def spread(self, ref: Ref, key: str) -> "Sequence[Surroundings]":
        """The surroundings of a node for each value of a key, whatever value the scope binds it to."""

    def register(self, name: str) -> RegisterIndex:
        """All rows of a register, whatever the scope."""

    def lookup(self, ref: Ref, node: RowLookup) -> RowFunction:
        """What a register says of a record; what it does not say is kept, to be told."""

    def open_time(self, calendar: int | None) -> OpenTime:
        """A calendar of the graph, compiled; None: all time is open."""

    def calendar(self, calendar: int | None) -> BusinessCalendar: ...

    def budget_windows(self, rule: WindowRule) -> Sequence[Pair]: ...
