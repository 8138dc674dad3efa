"""Between the instants of a record, and from one to the next."""

from collections.abc import Callable
from typing import Any, assert_never

from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph import Ref
from sladsl.graph.rows import RowBetween, RowDays, RowEnd, RowMoment
from sladsl.temporal import Zone, business_days_between, end_of_business_day_after, end_of_unit_after


def of_instants(node: RowBetween | RowDays | RowEnd, around: Surroundings) -> RowFunction:
    match node:
        case RowBetween(start=start, stop=stop):
            return _both(around.row(start), _stop(stop, around, around.as_of), _between(node, around))
        case RowDays(start=start, stop=stop):
            # `as of` is the first instant that is not known: at midnight, the day it begins is none that has passed.
            return _both(around.row(start), _stop(stop, around, around.as_of - 1), _days(node, around))
        case RowEnd():
            return _end(node, around)
        case _:
            assert_never(node)


def _stop(stop: Ref, around: Surroundings, until: int) -> RowFunction:
    """A moment of a case that has not come is awaited until `as of`, as by a clock: what is overdue grows older."""
    awaited = around.row(stop)
    if not isinstance(around.nodes[stop], RowMoment):
        return awaited
    return lambda row: until if (instant := awaited(row)) is None else instant


def _both(start: RowFunction, stop: RowFunction, count: Callable[[int, int], int]) -> RowFunction:
    """What is counted from one instant to the other; backwards it is negative."""

    def counted(row: Any) -> int | None:
        first, last = start(row), stop(row)
        if first is None or last is None:
            return None
        first, last = int(first), int(last)
        try:
            return count(first, last) if first <= last else -count(last, first)
        except ValueError as trouble:
            raise EngineLimit(f"the time between two instants: {trouble}") from trouble

    return counted


def _between(node: RowBetween, around: Surroundings) -> Callable[[int, int], int]:
    if node.calendar is None:
        return lambda first, last: last - first
    return around.open_time(node.calendar).between


def _days(node: RowDays, around: Surroundings) -> Callable[[int, int], int]:
    if node.calendar is None:
        zone = Zone.named(node.zone)
        return lambda first, last: zone.local(last)[0].toordinal() - zone.local(first)[0].toordinal()
    calendar = around.calendar(node.calendar)

    def opened(first: int, last: int) -> int:
        """The dates after the first, up to the last."""
        one, other = calendar.zone.local(first)[0], calendar.zone.local(last)[0]
        both = business_days_between(calendar, one, other)
        return both - calendar.is_business_day(one) + calendar.is_business_day(other) if one < other else 0

    return opened


def _end(node: RowEnd, around: Surroundings) -> RowFunction:
    operand, zone = around.row(node.operand), Zone.named(node.zone)

    def end(row: Any) -> int | None:
        instant = operand(row)
        if instant is None:
            return None
        try:
            if node.calendar is not None:
                return end_of_business_day_after(around.calendar(node.calendar), node.count, int(instant))
            return end_of_unit_after(node.unit, node.count, int(instant), zone)
        except ValueError as trouble:
            raise EngineLimit(f"the end of a {node.unit}: {trouble}") from trouble

    return end
