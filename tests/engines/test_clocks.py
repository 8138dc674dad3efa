"""Clocks and deadlines: facts one can check by hand, and drawn cases against counting minute by minute."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.drawn import CALENDAR, LAST, is_open, minutes
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import RecordFound
from sladsl.graph.measures import MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import RowClock, RowCompare, RowDeadline, RowMoment
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import Record
from sladsl.temporal import DAY, HOUR, MINUTE, UTC, Calendar, Zone, parse_instant
from strategies.graphs import FAR, Bench, case, span

OPENED, ANSWERED, RESOLVED = 0, 1, 2
WAITING, ON_HOLD = 0, 1
OFFICE = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)))

MONDAY = parse_instant("2026-03-02T00:00Z")
MARCH = (MONDAY - DAY, MONDAY + 30 * DAY)


def at(day: int, hour: int | float) -> int:
    """An instant of the week that begins on Monday, 2 March 2026."""
    return MONDAY + day * DAY + int(hour * HOUR)


def judge(
    cases: Sequence[Record],
    limit: int | Fraction,
    *,
    clock: RowClock | None = None,
    as_of: int = FAR,
    strict: bool = False,
    business_days: bool = False,
    at_close: bool = False,
) -> list[RecordFound]:
    bench = Bench(calendars=(OFFICE,), records={"tickets": cases}, as_of=as_of)
    ref = bench.add(clock or RowClock(OPENED, RESOLVED, 0, (WAITING,), ()))
    kept = bench.add(RowDeadline(ref, bench.number(limit), strict, business_days, at_close))
    node = MeasureRecords("tickets", None, ((RecordCheck(None, kept, "restore"),),), OPENED)
    (found,) = bench.take(node, MARCH)
    return list(found.records)


def test_open_hours_count_over_night_and_weekend() -> None:
    (found,) = judge([case("a", (at(4, 16), None, at(7, 10)))], 2 * HOUR)
    assert (found.verdict, found.measured, found.limit) == ("met", 2 * HOUR, 2 * HOUR)
    assert found.due_at == found.breaches_after == at(7, 10)
    assert not found.open


@pytest.mark.parametrize(
    ("limit", "strict", "due", "last"),
    [(-1, False, None, None), (0, False, 0, 0), (0, True, 0, None), (1, False, 1, 1), (1, True, 1, 0), (2, True, 2, 1)],
)
def test_the_shortest_limits(limit: int, strict: bool, due: int | None, last: int | None) -> None:
    start = at(0, 10)
    (found,) = judge([case("a", (start, None, at(0, 11)))], limit, strict=strict)
    assert (found.due_at, found.breaches_after) == tuple(None if each is None else start + each for each in (due, last))


def test_a_limit_used_up_at_closing_ends_at_the_next_opening() -> None:
    early, late, missed = judge(
        [case(key, (at(0, 16), None, stop)) for key, stop in (("a", at(0, 20)), ("b", at(1, 9)), ("c", at(1, 9) + 1))],
        HOUR,
    )
    assert [early.verdict, late.verdict, missed.verdict] == ["met", "met", "missed"]
    assert (early.due_at, early.breaches_after) == (at(0, 17), at(1, 9))
    assert missed.measured == HOUR + 1


def test_at_close_the_same_limit_ends_at_closing() -> None:
    cases = [case(key, (at(0, 16), None, stop)) for key, stop in (("a", at(0, 17)), ("b", at(0, 17) + 1))]
    in_time, late = judge(cases, HOUR, at_close=True)
    assert (in_time.verdict, late.verdict) == ("met", "missed")
    assert late.breaches_after == at(0, 17)
    in_time, late = judge(cases, HOUR, at_close=True, strict=True)
    assert (in_time.verdict, late.verdict) == ("missed", "missed")


def test_strictly_less() -> None:
    cases = [case(key, (at(0, 9), None, at(0, 11) - short)) for key, short in (("a", 0), ("b", 1))]
    equal, less = judge(cases, 2 * HOUR, strict=True)
    assert (equal.verdict, less.verdict) == ("missed", "met")
    assert (equal.due_at, equal.breaches_after) == (at(0, 11), at(0, 11) - 1)


@pytest.mark.parametrize(
    ("operator", "verdicts"),
    [
        ("<", ["missed", "missed", "met", "undecided"]),
        ("<=", ["missed", "met", "met", "undecided"]),
        # What had not happened as of noon did not happen by eleven.
        (">", ["met", "missed", "missed", "missed"]),
        (">=", ["met", "met", "missed", "missed"]),
        ("=", ["missed", "met", "missed", "undecided"]),
    ],
)
def test_an_instant_and_a_moment_that_may_not_have_happened(operator: Any, verdicts: list[str]) -> None:
    eleven = at(0, 11)
    cases = [
        case(str(place), (at(0, 9), None, moment), line=place)
        for place, moment in enumerate((eleven - 1, eleven, eleven + 1, None), 1)
    ]
    bench = Bench(records={"tickets": cases}, as_of=at(0, 12))
    compared = bench.add(RowCompare(operator, bench.number(eleven), bench.add(RowMoment(RESOLVED, "resolved"))))
    node = MeasureRecords("tickets", None, ((RecordCheck(None, compared, "late"),),), OPENED)
    (found,) = bench.take(node, MARCH)
    assert [each.verdict for each in found.records] == verdicts


def test_a_limit_between_two_microseconds() -> None:
    cases = [case(str(stop), (at(0, 9), None, at(0, 9) + stop)) for stop in (10, 11)]
    for strict in (False, True):
        assert [each.verdict for each in judge(cases, Fraction(21, 2), strict=strict)] == ["met", "missed"]


def test_a_pause_counts_in_the_calendar_of_the_clock() -> None:
    # From Monday 16:00 to Tuesday 10:00 two open hours are paused, of eighteen on the wall.
    paused = case("a", (at(0, 15), None, at(1, 12)), waiting=[(at(0, 16), at(1, 10))])
    (found,) = judge([paused], 3 * HOUR)
    assert (found.verdict, found.measured, found.due_at) == ("met", 3 * HOUR, at(1, 12))


def test_pauses_after_the_limit_is_used_up_do_not_move_it() -> None:
    waiting = [(at(0, 12), at(0, 13)), (at(0, 14), at(0, 15))]
    (found,) = judge([case("a", (at(0, 9), None, at(0, 17)), waiting)], 2 * HOUR)
    assert (found.verdict, found.measured) == ("missed", 6 * HOUR)
    assert found.due_at == found.breaches_after == at(0, 11)


def test_pauses_merge_and_count_only_between_start_and_stop() -> None:
    waiting = [(at(0, 8), at(0, 10)), (at(0, 11), at(0, 13)), (at(0, 15), None)]
    paused = case("a", (at(0, 9), None, at(0, 16)), waiting, on_hold=[(at(0, 12), at(0, 14))])
    clock = RowClock(OPENED, RESOLVED, None, (WAITING, ON_HOLD), ())
    (found,) = judge([paused], HOUR, clock=clock)
    assert found.measured == 2 * HOUR  # 10-11 and 14-15
    assert (found.due_at, found.breaches_after) == (at(0, 11), at(0, 14))


def test_an_open_case_is_missed_once_its_age_exceeds_the_limit() -> None:
    still_open = case("a", (at(0, 9), None, None))
    verdicts = {hour: judge([still_open], 2 * HOUR, as_of=at(0, hour))[0] for hour in (10, 11, 12)}
    assert [each.verdict for each in verdicts.values()] == ["undecided", "undecided", "missed"]
    assert all(each.open for each in verdicts.values())
    assert verdicts[12].measured == 3 * HOUR


def test_what_happens_at_as_of_or_later_has_not_happened() -> None:
    resolved = case("a", (at(0, 9), None, at(0, 10)))
    (found,) = judge([resolved], 2 * HOUR, as_of=at(0, 10))
    assert (found.verdict, found.open, found.measured) == ("undecided", True, HOUR)
    assert judge([resolved], 2 * HOUR, as_of=at(0, 9)) == []


def test_a_stop_before_the_start_counts_nothing() -> None:
    (found,) = judge([case("a", (at(0, 12), None, at(0, 10)))], 0)
    assert (found.verdict, found.measured) == ("met", 0)


def test_a_clock_that_never_started_decides_nothing() -> None:
    clock = RowClock(ANSWERED, RESOLVED, 0, (), ())
    (found,) = judge([case("a", (at(0, 9), None, at(0, 12)))], HOUR, clock=clock)
    assert (found.verdict, found.measured, found.due_at) == ("undecided", None, None)


def test_business_days_keep_the_clock_time() -> None:
    # Friday 15:00 and one business day is Monday 15:00, however few hours are open.
    cases = [case(key, (at(4, 15), None, stop)) for key, stop in (("a", at(7, 15)), ("b", at(7, 15) + 1))]
    in_time, late = judge(cases, 1, business_days=True)
    assert (in_time.verdict, late.verdict) == ("met", "missed")
    assert (in_time.due_at, in_time.limit) == (at(7, 15), 8 * HOUR)


def test_half_a_business_day_is_an_error() -> None:
    with pytest.raises(EngineLimit, match="whole number"):
        judge([case("a", (at(0, 9), None, at(0, 10)))], Fraction(1, 2), business_days=True)


def test_a_year_that_must_be_mistyped_is_an_error() -> None:
    opened = parse_instant("0026-03-02T09:00Z")
    clock = RowClock(ANSWERED, RESOLVED, 0, (), ())
    with pytest.raises(EngineLimit, match="case old"):
        judge([case("old", (at(0, 9), opened, at(0, 10)))], HOUR, clock=clock)


def test_a_limit_below_nothing_is_missed() -> None:
    for at_close in (False, True):
        (found,) = judge([case("a", (at(0, 9), None, at(0, 9)))], -1, at_close=at_close)
        assert (found.verdict, found.due_at) == ("missed", None)


def test_pauses_by_a_time_set() -> None:
    bench = Bench(calendars=(OFFICE,), records={"tickets": [case("a", (at(0, 9), None, at(0, 17)))]})
    bench.records = {**bench.records, "maintenance": [span(at(0, 12), at(0, 14), 1), span(at(0, 13), at(0, 15), 1)]}
    bench.coverage = {}
    frozen = bench.add(SetSpans("maintenance", None))
    clock = bench.add(RowClock(OPENED, RESOLVED, 0, (), (frozen,)))
    (found,) = bench.take(MeasureRows("tickets", None, "sum", clock, None, OPENED), MARCH)
    assert found.value == 5 * HOUR


def test_a_jump_of_the_clock_shortens_a_night_shift() -> None:
    berlin = Zone.named("Europe/Berlin")
    night = Calendar("night", berlin, {5: ((22 * HOUR, 6 * HOUR),)})
    start, end = parse_instant("2026-03-28T22:00", berlin), parse_instant("2026-03-29T06:00", berlin)
    bench = Bench(calendars=(night,), records={"tickets": [case("a", (start, None, end))]})
    clock = bench.add(RowClock(OPENED, RESOLVED, 0, (), ()))
    (found,) = bench.take(MeasureRows("tickets", None, "sum", clock, None, OPENED), (start, start + 1))
    assert found.value == 7 * HOUR


# ── Against counting minute by minute ────────────────────────────────────────────────────────────────────────────

stretches = st.lists(st.tuples(minutes, st.none() | st.integers(0, 60)), max_size=3)


@given(
    start=minutes, stop=st.none() | minutes, waiting=stretches, on_hold=stretches, limit=st.integers(0, 90),
    strict=st.booleans(), at_close=st.booleans(), elapsed=st.booleans(), as_of=st.integers(150, LAST),
)  # fmt: skip
@settings(max_examples=250, deadline=None)
def test_against_counting(
    start: int, stop: int | None, waiting: Any, on_hold: Any, limit: int, strict: bool, at_close: bool, elapsed: bool,
    as_of: int,
) -> None:  # fmt: skip
    def spans(drawn: Any) -> Any:
        return [(low * MINUTE, None if length is None else (low + length) * MINUTE) for low, length in drawn]

    record = case("a", (start * MINUTE, None, None if stop is None else stop * MINUTE), spans(waiting), spans(on_hold))
    bench = Bench(calendars=(CALENDAR,), records={"tickets": [record]}, as_of=as_of * MINUTE)
    clock = bench.add(RowClock(OPENED, RESOLVED, None if elapsed else 0, (WAITING, ON_HOLD), ()))
    kept = bench.add(RowDeadline(clock, bench.number(limit * MINUTE), strict, False, at_close))
    node = MeasureRecords("tickets", None, ((RecordCheck(None, kept, "x"),),), OPENED)
    (measured,) = bench.take(node, (0, LAST * MINUTE))
    if start >= as_of:
        assert measured.records == ()
        return
    (found,) = measured.records

    running = stop is None or stop >= as_of
    until = as_of if running or stop is None else stop
    paused = {t for low, length in (*waiting, *on_hold) for t in range(low, until if length is None else low + length)}

    def runs_at(t: int) -> bool:
        return (elapsed or is_open(t % 1440)) and not (t in paused and start <= t < until)

    counted = sum(runs_at(t) for t in range(start, until))
    ahead = [0]
    for t in range(start, start + 5 * 1440):
        ahead.append(ahead[-1] + runs_at(t))
    due = start + ahead.index(limit)
    last = start + len(ahead) - 1 - ahead[::-1].index(limit)
    used, allowed = (until, due) if at_close else (counted, limit)
    in_time = used < allowed if strict else used <= allowed
    expected = "missed" if not in_time else "undecided" if running else "met"
    assert (found.verdict, found.measured, found.open) == (expected, counted * MINUTE, running)
    assert found.due_at == due * MINUTE
    if not strict:
        assert found.breaches_after == (due if at_close else last) * MINUTE
    if not running and found.breaches_after is not None:
        assert (found.verdict == "met") == (until * MINUTE <= found.breaches_after)


@given(st.lists(st.integers(0, 3), max_size=6), st.booleans())
def test_the_order_of_pauses_is_of_no_account(starts: list[int], reverse: bool) -> None:
    waiting = [(at(0, 10 + each), at(0, 11 + each)) for each in starts]
    first = case("a", (at(0, 9), None, at(0, 17)), waiting)
    again = case("a", (at(0, 9), None, at(0, 17)), waiting[::-1] if reverse else sorted(waiting))
    assert judge([first], 4 * HOUR) == judge([again], 4 * HOUR)


def test_when_a_limit_of_many_years_is_used_up() -> None:
    century = 100 * 366 * DAY
    for limit, due in ((1_000 * DAY, MONDAY + 1_000 * DAY), (century, MONDAY + century), (century + 1, None)):
        elapsed = RowClock(OPENED, RESOLVED, None, (), ())
        (found,) = judge([case("a", (MONDAY, None, MONDAY + DAY))], limit, clock=elapsed)
        assert (found.verdict, found.due_at, found.breaches_after) == ("met", due, due)
    (found,) = judge([case("a", (MONDAY, None, MONDAY + DAY))], -1, clock=elapsed)
    assert (found.verdict, found.due_at, found.breaches_after) == ("missed", None, None)
