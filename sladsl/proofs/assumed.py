"""What an agreement comes to when certain numbers are assumed instead of measured."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Cell, Found, Measurements
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.values import Constant, ScopeIs, Truth
from sladsl.logs.records import EventLog
from sladsl.model.units import Unit
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation
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
