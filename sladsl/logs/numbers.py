"""Decimal numbers, exactly: text to an integer and a number of decimal places, and nothing in between."""

import re
from typing import NamedTuple

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Unfit
from sladsl.logs.shown import quoted

_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,'’_   ]\d{3})+([.,]\d*)?", re.ASCII)
_MOST_DIGITS = 100
_LARGEST = 10**18


class Exact(NamedTuple):
    """The number digits / 10**places, with places >= 0 and no trailing zeros among the places."""

    digits: int
    places: int


def read_exact(text: str, decimal: str = ".") -> Exact:
    """A decimal number such as `-12.50` or `1.2E+5`; Unfit with the reason for anything else."""
    plain = text.replace(",", ".") if decimal == "," and "." not in text else text
    match = _NUMBER.fullmatch(plain)
    if match is None or (decimal == "," and "." in text):
        raise Unfit(codes.BAD_NUMBER, f"{quoted(text)} {_why_not(text, decimal)}")
    sign, whole, fraction, exponent = match.groups()
    fraction = fraction or ""
    places = len(fraction) - int(exponent or 0)
    if len(whole) + len(fraction) > _MOST_DIGITS or abs(places) > _MOST_DIGITS:
        raise Unfit(codes.BAD_NUMBER, f"{quoted(text)} has more than {_MOST_DIGITS} digits")
    digits = int(f"{sign}{whole}{fraction}")
    if places < 0:
        return Exact(digits * power_of_ten(-places), 0)
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return Exact(digits, places)


def scaled(exact: Exact, places: int, rounded_to: int | None, shown: str) -> int:
    """The number times 10**places. `rounded_to` rounds half up (away from zero) to that many places first;
    what is still finer is Unfit. `shown` is the number as it was written."""
    if rounded_to is not None and exact.places > rounded_to:
        exact = rounded(exact, rounded_to)
    if exact.places > places:
        reason = f"{quoted(shown)} needs {exact.places} decimal places, and {places or 'none'} can be kept"
        raise Unfit(codes.TOO_MANY_PLACES, reason)
    return storable(exact.digits * power_of_ten(places - exact.places), shown)


def storable(number: int, shown: str) -> int:
    """The number if any engine can hold it (less than 10**18), else Unfit."""
    if not -_LARGEST < number < _LARGEST:
        raise Unfit(codes.BAD_NUMBER, f"{quoted(shown)} is too large to be a measurement")
    return number


def rounded(exact: Exact, places: int) -> Exact:
    """Half up, away from zero."""
    unit = power_of_ten(exact.places - places)
    size = (2 * abs(exact.digits) + unit) // (2 * unit)
    digits = -size if exact.digits < 0 else size
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return Exact(digits, places)


def power_of_ten(exponent: int) -> int:
    """10**exponent for a non-negative exponent, as an integer by type."""
    return int(10**exponent)


def _why_not(text: str, decimal: str) -> str:
    if _GROUPED.fullmatch(text):
        return "has thousands separators; write the digits alone"
    if decimal == "." and "," in text:
        return 'has a comma; if it is the decimal mark, say decimal = "," in the binding'
    if decimal == "," and "." in text:
        return 'has a point, where the binding says decimal = ","'
    if any(each.isdigit() and not each.isascii() for each in text):
        return "is not written with the digits 0 to 9"
    return "is not a number"
