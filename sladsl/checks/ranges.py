"""What a number can be by its nature, whatever happens."""

from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRows
from sladsl.graph.rows import (
    RowArithmetic,
    RowAttribute,
    RowAttributeAt,
    RowBeside,
    RowCases,
    RowConstant,
    RowExtreme,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.graph.values import (
    Arithmetic,
    Availability,
    Cases,
    Constant,
    Extreme,
    Fee,
    Measured,
    OutcomeSum,
    Over,
    Rounded,
    Run,
    StepCount,
    WindowTime,
)
from sladsl.logs.schema import Kind

_ZERO, _ONE = Fraction(0), Fraction(1)


class Range(NamedTuple):
    """The least and the greatest that a number can be (None: there is no end), and the step of which it is a multiple
    (None: there is none)."""

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


_ANYTHING = Range()


def range_of(graph: RuleGraph, ref: Ref) -> Range:
    node = graph.nodes[ref]
    match node:
        case Constant(value=value):
            return Range(value, value, abs(value))
        case WindowTime() | Fee():
            return Range(_ZERO)
        case Availability(over=over):
            return Range(None if over is not None else _ZERO, _ONE)
        case Measured():
            return _measured(graph, node)
        case StepCount() | Run() | Over(statistic="count"):
            return Range(_ZERO, None, _ONE)
        case Over(statistic="share"):
            return Range(_ZERO, _ONE)
        case OutcomeSum():
            return Range(_ZERO)
        case Rounded(operand=operand, step=step):
            inner = range_of(graph, operand)
            return Range(_rounded(inner.low, step), _rounded(inner.high, step), step)
        case Arithmetic():
            return _reckoned(node.operator, range_of(graph, node.left), range_of(graph, node.right))
        case Extreme(kind=kind, operands=operands):
            return _extreme(kind, [range_of(graph, each) for each in operands])
        case Cases(cases=cases, otherwise=otherwise):
            return _hull([range_of(graph, each) for each in (*(case.value for case in cases), otherwise)])
        case _:
            return _ANYTHING


def _measured(graph: RuleGraph, node: Measured) -> Range:
    match node.part:
        case "share":
            return Range(_ZERO, _ONE)
        case "missed":
            return Range(_ZERO, None, _ONE)
        case "time":
            return Range(_ZERO, None, _ONE)
        case "number":
            measure = graph.nodes[node.measure]
            if not isinstance(measure, MeasureRows):
                return _ANYTHING
            if measure.operand is None:
                return Range(_ZERO, None, _ONE)
            return _of_rows(graph, measure, measure.operand)
        case _:
            return _ANYTHING


def _of_rows(graph: RuleGraph, measure: MeasureRows, operand: Ref) -> Range:
    """What is chosen or added up is as fine as what is stored."""
    node = graph.nodes[operand]
    low = _ZERO if _is_never_negative(graph, measure.stream, operand) else None
    if not isinstance(node, RowAttribute) or measure.statistic in ("mean", "median"):
        return Range(low)
    return Range(low, None, Fraction(1, node.divisor) if node.divisor else None)


def _is_never_negative(graph: RuleGraph, stream: str, ref: Ref) -> bool:
    """Counts and times are not; of two counts one can be taken from the other."""
    node = graph.nodes[ref]
    match node:
        case RowAttribute() | RowAttributeAt():
            return graph.stream(stream).attributes[node.index].type.kind in (Kind.COUNT, Kind.DURATION)
        case RowBeside():
            return _is_never_negative(graph, node.stream, node.operand)
        case RowConstant(value=value):
            return isinstance(value, Fraction) and value >= 0
        case RowSteps() | RowTime(which="length"):
            return True
        case RowRounded():
            return _is_never_negative(graph, stream, node.operand)
        case RowCases():
            values = (node.otherwise, *(each.value for each in node.cases))
            return all(_is_never_negative(graph, stream, each) for each in values)
        case RowExtreme():
            some = any if node.kind == "greater" else all
            return some(_is_never_negative(graph, stream, each) for each in node.operands)
        case RowArithmetic(operator="+" | "*" | "/"):
            return all(_is_never_negative(graph, stream, each) for each in (node.left, node.right))
        case _:
            return False


def _rounded(number: Fraction | None, step: Fraction) -> Fraction | None:
    return None if number is None else (number / step + Fraction(1, 2)) // 1 * step


def _reckoned(operator: str, left: Range, right: Range) -> Range:
    match operator:
        case "+":
            return Range(_plus(left.low, right.low), _plus(left.high, right.high), _common(left.step, right.step))
        case "-":
            low, high = _minus(left.low, right.high), _minus(left.high, right.low)
            return Range(low, high, _common(left.step, right.step))
        case "*":
            return _times(left, right)
        case _:
            if right.low is not None and right.low == right.high and right.low:
                return _times(left, Range(1 / right.low, 1 / right.low))
            positive = left.low is not None and left.low >= 0 and right.low is not None and right.low >= 0
            return Range(_ZERO) if positive else _ANYTHING


def _times(left: Range, right: Range) -> Range:
    if right.low is None or right.low != right.high:
        left, right = right, left
    if right.low is not None and right.low == right.high:
        factor = right.low
        ends = [None if each is None else each * factor for each in (left.low, left.high)]
        low, high = ends if factor >= 0 else reversed(ends)
        step = None if left.step is None or not factor else left.step * abs(factor)
        return Range(low, high, step) if factor else Range(_ZERO, _ZERO)
    positive = left.low is not None and left.low >= 0 and right.low is not None and right.low >= 0
    return Range(_ZERO) if positive else _ANYTHING


def _extreme(kind: str, ranges: list[Range]) -> Range:
    lows, highs = [each.low for each in ranges], [each.high for each in ranges]
    known_lows, known_highs = [each for each in lows if each is not None], [each for each in highs if each is not None]
    step = _common(*(each.step for each in ranges))
    if kind == "greater":
        return Range(max(known_lows, default=None), max(known_highs) if len(known_highs) == len(highs) else None, step)
    return Range(min(known_lows) if len(known_lows) == len(lows) else None, min(known_highs, default=None), step)


def _hull(ranges: list[Range]) -> Range:
    lows = [each.low for each in ranges if each.low is not None]
    highs = [each.high for each in ranges if each.high is not None]
    low = min(lows) if len(lows) == len(ranges) else None
    high = max(highs) if len(highs) == len(ranges) else None
    return Range(low, high, _common(*(each.step for each in ranges)))


def _common(*steps: Fraction | None) -> Fraction | None:
    """The coarsest step of which all are multiples."""
    known = [each for each in steps if each]
    if None in steps or not known:
        return None
    below = lcm(*(each.denominator for each in known))
    return Fraction(gcd(*(int(each * below) for each in known)), below)


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
