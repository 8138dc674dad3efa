"""How far back an evaluation must look: limits over longer windows, and conditions on earlier windows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import HISTORY_UNKNOWN
from sladsl.graph import Ref, RuleGraph, WindowRule, inputs
from sladsl.graph.contract import LimitRule, Objective
from sladsl.graph.values import Judged, OutcomeSum, Over, Run
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.panes import Pane, Term
from sladsl.rules.planned import PlannedObjective, PlannedTrigger
from sladsl.rules.reach import cell_roots, windowed_limits
from sladsl.temporal import Window, Zone, format_instant

Needs = dict[str, int]
"""From which instant each objective is needed."""


def look_back(
    graph: RuleGraph,
    term: Term,
    objectives: tuple[PlannedObjective, ...],
    triggers: tuple[PlannedTrigger, ...],
    known_from: int,
) -> tuple[tuple[PlannedObjective, ...], list[Diagnostic]]:
    """The objectives with the earlier windows that matter. `known_from`: before it nothing is known; where something
    before it matters, a finding says what is assumed."""
    told: Needs = {}
    for planned in objectives:
        if planned.panes:
            first = _edge(term, planned.objective.window, planned.panes[0].window)
            told[planned.objective.name] = min(first, told.get(planned.objective.name, first))
    needs = dict(told)
    for each in triggers:
        if each.panes:
            _asked(graph, term, [each.trigger.condition], each.panes[0].window, each.trigger.window, needs, known_from)
    shared = [_Shared(each, objectives) for each in graph.limits if each.window is not None]
    changed = True
    while changed:
        before = dict(needs)
        for planned in objectives:
            if planned.objective.name in needs:
                _reach(graph, term, planned.objective, objectives, shared, needs, known_from)
        changed = needs != before
    found = _unknown(graph, term, told, needs, known_from)
    return tuple(_with_earlier(graph, term, each, told, needs, known_from) for each in objectives), found


class _Shared:
    """A limit over a window that several objectives use up. `since`: from when what they owe is known to matter."""

    def __init__(self, rule: LimitRule, objectives: tuple[PlannedObjective, ...]) -> None:
        self.rule = rule
        named = (each.objective for each in objectives if self.holds_for(each.objective))
        self._names = [each.name for each in named if each.credits]
        self._since: int | None = None

    def holds_for(self, objective: Objective) -> bool:
        return not self.rule.objectives or objective.name in self.rule.objectives

    def need(self, needs: Needs, start: int) -> None:
        if self._since is None or start < self._since:
            self._since = start
            for name in self._names:
                _need(needs, name, start)


def _with_earlier(
    graph: RuleGraph, term: Term, planned: PlannedObjective, told: Needs, needs: Needs, known_from: int
) -> PlannedObjective:
    name = planned.objective.name
    if name not in told:
        return planned
    start = max(needs[name], known_from, term.start)
    if start >= told[name]:
        return planned
    panes = panes_in_force(graph, term, planned.objective, start, told[name])
    return replace(planned, earlier=tuple(each for each in panes if each not in planned.panes))


def _reach(
    graph: RuleGraph,
    term: Term,
    objective: Objective,
    objectives: tuple[PlannedObjective, ...],
    shared: list[_Shared],
    needs: Needs,
    known_from: int,
) -> None:
    first = _pane(term, objective.window, needs[objective.name]).window
    _asked(graph, term, cell_roots(objective), first, objective.window, needs, known_from)
    if not (objective.credits or objective.bonuses):
        return
    if objective.pay_once is not None:
        _need(needs, objective.name, term.start)
    for limit in windowed_limits(objective):
        if limit.window is not None:
            start = _pane(term, limit.window, first.end - 1).window.start
            # Several objectives may share a pool.
            sharing = [each.objective for each in objectives if _draws_on(each.objective, limit.pool)]
            for each in sharing if limit.pool else [objective]:
                _need(needs, each.name, start)
    for wide in shared:
        if wide.holds_for(objective) and wide.rule.window is not None:
            wide.need(needs, _pane(term, wide.rule.window, first.end - 1).window.start)


def _draws_on(objective: Objective, pool: str | None) -> bool:
    return pool is not None and any(limit.pool == pool for credit in objective.credits for limit in credit.limits)


def _asked(
    graph: RuleGraph,
    term: Term,
    roots: Iterable[Ref],
    window: Window,
    rule: WindowRule,
    needs: Needs,
    known_from: int,
) -> None:
    """Notes from when the objectives below `roots` are needed, seen from `window`."""
    for names, start in _looked_at(graph, term, roots, window, rule, known_from):
        for name in names:
            _need(needs, name, start)


def _looked_at(
    graph: RuleGraph, term: Term, roots: Iterable[Ref], window: Window, rule: WindowRule, known_from: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    pending = [(ref, window, rule) for ref in roots]
    seen: set[tuple[Ref, int, WindowRule]] = set()
    while pending:
        ref, at, of = pending.pop()
        if (ref, at.end, of) in seen:
            continue
        seen.add((ref, at.end, of))
        node = graph.nodes[ref]
        match node:
            case Judged():
                yield (node.objective,), _edge(term, of, at)
            case Run():
                # A window without a verdict does not end a row, so a row may reach back as far as anything is known.
                yield (node.objective,), min(_edge(term, of, at), known_from)
            case OutcomeSum():
                yield node.objectives, _edge(term, of, at)
            case Over(around=around) if around is not None:
                inner = around.rule or of
                first = _pane(term, inner, at.end - 1).window if around.rule is not None else at
                if around.first is not None and around.first < 0:
                    first = term.beside(inner, first, around.first, 0)[0]
                elif around.first is None:
                    first = _pane(term, inner, at.start).window
                pending += [(below, first, inner) for below in inputs(node)]
                continue
        pending += [(below, at, of) for below in inputs(node)]


def _edge(term: Term, rule: WindowRule, window: Window) -> int:
    """The instant at which `window` takes over from the one before it. Of rolling windows, which overlap, that is
    where the one before ends."""
    if not rule.rolling:
        return window.start
    before = term.beside(rule, window, -1, -1)
    return before[0].end if before else term.start


def _pane(term: Term, rule: WindowRule, instant: int) -> Pane:
    return term.pane_at(rule, max(min(instant, term.last - 1), term.start))


def _need(needs: Needs, name: str, start: int) -> None:
    if name in needs:
        needs[name] = min(needs[name], start)


def _unknown(graph: RuleGraph, term: Term, told: Needs, needs: Needs, known_from: int) -> list[Diagnostic]:
    """What matters and lies before all that is known."""
    lacking = [name for name in told if max(needs[name], term.start) < min(known_from, told[name])]
    if not lacking:
        return []
    since = min(known_from, max(told[name] for name in lacking))
    return [Diagnostic(HISTORY_UNKNOWN, unknown_before(lacking, since, graph), graph.span)]


def unknown_before(objectives: Sequence[str], since: int, graph: RuleGraph) -> str:
    """What is taken of the time before all that is known."""
    return (
        f"what {', '.join(objectives)} came to before {format_instant(since, Zone.named(graph.zone))} matters here and "
        "is not known: it is taken that nothing was owed and nothing breached"
    )
