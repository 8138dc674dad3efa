"""Codes of field 10, sense: what a contract can be understood to say, and hardly means. All are found without a log."""

from sladsl.diagnostics.code import Code, Severity

# What the contract itself allows
BAD_ALLOW = Code("SLA1001", "finding cannot be allowed like this", Severity.WARNING)
UNUSED_ALLOW = Code("SLA1002", "nothing is found that is allowed here", Severity.WARNING)

# Names
UNUSED = Code("SLA1010", "name is used by nothing", Severity.WARNING)
UNUSED_IMPORT = Code("SLA1011", "nothing of the imported file is used", Severity.WARNING)

# Tables
HOLE = Code("SLA1020", "table leaves a hole", Severity.WARNING)
OVERLAP = Code("SLA1021", "two rows give different amounts for the same values", Severity.WARNING)
ROW_NEVER = Code("SLA1022", "row never applies", Severity.WARNING)
LADDER_ORDER = Code("SLA1023", "rows of a ladder are not in order", Severity.WARNING)
PAYS_THOUGH_KEPT = Code("SLA1024", "row pays though the target is met", Severity.WARNING)
BREACH_PAYS_NOTHING = Code("SLA1025", "breach for which nothing is due", Severity.WARNING)

# Amounts and limits
BEYOND_LIMIT = Code("SLA1030", "row gives more than its limit", Severity.WARNING)
NEVER_LIMITS = Code("SLA1031", "limit is never reached", Severity.WARNING)
MORE_THAN_FEE = Code("SLA1032", "credit of more than the whole fee", Severity.WARNING)
WITHOUT_FEE = Code("SLA1033", "windows without a fee", Severity.WARNING)
ALWAYS_DUE = Code("SLA1034", "credit is due in every window", Severity.WARNING)

# Targets
UNSEEN = Code("SLA1040", "sampling cannot see what is allowed", Severity.WARNING)
NEVER_WARNS = Code("SLA1041", "warning never comes", Severity.WARNING)
NO_DENOMINATOR = Code("SLA1042", "exclusion can leave nothing to measure", Severity.WARNING)
CLOSED_WINDOW = Code("SLA1043", "calendar is closed for a whole window", Severity.WARNING)

# Dates
OUTSIDE_TERM = Code("SLA1050", "date outside the term", Severity.WARNING)
AFTER_TERM = Code("SLA1051", "falls after the end of the term", Severity.WARNING)

# Text
OTHER_NUMBER = Code("SLA1060", "text gives another number than its clause", Severity.WARNING)
NOT_RECONCILED = Code("SLA1061", "percentage and time do not go together", Severity.WARNING)
