"""Counting business days: dates on which a calendar opens, with the clock time kept."""

import datetime
from bisect import bisect_left, bisect_right
from typing import Final, Literal

from sladsl.temporal.calendar import BusinessCalendar
from sladsl.temporal.errors import NoOpenTime
from sladsl.temporal.units import DAY, WEEK

_SEARCHED_YEARS: Final = 30
_MOST: Final = 100_000

Snap = Literal["forward", "backward", "travel"]


def add_business_days(
    calendar: BusinessCalendar, start: int, n: int, *, end_of_day: bool = False, snap: Snap | None = None
) -> int:
    """The instant n business days after `start` (before it when n is negative).

    Counted from the local date of `start`, which is never counted itself: a start after closing time still belongs to
    its date, a start on a day off counts from there to the n-th business day. The clock time is kept (read as
    `Zone.to_utc` reads it); with n = 0 that is `start` itself.

    `end_of_day` gives the closing instant of the n-th day instead; with n = 0, of the start's date or, on a day off,
    of the next business day. `snap` moves a result in closed time: "forward" to the next opening, "backward" to the
    closing before it, "travel" forward for n >= 0 and backward for n < 0. NoOpenTime when 30 years hold no business
    day.
    """
    if abs(n) > _MOST:
        raise ValueError(f"{n} business days are more than {_MOST}")
    if snap not in (None, "forward", "backward", "travel"):
        raise ValueError(f'`snap` is "forward", "backward" or "travel", not {snap!r}')
    day, time_of_day = calendar.zone.local(start)
    if end_of_day:
        if n == 0 and not calendar.is_business_day(day):
            n = 1
        return calendar.open_on(_nth_business_day(calendar, day, n)).pairs[-1][1]
    moved = start if n == 0 else calendar.zone.to_utc(_nth_business_day(calendar, day, n), time_of_day)
    if snap is None:
        return moved
    return _snapped(calendar, moved, forward=snap == "forward" or (snap == "travel" and n >= 0))


def business_days_between(calendar: BusinessCalendar, start: datetime.date, until: datetime.date) -> int:
    """How many business days [start, until) holds; 0 when until <= start."""
    first, end = start.toordinal(), until.toordinal()
    if end <= first:
        return 0
    years = (calendar.business_days(year) for year in range(start.year, until.year + 1))
    return sum(bisect_left(days, end) - bisect_left(days, first) for days in years)


def _nth_business_day(calendar: BusinessCalendar, day: datetime.date, n: int) -> datetime.date:
    """Counted by years: a limit can be thousands of days."""
    forward, left, last, year = n > 0, abs(n), day.toordinal(), day.year
    barren = -1  # the year of the start is looked at in part
    while left:
        if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
            raise ValueError("counting business days leaves the years 1 to 9999")
        days = calendar.business_days(year)
        counted = (days[bisect_right(days, last) :] if forward else days[: bisect_left(days, last)][::-1])[:left]
        barren = 0 if counted else barren + 1
        if barren > _SEARCHED_YEARS:
            raise NoOpenTime(f"the calendar has no business day in {_SEARCHED_YEARS} years")
        left -= len(counted)
        last = counted[-1] if counted else last
        year += 1 if forward else -1
    return datetime.date.fromordinal(last)


def _snapped(calendar: BusinessCalendar, moved: int, *, forward: bool) -> int:
    if calendar.open_intervals(moved, moved + 1):
        return moved
    for span in (8 * WEEK, _SEARCHED_YEARS * 366 * DAY):
        # A closing instant ends open time already, so it stays where it is when snapped backward.
        first, last = (moved, moved + span) if forward else (moved - span, moved)
        found = calendar.open_intervals(first, last).pairs
        if found:
            return found[0][0] if forward else found[-1][1]
    raise NoOpenTime(f"the calendar has no open time in {_SEARCHED_YEARS} years")
