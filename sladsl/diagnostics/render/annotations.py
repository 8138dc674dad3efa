"""Findings as the hosts of repositories show them beside the lines of a change: SARIF, GitHub, GitLab."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sladsl import __version__
from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.document import Json, json_text
from sladsl.diagnostics.render.json import place_value
from sladsl.text import SourceMap

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told beside a line. `line` None: of the file as a whole; `file` None: of none. `fingerprint` stays the
    same when only lines move."""

    code: str
    title: str
    severity: str
    message: str
    file: str | None
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    fingerprint: str


def finding_of(diagnostic: Diagnostic, sources: SourceMap) -> Finding:
    """A diagnostic with its advice, in the text that it points to."""
    value = place_value(diagnostic.span, sources)
    advice = [each.text for each in diagnostic.fixes]
    message = "\n".join([diagnostic.message, *diagnostic.notes, *(f"help: {each}" for each in advice)])
    code = diagnostic.code
    return found(code.id, code.title, diagnostic.severity.value, message, value, diagnostic.place)


def found(
    code: str, title: str, severity: str, message: str, place: Mapping[str, Json] | None, log_place: str | None = None,
    fingerprint: str | None = None,
) -> Finding:  # fmt: skip
    """`place` as it stands in JSON."""
    file = place["file"] if place else log_place
    name = None if file is None else str(file).replace("\\", "/")
    key = "\n".join([code, name or "", message])
    numbers = [place[each] if place else None for each in ("line", "column", "end_line", "end_column")]
    line, column, end_line, end_column = (each if isinstance(each, int) else None for each in numbers)
    own = fingerprint or hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Finding(code, title, severity, message, name, line, column, end_line, end_column, own)


def github(findings: Iterable[Finding]) -> str:
    """Commands of a workflow of GitHub Actions, one a line."""
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    fields = {
        "file": finding.file, "line": finding.line, "col": finding.column, "endLine": finding.end_line,
        "title": f"{finding.code} {finding.title}",
    }  # fmt: skip
    if finding.end_line == finding.line:
        fields["endColumn"] = finding.end_column
    told = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items() if value is not None)
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(findings: Iterable[Finding]) -> str:
    """A report of code quality. What is at no line is told of the first; what is in no file, of the folder."""
    return json_text(
        [
            {
                "check_name": each.code,
                "description": each.message,
                "fingerprint": fingerprint,
                "location": {"path": each.file or ".", "lines": {"begin": each.line or 1}},
                "severity": _SEVERITIES[each.severity],
            }
            for each, fingerprint in _apart(findings)
        ]
    )


def sarif(findings: Iterable[Finding]) -> str:
    """SARIF 2.1.0: one run with the rules that were broken, and where."""
    every = list(findings)
    rules = {each.code: each.title for each in every}
    names = list(rules)
    driver: dict[str, Json] = {
        "name": "sladsl",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": title}} for code, title in rules.items()],
    }
    results: list[Json] = []
    for each, fingerprint in _apart(every):
        results.append(
            {
                "ruleId": each.code,
                "ruleIndex": names.index(each.code),
                "level": _LEVELS[each.severity],
                "message": {"text": each.message},
                "locations": _locations(each),
                "partialFingerprints": {"sladsl/v1": fingerprint},
            }
        )
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _locations(finding: Finding) -> list[Json]:
    if finding.file is None:
        return []
    place: dict[str, Json] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line is not None:
        region = {"startLine": finding.line, "startColumn": finding.column, "endLine": finding.end_line,
                  "endColumn": finding.end_column}  # fmt: skip
        place["region"] = {name: value for name, value in region.items() if value is not None}
    return [{"physicalLocation": place}]


def _uri(path: str) -> str:
    """A path as a reference: everything but what a reference may hold is written in percent."""
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
    raw = path.encode("utf-8", "surrogatepass")
    return "".join(chr(each) if each in plain else f"%{each:02X}" for each in raw)


def _apart(findings: Iterable[Finding]) -> Iterable[tuple[Finding, str]]:
    """Those that say the same twice are two."""
    seen: dict[str, int] = {}
    for each in findings:
        number = seen[each.fingerprint] = seen.get(each.fingerprint, 0) + 1
        yield each, each.fingerprint if number == 1 else f"{each.fingerprint}-{number}"


ANNOTATIONS: Mapping[str, Callable[[Iterable[Finding]], str]] = MappingProxyType(
    {"github": github, "gitlab": gitlab, "sarif": sarif}
)


def renderer(form: str) -> Callable[[Sequence[Diagnostic], SourceMap], str]:
    """Diagnostics in one of these forms."""
    return lambda diagnostics, sources: ANNOTATIONS[form](finding_of(each, sources) for each in diagnostics)
