"""Of which single dates a calendar speaks. Beside these it goes by weekdays and by what comes back every year."""

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from sladsl.temporal.calendar import Calendar


def dates_named(calendar: object) -> Iterator[date]:
    """Of a composed calendar, those of its parts."""
    if isinstance(calendar, Calendar):
        yield from calendar.special
        yield from (at.date() for each in calendar.breaks for at in each)
        yield from (at for each in calendar.closed for at in each)
        yield from (each.day for each in calendar.holidays.days)
        ranges = (each for each in calendar.holidays.ranges if not each.perpetual)
        yield from (at for each in ranges for at in (each.first, each.last) if at is not None)
    elif is_dataclass(calendar) and not isinstance(calendar, type):
        for each in fields(calendar):
            value = getattr(calendar, each.name)
            for part in value if isinstance(value, tuple) else (value,):
                yield from dates_named(part)


def without_dates(calendar: object) -> Hashable:
    """What a calendar says of every week and every year."""
    if isinstance(calendar, Calendar):
        holidays = calendar.holidays
        ranges = frozenset(each for each in holidays.ranges if each.perpetual)
        return calendar.zone, tuple(sorted(calendar.weekly.items())), frozenset(holidays.yearly), ranges
    if is_dataclass(calendar):
        values = [getattr(calendar, each.name) for each in fields(calendar)]
        parts = (tuple(map(without_dates, value)) if isinstance(value, tuple) else without_dates(value)
                 for value in values)  # fmt: skip
        return type(calendar).__name__, *parts
    return repr(calendar)
