"""How much is left by several promises, against every choice of units of a short time."""

from dataclasses import replace
from itertools import pairwise, product
from random import Random
from typing import cast

import pytest

from sladsl.graph.contract import Check, Objective
from sladsl.proofs.lost import Promise, longest, most_lost
from sladsl.temporal import IntervalSet, Pair, Window, WindowKind

UNITS = 11


def window(start: int, end: int) -> Window:
    return Window(WindowKind.term(), start, end, "")


def promise(windows: list[tuple[Pair, int]], counted: IntervalSet) -> Promise:
    """Of an objective that nobody asks about."""
    made = tuple((window(*pair), most) for pair, most in windows)
    return Promise(cast(Objective, None), cast(Check, None), counted, made, None)


def tiled(random: Random) -> list[tuple[Pair, int]]:
    cuts = sorted({0, UNITS, *random.sample(range(1, UNITS), random.randint(0, 3))})
    return [((start, end), random.randint(0, 3)) for start, end in pairwise(cuts)]


def rolling(random: Random) -> list[tuple[Pair, int]]:
    length, most = random.randint(2, 5), random.randint(0, 2)
    return [((max(0, end - length), end), most) for end in range(1, UNITS + 1)]


def kept(lost: IntervalSet, given: list[Promise]) -> bool:
    return all(
        lost.intersect(each.counted).clip(here.start, here.end).total() <= most
        for each in given
        for here, most in each.windows
    )


@pytest.mark.parametrize("seed", range(40))
def test_most(seed: int) -> None:
    """Windows that lie side by side or overlap, all of which count everything."""
    random = Random(seed)
    whole = IntervalSet.single(0, UNITS)
    given = [promise(random.choice((tiled, rolling))(random), whole) for _ in range(random.randint(1, 3))]
    found = most_lost(given, whole)
    assert kept(found, given)
    every = (IntervalSet.of((at, at + 1) for at, lost in enumerate(chosen) if lost)
             for chosen in product((False, True), repeat=UNITS))  # fmt: skip
    assert found.total() == max(each.total() for each in every if kept(each, given))


@pytest.mark.parametrize("seed", range(40))
def test_longest(seed: int) -> None:
    """Also where a promise counts certain hours only."""
    random = Random(seed)
    given = []
    for _ in range(random.randint(1, 3)):
        cuts = sorted(random.sample(range(UNITS + 1), 4))
        hours = IntervalSet.of([(cuts[0], cuts[1]), (cuts[2], cuts[3])])
        counted = random.choice((hours, IntervalSet.single(0, UNITS)))
        made = promise(random.choice((tiled, rolling))(random), counted)
        given.append(replace(made, windows=tuple(
            (each, min(most, counted.clip(each.start, each.end).total())) for each, most in made.windows
        )))  # fmt: skip
    found = longest(given, 0, UNITS)
    best = max(
        end - start for start in range(UNITS) for end in range(start, UNITS + 1)
        if kept(IntervalSet.single(start, end), given)
    )  # fmt: skip
    assert (0 if found is None else found[1] - found[0]) == best
    assert found is None or kept(IntervalSet.single(*found), given)


HOURS = IntervalSet.of([(2, 4), (6, 9)])


def test_where_a_promise_counts_nothing_all_may_be_lost() -> None:
    counted = promise([((0, 5), 1), ((5, 10), 1)], HOURS)
    assert most_lost([counted], IntervalSet.single(0, 10)).pairs == ((0, 3), (4, 7), (9, 10))
    assert most_lost([counted], IntervalSet.of([(1, 4), (6, 8)])).pairs == ((1, 3), (6, 7))
    everywhere = promise([((0, 10), 3)], IntervalSet.single(0, 10))
    assert most_lost([counted, everywhere], IntervalSet.single(0, 10)).pairs == ((0, 3),)
    assert most_lost([counted], IntervalSet.of(())).pairs == ()


@pytest.mark.parametrize(
    ("windows", "counted", "within", "span"),
    [
        # The last of one window and the first of the next.
        ([((0, 10), 2), ((10, 20), 3)], [(0, 20)], (0, 20), (8, 13)),
        ([((0, 10), 2), ((10, 20), 3)], [(0, 20)], (9, 20), (9, 13)),
        ([((0, 10), 2), ((10, 20), 3)], [(0, 20)], (0, 11), (8, 11)),
        # Of equally long ones the first.
        ([((0, 10), 2), ((10, 20), 0)], [(0, 20)], (0, 20), (0, 2)),
        ([((0, 10), 0), ((10, 20), 0)], [(0, 20)], (0, 20), None),
        ([((0, 10), 10), ((10, 20), 10)], [(0, 20)], (0, 20), (0, 20)),
        # Nothing counts from 4 to 6, nor before 2 and after 9: less is left of the second stretch than of the first.
        ([((0, 10), 1)], [(2, 4), (6, 9)], (0, 10), (0, 3)),
        ([((0, 10), 2)], [(2, 4), (6, 9)], (0, 10), (0, 6)),
        ([((0, 10), 3)], [(2, 4), (6, 9)], (0, 10), (0, 7)),
        ([((0, 10), 4)], [(2, 4), (6, 9)], (0, 10), (0, 8)),
        ([((0, 10), 4)], [(2, 4), (6, 9)], (1, 10), (1, 8)),
        ([((0, 10), 4)], [(2, 4), (6, 9)], (3, 10), (3, 10)),
        ([((0, 5), 1), ((5, 10), 1)], [(2, 4), (6, 9)], (0, 10), (3, 7)),
        ([((0, 30), 1)], [(1, 4), (6, 29)], (0, 30), (3, 6)),
    ],
)
def test_the_longest_in_figures(
    windows: list[tuple[Pair, int]], counted: list[Pair], within: Pair, span: Pair | None
) -> None:
    assert longest([promise(windows, IntervalSet.of(counted))], *within) == span


def test_the_longest_that_several_leave() -> None:
    whole = IntervalSet.single(0, 20)
    long, short = promise([((0, 20), 5)], whole), promise([((0, 10), 2), ((10, 20), 2)], whole)
    assert longest([long, short], 0, 20) == (8, 12)
    assert longest([short, long], 0, 20) == (8, 12)
    assert longest([long], 0, 20) == (0, 5)
    assert longest([], 3, 20) == (3, 20)
