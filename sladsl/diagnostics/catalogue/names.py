"""Codes of field 01, what names stand for."""

from sladsl.diagnostics.code import Code

UNKNOWN_NAME = Code("SLA0101", "unknown name")
DUPLICATE_NAME = Code("SLA0102", "name given twice")
WRONG_KIND = Code("SLA0103", "name stands for something else")
UNKNOWN_ATTRIBUTE = Code("SLA0104", "unknown attribute")
UNKNOWN_LABEL = Code("SLA0105", "value is not one of the declared ones")
CIRCULAR = Code("SLA0106", "definition refers to itself")
MISSING_CLAUSE = Code("SLA0107", "clause is missing")
REPEATED_CLAUSE = Code("SLA0108", "clause is written twice")
UNKNOWN_PARAMETER = Code("SLA0109", "no such parameter")
UNKNOWN_KEY = Code("SLA0110", "nothing carries this attribute to scope by")
MISSING_SCOPE = Code("SLA0111", "scope is missing")
NO_SUCH_AGREEMENT = Code("SLA0112", "no such agreement")
CONTRADICTING_LINES = Code("SLA0113", "lines contradict each other")
