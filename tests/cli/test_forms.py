"""`check`, `verify` and `test` hand on what they find in every form, to several places at once."""

import json
from pathlib import Path

import pytest

from diagnostics.published_forms import comment_parts, github_commands, gitlab_issues, junit_cases, sarif_results
from sladsl.cli.options import FINDINGS
from sladsl.diagnostics.render.forms import FORMS
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example "Thỏa thuận `#1`" {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { cause text }
  metric uptime = availability of outages
  metric unused = availability of outages where cause = "disk"
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% and at least 99.0% gives 25%
      below 99.0%                    gives 10%
    }
  }
  scenario "all is well" { period 2026-03  outages { } expect up is met }
  scenario "nothing, ::or, 100% ]]> of it" {
    period 2026-03
    outages { 2026-03-04 for 2h  cause "disk" }
    expect up is met
    expect no credit
  }
}
"""
WRONG = (
    "agreement other {\n  term 2026-01-01 until 2027-01-01\n  objective up { nothing >= 99% per calendar month }\n}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sladsl.toml").write_text("")
    (tmp_path / "some where").mkdir()
    (tmp_path / "some where" / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "other.sladsl").write_text(WRONG)
    return tmp_path


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


def test_the_forms_that_are_offered_are_those_there_are() -> None:
    assert set(FINDINGS) == {"text", "json", *FORMS}


@pytest.mark.parametrize("command", ["check", "verify", "test"])
def test_every_form_of_every_command(folder: Path, command: str) -> None:
    files = {form: folder / f"told.{form}" for form in FINDINGS}
    wanted = [word for form, file in files.items() for word in ("-f", form, "-o", str(file))]
    outcome = run(folder, command, ".", *wanted)
    assert outcome.status == 1
    assert outcome.stdout == ""
    told = {form: file.read_text(encoding="utf-8") for form, file in files.items()}
    json.loads(told["json"])
    results = sarif_results(told["sarif"])
    assert results
    assert len(gitlab_issues(told["gitlab"])) == len(github_commands(told["github"])) == len(results)
    assert [each for each in junit_cases(told["junit"]) if each.find("failure") is not None]
    _, first, rest = comment_parts(told["markdown"])
    assert first[0].isdigit()
    assert all(f"[{each['ruleId']}]" in rest for each in results)
    for form, file in files.items():
        if form != "text":
            assert run(folder, command, ".", "-f", form).stdout == told[form], form
            assert file.read_text(encoding="utf-8") == told[form]


@pytest.mark.parametrize("command", ["check", "verify"])
def test_what_is_below_the_level_passes(folder: Path, command: str) -> None:
    (folder / "other.sladsl").unlink()
    (folder / "some where" / "contract.sladsl").write_text(CONTRACT.split("  scenario")[0] + "}\n")
    outcome = run(folder, command, ".", "-f", "junit", "--fail-on", "error")
    assert outcome.status == 0
    assert not [each for each in junit_cases(outcome.stdout) if each.find("failure") is not None]
    outcome = run(folder, command, ".", "-f", "junit", "--fail-on", "note")
    assert outcome.status == 1
    failed = [each for each in junit_cases(outcome.stdout) if each.find("failure") is not None]
    assert len(failed) >= 1


def test_a_scenario_is_told_at_the_expectation_that_does_not_hold(folder: Path) -> None:
    for command in ("test", "verify"):
        results = sarif_results(run(folder, command, "some where", "-f", "sarif").stdout)
        (scenario,) = (each for each in results if each["ruleId"] == "scenario")
        (location,) = scenario["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "some%20where/contract.sladsl"
        assert place["region"]["startLine"] == CONTRACT.splitlines().index("    expect up is met") + 1
        assert "expected met in 2026-03, got breached" in scenario["message"]["text"]


def test_what_is_known_passes(folder: Path) -> None:
    (folder / "other.sladsl").unlink()
    (folder / "some where" / "contract.sladsl").write_text(CONTRACT.split("  scenario")[0] + "}\n")
    run(folder, "verify", ".", "--baseline", "known.json", "--write-baseline")
    outcome = run(folder, "verify", ".", "--baseline", "known.json", "-f", "junit", "-f", "sarif", "-o", "found.sarif")
    cases = junit_cases(outcome.stdout)
    assert not [each for each in cases if each.find("failure") is not None]
    assert [each for each in cases if (each.findtext("system-out") or "").startswith("known")]
    assert sarif_results((folder / "found.sarif").read_text()) == []


def test_the_digest_of_a_comment_says_whether_anything_changed(folder: Path) -> None:
    first, again = (comment_parts(run(folder, "check", ".", "-f", "markdown").stdout)[0] for _ in range(2))
    assert first == again
    (folder / "other.sladsl").write_text("# moved\n" + WRONG)
    assert comment_parts(run(folder, "check", ".", "-f", "markdown").stdout)[0] == first
    (folder / "other.sladsl").write_text(WRONG.replace("nothing", "something"))
    assert comment_parts(run(folder, "check", ".", "-f", "markdown").stdout)[0] != first


def test_a_comment_of_very_many_findings_is_cut_between_them(folder: Path) -> None:
    names = "\n".join(f"  objective o{number} {{ no{number} >= 99% per calendar month }}" for number in range(500))
    (folder / "other.sladsl").write_text(WRONG.replace("\n}\n", f"\n{names}\n}}\n"))
    text = run(folder, "check", ".", "-f", "markdown").stdout
    _, first, rest = comment_parts(text)
    assert "502 errors" in first
    assert "more that this comment has no room for: `sladsl check` shows them." in rest
    assert len(text) > 50_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "json", "-f", "text"], "would both go to stdout"),
        (["-o", "one", "-o", "two"], "has no format of its own"),
        (["-f", "json", "-o", "one", "-o", "two"], "has no format of its own"),
        (["-o", "one", "-f", "json"], "has no format of its own"),
        (["-f", "json", "-o", "one", "-f", "text", "-o", "one"], "two formats would go to one file"),
        (["-f", "json", "-o", "other.sladsl"], "the result was made from it"),
    ],
)
@pytest.mark.parametrize("command", ["check", "verify", "test", "diff"])
def test_each_form_has_its_place(folder: Path, arguments: list[str], said: str, command: str) -> None:
    if command == "diff" and said == "the result was made from it":
        pytest.skip("a version is not one file")
    paths = ["other.sladsl", "other.sladsl"] if command == "diff" else ["other.sladsl"]
    outcome = run(folder, command, *paths, *arguments)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said in outcome.stderr
    assert (folder / "other.sladsl").read_text() == WRONG
