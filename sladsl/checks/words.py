"""Numbers and ranges of numbers in words."""

from fractions import Fraction

from sladsl.model.units import PERCENT, Unit, decimal_text
from sladsl.temporal import describe_duration

Cut = tuple[Fraction, int]
"""A place between two numbers: 0 just before a value, 1 just after it."""


def value_words(value: Fraction, unit: Unit) -> str:
    """`99.9%`, `12.5 USD`, `43 min 12 s`."""
    if unit == PERCENT:
        return decimal_text(value * 100) + "%"
    if unit.is_time and value.denominator == 1:
        return describe_duration(value.numerator)
    return f"{decimal_text(value)} {unit.currency}" if unit.currency else decimal_text(value)


def range_words(low: Cut | None, high: Cut | None, unit: Unit) -> str:
    """`exactly 99%`, `at least 99% and below 99.5%`; None: without an end."""
    if low is not None and high is not None and low[0] == high[0]:
        return f"exactly {value_words(low[0], unit)}"
    words = []
    if low is not None:
        words.append(f"{'above' if low[1] else 'at least'} {value_words(low[0], unit)}")
    if high is not None:
        words.append(f"{'at most' if high[1] else 'below'} {value_words(high[0], unit)}")
    return " and ".join(words) or "every value"
