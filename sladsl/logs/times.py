"""Logged times as instants: ISO 8601, epoch counts, or a pattern of fixed pieces."""

import datetime
import re
from collections.abc import Callable
from dataclasses import field

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.complaints import Unfit
from sladsl.logs.numbers import Exact, power_of_ten, read_exact
from sladsl.logs.rows import Cell, text_of
from sladsl.logs.shown import quoted
from sladsl.temporal import YEARS, NaiveTime, Zone, is_in_years, parse_instant

_EPOCH_PLACES = {"epoch_s": 6, "epoch_ms": 3, "epoch_us": 0}
_MOST_CACHED = 500_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PIECES = {
    "Y": r"(?P<year>\d{4})",
    "y": r"(?P<short_year>\d{2})",
    "m": r"(?P<month>\d{1,2})",
    "b": rf"(?P<month_name>{'|'.join(_MONTHS)})",
    "d": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
    "I": r"(?P<half_day_hour>\d{1,2})",
    "p": r"(?P<half_day>am|pm)",
    "M": r"(?P<minute>\d{1,2})",
    "S": r"(?P<second>\d{1,2})",
    "f": r"(?P<fraction>\d{1,9})",
    "z": r"(?P<offset>z|[+-]\d{2}:?\d{2})",
    "%": "%",
}
_FINE = re.compile(r"[.,]\d{6}\d*[1-9]", re.ASCII)


def time_pattern(pattern: str) -> re.Pattern[str]:
    """The expression for a pattern such as `%d/%m/%Y %H:%M`; ValueError says what cannot be used in it."""
    pieces: list[str] = []
    rest = iter(pattern)
    for character in rest:
        if character != "%":
            pieces.append(re.escape(character))
            continue
        letter = next(rest, "")
        if letter not in _PIECES:
            known = " ".join(f"%{each}" for each in _PIECES)
            raise ValueError(f"%{letter} is not a piece of a time pattern; there are {known}")
        pieces.append(_PIECES[letter])
    try:
        compiled = re.compile("".join(pieces), re.ASCII | re.IGNORECASE)
    except re.error:
        raise ValueError("a piece of the time pattern is written twice") from None
    _check_pieces(frozenset(compiled.groupindex))
    return compiled


def _check_pieces(has: frozenset[str]) -> None:
    for one, other, what in (
        ("year", "short_year", "a year (%Y or %y)"),
        ("month", "month_name", "a month (%m or %b)"),
        ("day", "day", "a day (%d)"),
    ):
        if one not in has and other not in has:
            raise ValueError(f"the time pattern has no {what[2:]}")
        if one != other and one in has and other in has:
            raise ValueError(f"the time pattern has {what} twice")
    if "hour" in has and "half_day_hour" in has:
        raise ValueError("the time pattern has an hour (%H or %I) twice")
    if ("half_day_hour" in has) != ("half_day" in has):
        raise ValueError("the time pattern needs %I and %p together")


@changing
class TimeReader(Changing):
    """Reads the times of one stream. Calling it gives microseconds UTC, or raises Unfit with the reason.

    `form` is "iso", "epoch_s", "epoch_ms", "epoch_us" or a pattern that `time_pattern` accepts. `known` are texts
    that were read before.
    """

    form: str = "iso"
    zone: Zone | None = None
    truncate: bool = False
    _read: Callable[[str], int] = field(init=False)
    _pattern: re.Pattern[str] | None = field(init=False, default=None)
    known: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.form in _EPOCH_PLACES:
            self._read = self._epoch
        elif self.form == "iso":
            self._read = self._iso
        else:
            self._pattern = time_pattern(self.form)
            self._read = self._patterned

    def __call__(self, cell: Cell) -> int:
        if isinstance(cell, str):
            known = self.known.get(cell)
            return known if known is not None else self._fresh(cell)
        if cell is None or isinstance(cell, bool | list):
            raise Unfit(codes.BAD_TIME, f"{quoted(text_of(cell))} is not a time")
        if self.form not in _EPOCH_PLACES:
            raise Unfit(codes.BAD_TIME, f'{quoted(str(cell))} is a bare number; say time = "epoch_s" or "epoch_ms"')
        return self._read(str(cell))

    def _fresh(self, text: str) -> int:
        instant = self._read(text.strip())
        if len(self.known) >= _MOST_CACHED:
            self.known.clear()
        self.known[text] = instant
        return instant

    def iso_or_epoch(self) -> "TimeReader":
        """The reader for times inside intervals: patterns give way to ISO 8601."""
        return self if self._pattern is None else TimeReader("iso", self.zone, self.truncate)

    def _epoch(self, text: str) -> int:
        try:
            exact: Exact = read_exact(text)
        except Unfit as trouble:
            raise Unfit(codes.BAD_TIME, f"{trouble.reason}, so it is no count since 1970") from None
        places = _EPOCH_PLACES[self.form]
        if exact.places > places and not self.truncate:
            raise Unfit(codes.TIME_TOO_FINE, f"{quoted(text)} is finer than a microsecond; `truncate = true` cuts it")
        shift = places - exact.places
        scale = power_of_ten(abs(shift))
        instant = exact.digits * scale if shift >= 0 else exact.digits // scale
        return in_calendar(instant, text)

    def _iso(self, text: str) -> int:
        return in_calendar(self._instant(text), text)

    def _instant(self, text: str) -> int:
        if not self.truncate and _FINE.search(text):
            raise Unfit(codes.TIME_TOO_FINE, f"{quoted(text)} is finer than a microsecond; `truncate = true` cuts it")
        try:
            return parse_instant(text, self.zone, truncate=self.truncate)
        except NaiveTime:
            fix = Fix('say in which zone it is: `--zone Asia/Bangkok`, or `zone = "Asia/Bangkok"` in the binding')
            raise Unfit(codes.NAIVE_TIME, f"{quoted(text)} has no offset, and nobody says its zone", (fix,)) from None
        except (ValueError, OverflowError):
            raise Unfit(codes.BAD_TIME, f"{quoted(text)} is not a time as ISO 8601 writes it") from None

    def _patterned(self, text: str) -> int:
        assert self._pattern is not None
        match = self._pattern.fullmatch(text)
        if match is None:
            raise Unfit(codes.BAD_TIME, f"{quoted(text)} does not look like {self.form}")
        try:
            instant = self._instant(_as_iso(match.groupdict()))
        except Unfit as trouble:
            if trouble.code is codes.BAD_TIME:
                raise Unfit(codes.BAD_TIME, f"{quoted(text)} is a day or time that does not exist") from None
            raise Unfit(trouble.code, f"{quoted(text)}{trouble.reason[trouble.reason.index(' ') :]}") from None
        except ValueError:
            raise Unfit(codes.BAD_TIME, f"{quoted(text)} is a day or time that does not exist") from None
        return in_calendar(instant, text)


def in_calendar(instant: int, shown: str) -> int:
    """The instant if it lies in the years that are known, else Unfit."""
    if not is_in_years(instant):
        fix = Fix('where it stands for "never" or "unknown", name it under `missing` in the binding')
        raise Unfit(codes.BAD_TIME, f"{quoted(shown)} is not in {YEARS}", (fix,))
    return instant


def _as_iso(pieces: dict[str, str | None]) -> str:
    """The pieces in ISO 8601. Two-digit years are 1969 to 2068, as POSIX has it."""
    year = pieces.get("year")
    if year is None:
        short = int(pieces["short_year"] or 0)
        year = str(2000 + short if short < 69 else 1900 + short)
    name = pieces.get("month_name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(pieces["month"] or 0)
    date = datetime.date(int(year), month, int(pieces["day"] or 0))
    hour = int(pieces.get("hour") or 0)
    if pieces.get("half_day"):
        half_day_hour = int(pieces["half_day_hour"] or 0)
        if not 1 <= half_day_hour <= 12:
            raise ValueError("the hour of %I is 1 to 12")
        hour = half_day_hour % 12 + 12 * (str(pieces["half_day"]).lower() == "pm")
    minute, second = int(pieces.get("minute") or 0), int(pieces.get("second") or 0)
    fraction = pieces.get("fraction")
    clock = f"{hour:02d}:{minute:02d}:{second:02d}" + (f".{fraction}" if fraction else "")
    return f"{date.isoformat()}T{clock}{(pieces.get('offset') or '').upper()}"
