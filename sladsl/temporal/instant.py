"""Instants to and from text (ISO 8601)."""

import datetime
import re
from typing import Final

from sladsl.temporal.errors import NaiveTime
from sladsl.temporal.units import DAY, EPOCH_ORDINAL, HOUR, MINUTE, SECOND, wall_microseconds
from sladsl.temporal.zone import Zone

_SHAPE: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?",
    re.ASCII,
)
_FINEST: Final = 6
_LONGEST: Final = 64


def parse_instant(text: str, zone: Zone | None = None, *, truncate: bool = False) -> int:
    """Read an ISO 8601 date-time: `2026-03-04T05:06:07.5Z`, `2026-03-04 05:06+01:00`, `2026-03-04`.

    A time without an offset is local time in `zone`, and a bare date is its local midnight; without a zone both are a
    NaiveTime. A time finer than a microsecond is a ValueError, or is cut off (towards the past) when `truncate` is set.
    """
    match = _SHAPE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise ValueError(f'"{text[:_LONGEST]}" is not a date and time such as 2026-03-04T05:06:07Z')
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f'"{text}" names a day that does not exist') from None
    time_of_day = 0 if hour is None else _time_of_day(text, hour, minute, second, fraction, truncate)
    if offset is not None:
        return wall_microseconds(date, time_of_day) - _offset(text, offset)
    if zone is None:
        raise NaiveTime(f'"{text}" has no offset, and no time zone is given for it')
    return zone.to_utc(date, time_of_day)


def format_instant(us: int, zone: Zone | None = None) -> str:
    """ISO 8601 with an offset: `2026-03-04T05:06:07Z` (UTC or no zone), `2026-03-04T06:06:07.5+01:00`."""
    offset = 0 if zone is None else zone.offset(us)
    days, time_of_day = divmod(us + offset, DAY)
    try:
        date = datetime.date.fromordinal(EPOCH_ORDINAL + days)
    except (ValueError, OverflowError):
        raise ValueError("this instant lies outside the years 1 to 9999") from None
    is_utc = zone is None or zone.name in ("UTC", "Etc/UTC")
    return f"{date.isoformat()}T{format_time_of_day(time_of_day)}{'Z' if is_utc else format_offset(offset)}"


def format_time_of_day(time_of_day_us: int) -> str:
    """`05:06:07`, with a fraction only when there is one, never longer than it needs to be."""
    seconds, fraction = divmod(time_of_day_us, SECOND)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{fraction:06d}".rstrip("0") if fraction else text


def format_offset(offset_us: int) -> str:
    """`+01:00`, or `+00:53:28` for the local mean times of long ago."""
    sign, seconds = ("-", -offset_us // SECOND) if offset_us < 0 else ("+", offset_us // SECOND)
    text = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def parse_time_of_day(text: str) -> int:
    """`09:00`, `17:30:15` or `24:00` as microseconds since 00:00 on the clock face."""
    match = re.fullmatch(r"(\d\d):(\d\d)(?::(\d\d))?", text, re.ASCII)
    if match is None:
        raise ValueError(f'"{text}" is not a time of day such as 09:00 or 24:00')
    return _time_of_day(text, match[1], match[2], match[3], None, False)


def _time_of_day(text: str, hour: str, minute: str, second: str | None, fraction: str | None, truncate: bool) -> int:
    seconds = int(second or 0)
    if int(minute) > 59 or seconds > 59:
        hint = "; leap seconds are not instants of their own here" if seconds == 60 else ""
        raise ValueError(f'"{text}" has more than 59 minutes or seconds{hint}')
    total = int(hour) * HOUR + int(minute) * MINUTE + seconds * SECOND + _fraction(text, fraction or "", truncate)
    if total > DAY:
        raise ValueError(f'"{text}" is later than 24:00')
    return total


def _fraction(text: str, digits: str, truncate: bool) -> int:
    if digits[_FINEST:].strip("0") and not truncate:
        raise ValueError(f'"{text}" is finer than a microsecond; say truncate to cut it off')
    return int(digits[:_FINEST].ljust(_FINEST, "0"))


def _offset(text: str, written: str) -> int:
    if written in "Zz":
        return 0
    digits = written[1:].replace(":", "")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4] or 0), int(digits[4:6] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f'"{text}" has the offset {written}, which no clock can have')
    size = hours * HOUR + minutes * MINUTE + seconds * SECOND
    return -size if written[0] == "-" else size
