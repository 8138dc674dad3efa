"""Tables, formulas and what they need: rows that win, gaps, conflicts, missing bases, nothing below zero."""

from fractions import Fraction

import pytest

from rules.agreements import SPAN, Draft, FakeEngine, log_of, lost, number, records, service, span_of
from sladsl.diagnostics.catalogue.findings import (
    BASE_MISSING,
    BELOW_ZERO,
    CONFLICT,
    NO_FEE,
    NOT_IN_TOTAL,
)
from sladsl.engines.measurements import ClassesFound, Found
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, Objective, RowTable
from sladsl.graph.graph import ServiceFact
from sladsl.graph.measures import MeasureNear
from sladsl.graph.rows import RowConstant
from sladsl.graph.values import Arithmetic, Measured, ScopeIs
from sladsl.model.units import COUNT, PERCENT, money
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.temporal import DAY, HOUR, MINUTE

APRIL = span_of("2026-04-01", "2026-05-01")


def owed(graph: RuleGraph, found: Found | None = None, down: int = 0) -> tuple[Outcome, CreditOutcome, set[str]]:
    engine = FakeEngine(lambda _m, _s, window: found or lost(window, down))
    evaluation, diagnostics = evaluate(graph, log_of(), engine, period=APRIL)
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    assert outcome.credit is not None
    return outcome, outcome.credit, {each.code.id for each in diagnostics}


def latency(draft: Draft, credit: CreditRule) -> Objective:
    check = draft.check(draft.statistic(), "<=", draft.constant(100, COUNT), COUNT)
    return draft.objective((check,), (credit,))


@pytest.mark.parametrize(("value", "due"), [(100, 0), (101, 10), (200, 10), (201, 25)])
def test_a_ladder_where_less_is_better(value: int, due: int) -> None:
    draft = Draft()
    rows = [
        draft.row(draft.amount(10), ("above", "100"), unit=COUNT),
        draft.row(draft.amount(25), ("above", "200"), unit=COUNT),
    ]
    table = RowTable(None, True, "less", tuple(rows), SPAN)
    credit = CreditRule(None, (table,), None, False, (), SPAN)
    _, outcome, _ = owed(draft.graph(latency(draft, credit)), number(value))
    assert outcome.due == due
    assert outcome.outcome == ("row" if due else "none")


def test_the_strict_row_of_two_at_one_border_is_the_worse() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("at most", "99")), draft.row(draft.percent(20), ("below", "99")))
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows),)))
    assert owed(graph, down=8 * HOUR)[1].due == 20
    assert owed(graph, down=432 * MINUTE)[1].due == 10


def test_two_ranges_with_different_amounts_conflict() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("below", "99.9")), draft.row(draft.percent(20), ("below", "99.5")))
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows, ladder=False),)))
    _, credit, codes = owed(graph, down=10 * HOUR)
    assert (credit.outcome, credit.due, credit.payable) == ("conflict", None, None)
    assert credit.row == "below 99.9% gives 10%; below 99.5% gives 20%"
    assert {CONFLICT.id, NOT_IN_TOTAL.id} <= codes


def test_two_ranges_with_one_amount_do_not() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("below", "99.9")), draft.row(draft.percent(10), ("below", "99.5")))
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows, ladder=False),)))
    _, credit, codes = owed(graph, down=10 * HOUR)
    assert (credit.outcome, credit.due) == ("row", 10)
    assert CONFLICT.id not in codes


def test_a_value_worse_than_every_row_is_a_gap_too() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("at least", "99"), ("below", "99.9")),)
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows, ladder=False),)))
    assert owed(graph, down=10 * HOUR)[1].outcome == "gap"
    assert owed(graph, down=0)[1].outcome == "none"


def test_a_table_by_class() -> None:
    draft = Draft()
    standard = draft.table.add(ScopeIs("class", ("standard",)))
    first = RowTable(standard, True, "more", (draft.row(draft.percent(10), ("below", "99.9")),), SPAN)
    rest = RowTable(None, True, "more", (draft.row(draft.percent(50), ("below", "99.9")),), SPAN)
    credit = CreditRule(draft.amount(100), (first, rest), None, False, (), SPAN)
    graph = draft.graph(draft.uptime("99.9", (credit,), keys=("class",)))
    engine = FakeEngine(lambda _m, _s, window: lost(window, HOUR), {("class",): (("cold",), ("standard",))})
    evaluation, _ = evaluate(graph, log_of(), engine, period=APRIL)
    assert evaluation is not None
    assert [each.credit.due for each in evaluation.outcomes if each.credit] == [50, 10]


def test_rows_pay_by_themselves_unless_they_need_a_breach() -> None:
    for needs_breach, due in ((False, 10), (True, 0)):
        draft = Draft()
        rows = (draft.row(draft.percent(10), ("at most", "99")),)
        credit = draft.share(draft.amount(100), *rows, needs_breach=needs_breach)
        outcome, made, _ = owed(draft.graph(draft.uptime("99", (credit,))), down=432 * MINUTE)
        assert (outcome.state, made.due) == ("met", due)


@pytest.mark.parametrize(("missed", "kind", "due"), [(0, "none", 0), (3, "amount", 150)])
def test_per_case_missed(missed: int, kind: str, due: int) -> None:
    draft = Draft()
    credit = draft.formula(draft.amount(50), per_case=draft.tickets())
    graph = draft.graph(draft.objective(credits=(credit,), records=draft.tickets()))
    _, made, _ = owed(graph, records(5, missed))
    assert (made.outcome, made.due) == (kind, due)


def test_per_case_missed_of_a_share() -> None:
    draft = Draft()
    measured = draft.table.add(Measured(draft.tickets(), "share", PERCENT))
    check = draft.check(measured, ">=", draft.percent(95))
    graph = draft.graph(draft.objective((check,), (draft.formula(draft.amount(50), per_case=draft.tickets()),)))
    assert owed(graph, records(8, 2))[1].due == 100
    assert owed(graph, records(98, 2))[1].due == 0


def test_a_window_without_records_owes_nothing() -> None:
    draft = Draft()
    credit = draft.formula(draft.amount(50), per_case=draft.tickets())
    graph = draft.graph(draft.objective(credits=(credit,), records=draft.tickets()))
    outcome, made, codes = owed(graph, records(0, 0))
    assert (outcome.state, made.outcome, made.due) == ("no verdict", "none", 0)
    assert NOT_IN_TOTAL.id not in codes


def test_without_a_verdict_nobody_knows_what_is_due() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("below", "99.9")),)
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows),)))
    _, made, codes = owed(graph, ClassesFound(30 * DAY, 0, 0, 0, HOUR, 0, 30 * DAY - HOUR, (), "no verdict"))
    assert (made.outcome, made.due) == ("no verdict", None)
    assert NOT_IN_TOTAL.id in codes


def test_credits_of_one_objective_add_up() -> None:
    draft = Draft()
    credits = (draft.formula(draft.amount(30)), draft.formula(draft.amount(12)))
    _, made, _ = owed(draft.graph(draft.uptime("99.9", credits)), down=HOUR)
    assert (made.outcome, made.due) == ("amount", 42)


def test_no_credit_is_negative() -> None:
    draft = Draft()
    amount = draft.table.add(Arithmetic("-", draft.amount(10), draft.amount(15)))
    _, made, codes = owed(draft.graph(draft.uptime("99.9", (draft.formula(amount),))), down=HOUR)
    assert (made.outcome, made.due) == ("amount", 0)
    assert BELOW_ZERO.id in codes


def share_of_fees(services: tuple[ServiceFact, ...]) -> RuleGraph:
    draft = Draft(services=services)
    row = draft.row(draft.percent(10), ("below", "99.9"))
    return draft.graph(draft.uptime("99.9", (draft.share(draft.fees(), row),)))


def test_a_share_of_a_fee() -> None:
    assert owed(share_of_fees((service("12000", "month"),)), down=HOUR)[1].due == 1200


def test_a_window_that_costs_nothing() -> None:
    _, made, codes = owed(share_of_fees((service("500", None),)), down=HOUR)
    assert (made.outcome, made.due) == ("row", 0)
    assert NO_FEE.id in codes


def test_a_base_that_is_not_in_the_log() -> None:
    draft = Draft()
    near = draft.table.add(MeasureNear("tickets", None, draft.table.add(RowConstant(Fraction(1))), "previous"))
    base = draft.table.add(Measured(near, "number", money("USD")))
    row = draft.row(draft.percent(10), ("below", "99.9"))
    graph = draft.graph(draft.uptime("99.9", (draft.share(base, row),)))
    engine = FakeEngine(lambda measure, _s, window: number(None, 0) if measure == near else lost(window, HOUR))
    evaluation, diagnostics = evaluate(graph, log_of(), engine, period=APRIL)
    assert evaluation is not None
    credit = credit_of(evaluation)
    assert credit.outcome == "no verdict"
    assert credit.derivation.note == "tickets has no record before the window's start"
    assert BASE_MISSING.id in {each.code.id for each in diagnostics}


def credit_of(evaluation: Evaluation) -> CreditOutcome:
    credit = evaluation.outcomes[0].credit
    assert credit is not None
    return credit


def test_the_derivation_ends_in_what_is_payable_and_begins_with_what_was_found() -> None:
    graph = share_of_fees((service("333.33", "month"),))
    _, made, _ = owed(graph, down=HOUR)
    assert (made.derivation.value, made.due) == (made.payable, Fraction("33.333"))
    steps = [made.derivation]
    rules: list[str] = []
    while steps:
        step = steps.pop()
        rules.append(step.rule)
        steps.extend(step.inputs)
        assert step.value is not None or step.note
    assert rules[:3] == ["credit", "rounded half up", "share"]
    assert "row: below 99.9% gives 10%" in rules
    assert "availability" in rules
    assert "fee of api: 333.33 USD per month" in rules


def test_a_range_includes_the_border_that_it_says_it_does() -> None:
    draft = Draft()
    rows = (draft.row(draft.percent(10), ("at least", "99"), ("below", "99.9")),)
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *rows, ladder=False),)))
    assert owed(graph, down=432 * MINUTE)[1].outcome == "row"
    assert owed(graph, down=432 * MINUTE + 1)[1].outcome == "gap"


def test_a_formula_that_comes_to_nothing_owes_nothing_without_a_verdict() -> None:
    draft = Draft()
    tickets = draft.tickets()
    check = draft.check(draft.table.add(Measured(tickets, "share", PERCENT)), ">=", draft.percent(95))
    amount = draft.table.add(Arithmetic("*", draft.amount(50), draft.table.add(Measured(tickets, "missed", COUNT))))
    graph = draft.graph(draft.objective((check,), (draft.formula(amount),)))
    outcome, made, codes = owed(graph, records(0, 0))
    assert (outcome.state, made.outcome, made.due) == ("no verdict", "none", 0)
    assert NOT_IN_TOTAL.id not in codes
