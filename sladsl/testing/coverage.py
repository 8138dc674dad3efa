"""Which parts of an agreement the scenarios reach: verdicts, requirements, rows, limits, exclusions, claims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sladsl.engines.measurements import ClassesFound
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureClasses, MeasureRecords
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.rules.reach import cell_roots, measures_below
from sladsl.testing.result import Ran
from sladsl.text import Span


@dataclass(frozen=True, slots=True)
class Item:
    """A part that a scenario can reach. `what` in words: `is breached`, `row`, `limit`; `name` tells items of one
    clause apart where there is no text to show."""

    clause: str
    what: str
    span: Span | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every part of one agreement with how many scenarios reach it."""

    agreement: str
    items: tuple[tuple[Item, int], ...]

    @property
    def reached(self) -> int:
        return sum(count > 0 for _, count in self.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item, count in self.items if not count)


def coverage_of(agreement: str, graph: RuleGraph, runs: Iterable[Ran]) -> Coverage:
    counts = dict.fromkeys(items_of(graph), 0)
    for ran in runs:
        if ran.evaluation is not None:
            for item in set(_reached(ran.evaluation, graph)) & counts.keys():
                counts[item] += 1
    return Coverage(agreement, tuple(counts.items()))


# What there is


def items_of(graph: RuleGraph) -> Iterator[Item]:
    """In the order of the text; a measured kpi can only be measured."""
    for objective in graph.objectives:
        yield from _of_objective(graph, objective)
    for limit in graph.limits:
        yield Item("all credits" if not limit.objectives else ", ".join(limit.objectives), "limit", limit.span)
    for name in _exclusions(graph):
        yield Item(name, "excludes something", None)


def _of_objective(graph: RuleGraph, objective: Objective) -> Iterator[Item]:
    name, span = objective.name, objective.span
    judged = objective.records is not None or any(check.comparator for check in objective.checks)
    for what in ("is met", "is breached") if judged else ("is measured",):
        yield Item(name, what, span)
    if objective.warn_at is not None:
        yield Item(name, "is warning", span)
    if len(objective.checks) > 1:
        yield from (Item(name, "requirement", check.span) for check in objective.checks)
    yield from (Item(name, "class", span, label) for label in _labels(graph, objective))
    for credit in objective.credits:
        yield from (Item(name, "row", row.span) for table in credit.tables for row in table.rows)
        if credit.amount is not None:
            yield Item(name, "credit", credit.span)
        yield from (Item(name, "limit", limit.span) for limit in credit.limits)
    yield from (Item(name, "limit", limit.span) for limit in objective.limits)
    if objective.pay_only_above is not None:
        yield Item(name, "pay only above", objective.pay_only_above.span)
    for claim in objective.claims:
        if claim.stream is not None:
            yield Item(name, "claim in time", claim.span)
            yield Item(name, "claim late or not made", claim.span)


def _labels(graph: RuleGraph, objective: Objective) -> list[str]:
    node = None if objective.records is None else graph.nodes[objective.records]
    if not isinstance(node, MeasureRecords):
        return []
    return list(dict.fromkeys(check.label for group in node.groups for check in group if check.label))


def _exclusions(graph: RuleGraph) -> list[str]:
    roots = [ref for objective in graph.objectives for ref in cell_roots(objective)]
    nodes = (graph.nodes[ref] for ref in measures_below(graph, roots))
    return list(
        dict.fromkeys(each.clause for node in nodes if isinstance(node, MeasureClasses) for each in node.excluded)
    )


# What was reached


def _reached(evaluation: Evaluation, graph: RuleGraph) -> Iterator[Item]:
    spans = {each.name: each.span for each in graph.objectives}
    wide: Mapping[Span | None, str] = {
        limit.span: "all credits" if not limit.objectives else ", ".join(limit.objectives) for limit in graph.limits
    }
    for outcome in evaluation.outcomes:
        name, span = outcome.objective, spans.get(outcome.objective)
        yield Item(name, f"is {'met' if outcome.state == 'warning' else outcome.state}", span)
        if outcome.state == "warning":
            yield Item(name, "is warning", span)
        for record in outcome.records.records if outcome.records else ():
            if record.label:
                yield Item(name, "class", span, record.label)
        yield from _claimed(outcome, graph)
        for step in _steps(outcome):
            yield Item(name, "requirement", step.span)
            if step.rule.startswith("row"):
                yield Item(name, "row", step.span)
            if _cuts(step):
                yield Item(wide.get(step.span, name), "limit", step.span)
            if step.rule.startswith("pay only above"):
                yield Item(name, "pay only above", step.span)
            if isinstance(step.found, ClassesFound):
                yield from (Item(clause, "excludes something", None) for clause, time in step.found.excluded_by if time)
        if outcome.credit is not None and outcome.credit.outcome == "amount" and outcome.credit.due:
            objective = next(each for each in graph.objectives if each.name == name)
            yield from (Item(name, "credit", credit.span) for credit in objective.credits if credit.amount is not None)


def _claimed(outcome: Outcome, graph: RuleGraph) -> Iterator[Item]:
    """Each step of a claim by itself."""
    claim = None if outcome.credit is None else outcome.credit.claim
    objective = next((each for each in graph.objectives if each.name == outcome.objective), None)
    if claim is None or objective is None:
        return
    for rule, step in zip(objective.claims, claim.steps or (claim,), strict=False):
        if step.state == "in time":
            yield Item(outcome.objective, "claim in time", rule.span)
        elif step.state in ("late", "unclaimed"):
            yield Item(outcome.objective, "claim late or not made", rule.span)


def _cuts(step: Step) -> bool:
    """Whether a limit took something away."""
    if not step.rule.startswith("limit") or not step.inputs:
        return False
    before, after = step.inputs[0].number, step.number
    return before is not None and after is not None and after < before


def _steps(outcome: Outcome) -> Iterator[Step]:
    """Every step of the verdict and the credit, each once."""
    seen: set[int] = set()
    waiting = [outcome.derivation, *([outcome.credit.derivation] if outcome.credit else [])]
    while waiting:
        step = waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            waiting.extend(step.inputs)
