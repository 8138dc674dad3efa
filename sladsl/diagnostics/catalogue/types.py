"""Codes of field 02, types and units."""

from sladsl.diagnostics.code import Code

UNIT_MISMATCH = Code("SLA0201", "units do not go together")
UNKNOWN_CURRENCY = Code("SLA0202", "unknown currency")
NOT_A_CONDITION = Code("SLA0203", "a condition is needed here")
NOT_A_NUMBER = Code("SLA0204", "a number is needed here")
NEEDS_STATISTIC = Code("SLA0205", "one value is needed, not one for each record")
WRONG_SHAPE = Code("SLA0206", "stream has another shape")
NOT_CONSTANT = Code("SLA0207", "a fixed value is needed here")
OUT_OF_RANGE = Code("SLA0208", "value is out of range")
NOT_MONEY = Code("SLA0209", "a credit must be an amount of money")
CALENDAR_LENGTH = Code("SLA0210", "length of time cannot be used here")
TOO_MANY_PLACES = Code("SLA0211", "more decimal places than the currency has")
DIVISION_BY_ZERO = Code("SLA0212", "division by zero")
NO_REMEDY_IN_KPI = Code("SLA0213", "a kpi has no remedy")
NOT_HERE = Code("SLA0214", "this cannot stand here")
NO_REQUIREMENT = Code("SLA0215", "objective has nothing to keep")
MIXED_REQUIREMENTS = Code("SLA0216", "requirements of different kinds")
UNKNOWN_UNIT = Code("SLA0217", "unit is not declared")
NO_HISTORY = Code("SLA0218", "attribute has no history")
