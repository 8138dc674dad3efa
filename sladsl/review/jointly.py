"""The greatest difference that choices of several clauses come to under limits that they share.

Of each clause one choice is taken: what it owes by the old version, and what by the new one. A limit lets through no
more than its amount, and limits lie within one another. Of what can come out of a limit only those pairs matter that no
other beats: more by the new version for no more by the old one. Where there are too many of these, some of them stand
for others, in one reckoning for too much, in another for too little.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

MOST_KEPT = 300


@dataclass(frozen=True, slots=True)
class SharedLimit:
    """Bit i of `items` stands for clause i; None: that version has no such limit."""

    items: int
    old: Fraction | None
    new: Fraction | None


@dataclass(frozen=True, slots=True)
class Best:
    """`chosen`: which choice of each clause comes to `gain`. `bound`: no choices come to more."""

    gain: Fraction
    bound: Fraction
    chosen: tuple[int, ...]


_Way = tuple["_Way | None", "_Way | None", int, int]
"""What was chosen: of two parts, or a choice of one clause."""
_Pair = tuple[int, int, "_Way | None"]


def crossing(limits: Sequence[SharedLimit]) -> bool:
    """Whether two limits share some of their clauses, but neither holds the other."""
    masks = [each.items for each in limits]
    return any(a & b not in (0, a, b) for a in masks for b in masks)


def greatest_gain(choices: Sequence[Sequence[tuple[Fraction, Fraction]]], limits: Sequence[SharedLimit]) -> Best:
    """The most by which new amounts together exceed old ones. The limits do not cross."""
    numbers = [x for each in choices for pair in each for x in pair]
    numbers += [x for each in limits for x in (each.old, each.new) if x is not None]
    unit = lcm(*(x.denominator for x in numbers))
    whole = [[(int(a * unit), int(b * unit)) for a, b in each] for each in choices]
    caps = [(each.items, _times(each.old, unit), _times(each.new, unit)) for each in limits]
    exact, thin = _solve(whole, caps, generous=False)
    found = max(exact, key=lambda each: each[1] - each[0])
    gain, bound = found[1] - found[0], found[1] - found[0]
    if thin and (bound := _ceiling(whole, caps)) > gain:
        generous, _ = _solve(whole, caps, generous=True)
        bound = min(max(b - a for a, b, _ in generous), bound)
    chosen = [0] * len(choices)
    pending = [found[2]]
    while pending:
        way = pending.pop()
        if way is not None:
            one, other, clause, index = way
            if clause >= 0:
                chosen[clause] = index
            pending += [one, other]
    return Best(Fraction(gain, unit), Fraction(bound, unit), _smaller(whole, caps, chosen, gain))


_Cap = tuple[int, int | None, int | None]


def _times(number: Fraction | None, unit: int) -> int | None:
    return None if number is None else int(number * unit)


def _solve(choices: list[list[tuple[int, int]]], caps: list[_Cap], *, generous: bool) -> tuple[list[_Pair], bool]:
    """What can come out of all of it, and whether some of it stands for the rest."""
    groups: list[tuple[int, list[_Pair]]] = []
    thin = False
    for clause, each in enumerate(choices):
        groups.append((1 << clause, _undominated((a, b, (None, None, clause, i)) for i, (a, b) in enumerate(each))))
    whole = (1 << len(choices)) - 1
    for items, old, new in [*sorted(caps, key=lambda cap: cap[0].bit_count()), (whole, None, None)]:
        inside = [each for each in groups if each[0] & items]
        pairs: list[_Pair] = [(0, 0, None)]
        for _, more in inside:
            pairs = _joined(pairs, more)
            if len(pairs) > MOST_KEPT:
                pairs, thin = _thinned(pairs, generous=generous), True
        cut = ((a if old is None else min(a, old), b if new is None else min(b, new), way) for a, b, way in pairs)
        groups = [*(each for each in groups if not each[0] & items), (items, _undominated(cut))]
    return groups[0][1], thin


def _ceiling(choices: list[list[tuple[int, int]]], caps: list[_Cap]) -> int:
    """What no choices exceed, limit by limit: the gains within it, or what the new limit leaves beyond the old one."""
    groups = [(1 << i, max(b - a for a, b in each), max(a for a, _ in each), max(b for _, b in each))
              for i, each in enumerate(choices)]  # fmt: skip
    for items, old, new in sorted(caps, key=lambda cap: cap[0].bit_count()):
        inside = [each for each in groups if each[0] & items]
        gain, before, after = (sum(each[n] for each in inside) for n in (1, 2, 3))
        if new is not None:
            gain, after = min(gain, new), min(after, new)
        if old is not None and before >= old:
            gain, before = max(gain, after - old), old
        groups = [*(each for each in groups if not each[0] & items), (items, gain, before, after)]
    return sum(each[1] for each in groups)


def _undominated(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Ascending in both."""
    found: list[_Pair] = []
    for each in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if not found or each[1] > found[-1][1]:
            found.append(each)
    return found


def _joined(pairs: list[_Pair], more: list[_Pair]) -> list[_Pair]:
    """One of each together, those that another beats left out."""
    best: dict[int, tuple[int, _Way | None, _Way | None]] = {}
    for a, b, one in pairs:
        for c, d, other in more:
            known = best.get(a + c)
            if known is None or b + d > known[0]:
                best[a + c] = b + d, one, other
    found: list[_Pair] = []
    for a in sorted(best):
        b, one, other = best[a]
        if not found or b > found[-1][1]:
            found.append((a, b, (one, other, -1, 0)))
    return found


def _thinned(pairs: list[_Pair], *, generous: bool) -> list[_Pair]:
    """Every few of them are one: with less by the old version and more by the new one than any has, or one of them."""
    step = -(-len(pairs) // MOST_KEPT)
    rows = [pairs[i : i + step] for i in range(0, len(pairs), step)]
    if generous:
        return _undominated((each[0][0], each[-1][1], each[0][2]) for each in rows)
    return [max(each, key=lambda pair: pair[1] - pair[0]) for each in rows]


def _smaller(choices: list[list[tuple[int, int]]], caps: list[_Cap], chosen: list[int], gain: int) -> tuple[int, ...]:
    """As many clauses as can be, least first, in which nothing happens: the first choice of each is that."""
    sums = _Sums(len(chosen), caps)
    for clause, n in enumerate(chosen):
        sums.add(clause, *choices[clause][n])
    for clause in sorted(range(len(chosen)), key=lambda i: abs(choices[i][chosen[i]][1] - choices[i][chosen[i]][0])):
        if chosen[clause]:
            (a, b), (c, d) = choices[clause][0], choices[clause][chosen[clause]]
            sums.add(clause, a - c, b - d)
            if sums.gain >= gain:
                chosen = [*chosen[:clause], 0, *chosen[clause + 1 :]]
            else:
                sums.add(clause, c - a, d - b)
    return tuple(chosen)


class _Sums:
    """What comes together in each limit, kept while single clauses change. A clause lies in the smallest limit that
    holds it, and that in the next; `gain` is what comes out of all of them."""

    def __init__(self, clauses: int, caps: list[_Cap]) -> None:
        self._caps = sorted(caps, key=lambda cap: cap[0].bit_count())
        self._within = [self._around(1 << clause, 0) for clause in range(clauses)]
        self._outer = [self._around(items, place + 1) for place, (items, _, _) in enumerate(self._caps)]
        self._held = [(0, 0)] * len(self._caps)
        self.gain = 0

    def _around(self, items: int, first: int) -> int | None:
        """The smallest limit that holds all of these, from a place on."""
        return next((place for place in range(first, len(self._caps)) if not items & ~self._caps[place][0]), None)

    def add(self, clause: int, old: int, new: int) -> None:
        place = self._within[clause]
        while place is not None and (old or new):
            held, cap = self._held[place], self._caps[place]
            now = held[0] + old, held[1] + new
            self._held[place] = now
            old, new = (
                after - before if most is None else min(after, most) - min(before, most)
                for before, after, most in zip(held, now, cap[1:], strict=True)
            )
            place = self._outer[place]
        self.gain += new - old
