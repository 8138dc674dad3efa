"""`sladsl verify` as a pipeline uses it: choosing, keeping, knowing, and taking witnesses along."""

import json
import shlex
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sladsl.report.schema import schema
from sladsl.workspace.keeping import cache_folder
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { cause text }
  metric uptime = availability of outages
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% and at least 99.0% gives 25%
      below 99.0%                    gives 10%
    }
  }
  property affordable { always credits <= 20% of fees per calendar month }
}
"""

CASES = """agreement desk {
  term 2026-01-01 until 2027-01-01
  zone "Etc/UTC"
  currency USD
  stream tickets of cases { moments opened, solved }
  metric waited for each tickets by opened = time from opened to solved
  objective solved for each tickets {
    waited <= 4h
    per calendar month
    credit 30 USD
  }
  property affordable { always credits <= 20 USD per calendar month }
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sladsl.toml").write_text("")
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    return tmp_path


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(["verify", *arguments], b"")


def document(folder: Path, *arguments: str) -> dict[str, object]:
    outcome = run(folder, *arguments, "-f", "json")
    found: dict[str, object] = json.loads(outcome.stdout)
    Draft202012Validator(json.loads(schema("verification"))).validate(found)
    return found


def codes(folder: Path, *arguments: str) -> set[str]:
    (file,) = document(folder, "contract.sladsl", *arguments)["files"]  # type: ignore[misc]
    return {each["diagnostic"]["code"] for each in file["findings"]}


def test_a_claim_by_its_code_or_its_name(folder: Path) -> None:
    assert {"SLA1101", "SLA1190"} <= codes(folder)
    assert codes(folder, "--check", "sla1101") == {"SLA1101"}
    assert codes(folder, "--check", "Worse service never costs less") == {"SLA1101"}
    assert "SLA1101" not in codes(folder, "--no-check", "SLA1101")


def test_proved_claims_are_chosen_by_the_code_they_would_have(folder: Path) -> None:
    (file,) = document(folder, "contract.sladsl", "--check", "SLA1110")["files"]  # type: ignore[misc]
    assert [each["claim"] for each in file["agreements"][0]["claims"]] == ["can be breached"]


def test_no_such_claim(folder: Path) -> None:
    outcome = run(folder, "contract.sladsl", "--check", "SLA1009")
    assert outcome.status == 2
    assert "is no code and no claim" in outcome.stderr


def test_a_mistake_is_told_whatever_is_chosen(folder: Path) -> None:
    (folder / "contract.sladsl").write_text(CONTRACT.replace("99.9% per", "99.9 per"))
    outcome = run(folder, "contract.sladsl", "--check", "SLA1101")
    assert outcome.status == 1
    assert "error[SLA0201]" in outcome.stdout


def test_what_is_known_stops_nothing(folder: Path) -> None:
    first = run(folder, "contract.sladsl")
    assert first.status == 1
    assert run(folder, "contract.sladsl", "--baseline", "known.json", "--write-baseline") == Outcome()
    known = run(folder, "contract.sladsl", "--baseline", "known.json")
    assert known.status == 0
    assert "SLA1101" not in known.stdout
    (folder / "contract.sladsl").write_text("# a line more\n" + CONTRACT)
    assert run(folder, "contract.sladsl", "--baseline", "known.json").status == 0


def test_what_is_found_no_more_is_told(folder: Path) -> None:
    run(folder, "contract.sladsl", "--baseline", "known.json", "--write-baseline")
    (folder / "contract.sladsl").write_text(CONTRACT.replace("<= 20%", "<= 30%"))
    outcome = run(folder, "contract.sladsl", "--baseline", "known.json")
    assert "1 known finding found no more" in outcome.stdout
    assert "SLA1190 example, affordable" in outcome.stdout
    found = document(folder, "contract.sladsl", "--baseline", "known.json")
    assert [each["code"] for each in found["unused_baseline"]] == ["SLA1190"]  # type: ignore[attr-defined]
    chosen = run(folder, "contract.sladsl", "--baseline", "known.json", "--check", "SLA1101")
    assert "found no more" not in chosen.stdout


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format_version": 1}', '{"format_version": 1, "findings": [{}]}', "[" * 100_000]
)
def test_a_baseline_that_is_none(folder: Path, content: str) -> None:
    (folder / "known.json").write_text(content)
    outcome = run(folder, "contract.sladsl", "--baseline", "known.json")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "SLA0804" in outcome.stderr


def test_a_baseline_that_is_not_there(folder: Path) -> None:
    assert run(folder, "contract.sladsl", "--baseline", "known.json").status == 2
    assert run(folder, "contract.sladsl", "--write-baseline").status == 2


def test_the_same_for_any_number_of_processes(folder: Path) -> None:
    for index in range(3):
        text = CONTRACT.replace("example", f"example_{index}").replace("<= 20%", f"<= {index + 24}%")
        (folder / f"more_{index}.sladsl").write_text(text)
    one, three = (run(folder, ".", "--no-cache", "--jobs", number) for number in ("1", "3"))
    assert one == three
    assert one.stdout.index("more_0") < one.stdout.index("more_2")


def test_of_cases(folder: Path) -> None:
    """What they come to is kept too, and goes from one process to another."""
    for index in range(2):
        (folder / f"desk_{index}.sladsl").write_text(CASES.replace("desk", f"desk_{index}"))
    first = run(folder, "desk_0.sladsl", "desk_1.sladsl", "--jobs", "2")
    assert "1 refuted" in first.stdout
    assert run(folder, "desk_0.sladsl", "desk_1.sladsl") == first
    assert run(folder, "desk_0.sladsl", "desk_1.sladsl", "--no-cache", "--jobs", "1") == first


def test_what_did_not_change_is_not_looked_at_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(folder, "contract.sladsl")
    monkeypatch.setattr("sladsl.workspace.verifying.prove", lambda *_: pytest.fail("looked at again"))
    assert run(folder, "contract.sladsl") == first
    for change in (["--budget", "7"], ["--no-cache"], ["--check", "SLA1101"]):
        with pytest.raises(pytest.fail.Exception):
            run(folder, "contract.sladsl", *change)
    (folder / "contract.sladsl").write_text(CONTRACT + "# changed\n")
    with pytest.raises(pytest.fail.Exception):
        run(folder, "contract.sladsl")


def test_what_a_contract_imports_counts_too(folder: Path) -> None:
    shared = "definition target() = 99.9%\n"
    (folder / "shared.sladsl").write_text(shared)
    (folder / "other.sladsl").write_text(
        'import "shared.sladsl"\n\nagreement other {\n  term 2026-01-01 until 2027-01-01\n  zone "Etc/UTC"\n'
        "  stream outages of spans { }\n  metric uptime = availability of outages\n"
        "  objective up { uptime >= target() per calendar month }\n}\n"
    )
    first = run(folder, "other.sladsl")
    assert "SLA1110" not in first.stdout
    (folder / "shared.sladsl").write_text(shared.replace("99.9%", "0%"))
    assert "SLA1110" in run(folder, "other.sladsl").stdout


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"read": [], "told": {}}', '{"read": [["a", 1]]}'])
def test_a_damaged_cache_is_no_result(folder: Path, content: str) -> None:
    first = run(folder, "contract.sladsl")
    with surroundings(folder):
        kept = cache_folder()
    assert kept is not None
    for each in kept.iterdir():
        each.write_text(content)
    assert run(folder, "contract.sladsl") == first


def test_witnesses_are_taken_along(folder: Path) -> None:
    run(folder, "contract.sladsl", "--witness-dir", "shown", "--check", "SLA1190")
    scenario = folder / "shown" / "example-SLA1190-affordable.sladsl"
    lines = scenario.read_text().splitlines()
    with surroundings(folder / "shown"):
        evaluated = sladsl(shlex.split(lines[1].removeprefix("# sladsl ")), b"")
    assert evaluated.status == 0
    assert "Payable in total: 250.00 USD" in evaluated.stdout
    with surroundings(folder):
        tested = sladsl(["test", "shown"], b"")
    assert "property affordable does not hold in 2026-01" in tested.stdout


def test_witnesses_of_agreements_of_one_name(folder: Path) -> None:
    """Neither of two files takes the other's place, and a name keeps its vowel signs."""
    for name in ("one", "other"):
        (folder / f"{name}.sladsl").write_text(CONTRACT.replace("agreement example", "agreement ข้อตกลงที่หนึ่ง"))
    run(folder, "one.sladsl", "other.sladsl", "--witness-dir", "shown", "--check", "SLA1190")
    shown = {each.name: each.read_text().splitlines()[1] for each in (folder / "shown").glob("*.sladsl")}
    first, second = "ข้อตกลงที่หนึ่ง-SLA1190-affordable.sladsl", "ข้อตกลงที่หนึ่ง-SLA1190-affordable-2.sladsl"
    assert sorted(shown) == sorted((first, second))
    assert "one.sladsl" in shown[first]
    assert "other.sladsl" in shown[second]


def test_a_witness_becomes_a_scenario(folder: Path) -> None:
    first = run(folder, "contract.sladsl", "--write-scenario", "--check", "SLA1101")
    assert "added `SLA1101, up: worse service never costs less`" in first.stderr
    written = (folder / "contract.sladsl").read_text()
    assert 'scenario "SLA1101, up: worse service never costs less" {' in written
    with surroundings(folder):
        assert sladsl(["fmt", "--check", "contract.sladsl"], b"").status == 0
        assert sladsl(["check", "contract.sladsl"], b"").status == 0
    assert run(folder, "contract.sladsl", "--write-scenario", "--check", "SLA1101").stderr == ""
    assert (folder / "contract.sladsl").read_text() == written


def test_no_scenario_for_a_contract_with_mistakes(folder: Path) -> None:
    wrong = CONTRACT.replace("99.9% per", "99.9 per")
    (folder / "contract.sladsl").write_text(wrong)
    outcome = run(folder, "contract.sladsl", "--write-scenario")
    assert outcome.status != 0
    assert (folder / "contract.sladsl").read_text() == wrong


def test_on_what_a_proof_rests(folder: Path) -> None:
    told = run(folder, "contract.sladsl", "--explain-proof", "SLA1020").stdout
    assert "example, up: no value lies in a hole of the table" in told
    assert "PROVED: it holds for every well-formed log over the term" in told
    assert "exactly 99.9%" in told


def test_on_what_a_proof_of_amounts_that_grow_rests(folder: Path) -> None:
    """The points are not all that is tried."""
    (folder / "grows.sladsl").write_text(
        'agreement grows { term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD stream outages of spans { } '
        "objective up { time of outages <= 1h per calendar month credit 1 USD * (time of outages) / 1h } }"
    )
    told = run(folder, "grows.sladsl", "--explain-proof", "SLA1101").stdout
    assert "all there are; amounts may go on growing in between" in told
    assert "growing" not in run(folder, "contract.sladsl", "--explain-proof", "SLA1101").stdout


def test_a_contract_from_standard_input(folder: Path) -> None:
    with surroundings(folder):
        outcome = sladsl(["verify", "-"], CONTRACT.encode())
    assert "SLA1101" in outcome.stdout


def test_on_what_a_property_rests(folder: Path) -> None:
    told = run(folder, "contract.sladsl", "--explain-proof", "SLA1190").stdout
    assert "uptime: exactly 0%; above 0% and below 99%; exactly 99%" in told


def test_witnesses_outside_the_project(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Scenarios may stand anywhere if their contract is named too."""
    outside = tmp_path_factory.mktemp("outside")
    told = run(folder, "contract.sladsl", "--witness-dir", str(outside), "--check", "SLA1101")
    (line,) = told.stderr.splitlines()
    assert line == f"`sladsl test {outside} contract.sladsl` runs the scenarios that were written"
    with surroundings(folder):
        alone = sladsl(["test", str(outside)], b"")
        assert "SLA0575" in alone.stderr
        assert "or name both: `sladsl test " in alone.stderr
        assert "1 passed" in sladsl(["test", str(outside), "contract.sladsl"], b"").stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--certify", "-f", "json"], "`--certify` tells what it finds as `text`"),
        (["--certify", "--check", "SLA1101"], "`--certify` looks at nothing else"),
        (["--explain-proof", "SLA1101", "-f", "sarif"], "`--explain-proof` tells what it finds as `text`"),
        (["--explain-proof", "SLA1101", "--check", "SLA1020"], "`--explain-proof` looks at nothing else"),
        (["--set", "nosuch=1"], "has no parameter `nosuch`"),
    ],
)
def test_what_does_not_go_together_is_said(folder: Path, options: list[str], said: str) -> None:
    refused = run(folder, "contract.sladsl", *options)
    assert refused.status == 2
    assert "SLA0804" in refused.stdout + refused.stderr
    assert said in refused.stdout + refused.stderr


def test_a_proof_of_a_contract_with_mistakes(folder: Path) -> None:
    (folder / "contract.sladsl").write_text(CONTRACT.replace("99.9% per", "99.9 per"))
    outcome = run(folder, "contract.sladsl", "--explain-proof", "SLA1101")
    assert (outcome.status, outcome.stdout) == (1, "")
    assert "error[SLA" in outcome.stderr


def test_a_certificate_goes_to_a_file(folder: Path) -> None:
    assert run(folder, "contract.sladsl", "--certify", "-o", "told.txt").stdout == ""
    assert "example: " in (folder / "told.txt").read_text()
