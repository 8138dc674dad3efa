"""The file of findings that are known, as commands are told of it."""

from pathlib import Path

from sladsl.cli.output import Refused
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.known import LARGEST, Known, read_baseline
from sladsl.workspace.reading import read_small, reason


def known_findings(baseline: Path | None) -> list[Known]:
    """What the file knows; nothing where there is none."""
    if baseline is None:
        return []
    try:
        return read_baseline(read_small(baseline, LARGEST))
    except OSError as trouble:
        why = reason(trouble)
    except ValueError as trouble:
        why = str(trouble)
    fix = Fix("write it with `sladsl verify … --baseline FILE --write-baseline`")
    raise Refused(Diagnostic(usage.BAD_OPTION, f"the baseline {baseline} cannot be used: {why}", fixes=(fix,)))
