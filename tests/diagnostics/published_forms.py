"""What the readers of each form demand of it: in the words of its published schema, as far as sladsl uses it. The
schemas themselves are not ours to copy."""

import json
import re
from typing import Any
from xml.etree import ElementTree

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

_POSITIVE = {"type": "integer", "minimum": 1}


def _object(required: str, optional: str = "", **known: object) -> dict[str, object]:
    """An object of these properties and no others: a misspelt one is a mistake."""
    names = [*required.split(), *optional.split()]
    return {
        "type": "object",
        "required": required.split(),
        "properties": {name: known.get(name.replace("$", ""), {}) for name in names},
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_REGION = _object(
    "startLine", "startColumn endLine endColumn",
    startLine=_POSITIVE, startColumn=_POSITIVE, endLine=_POSITIVE, endColumn=_POSITIVE,
)  # fmt: skip
_FILE = _object("uri", uri={"type": "string", "format": "uri-reference", "pattern": "^[A-Za-z0-9._~%/-]+$"})
_PHYSICAL = _object("artifactLocation", "region", artifactLocation=_FILE, region=_REGION)
_RESULT = _object(
    "message ruleId ruleIndex level locations partialFingerprints",
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=_object("text", text=_TEXT),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
    locations={"type": "array", "items": _object("physicalLocation", physicalLocation=_PHYSICAL)},
)
_RULE = _object("id shortDescription", id=_TEXT, shortDescription=_object("text", text=_TEXT))
_DRIVER = _object(
    "name version rules", name=_TEXT, version=_TEXT, rules={"type": "array", "uniqueItems": True, "items": _RULE}
)
_RUN = _object(
    "tool columnKind results",
    tool=_object("driver", driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": _RESULT},
)
SARIF = _object(
    "$schema version runs", schema={"format": "uri"}, version={"const": "2.1.0"},
    runs={"type": "array", "minItems": 1, "items": _RUN},
)  # fmt: skip
GITLAB = {
    "type": "array",
    "items": _object(
        "description check_name fingerprint location severity",
        description=_TEXT,
        check_name=_TEXT,
        fingerprint=_TEXT,
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=_object("path lines", path=_TEXT, lines=_object("begin", begin=_POSITIVE)),
    ),
}


def _valid(schema: Any, text: str) -> Any:
    found = json.loads(text)
    Draft202012Validator(schema, format_checker=validator_for(schema).FORMAT_CHECKER).validate(found)
    return found


def sarif_results(text: str) -> list[dict[str, Any]]:
    (run,) = _valid(SARIF, text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    results: list[dict[str, Any]] = run["results"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert len({each["id"] for each in rules}) == len(rules)
    return results


def gitlab_issues(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _valid(GITLAB, text)
    assert len({each["fingerprint"] for each in found}) == len(found), "GitLab takes equal ones for one"
    return found


_COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::([^\r\n]+)")
_PARAMETERS = {"file", "line", "endLine", "col", "endColumn", "title"}


def github_commands(text: str) -> list[dict[str, str]]:
    """Each with its parameters, and its words as `message`."""
    found = []
    for line in text.splitlines():
        command = _COMMAND.fullmatch(line)
        assert command is not None, line
        parameters = dict(each.split("=", 1) for each in command[2].split(","))
        assert parameters.keys() <= _PARAMETERS
        found.append({**parameters, "kind": command[1], "message": command[3]})
    return found


_IN_CASE = {"skipped", "error", "failure", "system-out"}


def junit_cases(text: str) -> list[ElementTree.Element]:
    """By the XSD of the xUnit plugin of Jenkins, to which GitLab adds `file`, and others `line`."""
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    assert root.attrib.keys() <= {"name", "time", "tests", "failures", "errors"}
    cases = []
    for suite in root:
        assert suite.tag == "testsuite"
        assert {"name", "tests", "failures", "errors"} <= suite.attrib.keys() <= {
            "name", "tests", "failures", "errors", "skipped",
        }  # fmt: skip
        for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        for case in suite:
            assert case.tag == "testcase"
            assert {"name"} <= case.attrib.keys() <= {"name", "classname", "file", "line"}
            assert {each.tag for each in case} <= _IN_CASE
            for each in case:
                assert each.attrib.keys() <= (set() if each.tag == "system-out" else {"type", "message"})
        cases += list(suite)
    for name, tag in (("tests", ""), ("failures", "/failure"), ("errors", "/error")):
        assert int(root.attrib[name]) == len(root.findall(f"testsuite/testcase{tag}"))
    return cases


def comment_parts(text: str) -> tuple[str, str, str]:
    """The digest of the marker, the first line, the rest of a comment on a pull request."""
    marker, first, *rest = text.splitlines()
    found = re.fullmatch("<!-- sladsl-[a-z]+ ([0-9a-f]{16}) -->", marker)
    assert found is not None
    assert first.startswith("**") and first.endswith("**")
    assert len(text) <= 60_000
    fences = [line for line in rest if re.fullmatch("`{3,}[a-z]*", line)]
    assert len(fences) % 2 == 0
    return found[1], first.strip("*"), "\n".join(rest)
