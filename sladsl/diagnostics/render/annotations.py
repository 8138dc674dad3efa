"""Findings as the hosts of repositories show them beside the lines of a change: SARIF, GitHub, GitLab."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from sladsl import __version__
from sladsl.diagnostics.render.document import Json, json_text
from sladsl.diagnostics.render.findings import Finding, told_apart

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


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
            for each, fingerprint in told_apart(findings)
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
    for each, fingerprint in told_apart(every):
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


ANNOTATIONS: Mapping[str, Callable[[Iterable[Finding]], str]] = MappingProxyType(
    {"github": github, "gitlab": gitlab, "sarif": sarif}
)
