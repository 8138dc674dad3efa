"""The period, the coverage, the windows: what an evaluation looks at, and when there is nothing to look at."""

from datetime import date
from fractions import Fraction

from rules.agreements import OUTAGES, SPAN, Draft, FakeEngine, at, log_of, lost, service, span_of, whole
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import (
    COVERAGE_ASSUMED,
    COVERAGE_GUESSED,
    EMPTY_PERIOD,
    ENGINE_LIMIT,
    OPEN_WITHOUT_AS_OF,
    PARTIAL_WINDOW,
    TOO_MANY_WINDOWS,
)
from sladsl.engines.engine import EngineLimit, Frame
from sladsl.engines.measurements import Measurements
from sladsl.graph import RuleGraph
from sladsl.graph.contract import ClaimRule, DeadlineRule
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowClock, RowConstant, RowDeadline
from sladsl.logs.records import CaseRecord, EventLog, LogFile, Place, SampleRecord, SpanRecord, StreamLog
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.rules.evaluate import evaluate
from sladsl.rules.frame import plan
from sladsl.temporal import EMPTY, HOUR, MINUTE, IntervalSet

MARCH = span_of("2026-03-01", "2026-04-01")


def outage(start: str, end: str | None) -> SpanRecord:
    return SpanRecord(at(start), None if end is None else at(end), (None,), Place(0, 7))


def uptime(draft: Draft | None = None) -> RuleGraph:
    draft = draft or Draft()
    return draft.graph(draft.uptime("99.9"))


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [each.code.id for each in diagnostics]


def test_an_explicit_period_is_taken_to_be_covered() -> None:
    made, found = plan(uptime(), log_of(), MARCH, None, None, False)
    assert made is not None
    assert codes(found) == [COVERAGE_ASSUMED.id]
    assert (made.period, made.as_of) == (MARCH, MARCH[1])
    assert made.frame.coverage["outages"] == IntervalSet.single(*MARCH)
    assert made.frame.coverage["claims"] == EMPTY


def test_stated_coverage_is_the_period() -> None:
    made, found = plan(uptime(), log_of(), None, None, whole("outages", period=MARCH), False)
    assert made is not None and found == []
    assert (made.period, made.as_of, made.as_of_given) == (MARCH, MARCH[1], False)


def test_coverage_of_the_log_counts_as_stated() -> None:
    stream = StreamLog(OUTAGES, (), IntervalSet.single(*MARCH))
    made, found = plan(uptime(), EventLog({"outages": stream}), None, None, None, False)
    assert made is not None and found == []
    assert made.period == MARCH


def test_with_neither_the_log_runs_from_its_first_record_to_its_last() -> None:
    log = log_of([outage("2026-03-02T01:00", "2026-03-02T02:00"), outage("2026-03-20", "2026-03-21")])
    made, found = plan(uptime(), log, None, None, None, False)
    assert made is not None
    assert codes(found) == [COVERAGE_GUESSED.id]
    assert made.period == span_of("2026-03-02T01:00", "2026-03-21")


def test_a_claim_after_the_period_does_not_stretch_it() -> None:
    draft = Draft()
    claim = ClaimRule(DeadlineRule("calendar", Fraction(15), "day", None, False, SPAN), "claims", None, SPAN)
    graph = draft.graph(draft.uptime("99.9", claim=claim))
    log = log_of([outage("2026-03-02", "2026-03-03")], claims=[("2026-08-01", None, None)])
    made, _ = plan(graph, log, None, None, None, False)
    assert made is not None and made.period == span_of("2026-03-02", "2026-03-03")


def test_an_empty_log_without_a_period_is_an_error() -> None:
    made, found = plan(uptime(), log_of(), None, None, None, False)
    assert made is None
    assert codes(found) == [EMPTY_PERIOD.id]


def test_a_period_outside_the_term_is_an_error() -> None:
    made, found = plan(uptime(), log_of(), span_of("2031-01-01", "2032-01-01"), None, None, False)
    assert made is None
    assert EMPTY_PERIOD.id in codes(found)
    assert plan(uptime(), log_of(), (MARCH[1], MARCH[0]), None, None, False)[0] is None


def test_windows_are_cut_by_the_term_and_not_by_the_period() -> None:
    draft = Draft(start=date(2026, 1, 10), end=date(2026, 3, 20))
    made, found = plan(uptime(draft), log_of(), span_of("2026-01-15", "2026-03-05"), None, None, False)
    assert made is not None
    windows = [
        (pane.window.label, pane.window.start, pane.window.end, pane.partial) for pane in made.objectives[0].panes
    ]
    assert windows == [
        ("2026-01", at("2026-01-10"), at("2026-02-01"), True),
        ("2026-02", at("2026-02-01"), at("2026-03-01"), False),
        ("2026-03", at("2026-03-01"), at("2026-03-20"), True),
    ]
    (partial,) = [each for each in found if each.code == PARTIAL_WINDOW]
    assert partial.notes == ("in 2026-01, 2026-03",)


def test_a_partial_month_of_10_days() -> None:
    """20 minutes of 14,400 are 99.861111 %: of a whole month they would be nothing."""
    draft = Draft(start=date(2024, 6, 21), services=(service("1000", "month", from_day=21),))
    row = draft.row(draft.percent(10), ("below", "99.9"))
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(1000), row),)))
    engine = FakeEngine(lambda _m, _s, window: lost(window, 20 * HOUR // 60))
    evaluation, _ = evaluate(graph, log_of(), engine, period=span_of("2024-06-21", "2024-07-01"))
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    assert (outcome.partial, outcome.measured) == (True, Fraction(3595, 3600))
    assert outcome.credit is not None and outcome.credit.due == 100


def test_the_windows_of_a_term_without_end_reach_to_the_end_of_the_period() -> None:
    draft = Draft(start=date(2026, 1, 1), end=None)
    made, _ = plan(draft.graph(draft.uptime("99.9", unit="term")), log_of(), MARCH, None, None, False)
    assert made is not None
    (pane,) = made.objectives[0].panes
    assert (pane.window.start, pane.window.end, pane.partial) == (at("2026-01-01"), MARCH[1], True)


def test_an_open_outage_needs_an_as_of_or_a_period() -> None:
    stream = StreamLog(OUTAGES, (outage("2026-03-02", None),), files=(LogFile("outages.csv", ""),))
    log = EventLog({"outages": stream})
    made, found = plan(uptime(), log, None, None, None, False)
    assert made is None
    (error,) = [each for each in found if each.code == OPEN_WITHOUT_AS_OF]
    assert error.place == "outages.csv:7"
    assert plan(uptime(), log, MARCH, None, None, False)[0] is not None
    made, _ = plan(uptime(), log, None, at("2026-03-04"), None, False)
    assert made is not None and made.period == span_of("2026-03-02", "2026-03-04")


CASES = StreamSchema("tickets", Shape.CASES, (), ("opened", "answered", "resolved"))


def cases(*moments: str | None) -> EventLog:
    made = tuple(() if each is None else (at(each),) for each in moments)
    return EventLog({"tickets": StreamLog(CASES, (CaseRecord("T1", made, (), (), Place(0, 1)),))})


def answered(draft: Draft) -> RuleGraph:
    clock = draft.table.add(RowClock(0, 1, None, (), ()))
    deadline = draft.table.add(RowDeadline(clock, draft.table.add(RowConstant(Fraction(HOUR))), False, False, False))
    records = draft.table.add(MeasureRecords("tickets", None, ((RecordCheck(None, deadline, ""),),), 0))
    return draft.graph(draft.objective(records=records))


def test_only_a_clock_that_is_measured_makes_a_case_open() -> None:
    graph = answered(Draft())
    assert plan(graph, cases("2026-03-02", "2026-03-03", None), None, None, None, False)[0] is not None
    made, found = plan(graph, cases("2026-03-02", None, None), None, None, None, False)
    assert made is None and OPEN_WITHOUT_AS_OF.id in codes(found)


def test_too_many_windows() -> None:
    draft = Draft(start=date(1900, 1, 1), end=date(2100, 1, 1))
    graph = draft.graph(draft.uptime("99.9", unit="hour"))
    made, found = plan(graph, log_of(), span_of("1900-01-01", "2100-01-01"), None, None, False)
    assert made is None
    assert TOO_MANY_WINDOWS.id in codes(found)


def test_too_many_scopes() -> None:
    draft = Draft()
    graph = draft.graph(draft.uptime("99.9", unit="hour", keys=("region",)))
    scopes = {("region",): tuple((str(index),) for index in range(1000))}
    engine = FakeEngine(lambda _m, _s, window: lost(window, 0), scopes)
    evaluation, found = evaluate(graph, log_of(), _Quick(engine), period=MARCH)
    assert evaluation is None
    assert TOO_MANY_WINDOWS.id in codes(found)


class _Quick:
    """Only says which scopes there are."""

    name = "quick"

    def __init__(self, engine: FakeEngine) -> None:
        self.engine = engine

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:  # noqa: ARG002
        return log

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:  # noqa: ARG002
        return log

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:  # noqa: ARG002
        return Measurements(self.engine.scopes, {})


class _Full:
    name = "full"

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:  # noqa: ARG002
        return log

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:  # noqa: ARG002
        return log

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:  # noqa: ARG002
        raise EngineLimit("too much of it")


def test_what_is_too_much_for_the_engine_is_told() -> None:
    evaluation, found = evaluate(uptime(), log_of(), _Full(), period=MARCH)
    assert evaluation is None
    assert [each.message for each in found if each.code == ENGINE_LIMIT] == ["too much of it"]


def test_a_limit_over_its_own_window_is_measured_there() -> None:
    draft = Draft()
    limit = draft.limit(draft.statistic(), "quarter")
    graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(1)),), limits=(limit,)))
    made, _ = plan(graph, log_of(), MARCH, None, None, False)
    assert made is not None
    labels = [[window.label for window in demand.windows] for demand in made.frame.demands]
    assert labels == [["2026-03"], ["2026-Q1"]]


def test_outcomes_come_by_objective_scope_and_window() -> None:
    draft = Draft()
    objectives = [draft.uptime("99.9", name=name, keys=("region",)) for name in ("zeta", "alpha")]
    engine = FakeEngine(lambda _m, _s, window: lost(window, 0), {("region",): (("s",), ("n",))})
    evaluation, _ = evaluate(draft.graph(*objectives), log_of(), engine, period=span_of("2026-01-01", "2026-03-01"))
    assert evaluation is not None
    told = [(each.objective, each.scope[0][1], each.window.label) for each in evaluation.outcomes]
    assert told == [
        (name, scope, label) for name in ("zeta", "alpha") for scope in "ns" for label in ("2026-01", "2026-02")
    ]


def test_a_sample_stands_for_its_interval() -> None:
    probes = StreamSchema("outages", Shape.SAMPLES, (), every=5 * MINUTE)
    records = tuple(SampleRecord(at(f"2026-03-02T01:{minute:02d}"), (), Place(0, 1)) for minute in (0, 5))
    log = EventLog({"outages": StreamLog(probes, records)})
    made, _ = plan(uptime(), log, None, None, None, False)
    assert made is not None and made.period == span_of("2026-03-02T01:00", "2026-03-02T01:10")
