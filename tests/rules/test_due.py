"""Due windows against a telling day by day."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.graph.windows import DueRule
from sladsl.rules.due import DueWindows
from sladsl.temporal import DAY, HOUR, Calendar, HolidaySet, Zone
from sladsl.temporal import UTC as ZONE

FIRST: Final = date(2024, 1, 1)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
OFFICE: Final = Calendar(
    "office",
    ZONE,
    dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)),
    holidays=HolidaySet.of("*-01-01", "*-05-01", "2024-02-29"),
)
days = st.integers(0, 800).map(lambda each: FIRST + timedelta(days=each))


def instant(day: date) -> int:
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


@given(st.sets(st.integers(0, 6), min_size=1), days, st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_weekdays(weekdays: set[int], day: date, length: int) -> None:
    rule = DueRule("due", "weekdays", "UTC", tuple(sorted(weekdays)), 0, 1440, "month", 1, None, False)
    start, end = instant(day), instant(day + timedelta(days=length))
    found = DueWindows(rule, None).ending_in(start, end)
    every = [day + timedelta(days=each) for each in range(length)]
    expected = [(instant(each), instant(each) + DAY) for each in every if each.weekday() in weekdays]
    assert [(each.start, each.end) for each in found] == expected


@given(st.integers(1, 31), st.booleans(), st.booleans(), days)
@settings(max_examples=100, deadline=None)
def test_days_of_a_month(nth: int, only: bool, working: bool, day: date) -> None:
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    month = [first + timedelta(days=each) for each in range((after - first).days)]
    counted = [each for each in month if not working or OFFICE.is_business_day(each)]
    wanted = counted[nth - 1] if nth <= len(counted) else month[-1]
    calendar = OFFICE if working else None
    rule = DueRule("due", "working day", "UTC", (), 0, 1440, "month", nth, 0 if working else None, only)
    (found,) = DueWindows(rule, calendar).ending_in(instant(first), instant(after))
    assert (found.start, found.end) == (instant(wanted if only else first), instant(wanted) + DAY)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(day: str, hours: int) -> None:
    zone = Zone.named("Europe/Berlin")
    start, end = zone.day_span(date.fromisoformat(day))
    rule = DueRule("due", "weekdays", "Europe/Berlin", tuple(range(7)), 0, 1440, "month", 1, None, False)
    (found,) = DueWindows(rule, None).ending_in(start, end)
    assert found.end - found.start == hours * HOUR


def test_hours_may_run_into_the_next_day() -> None:
    rule = DueRule("due", "weekdays", "UTC", (0,), 22 * 60, 6 * 60, "month", 1, None, False)
    monday = instant(date(2024, 1, 1))
    (found,) = DueWindows(rule, None).ending_in(monday, monday + 7 * DAY)
    assert (found.start, found.end) == (monday + 22 * HOUR, monday + 30 * HOUR)
