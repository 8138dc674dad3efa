"""The template of GitLab: parsed, held against GitLab's schema, and its scripts run."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from diagnostics.published_forms import comment_parts, gitlab_issues, junit_cases
from pipelines.repository import CONTRACT, Repository, read_yaml, schema_complaints
from spec_player.page import blocks
from spec_player.surroundings import ROOT

TEMPLATE = ROOT / ".gitlab/sladsl.gitlab-ci.yml"
PAGE = ROOT / "docs/howto/gitlab.md"
_CURL = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$RUNNER_TEMP/asked"
case "$*" in *per_page*) cat "$RUNNER_TEMP/notes" ;; esac
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def job(repository: Repository, name: str, **variables: str) -> Any:
    """A job with the variables of the template, without setting up."""
    read = read_yaml(TEMPLATE)
    known = {**read["variables"], "SLADSL_PATHS": "contracts", **variables}
    return repository.run("\n".join(read[name]["script"]), known)


def test_the_schema_of_gitlab_has_nothing_against_it(tmp_path: Path) -> None:
    (own,) = (each for each in blocks(PAGE.read_text(encoding="utf-8")) if "file" in each.options)
    (tmp_path / own.options["file"]).write_text(own.text)
    assert schema_complaints("vendor.gitlab-ci", TEMPLATE, tmp_path / own.options["file"]) == ""


def test_the_page_knows_every_variable() -> None:
    told = PAGE.read_text(encoding="utf-8")
    read = read_yaml(TEMPLATE)
    assert all(f"| `{name}` |" in told for name in read["variables"])
    assert all(f"| `{name}` |" in told for name in read if name.startswith("sladsl-"))


def test_verify(repository: Repository) -> None:
    ran = job(repository, "sladsl-verify")
    assert ran.returncode == 0, ran.stderr
    results = repository.folder / "sladsl-results"
    reports = read_yaml(TEMPLATE)["sladsl-verify"]["artifacts"]["reports"]
    assert junit_cases((repository.folder / reports["junit"]).read_text())
    gitlab_issues((repository.folder / reports["codequality"]).read_text())
    json.loads((results / "verify.json").read_text())
    repository.write("contracts/hosting.sladsl", CONTRACT.replace("is breached", "is met"))
    assert job(repository, "sladsl-verify").returncode == 1
    assert gitlab_issues((repository.folder / reports["codequality"]).read_text())


def test_diff(repository: Repository) -> None:
    base = repository.commit()
    repository.write("contracts/hosting.sladsl", CONTRACT.replace("gives 10%", "gives 5%"))
    ran = job(repository, "sladsl-diff", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert ran.returncode == 0, ran.stderr
    (path,) = read_yaml(TEMPLATE)["sladsl-diff"]["artifacts"]["paths"]
    assert comment_parts((repository.folder / path).read_text())[1].startswith("The customer is worse off")
    adverse = {"SLADSL_DIFF_FAIL_ON": "customer-adverse", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    assert job(repository, "sladsl-diff", **adverse).returncode == 1


@pytest.mark.parametrize(
    ("notes", "wanted"),
    [
        ([], "--request POST --data-urlencode body@sladsl-results/comment.md --output /dev/null https://lab/api/projects/5/merge_requests/9/notes\n"),
        ([{"id": 1, "body": "fine"}, {"id": 2, "body": "<!-- sladsl-review 0 -->"}], "--request PUT"),
    ],
)  # fmt: skip
def test_comment(repository: Repository, notes: list[dict[str, object]], wanted: str) -> None:
    repository.program("curl", _CURL)
    (repository.temporary / "notes").write_text(json.dumps(notes))
    ran = job(
        repository, "sladsl-comment", CI_API_V4_URL="https://lab/api", CI_PROJECT_ID="5", CI_MERGE_REQUEST_IID="9",
        SLADSL_TOKEN="secret", PATH=f"{repository.programs}{os.pathsep}{os.environ['PATH']}",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    asked = (repository.temporary / "asked").read_text()
    assert wanted in asked
    assert ("notes/2\n" in asked) == bool(notes)
    assert "secret" not in ran.stdout + ran.stderr


def test_a_fork_is_given_no_token() -> None:
    (rule,) = read_yaml(TEMPLATE)["sladsl-comment"]["rules"]
    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"]
