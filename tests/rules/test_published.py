"""Boundary cases of published agreements: what they measure, which row they reach, what they owe to the last digit."""

from fractions import Fraction

import pytest

from rules.agreements import SPAN, Draft, FakeEngine, log_of, lost, span_of
from sladsl.diagnostics.catalogue.findings import GAP, PAYS_THOUGH_MET
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, PayOnlyAbove
from sladsl.graph.values import Arithmetic, StepCount, WindowTime
from sladsl.graph.windows import WindowUnit
from sladsl.model.units import DURATION
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import CreditOutcome, Outcome
from sladsl.temporal import HOUR, MINUTE, SECOND

DAY30 = 43_200 * MINUTE


def judged(graph: RuleGraph, down: int, period: tuple[int, int]) -> tuple[Outcome, set[str]]:
    """The one outcome of one window with so much downtime."""
    engine = FakeEngine(lambda _measure, _scope, window: lost(window, down))
    evaluation, found = evaluate(graph, log_of(), engine, period=period)
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    return outcome, {each.code.id for each in found}


def credit_of(outcome: Outcome) -> CreditOutcome:
    assert outcome.credit is not None
    return outcome.credit


def aws(fee: str, *, after_rounding: bool = False) -> RuleGraph:
    draft = Draft()
    rows = [
        draft.row(draft.percent(gives), ("below", below))
        for below, gives in (("99.99", 10), ("99.0", 30), ("95.0", 100))
    ]
    least = PayOnlyAbove(draft.amount("1.00"), after_rounding, SPAN)
    credit = draft.share(draft.amount(fee), *rows)
    return draft.graph(draft.uptime("99.99", (credit,), pay_only_above=least))


JUNE_2016 = span_of("2016-06-01", "2016-07-01")
APRIL_2023 = span_of("2023-04-01", "2023-05-01")


@pytest.mark.parametrize(
    ("fee", "down", "period", "value", "due", "payable"),
    [
        ("12000", 575 * MINUTE, JUNE_2016, "42625/432", "3600", "3600"),
        ("8400", 354 * MINUTE, span_of("2019-08-01", "2019-09-01"), "36905/372", "840", "840"),
        ("1000", 25_920 * SECOND, APRIL_2023, "99", "100", "100"),
        ("1000", 25_921 * SECOND, APRIL_2023, "2566079/25920", "300", "300"),
        ("1000", 36 * HOUR, APRIL_2023, "95", "300", "300"),
        ("1000", 36 * HOUR + SECOND, APRIL_2023, "2462399/25920", "1000", "1000"),
        ("1000", 260 * SECOND, APRIL_2023, "129587/1296", "100", "100"),
        ("1000", 259 * SECOND, APRIL_2023, "2591741/25920", "0", "0"),
        ("10.00", HOUR, APRIL_2023, "3595/36", "0", "0"),
        ("10.01", HOUR, APRIL_2023, "3595/36", "1001/1000", "1"),
        ("500", 404 * MINUTE, span_of("2023-02-01", "2023-03-01"), "49895/504", "150", "150"),
        ("500", 404 * MINUTE, span_of("2024-02-01", "2024-03-01"), "51695/522", "50", "50"),
        ("2000", 420 * MINUTE, span_of("2023-05-01", "2023-06-01"), "18425/186", "200", "200"),
    ],
)
def test_a_ladder_with_a_minimum(
    fee: str, down: int, period: tuple[int, int], value: str, due: str, payable: str
) -> None:
    outcome, _ = judged(aws(fee), down, period)
    assert outcome.measured == Fraction(value) / 100
    assert (credit_of(outcome).due, credit_of(outcome).payable) == (Fraction(due), Fraction(payable))


def test_the_minimum_may_be_compared_after_rounding() -> None:
    outcome, _ = judged(aws("10.01", after_rounding=True), HOUR, APRIL_2023)
    assert credit_of(outcome).due == credit_of(outcome).payable == 0


def quarterly(rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], fee: str, target: str) -> RuleGraph:
    draft = Draft()
    made = [draft.row(draft.percent(gives), *bounds) for gives, bounds in rows]
    credit = draft.share(draft.amount(fee), *made, ladder=False)
    return draft.graph(draft.uptime(target, (credit,), unit="quarter"))


GITHUB = (("10", (("at most", "99.9"), ("above", "99.0"))), ("25", (("below", "99.0"),)))
Q1_2023 = span_of("2023-01-01", "2023-04-01")


@pytest.mark.parametrize(
    ("down", "state", "kind", "due", "codes"),
    [
        (129 * MINUTE + 36 * SECOND, "met", "row", "3000", {PAYS_THOUGH_MET.id}),
        (129 * MINUTE + 35 * SECOND, "met", "none", "0", set[str]()),
        (1296 * MINUTE, "breached", "gap", "0", {GAP.id}),
        (1296 * MINUTE + SECOND, "breached", "row", "7500", set[str]()),
    ],
)
def test_ranges_that_leave_a_gap_and_pay_on_a_met_target(
    down: int, state: str, kind: str, due: str, codes: set[str]
) -> None:
    outcome, found = judged(quarterly(GITHUB, "30000", "99.9"), down, Q1_2023)
    assert (outcome.state, credit_of(outcome).outcome) == (state, kind)
    assert credit_of(outcome).due == Fraction(due)
    assert found & {GAP.id, PAYS_THOUGH_MET.id} == codes


@pytest.mark.parametrize(
    ("fee", "down", "period", "value", "due"),
    [
        ("63000", 1451, span_of("2018-10-01", "2019-01-01"), "655145/6624", "15750"),
        ("8000", 528, span_of("2021-04-01", "2021-07-01"), "27190/273", "800"),
    ],
)
def test_quarters_of_91_and_92_days(fee: str, down: int, period: tuple[int, int], value: str, due: str) -> None:
    outcome, _ = judged(quarterly(GITHUB, fee, "99.9"), down * MINUTE, period)
    assert (outcome.measured, credit_of(outcome).due) == (Fraction(value) / 100, Fraction(due))


STAKATER = (
    ("5", (("above", "99.00"), ("at most", "99.50"))),
    ("10", (("above", "95.00"), ("at most", "99.00"))),
    ("20", (("below", "95.00"),)),
)


@pytest.mark.parametrize(
    ("down", "kind", "due"),
    [(200 * MINUTE, "none", 0), (216 * MINUTE, "row", 50), (36 * HOUR, "gap", 0), (36 * HOUR + SECOND, "row", 200)],
)
def test_a_gap_is_told_from_better_than_every_row(down: int, kind: str, due: int) -> None:
    draft = Draft()
    rows = [draft.row(draft.percent(gives), *bounds) for gives, bounds in STAKATER]
    credit = draft.share(draft.amount(1000), *rows, ladder=False)
    outcome, _ = judged(draft.graph(draft.uptime("99.5", (credit,))), down, span_of("2024-06-01", "2024-07-01"))
    assert (credit_of(outcome).outcome, credit_of(outcome).due) == (kind, due)


def downtime_times(draft: Draft, multiple: int, fee: str, target: str, free: str = "0") -> RuleGraph:
    """So many times the fee for the time lost beyond a free share of the window, if the target is missed."""
    uptime = draft.availability()
    table = draft.table

    def node(operator: str, left: int, right: int) -> int:
        return table.add(Arithmetic(operator, left, right))  # type: ignore[arg-type]

    lost_share = node("-", node("-", draft.percent(100), uptime), draft.percent(free))
    amount = node("*", node("*", draft.constant(multiple, DURATION.times(DURATION, -1)), draft.amount(fee)), lost_share)
    credit: CreditRule = draft.formula(amount)  # type: ignore[arg-type]
    check = draft.check(uptime, ">=", draft.percent(target))
    limits = ()
    if free != "0":
        length = draft.constant(30 * 24 * HOUR, DURATION)
        share = node("/", length, table.add(WindowTime()))
        limits = (draft.limit(node("*", draft.amount(fee), share)),)  # type: ignore[assignment, arg-type]
    unit: WindowUnit = "quarter"
    return draft.graph(draft.objective((check,), (credit,), unit=unit, limits=limits))


@pytest.mark.parametrize(
    ("down", "due", "payable"),
    [(220, "6875/9", "763.89"), (120, "1250/3", "416.67"), (0, "0", "0"), (12, "0", "0")],
)
def test_ten_times_the_fee_of_the_time_lost(down: int, due: str, payable: str) -> None:
    graph = downtime_times(Draft(), 10, "45000", "99.99")
    outcome, _ = judged(graph, down * MINUTE, span_of("2021-01-01", "2021-04-01"))
    assert (outcome.state == "met") == (due == "0")
    assert (credit_of(outcome).due, credit_of(outcome).payable) == (Fraction(due), Fraction(payable))


@pytest.mark.parametrize(
    ("down", "due", "payable"), [(1451, "6058325/368", "16462.84"), (2400, "472500/23", "20543.48")]
)
def test_25_times_the_excess_up_to_30_days_of_fees(down: int, due: str, payable: str) -> None:
    graph = downtime_times(Draft(), 25, "63000", "99.95", free="0.05")
    outcome, _ = judged(graph, down * MINUTE, span_of("2018-10-01", "2019-01-01"))
    assert (credit_of(outcome).due, credit_of(outcome).payable) == (Fraction(due), Fraction(payable))


DIGICLOUD = (
    ("10", (("at least", "99"), ("below", "99.9"))),
    ("25", (("at least", "95"), ("at most", "98.99"))),
    ("50", (("at least", "90"), ("at most", "94.99"))),
    ("100", (("below", "90"),)),
)


@pytest.mark.parametrize(
    ("down", "month", "value", "kind", "payable"),
    [
        (44, ("2024-07-01", "2024-08-01"), "10789/108", "row", 200_000),
        (434, ("2024-06-01", "2024-07-01"), "21383/216", "gap", 0),
        (44_640, ("2024-07-01", "2024-08-01"), "-10/3", "row", 2_000_000),
    ],
)
def test_a_conventional_month_is_not_clamped(
    down: int, month: tuple[str, str], value: str, kind: str, payable: int
) -> None:
    draft = Draft(zone="Asia/Ho_Chi_Minh", currency="VND")
    rows = [draft.row(draft.percent(gives), *bounds) for gives, bounds in DIGICLOUD]
    credit = draft.share(draft.amount(2_000_000), *rows, ladder=False)
    graph = draft.graph(draft.uptime("99.9", (credit,), over=DAY30))
    outcome, _ = judged(graph, down * MINUTE, span_of(*month, zone="Asia/Ho_Chi_Minh"))
    assert outcome.measured == Fraction(value) / 100
    assert (credit_of(outcome).outcome, credit_of(outcome).payable) == (kind, payable)


@pytest.mark.parametrize(
    ("minutes", "started", "due"), [(89, False, 60), (89, True, 90), (630, False, 600), (80, False, 60)]
)
def test_steps_started_and_full_up_to_the_whole_fee(minutes: int, started: bool, due: int) -> None:
    draft = Draft()
    uptime = draft.availability()
    window = draft.table.add(WindowTime())
    share = draft.table.add(Arithmetic("-", draft.percent(100), uptime))
    down = draft.table.add(Arithmetic("*", share, window))
    steps = draft.table.add(StepCount(down, Fraction(30 * MINUTE), started))
    amount = draft.table.add(Arithmetic("*", steps, draft.amount(30)))
    check = draft.check(uptime, ">=", draft.percent(100))
    objective = draft.objective((check,), (draft.formula(amount),), limits=(draft.limit(draft.amount(600)),))
    outcome, _ = judged(draft.graph(objective), minutes * MINUTE, span_of("2024-06-01", "2024-07-01"))
    assert credit_of(outcome).due == due
