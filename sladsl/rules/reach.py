"""What a clause rests on: the nodes below it, the measures among them, the streams these read."""

from collections.abc import Iterable, Iterator

from sladsl.engines.measurements import Choice
from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import Check, CreditRule, LimitRule, Objective, RowTable
from sladsl.graph.measures import (
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRows,
    MeasureTime,
)
from sladsl.graph.rows import RowClock
from sladsl.graph.sets import SetBuckets, SetHolding, SetSinceFirst, SetSpans

MEASURES = (MeasureTime, MeasureClasses, MeasureRows, MeasureBuckets, MeasureRecords, MeasureNear)
_READERS = (MeasureRows, MeasureBuckets, MeasureRecords, SetSpans, SetBuckets, SetSinceFirst, SetHolding)


def values_below(graph: RuleGraph, root: Ref) -> list[Ref]:
    """`root` and the value nodes it uses, inputs first; measures are left out."""
    return [ref for ref in _above_measures(graph, [root]) if not isinstance(graph.nodes[ref], MEASURES)]


def measures_below(graph: RuleGraph, roots: Iterable[Ref]) -> list[Ref]:
    """The measures that values take."""
    return [ref for ref in _above_measures(graph, roots) if isinstance(graph.nodes[ref], MEASURES)]


def streams_below(graph: RuleGraph, measures: Iterable[Ref]) -> set[str]:
    """The streams read within the windows; what is looked up before or after them (a next invoice) does not count."""
    inside = [ref for ref in measures if not isinstance(graph.nodes[ref], MeasureNear)]
    return {node.stream for node in _all_below(graph, inside) if isinstance(node, _READERS)}


def streams_needed(graph: RuleGraph) -> set[str]:
    """The streams on which anything that is evaluated depends: all but those that are only declared."""
    claims = [objective.claim for objective in graph.objectives if objective.claim is not None]
    roots = [*all_roots(graph), *(claim.where for claim in claims if claim.where is not None)]
    # Reading from a stream is what a node has a `stream` for.
    below = {stream for node in _all_below(graph, roots) if (stream := getattr(node, "stream", None)) is not None}
    return below | {claim.stream for claim in claims if claim.stream is not None}


def all_roots(graph: RuleGraph) -> list[Ref]:
    """The values that objectives and limits need."""
    roots = [ref for objective in graph.objectives for ref in cell_roots(objective)]
    roots += [limit.amount for objective in graph.objectives for limit in windowed_limits(objective)]
    return roots + [limit.amount for limit in graph.limits]


def clocks_below(graph: RuleGraph, measure: Ref) -> list[RowClock]:
    return [node for node in _all_below(graph, [measure]) if isinstance(node, RowClock)]


def cell_roots(objective: Objective) -> list[Ref]:
    """The values an objective needs in each of its scopes and windows."""
    found: list[Ref | None] = [objective.records]
    for check in objective.checks:
        found.extend(_of_check(check))
    for credit in objective.credits:
        found.extend(_of_credit(credit))
    found.extend(_own_amounts(objective.limits))
    if objective.pay_only_above is not None:
        found.append(objective.pay_only_above.amount)
    return [ref for ref in found if ref is not None]


def claim_choice(objective: Objective) -> Choice | None:
    """Which records of the stream of claims are claims for an objective; None: all of them, or there is no stream."""
    claim = objective.claim
    if claim is None or claim.stream is None or claim.where is None:
        return None
    return Choice(claim.stream, claim.where)


def wide_limits(graph: RuleGraph, objective: Objective) -> list[LimitRule]:
    """The limits of all or of several objectives that hold for this one, in the written order."""
    return [each for each in graph.limits if not each.objectives or objective.name in each.objectives]


def windowed_limits(objective: Objective) -> list[LimitRule]:
    """The limits of an objective and of its credits that run over a window of their own."""
    rules = [*(limit for credit in objective.credits for limit in credit.limits), *objective.limits]
    return [each for each in rules if each.window is not None]


def _of_check(check: Check) -> tuple[Ref | None, ...]:
    return check.when, check.measured, check.target, check.availability


def _of_credit(credit: CreditRule) -> Iterator[Ref | None]:
    yield credit.share_of
    yield credit.amount
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
    return [limit.amount for limit in limits if limit.window is None]


def _above_measures(graph: RuleGraph, roots: Iterable[Ref]) -> list[Ref]:
    seen: set[Ref] = set()
    waiting = list(roots)
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            if not isinstance(graph.nodes[ref], MEASURES):
                waiting.extend(inputs(graph.nodes[ref]))
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
