"""The scale of time: an instant is an integer number of microseconds since 1970-01-01T00:00:00Z.

Everything in sladsl that says "when" or "how long" is such an integer, so that nothing is ever rounded on the way.
"""

import datetime
from typing import TypeAlias

Instant: TypeAlias = int

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()


def wall_microseconds(day: datetime.date, time_of_day_us: int) -> int:
    """The wall clock reading as if it were UTC: a number to add and compare local times with, not an instant."""
    return (day.toordinal() - EPOCH_ORDINAL) * DAY + time_of_day_us
