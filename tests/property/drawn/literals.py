"""Constants as people write them, of each unit, on the values where contracts turn."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from property.drawn.draft import Draft, Stream, Unit

PERCENTS: Final = ("99.9%", "99%", "95%", "0%", "5%", "10%", "50%", "99.95%", "100%", "33.333%", "0.001%", "99.99%")
FIGURES: Final = ("1", "0", "2", "3", "10", "0.5", "1_000", "12.345678")
COUNTS: Final = ("1", "0", "2", "5", "20")
LENGTHS: Final = ("1h", "5min", "1us", "0s", "30 minutes", "1h30min", "4h", "90s", "1.5h", "2 days", "24h", "1 week")
OPEN_LENGTHS: Final = ("4", "1", "0", "8", "2.5")
CURRENCIES: Final = ("USD", "EUR", "VND", "JPY", "KWD", "IRR")
_WHOLE: Final = ("100", "1", "0", "12_000", "7", "2_000_000", "3")
_CENTS: Final = (*_WHOLE, "33.33", "0.01", "999.99")
_FILS: Final = (*_CENTS, "1.005")
PLACES: Final = {"VND": _WHOLE, "JPY": _WHOLE, "KWD": _FILS}


def amount(d: Draft) -> str:
    assert d.currency is not None
    return f"{d.pick(PLACES.get(d.currency, _CENTS))} {d.currency}"


_LITERAL: Final = re.compile(
    r"\(*[0-9][0-9_.]*(%|[a-z][0-9a-z.]*)?( [A-Z]{3}|( business)? [a-z]+s?( of (?!fees)[^\s.]+)?)?\)*"
)


def is_literal(text: str) -> bool:
    return _LITERAL.fullmatch(text) is not None


def literal(d: Draft, unit: Unit) -> str:
    """A constant of the unit, or a parameter that holds one."""
    named = [name for name, each in d.parameters if each == unit]
    if named and d.chance(3):
        return d.pick(named)
    match unit:
        case "percent":
            return d.pick(PERCENTS)
        case "count":
            return d.pick(COUNTS)
        case "time":
            return d.pick(LENGTHS)
        case "money":
            return amount(d)
        case _ if unit.startswith("open:"):
            return _open_length(d, unit.removeprefix("open:"))
        case _:
            return d.pick(FIGURES)


def _open_length(d: Draft, calendar: str) -> str:
    of = d.pick((f" of {calendar}", ""))
    return f"{d.pick(OPEN_LENGTHS)} business {d.pick(('hours', 'minutes', 'seconds'))}{of}"


WIDTHS: Final = (("5min", 300), ("1min", 60), ("1h", 3600), ("15 minutes", 900), ("30s", 30), ("1 day", 86400))


def width(d: Draft, stream: Stream) -> str:
    """The width of buckets that hold whole samples of the stream."""
    return d.pick([written for written, seconds in WIDTHS if not stream.every or seconds % stream.every == 0])


_ASCENDING: Final = ("1us", "90s", "5min", "1h", "1.5h", "4h", "24h", "2 days")


def bounds(d: Draft, unit: Unit) -> list[str]:
    """Different constants of the unit, the smallest first, none at the end of what a share can reach."""
    if unit == "percent":
        options: Sequence[str] = sorted(set(PERCENTS) - {"0%", "100%"}, key=lambda text: Fraction(text[:-1]))
    elif unit == "time":
        options = _ASCENDING
    elif unit == "money":
        options = [f"{each} {d.currency}" for each in sorted(_WHOLE, key=Fraction)]
    elif unit.startswith("open:"):
        options = [
            f"{each} business hours of {unit.removeprefix('open:')}" for each in sorted(OPEN_LENGTHS, key=Fraction)
        ]
    else:
        options = sorted(FIGURES, key=Fraction)
    first = d.count(0, len(options) - 1)
    return list(options[first : first + d.count(1, 3)])


def length(d: Draft, least: int = 0) -> str:
    """A whole length of time; `least` 1: not none."""
    lengths = [each for each in LENGTHS if each != "0s"] if least else LENGTHS
    return d.pick(lengths)


def counted_window(d: Draft) -> str:
    """A window of which there are not too many."""
    return d.pick(("week", "term")) if d.style.shiftable else d.pick(("month", "quarter", "half year", "term"))


def window(d: Draft, zoned: bool = True, *, tiles: bool = False) -> str:
    """What stands after `per`; `tiles`: none that overlap."""
    if d.style.shiftable:
        weekly = ("day", "week", "term", "hour", "calendar day", "week from Sunday", f"14 days from {d.focus}")
        return d.pick(weekly if tiles else (*weekly, "rolling 3 days", "rolling 2 weeks"))
    if d.chance(5):
        fiscal = (f"fiscal {each} from 02-29" for each in ("quarter", "half year", "year"))
        rare = ("week from Wednesday", "billing month from day 5", f"28 days from {d.focus}", *fiscal)
        return d.pick(rare if tiles else (*rare, "rolling 2 months", "rolling 10 days", "rolling 3 weeks"))
    written = d.pick(
        (
            *("month", "calendar month", "day", "week", "month", "quarter", "half year", "calendar half year", "year"),
            *("hour", "term", "month from day 21", "month from day 31", "calendar month from day 1"),
        )
    )
    if zoned and written != "term" and d.chance(8):
        return f'{written} in "{d.pick(("UTC", "Europe/Berlin", "Australia/Lord_Howe"))}"'
    return written
