"""What an agreement comes to when certain numbers are assumed instead of measured."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Cell, Found, Measurements, RecordsFound
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.values import Constant, ScopeIs, Truth
from sladsl.logs.records import EventLog
from sladsl.model.units import Unit
from sladsl.proofs.windows import Horizon
from sladsl.rules.claims import claim_books
from sladsl.rules.derivation import Step
from sladsl.rules.evaluate import evaluate, outcome_at
from sladsl.rules.findings import Findings
from sladsl.rules.frame import Plan
from sladsl.rules.limits import Limits
from sladsl.rules.objectives import judge
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.rules.panes import Pane
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.settling import Settlement
from sladsl.rules.source import Source
from sladsl.rules.standing import Standing, cell_maker
from sladsl.rules.values import CellValues
from sladsl.temporal import Window

Number = tuple[Fraction, Unit]


class AssumedEngine:
    """Measures nothing: finds what it is told, in one scope."""

    name = "assumed"

    def __init__(self, found: Mapping[Ref, Found], scope: Mapping[str, str]) -> None:
        self._found = found
        self._scope = scope

    def complete(self, _graph: RuleGraph, log: EventLog) -> EventLog:
        return log

    def without_void(self, _graph: RuleGraph, log: EventLog, _as_of: int) -> EventLog:
        return log

    def measure(self, graph: RuleGraph, _log: EventLog, frame: Frame) -> Measurements:
        # Where all is assumed nothing is demanded, and there still is a scope.
        keys = [*(each.keys for each in graph.objectives), *(each.keys for each in frame.demands)]
        scopes = {each: (tuple(self._scope.get(key, "…") for key in each),) for each in keys}
        found = {}
        for demand in frame.demands:
            (scope,) = scopes[demand.keys]
            for measure in demand.measures:
                for window in demand.windows if measure in self._found else ():
                    found[Cell(measure, demand.keys, scope, window.start, window.end)] = self._found[measure]
        return Measurements(scopes, found)


def assuming(graph: RuleGraph, values: Mapping[Ref, Number | bool]) -> RuleGraph:
    """The graph in which these nodes have these values."""
    nodes: list[Node] = list(graph.nodes)
    for ref, value in values.items():
        nodes[ref] = Truth(value) if isinstance(value, bool) else Constant(*value)
    return replace(graph, nodes=tuple(nodes))


def outcome_of(
    graph: RuleGraph, window: Window, found: Mapping[Ref, Found], scope: Mapping[str, str]
) -> Evaluation | None:
    """The evaluation of one window, in which the measures in `found` come to what it says."""
    engine = AssumedEngine(found, scope)
    result, _ = evaluate(graph, EventLog({}), engine, period=(window.start, window.end), as_of=window.end)
    return result


class Rules:
    """The rules of an agreement, asked about numbers that are assumed, without a log."""

    def __init__(self, graph: RuleGraph, horizon: Horizon) -> None:
        self.graph = graph
        planned = tuple(PlannedObjective(index, each, ()) for index, each in enumerate(graph.objectives))
        period, end = (horizon.start, horizon.end), horizon.end
        plan = Plan(period, end, True, horizon.term, planned, (), {}, Frame(end, {}, (), False))
        self.source = Source(graph, plan, Measurements({}, {}), Findings(), cell_maker)
        self.source.objectives = Standing(self.source, None)
        self._planned = {(each.objective.name, each.objective.versions): each for each in planned}
        self._limits = Limits(self.source)
        self._claims = claim_books(self.source, EventLog({}))

    def cell(
        self,
        objective: Objective,
        window: Window,
        scope: Mapping[str, str],
        values: Mapping[Ref, Number | bool],
        share: Fraction | None = None,
    ) -> CellValues:
        """A cell in which nodes have these values, and this share of the records keeps what is asked of them."""
        bound = tuple(scope.get(key, "…") for key in objective.keys)
        known = {ref: Step("assumed", value) if isinstance(value, bool) else Step("assumed", *value)
                 for ref, value in values.items()}  # fmt: skip
        source = self.source
        if share is not None and objective.records is not None:
            at = Cell(objective.records, objective.keys, bound, window.start, window.end)
            source = source.measuring(Measurements({}, {at: records_with(share)}))
        return CellValues(
            source, objective.name, objective.span, objective.keys, bound, window, objective.window, True, known
        )

    def outcome(self, objective: Objective, cell: CellValues) -> Outcome:
        """What an objective comes to in its cell, if nobody else owes anything."""
        planned = self._planned[objective.name, objective.versions]
        limits = self._limits.unused() if cell.source is self.source else Limits(cell.source)
        verdict, settlement = judge(objective, cell), Settlement(limits)
        credit = settlement.settle(planned, verdict, cell, self._claims.get(planned.index))
        bonus = settlement.bonus(planned, verdict, cell)
        return outcome_at(planned, cell.scope, Pane(cell.window, False), verdict, credit, bonus, None, None)


def records_with(share: Fraction) -> RecordsFound:
    """As few records as there can be of which this share keeps what is asked of them."""
    return RecordsFound(share.numerator, share.denominator - share.numerator, 0, 0)


def scopes_to_try(graph: RuleGraph, objective: Objective) -> list[dict[str, str]]:
    """One scope for each value of a key that the contract names, and one for all others."""
    named: dict[str, dict[str, None]] = {key: {} for key in objective.keys}
    for node in graph.nodes:
        if isinstance(node, ScopeIs) and node.key in named:
            named[node.key].update(dict.fromkeys(node.values))
    for stream in graph.streams:
        for attribute in stream.attributes:
            if attribute.name in named and attribute.type.choices:
                named[attribute.name].update(dict.fromkeys(attribute.type.choices))
    found: list[dict[str, str]] = [{}]
    for key, values in named.items():
        there = list(values) or ["a"]
        found = [{**each, key: value} for each in found for value in there]
    return found[:_MOST_SCOPES]


_MOST_SCOPES = 24
