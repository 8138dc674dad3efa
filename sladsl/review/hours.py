"""The hours of a calendar in words, as far as they can be told apart by them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    BusinessCalendar,
    Calendar,
    CalendarDifference,
    CalendarIntersection,
    CalendarUnion,
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COMPOSED = {CalendarUnion: " together with ", CalendarIntersection: " during "}


def calendar_words(calendar: BusinessCalendar) -> str:
    """`open Mon to Fri 08:00-18:00; closed 2026-05-01; in Europe/Berlin`."""
    match calendar:
        case Calendar():
            return "; ".join([*_weekly(calendar), *_dates(calendar), f"in {calendar.zone.name}"])
        case CalendarUnion(parts=parts) | CalendarIntersection(parts=parts):
            return _COMPOSED[type(calendar)].join(f"({calendar_words(each)})" for each in parts)
        case CalendarDifference(calendar=one, without=other):
            return f"({calendar_words(one)}) outside ({calendar_words(other)})"
        case _:
            return f"always open; in {calendar.zone.name}"


def _weekly(calendar: Calendar) -> Iterator[str]:
    days = [(day, tuple(calendar.weekly.get(day, ()))) for day in range(7)]
    for hours, group in groupby(days, key=lambda each: each[1]):
        there = [day for day, _ in group]
        if hours:
            several = f" to {_DAYS[there[-1]]}" if len(there) > 1 else ""
            yield f"open {_DAYS[there[0]]}{several} {_hours(hours)}"


def _dates(calendar: Calendar) -> Iterator[str]:
    for day, hours in sorted(calendar.special.items()):
        yield f"on {day} {_hours(hours)}"
    for first, until in sorted(calendar.closed):
        yield f"closed {first}" if (until - first).days == 1 else f"closed {first} until {until}"
    for start, end in calendar.breaks:
        yield f"closed {start:%Y-%m-%dT%H:%M} until {end:%Y-%m-%dT%H:%M}"
    named: list[tuple[date, str]] = [(each.day, each.kind.value) for each in calendar.holidays.days]
    yield from (f"{kind} {day}" for day, kind in sorted(named))
    yield from (f"holiday *-{each.month:02}-{each.day:02}" for each in calendar.holidays.yearly)
    yield from (f"holidays {each.first} to {each.last}" for each in calendar.holidays.ranges)


def _hours(hours: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in hours) or "closed"


def _clock(at: int) -> str:
    return "24:00" if at == DAY else f"{at // HOUR:02}:{at % HOUR // MINUTE:02}"
