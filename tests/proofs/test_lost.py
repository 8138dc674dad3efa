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
