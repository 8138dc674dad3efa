"""The actions do what their page says: parsed, held against the schemas of GitHub, and run step by step."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from diagnostics.published_forms import comment_parts, junit_cases, sarif_results
from pipelines.repository import CONTRACT, Repository, expanded, parsed, read_yaml, schema_complaints
from spec_player.page import blocks
from spec_player.surroundings import ROOT

ACTIONS = ROOT / ".github/actions"
PAGE = ROOT / "docs/howto/github-actions.md"
LAXER = CONTRACT.replace("gives 10%", "gives 5%")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def steps(action: str, repository: Repository, **inputs: str) -> dict[str, Any]:
    """The outputs of an action whose steps are run one after the other, with what they printed as `said`."""
    read = read_yaml(ACTIONS / action / "action.yml")
    github = {
        "github.event.pull_request.base.sha": inputs.pop("pull_request", ""),
        "github.event.pull_request.number": inputs.pop("number", ""),
        "github.token": "token",
        "github.event.workflow_run.id": "1",
        "github.event.workflow_run.head_sha": inputs.pop("head", ""),
    }
    values = {f"inputs.{name}": expanded(str(each["default"]), github) for name, each in read["inputs"].items()}
    values |= github | {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    found: dict[str, Any] = {"said": "", "status": 0}
    for step in read["runs"]["steps"]:
        if "run" not in step or step["name"] == "Install sladsl":
            continue
        if step.get("if") == "inputs.base != ''" and not values["inputs.base"]:
            continue
        named = Named(values, found)
        environment = {name: expanded(str(text), named) for name, text in step.get("env", {}).items()}
        outputs, summary = repository.temporary / "outputs", repository.temporary / "summary"
        outputs.write_text("")
        ran = repository.run(
            step["run"],
            {
                **environment,
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_REPOSITORY": "shop/terms",
            },
        )
        found["said"] += ran.stdout + ran.stderr
        found["status"] = ran.returncode
        lines = (line.split("=", 1) for line in outputs.read_text().splitlines())
        found |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in lines}
    return found


class Named(dict[str, str]):
    """Values by the names of expressions; the output of a step that did not run is empty."""

    def __init__(self, values: Mapping[str, str], outputs: Mapping[str, Any]) -> None:
        super().__init__({**values, **outputs})

    def __missing__(self, name: str) -> str:
        assert name.startswith("steps."), name
        return ""


def results(repository: Repository) -> dict[str, str]:
    return {each.name: each.read_text() for each in (repository.temporary / "sladsl").iterdir()}


def test_the_schemas_of_github_have_nothing_against_them(tmp_path: Path) -> None:
    files = [ACTIONS / "verify/action.yml", ACTIONS / "comment/action.yml"]
    assert schema_complaints("vendor.github-actions", *files) == ""
    shown = [each for each in blocks(PAGE.read_text(encoding="utf-8")) if "file" in each.options]
    assert len(shown) == 3
    workflows = []
    for block in shown:
        workflows.append(tmp_path / Path(block.options["file"]).name)
        workflows[-1].write_text(block.text)
    assert schema_complaints("vendor.github-workflows", *workflows) == ""


def test_the_page_knows_every_input() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in told for name in read_yaml(ACTIONS / "verify/action.yml")["inputs"])
    for block in (each for each in blocks(told) if "file" in each.options):
        for job in parsed(block.text)["jobs"].values():
            for step in job["steps"]:
                uses = step["uses"]
                if uses.startswith("./tools/sladsl/"):
                    action = read_yaml(ROOT / uses.removeprefix("./tools/sladsl/") / "action.yml")
                    assert step.get("with", {}).keys() <= action["inputs"].keys()


@pytest.mark.parametrize("action", ["verify", "comment"])
def test_no_step_puts_what_others_wrote_into_its_script(action: str) -> None:
    for step in read_yaml(ACTIONS / action / "action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_a_change_is_verified_and_compared(repository: Repository) -> None:
    base = repository.commit()
    repository.write("contracts/hosting.sladsl", LAXER)
    found = steps("verify", repository, paths="contracts", pull_request=base, number="7")
    assert found["status"] == 0, found["said"]
    told = results(repository)
    digest, first, _ = comment_parts(told["comment.md"])
    assert first == "The customer is worse off by up to 50.00 USD a window"
    assert len(digest) == 16
    assert told["number"] == "7\n"
    assert json.loads(told["diff.json"])["agreements"][0]["worse_off"] == "customer"
    assert [each for each in junit_cases(told["verify.xml"]) if each.get("name") == "a bad night"]
    sarif_results(told["verify.sarif"])
    assert "reached" in told["coverage.txt"]
    assert "The customer is worse off" in (repository.temporary / "summary").read_text()


def test_a_job_fails_by_what_was_asked(repository: Repository) -> None:
    base = repository.commit()
    repository.write("contracts/hosting.sladsl", LAXER)
    adverse = {"diff_fail_on": "customer-adverse", "pull_request": base}
    assert steps("verify", repository, paths="contracts", **adverse)["status"] == 1
    repository.write("contracts/hosting.sladsl", CONTRACT.replace("is breached", "is met"))
    assert "::error" in steps("verify", repository, paths="contracts")["said"]
    repository.write("contracts/hosting.sladsl", "agreement hosting {")
    assert steps("verify", repository, paths="contracts", pull_request=base)["status"] != 0


def test_without_a_pull_request_nothing_is_compared(repository: Repository) -> None:
    found = steps("verify", repository, paths="contracts")
    assert found["status"] == 0, found["said"]
    assert "comment.md" not in results(repository)


def test_several_paths_one_a_line_with_spaces(repository: Repository) -> None:
    repository.write("more of it/other.sladsl", CONTRACT.replace("hosting", "other"))
    found = steps("verify", repository, paths="contracts\nmore of it\n")
    assert found["status"] == 0, found["said"]
    assert "more of it/other.sladsl" in results(repository)["verify.json"]


def test_what_is_known_does_not_fail(repository: Repository) -> None:
    worse = CONTRACT.replace("below 99.9% gives 10%", "below 99.9% and at least 99% gives 10%  below 99% gives 5%")
    repository.write("contracts/hosting.sladsl", worse)
    assert steps("verify", repository, paths="contracts")["status"] == 1
    assert repository.run("sladsl verify contracts --baseline known.json --write-baseline").returncode == 0
    assert steps("verify", repository, paths="contracts", baseline="known.json")["status"] == 0


# The comment

_GH = """#!/usr/bin/env bash
# Answers as GitHub would, and notes what is written.
printf '%s\\n' "$*" >> "$RUNNER_TEMP/asked"
case "$*" in
  *pulls/7*) cat "$RUNNER_TEMP/head" ;;
  *--paginate*) cat "$RUNNER_TEMP/comments" ;;
esac
"""
MARKER = "<!-- sladsl-review 0123456789abcdef -->"


def commented(repository: Repository, text: str, number: str, comments: str = "", head: str = "abc") -> tuple[int, str]:
    """The status, and what was asked of GitHub."""
    repository.program("gh", _GH)
    folder = repository.temporary / "sladsl-comment"
    folder.mkdir(exist_ok=True)
    (folder / "comment.md").write_text(text)
    (folder / "number").write_text(number)
    (repository.temporary / "comments").write_text(comments)
    (repository.temporary / "head").write_text(head)
    (repository.temporary / "asked").write_text("")
    found = steps("comment", repository, head="abc")
    return found["status"], (repository.temporary / "asked").read_text()


def test_a_first_comment_is_posted(repository: Repository) -> None:
    status, asked = commented(repository, f"{MARKER}\n**Worse**\n", "7\n")
    assert status == 0
    assert "--method POST repos/shop/terms/issues/7/comments --field body=@" in asked


def test_a_later_one_takes_its_place(repository: Repository) -> None:
    status, asked = commented(repository, f"{MARKER}\n**Worse**\n", "7\n", f"55 {MARKER.replace('0', '1')}\n")
    assert status == 0
    assert "--method PATCH repos/shop/terms/issues/comments/55 --field body=@" in asked


def test_what_it_says_already_is_not_said_again(repository: Repository) -> None:
    status, asked = commented(repository, f"{MARKER}\n**Worse**\n", "7\n", f"55 {MARKER}\n")
    assert status == 0
    assert "--method" not in asked


def test_of_a_commit_that_was_not_looked_at_nothing_is_said(repository: Repository) -> None:
    status, asked = commented(repository, f"{MARKER}\n**Worse**\n", "7\n", head="another")
    assert status == 0
    assert "--method" not in asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("**Buy this**\n", "7\n"),
        (f"{MARKER}\n{'x' * 60_001}\n", "7\n"),
        (f"{MARKER}\n**Worse**\n", "7; rm -rf /\n"),
        (f"{MARKER}\n**Worse**\n", "../../users/7\n"),
        (f"{MARKER} $(touch harmed)\n", "7\n"),
    ],
)
def test_what_is_no_comment_of_sladsl_is_not_posted(repository: Repository, text: str, number: str) -> None:
    status, asked = commented(repository, text, number)
    assert (status, asked) == (1, "")
    assert not (repository.folder / "harmed").exists()


def test_nothing_to_say(repository: Repository) -> None:
    assert commented(repository, "", "7") == (0, "")
