"""In which windows an expectation looks: those of its objective, or those that its label names."""

import re
from typing import cast

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, scenarios
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Objective
from sladsl.graph.lower.context import Lowering
from sladsl.graph.node import Ref
from sladsl.graph.values import Rounded
from sladsl.graph.windows import WindowRule, WindowUnit, window_kind
from sladsl.model.problems import listing, nearest
from sladsl.syntax import ast
from sladsl.temporal import tile
from sladsl.text import Span

_LABELS = (
    (r"\d{4}", "year"),
    (r"\d{4}-H\d", "half year"),
    (r"\d{4}-Q\d", "quarter"),
    (r"\d{4}-\d\d", "month"),
    (r"\d{4}-W\d\d", "week"),
    (r"\d{4}-\d\d-\d\d", "day"),
    (r"term", "term"),
)


@frozen
class Times(Frozen):
    """The period of a scenario within the term, and how it was written."""

    start: int
    end: int
    written: str


def times_of(lowering: Lowering, period: tuple[int, int], written: ast.Stretch) -> Times | None:
    """The part of the period that lies in the term, or a diagnostic and None."""
    agreement = lowering.agreement
    start = max(period[0], agreement.zone.to_utc(agreement.term_start, 0))
    end = period[1]
    if agreement.term_end is not None:
        end = min(end, agreement.zone.to_utc(agreement.term_end, 0))
    if start < end:
        return Times(start, end, written.text)
    lowering.say(
        scenarios.OUT_OF_PERIOD, f"{written.text} lies outside the term of `{agreement.name}`", written.span,
        Fix("nothing is measured there: choose a period within the term"),
    )  # fmt: skip
    return None


def times_before(lowering: Lowering, period: tuple[int, int]) -> Times | None:
    """The time from the beginning of the term to the period; None where there is none."""
    agreement = lowering.agreement
    start = agreement.zone.to_utc(agreement.term_start, 0)
    return Times(start, period[0], "") if start < period[0] else None


def check_window(lowering: Lowering, rule: WindowRule, named: ast.WindowName | None, times: Times) -> None:
    """Tells of a window that the scenario does not reach."""
    if named is None:
        return
    known = labels_of(rule, lowering, times)
    if named.text not in known:
        near = nearest(named.text, known)
        lowering.say(
            scenarios.OUT_OF_PERIOD,
            f"the scenario has no window `{named.text}` of this: it is taken per {rule.unit}",
            named.span,
            *([Fix(f"did you mean `{near}`?", named.span, near)] if near else []),
            Fix(f"there is {listing(known, 4)}"),
        )


def window_of_value(
    lowering: Lowering,
    measured: Ref,
    named: ast.WindowName | None,
    times: Times,
    objectives: tuple[Objective, ...],
    place: Span,
) -> WindowRule | None:
    """When a value is taken: as the objectives take it that rest on it, or as the label says."""
    usual = list(dict.fromkeys(each.window for each in objectives if _rests_on(lowering, each, measured)))
    if named is None:
        if len(usual) == 1:
            return usual[0]
        rule = _by_label(lowering, times.written)
        if rule is None:
            lowering.say(
                names.MISSING_CLAUSE, "this does not say in which window the value is taken", place,
                Fix("say it, for instance `expect uptime in 2026-03 = …`"),
            )  # fmt: skip
        return rule
    for rule in usual:
        if named.text in labels_of(rule, lowering, times):
            return rule
    rule = _by_label(lowering, named.text)
    if rule is None:
        rule = WindowRule("day", lowering.agreement.zone.name)
    check_window(lowering, rule, named, times)
    return rule


def labels_of(rule: WindowRule, lowering: Lowering, times: Times, *, whole: bool = False) -> list[str]:
    """The windows that meet these times; `whole`: that end within them."""
    if rule.unit == "term":
        return [] if whole else ["term"]
    zone = (
        lowering.agreement.zone
        if rule.zone == lowering.agreement.zone.name
        else type(lowering.agreement.zone).named(rule.zone)
    )
    windows = tile(window_kind(rule), zone, times.start, times.end)
    return [each.label for each in windows if not whole or each.end <= times.end]


def _by_label(lowering: Lowering, text: str) -> WindowRule | None:
    unit = next((unit for shape, unit in _LABELS if re.fullmatch(shape, text)), None)
    return None if unit is None else WindowRule(cast(WindowUnit, unit), lowering.agreement.zone.name)


def _rests_on(lowering: Lowering, objective: Objective, measured: Ref) -> bool:
    """Whether the objective holds this number against its target, perhaps rounded."""
    for check in objective.checks:
        ref = check.measured
        while isinstance(node := lowering.table[ref], Rounded) and ref != measured:
            ref = node.operand
        if ref == measured:
            return True
    return False
