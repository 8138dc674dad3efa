"""Rights and steps that follow from what happens: termination and escalation."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import NO_DEADLINE
from sladsl.engines.measurements import Scope
from sladsl.graph.contract import TriggerRule
from sladsl.rules.deadlines import deadline_in
from sladsl.rules.lookups import exists
from sladsl.rules.objectives import Verdict
from sladsl.rules.outcome import TriggerOutcome
from sladsl.rules.panes import Pane
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues


def trigger_outcomes(source: Source) -> Iterator[TriggerOutcome]:
    """Every trigger in every scope and window in which it is looked at."""
    for planned in source.plan.triggers:
        rule = planned.trigger
        for scope in source.scopes(rule.keys):
            for pane in planned.panes:
                if exists(source, rule.keys, [rule.condition], scope, pane.window, rule.span):
                    yield _outcome(source, rule, scope, pane)


def _outcome(source: Source, rule: TriggerRule, scope: Scope, pane: Pane) -> TriggerOutcome:
    cell = CellValues(source, rule.name or rule.kind, rule.span, rule.keys, scope, pane.window, rule.window)
    step = cell.step(rule.condition)
    fires = None if step.value is None else bool(step.value)
    deadline: int | None = None
    if fires and rule.deadline is not None:
        try:
            deadline = deadline_in(rule.deadline, cell, rule.window.zone, source.graph).at
        except ValueError as error:
            cell.finding(NO_DEADLINE, f"until when it can be used cannot be told: {error}", rule.span)
    bound = tuple(zip(rule.keys, scope, strict=True))
    return TriggerOutcome(
        rule.kind, rule.name, rule.title, rule.to, bound, pane.window, fires, step, deadline, None, rule.span
    )


def escalations(
    planned: PlannedObjective, scope: tuple[tuple[str, str], ...], pane: Pane, verdict: Verdict
) -> Iterator[TriggerOutcome]:
    """To whom an objective is escalated: when so much of its target is used, or it is breached."""
    objective = planned.objective
    for each in objective.escalations:
        fires = _fires(verdict, each.share)
        yield TriggerOutcome(
            "escalate",
            None,
            None,
            each.to,
            scope,
            pane.window,
            fires,
            verdict.derivation,
            None,
            objective.name,
            each.span,
        )


def _fires(verdict: Verdict, share: Fraction) -> bool | None:
    if verdict.state == "breached":
        return True
    allowance = verdict.allowance
    if allowance is None:
        return None if verdict.state == "no verdict" else False
    return share < 1 and allowance.used >= share * allowance.allowed > 0
