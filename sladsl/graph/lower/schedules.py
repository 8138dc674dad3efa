"""Schedules → rules of due windows."""

from typing import cast

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import time
from sladsl.graph.lower.context import Lowering
from sladsl.graph.windows import DueRule, WindowUnit
from sladsl.syntax import ast

_ONCE = ("hour", "day", "week", "month", "quarter", "year")
_LONG = ("week", "month", "quarter", "year")
_MOST = {"week": 7, "month": 31, "quarter": 92, "year": 366}


def due_rule(lowering: Lowering, clause: ast.Schedule) -> DueRule | None:
    """The rule of a schedule, or diagnostics and None."""
    allowed = _ONCE if clause.kind in ("weekdays", "once") else _LONG
    if clause.unit not in allowed:
        lowering.say(
            time.BAD_WINDOW, f"nothing is due so often as each {clause.unit}", clause.span,
            Fix(f"choose one of {', '.join(allowed)}"),
        )  # fmt: skip
        return None
    if clause.kind in ("working day", "day") and clause.nth > _MOST[clause.unit]:
        lowering.say(
            time.BAD_WINDOW, f"no {clause.unit} has so many days", clause.span,
            Fix(f"write a number up to {_MOST[clause.unit]}"),
        )  # fmt: skip
        return None
    calendar = None
    zone = lowering.agreement.zone.name
    if clause.calendar is not None:
        if lowering.symbol(clause.calendar, "calendar") is None:
            return None
        calendar = lowering.calendar(clause.calendar.text)
        if calendar is None:
            return None
        zone = lowering.agreement.calendars[clause.calendar.text].calendar.zone.name
    unit = cast(WindowUnit, clause.unit)
    return DueRule(
        clause.name.text, clause.kind, zone, clause.days, clause.start, clause.end, unit, clause.nth, calendar,
        clause.only,
    )  # fmt: skip
