"""Instants, intervals, zones, calendars, windows, durations: the ground all other rooms stand on.

An instant is an integer number of microseconds since 1970-01-01T00:00:00Z, an interval is half-open, and no float
decides anything. Functions raise ValueError, or one of its subclasses here, with a message in plain words for bad
input.

    >>> berlin = Zone.named("Europe/Berlin")
    >>> office = Calendar("office", berlin, {day: ((9 * HOUR, 17 * HOUR),) for day in range(5)})
    >>> friday, monday = (parse_instant(text, berlin) for text in ("2026-03-27T16:00", "2026-03-30T10:00"))
    >>> describe_duration(OpenTime(office).between(friday, monday))
    '2 h'
"""

from sladsl.temporal.business_days import add_business_days, business_days_between
from sladsl.temporal.calendar import Always, BusinessCalendar, Calendar, Hours
from sladsl.temporal.calendar_algebra import (
    CalendarDifference,
    CalendarIntersection,
    CalendarUnion,
    intersection_on_clock_faces,
)
from sladsl.temporal.clock import clock_due, measure_clock, paused_time
from sladsl.temporal.duration import (
    CalendarDuration,
    add_calendar,
    add_months,
    describe_duration,
    end_of_local_day_after,
)
from sladsl.temporal.ends import end_of_business_day_after, end_of_unit_after
from sladsl.temporal.errors import NaiveTime, NoOpenTime, UnknownZone
from sladsl.temporal.holiday_set import Holiday, HolidayKind, HolidayRange, HolidaySet, YearlyHoliday
from sladsl.temporal.holidays import WEEKDAY_NAMES, HolidayFile, ImportedFrom, parse_holiday_file
from sladsl.temporal.instant import format_instant, format_offset, format_time_of_day, parse_instant, parse_time_of_day
from sladsl.temporal.interval import Budgeted, IntervalSet, Pair, clip_to_budget, union_all
from sladsl.temporal.named_dates import dates_named, without_dates
from sladsl.temporal.open_time import OpenTime
from sladsl.temporal.period import parse_period
from sladsl.temporal.units import DAY, HOUR, MICROSECOND, MINUTE, SECOND, WEEK, Instant
from sladsl.temporal.window import Window, WindowKind, WindowUnit, tile, window_at
from sladsl.temporal.years import EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, YEARS, is_in_years
from sladsl.temporal.zone import UTC, Zone, known_zone_names, tz_database_version

EMPTY = IntervalSet.EMPTY

__all__ = [
    "DAY",
    "EARLIEST",
    "EMPTY",
    "FIRST_YEAR",
    "HOUR",
    "LAST_YEAR",
    "LATEST",
    "MICROSECOND",
    "MINUTE",
    "SECOND",
    "UTC",
    "WEEK",
    "WEEKDAY_NAMES",
    "YEARS",
    "Always",
    "Budgeted",
    "BusinessCalendar",
    "Calendar",
    "CalendarDifference",
    "CalendarDuration",
    "CalendarIntersection",
    "CalendarUnion",
    "Holiday",
    "HolidayFile",
    "HolidayKind",
    "HolidayRange",
    "HolidaySet",
    "Hours",
    "ImportedFrom",
    "Instant",
    "IntervalSet",
    "NaiveTime",
    "NoOpenTime",
    "OpenTime",
    "Pair",
    "UnknownZone",
    "Window",
    "WindowKind",
    "WindowUnit",
    "YearlyHoliday",
    "Zone",
    "add_business_days",
    "add_calendar",
    "add_months",
    "business_days_between",
    "clip_to_budget",
    "clock_due",
    "dates_named",
    "describe_duration",
    "end_of_business_day_after",
    "end_of_local_day_after",
    "end_of_unit_after",
    "format_instant",
    "format_offset",
    "format_time_of_day",
    "intersection_on_clock_faces",
    "is_in_years",
    "known_zone_names",
    "measure_clock",
    "parse_holiday_file",
    "parse_instant",
    "parse_period",
    "parse_time_of_day",
    "paused_time",
    "tile",
    "tz_database_version",
    "union_all",
    "window_at",
    "without_dates",
]
