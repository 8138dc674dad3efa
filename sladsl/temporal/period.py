"""Periods as people write them: `2026-Q1`, `2026-03-04`, `2026-01-01 until 2027-01-01`."""

import datetime
import re
from typing import Final

from sladsl.temporal.instant import parse_instant
from sladsl.temporal.units import DAY
from sladsl.temporal.zone import Zone

_NAMED: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)
_BETWEEN: Final = re.compile(r"\s+(until|through)\s+")
_EXAMPLES: Final = "2026, 2026-Q1, 2026-03, 2026-W10, 2026-03-04 or 2026-01-01 until 2027-01-01"


def parse_period(text: str, zone: Zone) -> tuple[int, int]:
    """Read a period as [start, end) instants, its dates being local dates of the zone.

    `2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-W10` (ISO week) and `2026-03-04` are whole. `A until B` ends where
    B begins; `A through B` ends where B ends, so B must be one of the above. With `until` both may be instants with
    an offset or in local time. Anything else, and a period that is empty, is a ValueError.
    """
    parts = _BETWEEN.split(text.strip())
    if len(parts) == 1:
        dates = _named(parts[0])
        if dates is None:
            raise ValueError(f'"{text}" is not a period; write {_EXAMPLES}')
        start, end = zone.to_utc(dates[0], 0), _midnight(dates[1], zone)
        if end <= start:
            raise ValueError(f'"{text}" is empty: the clocks of {zone.name} skipped it')
        return start, end
    if len(parts) != 3:
        raise ValueError(f'"{text}" has more than one until or through')
    start, end = _begin(parts[0], zone), _begin(parts[2], zone)
    if parts[1] == "through":
        dates = _named(parts[2])
        if dates is None:
            raise ValueError(f'"{text}" goes through an instant; write "until" with an instant, or a date')
        end = _midnight(dates[1], zone)
    if end <= start:
        raise ValueError(f'"{text}" ends before it starts' if end < start else f'"{text}" is empty')
    return start, end


def _begin(text: str, zone: Zone) -> int:
    dates = _named(text)
    return parse_instant(text, zone) if dates is None else zone.to_utc(dates[0], 0)


def _midnight(last: datetime.date, zone: Zone) -> int:
    return zone.to_utc(last, DAY)


def _named(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last date of a named period; None when it is none, ValueError when there is no such one."""
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    number = {key: int(value) for key, value in match.groupdict().items() if value is not None}
    try:
        return _dates(number)
    except (ValueError, OverflowError):
        raise ValueError(f'"{text}" does not exist in the calendar') from None


def _dates(number: dict[str, int]) -> tuple[datetime.date, datetime.date]:
    year = number["year"]
    if "day" in number:
        day = datetime.date(year, number["month"], number["day"])
        return day, day
    if "week" in number:
        monday = datetime.date.fromisocalendar(year, number["week"], 1)
        return monday, monday + datetime.timedelta(days=6)
    if "month" in number:
        return _months(year, number["month"], 1)
    if "quarter" in number:
        return _months(year, 3 * number["quarter"] - 2, 3)
    if "half" in number:
        return _months(year, 6 * number["half"] - 5, 6)
    return _months(year, 1, 12)


def _months(year: int, first: int, count: int) -> tuple[datetime.date, datetime.date]:
    # The day before the first of the month after, without naming a year 10000.
    last_month = first + count - 1
    last = datetime.date(year, 12, 31) if last_month == 12 else _day_before(datetime.date(year, last_month + 1, 1))
    return datetime.date(year, first, 1), last


def _day_before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1)
