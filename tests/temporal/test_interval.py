"""IntervalSet against sets of minutes, and its units and allowances."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import DAY, EMPTY, MINUTE, SECOND, IntervalSet, clip_to_budget, union_all
from strategies.time import interval_sets, pairs
from temporal.oracle import assert_canonical, units_of

quick = settings(deadline=None, max_examples=150)


def minutes(intervals: IntervalSet) -> set[int]:
    return units_of(intervals.pairs, MINUTE)


@quick
@given(pairs())
def test_of_any_pairs(given_pairs: list[tuple[int, int]]) -> None:
    built = IntervalSet.of(given_pairs)
    assert_canonical(built)
    assert minutes(built) == units_of(given_pairs, MINUTE)
    assert built.total() == len(minutes(built)) * MINUTE
    assert (len(built), bool(built), tuple(built)) == (len(built.pairs), bool(built.pairs), built.pairs)


@quick
@given(interval_sets(), interval_sets())
def test_algebra(left: IntervalSet, right: IntervalSet) -> None:
    for result, expected in [
        (left.union(right), minutes(left) | minutes(right)),
        (left.intersect(right), minutes(left) & minutes(right)),
        (left.minus(right), minutes(left) - minutes(right)),
        (union_all([left, right, left]), minutes(left) | minutes(right)),
    ]:
        assert_canonical(result)
        assert minutes(result) == expected


@quick
@given(interval_sets(), st.integers(-70, 70), st.integers(-70, 70))
def test_clip_and_contains(intervals: IntervalSet, low: int, high: int) -> None:
    clipped = intervals.clip(low * MINUTE, high * MINUTE)
    assert_canonical(clipped)
    assert minutes(clipped) == {at for at in minutes(intervals) if low * MINUTE <= at < high * MINUTE}
    assert all(intervals.contains(at * MINUTE) is (at * MINUTE in minutes(intervals)) for at in range(-62, 62))


@quick
@given(interval_sets(), st.integers(0, 9), st.booleans())
def test_lasting(intervals: IntervalSet, at_least: int, strict: bool) -> None:
    kept = intervals.lasting(at_least * MINUTE, strict)
    long_enough = at_least + strict
    assert kept.pairs == tuple(pair for pair in intervals if pair[1] - pair[0] >= long_enough * MINUTE)


@quick
@given(interval_sets(unit=1), st.integers(1, 9), st.integers(-5, 5))
def test_units(intervals: IntervalSet, unit: int, origin: int) -> None:
    covered = units_of(intervals.pairs, 1)
    cells = range(origin - 200 * unit, origin + 200 * unit, unit)
    whole = {at for cell in cells if {*range(cell, cell + unit)} <= covered for at in range(cell, cell + unit)}
    touched = {at for cell in cells if {*range(cell, cell + unit)} & covered for at in range(cell, cell + unit)}
    lengths = [(start, (end - start) // unit, -(-(end - start) // unit)) for start, end in intervals]
    for result, expected in [
        (intervals.clock_units(unit, origin=origin), whole),
        (intervals.clock_units(unit, started=True, origin=origin), touched),
        (intervals.whole_units(unit), units_of([(start, start + n * unit) for start, n, _ in lengths], 1)),
        (
            intervals.whole_units(unit, started=True),
            units_of([(start, start + n * unit) for start, _, n in lengths], 1),
        ),
    ]:
        assert_canonical(result)
        assert units_of(result.pairs, 1) == expected


@quick
@given(interval_sets(), st.integers(0, 200), st.randoms())
def test_budget_in_any_order(intervals: IntervalSet, budget: int, random: object) -> None:
    order = list(intervals)
    random.shuffle(order)  # type: ignore[attr-defined]
    spent = [at for start, end in order for at in range(start, end, MINUTE)]
    kept, used, refused = clip_to_budget(order, budget * MINUTE)
    assert_canonical(kept)
    assert_canonical(refused)
    assert (minutes(kept), minutes(refused)) == (set(spent[:budget]), set(spent[budget:]))
    assert used == min(budget, len(spent)) * MINUTE == kept.total()


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        IntervalSet.single(2, 1)
    with pytest.raises(ValueError, match="longer than nothing"):
        IntervalSet.single(0, 9).whole_units(0)
    with pytest.raises(ValueError, match="longer than nothing"):
        IntervalSet.single(0, 9).clock_units(-1)
    with pytest.raises(ValueError, match="negative"):
        clip_to_budget([], -1)
    with pytest.raises(ValueError, match="overlap"):
        clip_to_budget([(0, 5), (4, 9)], 100)


def test_empty() -> None:
    assert IntervalSet.single(5, 5) == EMPTY == IntervalSet.of([]) == IntervalSet()
    assert not EMPTY
    assert EMPTY.total() == 0
    assert not EMPTY.contains(0)


def test_touching_runs_are_one() -> None:
    assert IntervalSet.of([(DAY, 2 * DAY), (0, DAY)]) == IntervalSet.single(0, 2 * DAY)
    # A run of 59 s has no whole minute of its own, and neither has the clock minute it lies in.
    assert IntervalSet.single(SECOND, MINUTE).whole_units(MINUTE) == EMPTY
    assert IntervalSet.single(SECOND, MINUTE).clock_units(MINUTE) == EMPTY
