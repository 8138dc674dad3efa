"""Windows as written → window rules."""

from collections.abc import Iterable
from typing import cast

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import time
from sladsl.graph.lower.context import Lowering
from sladsl.graph.windows import WindowRule, WindowUnit
from sladsl.model.zones import zone_named
from sladsl.syntax import ast

_UNITS = ("hour", "day", "week", "month", "quarter", "half year", "year", "term")


def check_limit_windows(lowering: Lowering, limits: Iterable[ast.Limit], taken: ast.WindowSpec) -> None:
    """A credit for a quarter falls due at once, so a limit per month would cut it by the wrong measure."""
    for limit in limits:
        if limit.window is None or limit.window.unit not in _UNITS or taken.unit not in _UNITS:
            continue
        if _UNITS.index(limit.window.unit) < _UNITS.index(taken.unit):
            lowering.problems.add(
                time.BAD_WINDOW,
                f"a limit per {limit.window.unit} is shorter than the {taken.unit} for which the credit is due",
                limit.window.span,
                labels=[Label(taken.span, "the credit is for this window")],
                fixes=[Fix(f"write `per {taken.unit}` or a longer window, or leave the window out")],
            )


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
        lowering.say(
            time.BAD_WINDOW, f"only months can begin on another day; this is a {written.unit}", written.span,
            Fix("write `per month from day …`, or leave the day out"),
        )  # fmt: skip
        return None
    return WindowRule("month", zone.name, written.from_day)
