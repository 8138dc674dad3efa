"""Calendars: when the hours of a contract run. A calendar is a value; `OpenTime` compiles it for measuring.

Precedence within a calendar: closed day or holiday, then break, then special hours of a date, then (on a make-up
workday) the hours of another weekday, then weekly hours. A window belongs to the date on which it starts: one that
runs past midnight vanishes with a holiday on its start day and is untouched by a holiday on the next.
"""

import datetime
from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.holiday_set import HolidaySet
from sladsl.temporal.interval import IntervalSet, Pair
from sladsl.temporal.units import DAY, HOUR, MINUTE, SECOND
from sladsl.temporal.zone import Zone

# The windows of one day, as (start, end) on the clock face in microseconds: start < 24:00, end <= 24:00, and an end at
# or before its start lies on the next day (22:00-06:00; 09:00-09:00 is a whole day).
Hours: TypeAlias = tuple[tuple[int, int], ...]

_NO_HOURS: Final[Hours] = ()
_MOST_LAID_OUT: Final = 64


class BusinessCalendar(Protocol):
    """What a calendar answers, whether written down or composed of others."""

    @property
    def zone(self) -> Zone:
        """The zone whose dates are its days."""

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        """The open time within [start, end)."""

    def open_on(self, day: datetime.date) -> IntervalSet:
        """The open time that belongs to a local date, including what runs past its midnight."""

    def is_business_day(self, day: datetime.date) -> bool:
        """Whether any open time belongs to that local date."""

    def business_days(self, year: int) -> tuple[int, ...]:
        """The business days of a year, as ordinals of dates."""


@frozen
class Calendar(Frozen):
    """Weekly hours in a zone, with holidays and exceptions.

    `weekly` maps weekdays (0 = Monday) and `special` maps dates to hours; special hours replace the weekly ones.
    `breaks` are [start, end) in local time (naive date-times) and `closed` are [from, until) dates. A make-up workday
    takes the hours of the weekday its entry names, else of `make_up_weekday`, else of the first weekday from Monday
    on that has any. A window emptied by a jump of the clock vanishes. Impossible hours or ranges are a ValueError.
    """

    name: str
    zone: Zone
    weekly: Mapping[int, Hours] = field(hash=False)
    holidays: HolidaySet = field(default_factory=HolidaySet)
    special: Mapping[datetime.date, Hours] = field(default_factory=dict, hash=False)
    breaks: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()
    closed: tuple[tuple[datetime.date, datetime.date], ...] = ()
    make_up_weekday: int | None = None
    _closed_by_breaks: IntervalSet = field(init=False, repr=False, compare=False)
    _closed_days: IntervalSet = field(init=False, repr=False, compare=False)
    _laid_out: dict[Pair, IntervalSet] = field(default_factory=dict, init=False, repr=False, compare=False)
    _years: dict[int, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for weekday in (*self.weekly, *([] if self.make_up_weekday is None else [self.make_up_weekday])):
            if not 0 <= weekday <= 6:
                raise ValueError(f"weekdays are 0 (Monday) to 6, not {weekday}")
        for hours in (*self.weekly.values(), *self.special.values()):
            _check_hours(hours)
        for first, until in self.closed:
            if until < first:
                raise ValueError(f"the closed days from {first} until {until} end before they start")
        # Read-only copies: a calendar is a value, and compiled tables rely on it.
        object.__setattr__(self, "weekly", MappingProxyType(dict(self.weekly)))
        object.__setattr__(self, "special", MappingProxyType(dict(self.special)))
        object.__setattr__(self, "_closed_by_breaks", IntervalSet.of(self._break(*each) for each in self.breaks))
        days = ((first.toordinal(), until.toordinal()) for first, until in self.closed)
        object.__setattr__(self, "_closed_days", IntervalSet.of(days))

    def __reduce__(self) -> tuple[object, ...]:
        given = (self.name, self.zone, dict(self.weekly), self.holidays, dict(self.special), self.breaks, self.closed)
        return Calendar, (*given, self.make_up_weekday)

    def rezoned(self, zone: Zone) -> "Calendar":
        """The same clock faces in another zone: hours, holidays and breaks are read there."""
        return replace(self, zone=zone)

    def hours_on(self, day: datetime.date) -> Hours:
        """The clock-face windows that start on a date, before breaks."""
        if self.is_closed_day(day):
            return _NO_HOURS
        if day in self.special:
            return self.special[day]
        worked = self.holidays.make_up_workday(day)
        if worked is not None:
            return self.weekly.get(self._make_up_weekday(worked.hours_of), _NO_HOURS)
        return self.weekly.get(day.weekday(), _NO_HOURS)

    def is_closed_day(self, day: datetime.date) -> bool:
        """Whether the date is a holiday or lies in a declared closure."""
        return self.holidays.is_holiday(day) or self._closed_days.contains(day.toordinal())

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        if end <= start:
            return IntervalSet.EMPTY
        # Proofs and reviews ask for the same stretch a thousand times over.
        if (start, end) not in self._laid_out:
            if len(self._laid_out) >= _MOST_LAID_OUT:
                self._laid_out.clear()
            self._laid_out[start, end] = self._open_intervals(start, end)
        return self._laid_out[start, end]

    def _open_intervals(self, start: int, end: int) -> IntervalSet:
        # One day of margin holds the windows that run past midnight, another one jumps over the date line.
        first = max(self.zone.local(start)[0].toordinal() - 2, 1)
        last = min(self.zone.local(end)[0].toordinal() + 1, datetime.date.max.toordinal())
        pairs: list[Pair] = []
        for ordinal in range(first, last + 1):
            pairs.extend(self._pairs_on(datetime.date.fromordinal(ordinal)))
        return IntervalSet.of(pairs).minus(self._closed_by_breaks).clip(start, end)

    def open_on(self, day: datetime.date) -> IntervalSet:
        found = IntervalSet.of(self._pairs_on(day))
        return found.minus(self._closed_by_breaks.clip(found.pairs[0][0], found.pairs[-1][1])) if found else found

    def is_business_day(self, day: datetime.date) -> bool:
        return bool(self.open_on(day))

    def business_days(self, year: int) -> tuple[int, ...]:
        if year not in self._years:
            self._years[year] = days_of_year(self, year)
        return self._years[year]

    def _pairs_on(self, day: datetime.date) -> list[Pair]:
        pairs: list[Pair] = []
        for start, end in self.hours_on(day):
            opens = self.zone.to_utc(day, start)
            closes = self.zone.to_utc(day, end if end > start else end + DAY)
            pairs.append((opens, max(opens, closes)))
        return pairs

    def _make_up_weekday(self, named: int | None) -> int:
        if named is not None:
            return named
        if self.make_up_weekday is not None:
            return self.make_up_weekday
        return next((weekday for weekday in range(7) if self.weekly.get(weekday)), 0)

    def _break(self, start: datetime.datetime, end: datetime.datetime) -> Pair:
        if start.tzinfo is not None or end.tzinfo is not None:
            raise ValueError("breaks are written in the calendar's local time, without an offset")
        if end < start:
            raise ValueError(f"the break from {start} to {end} ends before it starts")
        from_utc, to_utc = (self.zone.to_utc(each.date(), _time_of_day(each)) for each in (start, end))
        return from_utc, max(from_utc, to_utc)


@frozen
class Always(Frozen):
    """Open all the time (24x7); the zone only says where days begin."""

    zone: Zone

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        return IntervalSet.single(start, end) if start < end else IntervalSet.EMPTY

    def open_on(self, day: datetime.date) -> IntervalSet:
        return IntervalSet.single(*self.zone.day_span(day))

    def is_business_day(self, day: datetime.date) -> bool:
        return bool(self.open_on(day))

    def business_days(self, year: int) -> tuple[int, ...]:
        return remembered_days(self, year)


def days_of_year(calendar: BusinessCalendar, year: int) -> tuple[int, ...]:
    """The business days of a year, looked at one by one."""
    first, last = datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
    return tuple(each for each in range(first, last + 1) if calendar.is_business_day(datetime.date.fromordinal(each)))


@lru_cache(maxsize=2_000)
def remembered_days(calendar: BusinessCalendar, year: int) -> tuple[int, ...]:
    """The same for a calendar that has no place to keep them."""
    return days_of_year(calendar, year)


def _check_hours(hours: Hours) -> None:
    for start, end in hours:
        if not 0 <= start < DAY:
            raise ValueError("a window opens between 00:00 and 23:59:59, not at 24:00 or later")
        if not 0 <= end <= DAY:
            raise ValueError("a window closes between 00:00 and 24:00")


def _time_of_day(moment: datetime.datetime) -> int:
    return moment.hour * HOUR + moment.minute * MINUTE + moment.second * SECOND + moment.microsecond
