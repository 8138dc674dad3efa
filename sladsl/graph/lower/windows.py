"""Windows as written → window rules."""

from collections.abc import Iterable
from dataclasses import replace
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
    rule = WindowRule(cast(WindowUnit, written.unit), zone.name)
    if written.rolling or written.count > 1 or written.from_date is not None:
        return _long(lowering, written, rule)
    if written.fiscal is not None:
        return _fiscal(lowering, written, rule)
    if written.from_weekday is not None:
        if written.unit != "week":
            lowering.say(
                time.BAD_WINDOW, f"only weeks begin on a weekday; this is a {written.unit}", written.span,
                Fix("write `per week from Sunday`, or leave the weekday out"),
            )  # fmt: skip
            return None
        return replace(rule, from_weekday=written.from_weekday)
    if written.from_day is None:
        return rule
    if written.unit != "month" or not 1 <= written.from_day <= 31:
        lowering.say(
            time.BAD_WINDOW, f"only months can begin on another day; this is a {written.unit}", written.span,
            Fix(_other_beginning(written.unit)),
        )  # fmt: skip
        return None
    return replace(rule, from_day=written.from_day)


def _other_beginning(unit: str) -> str:
    if unit == "week":
        return "write `per week from Sunday`, or leave the day out"
    if unit in ("quarter", "half year", "year"):
        return f"write for instance `per fiscal {unit} from 04-01`, or leave the day out"
    return "write `per month from day …`, or leave the day out"


def _fiscal(lowering: Lowering, written: ast.WindowSpec, rule: WindowRule) -> WindowRule | None:
    assert written.fiscal is not None
    month, day = written.fiscal
    if written.unit not in ("month", "quarter", "half year", "year"):
        lowering.say(
            time.BAD_WINDOW, f"a {written.unit} is the same in every fiscal year", written.span,
            Fix("write `per fiscal quarter from …`, or a fiscal half year or year"),
        )  # fmt: skip
        return None
    return replace(rule, from_day=day, from_month=month)


def _long(lowering: Lowering, written: ast.WindowSpec, rule: WindowRule) -> WindowRule | None:
    """Windows of several units: rolling, or counted from a date."""
    if written.unit in ("hour", "term"):
        lowering.say(
            time.BAD_WINDOW, f"such windows are whole days or longer; this is in {written.unit}s", written.span,
            Fix("write for instance `per rolling 30 days`"),
        )  # fmt: skip
        return None
    day = written.from_date
    if day is None:
        return replace(rule, count=written.count, rolling=True)
    return replace(rule, count=written.count, from_day=day.day, from_month=day.month, from_date=day)


def tiling_rule(lowering: Lowering, written: ast.WindowSpec, what: str) -> WindowRule | None:
    """The rule of windows that may not overlap: `what` is for each of them."""
    rule = window_rule(lowering, written)
    if rule is not None and rule.rolling:
        lowering.say(
            time.BAD_WINDOW, f"{what} is for windows that follow one another, and rolling ones overlap", written.span,
            Fix("write for instance `per month`, or `per 30 days from 2026-01-01`"),
        )  # fmt: skip
        return None
    return rule
