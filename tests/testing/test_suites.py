"""The scenarios of all policies pass, and what is printed for programs is what it says it is."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from sladsl.diagnostics.render.forms import FORMS
from sladsl.report.scenario_cases import suite_told
from sladsl.report.scenario_json import suite_json
from sladsl.report.scenario_text import suite_text
from sladsl.report.schema import schema
from sladsl.testing.suite import SuiteRun
from sladsl.workspace.compiling import contract_files
from sladsl.workspace.testing import run_scenarios
from spec_player.surroundings import ROOT

pytestmark = pytest.mark.usefixtures("all_engines")
FILES, _ = contract_files([ROOT / "policies"])
FAILING = """
agreement a "A & <B>" {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  stream outages of spans { cause text }
  metric uptime = availability of outages where cause = "\\t<&>"
  objective up { uptime >= 99.9% per calendar month  credit 100 USD  claim within 30 calendar days of window end }
  scenario "<&> \\"" {
    period 2026-03
    outages { 2026-03-04 for 2h  cause "\\t<&>" }
    expect up is met
    expect uptime has no value
    expect no credit
    expect claim of up is late
    expect no findings
    expect up in 2026-03 has no verdict
  }
}
"""
BONUS = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  stream outages of spans { }
  metric uptime = availability of outages
  objective up { uptime >= 99.9% per calendar month  bonus 10 USD, only when uptime >= 99.95% }
  scenario "no outage" { period 2026-03  outages { } expect bonus of up = 20 USD }
}
"""


def failing(folder: Path) -> SuiteRun:
    path = folder / "a.sladsl"
    path.write_text(FAILING, encoding="utf-8")
    return run_scenarios([path], {})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_scenarios_of_the_policy_pass(path: Path) -> None:
    suite = run_scenarios([path], {})
    assert [each.code.id for each in suite.diagnostics if each.severity.value == "error"] == []
    assert [ran.name for ran in suite.runs if ran.state != "passed"] == [], suite_text(suite)


def test_json_keeps_to_its_schema(tmp_path: Path) -> None:
    document = json.loads(suite_json(failing(tmp_path)))
    Draft202012Validator(json.loads(schema("scenarios"))).validate(document)
    (scenario,) = document["agreements"][0]["scenarios"]
    assert [each["passed"] for each in scenario["expectations"]] == [False, False, False, False, True, False]
    assert document["summary"] == {"passed": 0, "failed": 1, "error": 0}


def suite_junit(suite: SuiteRun) -> str:
    return FORMS["junit"](suite_told(suite, ()))


def test_junit_is_xml_whatever_the_names(tmp_path: Path) -> None:
    root = ElementTree.fromstring(suite_junit(failing(tmp_path)))
    assert root.attrib == {"name": "sladsl", "tests": "1", "failures": "1", "errors": "0"}
    (case,) = root.iter("testcase")
    assert case.get("name") == '<&> "'
    (failure,) = case
    assert "expected" in (failure.text or "")


def test_of_a_bonus_the_derivation_of_the_bonus_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "bonus.sladsl"
    path.write_text(BONUS, encoding="utf-8")
    told = suite_text(run_scenarios([path], {}))
    assert "Derivation of the bonus, each number from those below it" in told
    assert "10.00 USD  credit of" in told


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = failing(tmp_path), failing(tmp_path)
    assert suite_json(first) == suite_json(second)
    assert suite_junit(first) == suite_junit(second)
    assert suite_text(first, verbose=True, coverage=True) == suite_text(second, verbose=True, coverage=True)
