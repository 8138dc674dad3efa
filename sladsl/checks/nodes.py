"""What the checks ask of a rule graph."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureRows
from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.values import Arithmetic, Availability, Constant, Measured, OutcomeSum, Rounded
from sladsl.model.units import COUNT, Unit


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


def only_check(objective: Objective) -> Check | None:
    """The one requirement that always holds, if there is no other."""
    if len(objective.checks) != 1 or objective.checks[0].when is not None or objective.exceptions:
        return None
    return objective.checks[0]


def reach(graph: RuleGraph, check: Check | None) -> tuple[Fraction | None, Fraction | None]:
    """Between which values the measured number lies by its nature."""
    if check is None:
        return None, None
    node = graph.nodes[check.measured]
    while isinstance(node, Rounded):
        node = graph.nodes[node.operand]
    if isinstance(node, Availability):
        return (None if node.over is not None else Fraction(0)), Fraction(1)
    if isinstance(node, Measured) and node.part == "share":
        return Fraction(0), Fraction(1)
    return (Fraction(0), None) if _is_never_negative(node, check.unit) else (None, None)


def is_counted(graph: RuleGraph, check: Check) -> bool:
    """Whether the measured number is a whole one."""
    node = graph.nodes[check.measured]
    if isinstance(node, OutcomeSum) and check.unit == COUNT:
        return True
    if not isinstance(node, Measured) or check.unit != COUNT:
        return False
    rows = graph.nodes[node.measure]
    return node.part == "missed" or (isinstance(rows, MeasureRows) and rows.statistic in ("count", "sum", "min", "max"))


def _is_never_negative(node: Node, unit: Unit) -> bool:
    return isinstance(node, Measured) and (node.part in ("time", "missed") or unit == COUNT)
