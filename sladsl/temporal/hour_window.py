"""Hours of the local clock, also in zones that shift by half an hour."""

from itertools import pairwise

from sladsl.temporal.instant import format_offset
from sladsl.temporal.units import DAY, HOUR
from sladsl.temporal.zone import Zone


def hour_windows(zone: Zone, start: int, end: int) -> list[tuple[int, int, str]]:
    """The clock hours that meet [start, end), whole, as (start, end, label).

    An hour is a longest stretch in which the local date, hour and offset stay the same. So a change of the clock
    within an hour ends it early, and a repeated hour is two windows, told apart by the offset in their labels.
    """
    # An hour cannot be cut by more than one change, so two hours of margin make the outer ones whole.
    low, high = start - 2 * HOUR, end + 2 * HOUR
    borders = [low, *zone.changes(low, high), high]
    windows: list[tuple[int, int, str]] = []
    for first, last in pairwise(borders):
        offset = zone.offset(first)
        opens = first
        while opens < last:
            closes = min(opens + HOUR - (opens + offset) % HOUR, last)
            if closes > start and opens < end:
                windows.append((opens, closes, _label(zone, opens, offset)))
            opens = closes
    return windows


def _label(zone: Zone, opens: int, offset: int) -> str:
    hour = (opens + offset) // HOUR
    day, time_of_day = zone.local(opens)
    label = f"{day.isoformat()}T{time_of_day // HOUR:02d}"
    return label + format_offset(offset) if _is_repeated(zone, hour, opens, offset) else label


def _is_repeated(zone: Zone, hour: int, opens: int, offset: int) -> bool:
    """Whether the same hour of the same date also runs with another offset."""
    for other in {zone.offset(opens - DAY), zone.offset(opens + DAY)} - {offset}:
        first = hour * HOUR - other
        if other in (zone.offset(first), zone.offset(first + HOUR - 1)):
            return True
    return False
