"""Codes of field 05, from 0570: scenarios and properties."""

from sladsl.diagnostics.code import Code, Severity

EXPECTS_NOTHING = Code("SLA0570", "scenario expects nothing", Severity.WARNING)
LACKS_VALUE = Code("SLA0571", "row lacks a value")
NOT_EXPECTED_OF = Code("SLA0572", "this cannot be expected of that")
OUT_OF_PERIOD = Code("SLA0573", "outside the period of the scenario")
CASES_DO_NOT_FIT = Code("SLA0574", "table of cases does not fit")
NO_CONTRACT = Code("SLA0575", "contract of the scenarios cannot be used")
OPENING_DOES_NOT_FIT = Code("SLA0576", "standing before the scenario does not fit")
