"""What one evaluation may ask for: contracts and logs come from strangers, and memory is finite."""

from typing import Final

from sladsl.engines.engine import EngineLimit
from sladsl.temporal import DAY, BusinessCalendar

MOST_CELLS: Final = 1_000_000
"""Measures times scopes times windows, over all demands."""

MOST_EMPTY_BUCKETS: Final = 5_000_000
"""Buckets without samples, where a condition on the time of the bucket makes it needful to look at each."""

MOST_BUDGET_WINDOWS: Final = 1_000_000
"""Windows of one budget."""

LONGEST_YEARS: Final = 300
"""From the first demanded window to the last; with allowances that began earlier, and older records, a fifth more. It
keeps what is laid out of a calendar within what `OpenTime` holds."""


def check_cells(measures: int, scopes: int, windows: int, already: int) -> int:
    """The cells demanded so far, with these."""
    cells = already + measures * scopes * windows
    if cells > MOST_CELLS:
        raise EngineLimit(
            f"{measures} measures for {scopes} scopes in {windows} windows are too many: "
            f"one evaluation computes at most {MOST_CELLS:,} numbers"
        )
    return cells


def check_length(start: int, end: int, years: int = LONGEST_YEARS) -> None:
    """That what is asked about lies near enough together."""
    if end - start > years * 366 * DAY:
        raise EngineLimit(f"the windows, and the allowances spent in them, reach over more than {years} years")


MOST_OPENINGS: Final = 1_000_000
"""How often the calendars of one evaluation may open in its time, all of them together."""

_LOOKED_AT: Final = 28 * DAY


class Openings:
    """Counts how often calendars open before they are laid out, from some weeks of each."""

    def __init__(self, start: int, end: int) -> None:
        self._start, self._end = start, end
        self._counted = 0

    def add(self, calendar: BusinessCalendar) -> None:
        whole = self._end - self._start
        looked_at = min(_LOOKED_AT, whole)
        # At the beginning, in the middle and at the end: a calendar may be closed for years.
        places = (self._start, self._start + (whole - looked_at) // 2, self._end - looked_at)
        most = max(len(calendar.open_intervals(place, place + looked_at)) for place in places)
        self._counted += most * whole // max(looked_at, 1)
        if self._counted > MOST_OPENINGS:
            raise EngineLimit(
                f"the calendars open more than {MOST_OPENINGS:,} times in the time that is looked at; "
                "choose a shorter period"
            )
