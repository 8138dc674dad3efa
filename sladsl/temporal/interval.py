"""Sets of time as sorted half-open intervals of instants, in one canonical form, by linear sweeps."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import ClassVar, NamedTuple, TypeAlias

from sladsl.frozen import Frozen, frozen

Pair: TypeAlias = tuple[int, int]


@frozen
class IntervalSet(Frozen):
    """A set of instants: `pairs` are [start, end) in order, not empty, not overlapping and not touching.

    Two sets are equal exactly when they hold the same instants. Build one with `IntervalSet.of`, which puts any pairs
    into this form; the plain constructor trusts its caller.
    """

    pairs: tuple[Pair, ...] = ()

    EMPTY: ClassVar["IntervalSet"]

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "IntervalSet":
        """The union of [start, end) pairs in any order. Empty pairs vanish; an end before its start is a ValueError."""
        return cls(_merged(sorted(pairs)))

    @classmethod
    def single(cls, start: int, end: int) -> "IntervalSet":
        """One interval, or the empty set when start = end."""
        return cls(_merged([(start, end)]))

    def union(self, other: "IntervalSet") -> "IntervalSet":
        if not other.pairs:
            return self
        # Sorting two sorted runs is one linear merge.
        return IntervalSet(_merged(sorted(self.pairs + other.pairs))) if self.pairs else other

    def intersect(self, other: "IntervalSet") -> "IntervalSet":
        kept: list[Pair] = []
        mine, theirs = self.pairs, other.pairs
        i = j = 0
        while i < len(mine) and j < len(theirs):
            start = max(mine[i][0], theirs[j][0])
            end = min(mine[i][1], theirs[j][1])
            if start < end:
                kept.append((start, end))
            if mine[i][1] <= theirs[j][1]:
                i += 1
            else:
                j += 1
        return IntervalSet(tuple(kept))

    def minus(self, other: "IntervalSet") -> "IntervalSet":
        kept: list[Pair] = []
        cuts = other.pairs
        j = 0
        for start, end in self.pairs:
            while j < len(cuts) and cuts[j][1] <= start:
                j += 1
            k = j
            while k < len(cuts) and cuts[k][0] < end:
                if start < cuts[k][0]:
                    kept.append((start, cuts[k][0]))
                start = cuts[k][1]
                k += 1
            if start < end:
                kept.append((start, end))
            # The last cut may reach into the next interval; the ones before it cannot.
            j = max(j, k - 1)
        return IntervalSet(tuple(kept))

    def clip(self, start: int, end: int) -> "IntervalSet":
        """The part within [start, end)."""
        if start >= end:
            return IntervalSet.EMPTY
        first = bisect_right(self.pairs, start, key=_end_of)
        last = bisect_left(self.pairs, end, key=_start_of)
        return IntervalSet(tuple((max(low, start), min(high, end)) for low, high in self.pairs[first:last]))

    def total(self) -> int:
        """Microseconds covered."""
        return sum(end - start for start, end in self.pairs)

    def contains(self, instant: int) -> bool:
        index = bisect_right(self.pairs, instant, key=_start_of) - 1
        return index >= 0 and instant < self.pairs[index][1]

    def lasting(self, at_least: int, strict: bool = False) -> "IntervalSet":
        """The runs of at least (strictly: more than) that many microseconds, each whole."""
        return IntervalSet(
            tuple(
                (start, end)
                for start, end in self.pairs
                if end - start > at_least or (end - start == at_least and not strict)
            )
        )

    def whole_units(self, unit: int, started: bool = False) -> "IntervalSet":
        """Each run cut at its end to whole units of its own length; or, for started units, lengthened to them."""
        _check_unit(unit)
        if started:
            return IntervalSet(_merged((start, start - (start - end) // unit * unit) for start, end in self.pairs))
        shortened = ((start, end - (end - start) % unit) for start, end in self.pairs)
        return IntervalSet(tuple(pair for pair in shortened if pair[0] < pair[1]))

    def clock_units(self, unit: int, started: bool = False, origin: int = 0) -> "IntervalSet":
        """The units of a grid through `origin` that are wholly covered; or, for started units, that are touched."""
        _check_unit(unit)
        if started:
            return IntervalSet(
                _merged((start - (start - origin) % unit, end + (origin - end) % unit) for start, end in self.pairs)
            )
        inner = ((start + (origin - start) % unit, end - (end - origin) % unit) for start, end in self.pairs)
        return IntervalSet(tuple(pair for pair in inner if pair[0] < pair[1]))

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)


IntervalSet.EMPTY = IntervalSet()


def union_all(sets: Iterable[IntervalSet]) -> IntervalSet:
    """The union of any number of sets, in one sort and one sweep."""
    return IntervalSet.of(pair for each in sets for pair in each.pairs)


class Budgeted(NamedTuple):
    """What an allowance covers: `kept` and `refused` partition the input, `used` is the length of `kept`."""

    kept: IntervalSet
    used: int
    refused: IntervalSet


def clip_to_budget(pairs_in_order: Iterable[Pair], budget_us: int) -> Budgeted:
    """Spend an allowance on disjoint intervals in the given order; the one that exceeds it is split where it runs out.

    Overlapping intervals are a ValueError: their common time would be paid for twice. Merge them first.
    """
    if budget_us < 0:
        raise ValueError("an allowance cannot be negative")
    kept: list[Pair] = []
    refused: list[Pair] = []
    left = budget_us
    for start, end in pairs_in_order:
        border = start + min(end - start, left)
        kept.append((start, border))
        refused.append((border, end))
        left -= border - start
    covered, uncovered = IntervalSet.of(kept), IntervalSet.of(refused)
    lengths = sum(end - start for start, end in kept) + sum(end - start for start, end in refused)
    if covered.union(uncovered).total() != lengths:
        raise ValueError("the intervals that share an allowance overlap")
    return Budgeted(covered, budget_us - left, uncovered)


def _merged(pairs_by_start: Iterable[Pair]) -> tuple[Pair, ...]:
    merged: list[Pair] = []
    for start, end in pairs_by_start:
        if start >= end:
            if start > end:
                raise ValueError(f"an interval ends ({end}) before it starts ({start})")
        elif merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _check_unit(unit: int) -> None:
    if unit <= 0:
        raise ValueError("a unit of time must be longer than nothing")


def _start_of(pair: Pair) -> int:
    return pair[0]


def _end_of(pair: Pair) -> int:
    return pair[1]
