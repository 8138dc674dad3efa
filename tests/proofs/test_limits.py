"""The greatest sum under limits equals what trying everything finds."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

from sladsl.proofs.money.limits import Amount, Choice, Group, Limit, greatest, tree_of, undominated

ROUNDS = 400


def used_up(order: Sequence[int], amounts: Sequence[Amount], limits: Sequence[Limit]) -> Fraction:
    """Credits one after the other, each out of what is left of every limit it is in."""
    left = [each.most for each in limits]
    total = Fraction(0)
    for item in order:
        amount = amounts[item]
        over = [index for index, each in enumerate(limits) if each.items >> item & 1]
        taken = min([left[index] for index in over] + ([] if amount is None else [amount]))
        for index in over:
            left[index] -= taken
        total += taken
    return total


def nested(chance: random.Random, count: int) -> list[Limit]:
    """Limits of which each two are apart or one in the other."""
    found: list[Limit] = []

    def split(items: list[int]) -> None:
        if chance.random() < 0.7:
            found.append(Limit(sum(1 << item for item in items), Fraction(chance.randint(0, 12))))
        if len(items) > 1:
            at = chance.randint(1, len(items) - 1)
            split(items[:at])
            split(items[at:])

    split(list(range(count)))
    return found


def drawn_groups(chance: random.Random, count: int) -> list[Group]:
    items = list(range(count))
    chance.shuffle(items)
    groups = []
    while items:
        together = tuple(items.pop() for _ in range(min(len(items), chance.randint(1, 2))))
        choices = [tuple(Fraction(chance.randint(0, 9)) for _ in together) for _ in range(chance.randint(1, 3))]
        groups.append(Group(together, tuple(choices)))
    return groups


def every_choice(count: int, groups: Sequence[Group]) -> list[Choice]:
    found = []
    for chosen in product(*(each.choices for each in groups)):
        amounts: list[Amount] = [Fraction(0)] * count
        for group, choice in zip(groups, chosen, strict=True):
            for item, amount in zip(group.items, choice, strict=True):
                amounts[item] = amount
        found.append(tuple(amounts))
    return found


def test_nested_limits_come_to_what_using_them_up_in_any_order_does() -> None:
    chance = random.Random(1)
    for _ in range(ROUNDS):
        count = chance.randint(1, 4)
        limits, groups = nested(chance, count), drawn_groups(chance, count)
        tried = {
            max(used_up(order, amounts, limits) for amounts in every_choice(count, groups))
            for order in permutations(range(count))
        }
        assert {greatest(count, limits, groups)} == tried


def test_limits_that_cross_are_never_underestimated() -> None:
    chance = random.Random(2)
    crossed = 0
    for _ in range(ROUNDS):
        count = chance.randint(2, 4)
        limits = [Limit(chance.randint(1, 2**count - 1), Fraction(chance.randint(0, 12))) for _ in range(4)]
        groups = drawn_groups(chance, count)
        found = greatest(count, limits, groups)
        orders = permutations(range(count))
        tried = max(used_up(order, each, limits) for order in orders for each in every_choice(count, groups))
        assert found is not None and found >= tried
        if tree_of(count, limits)[1]:
            crossed += 1
        else:
            assert found == tried
    assert crossed


def test_too_many_choices_leave_a_bound() -> None:
    one, two = Fraction(1), Fraction(2)
    groups = [Group((2 * i, 2 * i + 1), ((one, two), (two, one))) for i in range(13)]
    assert greatest(26, [Limit(2**26 - 1, Fraction(100))], groups) == 52
    cents = [Group((2 * i, 2 * i + 1), ((one / 100, two / 100), (two / 100, one / 100))) for i in range(13)]
    assert greatest(26, [], cents) == Fraction(52, 100)


def test_what_has_no_end_ends_at_its_limit() -> None:
    endless = Group((0,), ((None,),))
    assert greatest(1, [], [endless]) is None
    assert greatest(1, [Limit(1, Fraction(7))], [endless]) == 7


def test_only_choices_that_are_best_somewhere_are_kept() -> None:
    chance = random.Random(3)
    for _ in range(ROUNDS):
        choices = [tuple(Fraction(chance.randint(0, 4)) for _ in range(3)) for _ in range(8)]
        kept = list(undominated(choices))
        for each in choices:
            assert any(all(a is not None and a >= b for a, b in zip(one, each, strict=True)) for one in kept)
        for one, other in product(kept, kept):
            assert one == other or any(a is not None and a < b for a, b in zip(one, other, strict=True))


def test_limits_that_are_apart_do_not_cross() -> None:
    """Kept with the large ones, of which one would cross a small one."""
    ten = [Group((item,), ((Fraction(10),),)) for item in range(8)]
    small, large, apart = Limit(0b1100, Fraction(100)), Limit(0b111, Fraction(1)), Limit(0b11110000, Fraction(1))
    assert greatest(8, [small, large, apart], ten) == 12


def test_what_belongs_to_no_group_comes_to_nothing() -> None:
    assert greatest(2, [], [Group((0,), ((Fraction(5),),))]) == 5


def test_of_what_large_and_small_limits_leave_the_less_counts() -> None:
    ten = [Group((item,), ((Fraction(10),),)) for item in range(4)]
    assert greatest(4, [Limit(0b11, Fraction(5)), Limit(0b1110, Fraction(6))], ten) == 16
    assert greatest(4, [Limit(0b11, Fraction(5)), Limit(0b1110, Fraction(26))], ten) == 25
