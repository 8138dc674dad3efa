"""By when something must be done.

A deadline in days is the local midnight after the last of them, one in months keeps the clock; both are exclusive, so
what comes at that instant is late, unless `inclusive` adds the whole local day in which the deadline lies. A deadline
in elapsed or open time is a duration, so equality is in time.
"""

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import DeadlineRule
from sladsl.rules.cells import CellView
from sladsl.temporal import (
    CalendarDuration,
    OpenTime,
    Zone,
    add_calendar,
    end_of_business_day_after,
    end_of_local_day_after,
    end_of_unit_after,
)

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@frozen
class Deadline(Frozen):
    """`since` is the instant from which it was counted."""

    at: int
    inclusive: bool
    since: int

    def keeps(self, instant: int) -> bool:
        return instant < self.at or (self.inclusive and instant == self.at)


def deadline_in(rule: DeadlineRule, cell: CellView, zone: str, graph: RuleGraph) -> Deadline:
    """The deadline for a window and scope; ValueError where there is none."""
    if rule.anchor == "window end":
        return deadline_of(rule, cell.window.end, zone, graph, after_window=True)
    if rule.anchor == "window start":
        return deadline_of(rule, cell.window.start, zone, graph)
    since = None if rule.since is None else cell.step(rule.since)
    if since is None or since.number is None:
        raise ValueError("there is nothing from which to count")
    return deadline_of(rule, int(since.number), zone, graph)


def deadline_of(rule: DeadlineRule, since: int, zone: str, graph: RuleGraph, *, after_window: bool = False) -> Deadline:
    """Counted from `since`. The midnight that ends a window (`after_window`) belongs to the day before it."""
    unit = rule.unit.removesuffix("s")
    count = int(rule.value)
    local = Zone.named(zone)
    match rule.kind:
        case "elapsed":
            return Deadline(since + count, inclusive=True, since=since)
        case "business":
            return _business(rule, since, unit, graph, after_window=after_window)
        case "end of":
            return Deadline(end_of_unit_after(unit, count, since - 1 if after_window else since, local), False, since)
        case "calendar" if unit in _DAYS:
            return _by_day(rule, end_of_local_day_after(since, count * _DAYS[unit], local), local, since)
    months = CalendarDuration(months=count * _MONTHS[unit])
    return _by_day(rule, add_calendar(since, months, local), local, since)


def _by_day(rule: DeadlineRule, deadline: int, zone: Zone, since: int) -> Deadline:
    at = zone.day_span(zone.local(deadline)[0])[1] if rule.inclusive else deadline
    return Deadline(at, inclusive=False, since=since)


def _business(rule: DeadlineRule, since: int, unit: str, graph: RuleGraph, *, after_window: bool) -> Deadline:
    assert rule.calendar is not None
    calendar = graph.calendars[rule.calendar].calendar
    if unit != "day":
        at = OpenTime(calendar).advance(since, int(rule.value), at="next_opening")
        return Deadline(at, inclusive=True, since=since)
    end = end_of_business_day_after(calendar, int(rule.value), since - 1 if after_window else since)
    return _by_day(rule, end, calendar.zone, since)
