"""Promises that come to nothing: warnings that never come, exclusions and calendars that leave nothing to measure."""

from collections.abc import Iterator
from dataclasses import replace

from sladsl.checks.nodes import below, fixed
from sladsl.checks.subject import Subject
from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import sense
from sladsl.graph import Node, RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.node import Ref
from sladsl.graph.sets import SetBudget, SetCalendar, SetCombined
from sladsl.graph.values import Availability, Cases, Rounded
from sladsl.graph.windows import window_kind
from sladsl.model.units import PERCENT
from sladsl.temporal import DAY, OpenTime, Window, Zone, tile


def check_promises(subject: Subject) -> None:
    _check_warnings(subject)
    _check_denominators(subject)
    _check_open_time(subject)


def _check_warnings(subject: Subject) -> None:
    """A share of what is allowed needs something that is allowed."""
    warned = {each.name: each for each in subject.graph.objectives if each.warn_at is not None and each.checks}
    for clause in (clause for version in subject.versions for clause in version.objectives):
        found = warned.get(clause.name.text)
        if found is None or not clause.warnings:
            continue
        reasons = [_no_warning(subject.graph, check) for check in found.checks]
        if all(reasons):
            subject.say(
                sense.NEVER_WARNS, f"this warning never comes: {reasons[0]}", clause.warnings[0].span,
                "take it out, or make a `kpi` with a target that is closer",
                labels=(Label(found.checks[0].span, "the target"),),
            )  # fmt: skip


def _no_warning(graph: RuleGraph, check: Check) -> str | None:
    target = fixed(graph, check.target)
    if check.comparator in (">", ">="):
        if check.availability is None and check.unit != PERCENT:
            return "of what may be at least so much, no share can be used up"
        return "the target leaves nothing that could be used up" if target == 1 else None
    if check.comparator in ("<", "<="):
        return "the target leaves nothing that could be used up" if target == 0 else None
    return "the target is one value, of which no share can be used up"


def _check_denominators(subject: Subject) -> None:
    """Excluded time without a limit that leaves the denominator: a window of nothing else has no verdict."""
    graph = subject.graph
    told = set()
    for objective in graph.objectives:
        for check in objective.checks:
            for node in _taken_as_it_is(graph, check.measured):
                classes = graph.nodes[node.classes] if isinstance(node, Availability) and node.over is None else None
                for excluded in classes.excluded if isinstance(classes, MeasureClasses) else ():
                    if excluded.effect == "leaves" and not _is_bounded(graph, excluded.time_set):
                        told.add(excluded.clause)
    for clause in (clause for version in subject.versions for clause in version.exclusions.values()):
        if clause.name.text in told:
            subject.say(
                sense.NO_DENOMINATOR,
                f"`{clause.name.text}` has no limit and leaves the denominator: a window that is full of it has no "
                "verdict",
                clause.name.span,
                "limit it, for instance `at most 24h per month`; or let it count as up",
            )


def _taken_as_it_is(graph: RuleGraph, ref: Ref) -> Iterator[Node]:
    """The values of which one is the measured number, if perhaps rounded."""
    node = graph.nodes[ref]
    match node:
        case Rounded(operand=operand):
            yield from _taken_as_it_is(graph, operand)
        case Cases(cases=cases, otherwise=otherwise):
            for each in (*(case.value for case in cases), otherwise):
                yield from _taken_as_it_is(graph, each)
        case _:
            yield node


def _is_bounded(graph: RuleGraph, ref: Ref) -> bool:
    """Whether a set of times cannot fill a window, as far as the text says."""
    node = graph.nodes[ref]
    match node:
        case SetCalendar():
            return True
        case SetBudget():
            return any(each.time is not None and each.time < 27 * DAY for each in node.budgets)
        case SetCombined(operator="together"):
            return _is_bounded(graph, node.left) and _is_bounded(graph, node.right)
        case SetCombined(operator="during"):
            return _is_bounded(graph, node.left) or _is_bounded(graph, node.right)
        case SetCombined():
            return _is_bounded(graph, node.left) or any(
                isinstance(each, SetCalendar) for _, each in below(graph, node.right)
            )
        case _:
            return False


_AS_FAR_AS = 2 * 366 * DAY
"""How far into the term windows are looked at."""


def _check_open_time(subject: Subject) -> None:
    """Windows in which the calendar of a promise never opens."""
    graph = subject.graph
    for objective in graph.objectives:
        for check in objective.checks if objective.applies is None else ():
            calendars = {
                schedule.calendar
                for _, node in below(graph, check.measured)
                if isinstance(node, MeasureClasses) and node.schedule is not None
                if isinstance(schedule := graph.nodes[node.schedule], SetCalendar)
            }
            for calendar in (graph.calendars[index] for index in sorted(calendars)):
                opens = OpenTime(calendar.calendar)
                windows = list(_windows(graph, objective))
                closed = [each for each in windows if not opens.between(each.start, each.end)]
                if closed:
                    first, several = closed[0].label, f" and {len(closed) - 1:,} more of {len(windows):,} windows"
                    subject.say(
                        sense.CLOSED_WINDOW,
                        f"`{calendar.name}` is closed for all of {first}{several if closed[1:] else ''}: no verdict",
                        check.span,
                        "take the objective over longer windows, or look at the calendar",
                    )


def _windows(graph: RuleGraph, objective: Objective) -> Iterator[Window]:
    """The windows of the term, cut to it; of a long one the first years."""
    rule, zone = objective.window, Zone.named(graph.zone)
    if rule.unit == "term" or rule.rolling:
        return
    start = zone.to_utc(graph.term_start, 0)
    end = min(start + _AS_FAR_AS, start + _AS_FAR_AS if graph.term_end is None else zone.to_utc(graph.term_end, 0))
    for window in tile(window_kind(rule), Zone.named(rule.zone), start, end):
        yield replace(window, start=max(window.start, start), end=min(window.end, end))
