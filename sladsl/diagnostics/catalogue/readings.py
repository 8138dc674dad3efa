"""Codes of field 05, from 0550: what the text of a contract leaves open or probably does not mean."""

from sladsl.diagnostics.code import Code, Severity

SILENT = Code("SLA0550", "the text is silent and the readings differ", Severity.WARNING)
MINUTE_TO_MIDNIGHT = Code("SLA0551", "closing time leaves a minute out", Severity.WARNING)
HOLIDAYS_END_EARLY = Code("SLA0552", "holiday data end before the term", Severity.WARNING)
ESTIMATED_HOLIDAY = Code("SLA0553", "holiday date is an estimate", Severity.WARNING)
LOOK_ALIKE = Code("SLA0554", "two names look alike", Severity.WARNING)
NO_EFFECT = Code("SLA0555", "clause has no effect", Severity.WARNING)
WRONG_WAY = Code("SLA0556", "good and bad seem to be exchanged", Severity.WARNING)
