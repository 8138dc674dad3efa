"""Codes of field 04, earlier results that an evaluation goes on from."""

from sladsl.diagnostics.code import Code, Severity

UNREADABLE = Code("SLA0470", "earlier result cannot be read")
OF_ANOTHER = Code("SLA0471", "earlier result is of another agreement")
OF_OTHER_TEXT = Code("SLA0472", "earlier result is of another text or other parameters", Severity.WARNING)
CONTRADICTING = Code("SLA0473", "earlier results contradict each other")
