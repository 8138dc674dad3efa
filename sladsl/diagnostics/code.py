"""A diagnostic code: stable, never renumbered, with a page that explains it."""

from enum import Enum

from sladsl.frozen import Frozen, frozen


class Severity(Enum):
    """How much a diagnostic weighs. An ERROR leaves the contract or the log without a meaning."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Code(Frozen):
    """`id` is `SLA` and four digits; the first two name the field: 00 syntax, 01 names, 02 types and units, 03 time,
    04 logs, 05 proofs and findings, 06 change, 07 style, 08 how the tool was called, 09 internal, 10 sense. `title` is
    a headline."""

    id: str
    title: str
    severity: Severity = Severity.ERROR
