"""Durations of the calendar, and exact ones in words."""

import calendar
import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    UTC,
    CalendarDuration,
    Zone,
    add_calendar,
    describe_duration,
    end_of_local_day_after,
    end_of_unit_after,
    parse_instant,
)
from sladsl.temporal.duration import add_months
from strategies.time import dates_in, instants_in, zones
from temporal.oracle import local_of, utc_of

BERLIN = Zone.named("Europe/Berlin")
usual = settings(deadline=None, max_examples=150)


@usual
@given(st.data(), zones, st.integers(-30, 30), st.integers(-400, 400), st.integers(0, 5))
def test_add_calendar(data: st.DataObject, zone: Zone, months: int, days: int, times: int) -> None:
    start = data.draw(instants_in(zone))
    local = local_of(zone.name, start)
    year, month = divmod(local.year * 12 + local.month - 1 + months * times, 12)
    last = calendar.monthrange(year, month + 1)[1]
    moved = datetime.date(year, month + 1, min(local.day, last)) + datetime.timedelta(days=days * times)
    since_midnight = local.replace(tzinfo=None) - datetime.datetime.combine(local.date(), datetime.time())
    expected = utc_of(zone.name, moved, since_midnight // datetime.timedelta(microseconds=1))
    result = add_calendar(start, CalendarDuration(months, days), zone, times)
    assert result == (start if moved == local.date() else expected)


def test_month_ends_clamp_and_are_not_chained() -> None:
    january, month = parse_instant("2026-01-31T08:00", BERLIN), CalendarDuration(months=1)
    ends = [add_calendar(january, month, BERLIN, times) for times in range(4)]
    assert ends == [parse_instant(f"2026-{day}T08:00", BERLIN) for day in ("01-31", "02-28", "03-31", "04-30")]
    leap = add_calendar(parse_instant("2024-02-29T00:00Z"), CalendarDuration(months=12), UTC)
    assert leap == parse_instant("2025-02-28T00:00Z")
    assert add_calendar(leap, CalendarDuration(1, 1), UTC, times=-1) == parse_instant("2025-01-27T00:00Z")


def test_the_second_pass_of_an_hour_is_not_moved_by_nothing() -> None:
    second = parse_instant("2026-10-25T02:30+01:00")
    assert add_calendar(second, CalendarDuration(), BERLIN) == second


def test_the_first_and_the_last_year_are_reached_and_not_left() -> None:
    first, last = datetime.date(1, 2, 28), datetime.date(9999, 11, 30)
    assert (add_months(first, -1), add_months(last, 1)) == (datetime.date(1, 1, 28), datetime.date(9999, 12, 30))
    for day, months in ((first, -2), (last, 2)):
        with pytest.raises(ValueError, match="years 1 to 9999"):
            add_months(day, months)


@pytest.mark.parametrize(
    ("instant", "days", "end"),
    [
        ("2026-01-01", 30, "2026-01-31"),
        ("2025-12-31T17:00", 30, "2026-01-31"),
        ("2026-01-01T00:00:00.000001", 30, "2026-02-01"),
        ("2026-01-01T10:00", 0, "2026-01-02"),
        ("2026-01-01", 0, "2026-01-01"),
        ("2026-03-28T10:00", 1, "2026-03-30"),
        ("2024-02-28T10:00", 1, "2024-03-01"),
    ],
)
def test_limits_in_calendar_days(instant: str, days: int, end: str) -> None:
    assert end_of_local_day_after(parse_instant(instant, BERLIN), days, BERLIN) == parse_instant(end, BERLIN)


@usual
@given(st.data(), zones, st.integers(0, 60))
def test_a_limit_ends_at_a_midnight(data: st.DataObject, zone: Zone, days: int) -> None:
    day = data.draw(dates_in(zone))
    midnight = zone.to_utc(day, 0)
    ends = zone.to_utc(day + datetime.timedelta(days=days), 0)
    assert end_of_local_day_after(midnight, days, zone) == ends
    assert end_of_local_day_after(midnight - MINUTE, days, zone) == ends


def test_outside_of_the_calendar() -> None:
    end = parse_instant("9999-12-30T00:00Z")
    for attempt in (
        lambda: add_calendar(end, CalendarDuration(months=1), UTC),
        lambda: add_calendar(end, CalendarDuration(days=5), UTC),
        lambda: add_calendar(end, CalendarDuration(days=10**12), UTC),
        lambda: end_of_local_day_after(end, 10**6, UTC),
    ):
        with pytest.raises(ValueError, match="years 1 to 9999"):
            attempt()
    with pytest.raises(ValueError, match="negative"):
        end_of_local_day_after(end, -1, UTC)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "0 s"),
        (43 * MINUTE + 12 * SECOND, "43 min 12 s"),
        (5 * MINUTE + 15_360_000, "5 min 15.36 s"),
        (2 * DAY + 3 * HOUR, "2 d 3 h"),
        (1, "0.000001 s"),
        (DAY + 1, "1 d 0.000001 s"),
        (-90 * SECOND, "-1 min 30 s"),
        (400 * DAY, "400 d"),
    ],
)
def test_in_words(microseconds: int, text: str) -> None:
    assert describe_duration(microseconds) == text


@usual
@given(st.integers(-(10**15), 10**15))
def test_words_are_exact(microseconds: int) -> None:
    text = describe_duration(microseconds)
    scale = {"d": DAY, "h": HOUR, "min": MINUTE, "s": SECOND}
    words = text.removeprefix("-").split()
    total = sum(Fraction(number) * scale[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert total * (-1 if text.startswith("-") else 1) == microseconds


@pytest.mark.parametrize(
    ("unit", "count", "end"),
    [
        ("month", 0, "2026-02-01"),
        ("month", 1, "2026-03-01"),
        ("month", 2, "2026-04-01"),
        ("week", 1, "2026-02-09"),
        ("day", 1, "2026-02-01"),
        ("quarter", 1, "2026-07-01"),
        ("year", 3, "2030-01-01"),
    ],
)
def test_the_end_of_a_unit_that_comes_so_many_later(unit: str, count: int, end: str) -> None:
    assert end_of_unit_after(unit, count, parse_instant("2026-01-30T10:00", BERLIN), BERLIN) == parse_instant(
        end, BERLIN
    )
