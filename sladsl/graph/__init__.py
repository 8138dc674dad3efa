"""The rule graph: measure layer and contract layer of one agreement."""

from sladsl.graph.builder import NodeTable
from sladsl.graph.graph import SEMANTICS_VERSION, NamedCalendar, Reading, RuleGraph
from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.windows import WindowRule

__all__ = [
    "SEMANTICS_VERSION",
    "NamedCalendar",
    "Node",
    "NodeTable",
    "Reading",
    "Ref",
    "RuleGraph",
    "WindowRule",
    "inputs",
]
