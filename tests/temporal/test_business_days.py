"""Business days against a walk over the dates."""

import datetime
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    UTC,
    Calendar,
    HolidaySet,
    NoOpenTime,
    OpenTime,
    Zone,
    add_business_days,
    business_days_between,
    end_of_business_day_after,
    parse_instant,
)
from strategies.time import dates_in, instants_in, working_calendars, zones
from temporal.oracle import days_from, local_of, opens_on, utc_of

OFFICE = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)), HolidaySet.of("2026-03-04"))
usual = settings(deadline=None, max_examples=60)


def moved(start: str, n: int, **options: object) -> str:
    result = add_business_days(OFFICE, parse_instant(start, UTC), n, **options)  # type: ignore[arg-type]
    return datetime.datetime.fromtimestamp(result // 1_000_000, datetime.UTC).strftime("%a %d %H:%M")


@usual
@given(st.data(), zones, st.integers(-6, 6), st.sampled_from([None, "forward", "backward", "travel"]))
def test_date_by_date(data: st.DataObject, zone: Zone, n: int, snap: str | None) -> None:
    calendar, start = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    local = local_of(zone.name, start)
    step = datetime.timedelta(days=1 if n > 0 else -1)
    day, left, last_units = local.date(), abs(n), opens_on(calendar, local.date(), MINUTE)
    while left:
        day += step
        last_units = opens_on(calendar, day, MINUTE)
        left -= bool(last_units)
    since_midnight = local.replace(tzinfo=None) - datetime.datetime.combine(local.date(), datetime.time())
    kept = utc_of(zone.name, day, since_midnight // datetime.timedelta(microseconds=1)) if n else start
    if snap == "travel":
        snap = "forward" if n >= 0 else "backward"
    open_time = OpenTime(calendar)
    expected = {
        None: lambda: kept,
        "forward": lambda: open_time.advance(kept, 0, at="next_opening"),
        "backward": lambda: kept if open_time.is_open(kept) else open_time.retreat(kept, 0, at="previous_close"),
    }[snap]()
    assert add_business_days(calendar, start, n, snap=snap) == expected  # type: ignore[arg-type]
    if last_units:
        assert add_business_days(calendar, start, n, end_of_day=True) == last_units[-1] + MINUTE


@usual
@given(st.data(), zones, st.integers(0, 20))
def test_between(data: st.DataObject, zone: Zone, length: int) -> None:
    calendar, first = data.draw(working_calendars(zone)), data.draw(dates_in(zone))
    until = first + datetime.timedelta(days=length)
    found = [day for day in days_from(first, until) if day < until and opens_on(calendar, day, MINUTE)]
    assert business_days_between(calendar, first, until) == len(found)
    assert business_days_between(calendar, until, first) == 0


def test_conventions() -> None:
    # Tuesday 3 March 2026; Wednesday is a holiday.
    assert moved("2026-03-03T18:00", 1) == "Thu 05 18:00"
    assert moved("2026-03-03T18:00", 1, snap="forward") == "Fri 06 09:00"
    assert moved("2026-03-03T18:00", 1, snap="backward") == "Thu 05 17:00"
    assert moved("2026-03-03T18:00", 1, end_of_day=True) == "Thu 05 17:00"
    assert moved("2026-03-05T08:00", -1) == "Tue 03 08:00"
    assert moved("2026-03-05T08:00", -1, snap="travel") == "Mon 02 17:00"
    assert moved("2026-03-03T18:00", 1, snap="travel") == "Fri 06 09:00"
    assert moved("2026-03-03T18:00", 0, snap="travel") == "Thu 05 09:00"
    # From a day off one counts on.
    assert moved("2026-03-04T12:00", 1) == "Thu 05 12:00"
    assert moved("2026-03-04T12:00", 0) == "Wed 04 12:00"
    assert moved("2026-03-04T12:00", 0, end_of_day=True) == "Thu 05 17:00"
    assert moved("2026-03-03T12:00", 0, end_of_day=True) == "Tue 03 17:00"
    assert moved("2026-03-05T17:00", 0, snap="backward") == "Thu 05 17:00"


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2026-03-06T10:00", 1, "2026-03-10"), ("2026-03-06T23:00", 2, "2026-03-11"), ("2026-03-07", 1, "2026-03-10")],
)
def test_a_limit_in_business_days_ends_with_a_day(start: str, count: int, end: str) -> None:
    """The 6th is a Friday."""
    assert end_of_business_day_after(OFFICE, count, parse_instant(start, UTC)) == parse_instant(end, UTC)


def test_an_overnight_day_ends_the_next_morning() -> None:
    nights = Calendar("nights", UTC, {4: ((22 * HOUR, 6 * HOUR),)})
    friday = parse_instant("2026-03-06T12:00Z")
    assert add_business_days(nights, friday, 0, end_of_day=True) == parse_instant("2026-03-07T06:00Z")
    assert not nights.is_business_day(datetime.date(2026, 3, 7))


def test_searches_end() -> None:
    never = Calendar("never", UTC, {})
    for attempt in (
        lambda: add_business_days(never, 0, 1),
        lambda: add_business_days(never, 0, -1),
        lambda: add_business_days(never, 0, 0, end_of_day=True),
        lambda: add_business_days(never, 0, 0, snap="forward"),
        lambda: add_business_days(never, 0, 0, snap="backward"),
    ):
        with pytest.raises(NoOpenTime, match="30 years"):
            attempt()
    with pytest.raises(ValueError, match="more than"):
        add_business_days(OFFICE, 0, 10**9)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        add_business_days(OFFICE, parse_instant("9999-12-31T00:00Z") - DAY, 9)


SNAPS: tuple[Literal["forward", "backward"], ...] = ("forward", "backward")


@pytest.mark.parametrize("until", [2050, 2051])
@pytest.mark.parametrize(("start", "n"), [("2019-12-31", 1), ("2019-12-30", 2), ("later", -1), ("after", -2)])
def test_thirty_years_are_searched(start: str, n: int, until: int) -> None:
    """Nothing opens from 2020 on, and between 2070 and 2089, which is not too long after the thirty years before."""
    years = ((2020, until), (2070, 2089))
    closed = tuple((datetime.date(first, 1, 1), datetime.date(last, 1, 1)) for first, last in years)
    office = Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)), closed=closed)
    day = {"later": f"{until}-01-01", "after": f"{until}-01-02"}.get(start, start)
    if until == 2050:
        found = f"{until}-01-01" if n > 0 else "2019-12-31"
        assert add_business_days(office, parse_instant(day, UTC), n) == parse_instant(found, UTC)
        forward, backward = (
            add_business_days(office, parse_instant("2020-01-01", UTC), 0, snap=each) for each in SNAPS
        )
        assert (forward, backward) == (parse_instant("2050-01-01T09:00Z"), parse_instant("2019-12-31T17:00Z"))
        assert add_business_days(office, parse_instant("2069-12-31", UTC), 1) == parse_instant("2089-01-01", UTC)
        assert add_business_days(office, parse_instant("2019-12-31", UTC), 20 * 365 + 6) == parse_instant(
            "2089-01-01", UTC
        )
    else:
        with pytest.raises(NoOpenTime, match="no business day in 30 years"):
            add_business_days(office, parse_instant(day, UTC), n)
        with pytest.raises(NoOpenTime, match="no open time in 30 years"):
            add_business_days(office, parse_instant("2020-02-01", UTC), 0, snap="forward")


@pytest.mark.parametrize(
    ("start", "n", "found"),
    [
        ("9999-12-30", 1, "9999-12-31"),
        ("9999-12-30", 2, None),
        ("9998-12-31", 365, "9999-12-31"),
        ("0001-01-05", -3, "0001-01-02"),
        ("0001-01-05", -5, None),
    ],
)
def test_years_end_with_9999_and_begin_with_1(start: str, n: int, found: str | None) -> None:
    office = Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)))
    if found is None:
        with pytest.raises(ValueError, match="years 1 to 9999"):
            add_business_days(office, parse_instant(start, UTC), n)
    else:
        assert add_business_days(office, parse_instant(start, UTC), n) == parse_instant(found, UTC)


def test_long_closed_time_is_crossed_in_the_direction_that_is_asked() -> None:
    """Two weeks closed: forward is the opening behind them, however near the closing before is."""
    shut = HolidaySet.of(*(str(datetime.date(2026, 3, 9) + datetime.timedelta(days=each)) for each in range(14)))
    office = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)), shut)
    start = parse_instant("2026-03-09T12:00", UTC)
    assert add_business_days(office, start, 0, snap="forward") == parse_instant("2026-03-23T09:00", UTC)
    assert add_business_days(office, start, 0, snap="backward") == parse_instant("2026-03-06T17:00", UTC)


def test_a_limit_of_thousands_of_days_is_counted_by_years() -> None:
    """Day by day it comes to the same; and each year is looked at once, however often it is asked for."""
    asked: list[datetime.date] = []

    class Counted(Calendar):
        def is_business_day(self, day: datetime.date) -> bool:
            asked.append(day)
            return super().is_business_day(day)

    closed = ((datetime.date(2026, 5, 1), datetime.date(2027, 6, 1)),)
    office = Counted("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)), closed=closed)
    start = parse_instant("2026-03-04T10:00Z")
    days = [start + n * DAY for n in range(-4_000, 4_000)]
    open_days = [each for each in days if Calendar.is_business_day(office, UTC.local(each)[0])]
    ahead = [each for each in open_days if each > start]
    behind = [each for each in reversed(open_days) if each < start]
    for n in (1, 2, 40, 300, 2_000):
        assert add_business_days(office, start, n) == ahead[n - 1]
        assert add_business_days(office, start, -n) == behind[n - 1]
    assert len(asked) == len(set(asked))
