"""The parts of an agreement that a scenario can reach: verdicts, rows, limits, consequences."""

from collections.abc import Iterator

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.graph.measures import MeasureClasses, MeasureRecords
from sladsl.rules.reach import cell_roots, measures_below
from sladsl.text import Span


@frozen
class Item(Frozen):
    """A part that a scenario can reach. `what` in words: `is breached`, `row`, `limit`; `name` tells items of one
    clause apart where there is no text to show."""

    clause: str
    what: str
    span: Span | None
    name: str = ""


def items_of(graph: RuleGraph) -> Iterator[Item]:
    """In the order of the text; a measured kpi can only be measured."""
    for objective in graph.objectives:
        yield from _of_objective(graph, objective)
    for limit in graph.limits:
        yield limit_item(limit, limited(limit))
    for name in _exclusions(graph):
        yield Item(name, "excludes something", None)
    for trigger in graph.triggers:
        yield Item(trigger_name(trigger.kind, trigger.name, trigger.to), "follows", trigger.span)
        yield Item(trigger_name(trigger.kind, trigger.name, trigger.to), "does not follow", trigger.span)


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
    yield from _of_exceptions(objective)
    for word, rules in (("credit", objective.credits), ("bonus", objective.bonuses)):
        for rule in rules:
            yield from _of_amount(name, word, rule)
    if objective.points is not None:
        yield from _of_amount(name, "points", objective.points)
    yield from (limit_item(limit, name) for limit in objective.limits)
    if objective.pay_only_above is not None:
        yield Item(name, "pay only above", objective.pay_only_above.span)
    yield from (Item(name, what, span) for what in _fates(objective))
    for what, deadline in (("applied by a date", objective.applied), ("expires", objective.expires)):
        if deadline is not None:
            yield Item(name, what, deadline.span)
    yield from (Item(name, "escalation", each.span) for each in objective.escalations)
    for claim in objective.claims:
        if claim.stream is not None:
            yield Item(name, "claim in time", claim.span)
            yield Item(name, "claim late or not made", claim.span)


def _of_exceptions(objective: Objective) -> Iterator[Item]:
    """When it does not apply, and what departs from it."""
    if objective.applies is not None:
        yield Item(objective.name, "does not apply", objective.span)
    for each in objective.exceptions:
        yield Item(objective.name, "exception", each.span, each.name)
        yield from (Item(objective.name, "requirement", check.span) for check in each.checks if len(each.checks) > 1)


def _of_amount(name: str, word: str, rule: CreditRule) -> Iterator[Item]:
    """The rows or the formula of a credit, a bonus or points, and its limits."""
    yield from (Item(name, "row", row.span) for table in rule.tables for row in table.rows)
    if rule.amount is not None:
        yield Item(name, word, rule.span)
    yield from (limit_item(limit, name) for limit in rule.limits)


def _fates(objective: Objective) -> Iterator[str]:
    """What else can become of what it owes."""
    if objective.eligible is not None:
        yield "is not eligible"
    if objective.earn_back is not None:
        yield "is earned back"
    if objective.pay_once is not None:
        yield "waits until enough accrued"
        yield "is paid out once enough accrued"


def limit_item(limit: LimitRule, clause: str) -> Item:
    """A limit takes something away; a pool that several objectives share is one."""
    return Item(clause, "limit", limit.span) if limit.pool is None else Item(limit.pool, "pool", limit.span)


def limited(limit: LimitRule) -> str:
    """Whose credits a limit of the agreement is over."""
    return ", ".join(limit.objectives) or "all credits"


def trigger_name(kind: str, name: str | None, to: str) -> str:
    """What a right or an escalation of the agreement is called."""
    return name or (f"terminate by {to}" if kind == "terminate" else f'escalate to "{to}"')


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
