"""Claims → the contract layer."""

from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.contract import ClaimRule
from sladsl.graph.lower import sets
from sladsl.graph.lower.context import Lowering
from sladsl.logs.schema import Shape
from sladsl.model.lengths import elapsed
from sladsl.syntax import ast

_DAYS = ("day", "week", "month", "quarter", "year")


def claim(lowering: Lowering, clause: ast.Objective) -> ClaimRule | None:
    """How a credit must be claimed; None where it need not be, or the clause is wrong."""
    if not clause.claims:
        return None
    written = clause.claims[0]
    kind, calendar = _kind(lowering, written.within)
    length = elapsed(written.within)
    if kind is None:
        return None
    stream = None if written.stream is None else lowering.stream(written.stream)
    if stream is not None and stream.shape is not Shape.EVENTS:
        lowering.say(
            types.WRONG_SHAPE, f"claims are events; `{stream.name}` is a stream of {stream.shape.value}",
            written.stream.span if written.stream else written.span,
            Fix("name a stream of events"),
        )  # fmt: skip
        return None
    if kind == "calendar" and not written.inclusive:
        lowering.read(
            "the last day of a claim",
            "ends at that day's local midnight, exclusive",
            "`inclusive`, if the day after the last counts too",
            written.span,
        )
    return ClaimRule(
        kind,
        written.within.value if length is None or kind == "calendar" or written.within.unit in _DAYS else length,
        written.within.unit,
        calendar,
        written.inclusive,
        stream.name if stream else None,
        sets.condition(lowering, written.where, stream) if stream else None,
        written.span,
    )


def _kind(
    lowering: Lowering, within: ast.Quantity
) -> tuple[Literal["elapsed", "calendar", "business"] | None, int | None]:
    if within.value <= 0 or (within.kind != "elapsed" and within.value.denominator != 1):
        lowering.say(
            types.OUT_OF_RANGE, f"a claim needs a whole number of {within.unit}s, and at least one", within.span,
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
        types.CALENDAR_LENGTH, f"a claim cannot be counted in {within.kind} {within.unit}s", within.span,
        Fix("write calendar days or months, business days or hours of a calendar, or hours"),
    )  # fmt: skip
    return None, None
