"""Numbers that change with the local date, as tables: what each day in UTC begins with, and its changes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from sladsl.engines.columnar.calendars import check_days
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.lookups import ByDay
from sladsl.temporal import DAY, Zone

Stepped = Callable[[int], int]


def steps(value: Stepped, cuts: Iterable[int], first: int, last: int, dialect: Dialect) -> ByDay:
    """`value` of an instant is another only at some of the `cuts`; it is asked for nowhere else."""
    check_days(first, last)
    days = range(first // DAY, last // DAY + 1)
    begins, known = {}, value(days.start * DAY)
    changes: dict[int, list[tuple[int, int]]] = {each: [] for each in days}
    marks = {*(each for each in cuts if days.start * DAY < each < days.stop * DAY), *(each * DAY for each in days)}
    for mark in sorted(marks):
        found = value(mark)
        if mark % DAY == 0:
            begins[mark // DAY] = found
        elif found != known:
            changes[mark // DAY].append((mark, found))
        known = found
    most = max(map(len, changes.values()))
    columns = ["k", "v", *(name for place in range(most) for name in (f"b{place}", f"v{place}"))]
    rows: list[list[str]] = []
    for day in days:
        padded = changes[day] + [((day + 1) * DAY, 0)] * (most - len(changes[day]))
        rows.append([str(day), str(begins[day]), *(str(number) for pair in padded for number in pair)])

    def said(row: str, instant: str) -> str:
        whens = "".join(f" WHEN {instant} >= {row}.b{place} THEN {row}.v{place}" for place in reversed(range(most)))
        return f"CASE{whens} ELSE {row}.v END" if whens else f"{row}.v"

    return ByDay(dialect.table([(each, dialect.integer) for each in columns], rows), said)


def local_dates(zone: Zone, first: int, last: int, reached: Stepped | None = None) -> Iterator[int]:
    """Where the local date changes, or the offset, around some instants; and the microsecond after that. `reached`: an
    instant at the same clock time of another date, whose offset matters too."""
    first, last = first - 2 * DAY, last + 2 * DAY
    yield from zone.changes(first, last)
    day, end = zone.local(first)[0], zone.local(last)[0]
    while day <= end:
        start = zone.to_utc(day, 0)
        yield from (start, start + 1)
        if reached is not None:
            there = reached(start)
            for change in zone.changes(there - 2 * DAY, there + 2 * DAY):
                # From where on the clock shows the time that it shows there when the offset changes.
                time_of_day = change + max(zone.offset(change - 1), zone.offset(change)) - _midnight(there, zone)
                midnight = _midnight(start, zone)
                yield from (midnight + time_of_day - zone.offset(at) for at in (start, start + DAY))
        day += timedelta(days=1)


def _midnight(instant: int, zone: Zone) -> int:
    """Of its local date, as the clock shows it."""
    return instant + zone.offset(instant) - zone.local(instant)[1]
