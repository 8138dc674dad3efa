"""What one evaluation may ask for: contracts and logs come from strangers, and memory is finite."""

from typing import Final

from sladsl.engines.engine import EngineLimit
from sladsl.temporal import DAY

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
