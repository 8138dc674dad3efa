"""Calendars: precedence, windows over midnight, make-up workdays, what is refused; and what OpenTime refuses."""

import datetime
from itertools import islice

import pytest

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    UTC,
    Always,
    Calendar,
    CalendarDifference,
    CalendarIntersection,
    CalendarUnion,
    Holiday,
    HolidayKind,
    HolidaySet,
    IntervalSet,
    NoOpenTime,
    OpenTime,
    Zone,
    business_days_between,
    clock_due,
    dates_named,
    intersection_on_clock_faces,
    parse_instant,
    without_dates,
)

BERLIN = Zone.named("Europe/Berlin")
NINE_TO_FIVE = ((9 * HOUR, 17 * HOUR),)
WEEKDAYS = dict.fromkeys(range(5), NINE_TO_FIVE)
MONDAY = datetime.date(2026, 3, 2)


def hours_open(calendar: Calendar, first: str, until: str) -> int:
    zone = calendar.zone
    return OpenTime(calendar).between(parse_instant(first, zone), parse_instant(until, zone)) // HOUR


def test_precedence() -> None:
    calendar = Calendar(
        "all of it",
        UTC,
        WEEKDAYS,
        HolidaySet.of("2026-03-03"),
        special={datetime.date(2026, 3, day): ((8 * HOUR, 10 * HOUR),) for day in (2, 3, 4, 7)},
        breaks=((datetime.datetime(2026, 3, 4, 9), datetime.datetime(2026, 3, 5, 10)),),
        closed=((datetime.date(2026, 3, 6), datetime.date(2026, 3, 8)),),
    )
    lengths = [calendar.open_on(MONDAY + datetime.timedelta(days=n)).total() // HOUR for n in range(6)]
    # Special hours; a holiday over them; a break in them; a break in weekly hours; two closed days.
    assert lengths == [2, 0, 1, 7, 0, 0]


def test_a_window_over_midnight_belongs_to_its_start_day() -> None:
    nights = Calendar("nights", UTC, {0: ((22 * HOUR, 6 * HOUR),)})
    assert nights.open_on(MONDAY).pairs == ((parse_instant("2026-03-02T22:00Z"), parse_instant("2026-03-03T06:00Z")),)
    on_monday, on_tuesday = (
        Calendar("nights", UTC, nights.weekly, HolidaySet.of(day)) for day in ("2026-03-02", "2026-03-03")
    )
    assert hours_open(on_monday, "2026-03-02", "2026-03-04") == 0
    assert hours_open(on_tuesday, "2026-03-02", "2026-03-04") == 8
    whole_day = Calendar("whole day", UTC, {0: ((9 * HOUR, 9 * HOUR),)})
    assert hours_open(whole_day, "2026-03-02", "2026-03-04") == 24


def test_windows_of_a_day_that_overlap_merge() -> None:
    calendar = Calendar("two", UTC, {0: ((9 * HOUR, 12 * HOUR), (11 * HOUR, 14 * HOUR), (14 * HOUR, 15 * HOUR))})
    assert len(calendar.open_on(MONDAY)) == 1
    assert calendar.open_on(MONDAY).total() == 6 * HOUR


def test_jumps_of_the_clock() -> None:
    small_hours = Calendar("small hours", BERLIN, {6: ((2 * HOUR, 3 * HOUR),)})
    assert hours_open(small_hours, "2026-03-29", "2026-03-30") == 0
    assert not small_hours.is_business_day(datetime.date(2026, 3, 29))
    assert hours_open(small_hours, "2026-10-25", "2026-10-26") == 2
    all_week = Calendar("24x7", BERLIN, dict.fromkeys(range(7), ((0, DAY),)))
    assert hours_open(all_week, "2026-10-25", "2026-10-26") == 25
    assert all_week.open_intervals(0, 500 * DAY) == IntervalSet.single(0, 500 * DAY)


def test_make_up_workdays() -> None:
    saturday, next_saturday = datetime.date(2026, 3, 7), datetime.date(2026, 3, 14)
    worked = HolidaySet(
        (
            Holiday(saturday, "instead of Friday", HolidayKind.MAKE_UP_WORKDAY, hours_of=4),
            Holiday(next_saturday, "", HolidayKind.MAKE_UP_WORKDAY),
        )
    )
    short_friday = {**WEEKDAYS, 4: ((9 * HOUR, 12 * HOUR),)}
    calendar = Calendar("office", UTC, short_friday, worked)
    assert [calendar.open_on(day).total() // HOUR for day in (saturday, next_saturday)] == [3, 8]
    assert Calendar("office", UTC, short_friday, worked, make_up_weekday=4).open_on(next_saturday).total() == 3 * HOUR
    # A week that does not start on Monday: the first weekday that is worked.
    later = Calendar("office", UTC, {2: ((9 * HOUR, 10 * HOUR),)}, worked)
    assert later.open_on(next_saturday).total() == HOUR
    special = Calendar("office", UTC, WEEKDAYS, worked, special={saturday: ((0, HOUR),)})
    assert special.open_on(saturday).total() == HOUR


def test_composed_calendars_have_the_days_of_the_first() -> None:
    office, maintenance = Calendar("office", UTC, WEEKDAYS), Calendar("maintenance", UTC, {0: ((0, DAY),)})
    without = CalendarDifference(office, maintenance)
    assert not without.is_business_day(MONDAY)
    assert without.is_business_day(MONDAY + datetime.timedelta(days=1))
    both = CalendarIntersection((office, maintenance))
    assert [both.is_business_day(MONDAY + datetime.timedelta(days=n)) for n in (0, 1)] == [True, False]
    either = CalendarUnion((without, maintenance))
    assert either.open_on(MONDAY).total() == DAY
    assert (either.zone, both.zone, without.zone) == (UTC, UTC, UTC)
    week = MONDAY, MONDAY + datetime.timedelta(days=7)
    assert [business_days_between(each, *week) for each in (without, both, either, Always(UTC))] == [4, 1, 5, 7]
    with pytest.raises(ValueError, match="at least one"):
        CalendarUnion(())


def test_the_same_clock_faces_or_the_same_instants() -> None:
    berlin, tokyo = (Calendar("office", Zone.named(name), WEEKDAYS) for name in ("Europe/Berlin", "Asia/Tokyo"))
    assert CalendarIntersection((berlin, tokyo)).open_on(MONDAY).total() == 0
    assert intersection_on_clock_faces(berlin, tokyo).open_on(MONDAY).total() == 8 * HOUR


def test_always() -> None:
    always = OpenTime(Always(BERLIN))
    assert always.between(5, 12) == 7
    assert always.due(5, 7) == (12, 12)
    assert always.retreat(12, 7, at="previous_close") == 5
    assert Always(BERLIN).open_on(datetime.date(2026, 3, 29)).total() == 23 * HOUR
    assert not Always(Zone.named("Pacific/Apia")).is_business_day(datetime.date(2011, 12, 30))
    assert list(always.periods(5, 12)) == [(5, 12)]
    for endless in (always.periods(0), always.periods_backward(0)):
        with pytest.raises(ValueError, match="say where to end"):
            next(endless)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"weekly": {7: NINE_TO_FIVE}}, "weekdays are"),
        ({"make_up_weekday": 9}, "weekdays are"),
        ({"weekly": {0: ((DAY, HOUR),)}}, "opens between"),
        ({"weekly": {0: ((-1, HOUR),)}}, "opens between"),
        ({"special": {MONDAY: ((0, DAY + 1),)}}, "closes between"),
        ({"closed": ((MONDAY, datetime.date(2026, 1, 1)),)}, "end before"),
        ({"breaks": ((datetime.datetime(2026, 1, 2), datetime.datetime(2026, 1, 1)),)}, "ends before"),
        ({"breaks": ((datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),) * 2,)}, "local time"),
    ],
)
def test_impossible_calendars_are_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Calendar(**{"name": "wrong", "zone": UTC, "weekly": WEEKDAYS, **wrong})  # type: ignore[arg-type]


def test_the_ends_of_what_is_possible() -> None:
    """Hours from and to midnight, the first and the last weekday, closures and breaks of no length."""
    sunday = MONDAY - datetime.timedelta(days=1)
    monday_noon = datetime.datetime(2026, 3, 2, 12)
    calendar = Calendar(
        "office",
        UTC,
        {0: ((0, DAY),), 6: ((22 * HOUR, 0),), 2: ((0, HOUR), (DAY - 1, 0))},
        closed=((MONDAY, MONDAY),),
        breaks=((monday_noon, monday_noon), (monday_noon, monday_noon.replace(minute=7, second=9, microsecond=11))),
        make_up_weekday=6,
    )
    lengths = [calendar.open_on(sunday + datetime.timedelta(days=n)).total() for n in range(4)]
    assert lengths == [2 * HOUR, DAY - 7 * MINUTE - 9 * SECOND - 11, 0, HOUR + 1]
    assert Calendar("office", UTC, {}, make_up_weekday=0).make_up_weekday == 0
    assert Always(UTC).open_intervals(5, 5) == IntervalSet.EMPTY == calendar.open_intervals(5, 5)


def test_a_calendar_cannot_be_changed() -> None:
    weekly = dict(WEEKDAYS)
    calendar = Calendar("office", UTC, weekly)
    weekly.clear()
    assert calendar == Calendar("office", UTC, WEEKDAYS)
    with pytest.raises(TypeError):
        calendar.weekly[0] = ()  # type: ignore[index]


def test_no_open_time_is_said_and_never_searched_for_ever() -> None:
    never = OpenTime(Calendar("never", UTC, {}))
    assert never.between(0, 900 * DAY) == 0
    assert never.advance(5, 0) == 5 == never.retreat(5, 0)
    assert never.intervals(0, 900 * DAY) == IntervalSet()
    for attempt in (
        lambda: never.advance(0, 1),
        lambda: never.due(0, 0),
        lambda: never.retreat(0, 1),
        lambda: next(never.periods(0)),
        lambda: next(never.periods_backward(0)),
        lambda: clock_due(never, 0, 1, [(0, 5)]),
    ):
        with pytest.raises(NoOpenTime, match="30 years"):
            attempt()


def test_a_calendar_of_one_weekend() -> None:
    weekend = {datetime.date(2026, 3, 7): NINE_TO_FIVE, datetime.date(2026, 3, 8): NINE_TO_FIVE}
    launch = OpenTime(Calendar("launch", UTC, {}, special=weekend))
    start, last = parse_instant("2010-01-01T00:00Z"), parse_instant("2026-03-08T17:00Z")
    assert launch.advance(start, 16 * HOUR) == last
    assert launch.retreat(parse_instant("2040-01-01T00:00Z"), 16 * HOUR) == parse_instant("2026-03-07T09:00Z")
    with pytest.raises(NoOpenTime):
        launch.advance(start, 16 * HOUR, at="next_opening")
    assert len(list(launch.periods(start, last))) == 2
    assert len(list(islice(launch.periods(start), 2))) == 2


def test_mistyped_years_do_not_fill_the_memory() -> None:
    office = OpenTime(Calendar("office", UTC, WEEKDAYS))
    with pytest.raises(ValueError, match="400 years apart"):
        office.between(parse_instant("1026-03-02T00:00Z"), parse_instant("2026-03-02T00:00Z"))
    # A question refused leaves the others answered.
    monday = parse_instant("2026-03-02T00:00Z")
    assert office.between(monday, monday + DAY) == 8 * HOUR
    with pytest.raises(ValueError, match="400 years apart"):
        office.advance(monday, 10**18)


def test_negative_amounts_are_refused() -> None:
    office = OpenTime(Calendar("office", UTC, WEEKDAYS))
    with pytest.raises(ValueError, match="negative"):
        office.advance(0, -1)
    with pytest.raises(ValueError, match="negative"):
        office.retreat(0, -1)


def test_a_pause_over_a_reopening_defers_only_the_breach() -> None:
    office = OpenTime(Calendar("office", UTC, WEEKDAYS))
    friday = parse_instant("2026-03-06T16:00Z")
    closing, monday = parse_instant("2026-03-06T17:00Z"), parse_instant("2026-03-09T09:00Z")
    assert clock_due(office, friday, HOUR) == (closing, monday)
    assert clock_due(office, friday, HOUR, [(closing, monday + 30 * MINUTE)]) == (closing, monday + 30 * MINUTE)
    assert clock_due(office, friday, HOUR, [(monday + MINUTE, monday + HOUR)]) == (closing, monday)
    reopened, again = (closing, monday + 30 * MINUTE), (monday + 40 * MINUTE, monday + 50 * MINUTE)
    assert clock_due(office, friday, HOUR, [reopened, again]) == (closing, monday + 30 * MINUTE)
    assert clock_due(office, friday, 0, [(friday, monday + HOUR)]) == (friday, monday + HOUR)


def test_what_a_calendar_says_of_every_week_and_year_knows_no_single_dates() -> None:
    plain = Calendar("office", UTC, WEEKDAYS)
    named = Calendar(
        "of another name",
        UTC,
        WEEKDAYS,
        HolidaySet.of("2026-03-03"),
        special={MONDAY: ((8 * HOUR, 10 * HOUR),)},
        closed=((datetime.date(2026, 3, 6), datetime.date(2026, 3, 8)),),
    )
    assert list(dates_named(plain)) == []
    assert {each.day for each in dates_named(named)} == {2, 3, 6, 8}
    assert {each.day for each in dates_named(CalendarUnion((plain, named)))} == {2, 3, 6, 8}
    assert without_dates(plain) == without_dates(named)
    weekends = Calendar("weekends", UTC, {5: NINE_TO_FIVE})
    for other in (weekends, Calendar("office", BERLIN, WEEKDAYS)):
        assert without_dates(plain) != without_dates(other)
        assert without_dates(CalendarUnion((plain, named))) != without_dates(CalendarUnion((plain, other)))
    assert without_dates(CalendarUnion((plain, named))) == without_dates(CalendarUnion((named, plain)))
    assert without_dates(CalendarUnion((plain, named))) != without_dates(CalendarIntersection((plain, named)))


def test_a_calendar_does_not_change_with_what_it_was_made_of() -> None:
    weekly, special = dict(WEEKDAYS), {MONDAY: NINE_TO_FIVE}
    calendar = Calendar("office", UTC, weekly, special=special)
    weekly.clear()
    special.clear()
    assert (calendar.weekly, calendar.special) == (WEEKDAYS, {MONDAY: NINE_TO_FIVE})


def test_business_days_of_one_calendar_without_another() -> None:
    """Open on Mondays to Fridays, and not while the other one is; that is all Tuesday, and an hour of Wednesday."""
    busy = Calendar("busy", UTC, {1: NINE_TO_FIVE, 2: ((9 * HOUR, 10 * HOUR),)})
    left = CalendarDifference(Calendar("office", UTC, WEEKDAYS), busy)
    assert business_days_between(left, MONDAY, MONDAY + datetime.timedelta(days=7)) == 4
    assert business_days_between(left, MONDAY, datetime.date(2026, 3, 4)) == 1
