"""Deadlines and claims → the contract layer."""

from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.contract import ClaimRule, DeadlineRule
from sladsl.graph.lower import sets
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.rows import RowLayer
from sladsl.graph.measures import MeasureRows
from sladsl.graph.node import Ref
from sladsl.graph.values import Measured
from sladsl.logs.schema import Shape
from sladsl.model.lengths import elapsed
from sladsl.model.types import Sort
from sladsl.syntax import ast
from sladsl.text import Span

_DAYS = ("day", "week", "month", "quarter", "year")


def claims(lowering: Lowering, clause: ast.Objective) -> tuple[ClaimRule, ...]:
    """How a credit must be claimed, step by step; what is wrong is left out."""
    found = (_claim(lowering, each) for each in clause.claims)
    return tuple(each for each in found if each is not None)


def _claim(lowering: Lowering, written: ast.Claim) -> ClaimRule | None:
    rule = deadline(lowering, "claim", written.within, written.anchor, written.span, written.end_of, written.inclusive)
    stream = None if written.stream is None else lowering.stream(written.stream)
    if stream is not None and stream.shape not in (Shape.EVENTS, Shape.CASES):
        lowering.say(
            types.WRONG_SHAPE, f"claims are events or cases; `{stream.name}` is a stream of {stream.shape.value}",
            written.stream.span if written.stream else written.span,
            Fix("name a stream of events, or of cases that are claims by their first moment"),
        )  # fmt: skip
        return None
    if rule is None or (written.stream is not None and stream is None):
        return None
    if rule.kind == "calendar" and not written.inclusive:
        lowering.read(
            "the last day of a claim",
            "ends at that day's local midnight, exclusive",
            "`inclusive`, if the day after the last counts too",
            written.span,
        )
    return ClaimRule(
        rule,
        stream.name if stream else None,
        sets.condition(lowering, written.where, stream) if stream else None,
        written.span,
        tuple(each.value for each in written.evidence),
    )


def deadline(
    lowering: Lowering,
    what: str,
    within: ast.Quantity,
    anchor: ast.Anchor | None,
    span: Span,
    end_of: str | None = None,
    inclusive: bool = False,
) -> DeadlineRule | None:
    """By when something must be done, or diagnostics and None; `what` it is, in messages."""
    since = _since(lowering, anchor) if anchor is not None and anchor.stream is not None else None
    if anchor is not None and anchor.stream is not None and since is None:
        return None
    at: Literal["window end", "window start", "record"] = "window end"
    if since is not None:
        at = "record"
    elif anchor is not None and anchor.kind == "window start":
        at = "window start"
    if end_of is not None:
        if end_of not in _DAYS:
            lowering.say(
                types.CALENDAR_LENGTH, f"nothing is due by the end of a {end_of}", within.span,
                Fix("write the end of a day, week, month, quarter or year"),
            )  # fmt: skip
            return None
        return DeadlineRule("end of", within.value, end_of, None, inclusive, span, at, since)
    kind, calendar = _kind(lowering, what, within)
    length = elapsed(within)
    if kind is None:
        return None
    value = within.value if length is None or kind == "calendar" or within.unit in _DAYS else length
    return DeadlineRule(kind, Fraction(value), within.unit, calendar, inclusive, span, at, since)


def _since(lowering: Lowering, anchor: ast.Anchor) -> Ref | None:
    """The first or the last instant of a stream in the window."""
    assert anchor.stream is not None and anchor.moment is not None
    stream = lowering.stream(anchor.stream)
    if stream is None:
        return None
    layer = RowLayer(lowering, stream)
    instant = layer.lower(anchor.moment)
    if instant is None:
        return None
    if instant.type.sort is not Sort.INSTANT:
        lowering.say(
            types.NOT_HERE, f"a deadline runs from an instant, `{anchor.moment.text}` is {instant.type.words()}",
            anchor.moment.span,
            Fix("name the start or the end of a span, a moment of a case, the `at` of an event"),
        )  # fmt: skip
        return None
    where = sets.condition(lowering, anchor.where, stream)
    if where is None and anchor.where is not None:
        return None
    by_moment = stream.shape is Shape.CASES and anchor.moment.text in stream.moments
    moment = stream.moments.index(anchor.moment.text) if by_moment else None
    node = MeasureRows(stream.name, where, "min" if anchor.kind == "first" else "max", instant.ref, None, moment)
    return lowering.table.add(Measured(lowering.table.add(node, anchor.span), "number", None), anchor.span)


def _kind(
    lowering: Lowering, what: str, within: ast.Quantity
) -> tuple[Literal["elapsed", "calendar", "business"] | None, int | None]:
    if within.value <= 0 or (within.kind != "elapsed" and within.value.denominator != 1):
        lowering.say(
            types.OUT_OF_RANGE, f"a {what} needs a whole number of {within.unit}s, and at least one", within.span,
            Fix("write for instance `30 calendar days`"),
        )  # fmt: skip
        return None, None
    if within.kind == "calendar" and within.unit in ("day", "week", "month", "quarter", "year"):
        return "calendar", None
    if within.kind == "business" and within.unit in ("minute", "hour", "day"):
        if within.calendar is None:
            calendar = next(iter(lowering.agreement.calendars), "office")
            said = f"{within.value} business {within.unit}{'s' if within.value != 1 else ''}"
            lowering.say(
                types.CALENDAR_LENGTH, f"say of which calendar these business {within.unit}s are", within.span,
                Fix(f"write for instance `claim within {said} of {calendar} of window end`"),
            )  # fmt: skip
            return None, None
        if lowering.symbol(within.calendar, "calendar") is None:
            return None, None
        return "business", lowering.calendar(within.calendar.text)
    if within.kind == "elapsed" and within.unit in ("month", "quarter", "year", "day", "week"):
        lowering.say(
            types.CALENDAR_LENGTH,
            f"say which {within.unit}s are meant: calendar {within.unit}s end at local midnight",
            within.span,
            Fix(f"write `{within.value} calendar {within.unit}s`, or hours"),
        )
        return None, None
    if within.kind == "elapsed":
        return "elapsed", None
    lowering.say(
        types.CALENDAR_LENGTH, f"a {what} cannot be counted in {within.kind} {within.unit}s", within.span,
        Fix("write calendar days or months, business days or hours of a calendar, or hours"),
    )  # fmt: skip
    return None, None
