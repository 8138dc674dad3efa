"""Rounding: to a step inside a metric, and to the smallest coin at the very end."""

from fractions import Fraction
from typing import Literal, assert_never

from sladsl.model.currency import DECIMAL_PLACES

Rounding = Literal["half up", "half even", "up", "down"]


def to_step(value: Fraction, step: Fraction) -> Fraction:
    """The nearest multiple of `step`; a value half way goes away from zero, as people round amounts on either side."""
    count = (2 * abs(value) + step) // (2 * step)
    return count * step if value >= 0 else -count * step


def to_minor_unit(amount: Fraction, currency: str | None, rounding: Rounding) -> Fraction:
    """An amount, never below zero, in whole minor units of its currency; what is no money stays exact."""
    if currency is None:
        return amount
    scale = 10 ** DECIMAL_PLACES[currency]
    return Fraction(_whole(amount * scale, rounding), scale)


def _whole(value: Fraction, rounding: Rounding) -> int:
    match rounding:
        case "half up":
            return (2 * value.numerator + value.denominator) // (2 * value.denominator)
        case "half even":
            return round(value)
        case "up":
            return -(-value.numerator // value.denominator)
        case "down":
            return value.numerator // value.denominator
        case _:
            assert_never(rounding)
