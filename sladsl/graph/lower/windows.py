"""Windows as written → window rules."""

from typing import cast

from sladsl.diagnostics.catalogue import time
from sladsl.graph.lower.context import Lowering
from sladsl.graph.windows import WindowRule, WindowUnit
from sladsl.model.zones import zone_named
from sladsl.syntax import ast

_UNITS = ("hour", "day", "week", "month", "quarter", "half year", "year", "term")


def window_rule(lowering: Lowering, written: ast.WindowSpec) -> WindowRule | None:
    """The rule of a window, or a diagnostic and None."""
    if written.unit not in _UNITS:
        lowering.say(
            time.BAD_WINDOW, f"nothing is taken per {written.unit}: the shortest window is an hour", written.span
        )
        return None
    zone = lowering.agreement.zone
    if written.zone is not None:
        named = zone_named(written.zone, lowering.agreement.parameters, lowering.problems)
        if named is None:
            return None
        zone = named
    if written.from_day is None:
        return WindowRule(cast(WindowUnit, written.unit), zone.name)
    if written.unit != "month" or not 1 <= written.from_day <= 31:
        lowering.say(time.BAD_WINDOW, "only months can begin on another day, 1 to 31", written.span)
        return None
    return WindowRule("month", zone.name, written.from_day)
