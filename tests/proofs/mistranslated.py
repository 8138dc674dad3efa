"""Engines that make something slightly else of a contract: each has one node of the graph wrong."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sladsl.engines import Frame
from sladsl.engines.measurements import Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureClasses, MeasureRecords, MeasureRows
from sladsl.graph.node import Node
from sladsl.graph.rows import RowArithmetic, RowClock, RowCompare, RowConstant, RowDeadline, RowLogic, RowOneOf
from sladsl.graph.sets import SetBudget, SetCombined, SetLasting, SetSpans
from sladsl.logs.records import EventLog

_NEXT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}


class Mistaken(ReferenceEngine):
    """Measures another graph than it was given."""

    def __init__(self, name: str, nodes: tuple[Node, ...]) -> None:
        self.name, self._nodes = name, nodes

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        return super().measure(replace(graph, nodes=self._nodes), log, frame)


def mistaken(graph: RuleGraph) -> Iterator[Mistaken]:
    """Engines with one mistake in the measure layer each."""
    for index, node in enumerate(graph.nodes):
        for about, wrong in _wrong(node):
            nodes = (*graph.nodes[:index], wrong, *graph.nodes[index + 1 :])
            yield Mistaken(f"{type(node).__name__} {index}: {about}", nodes)


def _wrong(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case RowCompare(operator=operator):
            yield "the border is on the other side", replace(node, operator=_NEXT[operator])
        case RowConstant(value=Fraction() as constant) if constant > 1:
            yield "off by one", replace(node, value=constant + 1)
        case RowLogic(operator=operator):
            yield "and for or", replace(node, operator="or" if operator == "and" else "and")
            yield "a side is dropped", replace(node, right=node.left)
        case RowArithmetic(operator="+" | "-" | "*"):
            yield "the other operation", replace(node, operator="+" if node.operator == "-" else "-")
        case RowOneOf(values=values) if len(values) > 1:
            yield "a value is dropped", replace(node, values=values[1:])
        case RowDeadline():
            yield "strict for not strict", replace(node, strict=not node.strict)
        case RowClock():
            if node.states or node.pauses:
                yield "pauses are dropped", replace(node, states=(), pauses=())
            if node.calendar is not None:
                yield "the calendar is dropped", replace(node, calendar=None)
        case SetLasting():
            yield "strict for not strict", replace(node, strict=not node.strict)
            yield "a microsecond longer", replace(node, length=node.length + 1)
        case SetSpans() if node.where is not None:
            yield "the condition is dropped", replace(node, where=None)
        case SetCombined(operator=operator):
            yield "outside for during", replace(node, operator="during" if operator == "outside" else "outside")
        case SetBudget(budgets=budgets) if budgets[0].time is not None:
            wider = replace(budgets[0], time=budgets[0].time + 1)
            yield "a microsecond more", replace(node, budgets=(wider, *budgets[1:]))
        case MeasureClasses(excluded=excluded) if excluded:
            yield "an exclusion is dropped", replace(node, excluded=excluded[1:])
        case MeasureRows() | MeasureRecords() if node.where is not None:
            yield "the condition is dropped", replace(node, where=None)
