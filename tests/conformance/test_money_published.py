"""Published contracts: value, row and credit of every worked case, exact to the fraction."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from conformance.published_cases import RECIPES, write_logs
from conformance.shared import each_case
from sladsl.rules.outcome import Outcome
from sladsl.temporal import parse_instant
from sladsl.workspace.compiling import compile_file, parse_setting
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract

POLICIES = Path(__file__).parents[2] / "policies" / "published"


def evaluate_case(case: dict[str, Any], folder: Path) -> dict[str, Outcome]:
    """The outcomes of a case's window, by objective."""
    recipe = RECIPES[case["sla"]]
    parsed = [parse_setting(f"{name}={value}") for name, value in recipe.settings(case).items()]
    settings = dict(parsed)  # type: ignore[arg-type]
    compiled = compile_file(POLICIES / f"{case['sla']}.sladsl", settings)
    (agreement,) = compiled.agreements
    assert agreement.graph is not None, [each.message for each in compiled.diagnostics]
    window = case["window"]
    request = EvaluationRequest(logs=write_logs(case, folder), period=f"{window['start']} until {window['end']}",
                                as_of="2099-01-01T00:00:00Z")  # fmt: skip
    evaluated = evaluate_contract(agreement.graph, compiled.digest, Configuration(folder), request)
    assert evaluated.evaluation is not None, [each.message for each in evaluated.diagnostics]
    start = parse_instant(window["start"])
    return {
        each.objective: each for each in evaluated.evaluation.outcomes if each.window.start <= start < each.window.end
    }


@each_case("conformance/published.jsonl")
def test_value_row_and_credit(case: dict[str, Any], tmp_path: Path) -> None:
    if case["sla"] not in RECIPES:
        pytest.skip("this contract belongs to the next step")
    outcomes = evaluate_case(case, tmp_path)
    expected = case["expected"]
    if case["params"].get("metric") == "Actions executions":
        outcome = outcomes["actions_up"]
        assert (outcome.measured, outcome.state) == (None, "no verdict")
        assert outcome.credit is not None and (outcome.credit.due, outcome.credit.payable) == (0, 0)
        return
    outcome = outcomes[RECIPES[case["sla"]].objective]
    if expected["unit"] == "due_at":
        assert outcome.records is not None
        (record,) = outcome.records.records
        assert record.due_at == parse_instant(expected["value"])
        assert record.verdict == {"met": "met", "breached": "missed"}[expected["tier"]]
        return
    scale = {"percent": Fraction(100), "steps": Fraction(1), "minutes": Fraction(1, 60_000_000)}[expected["unit"]]
    assert outcome.measured is not None, outcome.reason
    assert outcome.measured * scale == Fraction(expected["value_exact"])
    if expected["credit"] is None:
        assert outcome.credit is None
        return
    assert outcome.credit is not None
    payable = outcome.credit.payable
    assert payable == round_half_up(Fraction(expected["credit_exact"]), case["params"]["currency"]), outcome.credit
    due_before_claim = outcome.credit.claim is None or outcome.credit.claim.state != "late"
    if due_before_claim:
        assert outcome.credit.due == Fraction(expected["credit_exact"])
    check_tier(outcome, expected["tier"])


def check_tier(outcome: Outcome, tier: str) -> None:
    """`none` and `gap` are outcomes of their own; a percentage is that of the row that applied."""
    credit = outcome.credit
    assert credit is not None
    if tier in ("none", "gap"):
        assert credit.outcome == tier
    elif credit.row is not None:
        assert credit.row.endswith(f"gives {tier}")
    else:
        assert credit.outcome == "amount"


def round_half_up(amount: Fraction, currency: str) -> Fraction:
    places = {"VND": 0, "JPY": 0}.get(currency, 2)
    scaled = amount * 10**places
    return Fraction(int(scaled + Fraction(1, 2)), 10**places)


def test_every_contract_of_this_step_is_here() -> None:
    assert {path.stem for path in POLICIES.glob("*.sladsl")} >= set(RECIPES)
