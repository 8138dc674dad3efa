"""Findings that are known: a file of them, kept with the contracts, so that only what is new stops a pipeline."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.document import FORMAT_VERSION, document
from sladsl.frozen import Frozen, frozen

LARGEST = 64 * 1024 * 1024


@frozen
class Known(Frozen):
    """A finding as the file has it."""

    fingerprint: str
    code: str
    agreement: str
    subject: str
    message: str

    @property
    def where(self) -> str:
        return f"{self.agreement}, {self.subject}" if self.agreement else self.subject


class Knowable(Protocol):
    """What may stand in such a file. `fingerprint` stays the same when only lines move. `can_be_known`: errors never
    are, as a contract with a mistake has no meaning."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def can_be_known(self) -> bool: ...


@frozen
class OfText(Frozen):
    """A diagnostic about the text of a file, which is its `subject`."""

    diagnostic: Diagnostic
    subject: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.diagnostic.code.id, self.subject, self.diagnostic.message)

    @property
    def can_be_known(self) -> bool:
        return self.diagnostic.severity is not Severity.ERROR


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@frozen
class Compared(Frozen):
    """Findings held against those known. Two that are alike need two entries. `unused` are those found no more."""

    known: frozenset[int]
    unused: tuple[Known, ...]

    def is_new(self, finding: Knowable) -> bool:
        return id(finding) not in self.known


def baseline_text(entries: Iterable[Known]) -> str:
    """The file that knows these."""
    found = sorted(entries, key=lambda each: (each.agreement, each.subject, each.code, each.message))
    return document(
        {
            "findings": [
                {
                    "fingerprint": each.fingerprint,
                    "code": each.code,
                    "agreement": each.agreement,
                    "subject": each.subject,
                    "message": each.message,
                }
                for each in found
            ]
        }
    )


def read_baseline(content: bytes) -> list[Known]:
    """Raises ValueError with the reason for what is no such file."""
    if len(content) > LARGEST:
        raise ValueError("it is longer than any baseline")
    try:
        whole = json.loads(content)
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not encoded as UTF-8") from None
    except json.JSONDecodeError as trouble:
        raise ValueError(f"it is no JSON: line {trouble.lineno} goes wrong") from None
    except ValueError:
        raise ValueError("a number of it has too many digits") from None
    if not isinstance(whole, dict) or whole.get("format_version") != FORMAT_VERSION:
        raise ValueError(f"its format_version is not {FORMAT_VERSION}")
    findings = whole.get("findings")
    if not isinstance(findings, list):
        raise ValueError("it has no list of findings")
    return [_known(each, index) for index, each in enumerate(findings)]


def _known(value: object, index: int) -> Known:
    names = ("fingerprint", "code", "agreement", "subject", "message")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in names):
        raise ValueError(f"findings[{index}] lacks one of {', '.join(names)}")
    return Known(*(value[name] for name in names))


def compared(found: Iterable[Knowable], baseline: Sequence[Known], *, whole: bool = True) -> Compared:
    """`whole`: everything was looked for, so that what is not found is there no more."""
    left = Counter(each.fingerprint for each in baseline)
    known: set[int] = set()
    for finding in found:
        if finding.can_be_known and left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            known.add(id(finding))
    unused: list[Known] = []
    for each in baseline:
        if whole and left[each.fingerprint] > 0:
            left[each.fingerprint] -= 1
            unused.append(each)
    return Compared(frozenset(known), tuple(unused))
