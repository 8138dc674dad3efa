"""Codes of field 04, measurements kept for a later evaluation."""

from sladsl.diagnostics.code import Code, Severity

NOT_OURS = Code("SLA0480", "kept measurements cannot be read")
DAMAGED = Code("SLA0481", "kept measurements are damaged", Severity.WARNING)
OF_LATER_VERSION = Code("SLA0482", "kept measurements are of a later version")
