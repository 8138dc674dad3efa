"""The range of a number in pieces, shares in small numbers, and between which numbers a calculation comes out."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from sladsl.proofs.money.ranges import Range, _calculated, _greater, _hull, _negative
from sladsl.proofs.reaching import several_for, smaller_shares
from sladsl.proofs.spaces import Piece, pieces

STEPS = (None, Fraction(1), Fraction(1, 4), Fraction(3, 2))


def number(random: Random) -> Fraction:
    return Fraction(random.randint(-24, 24), 8)


def test_pieces_cover_a_range_once_each() -> None:
    random = Random(3)
    for _ in range(300):
        low, high = sorted((number(random), number(random) + 1))
        ends = (random.choice((low, None)), random.choice((high, None)))
        step = random.choice(STEPS)
        cuts = {number(random) for _ in range(random.randint(0, 4))}
        found = list(pieces(*ends, cuts, step))
        assert all(each.holds(each.number) for each in found)
        assert all(step is None or (each.number / step).denominator == 1 for each in found)
        for sixteenths in range(-80, 81):
            at = Fraction(sixteenths, 16)
            inside = (ends[0] is None or at >= ends[0]) and (ends[1] is None or at <= ends[1])
            possible = inside and (step is None or (at / step).denominator == 1)
            holding = [each for each in found if each.holds(at)]
            assert len(holding) == 1 if possible else len(holding) <= inside
        # No cut lies within a piece, and each of them that can be is one by itself.
        assert not any(each.holds(cut) and not each.is_point for each in found for cut in cuts)
        for before, after in pairwise(found):
            assert before.high is not None and after.low is not None and before.high <= after.low


def test_without_an_end_a_number_is_taken_that_is_not_nothing() -> None:
    assert [each.number for each in pieces(None, None, (), None)] == [1]
    assert [each.number for each in pieces(Fraction(0), None, (Fraction(5),), None)] == [0, Fraction(5, 2), 5, 10]
    assert [each.number for each in pieces(None, Fraction(5), (Fraction(0),), None)] == [-1, 0, Fraction(5, 2), 5]
    assert [each.number for each in pieces(Fraction(0), Fraction(1), (), Fraction(1))] == [0, 1]
    assert [each.number for each in pieces(Fraction(2), Fraction(2), (), None)] == [2]


def test_shares_in_smaller_numbers() -> None:
    """They come nearer and nearer, and the last is as much, if it is small enough to be shorter."""
    for n, m in ((1, 2), (1, 3), (499, 1_000), (950, 1_000), (0, 40), (40, 40), (36, 48)):
        found = list(smaller_shares(n, m))
        assert all(0 <= few <= of < m for few, of in found)
        for of in range(1, min(m, 12)):
            nearest = min(abs(Fraction(few, of) - Fraction(n, m)) for few, each in found if each == of)
            assert nearest <= Fraction(1, 2 * of)
            first = next(few for few, each in found if each == of)
            assert abs(Fraction(first, of) - Fraction(n, m)) == nearest
    assert list(smaller_shares(36, 48))[-1] != (3, 4)
    assert list(smaller_shares(950, 1_000))[-1] == (19, 20)
    assert list(smaller_shares(13 * 7, 15 * 7))[-1] == (13, 15)
    assert list(smaller_shares(2, 24))[-1] == (1, 12)


@pytest.mark.parametrize(
    ("low", "high", "many"),
    [
        ("1/2", "1/2", 20),
        ("19/20", "1", 21),
        ("99/100", "1", 101),
        ("1/3", "1/3", 21),
        ("0", "1/50", 51),
        ("1/200", "1/200", 200),
        ("1/201", "1/201", 20),
    ],
)
def test_of_how_few_a_share_can_be_made(low: str, high: str, many: int) -> None:
    assert several_for([Piece(Fraction(low), Fraction(high), (Fraction(low) + Fraction(high)) / 2)]) == many


def drawn(random: Random) -> Range:
    low, high = sorted((number(random), number(random)))
    return random.choice((low, low, None)), random.choice((high, high, None))


def within(random: Random, of: Range) -> Iterable[Fraction]:
    low = of[0] if of[0] is not None else (of[1] or Fraction(0)) - 9
    high = of[1] if of[1] is not None else low + 18
    return low, high, low + (high - low) * Fraction(random.randint(0, 8), 8)


def holds(of: Range, value: Fraction) -> bool:
    return (of[0] is None or of[0] <= value) and (of[1] is None or value <= of[1])


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_what_is_calculated_lies_in_the_range(operator: str) -> None:
    random = Random(5)
    for _ in range(600):
        left, right = drawn(random), drawn(random)
        found = _calculated(operator, left, right)
        comes = []
        for one in within(random, left):
            for other in within(random, right):
                if operator != "/" or other:
                    made = {"+": one + other, "-": one - other, "*": one * other}
                    comes.append(made[operator] if operator in made else one / other)
                    assert holds(found, comes[-1])
        bounded = None not in (*left, *right)
        if bounded and (operator != "/" or (right[0] is not None and right[0] > 0)):
            assert found == (min(comes), max(comes))


def test_of_several_ranges() -> None:
    random = Random(9)
    for _ in range(300):
        every = [drawn(random) for _ in range(random.randint(1, 3))]
        greatest, hull = _greater(every), _hull(every)
        for _ in range(4):
            values = [random.choice(list(within(random, each))) for each in every]
            assert holds(greatest, max(values))
            assert all(holds(hull, each) for each in values)
        if not any(None in each for each in every):
            lows, highs = [each[0] for each in every], [each[1] for each in every]
            assert greatest == (max(lows), max(highs))  # type: ignore[type-var]
            assert hull == (min(lows), max(highs))  # type: ignore[type-var]
        one = every[0]
        assert _negative(_negative(one)) == one
        assert all(holds(_negative(one), -each) for each in within(random, one))
