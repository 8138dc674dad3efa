"""What an evaluation looks at: the period, the windows of each objective, what to measure in them."""

from collections.abc import Mapping

from sladsl.diagnostics import Diagnostic, errors
from sladsl.diagnostics.catalogue.findings import EMPTY_PERIOD, PARTIAL_WINDOW, TOO_MANY_WINDOWS
from sladsl.engines.engine import Frame
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph, WindowRule
from sladsl.logs.records import EventLog
from sladsl.rules.coverage import Covered, clip_to_term, cover
from sladsl.rules.demands import Demands
from sladsl.rules.findings import Findings
from sladsl.rules.history import look_back
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.open_records import open_without_as_of
from sladsl.rules.opening import Opening
from sladsl.rules.panes import Term, most_windows, term_of
from sladsl.rules.placement import logs_outside, unplaced_cases
from sladsl.rules.planned import PlannedObjective, PlannedTrigger
from sladsl.rules.reach import (
    all_roots,
    cell_roots,
    claim_choices,
    measures_below,
    streams_below,
    wide_limits,
    windowed_limits,
)
from sladsl.temporal import IntervalSet, Window
from sladsl.text import Span

MOST_CELLS = 500_000
"""The most windows times scopes that one evaluation takes."""


@frozen
class Plan(Frozen):
    """`as_of_given`: somebody named it; else it is the end of the period. `stated`: what the log was said to cover."""

    period: tuple[int, int]
    as_of: int
    as_of_given: bool
    term: Term
    objectives: tuple[PlannedObjective, ...]
    triggers: tuple[PlannedTrigger, ...]
    stated: Mapping[str, IntervalSet]
    frame: Frame


def plan(
    graph: RuleGraph,
    log: EventLog,
    period: tuple[int, int] | None,
    as_of: int | None,
    coverage: Mapping[str, IntervalSet] | None,
    evidence: bool,
    opening: Opening | None = None,
    since: int | None = None,
) -> tuple[Plan | None, list[Diagnostic]]:
    """Decide the period, the windows and the demands. No plan where there is nothing to evaluate, or too much."""
    measures = measures_below(graph, all_roots(graph))
    covered, found = cover(graph, log, streams_below(graph, measures), period, as_of, coverage or {})
    if period is None and as_of is None:
        found += open_without_as_of(graph, log, measures, covered.stated if covered else {})
    if covered is None or errors(found):
        return None, found
    begins = covered.period[0] if since is None else max(since, covered.period[0])
    clipped = clip_to_term(graph, (begins, covered.period[1]))
    if clipped is None:
        return None, [*found, _empty(graph, period is not None, since is not None)]
    term = term_of(graph, clipped[1])
    if (excess := _too_many(graph, clipped)) is not None:
        return None, [*found, excess]
    try:
        objectives = tuple(
            PlannedObjective(index, each, panes_in_force(graph, term, each, *clipped))
            for index, each in enumerate(graph.objectives)
        )
        triggers = tuple(
            PlannedTrigger(index, each, panes_in_force(graph, term, each, *clipped))
            for index, each in enumerate(graph.triggers)
        )
        objectives, unknown = look_back(graph, term, objectives, triggers, _known_from(covered, opening))
        demands = _demands(graph, term, objectives, triggers)
    except ValueError as error:
        return None, [*found, Diagnostic(EMPTY_PERIOD, str(error), graph.span)]
    if demands.most_windows() > MOST_CELLS:
        message = f"there are more than {MOST_CELLS} windows to look at; choose a shorter period"
        return None, [*found, Diagnostic(TOO_MANY_WINDOWS, message, graph.span)]
    decided = covered.period[1] if as_of is None else as_of
    frame = Frame(decided, covered.by_stream, demands.demands(), evidence)
    result = Plan(clipped, decided, as_of is not None, term, objectives, triggers, covered.stated, frame)
    found += unknown
    found += [*unplaced_cases(graph, log, measures), *logs_outside(graph, log, measures, covered.period)]
    return result, [*found, *_partial_windows(term, objectives)]


def _known_from(covered: Covered, opening: Opening | None) -> int:
    """The first instant of which anything is known."""
    starts = [each.pairs[0][0] for each in covered.by_stream.values() if each]
    return min([*starts, *([opening.start] if opening else []), covered.period[0]])


def _demands(
    graph: RuleGraph, term: Term, objectives: tuple[PlannedObjective, ...], triggers: tuple[PlannedTrigger, ...]
) -> Demands:
    """What to measure: in an objective's own scopes and windows, and for limits over a window of theirs in that one."""
    demands = Demands(graph, term)
    for planned in objectives:
        objective = planned.objective
        windows = tuple(pane.window for pane in (*planned.earlier, *planned.panes))
        demands.want(cell_roots(objective), objective.keys, windows, objective.window)
        demands.choose(claim_choices(objective), objective.keys, windows)
        for limit in [*windowed_limits(objective), *wide_limits(graph, objective)]:
            if objective.credits or objective.bonuses:
                demands.want([limit.amount], (), _limit_windows(term, limit.window, windows), limit.window)
    for each in triggers:
        roots = [each.trigger.condition]
        if each.trigger.deadline is not None and each.trigger.deadline.since is not None:
            roots.append(each.trigger.deadline.since)
        demands.want(roots, each.trigger.keys, tuple(pane.window for pane in each.panes), each.trigger.window)
    return demands


def _limit_windows(term: Term, rule: WindowRule | None, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    if rule is None:
        return windows
    return tuple(dict.fromkeys(term.pane_at(rule, window.end - 1).window for window in windows))


def _too_many(graph: RuleGraph, period: tuple[int, int]) -> Diagnostic | None:
    total = 0
    for objective in graph.objectives:
        total += most_windows(objective.window, *period)
        if total > MOST_CELLS:
            return too_many_windows(objective.name, objective.span)
    return None


def too_many_windows(name: str, span: Span | None) -> Diagnostic:
    message = f"with {name} there are more than {MOST_CELLS} windows to evaluate; choose a shorter period"
    return Diagnostic(TOO_MANY_WINDOWS, message, span)


def _empty(graph: RuleGraph, asked: bool, from_then: bool) -> Diagnostic:
    what = "the period" if asked else "what the log covers since then" if from_then else "what the log covers"
    return Diagnostic(EMPTY_PERIOD, f"nothing of {what} lies within the term of {graph.name}", graph.span)


def _partial_windows(term: Term, objectives: tuple[PlannedObjective, ...]) -> list[Diagnostic]:
    findings = Findings()
    for planned in objectives:
        for pane in planned.panes:
            # A term without an end is not cut: its window is simply not over.
            if pane.partial and planned.objective.window.unit != "term":
                name, span = planned.objective.name, planned.objective.span
                by_term = pane.window.start == term.start or pane.window.end == term.last
                what = "the term" if by_term else "an amendment"
                findings.add(PARTIAL_WINDOW, f"{what} cuts a window of {name}", span, pane.window.label)
    return findings.diagnostics()
