"""Changes of contracts that somebody approved, with a reason, in a file that is committed beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.toml_document import toml_document
from sladsl.text import Source
from sladsl.workspace.reading import read_small, reason

NAME = ".sladsl-approvals.toml"
_LARGEST = 1024 * 1024
_FORM = Fix('write each as `[[approved]]` with a `fingerprint = "…"` and a `reason = "…"`')


@dataclass(frozen=True, slots=True)
class Approvals:
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
    if not path.exists():
        return Approvals({})
    try:
        document = toml_document(Source(str(path), read_small(path, _LARGEST).decode("utf-8-sig")))
    except OSError as trouble:
        return _unusable(path, reason(trouble))
    except ValueError:
        return _unusable(path, "it is not UTF-8")
    if isinstance(document, Diagnostic):
        return Approvals({}, (document,))
    rows = document.get("approved", [])
    reasons: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else [None]:
        mark, why = (row.get("fingerprint"), row.get("reason")) if isinstance(row, Mapping) else (None, None)
        if not isinstance(mark, str) or not isinstance(why, str) or not why.strip():
            return _unusable(path, "an approval has a fingerprint and a reason")
        reasons[mark] = why
    return Approvals(reasons)


def _unusable(path: Path, why: str) -> Approvals:
    message = f"the approvals cannot be used: {why}"
    return Approvals({}, (Diagnostic(usage.BAD_OPTION, message, place=str(path), fixes=(_FORM,)),))
