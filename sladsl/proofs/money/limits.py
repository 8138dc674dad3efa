"""The greatest sum of amounts under limits, each over a set of them.

A limit lets through `min(most, sum of what is in it)`. Limits of which each two are apart or one in the other make a
tree, and the sum at its root does not depend on the order in which credits use them up. Of limits that cross (a year of
one clause, a month of all) a tree is kept and the rest left out: what comes of it is never too low.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from sladsl.frozen import Frozen, frozen

Amount = Fraction | None
"""None: without an end."""
Choice = tuple[Amount, ...]
"""An amount for every item of a group."""

MOST_CHOICES = 4096


@frozen
class Limit(Frozen):
    """Never more than `most` out of `items`; bit i of `items` stands for item i."""

    items: int
    most: Fraction


@frozen
class Node(Frozen):
    """What comes out of `items` that no child has, and of the children, but no more than `most`."""

    most: Amount
    items: tuple[int, ...]
    children: tuple["Node", ...]


@frozen
class Group(Frozen):
    """Items of which the amounts are decided together: one of `choices` holds."""

    items: tuple[int, ...]
    choices: tuple[Choice, ...]


def greatest(count: int, limits: Sequence[Limit], groups: Sequence[Group]) -> Amount:
    """The greatest sum over every choice of the groups; where limits cross, or choices are too many, no less."""
    trees = _trees(count, limits)
    groups = [Group(each.items, tuple(undominated(each.choices))) for each in groups]
    if prod(len(each.choices) for each in groups) > MOST_CHOICES:
        groups = [Group(each.items, (_highest(each.choices),)) for each in groups]
        return _least(sum_of(tree, _amounts(count, groups)) for tree in trees)
    best: Amount = Fraction(0)
    for chosen in product(*(each.choices for each in groups)):
        single = [Group(group.items, (choice,)) for group, choice in zip(groups, chosen, strict=True)]
        amounts = _amounts(count, single)
        best = _more(best, _least(sum_of(tree, amounts) for tree in trees))
    return best


def sum_of(node: Node, amounts: Sequence[Amount]) -> Amount:
    """What comes out of a tree."""
    total: Amount = Fraction(0)
    for each in (*(amounts[item] for item in node.items), *(sum_of(child, amounts) for child in node.children)):
        total = None if total is None or each is None else total + each
    if node.most is None:
        return total
    return node.most if total is None else min(node.most, total)


def tree_of(count: int, limits: Iterable[Limit]) -> tuple[Node, list[Limit]]:
    """The tree of limits over items 0 to `count` - 1, and the limits that would cross it; smaller ones come first."""
    ordered = sorted(limits, key=lambda each: each.items.bit_count())
    roots: list[tuple[int, Node]] = []
    crossing: list[Limit] = []
    for limit in ordered:
        inside = [(mask, node) for mask, node in roots if mask & limit.items == mask]
        if any(mask & limit.items and mask & ~limit.items for mask, _ in roots):
            crossing.append(limit)
            continue
        covered = 0
        for mask, _ in inside:
            covered |= mask
        own = tuple(bits(limit.items & ~covered))
        roots = [each for each in roots if each not in inside]
        roots.append((limit.items, Node(limit.most, own, tuple(node for _, node in inside))))
    covered = 0
    for mask, _ in roots:
        covered |= mask
    free = tuple(bits(((1 << count) - 1) & ~covered))
    return Node(None, free, tuple(node for _, node in roots)), crossing


def undominated(choices: Iterable[Choice]) -> Iterator[Choice]:
    """The choices for which no other gives as much of everything."""
    kept: list[Choice] = []
    for choice in dict.fromkeys(choices):
        if any(_covers(each, choice) for each in kept):
            continue
        kept = [each for each in kept if not _covers(choice, each)]
        kept.append(choice)
    yield from kept


def _trees(count: int, limits: Sequence[Limit]) -> list[Node]:
    """One tree; where limits cross, one that keeps the small ones and one that keeps the large ones."""
    tree, crossing = tree_of(count, limits)
    if not crossing:
        return [tree]
    kept: list[Limit] = []
    for limit in sorted(limits, key=lambda each: -each.items.bit_count()):
        if not any(_cross(limit.items, each.items) for each in kept):
            kept.append(limit)
    return [tree, tree_of(count, kept)[0]]


def _cross(one: int, other: int) -> bool:
    common = one & other
    return bool(common) and common not in (one, other)


def bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _amounts(count: int, groups: Iterable[Group]) -> list[Amount]:
    amounts: list[Amount] = [Fraction(0)] * count
    for group in groups:
        for item, amount in zip(group.items, group.choices[0], strict=True):
            amounts[item] = amount
    return amounts


def _highest(choices: Sequence[Choice]) -> Choice:
    """Of every item the most that any choice gives: more than can be, or as much."""
    return tuple(_highest_of(column) for column in zip(*choices, strict=True))


def _highest_of(amounts: Iterable[Amount]) -> Amount:
    best: Amount = Fraction(0)
    for each in amounts:
        best = _more(best, each)
    return best


def _covers(one: Choice, other: Choice) -> bool:
    pairs = zip(one, other, strict=True)
    return all(first is None or (second is not None and first >= second) for first, second in pairs)


def _more(one: Amount, other: Amount) -> Amount:
    return None if one is None or other is None else max(one, other)


def _least(amounts: Iterable[Amount]) -> Amount:
    known = [each for each in amounts if each is not None]
    return min(known) if known else None
