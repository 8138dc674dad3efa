"""Sums of many fractions."""

from collections.abc import Iterable
from fractions import Fraction


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The exact sum. Adding one by one would reduce a fraction of ever more digits at each step, so numerators are
    added by denominator first, and then in pairs, and the result is reduced once."""
    numerators: dict[int, int] = {}
    for value in values:
        numerators[value.denominator] = numerators.get(value.denominator, 0) + value.numerator
    parts = sorted((denominator, numerator) for denominator, numerator in numerators.items())
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        added = [(left[0] * right[0], left[1] * right[0] + right[1] * left[0]) for left, right in pairs]
        parts = added + parts[len(added) * 2 :]
    return Fraction(parts[0][1], parts[0][0]) if parts else Fraction(0)
