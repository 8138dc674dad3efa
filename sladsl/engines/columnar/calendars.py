"""Open time as a table: for each day the open time before it and its openings. So no engine meets a time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.temporal import DAY, OpenTime

_MOST_DAYS: Final = 60 * 366
"""A day is one row, written out in the statement."""


def check_days(start: int, end: int) -> None:
    if (end - start) // DAY > _MOST_DAYS:
        raise NoEmitter("instants that lie many years apart")


class OpenDays:
    """The days of [start, end] of a calendar; W(t) is what is open before t, from the first of them."""

    def __init__(self, open_time: OpenTime, start: int, end: int) -> None:
        check_days(start, end)
        self.rows = list(_by_day(open_time, range(start // DAY, end // DAY + 1)))
        self.openings = max(len(openings) for _, _, openings in self.rows)


def _by_day(open_time: OpenTime, days: range) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Each with the open time before it and its openings, of which it has the beginning and the length."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in open_time.intervals(days.start * DAY, days.stop * DAY):
        at = start
        while at < end:
            until = min(end, (at // DAY + 1) * DAY)
            found.setdefault(at // DAY, []).append((at, until - at))
            at = until
    before = 0
    for day in days:
        openings = found.get(day, [])
        yield day, before, openings
        before += sum(length for _, length in openings)


@dataclass(frozen=True, slots=True)
class DaysTogether:
    """The days of several calendars in one table. What looks one up has a number, of which the rest by how many there
    are says which."""

    calendars: tuple[OpenDays, ...]

    @property
    def openings(self) -> int:
        return max(each.openings for each in self.calendars)

    def relation(self, dialect: Dialect) -> str:
        """`k`: the calendar and the days since 1970; `w`: open before; `s0`, `l0` …: when it opens and how long."""
        columns = ["k", "w", *(name for index in range(self.openings) for name in (f"s{index}", f"l{index}"))]
        rows: list[list[str]] = []
        for place, calendar in enumerate(self.calendars):
            for day, before, openings in calendar.rows:
                padded = openings + [(0, 0)] * (self.openings - len(openings))
                key = day * len(self.calendars) + place
                rows.append([str(key), str(before), *(str(number) for pair in padded for number in pair)])
        return dialect.table([(each, dialect.integer) for each in columns], rows)

    def key(self, instant: str, number: str, dialect: Dialect) -> str:
        """Of the day of an instant."""
        day = dialect.divided(instant, dialect.number(DAY))
        several = len(self.calendars)
        return (
            day
            if several == 1
            else f"{day} * {several} + {number} - {dialect.divided(number, str(several))} * {several}"
        )

    def before(self, alias: str, instant: str) -> str:
        """W of an instant of the day of the row that is joined."""
        parts = [
            f"least(greatest({instant} - {alias}.s{index}, 0), {alias}.l{index})" for index in range(self.openings)
        ]
        return " + ".join([f"{alias}.w", *parts])

    def holds(self, alias: str, instant: str) -> str:
        """Whether such an instant lies in open time."""
        parts = [
            f"({instant} >= {alias}.s{index} AND {instant} < {alias}.s{index} + {alias}.l{index})"
            for index in range(self.openings)
        ]
        return " OR ".join(parts) or "FALSE"
