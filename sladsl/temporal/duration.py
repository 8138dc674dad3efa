"""Durations of the calendar (months and days on the local clock), and exact durations in words."""

import calendar
import datetime
from typing import Final

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.units import DAY, HOUR, MINUTE, SECOND
from sladsl.temporal.zone import Zone

_SCALE: Final = ((DAY, "d"), (HOUR, "h"), (MINUTE, "min"))


@frozen
class CalendarDuration(Frozen):
    """So many months and then so many days, neither of which has a fixed length. Negative ones go back."""

    months: int = 0
    days: int = 0


def add_calendar(start: int, duration: CalendarDuration, zone: Zone, times: int = 1) -> int:
    """`start` moved by `times` such durations at once: the local clock time is kept, and a month that is too short
    ends it.

    Multiplied before it is added, never chained: 31 January + 2 × 1 month is 31 March.
    """
    day, time_of_day = zone.local(start)
    try:
        moved = add_months(day, duration.months * times) + datetime.timedelta(days=duration.days * times)
    except OverflowError:
        raise ValueError("the result lies outside the years 1 to 9999") from None
    # Unmoved, it stays exactly itself, also in the second pass of a repeated hour.
    return start if moved == day else zone.to_utc(moved, time_of_day)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or that month's last day when it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return clamped_date(years, month + 1, day.day)


def clamped_date(year: int, month: int, day: int) -> datetime.date:
    """The date, or the month's last day when the month is shorter."""
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise ValueError("the result lies outside the years 1 to 9999")
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def end_of_local_day_after(instant: int, days: int, zone: Zone) -> int:
    """Where a limit of so many calendar days ends: the midnight (exclusive) after the n-th day.

    The local day in which the instant lies is not counted. An instant that is itself a local midnight is the end of
    the day before: a window that ends on 1 January 00:00 plus 30 days gives 31 January 00:00, and so does 31 December
    17:00.
    """
    if days < 0:
        raise ValueError("a limit in calendar days cannot be negative")
    day = zone.local(instant)[0]
    if zone.to_utc(day, 0) == instant:
        days -= 1
    try:
        return zone.to_utc(day + datetime.timedelta(days=days), DAY)
    except OverflowError:
        raise ValueError("the result lies outside the years 1 to 9999") from None


def describe_duration(us: int) -> str:
    """`43 min 12 s`, `5 min 15.36 s`, `2 d 3 h`, `0 s`: exact, a day being 24 hours, with no unit that is zero."""
    rest = abs(us)
    parts: list[str] = []
    for size, unit in _SCALE:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    seconds, fraction = divmod(rest, SECOND)
    if rest or not parts:
        parts.append((f"{seconds}.{fraction:06d}".rstrip("0") if fraction else f"{seconds}") + " s")
    return ("-" if us < 0 else "") + " ".join(parts)
