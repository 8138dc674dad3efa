"""The forms in which a review is told keep to what their readers expect of them."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from review.test_laws import CHANGES, CONTRACT
from sladsl.diagnostics.render.annotations import ANNOTATIONS
from sladsl.report.change_json import annotated, review_json
from sladsl.report.change_markdown import MOST, review_markdown
from sladsl.report.schema import schema
from sladsl.workspace.reviewing import Reviewed, review

REGION = {"additionalProperties": {"type": "integer", "minimum": 1}}
FILE = {"properties": {"uri": {"pattern": "^[A-Za-z0-9._~%/-]+$"}}}
PHYSICAL = {"required": ["artifactLocation"], "properties": {"artifactLocation": FILE, "region": REGION}}
RESULT = {
    "required": ["message", "ruleId"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": {"required": ["text"]},
        "partialFingerprints": {"additionalProperties": {"type": "string"}},
        "locations": {"items": {"properties": {"physicalLocation": PHYSICAL}}},
    },
}
DRIVER = {"required": ["name"], "properties": {"rules": {"uniqueItems": True}}}
RUN = {
    "required": ["tool", "results"],
    "properties": {
        "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"items": RESULT},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "runs": {"items": RUN}},
}
"""What sladsl uses of SARIF 2.1.0, in the words of its schema; the whole of that is not ours to copy."""
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {"lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}}},
            },
        },
    },
}


@pytest.fixture(params=CHANGES, ids=lambda change: change[0])
def reviewed(request: pytest.FixtureRequest, tmp_path: Path) -> Reviewed:
    was, now = request.param
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(CONTRACT.replace(was, now))
    return review(str(tmp_path / "old.sladsl"), str(tmp_path / "new.sladsl"), [], {})


def test_every_form(reviewed: Reviewed) -> None:
    findings = list(annotated(reviewed.changes, reviewed.sources))
    Draft202012Validator(json.loads(schema("review"))).validate(
        json.loads(review_json(reviewed.changes, reviewed.sources))
    )
    Draft202012Validator(SARIF).validate(json.loads(ANNOTATIONS["sarif"](findings)))
    gitlab = json.loads(ANNOTATIONS["gitlab"](findings))
    Draft202012Validator(GITLAB).validate(gitlab)
    assert len({each["fingerprint"] for each in gitlab}) == len(findings)
    lines = ANNOTATIONS["github"](findings).splitlines()
    assert len(lines) == len(findings)
    assert all(re.fullmatch(r"::(error|warning|notice) [^:]+::.+", each) for each in lines)


def test_a_comment_can_be_found_and_read_by_its_first_line(reviewed: Reviewed) -> None:
    text = review_markdown(reviewed.changes)
    marker, first = text.splitlines()[:2]
    assert re.fullmatch("<!-- sladsl-review [0-9a-f]{16} -->", marker)
    assert "worse off" in first
    assert text == review_markdown(reviewed.changes)


def test_a_long_comment_is_cut_by_whole_clauses(reviewed: Reviewed) -> None:
    text = review_markdown(reviewed.changes * 400)
    assert len(text) <= MOST
    assert "more that this comment has no room for" in text
    assert text.count("```diff") * 2 == text.count("```")
