"""Windows: the hours, days, weeks, months into which a term is cut. Those of one kind tile: no overlap and no gap."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
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

    A window is `count` units long, counted from `anchor_date` where it is more than one; or, if `rolling`, one such
    window ends with every unit, so that they overlap.
    """

    unit: WindowUnit
    week_start: int = 0
    anchor_day: int = 1
    anchor_month: int = 1
    count: int = 1
    rolling: bool = False
    anchor_date: datetime.date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.week_start <= 6:
            raise ValueError(f"a week starts on weekday 0 (Monday) to 6, not {self.week_start}")
        if not 1 <= self.anchor_day <= 31:
            raise ValueError(f"a month starts on day 1 to 31, not {self.anchor_day}")
        if not 1 <= self.anchor_month <= 12:
            raise ValueError(f"a year starts in month 1 to 12, not {self.anchor_month}")
        if self.count < 1:
            raise ValueError(f"a window is at least one {self.unit.value} long, not {self.count}")
        if self.unit is WindowUnit.HOUR and (self.count > 1 or self.rolling):
            raise ValueError("windows of hours follow one another, one by one")
        if self.count > 1 and not self.rolling and self.anchor_date is None:
            raise ValueError(f"windows of {self.count} {self.unit.value}s need a date to be counted from")

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
    """All windows of the kind that meet [start, end), whole, in order. Borders are local midnights or full hours. Of
    rolling windows, which overlap, those that end in [start, end) or with the unit that holds its last instant."""
    if end < start:
        raise ValueError("a period cannot end before it starts")
    if start == end:
        return []
    if kind.unit is WindowUnit.TERM:
        return [Window(kind, start, end, "term")]
    if kind.rolling:
        return _rolling(kind, zone, start, end)
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


def _rolling(kind: WindowKind, zone: Zone, start: int, end: int) -> list[Window]:
    """A window for every unit that meets [start, end): it ends with that unit and is `count` units long."""
    steps = replace(kind, count=1, rolling=False)
    found: list[Window] = []
    for step in tile(steps, zone, start, end):
        last = zone.local(step.end - 1)[0]
        opens = zone.to_utc(_days_before(kind, zone.local(step.start)[0], kind.count - 1), 0)
        words = kind.unit.value.replace("_", " ") + ("s" if kind.count > 1 else "")
        found.append(Window(kind, opens, step.end, f"{kind.count} {words} to {last.isoformat()}"))
    return found


def _days_before(kind: WindowKind, first: datetime.date, units: int) -> datetime.date:
    """The first day of the unit so many before the one that begins on `first`."""
    if kind.unit in _MONTHS:
        month = first.year * 12 + first.month - 1 - units * _MONTHS[kind.unit]
        return clamped_date(month // 12, month % 12 + 1, kind.anchor_day)
    return _date(first.toordinal() - units * (7 if kind.unit is WindowUnit.WEEK else 1))


def _first_days(kind: WindowKind, near: datetime.date) -> Iterator[datetime.date]:
    """The first days of consecutive windows without end, from one that surely starts before `near` does."""
    if kind.unit in _MONTHS:
        length = _MONTHS[kind.unit] * kind.count
        anchor = kind.anchor_date
        anchored = kind.anchor_month - 1 if anchor is None else anchor.year * 12 + anchor.month - 1
        month = near.year * 12 + near.month - 1
        month -= (month - anchored) % length + length
        while True:
            year, month_of_year = divmod(month, 12)
            yield clamped_date(year, month_of_year + 1, kind.anchor_day if anchor is None else anchor.day)
            month += length
    # One more day of margin: where the clock jumps over a midnight, the day before still runs for a while.
    length = (7 if kind.unit is WindowUnit.WEEK else 1) * kind.count
    ordinal = near.toordinal() - length
    if kind.anchor_date is not None:
        ordinal -= (near - kind.anchor_date).days % length
    elif kind.unit is WindowUnit.WEEK:
        ordinal -= (near.weekday() - kind.week_start) % 7
    while True:
        yield _date(ordinal)
        ordinal += length


def _label(kind: WindowKind, first: datetime.date) -> str:
    """`2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-W10`; others are named by their first day."""
    if (kind.week_start, kind.anchor_day, kind.anchor_month, kind.anchor_date) != (0, 1, 1, None):
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
