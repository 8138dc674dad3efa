"""Open time against calendars laid out minute by minute, and second by second on small spans."""

import pickle
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    UTC,
    BusinessCalendar,
    Calendar,
    CalendarDifference,
    CalendarIntersection,
    CalendarUnion,
    IntervalSet,
    OpenTime,
    Zone,
    clock_due,
    measure_clock,
    paused_time,
)
from strategies.time import calendars, dates_in, instants_in, working_calendars, zones
from temporal.oracle import assert_canonical, open_units, opens_on, units_of

usual = settings(deadline=None, max_examples=60)


@usual
@given(st.data(), zones)
def test_minute_by_minute(data: st.DataObject, zone: Zone) -> None:
    calendar, start = data.draw(calendars(zone)), data.draw(instants_in(zone))
    end = start + data.draw(st.integers(0, 3 * DAY // MINUTE)) * MINUTE
    expected = open_units(calendar, start, end, MINUTE)
    open_time = OpenTime(calendar)
    intervals = open_time.intervals(start, end)
    assert_canonical(intervals)
    assert units_of(intervals, MINUTE) == set(expected)
    assert intervals == calendar.open_intervals(start, end)
    assert open_time.between(start, end) == len(expected) * MINUTE == open_time.before(end) - open_time.before(start)
    assert open_time.between(end, start) == 0
    opened = set(expected)
    assert all(open_time.is_open(at) is (at in opened) for at in range(start, end, 7 * MINUTE))


@usual
@given(st.data(), zones)
def test_second_by_second(data: st.DataObject, zone: Zone) -> None:
    calendar, start = data.draw(calendars(zone, SECOND)), data.draw(instants_in(zone, SECOND))
    opening = next(iter(calendar.open_intervals(start, start + DAY)), (start, start))
    start = opening[data.draw(st.integers(0, 1))] - 300 * SECOND
    end = start + 600 * SECOND
    assert OpenTime(calendar).between(start, end) == len(open_units(calendar, start, end, SECOND)) * SECOND


@usual
@given(st.data(), zones, st.integers(0, 2000))
def test_due(data: st.DataObject, zone: Zone, amount: int) -> None:
    calendar, start = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    open_time = OpenTime(calendar)
    due_at, breaches_after = open_time.due(start, amount * MINUTE)
    if breaches_after - start > 12 * DAY:
        return
    units = open_units(calendar, start, breaches_after + MINUTE, MINUTE)
    assert due_at == (units[amount - 1] + MINUTE if amount else start)
    assert breaches_after == units[amount]
    assert open_time.advance(start, amount * MINUTE) == due_at
    # The law: met if and only if no more than the target was open, which is what the later end says.
    for stop in (due_at - 1, due_at, breaches_after, breaches_after + 1):
        if stop >= start:
            assert (open_time.between(start, stop) <= amount * MINUTE) is (stop <= breaches_after)


@usual
@given(st.data(), zones, st.integers(0, 2000))
def test_retreat(data: st.DataObject, zone: Zone, amount: int) -> None:
    calendar, end = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    open_time = OpenTime(calendar)
    latest, earliest = (open_time.retreat(end, amount * MINUTE, at=at) for at in ("opening", "previous_close"))
    if end - earliest > 12 * DAY:
        return
    units = open_units(calendar, earliest - MINUTE, end, MINUTE)[::-1]
    assert latest == (units[amount - 1] if amount else end)
    assert earliest == units[amount] + MINUTE


@usual
@given(st.data(), zones)
def test_periods(data: st.DataObject, zone: Zone) -> None:
    calendar, at = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    open_time = OpenTime(calendar)
    ahead = list(islice(open_time.periods(at), 4))
    assert tuple(ahead) == calendar.open_intervals(at, ahead[-1][1] + 1).pairs[:4]
    behind = list(islice(open_time.periods_backward(at), 4))
    assert tuple(behind) == calendar.open_intervals(behind[-1][0] - 1, at).pairs[::-1][:4]
    assert list(open_time.periods(at, at + 9 * DAY)) == list(calendar.open_intervals(at, at + 9 * DAY))
    assert list(open_time.periods_backward(at, at - 9 * DAY))[::-1] == list(calendar.open_intervals(at - 9 * DAY, at))


@usual
@given(st.data(), zones, st.lists(st.integers(-4 * 366, 4 * 366), min_size=2, max_size=5))
def test_the_order_of_questions_changes_no_answer(data: st.DataObject, zone: Zone, offsets: list[int]) -> None:
    calendar, at = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    asked = [at + offset * DAY for offset in offsets]
    grown, whole = OpenTime(calendar), OpenTime(calendar, origin=at)
    whole.intervals(min(asked) - DAY, max(asked) + DAY)
    assert whole.before(at) == 0
    for instant in asked:
        assert grown.between(at, instant) == whole.between(at, instant)
        assert grown.between(instant, at) == whole.between(instant, at)
        assert grown.is_open(instant) is whole.is_open(instant)
        assert grown.due(instant, 20 * HOUR) == whole.due(instant, 20 * HOUR)
        assert grown.retreat(instant, 20 * HOUR) == whole.retreat(instant, 20 * HOUR)
    assert grown.before(asked[0]) - grown.before(at) == whole.before(asked[0])


@usual
@given(st.data(), zones, zones)
def test_composed_calendars(data: st.DataObject, left_zone: Zone, right_zone: Zone) -> None:
    left, right = data.draw(calendars(left_zone)), data.draw(calendars(right_zone))
    start = data.draw(instants_in(left_zone))
    end = start + DAY
    mine, theirs = (set(open_units(each, start, end, MINUTE)) for each in (left, right))
    composed: BusinessCalendar
    for composed, expected in (
        (CalendarUnion((left, right)), mine | theirs),
        (CalendarIntersection((left, right)), mine & theirs),
        (CalendarDifference(left, right), mine - theirs),
    ):
        assert units_of(OpenTime(composed).intervals(start, end), MINUTE) == expected
        assert composed.zone == left_zone


@usual
@given(st.data(), zones)
def test_open_on_a_date(data: st.DataObject, zone: Zone) -> None:
    calendar, day = data.draw(calendars(zone)), data.draw(dates_in(zone))
    expected = opens_on(calendar, day, MINUTE)
    assert units_of(calendar.open_on(day), MINUTE) == set(expected)
    assert calendar.is_business_day(day) is bool(expected)


@usual
@given(st.data(), zones, st.integers(0, 900))
def test_clock_with_pauses(data: st.DataObject, zone: Zone, amount: int) -> None:
    calendar, start = data.draw(working_calendars(zone)), data.draw(instants_in(zone))
    spans = data.draw(st.lists(st.tuples(st.integers(-600, 3000), st.integers(0, 900)), max_size=4))
    pauses = [(start + low * MINUTE, start + (low + length) * MINUTE) for low, length in spans]
    open_time = OpenTime(calendar)
    due_at, breaches_after = clock_due(open_time, start, amount * MINUTE, pauses)
    assert start <= due_at <= breaches_after
    if breaches_after - start > 12 * DAY:
        return
    opened = open_units(calendar, start, breaches_after + MINUTE, MINUTE)
    paused = units_of(IntervalSet.of(pauses), MINUTE)
    counted = [at for at in opened if at not in paused]
    assert due_at == (counted[amount - 1] + MINUTE if amount else start)
    assert breaches_after == counted[amount]
    for stop in (start - 1, start, due_at, (due_at + breaches_after) // 2 // MINUTE * MINUTE, breaches_after):
        run = [at for at in counted if at < stop]
        assert measure_clock(open_time, start, stop, pauses) == len(run) * MINUTE
        assert (
            paused_time(open_time, start, stop, pauses)
            == len([at for at in opened if at < stop and at in paused]) * MINUTE
        )


def test_what_is_due_just_when_a_pause_begins_is_due_then() -> None:
    """However many pauses come after it; a stop is in time until the clock runs again."""
    open_time = OpenTime(Calendar("always", UTC, dict.fromkeys(range(7), ((0, DAY),))))
    for later in ([], [(5 * HOUR, 6 * HOUR)], [(5 * HOUR, 6 * HOUR), (8 * HOUR, 9 * HOUR)]):
        assert clock_due(open_time, 0, HOUR, [(HOUR, 3 * HOUR), *later]) == (HOUR, 3 * HOUR)


@usual
@given(st.data(), zones)
def test_calendars_are_values(data: st.DataObject, zone: Zone) -> None:
    calendar = data.draw(calendars(zone))
    again: Calendar = pickle.loads(pickle.dumps(calendar))
    assert (again, hash(again)) == (calendar, hash(calendar))
    start = data.draw(instants_in(zone))
    assert again.open_intervals(start, start + 3 * DAY) == calendar.open_intervals(start, start + 3 * DAY)
