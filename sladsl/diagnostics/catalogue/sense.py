"""Codes of field 10, sense: what a contract can be understood to say, and hardly means. All are found without a log."""

from sladsl.diagnostics.code import Code, Severity

# What the contract itself allows
BAD_ALLOW = Code("SLA1001", "finding cannot be allowed like this", Severity.WARNING)
UNUSED_ALLOW = Code("SLA1002", "nothing is found that is allowed here", Severity.WARNING)

# Names
UNUSED = Code("SLA1010", "name is used by nothing", Severity.WARNING)
UNUSED_IMPORT = Code("SLA1011", "nothing of the imported file is used", Severity.WARNING)
