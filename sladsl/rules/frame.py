"""What an evaluation looks at: the period, the windows of each objective, what to measure in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sladsl.diagnostics import Diagnostic, errors
from sladsl.diagnostics.catalogue.findings import EMPTY_PERIOD, PARTIAL_WINDOW, TOO_MANY_WINDOWS
from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Choice, Demand
from sladsl.graph import Ref, RuleGraph, WindowRule
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.rules.coverage import clip_to_term, cover
from sladsl.rules.findings import Findings
from sladsl.rules.open_records import open_without_as_of
from sladsl.rules.panes import Pane, Term, most_windows, term_of
from sladsl.rules.placement import logs_outside, unplaced_cases
from sladsl.rules.reach import (
    all_roots,
    cell_roots,
    claim_choice,
    measures_below,
    streams_below,
    wide_limits,
    windowed_limits,
)
from sladsl.temporal import IntervalSet, Window

MOST_CELLS = 500_000
"""The most windows times scopes that one evaluation takes."""


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """An objective with its place in the text and the windows it is taken in."""

    index: int
    objective: Objective
    panes: tuple[Pane, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`as_of_given`: somebody named it; else it is the end of the period. `stated`: what the log was said to cover."""

    period: tuple[int, int]
    as_of: int
    as_of_given: bool
    term: Term
    objectives: tuple[PlannedObjective, ...]
    stated: Mapping[str, IntervalSet]
    frame: Frame


def plan(
    graph: RuleGraph,
    log: EventLog,
    period: tuple[int, int] | None,
    as_of: int | None,
    coverage: Mapping[str, IntervalSet] | None,
    evidence: bool,
) -> tuple[Plan | None, list[Diagnostic]]:
    """Decide the period, the windows and the demands. No plan where there is nothing to evaluate, or too much."""
    measures = measures_below(graph, all_roots(graph))
    covered, found = cover(graph, log, streams_below(graph, measures), period, as_of, coverage or {})
    if period is None and as_of is None:
        found += open_without_as_of(graph, log, measures, covered.stated if covered else {})
    if covered is None or errors(found):
        return None, found
    clipped = clip_to_term(graph, covered.period)
    if clipped is None:
        return None, [*found, _empty(graph, period is not None)]
    term = term_of(graph, clipped[1])
    if (excess := _too_many(graph, clipped)) is not None:
        return None, [*found, excess]
    try:
        objectives = tuple(
            PlannedObjective(index, each, tuple(term.panes(each.window, *clipped)))
            for index, each in enumerate(graph.objectives)
        )
        demands = _demands(graph, term, objectives)
    except ValueError as error:
        return None, [*found, Diagnostic(EMPTY_PERIOD, str(error), graph.span)]
    decided = covered.period[1] if as_of is None else as_of
    frame = Frame(decided, covered.by_stream, demands, evidence)
    result = Plan(clipped, decided, as_of is not None, term, objectives, covered.stated, frame)
    found += [*unplaced_cases(graph, log, measures), *logs_outside(graph, log, measures, covered.period)]
    return result, [*found, *_partial_windows(objectives)]


def _demands(graph: RuleGraph, term: Term, objectives: tuple[PlannedObjective, ...]) -> tuple[Demand, ...]:
    """What to measure: in an objective's own scopes and windows, and for limits over a window of theirs in that one."""
    wanted: dict[tuple[tuple[str, ...], tuple[Window, ...]], dict[Ref, None]] = {}
    choices: dict[tuple[tuple[str, ...], tuple[Window, ...]], dict[Choice, None]] = {}

    def want(keys: tuple[str, ...], windows: tuple[Window, ...], roots: list[Ref]) -> None:
        if refs := measures_below(graph, roots):
            wanted.setdefault((keys, windows), {}).update(dict.fromkeys(refs))

    for planned in objectives:
        windows = tuple(pane.window for pane in planned.panes)
        want(planned.objective.keys, windows, cell_roots(planned.objective))
        if (choice := claim_choice(planned.objective)) is not None:
            wanted.setdefault((planned.objective.keys, windows), {})
            choices.setdefault((planned.objective.keys, windows), {})[choice] = None
        for limit in [*windowed_limits(planned.objective), *wide_limits(graph, planned.objective)]:
            if planned.objective.credits:
                want((), _limit_windows(term, limit.window, windows), [limit.amount])
    return tuple(Demand(tuple(sorted(refs)), *key, tuple(choices.get(key, ()))) for key, refs in wanted.items())


def _limit_windows(term: Term, rule: WindowRule | None, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    if rule is None:
        return windows
    return tuple(dict.fromkeys(term.pane_at(rule, window.end - 1).window for window in windows))


def _too_many(graph: RuleGraph, period: tuple[int, int]) -> Diagnostic | None:
    total = 0
    for objective in graph.objectives:
        total += most_windows(objective.window, *period)
        if total > MOST_CELLS:
            return too_many_windows(objective)
    return None


def too_many_windows(objective: Objective) -> Diagnostic:
    message = f"with {objective.name} there are more than {MOST_CELLS} windows to evaluate; choose a shorter period"
    return Diagnostic(TOO_MANY_WINDOWS, message, objective.span)


def _empty(graph: RuleGraph, asked: bool) -> Diagnostic:
    what = "the period" if asked else "what the log covers"
    return Diagnostic(EMPTY_PERIOD, f"nothing of {what} lies within the term of {graph.name}", graph.span)


def _partial_windows(objectives: tuple[PlannedObjective, ...]) -> list[Diagnostic]:
    findings = Findings()
    for planned in objectives:
        for pane in planned.panes:
            # A term without an end is not cut: its window is simply not over.
            if pane.partial and planned.objective.window.unit != "term":
                name, span = planned.objective.name, planned.objective.span
                findings.add(PARTIAL_WINDOW, f"the term cuts a window of {name}", span, pane.window.label)
    return findings.diagnostics()
