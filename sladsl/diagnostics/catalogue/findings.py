"""Codes of field 05, what evaluates but deserves a look."""

from sladsl.diagnostics.code import Code, Severity

# Credits
GAP = Code("SLA0501", "no row covers the value", Severity.WARNING)
CONFLICT = Code("SLA0502", "two rows give different amounts", Severity.WARNING)
PAYS_THOUGH_MET = Code("SLA0503", "credit is due though the objective is met", Severity.WARNING)
LIMIT_UNKNOWN = Code("SLA0504", "limit cannot be computed", Severity.WARNING)
BASE_MISSING = Code("SLA0505", "what the credit is computed from is missing", Severity.WARNING)
BELOW_ZERO = Code("SLA0506", "amount is below zero", Severity.WARNING)
NOT_IN_TOTAL = Code("SLA0507", "credit without a verdict is not in the total", Severity.WARNING)
NO_DEADLINE = Code("SLA0508", "deadline of the claim cannot be computed", Severity.WARNING)

# Fees
NO_FEE = Code("SLA0510", "window has no fee", Severity.WARNING)

# Time and coverage
COVERAGE_ASSUMED = Code("SLA0520", "log is taken to cover the whole period", Severity.NOTE)
COVERAGE_GUESSED = Code("SLA0521", "what the log covers is guessed", Severity.WARNING)
NOT_COVERED = Code("SLA0522", "part of a window is not covered by the log", Severity.WARNING)
NO_OPEN_TIME = Code("SLA0523", "window has no open time", Severity.WARNING)
PARTIAL_WINDOW = Code("SLA0524", "window is cut by the term", Severity.NOTE)
UNDECIDED = Code("SLA0525", "records are not decided yet", Severity.NOTE)
UNPLACED = Code("SLA0526", "cases fall in no window", Severity.WARNING)
OUTSIDE_PERIOD = Code("SLA0527", "no record of the log lies in the period", Severity.WARNING)
HISTORY_UNKNOWN = Code("SLA0528", "what was before the log matters and is not known", Severity.WARNING)
LEFT_OUT = Code("SLA0529", "windows or scopes without a value are left out", Severity.NOTE)

# Registers
NO_ROW = Code("SLA0540", "register has no row for this", Severity.WARNING)
SEVERAL_ROWS = Code("SLA0541", "register has several rows for this at once", Severity.WARNING)
OUTSIDE_LIFE = Code("SLA0542", "records of what the register says did not exist", Severity.WARNING)

# Cases
VOID = Code("SLA0545", "void cases count nowhere", Severity.NOTE)
UNMATCHED = Code("SLA0546", "events end no case", Severity.NOTE)
NO_TIME_LEFT = Code("SLA0547", "business days leave a case no open time", Severity.WARNING)

# What cannot be evaluated
EMPTY_PERIOD = Code("SLA0530", "there is no time to evaluate")
TOO_MANY_WINDOWS = Code("SLA0531", "there are too many windows")
OPEN_WITHOUT_AS_OF = Code("SLA0532", "something is still open and nobody says as of when to judge it")
ENGINE_LIMIT = Code("SLA0533", "log is more than the engine can take")
TOO_LONG = Code("SLA0534", "number has too many digits", Severity.WARNING)
