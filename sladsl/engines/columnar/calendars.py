"""Open time as a table: for each day the open time before it and its openings. So no engine meets a time zone."""

from collections.abc import Iterator
from typing import Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.temporal import DAY, OpenTime

_MOST_DAYS: Final = 60 * 366
"""A day is one row, written out in the statement."""


class OpenDays:
    """The days of [start, end] of a calendar; W(t) is what is open before t, from the first of them."""

    def __init__(self, open_time: OpenTime, start: int, end: int) -> None:
        self._first, self._last = start // DAY, end // DAY
        if self._last - self._first > _MOST_DAYS:
            raise NoEmitter("instants that lie many years apart")
        self._rows = list(self._days(open_time))
        self._openings = max(len(openings) for _, _, openings in self._rows)

    def relation(self, dialect: Dialect) -> str:
        """`d`: days since 1970; `w`: open before; `s0`, `l0` …: when it opens and how long."""
        columns = [("d", dialect.integer), ("w", dialect.integer)]
        for index in range(self._openings):
            columns += [(f"s{index}", dialect.integer), (f"l{index}", dialect.integer)]
        rows: list[list[str]] = []
        for day, before, openings in self._rows:
            padded = openings + [(0, 0)] * (self._openings - len(openings))
            rows.append([str(day), str(before), *(str(number) for pair in padded for number in pair)])
        return dialect.table(columns, rows)

    def before(self, alias: str, instant: str) -> str:
        """W of an instant of the day of the row that is joined."""
        parts = [
            f"least(greatest({instant} - {alias}.s{index}, 0), {alias}.l{index})" for index in range(self._openings)
        ]
        return " + ".join([f"{alias}.w", *parts])

    def _days(self, open_time: OpenTime) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for start, end in open_time.intervals(self._first * DAY, (self._last + 1) * DAY):
            at = start
            while at < end:
                until = min(end, (at // DAY + 1) * DAY)
                found.setdefault(at // DAY, []).append((at, until - at))
                at = until
        before = 0
        for day in range(self._first, self._last + 1):
            openings = found.get(day, [])
            yield day, before, openings
            before += sum(length for _, length in openings)
