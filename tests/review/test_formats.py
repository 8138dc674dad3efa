"""The forms in which a review is told keep to what their readers expect of them."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from diagnostics.published_forms import github_commands, gitlab_issues, sarif_results
from review.test_laws import CHANGES, CONTRACT
from sladsl.diagnostics.render.annotations import ANNOTATIONS
from sladsl.diagnostics.render.comment import MOST
from sladsl.report.change_json import annotated, review_json
from sladsl.report.change_markdown import review_markdown
from sladsl.report.schema import schema
from sladsl.workspace.reviewing import Reviewed, review


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
    assert len(sarif_results(ANNOTATIONS["sarif"](findings))) == len(findings)
    assert len(gitlab_issues(ANNOTATIONS["gitlab"](findings))) == len(findings)
    assert len(github_commands(ANNOTATIONS["github"](findings))) == len(findings)


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
