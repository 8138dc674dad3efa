"""What must hold of every evaluation, whatever the contract and the log."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, pairwise
from typing import assert_never

from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    Found,
    NumberFound,
    RecordsFound,
    Segment,
    TimeFound,
)
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.rules.combining import holds
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.rules.rounding import to_minor_unit
from sladsl.temporal import Window


def check(evaluation: Evaluation, graph: RuleGraph, *, evidence: bool) -> None:
    objectives = {each.name: each for each in graph.objectives}
    for outcome in evaluation.outcomes:
        _check_state(outcome)
        for step in steps_of(outcome):
            # Pots of limits are measured in windows of their own.
            if step.found is not None:
                _check_found(step.found, outcome.window, evidence)
        _check_credit(outcome, objectives[outcome.objective], graph)
        _check_bonus(outcome)
        _check_points(outcome, objectives[outcome.objective])
    _check_tiling(evaluation, objectives, graph)
    _check_totals(evaluation)


def steps_of(outcome: Outcome) -> Iterator[Step]:
    """Every step of the verdict that is about its own window and scope, each once."""
    waiting, seen = [outcome.derivation], set()
    while waiting:
        step = waiting.pop()
        # `in 2026-03`, `up in 2026-03`: what lies below is about another window or scope.
        if id(step) not in seen and re.search(r"(^|\s)in ", step.rule) is None:
            seen.add(id(step))
            yield step
            waiting.extend(step.inputs)


def _check_found(found: Found, window: Window, evidence: bool) -> None:
    length = window.end - window.start
    match found:
        case ClassesFound():
            _check_classes(found, window, evidence)
        case TimeFound():
            assert found.inside >= 0
            assert found.unknown >= 0
            assert found.inside + found.unknown <= length
            if evidence:
                _check_segments(found.segments, {"in": found.inside, "unknown": found.unknown}, window)
        case RecordsFound():
            verdicts = [each.verdict for each in found.records]
            counts = (
                verdicts.count("met"),
                verdicts.count("missed"),
                verdicts.count("undecided"),
                verdicts.count("none"),
            )
            assert counts == (found.met, found.missed, found.undecided, found.none)
            assert all(window.start <= each.at < window.end for each in found.records)
            assert [each.at for each in found.records] == sorted(each.at for each in found.records)
        case NumberFound():
            assert found.records >= 0
            assert found.without >= 0
        case BucketsFound():
            assert min(found.counted, found.missing, found.undefined, *found.by_case) >= 0
        case _:
            assert_never(found)


def _check_classes(found: ClassesFound, window: Window, evidence: bool) -> None:
    """Every instant of the window is in one class, to the microsecond."""
    excluded = found.excluded_up + found.excluded_leaves
    parts = (found.out_of_schedule, found.excluded_up, found.excluded_leaves, found.unknown, found.down, found.up)
    assert min(parts) >= 0
    assert sum(parts) == found.window == window.end - window.start
    assert sum(time for _, time in found.excluded_by) == excluded
    assert 0 <= found.counted_down <= found.agreed <= found.window
    if evidence:
        by_kind = {
            "out of schedule": found.out_of_schedule,
            "excluded": excluded,
            "unknown": found.unknown,
            "down": found.down,
            "up": found.up,
        }
        _check_segments(found.segments, by_kind, window)
        borders = [(each.start, each.end) for each in found.segments]
        assert borders[0][0] == window.start
        assert borders[-1][1] == window.end
        assert all(one[1] == other[0] for one, other in pairwise(borders))


def _check_segments(segments: tuple[Segment, ...], by_kind: dict[str, int], window: Window) -> None:
    assert all(window.start <= each.start < each.end <= window.end for each in segments)
    for kind, time in by_kind.items():
        assert sum(each.end - each.start for each in segments if each.kind == kind) == time


def _check_state(outcome: Outcome) -> None:
    match outcome.state:
        case "no verdict":
            assert outcome.records is not None or outcome.measured is None or outcome.target is None
            assert outcome.reason
        case "not applicable":
            assert outcome.measured is None
            assert outcome.reason
        case "measured":
            assert outcome.kind == "kpi" or outcome.comparator is None
            assert outcome.measured is not None
            assert outcome.target is None
        case "met" | "warning" | "breached" if outcome.records is not None:
            assert (outcome.records.missed > 0) is (outcome.state == "breached")
        case "met" | "warning" | "breached":
            assert outcome.measured is not None
            assert outcome.target is not None
            assert outcome.comparator is not None
            kept = holds(outcome.comparator, outcome.measured, outcome.target)  # type: ignore[arg-type]
            assert kept is (outcome.state != "breached")
        case _:
            assert_never(outcome.state)


def _check_credit(outcome: Outcome, objective: Objective, graph: RuleGraph) -> None:
    credit = outcome.credit
    assert (credit is None) is (not objective.credits)
    if credit is None:
        return
    undecided = credit.outcome in ("conflict", "no verdict")
    assert (credit.due is None) is undecided
    assert (credit.payable is None) is undecided
    if credit.outcome in ("none", "gap"):
        assert credit.due == 0
    for applied in credit.limits:
        assert 0 <= applied.after <= applied.before
        if applied.limit is not None:
            assert applied.after == min(applied.before, max(applied.limit - applied.used, Fraction(0)))
    if credit.due is not None and credit.payable is not None:
        _check_amounts(credit, credit.due, credit.payable, graph)
        if len(objective.credits) == 1 and credit.limits:
            assert credit.due in (credit.limits[-1].after, 0)


def _check_amounts(credit: CreditOutcome, due: Fraction, payable: Fraction, graph: RuleGraph) -> None:
    assert due >= 0
    assert payable >= 0
    _check_unit(credit)
    assert credit.derivation.value == payable
    lost = bool(credit.earned_back) or (credit.claim is not None and credit.claim.state in ("late", "unclaimed"))
    assert payable == (0 if lost else to_minor_unit(due, credit.currency, graph.rounding))
    assert sum(credit.taken, Fraction(0)) == (0 if lost else due)
    assert all(each >= 0 for each in credit.taken)
    if credit.issued is not None:
        assert credit.issued >= 0
    if credit.claim is not None and credit.claim.steps:
        states = [each.state for each in credit.claim.steps]
        assert credit.claim.state == min(states, key=_GRAVITY.index)


def _check_unit(credit: CreditOutcome) -> None:
    """What is due is so much money, so much time or so much of what the contract declares: never a bare number."""
    assert not credit.due or (credit.unit is not None and credit.unit.factors)


_GRAVITY = ("late", "unclaimed", "unknown", "in time", "not needed")


def _check_bonus(outcome: Outcome) -> None:
    bonus = outcome.bonus
    if bonus is not None and bonus.due is not None:
        _check_unit(bonus)
        assert bonus.claim is None
        assert bonus.earned_back is False
        assert bonus.due == sum(bonus.taken, Fraction(0)) >= 0


def _check_points(outcome: Outcome, objective: Objective) -> None:
    assert (outcome.points is None) is (objective.points is None)
    if outcome.points is not None and outcome.points.number is not None:
        assert outcome.points.number >= 0


def _check_tiling(evaluation: Evaluation, objectives: dict[str, Objective], graph: RuleGraph) -> None:
    """The windows of an objective in one scope follow one another without a gap and meet the period; rolling ones end
    one after the other. A scope that a register knows has windows only while it is there."""
    listed = {key for schema in graph.streams if schema.register for key in schema.keys}
    for (name, _), group in groupby(evaluation.outcomes, key=lambda each: (each.objective, each.scope)):
        windows = [each.window for each in group]
        if objectives[name].window.rolling:
            assert all(one.end < other.end and one.start <= other.start for one, other in pairwise(windows))
            continue
        if listed & set(objectives[name].keys):
            assert all(one.end <= other.start for one, other in pairwise(windows))
            continue
        assert all(one.end == other.start for one, other in pairwise(windows))
        assert windows[0].start < evaluation.period[1]
        assert windows[-1].end > evaluation.period[0]


def _check_totals(evaluation: Evaluation) -> None:
    every = [credit for each in evaluation.outcomes for credit in (each.credit, each.bonus) if credit is not None]
    for total in evaluation.totals:
        between = (total.currency, total.payer, total.payee)
        mine = [each for each in every if (each.currency, each.payer, each.payee) == between]
        mine = [each for each in mine if total.currency is not None or each.unit == total.unit]
        assert total.due == sum((each.due or Fraction(0) for each in mine), Fraction(0))
        assert total.payable == sum((each.payable or Fraction(0) for each in mine), Fraction(0))
