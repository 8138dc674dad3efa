"""Changes of contracts that somebody approved, with a reason, in a file that is committed beside them."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.frozen import Frozen, frozen
from sladsl.logs.toml_document import toml_document
from sladsl.text import Source
from sladsl.workspace.reading import read_small, reason

NAME = ".sladsl-approvals.toml"
_TABLE = "approved"
_MARK = re.compile("[0-9a-fA-F]{16}")
_LARGEST = 1024 * 1024
_FORM = Fix('write each as `[[approved]]` with a `fingerprint = "…"` and a `reason = "…"`')


@frozen
class Approvals(Frozen):
    """Reasons by fingerprint. A fingerprint says what changes and for whom, not where: it survives a rebase."""

    reasons: Mapping[str, str]
    problems: tuple[Diagnostic, ...] = ()

    def unused(self, fingerprints: Iterable[str]) -> list[str]:
        """Those of changes that are not there any more."""
        there = set(fingerprints)
        return [each for each in self.reasons if each not in there]


def read_approvals(folder: Path) -> Approvals:
    """Those in the folder, if there are any."""
    path = folder / NAME
    if not os.path.lexists(path):
        return Approvals({})
    try:
        raw = read_small(path, _LARGEST)
        if len(raw) > _LARGEST:
            return _unusable(path, f"the file has more than {_LARGEST:,} bytes")
        document = toml_document(Source(str(path), raw.decode("utf-8-sig")))
    except OSError as trouble:
        return _unusable(path, reason(trouble))
    except ValueError:
        return _unusable(path, "it is not UTF-8")
    if isinstance(document, Diagnostic):
        return Approvals({}, (document,))
    if others := [key for key in document if key != _TABLE]:
        return _unusable(path, f"there is no `{others[0]}` in them")
    rows = document.get(_TABLE, [])
    reasons: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else [None]:
        told = dict(row) if isinstance(row, Mapping) else {}
        mark, why = told.pop("fingerprint", None), told.pop("reason", None)
        if not isinstance(mark, str) or not isinstance(why, str) or not why.strip():
            return _unusable(path, "an approval has a fingerprint and a reason")
        if told:
            return _unusable(path, f"an approval has a fingerprint and a reason, and no `{next(iter(told))}`")
        if not _MARK.fullmatch(mark.strip()):
            return _unusable(path, f"`{mark}` is no fingerprint: it has 16 figures from 0 to f")
        reasons[mark.strip().lower()] = why
    return Approvals(reasons)


def _unusable(path: Path, why: str) -> Approvals:
    message = f"the approvals cannot be used: {why}"
    return Approvals({}, (Diagnostic(usage.BAD_OPTION, message, place=str(path), fixes=(_FORM,)),))
