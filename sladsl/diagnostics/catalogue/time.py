"""Codes of field 03, calendars, dates and zones."""

from sladsl.diagnostics.code import Code, Severity

UNKNOWN_ZONE = Code("SLA0301", "unknown time zone")
EMPTY_RANGE = Code("SLA0302", "ends before it starts")
HOLIDAY_FILE = Code("SLA0303", "holiday file cannot be used")
NEVER_OPEN = Code("SLA0304", "calendar has no open time")
BAD_HOURS = Code("SLA0305", "hours cannot be used")
REPEATED_DAY = Code("SLA0306", "day is written twice")
BAD_WINDOW = Code("SLA0307", "window cannot be used")
BAD_INSTANT = Code("SLA0308", "date and time cannot be read")
HOLIDAYS_DIFFER = Code("SLA0309", "newer holiday data say otherwise", Severity.NOTE)
DAYS_LEFT_OUT = Code("SLA0310", "days were left out of a holiday file", Severity.WARNING)
NOT_ANNOUNCED = Code("SLA0311", "days off are not announced yet", Severity.WARNING)
