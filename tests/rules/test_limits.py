"""Limits: their order, what they accumulate, that they never raise anything; rounding and totals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agreements import SPAN, Draft, FakeEngine, log_of, lost, number, records, service, span_of
from sladsl.diagnostics.catalogue.findings import LIMIT_UNKNOWN
from sladsl.graph import RuleGraph
from sladsl.graph.contract import PayOnlyAbove
from sladsl.graph.measures import MeasureNear
from sladsl.graph.rows import RowConstant
from sladsl.graph.values import Arithmetic, Extreme, Measured
from sladsl.model.units import PERCENT, money
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import CreditOutcome, Evaluation
from sladsl.rules.rounding import Rounding
from sladsl.temporal import HOUR

APRIL = span_of("2026-04-01", "2026-05-01")
QUARTER = span_of("2026-01-01", "2026-04-01")
YEAR = span_of("2026-01-01", "2027-01-01")


def run(
    graph: RuleGraph, period: tuple[int, int], scopes: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] | None = None
) -> Evaluation:
    engine = FakeEngine(lambda _m, _s, window: lost(window, 10 * HOUR), scopes or {})
    evaluation, _ = evaluate(graph, log_of(), engine, period=period)
    assert evaluation is not None
    return evaluation


def credits(evaluation: Evaluation) -> list[CreditOutcome]:
    return [each.credit for each in evaluation.outcomes if each.credit is not None]


def dues(evaluation: Evaluation) -> list[Fraction | None]:
    return [each.due for each in credits(evaluation)]


def test_limits_apply_in_the_written_order() -> None:
    """Of a credit, of the objective, of all; each sees what the one before it left."""
    draft = Draft()
    credit = draft.formula(draft.amount(100), limits=(draft.limit(draft.amount(80)),))
    objective = draft.uptime("99.9", (credit,), limits=(draft.limit(draft.amount(60)), draft.limit(draft.amount(70))))
    evaluation = run(draft.graph(objective, limits=(draft.limit(draft.amount(50)),)), APRIL)
    (made,) = credits(evaluation)
    assert [(each.before, each.limit, each.after) for each in made.limits] == [
        (100, 80, 80),
        (80, 60, 60),
        (60, 70, 60),
        (60, 50, 50),
    ]
    assert made.due == 50


def test_a_limit_over_a_year_is_used_up_by_earlier_months() -> None:
    draft = Draft()
    objective = draft.uptime(
        "99.9", (draft.formula(draft.amount(100), limits=(draft.limit(draft.amount(250), "year"),)),)
    )
    evaluation = run(draft.graph(objective), span_of("2025-11-01", "2026-05-01"))
    assert dues(evaluation) == [100, 100, 100, 100, 50, 0]
    assert credits(evaluation)[4].limits[0].used == 200


def test_a_limit_over_a_window_is_shared_by_scopes() -> None:
    draft = Draft()
    limit = draft.limit(draft.amount(150), "month")
    objective = draft.uptime("99.9", (draft.formula(draft.amount(100)),), keys=("region",), limits=(limit,))
    evaluation = run(draft.graph(objective), APRIL, {("region",): (("b",), ("a",))})
    assert [(each.scope[0][1], each.credit.due) for each in evaluation.outcomes if each.credit] == [
        ("a", 100),
        ("b", 50),
    ]


def test_without_a_window_each_scope_has_the_limit_for_itself() -> None:
    draft = Draft()
    objective = draft.uptime(
        "99.9", (draft.formula(draft.amount(100)),), keys=("region",), limits=(draft.limit(draft.amount(70)),)
    )
    assert dues(run(draft.graph(objective), APRIL, {("region",): (("b",), ("a",))})) == [70, 70]


def test_a_limit_of_all_credits_is_used_in_the_order_of_windows_then_of_the_text() -> None:
    draft = Draft()
    monthly = draft.uptime("99.9", (draft.formula(draft.amount(100)),), name="monthly")
    quarterly = draft.uptime("99.9", (draft.formula(draft.amount(100)),), name="quarterly", unit="quarter")
    graph = draft.graph(quarterly, monthly, limits=(draft.limit(draft.amount(250), "quarter"),))
    evaluation = run(graph, QUARTER)
    made = {(each.objective, each.window.label): each.credit.due for each in evaluation.outcomes if each.credit}
    assert made == {
        ("quarterly", "2026-Q1"): 50,
        ("monthly", "2026-01"): 100,
        ("monthly", "2026-02"): 100,
        ("monthly", "2026-03"): 0,
    }


def test_without_a_window_a_limit_of_all_is_one_pot_for_equal_windows() -> None:
    draft = Draft()
    objectives = [draft.uptime("99.9", (draft.formula(draft.amount(100)),), name=name) for name in ("first", "second")]
    graph = draft.graph(*objectives, limits=(draft.limit(draft.amount(150)),))
    evaluation = run(graph, span_of("2026-01-01", "2026-03-01"))
    assert dues(evaluation) == [100, 100, 50, 50]


def test_a_limit_of_several_objectives_leaves_the_others_alone() -> None:
    draft = Draft()
    objectives = [draft.uptime("99.9", (draft.formula(draft.amount(100)),), name=name) for name in ("a", "b", "c")]
    graph = draft.graph(*objectives, limits=(draft.limit(draft.amount(120), "month", "a", "c"),))
    assert dues(run(graph, APRIL)) == [100, 100, 20]


def test_30_percent_of_the_fees_of_that_month() -> None:
    draft = Draft(services=(service("1000", "month"),))
    limit = draft.limit(
        draft.table.add(Arithmetic("*", draft.constant(Fraction(3, 10), PERCENT), draft.fees())), "month"
    )
    graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(900)),)), limits=(limit,))
    assert dues(run(graph, QUARTER)) == [300, 300, 300]


def test_what_a_later_limit_cuts_does_not_use_up_an_earlier_one() -> None:
    """The year's limit counts what is due in the end: 50 a month, not the 1,000 that went in."""
    draft = Draft()
    credit = draft.formula(draft.amount(1000), limits=(draft.limit(draft.amount(1000), "year"),))
    graph = draft.graph(draft.uptime("99.9", (credit,)), limits=(draft.limit(draft.amount(50), "month"),))
    assert dues(run(graph, QUARTER)) == [50, 50, 50]


def test_what_is_below_the_minimum_uses_up_nothing() -> None:
    draft = Draft()
    least = PayOnlyAbove(draft.amount(100), False, SPAN)
    limits = (draft.limit(draft.amount(250), "year"),)
    objective = draft.uptime("99.9", (draft.formula(draft.amount(100)),), limits=limits, pay_only_above=least)
    evaluation = run(draft.graph(objective), QUARTER)
    assert dues(evaluation) == [0, 0, 0]
    assert [each.limits[0].used for each in credits(evaluation)] == [0, 0, 0]


def test_a_next_invoice_limits_and_one_that_is_not_in_the_log_does_not() -> None:
    for invoice, due, unknown in ((300, 300, False), (None, 1000, True)):
        draft = Draft()
        near = draft.table.add(MeasureNear("tickets", None, draft.table.add(RowConstant(Fraction(1))), "next"))
        limit = draft.limit(draft.table.add(Measured(near, "number", money("USD"))))
        graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(1000)),), limits=(limit,)))
        engine = FakeEngine(
            lambda measure, _s, window, near=near, invoice=invoice: (
                number(invoice) if measure == near else lost(window, 10 * HOUR)
            )
        )
        evaluation, diagnostics = evaluate(graph, log_of(), engine, period=APRIL)
        assert evaluation is not None
        assert dues(evaluation) == [due]
        assert (LIMIT_UNKNOWN.id in {each.code.id for each in diagnostics}) is unknown


def test_a_limit_in_another_currency_does_not_bind() -> None:
    draft = Draft()
    graph = draft.graph(
        draft.uptime("99.9", (draft.formula(draft.amount(100)),)), limits=(draft.limit(draft.amount(1, "EUR")),)
    )
    evaluation = run(graph, APRIL)
    assert dues(evaluation) == [100]
    assert LIMIT_UNKNOWN in {each.code for each in evaluation.findings}


def test_at_most_so_much_per_month_for_cases() -> None:
    draft = Draft()
    credit = draft.formula(
        draft.amount(50), per_case=draft.tickets(), limits=(draft.limit(draft.amount(1000), "month"),)
    )
    graph = draft.graph(draft.objective(credits=(credit,), records=draft.tickets()))
    evaluation, _ = evaluate(graph, log_of(), FakeEngine(lambda *_: records(0, 25)), period=QUARTER)
    assert evaluation is not None
    assert dues(evaluation) == [1000, 1000, 1000]


def test_the_lesser_of_two_amounts() -> None:
    draft = Draft()
    least = draft.table.add(Extreme("lesser", (draft.amount(40), draft.amount(30))))
    graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(100)),), limits=(draft.limit(least),)))
    assert dues(run(graph, APRIL)) == [30]


@pytest.mark.parametrize(
    ("currency", "parts", "total"), [("VND", "333", "999"), ("USD", "333.33", "999.99"), ("KWD", "333.333", "999.999")]
)
def test_parts_add_up_to_the_total(currency: str, parts: str, total: str) -> None:
    draft = Draft(currency=currency)
    graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(Fraction(1000, 3))),)))
    evaluation = run(graph, QUARTER)
    assert [each.payable for each in credits(evaluation)] == [Fraction(parts)] * 3
    (sum_,) = evaluation.totals
    assert (sum_.currency, sum_.due, sum_.payable) == (currency, 1000, Fraction(total))


amounts = st.fractions(min_value=0, max_value=2000, max_denominator=997)


@given(
    st.lists(amounts, min_size=1, max_size=3),
    st.lists(amounts, max_size=4),
    amounts,
    st.sampled_from(["half up", "half even", "up", "down"]),
)
def test_limits_never_raise_and_parts_add_up(
    sums: list[Fraction], limits: list[Fraction], pot: Fraction, rounding: Rounding
) -> None:
    draft = Draft(rounding=rounding)
    own = tuple(draft.limit(draft.amount(each)) for each in limits)
    objectives = [
        draft.uptime("99.9", (draft.formula(draft.amount(each)),), name=f"o{index}", limits=own)
        for index, each in enumerate(sums)
    ]
    evaluation = run(draft.graph(*objectives, limits=(draft.limit(draft.amount(pot), "quarter"),)), QUARTER)
    made = credits(evaluation)
    for outcome in evaluation.outcomes:
        credit = outcome.credit
        assert credit is not None and credit.due is not None and credit.payable is not None
        before = sums[int(outcome.objective[1:])]
        for limit in credit.limits:
            assert limit.before == before
            assert limit.limit is not None and limit.after <= min(limit.before, limit.limit)
            before = limit.after
        assert credit.due == before
        assert abs(credit.payable - credit.due) < Fraction(1, 100)
    assert sum(each.due or 0 for each in made) <= pot
    assert evaluation.totals[0].due == sum(each.due or 0 for each in made)
    assert evaluation.totals[0].payable == sum(each.payable or 0 for each in made)


@given(amounts, amounts)
def test_the_same_limit_twice_is_the_limit_once(amount: Fraction, limit: Fraction) -> None:
    found = []
    for times in (1, 2):
        draft = Draft()
        same = tuple(draft.limit(draft.amount(limit), "quarter") for _ in range(times))
        graph = draft.graph(draft.uptime("99.9", (draft.formula(draft.amount(amount)),), limits=same))
        found.append(dues(run(graph, QUARTER)))
    assert found[0] == found[1]


@given(
    st.lists(
        st.tuples(st.integers(900, 999), st.integers(1, 100)), min_size=1, max_size=5, unique_by=lambda row: row[0]
    ),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_on_a_rising_ladder_more_downtime_never_owes_less(rows: list[tuple[int, int]], first: int, second: int) -> None:
    """Rows that give more the further down they lie: then worse is never cheaper."""
    borders = sorted((border for border, _ in rows), reverse=True)
    gives = sorted(share for _, share in rows)
    draft = Draft()
    made = [
        draft.row(draft.percent(share), ("below", str(Fraction(border, 10))))
        for border, share in zip(borders, gives, strict=True)
    ]
    graph = draft.graph(draft.uptime("99.9", (draft.share(draft.amount(100), *made),)))

    def due(hours: int) -> Fraction:
        engine = FakeEngine(lambda _m, _s, window: lost(window, hours * HOUR))
        evaluation, _ = evaluate(graph, log_of(), engine, period=APRIL)
        assert evaluation is not None
        return dues(evaluation)[0] or Fraction(0)

    assert due(min(first, second)) <= due(max(first, second))


def test_a_credit_belongs_to_the_pot_in_which_its_window_ends() -> None:
    """A quarter ends in March: its credit comes out of that month's pot, not of January's."""
    draft = Draft()
    quarterly = draft.uptime("99.9", (draft.formula(draft.amount(100)),), name="quarterly", unit="quarter")
    monthly = draft.uptime("99.9", (draft.formula(draft.amount(100)),), name="monthly")
    graph = draft.graph(quarterly, monthly, limits=(draft.limit(draft.amount(120), "month"),))
    made = {
        (each.objective, each.window.label): each.credit.due for each in run(graph, QUARTER).outcomes if each.credit
    }
    assert made[("monthly", "2026-01")] == 100
    assert (made[("quarterly", "2026-Q1")], made[("monthly", "2026-03")]) == (100, 20)


def test_of_several_credits_the_first_uses_its_own_pot_before_the_second() -> None:
    """100 and 300 are cut to 200: they use 100 of each pot; then 10 and 300 are, as only 10 are left."""
    draft = Draft()
    small = draft.formula(draft.amount(100), limits=(draft.limit(draft.amount(110), "year"),))
    large = draft.formula(draft.amount(300), limits=(draft.limit(draft.amount(2000), "year"),))
    objective = draft.uptime("99.9", (small, large), limits=(draft.limit(draft.amount(200)),))
    made = credits(run(draft.graph(objective), QUARTER))
    assert [each.limits[0].used for each in made] == [0, 100, 110]
    assert [each.limits[1].used for each in made] == [0, 100, 290]
    assert [each.limits[0].after for each in made] == [100, 10, 0]


def test_what_is_left_of_limits_has_no_more_digits_than_the_amounts() -> None:
    """Two credits with limits of their own for the year, of which a limit of each week leaves something over."""
    draft = Draft()
    made = [draft.formula(draft.amount(each), limits=(draft.limit(draft.amount("10.01"), "year"),)) for each in (7, 9)]
    objective = draft.uptime("99.9", tuple(made), limits=(draft.limit(draft.amount("4.01")),), unit="week")
    outcomes = credits(run(draft.graph(objective), QUARTER))
    left = [limit.after for each in outcomes for limit in each.limits]
    assert len(left) == 3 * 14
    assert max(each.denominator for each in left) == 100


def test_a_limit_that_is_not_known_is_no_matter_where_nothing_is_due() -> None:
    draft = Draft()
    limits = (draft.limit(draft.amount(1, "EUR")),)
    graph = draft.graph(draft.uptime("90", (draft.formula(draft.amount(100)),)), limits=limits)
    assert LIMIT_UNKNOWN not in {each.code for each in run(graph, APRIL).findings}
