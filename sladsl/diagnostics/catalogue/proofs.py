"""Codes of field 11, proofs: what some log does to a contract, or no log can. Each comes with that log, or a proof."""

from sladsl.diagnostics.code import Code, Severity

# Tables
WORSE_PAYS_LESS = Code("SLA1101", "worse service costs less", Severity.WARNING)
ROW_OUT_OF_REACH = Code("SLA1102", "no log reaches this row", Severity.WARNING)
EXACTLY_REACHED = Code("SLA1103", "threshold that is reached exactly", Severity.NOTE)

# Promises
UNMISSABLE = Code("SLA1110", "no log breaches this", Severity.WARNING)
UNMEETABLE = Code("SLA1111", "no log keeps this", Severity.WARNING)
