"""Clocks whose moments happen many times, against stepping through time one microsecond after the other."""

from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.engines.cycles import cycles
from sladsl.engines.measurements import RecordFound
from sladsl.graph.measures import MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import RowAttribute, RowClock, RowDeadline
from sladsl.logs.records import CaseRecord, Place
from strategies.graphs import Bench

START, STOP, AGAIN, WAITING = 0, 2, 1, 0
Which = Literal["each", "worst", "mean", "first", "last"]
WHICH: tuple[Which, ...] = ("each", "worst", "mean", "first", "last")
LAST = 40

times = st.lists(st.integers(0, 30), max_size=5, unique=True).map(sorted)
pauses = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=2)


def ticket(starts: Any, again: Any, stops: Any, waiting: Any = ()) -> CaseRecord:
    paused = tuple((low, low + length) for low, length in waiting)
    return CaseRecord("a", (tuple(starts), tuple(again), tuple(stops)), (paused, ()), ("a", 1), Place(0, 1))


def stepped(starts: Any, stops: Any, waiting: Any, as_of: int) -> list[tuple[int, bool]]:
    """What each cycle counts and whether it still runs. At one instant a stop goes first."""
    found: list[tuple[int, bool]] = []
    counted = 0
    runs = False
    for now in range(as_of):
        if runs and now in stops:
            found.append((counted, False))
            runs = False
        if not runs and now in starts:
            runs, counted = True, 0
        if runs and not any(low <= now < low + length for low, length in waiting):
            counted += 1
    return [*found, (counted, True)] if runs else found


def judged(record: CaseRecord, clock: RowClock, limit: int, as_of: int) -> tuple[RecordFound, Fraction | None]:
    bench = Bench(records={"tickets": [record]}, as_of=as_of)
    ref = bench.add(clock)
    kept = bench.add(RowDeadline(ref, bench.number(limit), False, False, False))
    (found,) = bench.take(MeasureRecords("tickets", None, ((RecordCheck(None, kept, "x"),),), None), (0, LAST))
    (number,) = bench.take(MeasureRows("tickets", None, "sum", ref, None, None), (0, LAST))
    (verdict,) = found.records
    return verdict, number.value if number.records else None


@given(times, times, pauses, st.sampled_from(WHICH), st.integers(0, 15), st.integers(31, LAST))
@settings(max_examples=300, deadline=None)
def test_cycles(starts: Any, stops: Any, waiting: Any, which: Which, limit: int, as_of: int) -> None:
    clock = RowClock(START, STOP, None, (WAITING,), (), cycle=which)
    # Another moment, so that the case is there before its clock starts.
    found, value = judged(ticket(starts, [0], stops, waiting), clock, limit, as_of)
    every = stepped(starts, stops, waiting, as_of)
    every = every[:1] if which == "first" else every[-1:] if which == "last" else every
    if not every:
        assert (found.verdict, value) == ("undecided", None)
        return
    runs = any(running for _, running in every)
    longest = max(counted for counted, _ in every)
    if which == "mean":
        mean = Fraction(sum(counted for counted, _ in every), len(every))
        assert value == mean
        assert found.verdict == ("undecided" if runs else "met" if mean <= limit else "missed")
    else:
        assert value == longest
        assert found.verdict == ("missed" if longest > limit else "undecided" if runs else "met")
        # The cycle that decides is told: the longest, but while one may yet be late, that one.
        running = [counted for counted, is_running in every if is_running]
        is_awaited = found.verdict == "undecided" and which != "worst"
        assert found.measured == (running[0] if is_awaited else longest)
        assert found.limit == limit
    assert found.verdict != "undecided" or found.open


@given(times, times, times, st.integers(0, 20), st.integers(31, LAST))
@settings(max_examples=300, deadline=None)
def test_taken_up_again_it_goes_on(starts: Any, again: Any, stops: Any, limit: int, as_of: int) -> None:
    clock = RowClock(START, STOP, None, (), (), again=AGAIN, continues=True)
    found, value = judged(ticket(starts, [*again, 0] if not starts else again, stops), clock, limit, as_of)
    if not starts:
        assert (found.verdict, value) == ("undecided", None)
        return
    counted, stopped = 0, False
    for now in range(starts[0], as_of):
        if now in stops:
            stopped = True
        if now in again:
            stopped = False
        counted += not stopped
    assert value == counted
    assert found.verdict == ("missed" if counted > limit else "met" if stopped else "undecided")


@given(times, times, times, st.integers(31, LAST))
@settings(max_examples=200, deadline=None)
def test_taken_up_again_it_is_another(starts: Any, again: Any, stops: Any, as_of: int) -> None:
    clock = RowClock(START, STOP, None, (), (), cycle="each", again=AGAIN)
    found = cycles(clock, (starts, again, stops), as_of)
    both = stepped({*starts, *again}, stops, (), as_of) if starts else []
    counted = [((as_of if each.stop is None else each.stop) - each.start, each.stop is None) for each in found]
    assert counted == both


@given(times, times, times, st.integers(0, 15), st.integers(31, LAST))
@settings(max_examples=300, deadline=None)
def test_gaps(starts: Any, updates: Any, stops: Any, limit: int, as_of: int) -> None:
    clock = RowClock(START, STOP, None, (), (), cycle="each", gaps=AGAIN)
    found, value = judged(ticket(starts, [*updates, 0] if not starts else updates, stops), clock, limit, as_of)
    if not starts:
        assert value is None
        return
    silence = longest = 0
    ended = False
    for now in range(starts[0], as_of):
        ended = ended or now in stops
        if now in updates:
            silence = 0
        if not ended:
            silence += 1
            longest = max(longest, silence)
    assert value == longest
    assert found.verdict == ("missed" if longest > limit else "met" if ended else "undecided")


@pytest.mark.parametrize("stop", [5, 7])
def test_an_answer_at_the_instant_of_a_message_answers_those_before(stop: int) -> None:
    clock = RowClock(START, STOP, None, (), (), cycle="each")
    found = cycles(clock, ((5, 7), (), (stop,)), 100)
    assert [each[:2] for each in found] == ([(5, None)] if stop == 5 else [(5, 7), (7, None)])


@pytest.mark.parametrize(
    ("which", "limit", "verdict", "measured", "runs"),
    [
        ("worst", 9, "undecided", 8, True),
        ("worst", 7, "missed", 8, False),
        ("each", 9, "undecided", 4, True),
        ("each", 7, "missed", 8, False),
        ("each", 3, "missed", 8, False),
        ("first", 8, "met", 8, False),
        ("last", 9, "undecided", 4, True),
        ("last", 3, "missed", 4, True),
        ("mean", 9, "undecided", 6, True),
        ("mean", 5, "undecided", 6, True),
    ],
)
def test_a_cycle_of_eight_and_one_that_runs_for_four(
    which: Which, limit: int, verdict: str, measured: int, runs: bool
) -> None:
    clock = RowClock(START, STOP, None, (), (), cycle=which)
    found, _ = judged(ticket([0, 10], [0], [8]), clock, limit, 14)
    assert (found.verdict, found.measured, found.limit, found.open) == (verdict, measured, limit, runs)


def test_of_cycles_that_keep_a_limit_the_longest_is_told() -> None:
    for starts, stops in (([0, 10, 20], [3, 16, 24]), ([0, 10], [6, 13])):
        for which in ("each", "worst"):
            clock = RowClock(START, STOP, None, (), (), cycle=which)  # type: ignore[arg-type]
            for limit, verdict in ((6, "met"), (2, "missed")):
                found, _ = judged(ticket(starts, [0], stops), clock, limit, LAST)
                assert (found.verdict, found.measured) == (verdict, 6)


@pytest.mark.parametrize(("which", "measured", "runs"), [("mean", 6, True), ("worst", 8, False), ("last", 4, True)])
def test_cycles_whose_limit_nobody_knows(which: Which, measured: int, runs: bool) -> None:
    record = ticket([0, 10], [0], [8])._replace(values=("a", None))
    bench = Bench(records={"tickets": [record]}, as_of=14)
    clock = bench.add(RowClock(START, STOP, None, (), (), cycle=which))
    kept = bench.add(RowDeadline(clock, bench.add(RowAttribute(1, "priority", 1)), False, False, False))
    (found,) = bench.take(MeasureRecords("tickets", None, ((RecordCheck(None, kept, "x"),),), None), (0, LAST))
    (told,) = found.records
    assert (told.verdict, told.measured, told.limit, told.open) == ("undecided", measured, None, runs)
