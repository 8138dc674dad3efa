"""A clock that runs in open time and stands still in pauses."""

from collections.abc import Sequence

from sladsl.temporal.interval import IntervalSet, Pair
from sladsl.temporal.open_time import OpenTime


def measure_clock(open_time: OpenTime, start: int, stop: int, pauses: Sequence[Pair] = ()) -> int:
    """Counted microseconds from start to stop: open time less the open time within pauses (which may overlap)."""
    return open_time.between(start, stop) - paused_time(open_time, start, stop, pauses)


def paused_time(open_time: OpenTime, start: int, stop: int, pauses: Sequence[Pair]) -> int:
    """The open microseconds of [start, stop) during which at least one pause holds."""
    return sum(open_time.between(*pause) for pause in IntervalSet.of(pauses).clip(start, stop))


def clock_due(open_time: OpenTime, start: int, amount_us: int, pauses: Sequence[Pair] = ()) -> tuple[int, int]:
    """Both ends of the deadline, (due_at, breaches_after), when the clock may count `amount_us`.

    `due_at` is the first instant at which that much has been counted, `breaches_after` the last: a stop is in time
    exactly when stop <= breaches_after. Pauses that begin after that change neither; a pause over a reopening defers
    only the latter. A target in business days becomes an amount by `open_time.between(start,
    add_business_days(calendar, start, n))`.
    """
    due_at: int | None = None
    left, cursor = amount_us, start
    for pause_start, pause_end in IntervalSet.of(pauses).pairs:
        available = open_time.between(cursor, pause_start)
        if due_at is None and available >= left:
            due_at = open_time.advance(cursor, left)
        if available > left:
            break
        left -= available
        cursor = max(cursor, pause_end)
    due_at = open_time.advance(cursor, left) if due_at is None else due_at
    return due_at, open_time.advance(cursor, left, at="next_opening")
