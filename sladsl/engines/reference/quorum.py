"""Instants that are in the sets of enough values of a key: two of three probes, more than half of the regions."""

from collections.abc import Iterable, Sequence
from math import ceil, floor

from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph.sets import SetAmong
from sladsl.temporal import IntervalSet, Pair


def among(node: SetAmong, around: Surroundings) -> TimeSet:
    found = [each.time_set(node.operand) for each in around.spread(node.operand, node.key)]
    if not found:
        return TimeSet(IntervalSet.EMPTY, IntervalSet.single(*around.horizon))
    return at_least(_needed(node, len(found)), found)


def at_least(least: int, sets: Sequence[TimeSet]) -> TimeSet:
    """What so many of the sets hold; not known where those of which it is not known decide."""
    inside = _in_so_many(least, (each.inside for each in sets))
    possible = _in_so_many(least, (each.possible for each in sets))
    return TimeSet(inside, possible.minus(_in_so_many(least, (each.sure for each in sets))))


def _needed(node: SetAmong, many: int) -> int:
    if node.least is not None:
        return node.least
    assert node.share is not None, "a quorum is a number or a share"
    return floor(node.share * many) + 1 if node.strict else ceil(node.share * many)


def _in_so_many(least: int, sets: Iterable[IntervalSet]) -> IntervalSet:
    changes = sorted(change for each in sets for start, end in each.pairs for change in ((start, 1), (end, -1)))
    found: list[Pair] = []
    depth = since = 0
    for at, change in changes:
        before, depth = depth, depth + change
        if before < least <= depth:
            since = at
        elif depth < least <= before:
            found.append((since, at))
    return IntervalSet.of(found)
