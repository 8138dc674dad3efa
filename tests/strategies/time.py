"""Hypothesis strategies for instants, intervals, zones and calendars, gathered where clocks change and years turn."""

import datetime
from typing import Final

from hypothesis import strategies as st

from sladsl.temporal import DAY, HOUR, MINUTE, Calendar, Holiday, HolidayKind, HolidaySet, Hours, IntervalSet, Zone

# Zones with dates on or about which something happens: changes of the clock (also at midnight, by half an hour, both
# ways), leap days, turns of the year.
EVENTFUL_DATES: Final[dict[str, tuple[str, ...]]] = {
    "Europe/Berlin": ("2024-03-31", "2024-10-27", "2024-02-29", "2025-12-31", "2026-03-29", "2026-10-25"),
    "America/New_York": ("2024-03-10", "2024-11-03", "2024-02-29", "2023-12-31", "2026-03-08", "2026-11-01"),
    "Australia/Sydney": ("2024-04-07", "2024-10-06", "2024-02-29", "2025-12-31"),
    "America/Sao_Paulo": ("2015-02-22", "2015-10-18", "2018-02-18", "2018-11-04", "2016-02-29"),
    "Asia/Tehran": ("2015-03-22", "2015-09-22", "2016-03-21", "2016-09-21", "2021-12-31"),
    "Australia/Lord_Howe": ("2024-04-07", "2024-10-06", "2024-12-31"),
}

zone_names = st.sampled_from(sorted(EVENTFUL_DATES))
zones = zone_names.map(Zone.named)


@st.composite
def dates_in(draw: st.DrawFn, zone: Zone) -> datetime.date:
    """A date near one on which something happens in the zone."""
    eventful = datetime.date.fromisoformat(draw(st.sampled_from(EVENTFUL_DATES[zone.name])))
    return eventful + datetime.timedelta(days=draw(st.integers(-3, 3)))


@st.composite
def instants_in(draw: st.DrawFn, zone: Zone, unit: int = MINUTE) -> int:
    """An instant near such a date, a whole multiple of the unit."""
    midnight = zone.to_utc(draw(dates_in(zone)), 0)
    return (midnight + draw(st.integers(-DAY // unit, DAY // unit)) * unit) // unit * unit


def pairs(unit: int = MINUTE, most: int = 60) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Intervals in any order, overlapping, touching and empty ones included, within `most` units of the epoch."""
    ends = st.tuples(st.integers(-most, most), st.integers(-most, most))
    return st.lists(ends.map(lambda each: (min(each) * unit, max(each) * unit)), max_size=8)


def interval_sets(unit: int = MINUTE, most: int = 60) -> st.SearchStrategy[IntervalSet]:
    return pairs(unit, most).map(IntervalSet.of)


def hours(unit: int = MINUTE) -> st.SearchStrategy[Hours]:
    """The windows of a day: usual ones, overnight ones, whole days, ones in the small hours when clocks change."""
    usual = st.sampled_from([(9 * HOUR, 17 * HOUR), (22 * HOUR, 6 * HOUR), (0, DAY), (HOUR, 3 * HOUR), (0, HOUR // 2)])
    any_window = st.tuples(st.integers(0, DAY // unit - 1), st.integers(0, DAY // unit))
    small_hours = st.tuples(st.integers(0, 4 * HOUR // unit), st.integers(0, 4 * HOUR // unit))
    windows = st.one_of(usual, st.one_of(any_window, small_hours).map(lambda pair: (pair[0] * unit, pair[1] * unit)))
    return st.lists(windows, max_size=3).map(tuple)


@st.composite
def calendars(draw: st.DrawFn, zone: Zone, unit: int = MINUTE) -> Calendar:
    """A calendar with every kind of exception near eventful dates; it may have no open time at all."""
    exceptional = st.lists(dates_in(zone), max_size=3, unique=True)
    holidays, worked = draw(exceptional), draw(exceptional)
    days = [Holiday(day) for day in holidays]
    days += [
        Holiday(day, kind=HolidayKind.MAKE_UP_WORKDAY, hours_of=draw(st.none() | st.integers(0, 6)))
        for day in worked
        if day not in holidays
    ]
    return Calendar(
        name="drawn",
        zone=zone,
        weekly=draw(st.dictionaries(st.integers(0, 6), hours(unit), max_size=7)),
        holidays=HolidaySet(tuple(days)),
        special=draw(st.dictionaries(dates_in(zone), hours(unit), max_size=2)),
        breaks=draw(st.lists(_breaks(zone), max_size=2).map(tuple)),
        closed=draw(st.lists(_closures(zone), max_size=1).map(tuple)),
    )


@st.composite
def working_calendars(draw: st.DrawFn, zone: Zone, unit: int = MINUTE) -> Calendar:
    """The same, open on ordinary Tuesdays at least, so that searches for open time end."""
    calendar = draw(calendars(zone, unit))
    weekly = {**calendar.weekly, 1: (*calendar.weekly.get(1, ()), (10 * HOUR, 11 * HOUR))}
    return Calendar("drawn", zone, weekly, calendar.holidays, calendar.special, calendar.breaks, calendar.closed)


@st.composite
def _breaks(draw: st.DrawFn, zone: Zone) -> tuple[datetime.datetime, datetime.datetime]:
    midnight = datetime.datetime.combine(draw(dates_in(zone)), datetime.time())
    start = midnight + datetime.timedelta(minutes=draw(st.integers(0, 24 * 60)))
    return start, start + datetime.timedelta(minutes=draw(st.integers(0, 30 * 60)))


@st.composite
def _closures(draw: st.DrawFn, zone: Zone) -> tuple[datetime.date, datetime.date]:
    first = draw(dates_in(zone))
    return first, first + datetime.timedelta(days=draw(st.integers(0, 3)))
