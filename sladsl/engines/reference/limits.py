"""What one evaluation may ask for: contracts and logs come from strangers, and memory is finite."""

from typing import Final

from sladsl.temporal import DAY

MOST_CELLS: Final = 1_000_000
"""Measures times scopes times windows, over all demands."""

MOST_EMPTY_BUCKETS: Final = 5_000_000
"""Buckets without samples, where a condition on the time of the bucket makes it needful to look at each."""

MOST_BUDGET_WINDOWS: Final = 1_000_000
"""Windows of one budget."""

LONGEST: Final = 300 * 366 * DAY
"""From the first demanded window to the last."""


class EngineLimit(ValueError):
    """What was asked is more than an engine computes; the message says what, in plain words."""


def check_cells(measures: int, scopes: int, windows: int, already: int) -> int:
    """The cells demanded so far, with these."""
    cells = already + measures * scopes * windows
    if cells > MOST_CELLS:
        raise EngineLimit(
            f"{measures} measures for {scopes} scopes in {windows} windows are too many: "
            f"one evaluation computes at most {MOST_CELLS:,} numbers"
        )
    return cells


def check_length(start: int, end: int) -> None:
    """That the demanded windows lie near enough together."""
    if end - start > LONGEST:
        raise EngineLimit(f"the windows reach over more than {LONGEST // (366 * DAY)} years")
