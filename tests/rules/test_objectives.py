"""States of objectives: targets met to the microsecond, warnings, records, what has no verdict and why."""

from fractions import Fraction

import pytest

from rules.agreements import Draft, FakeEngine, log_of, lost, number, records, span_of
from sladsl.diagnostics.catalogue.findings import NO_OPEN_TIME, NOT_COVERED, TOO_LONG, UNDECIDED
from sladsl.engines.measurements import ClassesFound, Found, RecordFound, RecordsFound
from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import CreditsPayable
from sladsl.graph.values import Arithmetic, Comparison, ScopeIs, Truth
from sladsl.logs.records import Place
from sladsl.model.units import COUNT, DURATION, PERCENT, money
from sladsl.rules.combining import MOST_BITS, TOO_MANY_DIGITS
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Allowance, Outcome
from sladsl.temporal import HOUR, MINUTE, SECOND, IntervalSet

APRIL = span_of("2026-04-01", "2026-05-01")


def judged(graph: RuleGraph, found: Found, period: tuple[int, int] = APRIL) -> tuple[Outcome, set[str]]:
    evaluation, diagnostics = evaluate(graph, log_of(), FakeEngine(lambda *_: found), period=period)
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    return outcome, {each.code.id for each in diagnostics}


def april(down: int, unknown: int = 0) -> ClassesFound:
    length = APRIL[1] - APRIL[0]
    return ClassesFound(length, 0, 0, 0, unknown, down, length - down - unknown, (), "no verdict")


@pytest.mark.parametrize(
    ("down", "state"), [(43 * MINUTE + 12 * SECOND, "met"), (43 * MINUTE + 12 * SECOND + 1, "breached"), (0, "met")]
)
def test_a_month_of_30_days_allows_43_minutes_12_seconds(down: int, state: str) -> None:
    draft = Draft()
    outcome, _ = judged(draft.graph(draft.uptime("99.9")), april(down))
    assert outcome.state == state
    assert outcome.allowance == Allowance(Fraction(43 * MINUTE + 12 * SECOND), Fraction(down), DURATION)


def test_a_conventional_month_sets_the_allowance() -> None:
    draft = Draft()
    graph = draft.graph(draft.uptime("99.9", over=43_200 * MINUTE))
    may = span_of("2026-05-01", "2026-06-01")
    outcome, _ = judged(graph, ClassesFound(31 * 24 * HOUR, 0, 0, 0, 0, 0, 31 * 24 * HOUR, (), "no verdict"), may)
    assert outcome.allowance is not None and outcome.allowance.allowed == 43 * MINUTE + 12 * SECOND


@pytest.mark.parametrize(
    ("down", "state"),
    [(32 * MINUTE + 24 * SECOND - 1, "met"), (32 * MINUTE + 24 * SECOND, "warning"), (44 * MINUTE, "breached")],
)
def test_using_exactly_the_share_warns(down: int, state: str) -> None:
    draft = Draft()
    outcome, _ = judged(draft.graph(draft.uptime("99.9", warn_at=Fraction(3, 4))), april(down))
    assert outcome.state == state


def test_a_target_of_everything_never_warns() -> None:
    draft = Draft()
    outcome, _ = judged(draft.graph(draft.uptime("100", warn_at=Fraction(1, 2))), april(0))
    assert outcome.state == "met"


def test_what_may_be_at_most_so_much_is_its_own_allowance() -> None:
    draft = Draft()
    check = draft.check(draft.statistic(), "<=", draft.constant(10, COUNT), COUNT)
    outcome, _ = judged(draft.graph(draft.objective((check,), warn_at=Fraction(4, 5))), number(8))
    assert outcome.allowance == Allowance(Fraction(10), Fraction(8), COUNT)
    assert outcome.state == "warning"


def test_at_least_so_many_has_no_allowance() -> None:
    draft = Draft()
    check = draft.check(draft.statistic(), ">=", draft.constant(50, COUNT), COUNT)
    outcome, _ = judged(draft.graph(draft.objective((check,))), number(49))
    assert (outcome.state, outcome.allowance) == ("breached", None)


def test_what_has_no_allowance_never_warns() -> None:
    draft = Draft()
    check = draft.check(draft.statistic(), ">=", draft.constant(50, COUNT), COUNT)
    outcome, _ = judged(draft.graph(draft.objective((check,), warn_at=Fraction(1, 2))), number(51))
    assert (outcome.state, outcome.allowance) == ("met", None)


def test_records_that_no_engine_measured_have_no_verdict() -> None:
    draft = Draft()
    outcome, _ = judged(draft.graph(draft.objective(records=draft.tickets())), number(3))
    assert (outcome.state, outcome.reason, outcome.measured) == ("no verdict", "it was not measured", None)


def test_a_number_of_too_many_digits_is_left_out_and_told_of() -> None:
    draft = Draft()
    tiny = draft.constant(Fraction(1, 2 ** (MOST_BITS // 2 + 1)), COUNT)
    outcome, codes = judged(draft.graph(draft.objective((draft.check(
        draft.table.add(Arithmetic("*", tiny, tiny)), None, None, COUNT),))), number(3))  # fmt: skip
    assert (outcome.state, outcome.reason, TOO_LONG.id in codes) == ("no verdict", TOO_MANY_DIGITS, True)
    assert TOO_LONG.id not in judged(draft.graph(draft.objective((draft.check(
        draft.table.add(Arithmetic("+", tiny, tiny)), None, None, COUNT),))), number(3))[1]  # fmt: skip


def test_all_credits_are_those_of_what_was_settled_before() -> None:
    draft = Draft()
    owes = draft.uptime("99.9", (draft.formula(draft.amount(7)), draft.formula(draft.amount(5))))
    every = draft.objective((draft.check(draft.table.add(CreditsPayable()), None, None, money("USD")),), name="every")
    evaluation, _ = evaluate(
        draft.graph(owes, every), log_of(), FakeEngine(lambda _m, _s, w: lost(w, HOUR)), period=APRIL
    )
    assert evaluation is not None
    assert [each.measured for each in evaluation.outcomes if each.objective == "every"] == [12]


def test_a_number_without_a_target_is_measured() -> None:
    draft = Draft()
    outcome, _ = judged(draft.graph(draft.objective((draft.check(draft.statistic(), None, None, COUNT),))), number(7))
    assert (outcome.state, outcome.measured) == ("measured", 7)


def test_unknown_time_is_no_verdict() -> None:
    draft = Draft()
    outcome, codes = judged(draft.graph(draft.uptime("99.9")), april(0, unknown=90 * MINUTE))
    assert outcome.state == "no verdict"
    assert outcome.reason == "1 h 30 min of the window is not covered by the log"
    assert NOT_COVERED.id in codes


def test_a_window_without_open_time_is_no_verdict() -> None:
    draft = Draft()
    length = APRIL[1] - APRIL[0]
    closed = ClassesFound(length, length, 0, 0, 0, 0, 0, (), "no verdict")
    outcome, codes = judged(draft.graph(draft.uptime("99.9")), closed)
    assert outcome.state == "no verdict"
    assert outcome.reason is not None and outcome.reason.startswith("nothing to divide by")
    assert NO_OPEN_TIME.id in codes


def test_a_count_over_a_window_that_is_not_covered_is_no_verdict() -> None:
    draft = Draft()
    check = draft.check(draft.statistic(), ">=", draft.constant(1, COUNT), COUNT)
    graph = draft.graph(draft.objective((check,)))
    covered = {"tickets": IntervalSet.single(APRIL[0] + HOUR, APRIL[1])}
    engine = FakeEngine(lambda *_: number(5))
    evaluation, _ = evaluate(graph, log_of(), engine, period=APRIL, coverage=covered)
    assert evaluation is not None
    assert evaluation.outcomes[0].reason == "1 h of the window is not covered by the log"


def test_the_first_check_in_force_decides() -> None:
    draft = Draft()
    measured = draft.availability()
    no, yes = draft.table.add(Truth(False)), draft.table.add(Truth(True))
    checks = (
        draft.check(measured, ">=", draft.percent(100), when=no),
        draft.check(measured, ">=", draft.percent(95), when=yes),
        draft.check(measured, ">=", draft.percent(90)),
    )
    outcome, _ = judged(draft.graph(draft.objective(checks)), april(HOUR))
    assert (outcome.state, outcome.target) == ("met", Fraction(95, 100))


def test_no_check_in_force_is_no_verdict() -> None:
    draft = Draft()
    no = draft.table.add(Truth(False))
    check = draft.check(draft.availability(), ">=", draft.percent(100), when=no)
    outcome, _ = judged(draft.graph(draft.objective((check,))), april(0))
    assert (outcome.state, outcome.reason) == ("no verdict", "no requirement applies")


def test_a_condition_that_is_not_known_leaves_no_verdict() -> None:
    draft = Draft()
    when = draft.table.add(Comparison(">", draft.statistic(), draft.constant(0, COUNT)))
    check = draft.check(draft.percent(99), ">=", draft.percent(90), when=when)
    outcome, _ = judged(draft.graph(draft.objective((check,))), number(None, 0))
    assert outcome.reason == "it is not known which requirement applies: no records"


def test_a_target_by_scope() -> None:
    draft = Draft()
    gold = draft.table.add(ScopeIs("plan", ("gold",)))
    measured = draft.availability()
    checks = (
        draft.check(measured, ">=", draft.percent("99.9"), when=gold),
        draft.check(measured, ">=", draft.percent(99)),
    )
    graph = draft.graph(draft.objective(checks, keys=("plan",)))
    engine = FakeEngine(lambda _m, _s, window: lost(window, HOUR), {("plan",): (("gold",), ("basic",))})
    evaluation, _ = evaluate(graph, log_of(), engine, period=APRIL)
    assert evaluation is not None
    states = {outcome.scope: outcome.state for outcome in evaluation.outcomes}
    assert states == {(("plan", "gold"),): "breached", (("plan", "basic"),): "met"}


@pytest.mark.parametrize(
    ("found", "state", "measured", "reason"),
    [
        (records(9, 1), "breached", Fraction(9, 10), None),
        (records(9, 0), "met", Fraction(1), None),
        (records(0, 0), "no verdict", None, "no records"),
        (records(0, 0, 2), "no verdict", None, "no record is decided yet"),
        (records(3, 0, 2), "met", Fraction(1), "2 records are not decided yet and left out"),
    ],
)
def test_records_decide_one_by_one(
    found: RecordsFound, state: str, measured: Fraction | None, reason: str | None
) -> None:
    draft = Draft()
    outcome, codes = judged(draft.graph(draft.objective(records=draft.tickets())), found)
    assert (outcome.state, outcome.measured, outcome.reason, outcome.unit) == (state, measured, reason, PERCENT)
    assert (UNDECIDED.id in codes) == bool(found.undecided)


def test_a_record_near_its_limit_warns() -> None:
    draft = Draft()
    close = RecordFound("T1", APRIL[0], "met", None, 48 * MINUTE, HOUR, None, None, False, Place(0, 1))
    easy = RecordFound("T2", APRIL[0], "met", None, MINUTE, 4 * HOUR, None, None, False, Place(0, 2))
    graph = draft.graph(draft.objective(records=draft.tickets(), warn_at=Fraction(4, 5)))
    outcome, _ = judged(graph, RecordsFound(2, 0, 0, 0, (easy, close)))
    assert outcome.state == "warning"
    assert outcome.allowance == Allowance(Fraction(HOUR), Fraction(48 * MINUTE), DURATION)
