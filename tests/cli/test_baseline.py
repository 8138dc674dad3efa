"""One file of what is known serves `check`, `verify` and `test`, so that only what is new stops a pipeline."""

import json
from pathlib import Path

import pytest

from diagnostics.published_forms import github_commands, junit_cases
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

# A hole in the table: `check` reads it off the text, `verify` shows it by a log.
CONTRACT = """agreement example {
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
      below 99.9% and at least 99.5% gives 10%
      below 99.0%                    gives 25%
    }
  }
  scenario "signed so" { period 2026-03  outages { 2026-03-04 for 12h  cause "disk" }  expect no credit }
  scenario "all is well" { period 2026-03  outages { } expect up is met }
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sladsl.toml").write_text("")
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    return tmp_path


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


@pytest.fixture
def adopted(folder: Path) -> Path:
    """The folder with a file of all that is found."""
    assert run(folder, "verify", ".", "--baseline", "known.json", "--write-baseline").status == 0
    return folder


COMMANDS = (
    ("check", ".", "--fail-on", "note"),
    ("verify", ".", "--fail-on", "note"),
    ("test", "."),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_known_stops_nobody(adopted: Path, command: tuple[str, ...]) -> None:
    assert run(adopted, *command).status == 1
    known = run(adopted, *command, "--baseline", "known.json")
    assert known.status == 0, known.stdout
    assert "known" in known.stdout
    assert "found no more" not in known.stdout
    assert github_commands(run(adopted, *command, "--baseline", "known.json", "-f", "github").stdout) == []
    cases = junit_cases(run(adopted, *command, "--baseline", "known.json", "-f", "junit").stdout)
    assert not [each for each in cases if each.find("failure") is not None]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_new_stops_it(adopted: Path, command: tuple[str, ...]) -> None:
    text = CONTRACT.replace("metric unused", "metric unused_too = availability of outages\n  metric unused")
    text = text.replace("{ } expect up is met", "{ } expect up is breached")
    (adopted / "contract.sladsl").write_text(text)
    found = run(adopted, *command, "--baseline", "known.json")
    assert found.status == 1
    assert ("unused_too" if command[0] != "test" else "all is well") in found.stdout
    assert "signed so" not in found.stdout


def test_a_mistake_is_never_known(adopted: Path) -> None:
    (adopted / "contract.sladsl").write_text(CONTRACT.replace("99.9% per", "99.9 per"))
    assert run(adopted, "verify", ".", "--baseline", "known.json", "--write-baseline").status == 0
    assert run(adopted, "check", ".", "--baseline", "known.json").status == 1


def test_a_scenario_that_passes_again_is_found_no_more(adopted: Path) -> None:
    (adopted / "contract.sladsl").write_text(CONTRACT.replace("expect no credit", "expect up is breached"))
    assert "scenario example, signed so" in run(adopted, "verify", ".", "--baseline", "known.json").stdout


def test_a_scenario_that_is_known_is_told_as_such(adopted: Path) -> None:
    told = json.loads(run(adopted, "verify", ".", "--baseline", "known.json", "-f", "json").stdout)
    states = {each["name"]: (each["state"], each["known"]) for each in told["files"][0]["scenarios"]}
    assert states == {"signed so": ("failed", True), "all is well": ("passed", False)}
    assert "1 known to fail, 1 passed" in run(adopted, "test", ".", "--baseline", "known.json").stdout


@pytest.mark.parametrize("command", ["check", "verify", "test"])
@pytest.mark.parametrize("content", [None, "", "{", '{"format_version": 1}'])
def test_a_file_that_is_none(folder: Path, command: str, content: str | None) -> None:
    if content is not None:
        (folder / "known.json").write_text(content)
    outcome = run(folder, command, ".", "--baseline", "known.json")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "SLA0804" in outcome.stderr and "--write-baseline" in outcome.stderr


def test_a_number_of_many_figures(folder: Path) -> None:
    (folder / "known.json").write_text('{"format_version": 1, "findings": [' + "9" * 5_000 + "]}")
    refused = run(folder, "verify", ".", "--baseline", "known.json")
    assert refused.status == 2
    assert "a number of it has too many digits" in refused.stderr
