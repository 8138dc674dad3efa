"""In which windows an expectation looks: those of its objective, or those that its label names."""

import re
from typing import cast

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, scenarios
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Objective
from sladsl.graph.lower.context import Lowering
from sladsl.graph.node import Ref, inputs
from sladsl.graph.values import Over, Rounded
from sladsl.graph.windows import WindowRule, WindowUnit, window_kind
from sladsl.model.problems import listing, nearest
from sladsl.syntax import ast
from sladsl.temporal import tile
from sladsl.text import Span

_LABELS: tuple[tuple[str, WindowUnit], ...] = (
    (r"\d{4}", "year"),
    (r"\d{4}-H\d", "half year"),
    (r"\d{4}-Q\d", "quarter"),
    (r"\d{4}-\d\d", "month"),
    (r"\d{4}-W\d\d", "week"),
    (r"\d{4}-\d\d-\d\d", "day"),
    (r"\d{4}-\d\d-\d\dT\d\d([+-]\d\d:\d\d)?", "hour"),
    (r"term", "term"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ROLLING = re.compile(r"(\d+) (day|week|month|quarter|year)s? to \d{4}-\d\d-\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


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
        # A rolling window is named by its end, a repeated hour by its offset too.
        meant = (each for each in known if each.endswith(f" to {named.text}") or each.startswith(f"{named.text}+"))
        near = next(meant, None) or nearest(named.text, known)
        lowering.say(
            scenarios.OUT_OF_PERIOD,
            f"the scenario has no window `{named.text}` of this: it is taken per {_words(rule)}",
            named.span,
            *([Fix(f"did you mean `{near}`?", named.span, near)] if near else []),
            Fix(f"there is {listing(known, 4)}"),
        )


def _words(rule: WindowRule) -> str:
    """The windows as they are written after `per`."""
    if rule.rolling:
        return f"rolling {rule.count} {rule.unit}{'s' if rule.count > 1 else ''}"
    if rule.from_date is not None:
        return f"{rule.count} {rule.unit}{'s' if rule.count > 1 else ''} from {rule.from_date}"
    if rule.unit == "week" and rule.from_weekday:
        return f"week from {_WEEKDAYS[rule.from_weekday]}"
    if rule.unit == "month" and rule.from_day > 1:
        return f"month from day {rule.from_day}"
    if (rule.from_month, rule.from_day) != (1, 1):
        return f"fiscal {rule.unit} from {rule.from_month:02}-{rule.from_day:02}"
    return rule.unit


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
    inside = list(dict.fromkeys(each.window for each in objectives if _is_below(lowering, each, measured)))
    for rule in dict.fromkeys([*usual, *inside]):
        if named.text in labels_of(rule, lowering, times):
            return rule
    # A date is the name of a day, and of a window that begins or ends there: a day must not be taken for one of those.
    dated = [each for each in usual or inside if _DATE.fullmatch(named.text) and _has_dates(each)]
    shaped = _by_label(lowering, named.text) or next(iter(usual), WindowRule("day", lowering.agreement.zone.name))
    rule = dated[0] if dated else shaped
    check_window(lowering, rule, named, times)
    return rule


def _has_dates(rule: WindowRule) -> bool:
    """Whether windows longer than a day are called by a date."""
    return rule.rolling or (rule.unit != "day" and _words(rule) != rule.unit) or rule.count > 1


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
    zone = lowering.agreement.zone.name
    if rolling := _ROLLING.fullmatch(text):
        return WindowRule(cast(WindowUnit, rolling[2]), zone, count=int(rolling[1]), rolling=True)
    unit = next((unit for shape, unit in _LABELS if re.fullmatch(shape, text)), None)
    return None if unit is None else WindowRule(unit, zone)


def _rests_on(lowering: Lowering, objective: Objective, measured: Ref) -> bool:
    """Whether the objective holds this number against its target, perhaps rounded."""
    for check in objective.checks:
        ref = check.measured
        while isinstance(node := lowering.table[ref], Rounded) and ref != measured:
            ref = node.operand
        if ref == measured:
            return True
    return False


def _is_below(lowering: Lowering, objective: Objective, measured: Ref) -> bool:
    """Whether the number of the objective is made of this one, in the same window."""
    pending = [check.measured for check in objective.checks]
    seen: set[Ref] = set()
    while pending:
        ref = pending.pop()
        if ref == measured:
            return True
        if ref not in seen and not isinstance(lowering.table[ref], Over):
            seen.add(ref)
            pending += inputs(lowering.table[ref])
    return False
