"""Exit statuses: 0 fine, 1 findings at or above `--fail-on`, 2 the work could not be done."""

from collections.abc import Iterable, Sequence

from sladsl.diagnostics import Diagnostic, Severity

FINE = 0
FINDINGS = 1
CANNOT_WORK = 2

_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_NO_WORK = {"SLA0401", "SLA0406", "SLA0407", "SLA0455"}
"""Files that cannot be read or are not there; all of field 08 and 09 besides."""


def status_of(diagnostics: Iterable[Diagnostic], fail_on: str) -> int:
    """The exit status that these diagnostics call for. `fail_on`: error, warning, note or never."""
    return status_for([(each.code.id, each.severity) for each in diagnostics], fail_on)


def status_for(found: Sequence[tuple[str, Severity]], fail_on: str) -> int:
    """The same for codes and severities."""
    if any(code in _NO_WORK or code.startswith(("SLA08", "SLA09")) for code, _ in found):
        return CANNOT_WORK
    if fail_on == "never":
        return FINE
    least = _WEIGHT[Severity(fail_on)]
    return FINDINGS if any(_WEIGHT[severity] >= least for _, severity in found) else FINE
