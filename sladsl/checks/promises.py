"""Promises that come to nothing: warnings that never come, exclusions that leave nothing to measure."""

from sladsl.checks.nodes import below, fixed
from sladsl.checks.subject import Subject
from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import sense
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.node import Ref
from sladsl.graph.sets import SetBudget, SetCalendar, SetCombined
from sladsl.graph.values import Availability, Rounded
from sladsl.model.units import PERCENT
from sladsl.temporal import DAY


def check_promises(subject: Subject) -> None:
    _check_warnings(subject)
    _check_denominators(subject)


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
            node = graph.nodes[check.measured]
            while isinstance(node, Rounded):
                node = graph.nodes[node.operand]
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
