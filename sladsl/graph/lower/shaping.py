"""Steps, extremes and rounding: the same of one record and of a window."""

from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.lower.context import Typed
from sladsl.graph.lower.layer import Layer
from sladsl.graph.node import Ref
from sladsl.model.types import number
from sladsl.model.units import COUNT, NUMBER, PERCENT, Unit, common_unit
from sladsl.syntax import ast
from sladsl.temporal import SECOND


def shaped(layer: Layer, written: ast.RoundTo | ast.Steps | ast.Extreme) -> Typed | None:
    """The value, or diagnostics and None."""
    match written:
        case ast.RoundTo():
            return _rounded(layer, written)
        case ast.Steps():
            return _steps(layer, written)
        case ast.Extreme():
            return _extreme(layer, written)


def _rounded(layer: Layer, written: ast.RoundTo) -> Typed | None:
    operand = layer.number(written.operand)
    if operand is None or operand.type.unit is None:
        return None
    if written.places > 12:
        layer.lowering.say(
            types.OUT_OF_RANGE,
            "one can round to at most 12 decimal places",
            written.span,
            Fix("write fewer places"),
        )
        return None
    step = Fraction(1, 10**written.places)
    if operand.type.unit == PERCENT:
        step /= 100
    elif operand.type.unit.is_time:
        step *= SECOND
    return Typed(layer.rounded(operand.ref, step, written.span), operand.type)


def _steps(layer: Layer, written: ast.Steps) -> Typed | None:
    operand, step = layer.number(written.operand), layer.number(written.step)
    if operand is None or step is None or operand.type.unit is None or step.type.unit is None:
        return None
    if common_unit(operand.type.unit, step.type.unit) is None:
        layer.incomparable(operand.type.unit, step.type.unit, written.step)
        return None
    size = layer.fixed(step.ref)
    if size is None or size <= 0:
        layer.lowering.say(
            types.OUT_OF_RANGE,
            "a step must be more than nothing",
            written.step.span,
            Fix("write for instance `30min`"),
        )
        return None
    return Typed(layer.steps(operand.ref, size, written.kind == "started", written.span), number(COUNT))


def _extreme(layer: Layer, written: ast.Extreme) -> Typed | None:
    lowered = [layer.number(each) for each in written.operands]
    refs: list[Ref] = []
    unit: Unit | None = None
    for operand, each in zip(written.operands, lowered, strict=True):
        if each is None or each.type.unit is None:
            return None
        shared = each.type.unit if unit is None else common_unit(unit, each.type.unit)
        if shared is None:
            layer.incomparable(unit or NUMBER, each.type.unit, operand)
            return None
        unit = shared
        refs.append(each.ref)
    return Typed(layer.extreme(written.kind, tuple(refs), written.span), number(unit or NUMBER))


def by_case(
    layer: Layer, value: Typed, cases: tuple[tuple[ast.Expression, ast.Expression], ...], place: ast.Node
) -> Typed:
    """A value with others in cases, each with its condition; those that are wrong are told of and left out."""
    found: list[tuple[Ref, Ref]] = []
    unit = value.type.unit or NUMBER
    for written, condition in cases:
        case, when = layer.number(written), layer.condition(condition)
        if case is None or when is None:
            continue
        shared = common_unit(unit, case.type.unit or NUMBER)
        if shared is None:
            layer.incomparable(unit, case.type.unit or NUMBER, written)
            continue
        unit = shared
        found.append((case.ref, when))
    return Typed(layer.by_case(tuple(found), value.ref, place.span), number(unit)) if found else value
