"""The whole of it: plan, measure, judge, settle, add up."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import ENGINE_LIMIT
from sladsl.engines.engine import Engine, EngineLimit
from sladsl.engines.measurements import Scope
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.rules.claims import claim_books
from sladsl.rules.findings import Findings
from sladsl.rules.frame import MOST_CELLS, Plan, PlannedObjective, plan, too_many_windows
from sladsl.rules.limits import Limits
from sladsl.rules.objectives import Verdict, judge
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome, Total
from sladsl.rules.panes import Pane
from sladsl.rules.settling import Settlement
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues
from sladsl.temporal import IntervalSet

_Place = tuple[PlannedObjective, Scope, Pane]


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
) -> tuple[Evaluation | None, list[Diagnostic]]:
    """What an agreement comes to over a log. The diagnostics are the findings of the evaluation too."""
    planned, found = plan(graph, log, period, as_of, coverage, evidence)
    if planned is None:
        return None, found
    try:
        measurements = engine.measure(graph, log, planned.frame)
    except EngineLimit as limit:
        return None, [*found, Diagnostic(ENGINE_LIMIT, str(limit), graph.span)]
    findings = Findings()
    source = Source(graph, planned, measurements, findings)
    if (excess := _too_many(planned, source)) is not None:
        return None, [*found, excess]
    outcomes = tuple(_outcomes(source, log))
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
    )
    return evaluation, list(findings_made)


def totals(outcomes: tuple[Outcome, ...]) -> tuple[Total, ...]:
    """The sum per currency. What is payable is the sum of rounded parts, so the parts always add up to the total."""
    due: dict[str, Fraction] = {}
    payable: dict[str, Fraction] = {}
    for credit in (outcome.credit for outcome in outcomes):
        if credit is not None and credit.currency is not None:
            due[credit.currency] = due.get(credit.currency, Fraction(0)) + (credit.due or 0)
            payable[credit.currency] = payable.get(credit.currency, Fraction(0)) + (credit.payable or 0)
    return tuple(Total(currency, due[currency], payable[currency]) for currency in sorted(due))


def _outcomes(source: Source, log: EventLog) -> Iterator[Outcome]:
    """Told by objective, scope and window; settled by the end of the windows, as limits are used up in that order."""
    settlement = Settlement(Limits(source))
    books = claim_books(source, log)
    places = list(_places(source.plan, source))
    told: list[Outcome | None] = [None] * len(places)
    for index in sorted(range(len(places)), key=lambda index: _turn(places[index])):
        planned, scope, pane = places[index]
        objective = planned.objective
        cell = CellValues(source, objective.name, objective.span, objective.keys, scope, pane.window)
        verdict = judge(objective, cell)
        credit = settlement.settle(planned, verdict, cell, books.get(planned.index))
        told[index] = _outcome(places[index], verdict, credit)
    yield from (each for each in told if each is not None)


def _places(plan: Plan, source: Source) -> Iterator[_Place]:
    for planned in plan.objectives:
        for scope in source.scopes(planned.objective.keys):
            for pane in planned.panes:
                yield planned, scope, pane


def _turn(place: _Place) -> tuple[int, int, Scope]:
    planned, scope, pane = place
    return pane.window.end, planned.index, scope


def _outcome(place: _Place, verdict: Verdict, credit: CreditOutcome | None) -> Outcome:
    planned, scope, pane = place
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
    )


def _too_many(plan: Plan, source: Source) -> Diagnostic | None:
    total = 0
    for planned in plan.objectives:
        total += len(planned.panes) * len(source.scopes(planned.objective.keys))
        if total > MOST_CELLS:
            return too_many_windows(planned.objective)
    return None
