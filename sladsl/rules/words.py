"""Exact values in words, for derivations and messages. Nothing is rounded: what has no end is a fraction."""

from fractions import Fraction

from sladsl.graph import WindowRule
from sladsl.graph.contract import RowBound
from sladsl.model.units import NUMBER, PERCENT, Unit
from sladsl.temporal import describe_duration

_MOST_PLACES = 12


def value_words(value: Fraction | bool | None, unit: Unit | None) -> str:
    """`99.9%`, `1200.5 USD`, `43 min 12 s`, `1/3`."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    unit = unit or NUMBER
    if unit == PERCENT:
        return decimal_words(value * 100) + "%"
    if unit.is_time and value.denominator == 1:
        return describe_duration(value.numerator)
    return f"{decimal_words(value)} {unit.currency}" if unit.currency else decimal_words(value)


def decimal_words(value: Fraction) -> str:
    """A plain decimal where there is a short one, else a reduced fraction."""
    for places in range(_MOST_PLACES + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = f"{abs(scaled.numerator):0{places + 1}d}"
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{value.numerator}/{value.denominator}"


def bound_words(bound: RowBound, value: Fraction | bool | None, unit: Unit | None) -> str:
    return f"{bound.side} {value_words(value, unit)}"


def window_words(rule: WindowRule | None) -> str:
    """` per month`, or nothing where a limit is for each window of its own."""
    return "" if rule is None else f" per {rule.unit}"
