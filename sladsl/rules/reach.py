"""What a clause rests on: the nodes below it, the measures among them, the streams these read."""

from collections.abc import Iterable, Iterator

from sladsl.engines.measurements import Choice
from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import Check, ClaimRule, CreditRule, LimitRule, Objective, RowTable
from sladsl.graph.measures import (
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRegister,
    MeasureRows,
    MeasureTime,
)
from sladsl.graph.rows import BucketBeside, RowBeside, RowClock, RowDeadline, RowLookup
from sladsl.graph.sets import SetBuckets, SetHolding, SetSinceFirst, SetSpans
from sladsl.graph.values import OutcomeSum, Over

MEASURES = (MeasureTime, MeasureClasses, MeasureRows, MeasureBuckets, MeasureRecords, MeasureNear, MeasureRegister)
_READERS = (
    MeasureRows,
    MeasureBuckets,
    MeasureRecords,
    SetSpans,
    SetBuckets,
    SetSinceFirst,
    SetHolding,
    RowBeside,
    BucketBeside,
)


def values_below(graph: RuleGraph, root: Ref) -> list[Ref]:
    """`root` and the value nodes it uses in the same cell, inputs first; measures are left out."""
    return [ref for ref in above_measures(graph, [root]) if not isinstance(graph.nodes[ref], MEASURES)]


def measures_below(graph: RuleGraph, roots: Iterable[Ref]) -> list[Ref]:
    """The measures that values take, in whatever cell."""
    return [ref for ref in above_measures(graph, roots, through=True) if isinstance(graph.nodes[ref], MEASURES)]


def streams_below(graph: RuleGraph, measures: Iterable[Ref]) -> set[str]:
    """The streams read within the windows; what is looked up before or after them (a next invoice) does not count, and
    a register is no log of events."""
    inside = [ref for ref in measures if not isinstance(graph.nodes[ref], MeasureNear)]
    found = {node.stream for node in _all_below(graph, inside) if isinstance(node, _READERS)}
    return {name for name in found if not graph.stream(name).register}


def streams_needed(graph: RuleGraph) -> set[str]:
    """The streams on which anything that is evaluated depends: all but those that are only declared."""
    claims = [claim for objective in graph.objectives for claim in objective.claims]
    roots = [*all_roots(graph), *(claim.where for claim in claims if claim.where is not None)]
    # Reading from a stream is what a node has a `stream` for.
    nodes = _all_below(graph, roots)
    below = {stream for node in nodes if (stream := getattr(node, "stream", None)) is not None}
    below |= {node.register for node in nodes if isinstance(node, RowLookup)}
    for making in reversed(graph.makings):
        if making.stream in below:
            below.add(making.source)
    return below | {claim.stream for claim in claims if claim.stream is not None}


def all_roots(graph: RuleGraph) -> list[Ref]:
    """The values that objectives, triggers and limits need."""
    roots = [ref for objective in graph.objectives for ref in cell_roots(objective)]
    roots += [limit.amount for objective in graph.objectives for limit in windowed_limits(objective)]
    roots += [each.condition for each in graph.triggers]
    return roots + [limit.amount for limit in graph.limits]


def clocks_below(graph: RuleGraph, measure: Ref) -> list[RowClock]:
    return [node for node in _all_below(graph, [measure]) if isinstance(node, RowClock)]


def counts_business_days(graph: RuleGraph, measure: Ref) -> bool:
    """Whether records are held to a number of business days."""
    return any(isinstance(node, RowDeadline) and node.business_days for node in _all_below(graph, [measure]))


def cell_roots(objective: Objective) -> list[Ref]:
    """The values an objective needs in each of its scopes and windows."""
    found: list[Ref | None] = [objective.records, objective.applies, objective.eligible, objective.earn_back]
    found.append(objective.pay_once)
    found.extend(each.when for each in objective.exceptions)
    for check in (*objective.checks, *(check for each in objective.exceptions for check in each.checks)):
        found.extend(_of_check(check))
    for credit in (*objective.credits, *objective.bonuses, *([objective.points] if objective.points else [])):
        found.extend(_of_credit(credit))
    dates = (objective.applied, objective.expires, *(each.deadline for each in objective.claims))
    found.extend(each.since for each in dates if each is not None)
    found.extend(_own_amounts(objective.limits))
    if objective.pay_only_above is not None:
        found.append(objective.pay_only_above.amount)
    return [ref for ref in found if ref is not None]


def claim_choices(objective: Objective) -> list[Choice]:
    """Which records of the streams of claims are claims for an objective, where not all of them are."""
    return [choice for each in objective.claims if (choice := claim_choice(each)) is not None]


def claim_choice(claim: ClaimRule) -> Choice | None:
    """Which records are claims in one step; None: all of the stream, or there is no stream."""
    if claim.stream is None or claim.where is None:
        return None
    return Choice(claim.stream, claim.where)


def settling_ranks(graph: RuleGraph) -> dict[str, int]:
    """Of objectives in the same window, those whose credits others look at are settled first."""
    below: dict[str, set[str]] = {}
    for objective in graph.objectives:
        limits = [each.amount for each in (*windowed_limits(objective), *wide_limits(graph, objective))]
        nodes = [graph.nodes[ref] for ref in above_measures(graph, [*cell_roots(objective), *limits], through=True)]
        asked = [node for node in nodes if isinstance(node, OutcomeSum) and node.what == "credit"]
        below[objective.name] = {name for node in asked for name in node.objectives}
    ranks = dict.fromkeys(below, 0)
    for _ in below:
        changed = False
        for name, others in below.items():
            rank = max((ranks[other] + 1 for other in others if other != name), default=0)
            if rank > ranks[name]:
                ranks[name], changed = rank, True
        if not changed:
            break
    return ranks


def wide_limits(graph: RuleGraph, objective: Objective) -> list[LimitRule]:
    """The limits of all or of several objectives that hold for this one, in the written order."""
    return [each for each in graph.limits if not each.objectives or objective.name in each.objectives]


def are_apart(graph: RuleGraph) -> bool:
    """Whether no cell owes less or more for what another one owes."""
    return (
        not graph.limits
        and not any(windowed_limits(each) or each.pay_once is not None for each in graph.objectives)
        and not any(isinstance(each, OutcomeSum) for each in graph.nodes)
    )


def windowed_limits(objective: Objective) -> list[LimitRule]:
    """The limits of an objective and of its credits that run over a window of their own, or are pools."""
    credits = (*objective.credits, *objective.bonuses)
    rules = [*(limit for credit in credits for limit in credit.limits), *objective.limits]
    return [each for each in rules if each.window is not None or each.pool is not None]


def _of_check(check: Check) -> tuple[Ref | None, ...]:
    return check.when, check.measured, check.target, check.availability


def _of_credit(credit: CreditRule) -> Iterator[Ref | None]:
    yield credit.share_of
    yield credit.amount
    yield from credit.only_when
    for factor in credit.factors:
        yield from (factor.condition, factor.factor)
    for table in credit.tables:
        yield from _of_table(table)
    yield from _own_amounts(credit.limits)


def _of_table(table: RowTable) -> Iterator[Ref | None]:
    yield table.when
    for row in table.rows:
        yield row.gives
        for bound in row.bounds:
            yield bound.value


def _own_amounts(limits: tuple[LimitRule, ...]) -> list[Ref]:
    return [limit.amount for limit in limits if limit.window is None and limit.pool is None]


def above_measures(graph: RuleGraph, roots: Iterable[Ref], *, through: bool = False) -> list[Ref]:
    """The values below `roots` and the measures they take, inputs first. What lies below a value over other windows or
    scopes belongs to those; it is told only if asked for by `through`."""
    seen: set[Ref] = set()
    waiting = list(roots)
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            node = graph.nodes[ref]
            if not isinstance(node, MEASURES) and (through or not isinstance(node, Over)):
                waiting.extend(inputs(node))
    return sorted(seen)


def _all_below(graph: RuleGraph, roots: Iterable[Ref]) -> list[Node]:
    seen: set[Ref] = set()
    waiting = list(roots)
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            waiting.extend(inputs(graph.nodes[ref]))
    return [graph.nodes[ref] for ref in sorted(seen)]
