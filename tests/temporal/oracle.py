"""What calendars mean, told a second time and naively: zoneinfo per window, then one unit of time after the other."""

import datetime
import importlib.resources
from collections.abc import Iterable, Iterator
from functools import cache
from zoneinfo import ZoneInfo

from sladsl.temporal import DAY, Calendar, HolidayKind, IntervalSet, Pair

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


@cache
def zoneinfo_named(name: str) -> ZoneInfo:
    with importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def utc_of(name: str, day: datetime.date, time_of_day_us: int) -> int:
    """A local time as an instant, by the rule of PEP 495 for fold=0."""
    return _utc_of_naive(
        name, datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(microseconds=time_of_day_us)
    )


def _utc_of_naive(name: str, naive: datetime.datetime) -> int:
    aware = naive.replace(tzinfo=zoneinfo_named(name), fold=0)
    return (aware.astimezone(datetime.UTC) - _EPOCH) // _MICROSECOND


def local_of(name: str, instant: int) -> datetime.datetime:
    return (_EPOCH + datetime.timedelta(microseconds=instant)).astimezone(zoneinfo_named(name))


def windows_on(calendar: Calendar, day: datetime.date) -> list[Pair]:
    """The windows that start on a date as instants, before breaks."""
    entry = next((each for each in calendar.holidays.days if each.day == day), None)
    worked = entry is not None and entry.kind is HolidayKind.MAKE_UP_WORKDAY
    if (entry is not None and not worked) or any(first <= day < until for first, until in calendar.closed):
        return []
    if day in calendar.special:
        hours = calendar.special[day]
    elif worked and entry is not None:
        usual = [weekday for weekday in range(7) if calendar.weekly.get(weekday)]
        hours = calendar.weekly.get((usual or [0])[0] if entry.hours_of is None else entry.hours_of, ())
    else:
        hours = calendar.weekly.get(day.weekday(), ())
    name = calendar.zone.name
    return [(utc_of(name, day, start), utc_of(name, day, end + (DAY if end <= start else 0))) for start, end in hours]


def breaks_of(calendar: Calendar) -> list[Pair]:
    name = calendar.zone.name
    return [(_utc_of_naive(name, start), _utc_of_naive(name, end)) for start, end in calendar.breaks]


def open_units(calendar: Calendar, start: int, end: int, unit: int) -> list[int]:
    """The starts of the open units of [start, end), for calendars whose borders lie on the unit."""
    first = local_of(calendar.zone.name, start).date() - datetime.timedelta(days=2)
    last = local_of(calendar.zone.name, end).date() + datetime.timedelta(days=1)
    windows = [pair for day in days_from(first, last) for pair in windows_on(calendar, day)]
    breaks = breaks_of(calendar)
    return [at for at in range(start, end, unit) if _within(at, windows) and not _within(at, breaks)]


def opens_on(calendar: Calendar, day: datetime.date, unit: int) -> list[int]:
    """The starts of the open units that belong to a date."""
    breaks = breaks_of(calendar)
    units = {at for start, end in windows_on(calendar, day) for at in range(start, end, unit)}
    return sorted(at for at in units if not _within(at, breaks))


def days_from(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    while first <= last:
        yield first
        first += datetime.timedelta(days=1)


def units_of(pairs: Iterable[Pair], unit: int) -> set[int]:
    """The starts of all units that intervals on the unit's grid cover."""
    return {at for start, end in pairs for at in range(start, end, unit)}


def assert_canonical(intervals: IntervalSet) -> None:
    assert isinstance(intervals.pairs, tuple)
    assert all(start < end for start, end in intervals.pairs)
    assert all(left[1] < right[0] for left, right in zip(intervals.pairs, intervals.pairs[1:], strict=False))


def _within(at: int, pairs: Iterable[Pair]) -> bool:
    return any(start <= at < end for start, end in pairs)
