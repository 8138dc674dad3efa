"""Values of a scenario's rows → stored values, by the type of the attribute that holds them."""

from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import time, types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.labels import known_labels
from sladsl.logs.records import Value
from sladsl.logs.schema import Attribute, AttributeType, Kind
from sladsl.model.lengths import elapsed
from sladsl.model.streams import label_text
from sladsl.syntax import ast
from sladsl.temporal import parse_instant

_EXAMPLES = {
    Kind.TEXT: '"disk"',
    Kind.COUNT: "12",
    Kind.NUMBER: "12.5",
    Kind.PERCENT: "99.5%",
    Kind.DURATION: "4h",
    Kind.INSTANT: "2026-03-04T08:00",
    Kind.FLAG: "yes",
}


class Unfit(Exception):
    """The value has been complained of."""


def stored_value(lowering: Lowering, attribute: Attribute, cell: ast.Cell) -> Value:
    """The value as a log would hold it; raises `Unfit` after a diagnostic."""
    if cell.until is not None or cell.open:
        lowering.say(
            types.UNIT_MISMATCH, f"`{attribute.name}` holds one value, not a stretch of time", cell.span,
            Fix("only states last: write one value"),
        )  # fmt: skip
        raise Unfit
    written = cell.value
    match attribute.type.kind, written:
        case (Kind.TEXT, ast.Text() | ast.Name()):
            return label_text(written)
        case (Kind.CHOICE, ast.Text() | ast.Name()):
            if not known_labels(lowering, (written,), attribute.type.choices):
                raise Unfit
            return label_text(written)
        case (Kind.FLAG, ast.Flag(value=flag)):
            return flag
        case (Kind.INSTANT, ast.Date() | ast.Moment()):
            return instant(lowering, written)
        case (Kind.DURATION, ast.Quantity(kind="elapsed")) if (length := elapsed(written)) is not None:
            return _scaled(lowering, length, 0, written, "microseconds")
    number = _number(attribute.type, written)
    if number is not None:
        what = "a count" if attribute.type.kind is Kind.COUNT else f"`{attribute.name}`"
        return _scaled(lowering, number, attribute.type.places, written, what)
    raise _mismatch(lowering, attribute, written)


def _number(attribute: AttributeType, written: ast.Expression) -> Fraction | None:
    """The number of a literal of the right kind."""
    if isinstance(written, ast.Negate) and attribute.kind is not Kind.COUNT:
        inside = _number(attribute, written.operand)
        return None if inside is None else -inside
    match attribute.kind, written:
        case (Kind.COUNT | Kind.NUMBER, ast.Number(value=value)):
            return value
        case (Kind.PERCENT, ast.Percent(value=value)):
            return value
        case (Kind.MONEY, ast.Amount(value=value, code=attribute.currency)):
            return value
    return None


def _scaled(lowering: Lowering, value: Fraction, places: int, written: ast.Expression, what: str) -> int:
    scaled = value * 10**places
    if scaled.denominator != 1:
        allowed = f"has at most {places} decimal places" if places else "is whole"
        lowering.say(types.OUT_OF_RANGE, f"{what} {allowed}", written.span, Fix("write fewer decimal places"))
        raise Unfit
    return int(scaled)


def _mismatch(lowering: Lowering, attribute: Attribute, written: ast.Expression) -> Unfit:
    kind = attribute.type.kind
    words = f"money in {attribute.type.currency}" if kind is Kind.MONEY else f"`{kind.value}`"
    example = f"50 {attribute.type.currency}" if kind is Kind.MONEY else _EXAMPLES.get(kind)
    if kind is Kind.CHOICE:
        example = next(iter(attribute.type.choices), None)
    lowering.say(
        types.UNIT_MISMATCH, f"`{attribute.name}` holds {words}; this is another kind of value", written.span,
        *([Fix(f"write for instance `{attribute.name} {example}`")] if example else []),
    )  # fmt: skip
    return Unfit()


def instant(lowering: Lowering, written: ast.Date | ast.Moment) -> int:
    """Local time of the agreement, unless it has an offset; raises `Unfit` after a diagnostic."""
    text = written.text if isinstance(written, ast.Moment) else written.value.isoformat()
    try:
        return parse_instant(text, lowering.agreement.zone)
    except ValueError as reason:
        lowering.say(time.BAD_INSTANT, str(reason), written.span)
        raise Unfit from None


def any_instant(lowering: Lowering, written: ast.Expression, what: str) -> int:
    """The instant of an expression that must be one."""
    if isinstance(written, ast.Date | ast.Moment):
        return instant(lowering, written)
    lowering.say(
        types.UNIT_MISMATCH, f"{what} is a date and time", written.span, Fix("write for instance `2026-03-04T08:00`")
    )
    raise Unfit
