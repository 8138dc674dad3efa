"""Calendars composed of calendars. A composed calendar has the zone, and so the days, of its first operand."""

import datetime

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.calendar import BusinessCalendar, Calendar, remembered_days
from sladsl.temporal.interval import IntervalSet, union_all
from sladsl.temporal.zone import Zone


@frozen
class CalendarUnion(Frozen):
    """Open when any of the calendars is. To a date belongs what belongs to that date in any of them."""

    parts: tuple[BusinessCalendar, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    @property
    def zone(self) -> Zone:
        return self.parts[0].zone

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        return union_all(part.open_intervals(start, end) for part in self.parts)

    def open_on(self, day: datetime.date) -> IntervalSet:
        return union_all(part.open_on(day) for part in self.parts)

    def is_business_day(self, day: datetime.date) -> bool:
        return any(part.is_business_day(day) for part in self.parts)

    def business_days(self, year: int) -> tuple[int, ...]:
        return remembered_days(self, year)


@frozen
class CalendarIntersection(Frozen):
    """Open when all of the calendars are. To a date belongs what of the first calendar's time the others share."""

    parts: tuple[BusinessCalendar, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    @property
    def zone(self) -> Zone:
        return self.parts[0].zone

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        shared = self.parts[0].open_intervals(start, end)
        for part in self.parts[1:]:
            shared = shared.intersect(part.open_intervals(start, end))
        return shared

    def open_on(self, day: datetime.date) -> IntervalSet:
        shared = self.parts[0].open_on(day)
        for part in self.parts[1:]:
            shared = shared.intersect(_during(shared, part))
        return shared

    def is_business_day(self, day: datetime.date) -> bool:
        return bool(self.open_on(day))

    def business_days(self, year: int) -> tuple[int, ...]:
        return remembered_days(self, year)


@frozen
class CalendarDifference(Frozen):
    """Open when the first calendar is and the second is not."""

    calendar: BusinessCalendar
    without: BusinessCalendar

    @property
    def zone(self) -> Zone:
        return self.calendar.zone

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        return self.calendar.open_intervals(start, end).minus(self.without.open_intervals(start, end))

    def open_on(self, day: datetime.date) -> IntervalSet:
        own = self.calendar.open_on(day)
        return own.minus(_during(own, self.without))

    def is_business_day(self, day: datetime.date) -> bool:
        return bool(self.open_on(day))

    def business_days(self, year: int) -> tuple[int, ...]:
        return remembered_days(self, year)


def intersection_on_clock_faces(left: BusinessCalendar, other: Calendar) -> CalendarIntersection:
    """The intersection in which the other calendar's hours, holidays and breaks are read on the left one's clock.

    "Both teams, 9 to 17 wherever they sit" means this; the plain CalendarIntersection compares instants.
    """
    return CalendarIntersection((left, other.rezoned(left.zone)))


def _during(span: IntervalSet, calendar: BusinessCalendar) -> IntervalSet:
    return calendar.open_intervals(span.pairs[0][0], span.pairs[-1][1]) if span else IntervalSet.EMPTY


def _check_parts(parts: tuple[BusinessCalendar, ...]) -> None:
    if not parts:
        raise ValueError("a composed calendar needs at least one calendar")
