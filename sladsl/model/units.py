"""Units of exact numbers: percent, counts, plain numbers, money, elapsed time, open time of a calendar, their products.

Numbers are kept in base units: time in microseconds, money in whole currency units, percent as a ratio.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from sladsl.frozen import Frozen, frozen

TIME = "time"
"""The factor of elapsed time."""

Flavour = Literal["percent", "count", "number", ""]


def open_time_factor(calendar: str) -> str:
    """The factor of time counted in a calendar: it never mixes with elapsed time."""
    return f"open time of {calendar}"


@frozen
class Unit(Frozen):
    """`factors` are (factor, exponent) pairs, sorted, exponents not 0: `(("USD", 1),)`.

    `flavour` tells dimensionless numbers apart: 99.9 is not 99.9 %.
    """

    factors: tuple[tuple[str, int], ...] = ()
    flavour: Flavour = ""

    def times(self, other: "Unit", sign: int = 1) -> "Unit":
        """The unit of a product (`sign` 1) or of a quotient (`sign` -1)."""
        exponents = dict(self.factors)
        for factor, exponent in other.factors:
            exponents[factor] = exponents.get(factor, 0) + sign * exponent
        factors = tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
        return Unit(factors) if factors else Unit((), self._flavour_with(other, sign))

    def _flavour_with(self, other: "Unit", sign: int) -> Flavour:
        if self.factors or other.factors:
            return "percent" if sign < 0 or self.factors else "number"
        if self.flavour == "percent":
            return "percent"
        if self.flavour == other.flavour == "count":
            return "percent" if sign < 0 else "count"
        return "percent" if other.flavour == "percent" and sign > 0 else "number"

    @property
    def is_time(self) -> bool:
        """Elapsed time or open time of one calendar."""
        return len(self.factors) == 1 and self.factors[0][1] == 1 and (
            self.factors[0][0] == TIME or self.factors[0][0].startswith("open time of ")
        )  # fmt: skip

    @property
    def calendar(self) -> str | None:
        """The calendar of open time."""
        return self.factors[0][0].removeprefix("open time of ") if self.is_time and self != DURATION else None

    @property
    def currency(self) -> str | None:
        """The currency of an amount of money."""
        if len(self.factors) == 1 and self.factors[0][1] == 1 and is_currency(self.factors[0][0]):
            return self.factors[0][0]
        return None

    def words(self) -> str:
        """The unit as a person would say it in a message."""
        if not self.factors:
            return {"percent": "a percentage", "count": "a count", "number": "a plain number", "": "a number"}[
                self.flavour
            ]
        if self == DURATION:
            return "elapsed time"
        if self.is_time:
            return self.factors[0][0] if self.calendar else "business time"
        if self.currency:
            return f"an amount in {self.currency}"
        return " × ".join(name if exponent == 1 else f"{name}^{exponent}" for name, exponent in self.factors)


def is_currency(code: str) -> bool:
    """Three capital letters; whether ISO 4217 knows it is asked in `currency.py`."""
    return len(code) == 3 and code.isascii() and code.isupper() and code.isalpha()


PERCENT = Unit((), "percent")
COUNT = Unit((), "count")
NUMBER = Unit((), "number")
DURATION = Unit(((TIME, 1),))


@lru_cache(maxsize=256)
def money(currency: str) -> Unit:
    return Unit(((currency, 1),))


def declared(name: str) -> Unit:
    """A unit that the contract declares: `unit service_days`."""
    return Unit(((name, 1),))


def open_time(calendar: str) -> Unit:
    return Unit(((open_time_factor(calendar), 1),))


ANY_CALENDAR = open_time("")
"""Business hours of a calendar that is not named: whichever the other side counts in."""


def common_unit(left: Unit, right: Unit) -> Unit | None:
    """The unit of a sum; None where the two do not add or compare. A plain number goes with counts and with numbers
    of a declared unit, business hours without a calendar with those of any calendar."""
    if left == right:
        return left
    for one, other in ((left, right), (right, left)):
        if one == NUMBER and (other == COUNT or _is_declared_unit(other)):
            return other
        if one == ANY_CALENDAR and other.calendar is not None:
            return other
    return None


def _is_declared_unit(unit: Unit) -> bool:
    return bool(unit.factors) and not unit.is_time and unit.currency is None


def shared_unit(units: Iterable[Unit | None]) -> Unit | None:
    """The unit of values of which one is taken; what has none says nothing about it."""
    found: Unit | None = None
    for each in units:
        found = each if found is None else found if each is None else common_unit(found, each) or found
    return found


def combined(operator: str, left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a sum, difference, product or quotient; None where one side of a product has none."""
    if operator in "+-":
        return shared_unit((left, right))
    if left is None or right is None:
        return None
    return left.times(right, 1 if operator == "*" else -1)


@frozen
class Measurable(Frozen):
    """An exact number with its unit."""

    value: Fraction
    unit: Unit


def decimal_text(value: Fraction, most: int = 12) -> str:
    """A short decimal for messages; exact where the fraction ends within `most` places, else cut with `…`."""
    sign, magnitude = ("-" if value < 0 else ""), abs(value)
    whole, rest = divmod(magnitude.numerator, magnitude.denominator)
    digits = ""
    while rest and len(digits) < most:
        digit, rest = divmod(rest * 10, magnitude.denominator)
        digits += str(digit)
    return f"{sign}{whole}" + (f".{digits}" if digits else "") + ("…" if rest else "")
