"""Values in words, for derivations and messages, where the exact number stands beside them."""

from fractions import Fraction
from functools import lru_cache

from sladsl.graph import WindowRule
from sladsl.graph.contract import RowBound
from sladsl.model.units import NUMBER, PERCENT, Unit
from sladsl.temporal import describe_duration

_MOST_PLACES = 12
_SHOWN_PLACES = 6


# Typed, because yes and 1 are equal in Python and not in a contract.
@lru_cache(maxsize=4096, typed=True)
def value_words(value: Fraction | bool | None, unit: Unit | None) -> str:
    """`99.9%`, `1200.5 USD`, `43 min 12 s`, `0.333333…`."""
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
    """A plain decimal; one that is longer is cut off, and says so."""
    places = _places(value.denominator)
    return _digits(value, places) if places is not None else _digits(value, _SHOWN_PLACES) + "…"


def _places(denominator: int) -> int | None:
    """How many decimal places a reduced fraction has; None for too many."""
    scale = 1
    for places in range(_MOST_PLACES + 1):
        if scale % denominator == 0:
            return places
        scale *= 10
    return None


def _digits(value: Fraction, places: int) -> str:
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return ("-" if value < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def bound_words(bound: RowBound, value: Fraction | bool | None, unit: Unit | None) -> str:
    return f"{bound.side} {value_words(value, unit)}"


def window_words(rule: WindowRule | None) -> str:
    """` per month`, or nothing where a limit is for each window of its own."""
    if rule is None:
        return ""
    several = f"{rule.count} {rule.unit}s" if rule.count > 1 else rule.unit
    return f" per rolling {several}" if rule.rolling else f" per {several}"
