"""Time of a set, perhaps weighted → measure nodes."""

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.lower import sets
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.rows import RowLayer
from sladsl.graph.measures import MeasureTime, Weight
from sladsl.graph.node import Ref
from sladsl.graph.sets import SetBudget, SetCombined, SetLasting, SetSinceFirst, SetSpans
from sladsl.graph.values import Measured
from sladsl.model.types import number
from sladsl.model.units import DURATION, NUMBER, PERCENT
from sladsl.syntax import ast


def time_of(lowering: Lowering, written: ast.TimeOf) -> Typed | None:
    """`time of outages weighted by affected`, or diagnostics and None."""
    inside = sets.time_set(lowering, written.time_set)
    if inside is None:
        return None
    weight = None
    if written.weight is not None:
        weight = _weight(lowering, inside, written.time_set, written.weight)
        if weight is None:
            return None
    measure = lowering.table.add(MeasureTime(inside, weight), written.span)
    return Typed(lowering.table.add(Measured(measure, "time", DURATION), written.span), number(DURATION))


def _weight(lowering: Lowering, inside: Ref, time_set: ast.TimeSet, written: ast.Expression) -> Weight | None:
    spans = _spans(lowering, inside)
    if spans is None:
        lowering.say(
            types.WRONG_SHAPE, "only spans of one stream have a weight", time_set.span,
            Fix("name them, and cut from them: `outages where …`, `outages during office`, `outages outside work`"),
        )  # fmt: skip
        return None
    node = lowering.table[spans]
    assert isinstance(node, SetSpans)
    lowered = RowLayer(lowering, lowering.agreement.streams[node.stream]).number(written)
    if lowered is None:
        return None
    if lowered.type.unit not in (NUMBER, PERCENT):
        lowering.say(
            types.UNIT_MISMATCH, f"a weight is a plain number or a percentage, not {lowered.type.words()}",
            written.span,
            Fix("say what share of the whole is hit, for instance `affected percent` in the stream"),
        )  # fmt: skip
        return None
    return Weight(spans, lowered.ref)


def _spans(lowering: Lowering, ref: Ref) -> Ref | None:
    """The spans of which a set is a part."""
    match lowering.table[ref]:
        case SetSpans():
            return ref
        case SetCombined(operator="during" | "outside", left=left):
            return _spans(lowering, left)
        case SetLasting(operand=operand) | SetSinceFirst(operand=operand) | SetBudget(operand=operand):
            return _spans(lowering, operand)
    return None
