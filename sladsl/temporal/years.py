"""The years that contracts, logs and options may speak of.

Times far outside are slips of the pen or stand for "never"; and what is derived from a time, such as a deadline or the
end of a window, must have room on the calendar, which ends with the year 9999.
"""

import datetime
from typing import Final

from sladsl.temporal.units import DAY, wall_microseconds

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
YEARS: Final = f"the years {FIRST_YEAR} to {LAST_YEAR}"

# A year begins and ends at another instant in each zone.
EARLIEST: Final = wall_microseconds(datetime.date(FIRST_YEAR, 1, 1), 0) - DAY
LATEST: Final = wall_microseconds(datetime.date(LAST_YEAR + 1, 1, 1), 0) + DAY


def is_in_years(instant: int) -> bool:
    """Whether an instant lies in those years, wherever it is told."""
    return EARLIEST <= instant <= LATEST
