"""Holiday sets and holiday files."""

import datetime
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    Holiday,
    HolidayFile,
    HolidayKind,
    HolidayRange,
    HolidaySet,
    YearlyHoliday,
    parse_holiday_file,
)

FILE = """
source = "Ministry"
version = "2026-01"
country = "CN"
covers = { from = 2026-01-01, until = 2027-01-01 }

[[day]]
date = 2026-10-01
name = "National Day"

[[day]]
date = "2026-01-01"
name = "New Year's Day"
kind = "holiday"

[[day]]
date = 2026-02-14
name = "worked for Spring Festival"
kind = "make-up workday"
hours_of = "Friday"

[[day]]
date = 2026-03-20
name = "Eid"
kind = "estimated"
"""


def test_rules() -> None:
    holidays = HolidaySet.of("2026-12-25", "*-05-01", "*-02-29")
    assert holidays.is_holiday(date(2026, 12, 25))
    assert not holidays.is_holiday(date(2027, 12, 25))
    assert holidays.is_holiday(date(1999, 5, 1))
    assert [holidays.is_holiday(date(2024, 2, 29)), holidays.is_holiday(date(2025, 2, 28))] == [True, False]
    for wrong in ("2026-02-30", "*-02-30", "25.12.", "2026-1-1", "*"):
        with pytest.raises(ValueError, match=r"\w"):
            HolidaySet.of(wrong)


dates = st.dates(date(2019, 1, 1), date(2024, 12, 31))


@settings(deadline=None, max_examples=200)
@given(dates, st.integers(0, 500), dates)
def test_ranges(first: date, length: int, day: date) -> None:
    last = first + datetime.timedelta(days=length)
    assert (day in HolidayRange(first, last)) is (first <= day <= last)
    # 2020 is a leap year, so every date of a year has its place in it.
    span = [first + datetime.timedelta(days=n) for n in range(length + 1)]
    same_day = {(each.month, each.day) for each in span}
    crosses_leap_day = (day.month, day.day) == (2, 29) and {(2, 28), (3, 1)} <= same_day
    assert (day in HolidayRange(first, last, perpetual=True)) is ((day.month, day.day) in same_day or crosses_leap_day)


def test_a_perpetual_range_of_a_year_is_every_day() -> None:
    year = HolidayRange(date(2021, 5, 1), date(2022, 5, 1), perpetual=True)
    assert date(2030, 9, 9) in year


def test_ranges_with_an_end_missing_hold_nothing() -> None:
    for each in (HolidayRange(None, date(2026, 1, 1)), HolidayRange(date(2026, 1, 1), None, perpetual=True)):
        assert date(2026, 1, 1) not in each
    with pytest.raises(ValueError, match="before they start"):
        HolidayRange(date(2026, 1, 2), date(2026, 1, 1))


def test_names_and_kinds() -> None:
    holidays = HolidaySet(
        (
            Holiday(date(2026, 5, 1), "worked this year", HolidayKind.MAKE_UP_WORKDAY),
            Holiday(date(2026, 3, 20), "Eid", HolidayKind.ESTIMATED),
        ),
        (YearlyHoliday(5, 1, "Labour Day"),),
        (HolidayRange(date(2026, 12, 24), date(2027, 1, 2), perpetual=True, name="shutdown"),),
    )
    assert holidays.name_of(date(2025, 5, 1)) == "Labour Day"
    assert holidays.name_of(date(2026, 5, 1)) is None
    assert holidays.name_of(date(2030, 1, 1)) == "shutdown"
    edges = [date(2029, 12, 23), date(2029, 12, 24), date(2030, 1, 2), date(2030, 1, 3)]
    assert [holidays.name_of(each) for each in edges] == [None, "shutdown", "shutdown", None]
    assert holidays.make_up_workday(date(2026, 5, 1)) == holidays.days[0]
    assert holidays.make_up_workday(date(2026, 3, 20)) is None
    assert holidays.estimated(date(2026, 1, 1), date(2027, 1, 1)) == (holidays.days[1],)
    assert holidays.estimated(date(2026, 1, 1), date(2026, 3, 20)) == ()
    assert holidays.estimated(date(2026, 3, 20), date(2026, 3, 21)) == (holidays.days[1],)


def test_a_day_is_not_both_off_and_worked() -> None:
    worked = HolidaySet((Holiday(date(2026, 5, 2), kind=HolidayKind.MAKE_UP_WORKDAY),))
    with pytest.raises(ValueError, match="2026-05-02 is given twice"):
        worked.union(HolidaySet.of("2026-05-02"))
    assert HolidaySet.of("2026-05-02").union(HolidaySet.of("2026-05-02")).is_holiday(date(2026, 5, 2))
    with pytest.raises(ValueError, match="no hours"):
        Holiday(date(2026, 5, 2), hours_of=1)
    with pytest.raises(ValueError, match="weekdays are"):
        Holiday(date(2026, 5, 2), kind=HolidayKind.MAKE_UP_WORKDAY, hours_of=7)


def test_file() -> None:
    file = parse_holiday_file(FILE)
    assert file == HolidayFile(
        "Ministry",
        "2026-01",
        "CN",
        date(2026, 1, 1),
        date(2027, 1, 1),
        (
            Holiday(date(2026, 1, 1), "New Year's Day"),
            Holiday(date(2026, 2, 14), "worked for Spring Festival", HolidayKind.MAKE_UP_WORKDAY, hours_of=4),
            Holiday(date(2026, 3, 20), "Eid", HolidayKind.ESTIMATED),
            Holiday(date(2026, 10, 1), "National Day"),
        ),
    )
    assert file.holiday_set().is_holiday(date(2026, 10, 1))
    assert parse_holiday_file(FILE.replace('country = "CN"\n', "")).country is None


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("source = ", "sauce = ", "sauce"),
        ('source = "Ministry"\n', "", "source"),
        ('version = "2026-01"', "version = 2026", "version"),
        ('country = "CN"', "country = 86", "country"),
        ("covers = {", "covers = 5 # {", "covers"),
        ("from = 2026-01-01,", "from = 2027-01-01,", "covers nothing"),
        ("until = 2027-01-01", "until = 2027-01-01T00:00:00", "until"),
        ("until = 2027-01-01", "until = 2026-10-01", "National Day.*outside"),
        ("date = 2026-10-01", "date = 2026-01-01", "2026-01-01 is given twice"),
        ("date = 2026-10-01", "date = 2026-10-32", "not TOML"),
        ('date = "2026-01-01"', 'date = "20260101"', r"\[\[day\]\] number 2 needs \"date\""),
        ('date = "2026-01-01"', "dates = 1", "number 2 needs"),
        ('name = "Eid"', 'name = ""', r"number 4 \(2026-03-20\) needs \"name\""),
        ('kind = "estimated"', 'kind = "guessed"', "2026-03-20.*guessed"),
        ('kind = "estimated"', "kind = [1]", "2026-03-20"),
        ('kind = "estimated"', 'sort = "estimated"', "2026-03-20.*sort"),
        ('hours_of = "Friday"', 'hours_of = "Fryday"', "2026-02-14.*Fryday"),
        ('hours_of = "Friday"', "hours_of = 4", "2026-02-14.*no weekday"),
        ('name = "National Day"', 'name = "National Day"\nhours_of = "friday"', "no make-up workday"),
    ],
)
def test_wrong_files_name_the_entry(right: str, wrong: str, reason: str) -> None:
    assert FILE.count(right) == 1
    with pytest.raises(ValueError, match=reason):
        parse_holiday_file(FILE.replace(right, wrong))


def test_days_must_be_blocks() -> None:
    head = FILE[: FILE.index("[[day]]")]
    assert parse_holiday_file(head).days == ()
    with pytest.raises(ValueError, match=r"\[\[day\]\]"):
        parse_holiday_file("day = 5\n" + head)
    with pytest.raises(ValueError, match="number 1"):
        parse_holiday_file("day = [5]\n" + head)
