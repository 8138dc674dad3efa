"""Clocks of cases and deadlines on them → row nodes."""

from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import readings, types
from sladsl.graph.lower import changes
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.moments import moment_of
from sladsl.graph.lower.repetition import repetition
from sladsl.graph.node import Ref
from sladsl.graph.rows import RowClock, RowConstant, RowDeadline
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.types import CONDITION, number
from sladsl.model.units import DURATION, open_time
from sladsl.syntax import ast
from sladsl.text import Span


def clock(layer: changes.Rows, expression: ast.Clock) -> Typed | None:
    """`time in office from opened to answered, without waiting`."""
    lowering, stream = layer.lowering, layer.stream
    if stream.shape is not Shape.CASES:
        lowering.say(types.WRONG_SHAPE, f"only cases have clocks; `{stream.name}` is a stream of {stream.shape.value}",
                     expression.span, Fix(_instead_of_clocks(stream)))  # fmt: skip
        return None
    start, stop = (moment_of(lowering, name, stream) for name in (expression.start, expression.stop))
    calendar: int | None = None
    unit = DURATION
    good = start is not None and stop is not None
    if expression.calendar is not None:
        unit = open_time(expression.calendar.text)
        if lowering.symbol(expression.calendar, "calendar") is not None:
            calendar = lowering.calendar(expression.calendar.text)
        good = good and calendar is not None
    states: list[int] = []
    pauses: list[Ref] = []
    for name in expression.without:
        if name.text in stream.states:
            states.append(stream.states.index(name.text))
        elif (pause := lowering.recursion.named_set(lowering, name, also=stream.states)) is not None:
            pauses.append(pause)
    if not good or start is None or stop is None:
        return None
    if start >= stop:
        lowering.say(
            readings.WRONG_WAY, f"this clock runs from `{expression.start.text}` to `{expression.stop.text}`: "
            + ("no time passes" if start == stop else "the stream states them the other way round"),
            expression.span,
            Fix("name first the moment that comes first; `moments` lists them in their usual order"),
        )  # fmt: skip
    repeats = repetition(lowering, expression, stream)
    held, restarts = changes.held(layer, expression), changes.restarts(layer, expression)
    if repeats is None or restarts is None or (held is None and expression.held is not None):
        return None
    at_close = expression.deadline == "close"
    node = RowClock(
        start, stop, calendar, tuple(sorted(set(states))), tuple(pauses), at_close,
        repeats.cycle, repeats.again, repeats.continues, repeats.gaps, held, restarts,
    )  # fmt: skip
    ref = lowering.table.add(node, expression.span)
    said = (stream.attribute_index(each.attribute.text) for each in expression.changes)
    lowering.settled.update((ref, index) for index in said if index is not None)
    if expression.deadline is None and calendar is not None:
        lowering.read(
            "a deadline that falls on closing time",
            "kept up to the next opening, because the time counted is the same",
            "`deadline at close` or `deadline at next opening`",
            expression.span,
        )
    return Typed(ref, number(unit))


def _instead_of_clocks(stream: StreamSchema) -> str:
    if stream.shape is Shape.SPANS:
        return "a span has its `length`; for moments make it a stream `of cases`"
    return "make it a stream `of cases` that states its moments"


def deadline(
    lowering: Lowering, measured: Typed, limit: Typed | None, days: ast.Quantity | None, strict: bool, span: Span
) -> Typed | None:
    """A clock kept to a limit: a length of its own kind of time, or a number of business days."""
    node = lowering.table[measured.ref]
    assert isinstance(node, RowClock)
    if node.cycle == "mean" and (days is not None or node.at_close):
        lowering.say(
            types.NOT_HERE, "a mean of cycles has no start from which days are counted, nor a closing time", span,
            Fix("hold it against a length, such as `8 business hours`, without `deadline at close`"),
        )  # fmt: skip
        return None
    if days is not None and days.kind == "calendar":
        return _calendar_days(lowering, measured, node, days, span)
    if days is None:
        if limit is None:
            return None
        deadline_node = RowDeadline(measured.ref, limit.ref, strict, business_days=False, at_close=node.at_close)
        return Typed(lowering.table.add(deadline_node, span), CONDITION)
    unit = measured.type.unit
    assert unit is not None
    if node.calendar is None or (days.calendar is not None and days.calendar.text != unit.calendar):
        lowering.say(
            types.UNIT_MISMATCH,
            f"{unit.words()} cannot be compared with business days"
            + (f" of `{days.calendar.text}`" if days.calendar else ""),
            days.span,
            Fix("count the clock in that calendar: `time in office from … to …`"),
        )
        return None
    if days.value.denominator != 1 or days.unit != "day":
        lowering.say(types.OUT_OF_RANGE, "business days come whole", days.span, Fix("write business hours instead"))
        return None
    count = lowering.table.add(RowConstant(Fraction(days.value)), days.span)
    deadline_node = RowDeadline(measured.ref, count, strict, business_days=True, at_close=node.at_close)
    lowering.read(
        "business days", "keep the clock time of the start", "business hours, if a day means so many hours", days.span
    )
    return Typed(lowering.table.add(deadline_node, span), CONDITION)


def _calendar_days(lowering: Lowering, measured: Typed, node: RowClock, days: ast.Quantity, span: Span) -> Typed | None:
    """So many days of the wall calendar: they end at a midnight, and go on whatever is open or waiting."""
    if node.calendar is not None or node.states or node.pauses:
        lowering.say(
            types.UNIT_MISMATCH, "calendar days run on through nights and pauses, and this clock does not", days.span,
            Fix("count elapsed time without pauses: `time from … to …`; or write business days"),
        )  # fmt: skip
        return None
    count = days.value * (7 if days.unit == "week" else 1)
    if count.denominator != 1:
        lowering.say(types.OUT_OF_RANGE, "calendar days come whole", days.span, Fix("write hours instead"))
        return None
    limit = lowering.table.add(RowConstant(count), days.span)
    zone = lowering.agreement.zone.name
    deadline_node = RowDeadline(measured.ref, limit, True, business_days=False, at_close=False, zone=zone)
    return Typed(lowering.table.add(deadline_node, span), CONDITION)


def whole_days(expression: ast.Expression) -> ast.Quantity | None:
    """The quantity, if the expression is a number of business or calendar days."""
    if isinstance(expression, ast.Quantity) and expression.kind != "elapsed" and expression.unit in ("day", "week"):
        return expression
    return None
