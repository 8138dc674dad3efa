"""The units of measured numbers, from the types of the attributes they are taken from."""

from collections.abc import Iterable
from typing import assert_never

from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureNear, MeasureRows
from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import (
    BucketAttribute,
    BucketBeside,
    RowArithmetic,
    RowAttribute,
    RowAttributeAt,
    RowBeside,
    RowBetween,
    RowCases,
    RowClock,
    RowDays,
    RowExtreme,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.graph.values import Measured
from sladsl.logs.schema import AttributeType, Kind
from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT, Unit, money, open_time


def measured_unit(graph: RuleGraph, node: Measured) -> Unit | None:
    """The unit of one number of a measurement; None where only the check that uses it knows."""
    match node.part:
        case "time":
            return DURATION
        case "share":
            return PERCENT
        case "missed":
            return COUNT
        case "mean":
            return None
        case "number":
            return _of_statistic(graph, graph.nodes[node.measure])
        case _:
            assert_never(node.part)


def _of_statistic(graph: RuleGraph, measure: Node) -> Unit | None:
    if not isinstance(measure, MeasureRows | MeasureNear):
        return None
    if measure.operand is None:
        return COUNT
    return _of_row(graph, measure.stream, graph.nodes[measure.operand])


def _of_row(graph: RuleGraph, stream: str, node: Node) -> Unit | None:
    match node:
        case RowAttribute() | RowAttributeAt() | BucketAttribute():
            return _of_type(graph.stream(stream).attributes[node.index].type)
        case RowBeside() | BucketBeside():
            return _of_row(graph, node.stream, graph.nodes[node.operand])
        case RowTime(which="length"):
            return DURATION
        case RowClock():
            return DURATION if node.calendar is None else open_time(graph.calendars[node.calendar].name)
        case RowSteps() | RowDays():
            return COUNT
        case RowBetween():
            return DURATION if node.calendar is None else open_time(graph.calendars[node.calendar].name)
        case RowRounded():
            return _of_row(graph, stream, graph.nodes[node.operand])
        case RowCases():
            return _first(graph, stream, (node.otherwise, *(each.value for each in node.cases)))
        case RowExtreme():
            return _first(graph, stream, node.operands)
        case RowArithmetic():
            left = _of_row(graph, stream, graph.nodes[node.left])
            right = _of_row(graph, stream, graph.nodes[node.right])
            return combined(node.operator, left, right)
    return None


def _first(graph: RuleGraph, stream: str, values: Iterable[Ref]) -> Unit | None:
    """Of values in one unit, the first that tells it."""
    units = (_of_row(graph, stream, graph.nodes[each]) for each in values)
    return next((each for each in units if each is not None), None)


def combined(operator: str, left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a sum, difference, product or quotient, as far as it is known."""
    if operator in "+-":
        return left or right
    if left is None or right is None:
        return None
    return left.times(right, 1 if operator == "*" else -1)


def _of_type(kind: AttributeType) -> Unit | None:
    match kind.kind:
        case Kind.COUNT:
            return COUNT
        case Kind.NUMBER:
            return NUMBER if kind.unit is None else Unit(((kind.unit, 1),))
        case Kind.PERCENT:
            return PERCENT
        case Kind.MONEY:
            return None if kind.currency is None else money(kind.currency)
        case Kind.DURATION:
            return DURATION
        case Kind.TEXT | Kind.CHOICE | Kind.INSTANT | Kind.FLAG:
            return None
        case _:
            assert_never(kind.kind)
