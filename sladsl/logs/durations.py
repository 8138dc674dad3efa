"""Elapsed durations in microseconds: ISO 8601, numbers with units, or plain numbers of a stated unit."""

import re

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Unfit
from sladsl.logs.numbers import Exact, power_of_ten, read_exact, rounded, storable
from sladsl.logs.shown import quoted

UNITS = {
    "us": 1,
    "µs": 1,
    "μs": 1,
    "ms": 1_000,
    "s": 1_000_000,
    "sec": 1_000_000,
    "second": 1_000_000,
    "seconds": 1_000_000,
    "min": 60_000_000,
    "minute": 60_000_000,
    "minutes": 60_000_000,
    "h": 3_600_000_000,
    "hour": 3_600_000_000,
    "hours": 3_600_000_000,
}
_ISO_UNITS = {"W": 604_800_000_000, "D": 86_400_000_000, "H": 3_600_000_000, "M": 60_000_000, "S": 1_000_000}
_NUMBER = r"\d+(?:[.,]\d+)?"
_ISO = re.compile(
    rf"P(?:({_NUMBER})W)?(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?", re.ASCII
)
_PART = re.compile(rf"({_NUMBER}) ?([^\W\d_]+)\s*")
_LONGEST = 64


def read_duration(text: str, unit: str | None, decimal: str = ".", rounded_to: int | None = None) -> int:
    """Microseconds. A plain number needs `unit`, a key of UNITS, and may be rounded to places of it."""
    if len(text) > _LONGEST:
        raise Unfit(codes.BAD_DURATION, f"{quoted(text)} is too long for a duration")
    if text.startswith("-"):
        raise Unfit(codes.BAD_DURATION, f"{quoted(text)} is negative; a duration is not")
    iso = _ISO.fullmatch(text)
    if iso is not None and any(iso.groups()) and not text.endswith("T"):
        parts = [(number, _ISO_UNITS[letter]) for number, letter in zip(iso.groups(), "WDHMS", strict=True) if number]
        return storable(sum(_microseconds(_exact(number), size, text) for number, size in parts), text)
    if text and text[-1].isalpha() and text[0].isdigit():
        return _with_units(text)
    try:
        exact = read_exact(text, decimal)
    except Unfit:
        raise _no_duration(text) from None
    if unit is None:
        raise Unfit(codes.BAD_DURATION, f"{quoted(text)} has no unit; say `unit` in the binding, or write it as 90s")
    if rounded_to is not None and exact.places > rounded_to:
        exact = rounded(exact, rounded_to)
    return storable(_microseconds(exact, UNITS[unit], text), text)


def _with_units(text: str) -> int:
    total, at = 0, 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or part[2] not in UNITS:
            if part is not None and part[2] in ("d", "day", "days", "w", "week", "weeks"):
                raise Unfit(codes.BAD_DURATION, f"{quoted(text)}: a bare day is not a fixed time; write hours")
            raise _no_duration(text)
        total += _microseconds(_exact(part[1]), UNITS[part[2]], text)
        at = part.end()
    return storable(total, text)


def _no_duration(text: str) -> Unfit:
    if text.startswith("P") and re.fullmatch(r"P.*\d[YM].*", text) and "T" not in text.split("M")[0]:
        return Unfit(codes.BAD_DURATION, f"{quoted(text)} has months or years, which have no fixed length")
    return Unfit(codes.BAD_DURATION, f"{quoted(text)} is not a duration such as PT4H, 72h, 90s or 5min")


def _exact(number: str) -> Exact:
    return read_exact(number.replace(",", "."))


def _microseconds(exact: Exact, size: int, shown: str) -> int:
    whole, rest = divmod(exact.digits * size, power_of_ten(exact.places))
    if rest:
        raise Unfit(codes.TIME_TOO_FINE, f"{quoted(shown)} is finer than a microsecond")
    if whole < 0:
        raise Unfit(codes.BAD_DURATION, f"{quoted(shown)} is negative; a duration is not")
    return whole
