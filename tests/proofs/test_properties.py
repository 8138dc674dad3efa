"""Properties: proved, or broken by a log that is small, or neither."""

from pathlib import Path

import pytest

from sladsl.proofs.verdict import Result
from sladsl.proofs.written import log_lines
from sladsl.temporal import Zone
from sladsl.workspace.testing import run_scenarios
from sladsl.workspace.verifying import verify_file, verify_files

HEAD = """
agreement example {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
"""
ONE = """
  stream outages of spans { cause text }
  metric uptime = availability of outages
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% gives 10%
      below 99.0% gives 25%
    }
  }
"""
TWO = """
  stream api_outages of spans { }
  stream web_outages of spans { }
  metric api_up = availability of api_outages
  metric web_up = availability of web_outages
  objective a { api_up >= 99.9% per calendar month  credit 25% of api.fee }
  objective b { web_up >= 99.9% per calendar month  credit 25% of api.fee }
"""
TICKETS = """
  stream tickets of cases { moments opened, answered  id number  priority P1, P2 }
  metric answering = elapsed from opened to answered of tickets
  objective fast {
    answering <= 4h for at least 90% of tickets per calendar month
    credit 50 USD
  }
"""


def result(folder: Path, clauses: str, prop: str) -> Result:
    """What is said of a property of one line."""
    path = folder / "contract.sladsl"
    path.write_text(f"{HEAD}{clauses}  property p {{ {prop} }}\n}}\n", encoding="utf-8")
    verified = verify_files([path], {})
    assert verified.agreements, [each.message for each in verified.diagnostics]
    (found,) = (each for each in verified.agreements[0].results if each.subject == "p")
    return found


@pytest.mark.parametrize(
    ("clauses", "prop"),
    [
        (ONE, "always credits <= 25% of fees per calendar month"),
        (ONE, "when uptime >= 99.9%: credits = 0 USD per calendar month"),
        (ONE, "when up is met: (credit of up) = 0 USD per calendar month"),
        (ONE, "never credits > 250 USD per calendar month"),
        (ONE, "when credits > 100 USD: uptime < 99% per calendar month"),
        (TWO, "always credits <= 500 USD per calendar month"),
        (TWO, "when a is met and b is met: credits = 0 USD per calendar month"),
        (TWO, "when a is met or b is met: credits <= 250 USD per calendar month"),
    ],
)
def test_proved(tmp_path: Path, clauses: str, prop: str) -> None:
    found = result(tmp_path, clauses, prop)
    assert found.verdict == "PROVED", found.sentence
    assert not found.basis.bounds


@pytest.mark.parametrize(
    ("clauses", "prop", "log"),
    [
        (ONE, "always credits <= 24% of fees per calendar month", ['outages { 2026-01-01 for 8h  cause "other" }']),
        (ONE, "when uptime >= 99.89%: credits = 0 USD per calendar month",
         ['outages { 2026-01-01 for 45min  cause "other" }']),
        (TWO, "always credits < 500 USD per calendar month",
         ["api_outages { 2026-01-01 for 1h }", "web_outages { 2026-01-01 for 1h }"]),
        (ONE, "when up is met: time of outages <= 44min per calendar month",
         ['outages { 2026-01-01 for 44min1s  cause "other" }']),
        (ONE, "never up is breached per calendar month", ['outages { 2026-01-01 for 1h  cause "other" }']),
    ],
)  # fmt: skip
def test_broken_by_a_small_log(tmp_path: Path, clauses: str, prop: str, log: list[str]) -> None:
    found = result(tmp_path, clauses, prop)
    assert found.verdict == "REFUTED", found.sentence
    assert found.diagnostic is not None and found.diagnostic.code.id == "SLA1190"
    assert found.witness is not None
    assert list(log_lines(found.witness.log, Zone.named(found.witness.graph.zone))) == log


def test_broken_only_over_several_windows(tmp_path: Path) -> None:
    found = result(tmp_path, TWO, "always credits <= 4_000 USD per year")
    assert found.verdict == "REFUTED", found.sentence


def test_bounded_where_windows_differ(tmp_path: Path) -> None:
    """Twelve months of 250 USD for each of two come to 6,000 USD and no more, which is not proved."""
    found = result(tmp_path, TWO, "always credits <= 6_000 USD per year")
    assert found.verdict == "BOUNDED"
    assert any("logs tried" in each for each in found.basis.bounds)


@pytest.mark.parametrize(
    "prop",
    [
        "when uptime > 100%: credits = 0 USD per calendar month",
        "when up is met and up is breached: credits = 0 USD per calendar month",
        "always up is met per day",
    ],
)
def test_says_nothing(tmp_path: Path, prop: str) -> None:
    found = result(tmp_path, ONE, prop)
    assert found.diagnostic is not None and found.diagnostic.code.id == "SLA1191", found.sentence


def test_claims_are_no_way_out(tmp_path: Path) -> None:
    """A log without any claim would leave every credit unpaid: it proves nothing of what is owed."""
    claiming = ONE.rstrip().removesuffix("}") + "    claim in claims within 30 calendar days of window end\n  }\n"
    claiming = "  stream claims of events { }\n" + claiming
    found = result(tmp_path, claiming, "always credits <= 100 USD per calendar month")
    assert found.verdict == "REFUTED", found.sentence


SCENARIO = """
  scenario "a day" {
    period 2026-03
    outages { 2026-03-04 for 1 day  cause "disk" }
    expect up is breached
  }
"""


def test_a_scenario_whose_log_breaks_a_property_fails(tmp_path: Path) -> None:
    path = tmp_path / "contract.sladsl"
    for prop, state in (("always credits <= 20% of fees", "failed"), ("always credits <= 30% of fees", "passed")):
        path.write_text(f"{HEAD}{ONE}{SCENARIO}  property p {{ {prop} per calendar month }}\n}}\n", encoding="utf-8")
        assert [ran.state for ran in run_scenarios([path], {}).runs] == [state]


def test_what_is_allowed_to_break_fails_no_scenario(tmp_path: Path) -> None:
    path = tmp_path / "contract.sladsl"
    allowed = '  # sladsl: allow SLA1190 because "a wish"\n  property p { never up is breached per calendar month }\n'
    path.write_text(f"{HEAD}{ONE}{SCENARIO}{allowed}}}\n", encoding="utf-8")
    (ran,) = run_scenarios([path], {}).runs
    assert ran.state == "passed"
    assert [line.holds for line in ran.properties] == [False]
    assert [each.subject for each in verify_files([path], {}).agreements[0].allowed] == ["p"]


def test_a_window_told_of_in_part_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "contract.sladsl"
    prop = "  property p { always credits <= 10 USD per year }\n"
    path.write_text(f"{HEAD}{ONE}{SCENARIO}{prop}}}\n", encoding="utf-8")
    (ran,) = run_scenarios([path], {}).runs
    assert ran.state == "passed"
    assert [line.holds for line in ran.properties] == [None]


@pytest.mark.parametrize(
    ("prop", "true"),
    [(f"always credits <= {share}% of fees per calendar month", share >= 25) for share in (10, 24, 25, 26)]
    + [(f"when uptime >= {least}%: credits = 0 USD per calendar month", least >= 99.9) for least in (99.8, 99.9, 100)]
    + [(f"when up is breached: credits >= {least} USD per calendar month", least <= 100) for least in (100, 101)],
)
def test_the_verdict_is_the_truth(tmp_path: Path, prop: str, *, true: bool) -> None:
    """What is known of the table by reading it."""
    assert result(tmp_path, ONE, prop).verdict == ("PROVED" if true else "REFUTED")


def test_without_hypothesis_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sladsl.proofs.drawing.find_spec", lambda _: None)
    found = result(tmp_path, TWO, "always credits <= 6_000 USD per year")
    assert found.verdict == "BOUNDED"
    assert any("sladsl[verify]" in each for each in found.basis.bounds)


def test_scenarios_beside_the_contract_prove_nothing_again(tmp_path: Path) -> None:
    contract, beside = tmp_path / "contract.sladsl", tmp_path / "more.sladsl"
    contract.write_text(f"{HEAD}{ONE}}}\n", encoding="utf-8")
    beside.write_text(f'scenarios for example in "contract.sladsl" {{{SCENARIO}}}\n', encoding="utf-8")
    verified = verify_file(beside)
    assert not verified.agreements
    assert [ran.state for ran in verified.suite.runs] == ["passed"]


def test_amendments_are_attacked(tmp_path: Path) -> None:
    """The text that is in force decides: a quarter is too much only from July on."""
    path = tmp_path / "contract.sladsl"
    amended = """
amendment more to example from 2026-07-01 because "agreed" {
  change objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% gives 10%
      below 99.0% gives 40%
    }
  }
}
"""
    scenario = SCENARIO.replace("2026-03", "2026-08")
    prop = "  property p { always credits <= 30% of fees per calendar month }\n"
    path.write_text(f"{HEAD}{ONE}{scenario}{prop}}}\n{amended}", encoding="utf-8")
    (ran,) = run_scenarios([path], {}).runs
    assert ran.state == "failed"
    (found,) = (each for each in verify_file(path).agreements[0].results if each.subject == "p")
    assert found.verdict == "REFUTED"
    assert found.witness is not None
    assert found.witness.shown[0].version == "more"
