"""Statistics of exact numbers, the same for every engine and for values of windows."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Literal, assert_never

from sladsl.graph.trimming import Trim

Statistic = Literal["count", "sum", "mean", "max", "min", "median", "percentile"]


def exact_statistic(
    statistic: Statistic, values: Sequence[Fraction | int], percentile: Fraction | None, trim: Trim | None = None
) -> Fraction | None:
    """None of no values, but a count or a sum of none is 0. `percentile` is a ratio; `trim` leaves values out first."""
    if trim is not None:
        left_out = trim.lowest + int(trim.lowest_share * len(values))
        kept = len(values) - trim.highest - int(trim.highest_share * len(values))
        values = sorted(values)[left_out : max(left_out, kept)]
    match statistic:
        case "count":
            return Fraction(len(values))
        case "sum":
            return Fraction(sum(values))
        case _ if not values:
            return None
        case "mean":
            return Fraction(sum(values)) / len(values)
        case "max":
            return Fraction(max(values))
        case "min":
            return Fraction(min(values))
        case "median":
            # The middle value, or the mean of the two in the middle.
            ordered, half = sorted(values), len(values) // 2
            return Fraction(ordered[half] if len(values) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2)
        case "percentile":
            assert percentile is not None, "a percentile says which"
            # Nearest rank: the smallest value that at least that share of the values does not exceed.
            rank = min(max(ceil(percentile * len(values)), 1), len(values))
            return Fraction(sorted(values)[rank - 1])
        case _:
            assert_never(statistic)
