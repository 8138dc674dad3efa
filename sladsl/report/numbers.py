"""Exact numbers as they are shown: a reduced fraction, a rounded decimal, and lengths of time in words.

All of it is integer arithmetic. Base units are those of `sladsl.model.units`.
"""

import hashlib
from fractions import Fraction

from sladsl.frozen import Frozen, frozen
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.model.lengths import FIXED
from sladsl.model.units import NUMBER, PERCENT, TIME, Unit
from sladsl.rules.rounding import to_step
from sladsl.temporal import HOUR, SECOND, describe_duration

MEASURE_PLACES = 6
_USUAL_PLACES = 2
_LONGEST = 1_000
"""Digits a side of a fraction may have to be printed as one."""
_MOST_PLACES = 18
_CHUNK = 1_000
_TOO_LONG = 10**_LONGEST
_WHOLE_CHUNK = 10**_CHUNK


@frozen
class ShownNumber(Frozen):
    """A number in the unit it is displayed in. `calendar`: whose open time it is; `human`: time in words."""

    value: Fraction
    places: int
    unit: str
    calendar: str | None = None
    human: str | None = None

    @property
    def exact(self) -> str:
        return fraction_text(self.value)

    @property
    def rounded(self) -> str:
        return rounded_text(self.value, self.places)


def shown_number(value: Fraction, unit: Unit | None, shown_in: str | None = None) -> ShownNumber:
    """`value`, given in base units, in the unit people read it in: `shown_in` for time, else seconds."""
    unit = unit or NUMBER
    if unit == PERCENT:
        return ShownNumber(value * 100, MEASURE_PLACES, "percent")
    if unit.is_time:
        name = shown_in if shown_in in FIXED else "second"
        human = duration_words(value, days=unit.calendar is None)
        return ShownNumber(value / FIXED[name], MEASURE_PLACES, name, unit.calendar, human)
    if unit.currency is not None:
        return ShownNumber(value, currency_places(unit.currency), unit.currency)
    if not unit.factors:
        return ShownNumber(value, MEASURE_PLACES, "count" if unit.flavour == "count" else "number")
    seconds = dict(unit.factors).get(TIME, 0)
    return ShownNumber(value / Fraction(SECOND) ** seconds, MEASURE_PLACES, _product(unit))


def currency_places(currency: str) -> int:
    """Decimal places of a currency's amounts."""
    return DECIMAL_PLACES.get(currency, _USUAL_PLACES)


def fraction_text(value: Fraction) -> str:
    """`42625/432`, `99/1`; one too long to print as a rounded decimal and the SHA-256 of the fraction."""
    text = f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    if max(abs(value.numerator), value.denominator) < _TOO_LONG:
        return text
    return f"{rounded_text(value, MEASURE_PLACES)}… sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def rounded_text(value: Fraction, places: int) -> str:
    """`98.668981`: rounded half up (a half goes away from zero) to so many places, all of them written."""
    # What `to_step` does, without a fraction made on the way: results have hundreds of thousands of numbers.
    steps = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    digits = _digits(steps).rjust(places + 1, "0")
    sign = "-" if steps and value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def short_decimal(value: Fraction, most: int = MEASURE_PLACES) -> str:
    """A decimal without trailing zeros, rounded to at most so many places."""
    text = rounded_text(value, most)
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_short(value: Fraction, most: int = MEASURE_PLACES) -> bool:
    """Whether a decimal of so many places is exact."""
    return pow(10, most, value.denominator) == 0


def places_apart(value: Fraction, other: Fraction) -> int:
    """The places at which two different numbers also look different: 99.89999999 must not be shown as the target it
    misses."""
    for places in range(MEASURE_PLACES, _MOST_PLACES):
        if value == other or rounded_text(value, places) != rounded_text(other, places):
            return places
    return _MOST_PLACES


def grouped(decimal: str) -> str:
    """`12,000.00`: thousands apart, for people."""
    sign, digits = ("-", decimal[1:]) if decimal.startswith("-") else ("", decimal)
    whole, dot, rest = digits.partition(".")
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return sign + ",".join(groups) + dot + rest


def duration_words(microseconds: Fraction, *, days: bool = True) -> str:
    """`43 min 12 s`, `-1 h`; `≈` where it is finer than a microsecond. Where a day is not 24 hours, as in the open time
    of a calendar, hours are the largest unit."""
    whole = int(microseconds if microseconds.denominator == 1 else to_step(microseconds, Fraction(1)))
    about = "" if whole == microseconds else "≈ "
    hours, rest = divmod(abs(whole), HOUR)
    if days or not hours:
        return about + describe_duration(whole)
    return f"{about}{'-' if whole < 0 else ''}{hours} h" + (f" {describe_duration(rest)}" if rest else "")


def _product(unit: Unit) -> str:
    """`Mbps`, `USD per second`."""
    above = [_power(name, exponent) for name, exponent in unit.factors if exponent > 0]
    below = [_power(name, -exponent) for name, exponent in unit.factors if exponent < 0]
    return " × ".join(above or ["1"]) + "".join(f" per {each}" for each in below)


def _power(name: str, exponent: int) -> str:
    words = "second" if name == TIME else name
    return words if exponent == 1 else f"{words}^{exponent}"


def _digits(number: int) -> str:
    """Decimal digits of any integer; Python itself refuses to write very long ones."""
    chunks: list[str] = []
    rest = abs(number)
    while rest >= _WHOLE_CHUNK:
        rest, chunk = divmod(rest, _WHOLE_CHUNK)
        chunks.append(f"{chunk:0{_CHUNK}d}")
    return ("-" if number < 0 else "") + str(rest) + "".join(reversed(chunks))
