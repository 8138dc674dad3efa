"""The unit of a number that a log decides."""

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.values import Availability, Looked, Measured, OutcomeSum, Over, Run
from sladsl.model.units import COUNT, NUMBER, PERCENT, Unit, money
from sladsl.rules.lookups import register_unit


def unit_of(graph: RuleGraph, ref: Ref) -> Unit:
    """Plain numbers where the node does not say."""
    node = graph.nodes[ref]
    match node:
        case Availability():
            return PERCENT
        case Measured():
            return node.unit or NUMBER
        case Over():
            return node.unit
        case Looked():
            measure = graph.nodes[node.measure]
            return (register_unit(graph, measure) if isinstance(measure, MeasureRegister) else None) or NUMBER
        case OutcomeSum(what="credit") if graph.currency is not None:
            return money(graph.currency)
        case Run() | OutcomeSum():
            return COUNT
        case _:
            return NUMBER
