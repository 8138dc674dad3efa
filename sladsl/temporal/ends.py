"""The end of the so many-th unit, or business day, after an instant."""

from sladsl.temporal.business_days import add_business_days
from sladsl.temporal.calendar import BusinessCalendar
from sladsl.temporal.units import DAY
from sladsl.temporal.window import WindowKind, WindowUnit, window_at
from sladsl.temporal.zone import Zone


def end_of_unit_after(unit: str, count: int, instant: int, zone: Zone) -> int:
    """The end of the so many-th unit after the one that holds the instant."""
    kind = WindowKind(WindowUnit(unit))
    end = window_at(kind, zone, instant).end
    for _ in range(count):
        end = window_at(kind, zone, end).end
    return end


def end_of_business_day_after(calendar: BusinessCalendar, count: int, instant: int) -> int:
    """The local midnight that ends the so many-th day on which the calendar opens, after the date of the instant."""
    last = add_business_days(calendar, instant, count)
    return calendar.zone.to_utc(calendar.zone.local(last)[0], DAY)
