"""Windows: the hours, days, weeks, months into which a term is cut. Those of one kind tile: no overlap and no gap."""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, assert_never

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.duration import clamped_date
from sladsl.temporal.hour_window import hour_windows
from sladsl.temporal.zone import Zone


class WindowUnit(StrEnum):
    """The closed set of window lengths; a term is one window."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"


_MONTHS: Final = {WindowUnit.MONTH: 1, WindowUnit.QUARTER: 3, WindowUnit.HALF_YEAR: 6, WindowUnit.YEAR: 12}


@frozen
class WindowKind(Frozen):
    """How a term is cut. Make one with `WindowKind.month()`, `.week(start=6)`, `.year(anchor_month=4)` and so on.

    Weeks start on `week_start` (0 = Monday). Months and longer start on `anchor_day` (clamped in short months) of a
    month that is a whole number of units away from `anchor_month`. An anchor that does not exist is a ValueError.
    """

    unit: WindowUnit
    week_start: int = 0
    anchor_day: int = 1
    anchor_month: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.week_start <= 6:
            raise ValueError(f"a week starts on weekday 0 (Monday) to 6, not {self.week_start}")
        if not 1 <= self.anchor_day <= 31:
            raise ValueError(f"a month starts on day 1 to 31, not {self.anchor_day}")
        if not 1 <= self.anchor_month <= 12:
            raise ValueError(f"a year starts in month 1 to 12, not {self.anchor_month}")

    @classmethod
    def hour(cls) -> "WindowKind":
        return cls(WindowUnit.HOUR)

    @classmethod
    def day(cls) -> "WindowKind":
        return cls(WindowUnit.DAY)

    @classmethod
    def week(cls, start: int = 0) -> "WindowKind":
        return cls(WindowUnit.WEEK, week_start=start)

    @classmethod
    def month(cls, anchor_day: int = 1) -> "WindowKind":
        return cls(WindowUnit.MONTH, anchor_day=anchor_day)

    @classmethod
    def quarter(cls, anchor_month: int = 1, anchor_day: int = 1) -> "WindowKind":
        return cls(WindowUnit.QUARTER, anchor_day=anchor_day, anchor_month=anchor_month)

    @classmethod
    def half_year(cls, anchor_month: int = 1, anchor_day: int = 1) -> "WindowKind":
        return cls(WindowUnit.HALF_YEAR, anchor_day=anchor_day, anchor_month=anchor_month)

    @classmethod
    def year(cls, anchor_month: int = 1, anchor_day: int = 1) -> "WindowKind":
        return cls(WindowUnit.YEAR, anchor_day=anchor_day, anchor_month=anchor_month)

    @classmethod
    def term(cls) -> "WindowKind":
        return cls(WindowUnit.TERM)


@frozen
class Window(Frozen):
    """One window [start, end) with the name people know it by."""

    kind: WindowKind
    start: int
    end: int
    label: str


def tile(kind: WindowKind, zone: Zone, start: int, end: int) -> list[Window]:
    """All windows of the kind that meet [start, end), whole, in order. Borders are local midnights or full hours."""
    if end < start:
        raise ValueError("a period cannot end before it starts")
    if start == end:
        return []
    if kind.unit is WindowUnit.TERM:
        return [Window(kind, start, end, "term")]
    if kind.unit is WindowUnit.HOUR:
        return [Window(kind, *each) for each in hour_windows(zone, start, end)]
    windows: list[Window] = []
    first_days = _first_days(kind, zone.local(start)[0])
    day = next(first_days)
    opens = zone.to_utc(day, 0)
    while opens < end:
        next_day = next(first_days)
        closes = zone.to_utc(next_day, 0)
        # A date that the zone skipped altogether is an empty window, which vanishes.
        if opens < closes and closes > start:
            windows.append(Window(kind, opens, closes, _label(kind, day)))
        day, opens = next_day, closes
    return windows


def window_at(kind: WindowKind, zone: Zone, instant: int) -> Window:
    """The window of the kind that holds the instant; a term has no windows of its own (ValueError)."""
    if kind.unit is WindowUnit.TERM:
        raise ValueError("a term is given by its contract, not found from an instant")
    return tile(kind, zone, instant, instant + 1)[0]


def _first_days(kind: WindowKind, near: datetime.date) -> Iterator[datetime.date]:
    """The first days of consecutive windows without end, from one that surely starts before `near` does."""
    if kind.unit in _MONTHS:
        length = _MONTHS[kind.unit]
        month = near.year * 12 + near.month - 1
        month -= (month - (kind.anchor_month - 1)) % length + length
        while True:
            year, month_of_year = divmod(month, 12)
            yield clamped_date(year, month_of_year + 1, kind.anchor_day)
            month += length
    # One more day of margin: where the clock jumps over a midnight, the day before still runs for a while.
    length = 7 if kind.unit is WindowUnit.WEEK else 1
    ordinal = near.toordinal() - length
    if kind.unit is WindowUnit.WEEK:
        ordinal -= (near.weekday() - kind.week_start) % 7
    while True:
        yield _date(ordinal)
        ordinal += length


def _label(kind: WindowKind, first: datetime.date) -> str:
    """`2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-W10`; others are named by their first day."""
    if (kind.week_start, kind.anchor_day, kind.anchor_month) != (0, 1, 1):
        return first.isoformat()
    match kind.unit:
        case WindowUnit.YEAR:
            return f"{first.year:04d}"
        case WindowUnit.HALF_YEAR:
            return f"{first.year:04d}-H{(first.month + 5) // 6}"
        case WindowUnit.QUARTER:
            return f"{first.year:04d}-Q{(first.month + 2) // 3}"
        case WindowUnit.MONTH:
            return f"{first.year:04d}-{first.month:02d}"
        case WindowUnit.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case WindowUnit.DAY | WindowUnit.HOUR | WindowUnit.TERM:
            return first.isoformat()
        case _:
            assert_never(kind.unit)


def _date(ordinal: int) -> datetime.date:
    try:
        return datetime.date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise ValueError("the windows reach outside the years 1 to 9999") from None
