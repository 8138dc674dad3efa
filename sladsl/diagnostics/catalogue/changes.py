"""Codes of field 06, change: what a new version of a contract says otherwise."""

from collections.abc import Mapping
from types import MappingProxyType

from sladsl.diagnostics.code import Code, Severity

ADDED = Code("SLA0601", "clause added", Severity.NOTE)
REMOVED = Code("SLA0602", "clause removed", Severity.NOTE)
RENAMED = Code("SLA0603", "clause renamed", Severity.NOTE)
WORDING = Code("SLA0604", "wording changed, meaning kept", Severity.NOTE)
TARGET = Code("SLA0610", "target changed", Severity.NOTE)
WINDOW = Code("SLA0611", "window changed", Severity.NOTE)
MEASURE = Code("SLA0612", "measure changed", Severity.NOTE)
CALENDAR = Code("SLA0613", "calendar changed", Severity.NOTE)
EXCLUSION = Code("SLA0614", "exclusion changed", Severity.NOTE)
CONDITION = Code("SLA0615", "condition changed", Severity.NOTE)
TABLE = Code("SLA0620", "rows of a credit changed", Severity.NOTE)
FORMULA = Code("SLA0621", "formula of a credit changed", Severity.NOTE)
BASE = Code("SLA0622", "base of a credit changed", Severity.NOTE)
LIMIT = Code("SLA0623", "limit changed", Severity.NOTE)
CLAIM = Code("SLA0624", "claim or deadline changed", Severity.NOTE)
FEE = Code("SLA0625", "fee changed", Severity.NOTE)
TERM = Code("SLA0630", "frame of the agreement changed", Severity.NOTE)
PAPER = Code("SLA0631", "duty, report or prose changed", Severity.NOTE)
PARAMETER = Code("SLA0632", "parameter changed", Severity.NOTE)
OTHER = Code("SLA0639", "clause changed", Severity.NOTE)

BY_KIND: Mapping[str, Code] = MappingProxyType(
    {
        "added": ADDED, "removed": REMOVED, "renamed": RENAMED, "wording": WORDING, "target": TARGET,
        "window": WINDOW, "measure": MEASURE, "calendar": CALENDAR, "exclusion": EXCLUSION, "condition": CONDITION,
        "table": TABLE, "formula": FORMULA, "base": BASE, "limit": LIMIT, "claim": CLAIM, "fee": FEE, "term": TERM,
        "paper": PAPER, "parameter": PARAMETER, "warning": OTHER, "other": OTHER,
    }
)  # fmt: skip
