"""Between the instants of one record, and from one to the next → row nodes."""

from typing import Protocol

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import RowBetween, RowDays, RowEnd
from sladsl.logs.schema import Kind, Shape, StreamSchema
from sladsl.model.types import INSTANT, Sort, number
from sladsl.model.units import COUNT, DURATION, open_time
from sladsl.syntax import ast
from sladsl.text import Span

_TIMES = {Shape.SPANS: ("start", "end"), Shape.SAMPLES: ("at",), Shape.EVENTS: ("at",)}
_ENDS = ("day", "week", "month", "quarter", "year")


class Rows(Protocol):
    """The layer of one record, as far as instants need it."""

    lowering: Lowering
    stream: StreamSchema

    def lower(self, expression: ast.Expression) -> Typed | None: ...

    def add(self, node: Node, span: Span) -> Ref: ...


def are_instants(layer: Rows, written: ast.Clock) -> bool:
    """Whether this is no clock of a case, but the time between two instants that a record states."""
    stream, pair = layer.stream, (written.start.text, written.stop.text)
    if all(each in stream.moments for each in pair):
        return False
    stated = {each.name for each in stream.attributes if each.type.kind is Kind.INSTANT}
    return stated.union(stream.moments, _TIMES.get(stream.shape, ())).issuperset(pair)


def elapsed(layer: Rows, written: ast.Clock) -> Typed | None:
    """`time in office from announced to start`"""
    start, stop = layer.lower(written.start), layer.lower(written.stop)
    if (
        written.without
        or written.deadline
        or written.cycle
        or written.then
        or written.gaps
        or (written.held or written.changes)
    ):
        layer.lowering.say(
            types.NOT_HERE, "only the clock of a case, from one of its moments to another, stands still or has a "
            "deadline", written.span,
            Fix("make these instants moments of a stream of cases, or leave the option out"),
        )  # fmt: skip
        return None
    calendar, unit = None, DURATION
    if written.calendar is not None:
        unit = open_time(written.calendar.text)
        calendar = _calendar(layer, written.calendar)
    if start is None or stop is None or (calendar is None and written.calendar is not None):
        return None
    return Typed(layer.add(RowBetween(start.ref, stop.ref, calendar), written.span), number(unit))


def days(layer: Rows, written: ast.DaysBetween) -> Typed | None:
    """`days in office from due to done`"""
    start, stop = _instant(layer, written.start), _instant(layer, written.stop)
    calendar = None if written.calendar is None else _calendar(layer, written.calendar)
    if start is None or stop is None or (calendar is None and written.calendar is not None):
        return None
    node = RowDays(start, stop, calendar, layer.lowering.agreement.zone.name)
    return Typed(layer.add(node, written.span), number(COUNT))


def end(layer: Rows, written: ast.EndAfter) -> Typed | None:
    """`end of the 2nd business day of office after reported`"""
    operand = _instant(layer, written.operand)
    if written.unit not in _ENDS or (written.calendar is not None and written.unit != "day"):
        layer.lowering.say(
            types.CALENDAR_LENGTH, f"there is no end of a {'business ' if written.calendar else ''}{written.unit} here",
            written.span,
            Fix("write the end of a day, week, month, quarter or year, or of a business day of a calendar"),
        )  # fmt: skip
        return None
    calendar = None if written.calendar is None else _calendar(layer, written.calendar)
    if operand is None or (calendar is None and written.calendar is not None):
        return None
    zone = layer.lowering.agreement.zone.name
    if (named := written.in_zone_of) is not None:
        if layer.lowering.symbol(named, "calendar") is None:
            return None
        zone = layer.lowering.agreement.calendars[named.text].calendar.zone.name
    node = RowEnd(operand, written.unit, written.count, calendar, zone)  # type: ignore[arg-type]
    return Typed(layer.add(node, written.span), INSTANT)


def _calendar(layer: Rows, name: ast.Name) -> int | None:
    return layer.lowering.calendar(name.text) if layer.lowering.symbol(name, "calendar") is not None else None


def _instant(layer: Rows, written: ast.Expression) -> Ref | None:
    lowered = layer.lower(written)
    if lowered is not None and lowered.type.sort is not Sort.INSTANT:
        layer.lowering.say(
            types.UNIT_MISMATCH, f"days lie between two dates and times, this is {lowered.type.words()}", written.span,
            Fix("name a date and time of the record: `days from due to done`"),
        )  # fmt: skip
        return None
    return None if lowered is None else lowered.ref
