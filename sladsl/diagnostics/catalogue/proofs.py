"""Codes of field 11, proofs: what some log does to a contract, or no log can. Each comes with that log, or a proof."""

from sladsl.diagnostics.code import Code, Severity

# Layout
NOT_IN_STYLE = Code("SLA1100", "contract is not in the one style", Severity.NOTE)

# Tables
WORSE_PAYS_LESS = Code("SLA1101", "worse service costs less", Severity.WARNING)
BOTH_WAYS = Code("SLA1102", "credit and bonus at once", Severity.WARNING)
UNREACHED_ROW = Code("SLA1103", "row that nothing measured comes to", Severity.WARNING)
SAID_TWICE = Code("SLA1104", "two rows say the same of one value", Severity.NOTE)
EXACT_AT_TIMES = Code("SLA1105", "bound that only some windows come to", Severity.NOTE)

# Promises
UNMISSABLE = Code("SLA1110", "no log breaches this", Severity.WARNING)
UNMEETABLE = Code("SLA1111", "no log keeps this", Severity.WARNING)
NOT_AT_ONCE = Code("SLA1112", "two promises that nothing keeps at once", Severity.WARNING)
FEW_RECORDS = Code("SLA1113", "one of few records is a breach", Severity.NOTE)

# Exclusions
DEAD_EXCLUSION = Code("SLA1130", "exclusion takes out nothing", Severity.WARNING)
SWALLOWS = Code("SLA1131", "exclusion takes out all that counts", Severity.WARNING)
UNBOUNDED_EXCLUSION = Code("SLA1132", "exclusion without a limit", Severity.NOTE)
HARMS_BENEFICIARY = Code("SLA1133", "exclusion costs whom it is for", Severity.NOTE)

# What carries a service
NOT_CARRIED = Code("SLA1140", "what carries a service cannot carry its promise", Severity.WARNING)
CARRIED_BY_CHANCE = Code("SLA1141", "carried on average and not in every case", Severity.NOTE)
OTHER_HOURS = Code("SLA1142", "a promise below does not cover the hours above", Severity.WARNING)
WIDER_EXCUSE = Code("SLA1143", "a promise below has more excuses than the one above", Severity.WARNING)
STEPS_TOO_LONG = Code("SLA1144", "steps take longer than is promised of the whole", Severity.WARNING)
SHARES_ADD_UP = Code("SLA1145", "shares of steps add up to more than may be late", Severity.WARNING)
UNCOVERED = Code("SLA1146", "what is owed while everything below keeps its word", Severity.NOTE)

# Clauses
EXCEPTIONS_MEET = Code("SLA1120", "two exceptions hold at once", Severity.WARNING)
PAID_TWICE = Code("SLA1121", "one record is paid for more than once", Severity.NOTE)
IDLE_PART = Code("SLA1122", "part of a clause that changes nothing", Severity.WARNING)
OUTDONE = Code("SLA1123", "value that is never taken", Severity.WARNING)
CONSTANT_CONDITION = Code("SLA1124", "condition that always or never holds", Severity.WARNING)

# Green but harmed
GREEN_TOTAL = Code("SLA1150", "downtime while every objective is met", Severity.NOTE)
GREEN_STRADDLE = Code("SLA1151", "one outage over the border of two windows", Severity.NOTE)
GREEN_HOURS = Code("SLA1152", "lost in hours that matter, while every objective is met", Severity.NOTE)
FLAPPING = Code("SLA1153", "outages too short to count", Severity.NOTE)
NEVER_CLOSED = Code("SLA1154", "cases that are never closed improve the number", Severity.WARNING)

# Levels
FLOOR_WEAKENED = Code("SLA1160", "less than what is mandatory above", Severity.WARNING)
SAME_AS_ABOVE = Code("SLA1161", "an override that changes nothing", Severity.NOTE)
LIMIT_RAISED = Code("SLA1162", "more can be owed than a mandatory limit above allows", Severity.WARNING)

# Time
ODD_EDGE = Code("SLA1170", "hours begin or end where the clock changes", Severity.WARNING)
ODD_LENGTH = Code("SLA1171", "hours longer or shorter when the clock changes", Severity.NOTE)
TOLERATED = Code("SLA1172", "how often a promise can be broken without consequence", Severity.NOTE)
NEVER_FIRES = Code("SLA1173", "a right or a step that never comes", Severity.WARNING)
LATER_FIRST = Code("SLA1174", "an earlier moment has more time than a later one", Severity.WARNING)
LONG_WAIT = Code("SLA1175", "how long open hours can take", Severity.NOTE)
NEVER_DUE = Code("SLA1176", "a deadline beyond the end of the term", Severity.WARNING)

# Money
MOST_OWED = Code("SLA1180", "the most that can be owed", Severity.NOTE)
NO_MOST = Code("SLA1181", "nothing limits what can be owed", Severity.NOTE)
MORE_THAN_PAID = Code("SLA1182", "more can be owed than is paid", Severity.WARNING)
CUT_ROW = Code("SLA1183", "row that a limit always cuts", Severity.WARNING)
IDLE_LIMIT = Code("SLA1184", "limit that nothing reaches", Severity.WARNING)
CLIFF = Code("SLA1185", "what one step further costs", Severity.NOTE)
PLATEAU = Code("SLA1186", "from where on nothing more is owed", Severity.NOTE)
EXHAUSTED = Code("SLA1187", "after how long an outage costs nothing more", Severity.NOTE)
ROUNDED_APART = Code("SLA1188", "rounded parts are not the rounded whole", Severity.NOTE)
EARNED_BACK = Code("SLA1189", "everything can be earned back", Severity.NOTE)

# Properties
PROPERTY_BROKEN = Code("SLA1190", "a log breaks a property", Severity.WARNING)
PROPERTY_UNTESTED = Code("SLA1191", "a property says nothing", Severity.WARNING)
