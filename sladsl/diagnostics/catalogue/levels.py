"""Codes of field 01, names across levels: imports, definitions with parameters, templates, amendments."""

from sladsl.diagnostics.code import Code, Severity

BAD_IMPORT = Code("SLA0120", "file cannot be imported")
BAD_ARGUMENT = Code("SLA0121", "argument is missing, unknown or given twice")
ARGUMENT_DOES_NOT_FIT = Code("SLA0122", "argument does not fit where its parameter stands")
TOO_LARGE = Code("SLA0123", "definitions use each other too often")
REASON_WITHOUT_CHANGE = Code("SLA0124", "reason where nothing is changed")
MISSING_REASON = Code("SLA0125", "reason is missing")
NOT_A_CLAUSE = Code("SLA0126", "clause about a clause in the wrong place")
NOTHING_TO_CHANGE = Code("SLA0127", "no such clause on the level above")
ALREADY_THERE = Code("SLA0128", "clause is there already on the level above")
MANDATORY = Code("SLA0129", "mandatory clause is taken out")
BAD_AMENDMENT = Code("SLA0130", "amendment cannot take effect")
WITHOUT_EFFECT = Code("SLA0131", "amended clause is never taken", Severity.WARNING)
