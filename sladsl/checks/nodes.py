"""What the checks ask of a rule graph."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureRows
from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.values import Arithmetic, Constant, Fee, Measured, OutcomeSum
from sladsl.model.units import COUNT


def fixed(graph: RuleGraph, ref: Ref | None) -> Fraction | None:
    """The value of a constant; None for what a log decides."""
    node = None if ref is None else graph.nodes[ref]
    return node.value if isinstance(node, Constant) else None


def below(graph: RuleGraph, root: Ref, stop: tuple[type[Node], ...] = ()) -> Iterator[tuple[Ref, Node]]:
    """A node and all it rests on; what stands below one of the kinds `stop` is left out."""
    seen, pending = {root}, [root]
    while pending:
        ref = pending.pop()
        node = graph.nodes[ref]
        yield ref, node
        if not isinstance(node, stop):
            fresh = [each for each in inputs(node) if each not in seen]
            seen.update(fresh)
            pending.extend(fresh)


def share_of(graph: RuleGraph, ref: Ref, base: Ref) -> Fraction | None:
    """Which fixed share of `base` a value is; None: another thing."""
    if ref == base:
        return Fraction(1)
    node = graph.nodes[ref]
    if isinstance(node, Arithmetic) and node.operator == "*":
        if node.right == base:
            return fixed(graph, node.left)
        if node.left == base:
            return fixed(graph, node.right)
    return None


def share_of_fee(graph: RuleGraph, ref: Ref) -> Fraction | None:
    """Which fixed share of a fee a formula is."""
    fees = (each for each in inputs(graph.nodes[ref]) if isinstance(graph.nodes[each], Fee))
    return next((share for fee in fees if (share := share_of(graph, ref, fee)) is not None), None)


def only_check(objective: Objective) -> Check | None:
    """The one requirement that always holds, if there is no other."""
    if len(objective.checks) != 1 or objective.checks[0].when is not None or objective.exceptions:
        return None
    return objective.checks[0]


def is_counted(graph: RuleGraph, check: Check) -> bool:
    """Whether the measured number is a whole one."""
    node = graph.nodes[check.measured]
    if isinstance(node, OutcomeSum) and check.unit == COUNT:
        return True
    if not isinstance(node, Measured) or check.unit != COUNT:
        return False
    rows = graph.nodes[node.measure]
    return node.part == "missed" or (isinstance(rows, MeasureRows) and rows.statistic in ("count", "sum", "min", "max"))
