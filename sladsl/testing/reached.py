"""Which parts of an agreement one evaluation reached."""

from collections.abc import Iterator

from sladsl.engines.measurements import ClassesFound
from sladsl.graph import RuleGraph
from sladsl.graph.contract import LimitRule, Objective
from sladsl.rules.derivation import Step
from sladsl.rules.in_force import version_at
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.testing.reachable import Item, limit_item, limited, trigger_name
from sladsl.text import Span


def reached(evaluation: Evaluation, graph: RuleGraph) -> set[Item]:
    """Every part that came to bear, in whatever scope and window."""
    return {*_items(evaluation, graph)}


def _items(evaluation: Evaluation, graph: RuleGraph) -> Iterator[Item]:
    wide = {limit.span: limited(limit) for limit in graph.limits}
    for outcome in evaluation.outcomes:
        objective = _objective(graph, outcome)
        yield from _of_verdict(outcome, objective)
        yield from _of_consequences(outcome, objective)
        limits = {limit.span: limit for limit in _limits(objective, graph)}
        for step in _steps(outcome):
            yield from _of_step(step, objective, limits, wide)
    for trigger in evaluation.triggers:
        if trigger.objective is not None:
            yield from [Item(trigger.objective, "escalation", trigger.span)] if trigger.fires else []
        elif trigger.fires is not None:
            name = trigger_name(trigger.kind, trigger.name, trigger.to)
            yield Item(name, "follows" if trigger.fires else "does not follow", trigger.span)


def _objective(graph: RuleGraph, outcome: Outcome) -> Objective:
    """The text that an outcome was judged by."""
    texts = [each for each in graph.objectives if each.name == outcome.objective]
    version = version_at(graph, outcome.window.start)
    return next((each for each in texts if version in each.versions), texts[0])


def _of_verdict(outcome: Outcome, objective: Objective) -> Iterator[Item]:
    name, span = objective.name, objective.span
    yield Item(name, f"is {'met' if outcome.state == 'warning' else outcome.state}", span)
    if outcome.state == "warning":
        yield Item(name, "is warning", span)
    for record in outcome.records.records if outcome.records else ():
        if record.label:
            yield Item(name, "class", span, record.label)
    yield from (
        Item(name, "exception", each.span, each.name) for each in objective.exceptions if each.name == outcome.exception
    )
    if outcome.state == "not applicable" and outcome.exception is None:
        yield Item(name, "does not apply", span)


def _of_consequences(outcome: Outcome, objective: Objective) -> Iterator[Item]:
    name = objective.name
    for word, owed, rules in (
        ("credit", outcome.credit, objective.credits),
        ("bonus", outcome.bonus, objective.bonuses),
    ):
        if owed is not None and owed.due:
            # Of several, those that took something; what nobody claimed came to something all the same.
            paid = [bool(each) for each in owed.taken]
            if not any(paid):
                paid = [owed.outcome == "amount"] * len(rules)
            formulas = (rule for rule, each in zip(rules, paid, strict=True) if rule.amount is not None and each)
            yield from (Item(name, word, rule.span) for rule in formulas)
    if outcome.points is not None and outcome.points.value and objective.points is not None:
        yield Item(name, "points", objective.points.span)
    if outcome.credit is not None:
        yield from _fates(outcome.credit, objective)


def _fates(credit: CreditOutcome, objective: Objective) -> Iterator[Item]:
    name, span = objective.name, objective.span
    if credit.earned_back:
        yield Item(name, "is earned back", span)
    if credit.issued:
        yield Item(name, "is paid out once enough accrued", span)
    elif credit.issued is not None and credit.payable:
        yield Item(name, "waits until enough accrued", span)
    if credit.applied_by is not None and objective.applied is not None:
        yield Item(name, "applied by a date", objective.applied.span)
    if credit.expires_at is not None and objective.expires is not None:
        yield Item(name, "expires", objective.expires.span)
    claim = credit.claim
    for rule, step in zip(objective.claims, () if claim is None else claim.steps or (claim,), strict=False):
        if step.state == "in time":
            yield Item(name, "claim in time", rule.span)
        elif step.state in ("late", "unclaimed"):
            yield Item(name, "claim late or not made", rule.span)


def _limits(objective: Objective, graph: RuleGraph) -> Iterator[LimitRule]:
    rules = (*objective.credits, *objective.bonuses, *([objective.points] if objective.points else []))
    yield from (limit for rule in rules for limit in rule.limits)
    yield from objective.limits
    yield from graph.limits


def _of_step(step: Step, objective: Objective, limits: dict[Span, LimitRule], wide: dict[Span, str]) -> Iterator[Item]:
    name = objective.name
    yield Item(name, "requirement", step.span)
    if step.rule.startswith("row"):
        yield Item(name, "row", step.span)
    if step.span in limits and _cuts(step):
        yield limit_item(limits[step.span], wide.get(step.span, name))
    if step.rule.startswith("pay only above"):
        yield Item(name, "pay only above", step.span)
    if step.rule.startswith("not eligible"):
        yield Item(name, "is not eligible", objective.span)
    if isinstance(step.found, ClassesFound):
        yield from (Item(clause, "excludes something", None) for clause, time in step.found.excluded_by if time)


def _cuts(step: Step) -> bool:
    """Whether a limit took something away."""
    before, after = (step.inputs[0].number if step.inputs else None), step.number
    return before is not None and after is not None and after < before


def _steps(outcome: Outcome) -> Iterator[Step]:
    """Every step of the verdict and of what follows from it, each once."""
    seen: set[int] = set()
    owed = [each.derivation for each in (outcome.credit, outcome.bonus) if each is not None]
    waiting = [outcome.derivation, *owed, *([outcome.points] if outcome.points else [])]
    while waiting:
        step = waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            waiting.extend(step.inputs)
