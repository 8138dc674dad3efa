"""Between which numbers a value lies when each number that a log decides lies in a range of its own."""

from collections.abc import Mapping
from fractions import Fraction

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.values import (
    Arithmetic,
    Availability,
    Cases,
    Extreme,
    Judged,
    Looked,
    Measured,
    OutcomeSum,
    Over,
    Rounded,
    Run,
    StepCount,
)
from sladsl.rules.reach import above_measures
from sladsl.rules.rounding import to_step
from sladsl.rules.values import CellValues

Range = tuple[Fraction | None, Fraction | None]
"""The least and the greatest; None: without an end."""

ANYTHING: Range = (None, None)
_NOTHING = Fraction(0)
_FROM_LOG = (Measured, Availability, Over, Judged, Run, OutcomeSum, Looked)


def rests_on_log(graph: RuleGraph, root: Ref) -> bool:
    """Whether a log decides a value."""
    return any(isinstance(graph.nodes[ref], _FROM_LOG) for ref in above_measures(graph, [root]))


def range_of_value(cell: CellValues, ref: Ref, ranges: Mapping[Ref, Range]) -> Range:
    """`ranges` has every number that a log decides; all others are what they are in the cell."""
    if ref in ranges:
        return ranges[ref]
    node = cell.source.graph.nodes[ref]
    match node:
        case Arithmetic():
            left, right = (range_of_value(cell, each, ranges) for each in (node.left, node.right))
            return _calculated(node.operator, left, right)
        case Extreme():
            every = [range_of_value(cell, each, ranges) for each in node.operands]
            return _greater(every) if node.kind == "greater" else _negative(_greater([_negative(e) for e in every]))
        case Rounded():
            low, high = range_of_value(cell, node.operand, ranges)
            return _rounded(low, node.step), _rounded(high, node.step)
        case StepCount():
            low, high = range_of_value(cell, node.operand, ranges)
            return _steps(low, node) or _NOTHING, _steps(high, node)
        case Cases():
            every = [range_of_value(cell, each.value, ranges) for each in node.cases]
            return _hull([*every, range_of_value(cell, node.otherwise, ranges)])
    if isinstance(node, _FROM_LOG):
        return ANYTHING
    number = cell.step(ref).number
    return number, number


def _calculated(operator: str, left: Range, right: Range) -> Range:
    match operator:
        case "+":
            return _added(left[0], right[0]), _added(left[1], right[1])
        case "-":
            turned = _negative(right)
            return _added(left[0], turned[0]), _added(left[1], turned[1])
        case "*":
            return _times(left, right)
    low, high = right
    if low is None or low < 0 or (low == 0 and left == (_NOTHING, _NOTHING)):
        return ANYTHING
    # One part of the whole that it is part of: a quotient without an end, unless the divisor stays away from zero.
    return _times(left, (1 / high if high else _NOTHING, 1 / low if low else None))


def _times(left: Range, right: Range) -> Range:
    for (low, high), (factor, same) in ((left, right), (right, left)):
        if factor is not None and factor == same:
            least, most = (None if each is None and factor else (each or 0) * factor for each in (low, high))
            return (least, most) if factor >= 0 else (most, least)
    if left[0] is not None and left[0] >= 0 and right[0] is not None and right[0] >= 0:
        high = None
        if _NOTHING in (left[1], right[1]):
            high = _NOTHING
        elif left[1] is not None and right[1] is not None:
            high = left[1] * right[1]
        return left[0] * right[0], high
    ends = [(one, other) for one in left for other in right]
    products = [one * other for one, other in ends if one is not None and other is not None]
    return (min(products), max(products)) if len(products) == len(ends) else ANYTHING


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _negative(value: Range) -> Range:
    low, high = value
    return None if high is None else -high, None if low is None else -low


def _greater(every: list[Range]) -> Range:
    lows = [low for low, _ in every if low is not None]
    highs = [high for _, high in every if high is not None]
    return max(lows) if lows else None, max(highs) if len(highs) == len(every) else None


def _hull(every: list[Range]) -> Range:
    lows = [low for low, _ in every if low is not None]
    highs = [high for _, high in every if high is not None]
    return min(lows) if len(lows) == len(every) else None, max(highs) if len(highs) == len(every) else None


def _rounded(value: Fraction | None, step: Fraction) -> Fraction | None:
    return None if value is None else to_step(value, step)


def _steps(value: Fraction | None, node: StepCount) -> Fraction | None:
    if value is None:
        return None
    whole, rest = divmod(max(value, _NOTHING), node.step)
    return Fraction(whole + (1 if node.started and rest else 0))
