"""The whole of it: plan, measure, judge, settle, add up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import ENGINE_LIMIT
from sladsl.engines.engine import Engine, EngineLimit
from sladsl.engines.measurements import Scope
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.model.units import COUNT, Unit
from sladsl.rules.claims import claim_books
from sladsl.rules.dates import dates_due
from sladsl.rules.derivation import Step
from sladsl.rules.findings import Findings
from sladsl.rules.frame import MOST_CELLS, Plan, plan, too_many_windows
from sladsl.rules.in_force import version_name
from sladsl.rules.limits import Limits
from sladsl.rules.lookups import exists
from sladsl.rules.objectives import Verdict
from sladsl.rules.opening import Opening
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome, Total, TriggerOutcome
from sladsl.rules.panes import Pane
from sladsl.rules.placement import unmatched_events, void_cases
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.reach import are_apart, cell_roots, settling_ranks
from sladsl.rules.settling import Settlement
from sladsl.rules.source import Source
from sladsl.rules.standing import Standing, cell_maker
from sladsl.rules.triggers import escalations, trigger_outcomes
from sladsl.temporal import IntervalSet, Window

_ALL_IS_KNOWN: Final = 2**62
Wanted = Callable[[Objective, Scope, Window], bool]
"""Whether somebody asks for a cell of an objective."""
_Place = tuple[PlannedObjective, Scope, Pane, bool]
"""A cell, and whether it is told of."""


def evaluate(
    graph: RuleGraph,
    log: EventLog,
    engine: Engine,
    *,
    period: tuple[int, int] | None = None,
    as_of: int | None = None,
    coverage: Mapping[str, IntervalSet] | None = None,
    evidence: bool = False,
    stamps: Mapping[str, str] | None = None,
    opening: Opening | None = None,
    since: int | None = None,
    wanted: Wanted | None = None,
) -> tuple[Evaluation | None, list[Diagnostic]]:
    """What an agreement comes to over a log. The diagnostics are the findings of the evaluation too. `since`: where
    the period begins, if what the log covers says only where it ends. `wanted`: other outcomes need not be there."""
    completed = engine.complete(graph, log)
    latest = as_of if as_of is not None else period[1] if period is not None else _ALL_IS_KNOWN
    log = engine.without_void(graph, completed, latest)
    planned, found = plan(graph, log, period, as_of, coverage, evidence, opening, since)
    if planned is None:
        return None, found
    if planned.as_of != latest:
        log = engine.without_void(graph, completed, planned.as_of)
    found += [*void_cases(graph, log), *unmatched_events(graph, log)]
    try:
        measurements = engine.measure(graph, log, planned.frame)
    except EngineLimit as limit:
        return None, [*found, Diagnostic(ENGINE_LIMIT, str(limit), graph.span)]
    findings = Findings()
    source = Source(graph, planned, measurements, findings, cell_maker)
    if (excess := _too_many(planned, source)) is not None:
        return None, [*found, excess]
    made = tuple(_outcomes(source, log, opening, wanted if are_apart(graph) else None))
    outcomes = tuple(each for each in made if isinstance(each, Outcome))
    findings_made = (*found, *findings.diagnostics())
    evaluation = Evaluation(
        graph.name,
        graph.title,
        planned.period,
        planned.as_of,
        graph.zone,
        outcomes,
        totals(outcomes),
        findings_made,
        dict(stamps or {}),
        tuple(each for each in made if isinstance(each, TriggerOutcome)),
        dates_due(graph, planned.period),
    )
    return evaluation, list(findings_made)


def totals(outcomes: tuple[Outcome, ...]) -> tuple[Total, ...]:
    """The sum per direction and currency, or declared unit. What is payable is the sum of rounded parts, so the parts
    always add up to the total."""
    sums: dict[tuple[str, str, str, Unit | None], Total] = {}
    for outcome in outcomes:
        for credit in (outcome.credit, outcome.bonus):
            if credit is None or (credit.currency is None and credit.unit in (None, COUNT)):
                continue
            unit = None if credit.currency is not None else credit.unit
            key = (credit.payer or "", credit.payee or "", credit.currency or "", unit)
            so_far = sums.get(key) or Total(credit.currency, Fraction(0), Fraction(0), unit, credit.payer, credit.payee)
            due, payable = so_far.due + (credit.due or 0), so_far.payable + (credit.payable or 0)
            sums[key] = replace(so_far, due=due, payable=payable)
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (*key[:3], key[3].words() if key[3] else "")))


def _outcomes(
    source: Source, log: EventLog, opening: Opening | None, wanted: Wanted | None
) -> Iterator[Outcome | TriggerOutcome]:
    """Told by objective, scope and window; settled by the end of the windows, as limits are used up in that order."""
    standing = source.objectives = Standing(source, opening)
    settlement = Settlement(Limits(source))
    books = claim_books(source, log)
    places = [
        (planned, scope, pane, told)
        for planned, scope, pane, told in _places(source.plan, source)
        if wanted is None or wanted(planned.objective, scope, pane.window)
    ]
    ranks = settling_ranks(source.graph)
    told: list[Outcome | None] = [None] * len(places)
    escalated: list[tuple[int, TriggerOutcome]] = []
    for index in sorted(range(len(places)), key=lambda index: _turn(places[index], ranks)):
        planned, scope, pane, is_told = places[index]
        opened = standing.opened(planned, scope, pane.window)
        cell = standing.cell(planned, scope, pane.window)
        if opened is not None:
            settlement.settled_before(planned, cell, opened)
            continue
        verdict = standing.verdict(planned, scope, pane.window)
        credit = settlement.settle(planned, verdict, cell, books.get(planned.index))
        bonus = settlement.bonus(planned, verdict, cell)
        standing.note(planned, scope, pane.window, credit)
        if not is_told:
            standing.report_unsettled(planned, pane.window, (credit, bonus))
        else:
            points = standing.points_in(planned, scope, pane.window) if planned.objective.points else None
            version = version_name(source.graph, pane.window.start)
            outcome = outcome_at(planned, scope, pane, verdict, credit, bonus, points, version)
            told[index] = outcome
            escalated += [(index, each) for each in escalations(planned, outcome.scope, pane, verdict)]
    yield from (each for each in told if each is not None)
    yield from (each for _, each in sorted(escalated, key=lambda pair: pair[0]))
    yield from trigger_outcomes(source)


def _places(plan: Plan, source: Source) -> Iterator[_Place]:
    for planned in plan.objectives:
        objective = planned.objective
        roots = cell_roots(objective)
        for scope in source.scopes(objective.keys):
            for pane in planned.earlier:
                yield planned, scope, pane, False
            for pane in planned.panes:
                if exists(source, objective.keys, roots, scope, pane.window, objective.span):
                    yield planned, scope, pane, True


def _turn(place: _Place, ranks: Mapping[str, int]) -> tuple[int, int, int, Scope]:
    planned, scope, pane, _ = place
    return pane.window.end, ranks.get(planned.objective.name, 0), planned.index, scope


def outcome_at(
    planned: PlannedObjective,
    scope: Scope,
    pane: Pane,
    verdict: Verdict,
    credit: CreditOutcome | None,
    bonus: CreditOutcome | None,
    points: Step | None,
    version: str | None,
) -> Outcome:
    """All that is told of one cell."""
    objective = planned.objective
    return Outcome(
        objective=objective.name,
        title=objective.title,
        kind=objective.kind,
        scope=tuple(zip(objective.keys, scope, strict=True)),
        window=pane.window,
        partial=pane.partial,
        state=verdict.state,
        reason=verdict.reason,
        measured=verdict.measured.number,
        unit=verdict.unit,
        shown_in=verdict.shown_in,
        comparator=verdict.comparator,
        target=verdict.target,
        allowance=verdict.allowance,
        records=verdict.records,
        credit=credit,
        derivation=verdict.derivation,
        bonus=bonus,
        points=points,
        version=version,
        exception=verdict.exception,
    )


def _too_many(plan: Plan, source: Source) -> Diagnostic | None:
    total = 0
    for planned in plan.objectives:
        total += (len(planned.panes) + len(planned.earlier)) * len(source.scopes(planned.objective.keys))
        if total > MOST_CELLS:
            return too_many_windows(planned.objective.name, planned.objective.span)
    for each in plan.triggers:
        total += len(each.panes) * len(source.scopes(each.trigger.keys))
        if total > MOST_CELLS:
            return too_many_windows(each.trigger.name or each.trigger.kind, each.trigger.span)
    return None
