"""Published contracts: value, row and credit of every worked case, exact to the fraction."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from conformance.published_recipes import RECIPES, write_logs
from conformance.shared import each_case
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.temporal import Zone, parse_instant
from sladsl.workspace.compiling import compile_file, parse_setting
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract

pytestmark = pytest.mark.usefixtures("all_engines")
POLICIES = Path(__file__).parents[2] / "policies" / "published"
MINUTE = 60_000_000

# What one of the unit of a case is in base units of a measured number.
BASE_UNITS = {
    "percent": Fraction(1, 100),
    "minutes": MINUTE,
    "weighted_minutes": MINUTE,
    "excess_minutes": MINUTE,
    "hours": 60 * MINUTE,
    "ms": 1_000,
    **dict.fromkeys(("steps", "free_hours", "credits", "failures", "points", "days"), 1),
}


@dataclass(frozen=True)
class Run:
    """A case with its evaluation; `told` are the outcomes of its window by objective."""

    case: dict[str, Any]
    evaluation: Evaluation
    told: dict[str, Outcome]

    @property
    def expected(self) -> dict[str, Any]:
        return dict(self.case["expected"])

    @property
    def outcome(self) -> Outcome:
        return self.told[RECIPES[self.case["sla"]].objective_of(self.case)]

    @property
    def paying(self) -> list[Outcome]:
        """Those whose credits add up to that of the case."""
        return [self.outcome, *(self.told[each] for each in RECIPES[self.case["sla"]].beside)]

    def local_date(self, instant: int) -> str:
        return Zone.named(self.case["window"]["tz"]).local(instant)[0].isoformat()


def contract_of(case: dict[str, Any]) -> Path:
    return POLICIES / f"{RECIPES[case['sla']].contract or case['sla']}.sladsl"


def run(case: dict[str, Any], folder: Path, contract: Path | None = None, **other: str) -> Run:
    """The case evaluated; `other` are settings of another reading, `contract` holds another wording."""
    recipe = RECIPES[case["sla"]]
    settings = dict(parse_setting(f"{name}={value}") for name, value in {**recipe.settings(case), **other}.items())  # type: ignore[misc]
    compiled = compile_file(contract or contract_of(case), settings)
    (agreement,) = compiled.agreements
    assert agreement.graph is not None, [each.message for each in compiled.diagnostics]
    window = case["window"]
    request = EvaluationRequest(
        logs=write_logs(case, folder),
        period=recipe.period or f"{window['start']} until {window['end']}",
        as_of="2099-01-01T00:00:00Z",
        zone=window["tz"],
    )
    evaluated = evaluate_contract(agreement.graph, compiled.digest, Configuration(folder), request)
    assert evaluated.evaluation is not None, [each.message for each in evaluated.diagnostics]
    start = parse_instant(window["start"])
    outcomes = evaluated.evaluation.outcomes
    told = {each.objective: each for each in outcomes if each.window.start <= start < each.window.end}
    return Run(case, evaluated.evaluation, told)


@each_case("conformance/published.jsonl")
def test_value_row_and_credit(case: dict[str, Any], tmp_path: Path) -> None:
    found = run(case, tmp_path)
    VALUES.get(found.expected["unit"], check_number)(found)
    check_credit(found)


# The other readings of a case: settings, or a line of the contract with one word more.

OTHER_READINGS: dict[str, dict[str, str] | tuple[str, str]] = {
    "aws-10-min-payable-just-over": ("pay only above 1.00 USD", "pay only above 1.00 USD after rounding"),
    "s3-03-idle-buckets-zero-error": {"mean_of": "intervals_with_requests"},
    "s3-06-unweighted-mean": {"mean_of": "requests_themselves"},
    "az-14-rto-encrypted-partial-25": {"steps": "begun"},
    "gh-02-exact-999-conflict": {"table": "mended"},
    "gh-03-exact-99-gap": {"table": "mended"},
    "gh-06-claim-late": ("30 calendar days of window end", "30 calendar days of window end inclusive"),
    "stakater-02-longest-not-union": {"simultaneous": "all_of_it"},
    "stakater-03-exact-995": {"met_and_paid": "never"},
    "msa-03-rounding-gap": {"decimals": "as_measured"},
    "vn-02-digicloud-gap": {"chữ_số": "hai_chữ_số"},
}


@each_case("conformance/published.jsonl")
def test_the_other_reading(case: dict[str, Any], tmp_path: Path) -> None:
    if "alt" not in case:
        return
    reading, alt = OTHER_READINGS[case["id"]], case["alt"]
    if isinstance(reading, dict):
        found = run(case, tmp_path, **reading)
    else:
        contract = tmp_path / "other_reading.sladsl"
        text = contract_of(case).read_text(encoding="utf-8")
        contract.write_text(text.replace(*reading), encoding="utf-8")
        found = run(case, tmp_path, contract=contract)
    if "value" in alt:
        assert found.outcome.measured is not None
        assert round(found.outcome.measured * 100, 6) == Fraction(alt["value"])
    if "credit" in alt:
        assert paid(found.outcome).payable == Fraction(alt["credit"])
    if case["id"] == "msa-03-rounding-gap":
        points = [each.points for each in found.evaluation.outcomes]
        assert [each and each.number for each in points] == [0, 0]


# Values


def check_number(found: Run) -> None:
    """What was measured, of the window or of its only record."""
    expected, outcome = found.expected, found.outcome
    measured = outcome.measured
    if outcome.records is not None:
        (record,) = outcome.records.records
        measured = record.measured
    if expected["value"] == "undefined":
        assert (measured, outcome.state) == (None, "no verdict")
        return
    assert measured is not None, outcome.reason
    assert Fraction(measured) / BASE_UNITS[expected["unit"]] == Fraction(expected["value_exact"])


def check_due_at(found: Run) -> None:
    assert found.outcome.records is not None
    (record,) = found.outcome.records.records
    assert record.due_at == parse_instant(found.expected["value"])


def check_next_business_day(found: Run) -> None:
    """The day on which the case is due."""
    assert found.outcome.records is not None
    (record,) = found.outcome.records.records
    assert record.due_at is not None
    assert found.local_date(record.due_at) == found.expected["value"]


def check_deadline_date(found: Run) -> None:
    """The last day on which a claim is in time."""
    claim = paid(found.outcome).claim
    assert claim is not None
    assert found.local_date(claim.deadline - 1) == found.expected["value"]


def check_termination_right(found: Run) -> None:
    fired = any(each.fires for each in found.evaluation.triggers if each.kind == "terminate")
    assert {True: "yes", False: "no"}[fired] == found.expected["value"]


def check_points_per_period(found: Run) -> None:
    name = found.outcome.objective
    points = [each.points.number for each in found.evaluation.outcomes if each.objective == name and each.points]
    assert ",".join(map(str, points)) == found.expected["value"]
    assert str(sum(each or 0 for each in points)) == found.expected["tier"]


def check_platform_credits(found: Run) -> None:
    """Credits in a unit of the contract; what they are worth is a number of its own."""
    assert paid(found.outcome).due == Fraction(found.expected["value_exact"])


def check_money(found: Run) -> None:
    """A sum of money is told as it was before a limit, or as it is after it."""
    assert Fraction(found.expected["value_exact"]) in (found.outcome.measured, paid(found.outcome).due)


VALUES = {
    "money": check_money,
    "due_at": check_due_at,
    "next_business_day": check_next_business_day,
    "deadline_date": check_deadline_date,
    "termination_right": check_termination_right,
    "points_per_period": check_points_per_period,
    "platform_credits": check_platform_credits,
}

# Credits


def check_credit(found: Run) -> None:
    expected, outcome = found.expected, found.outcome
    if outcome.credit is not None and expected["credit"] is None:
        check_other_than_money(found, outcome.credit)
        return
    if expected["credit"] is None:
        check_verdict(found)
        return
    if "worth" in found.told:
        assert found.told["worth"].measured == Fraction(expected["credit_exact"])
        check_row(found)
        return
    exact, currency = Fraction(expected["credit_exact"]), found.case["params"].get("currency", "USD")
    credits = [paid(each) for each in found.paying]
    assert sum(each.payable or 0 for each in credits) == round_half_up(exact, currency), credits
    if all(each.claim is None or each.claim.state != "late" for each in credits):
        assert sum(each.due or 0 for each in credits) == exact
        check_tier(found)
    if "issued" in expected:
        assert paid(outcome).issued == Fraction(expected["issued"])


def check_other_than_money(found: Run, credit: CreditOutcome) -> None:
    """Days of service, or time by which a service is extended."""
    expected = found.expected
    if "credit_days" in expected:
        assert credit.due == expected["credit_days"]
        check_row(found)
    if "extension_minutes" in expected:
        assert credit.due == expected["extension_minutes"] * MINUTE


def check_verdict(found: Run) -> None:
    """`met` and `breached` of the only record."""
    verdict = {"met": "met", "breached": "missed"}.get(found.expected["tier"])
    if verdict is not None:
        assert found.outcome.records is not None
        (record,) = found.outcome.records.records
        assert record.verdict == verdict


def check_tier(found: Run) -> None:
    """`none` and `gap` are outcomes of their own; a percentage is that of the row that applied."""
    tier, credit = found.expected["tier"], paid(found.outcome)
    if tier.endswith(("KPI", "KPIs")):
        assert sum(each.state == "breached" for each in found.paying) == int(tier.split()[0])
    elif tier == "meeting":
        assert [each.name for each in found.evaluation.triggers if each.fires] == ["meeting"]
    elif credit.row is not None:
        check_row(found)
    elif tier in ("none", "gap"):
        assert credit.outcome == tier
    else:
        assert credit.outcome == ("amount" if credit.due else "none")


def check_row(found: Run) -> None:
    """A percentage is what the row gives; a row that gives something else is known by its bound."""
    row, tier = paid(found.outcome).row, found.expected["tier"].split()[0]
    assert row is not None
    bounds, _, gives = row.partition(" gives ")
    if tier.endswith("%"):
        assert gives == tier
    else:
        (bound,) = (each for each, label in found.case["params"]["table"] if label.split()[0] == tier)
        assert Fraction(bounds.split()[-1].rstrip("%")) == Fraction(bound.strip("<="))


def paid(outcome: Outcome) -> CreditOutcome:
    assert outcome.credit is not None
    return outcome.credit


def round_half_up(amount: Fraction, currency: str) -> Fraction:
    places = {"VND": 0, "JPY": 0}.get(currency, 2)
    scaled = amount * 10**places
    return Fraction(int(scaled + Fraction(1, 2)), 10**places)


def test_every_contract_has_a_recipe() -> None:
    assert {path.stem for path in POLICIES.glob("*.sladsl")} == {
        recipe.contract or sla for sla, recipe in RECIPES.items()
    }
