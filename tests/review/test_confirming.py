"""What a log shows is said, whatever was reckoned: in every form, and for the exit status."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from review.test_laws import CONTRACT
from sladsl.review.change import AgreementChange, ClauseChange, Side
from sladsl.review.comparing import Comparison
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

SCENARIO = """
  scenario "a bad day" {
    period 2026-02
    outages { 2026-02-03T00:00 for 20h }
    expect up is breached
  }
}
"""
WITH_SCENARIO = CONTRACT.rstrip().removesuffix("}") + SCENARIO
CHANGED = WITH_SCENARIO.replace("gives 25%", "gives 15%")


def _ran(folder: Path, old: str, new: str, *more: str) -> Outcome:
    (folder / "old.sladsl").write_text(old)
    (folder / "new.sladsl").write_text(new)
    with surroundings(folder):
        return sladsl(["diff", "old.sladsl", "new.sladsl", *more], b"")


@pytest.fixture(params=["nobody", "provider", "unknown", "overlooked"])
def wrong(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """An analysis that is wrong about every clause, or overlooks them all."""
    reckoned = Comparison.change

    def mistaken(comparison: Comparison) -> AgreementChange:
        found = reckoned(comparison)
        side: Side = "nobody" if request.param == "overlooked" else request.param
        clauses = () if request.param == "overlooked" else tuple(_mistaken(each, side) for each in found.clauses)
        return replace(found, clauses=clauses, worse_off=side, together=())

    monkeypatch.setattr(Comparison, "change", mistaken)
    return str(request.param)


def _mistaken(clause: ClauseChange, side: Side) -> ClauseChange:
    return replace(clause, worse_off=side, greatest=(None, None), examples=(), regions=())


def test_a_scenario_has_the_last_word(wrong: str, tmp_path: Path) -> None:
    side = "both ways" if wrong == "provider" else "customer"
    found = json.loads(_ran(tmp_path, WITH_SCENARIO, CHANGED, "-f", "json").stdout)
    (agreement,) = found["agreements"]
    assert (agreement["worse_off"], agreement["clauses"][0]["worse_off"]) == (side, side)
    assert "the customer is worse off by at least 50.00 USD" in found["summary"].lower().replace("usd", "USD")
    text = _ran(tmp_path, WITH_SCENARIO, CHANGED)
    assert text.stdout.splitlines()[0] == found["summary"]
    assert found["summary"] in _ran(tmp_path, WITH_SCENARIO, CHANGED, "-f", "markdown").stdout
    assert _ran(tmp_path, WITH_SCENARIO, CHANGED, "--fail-on", "customer-adverse").status == 1


@pytest.mark.usefixtures("wrong")
def test_a_log_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "outages.csv").write_text("start,end\n2026-02-03T00:00:00Z,2026-02-03T20:00:00Z\n")
    asked = ("--replay", "outages=outages.csv", "--period", "2026-02", "--fail-on", "customer-adverse")
    changed = CONTRACT.replace("gives 25%", "gives 15%")
    found = _ran(tmp_path, CONTRACT, changed, *asked)
    assert found.status == 1
    assert found.stdout.startswith(("The customer is worse off by at least 50.00 USD", "Each"))


def test_verdicts_are_told_where_no_money_changes(tmp_path: Path) -> None:
    without = "\n".join(
        row for row in WITH_SCENARIO.splitlines() if not any(word in row for word in ("gives", "credit", "claim"))
    ).replace("uptime >= 99.9% per calendar month\n    }", "uptime >= 99.9% per calendar month")
    text = _ran(tmp_path, without.replace(">= 99.9%", ">= 90%"), without).stdout
    assert "Scenario “a bad day”: met → breached" in text
    assert "The provider is worse off" in text.splitlines()[0]


def test_the_first_line_says_the_most_that_is_shown(tmp_path: Path) -> None:
    """Two clauses of one window, with a formula each, so that nothing is proved: of scenarios and a log, the most."""
    old = WITH_SCENARIO.replace(
        "  scenario",
        """  objective again {
    count of outages <= 0 per calendar month
    credit 10 USD * count of outages
  }
  scenario""",
    )
    new = old.replace("10 USD *", "30 USD *").replace("gives 25%", "gives 30%").replace("limit credit to 200 USD", "")
    rows = _ran(tmp_path, old, new).stdout.splitlines()
    assert "  Scenario “a bad day”: 210.00 USD → 330.00 USD to the customer" in rows
    assert rows[0] == "The provider is worse off by at least 2,520.00 USD a window in all"
