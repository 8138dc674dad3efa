"""When a record happened: the instant that puts it into a window."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import Record
from sladsl.logs.schema import Shape, StreamSchema

InstantFunction = Callable[[Any], int | None]
"""The instant of a record; None if it has not happened before `as of`: then there is no such record yet."""


@frozen
class Placed(Frozen):
    """Records by instant, those of one instant in the order of the source. `instants[i]` belongs to `records[i]`."""

    instants: list[int]
    records: list[Record]

    @classmethod
    def of(cls, records_in_source_order: Iterable[Record], instant: InstantFunction) -> "Placed":
        found = [(at, record) for record in records_in_source_order if (at := instant(record)) is not None]
        found.sort(key=itemgetter(0))
        return cls([at for at, _ in found], [record for _, record in found])

    def between(self, start: int, end: int) -> "Placed":
        first, last = bisect_left(self.instants, start), bisect_left(self.instants, end)
        return Placed(self.instants[first:last], self.records[first:last])

    def count_before(self, instant: int) -> int:
        return bisect_left(self.instants, instant)


def instant_function(schema: StreamSchema, moment: int | None, as_of: int) -> InstantFunction:
    """A span is placed by its start, a sample or an event by its time, a case by the first instant of `moment` or,
    without one, of all its moments."""
    if schema.shape is not Shape.CASES:
        return lambda record: record[0] if record[0] < as_of else None
    if moment is None:
        return lambda case: _earliest(case.moments, as_of)

    def of_moment(case: Any) -> int | None:
        instants = case.moments[moment]
        return instants[0] if instants and instants[0] < as_of else None

    return of_moment


def _earliest(moments: tuple[tuple[int, ...], ...], as_of: int) -> int | None:
    first = min((instants[0] for instants in moments if instants), default=as_of)
    return first if first < as_of else None
