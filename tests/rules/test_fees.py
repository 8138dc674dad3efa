"""Fees in proportion to time: whole months are whole fees, whatever the clock did; nothing outside the term."""

from datetime import date
from fractions import Fraction

import pytest

from rules.agreements import Draft, at, service
from rules.written import HEAD, derived, evaluated
from sladsl.rules.fees import fee_steps
from sladsl.rules.panes import term_of
from sladsl.temporal import HOUR

BERLIN = "Europe/Berlin"


def cost(
    amount: str, unit: str | None, start: str, end: str, draft: Draft | None = None, from_day: int = 1
) -> Fraction:
    draft = draft or Draft(zone=BERLIN)
    services = [service(amount, unit, zone=draft.zone, from_day=from_day)]  # type: ignore[arg-type]
    steps = fee_steps(term_of(draft.graph()), services, at(start, draft.zone), at(end, draft.zone))
    return sum((Fraction(each.value or 0) for each in steps), Fraction(0))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-03-01", "2026-04-01", 1),
        ("2026-10-01", "2026-11-01", 1),
        ("2026-01-01", "2027-01-01", 12),
        ("2024-02-01", "2024-03-01", 1),
        ("2026-01-01", "2026-04-01", 3),
    ],
)
def test_whole_months_cost_whole_fees(start: str, end: str, months: int) -> None:
    assert cost("1234.56", "month", start, end) == Fraction("1234.56") * months


def test_a_part_of_a_month_with_a_change_of_the_clock() -> None:
    """March 2026 has 743 hours in Berlin, the 29th of it 23."""
    assert cost("743", "month", "2026-03-29", "2026-03-30") == 23
    assert cost("743", "month", "2026-03-01", "2026-03-29") == 28 * 24


def test_a_day_of_a_yearly_fee() -> None:
    assert cost("365", "year", "2026-01-01", "2026-01-02", Draft()) == 1
    assert cost("366", "year", "2024-01-01", "2024-01-02", Draft()) == 1


def test_nothing_is_owed_outside_the_term() -> None:
    draft = Draft(start=date(2024, 6, 21), end=date(2024, 7, 11))
    assert cost("1000", "month", "2024-06-01", "2024-07-01", draft) == Fraction(10_000, 30)
    assert cost("3100", "month", "2024-07-01", "2024-08-01", draft) == 1000
    assert cost("1000", "month", "2024-08-01", "2024-09-01", draft) == 0


def test_a_billing_month_that_starts_with_the_term_is_whole() -> None:
    draft = Draft(start=date(2024, 6, 21), end=date(2025, 6, 21))
    assert cost("1000", "month", "2024-06-21", "2024-07-21", draft, from_day=21) == 1000


def test_a_fee_owed_once() -> None:
    draft = Draft(start=date(2024, 6, 21))
    assert cost("500", None, "2024-06-01", "2024-07-01", draft) == 500
    assert cost("500", None, "2024-07-01", "2024-08-01", draft) == 0
    assert cost("500", None, "2024-05-21", "2024-06-21", draft) == 0


def test_a_fee_for_the_term() -> None:
    draft = Draft(start=date(2026, 1, 1), end=date(2027, 1, 1))
    assert cost("365", "term", "2026-02-01", "2026-02-02", draft) == 1
    endless = Draft(start=date(2026, 1, 1), end=None)
    (step,) = fee_steps(term_of(endless.graph()), [service("365", "term")], at("2026-01-01"), at("2026-01-02"))
    assert step.value is None and step.note


def test_hours_of_a_change_of_the_clock() -> None:
    assert term_of(Draft(zone=BERLIN).graph()).start == at("2015-01-01", BERLIN)
    march = at("2026-04-01", BERLIN) - at("2026-03-01", BERLIN)
    assert march == 743 * HOUR


def test_of_a_fee_for_a_term_without_an_end_there_is_no_share() -> None:
    open_ended = term_of(Draft(end=None).graph())
    month = at("2026-01-01", "UTC"), at("2026-02-01", "UTC")
    by_term, monthly = (fee_steps(open_ended, [service("90", unit)], *month) for unit in ("term", "month"))  # type: ignore[arg-type]
    assert derived(*monthly) == ["fee of api: 90 USD per month: 90 USD"]
    assert derived(*by_term) == [
        "fee of api: 90 USD per term: nothing (the term has no end, so a fee for it has no share per window)"
    ]


DEARER = """
  } amendment dearer to written from 2026-03-16 because "agreed" {
    change service api { fee 2_000 USD per month }
    add service web { fee 31 USD per month fee 500 USD once }
    add kpi of_web { sum over the last 3 windows: web.fee per month }
"""


@pytest.mark.parametrize(
    ("asked", "window", "steps"),
    [
        ("cost", "2026-02", ["fees: 1000 USD", "  fee of api: 1000 USD per month: 1000 USD"]),
        (
            "cost",
            "2026-03",
            [
                "fees: 1516.129032… USD",
                "  fee of api: 1000 USD per month: 483.870967… USD (15/31 of it)",
                "  fee of api: 2000 USD per month: 1032.258064… USD (16/31 of it)",
            ],
        ),
        (
            "cost",
            "2026-04",
            [
                "fees: 2031 USD",
                "  fee of api: 2000 USD per month: 2000 USD",
                "  fee of web: 31 USD per month: 31 USD",
                "  fee of web: 500 USD once: 0 USD",
            ],
        ),
        (
            "of_web",
            "2026-04",
            [
                "sum over windows: 47 USD",
                "  in 2026-02: 0 USD",
                "    fees: 0 USD",
                "      fee of web: 31 USD per month: 0 USD (0 of it)",
                "  in 2026-03: 16 USD",
                "    fees: 16 USD",
                "      fee of web: 31 USD per month: 16 USD (16/31 of it)",
                "      fee of web: 500 USD once: 0 USD",
                "  in 2026-04: 31 USD",
                "    fees: 31 USD",
                "      fee of web: 31 USD per month: 31 USD",
                "      fee of web: 500 USD once: 0 USD",
            ],
        ),
    ],
)
def test_fees_change_on_their_day(asked: str, window: str, steps: list[str]) -> None:
    clauses = "stream errors of events {} kpi cost { fees per month }" + DEARER
    made = evaluated(clauses, {"errors": "at\n"}, window, coverage="2026")
    assert derived(*made.of(asked, window).derivation.inputs) == steps


def test_a_fee_once_is_owed_where_the_term_begins_also_if_it_is_changed_and_changed_back() -> None:
    changes = """
      } amendment monthly to written from 2026-03-01 because "agreed" {
        change service api { fee 2_000 USD per month }
      } amendment back to written from 2026-04-01 because "agreed" { change service api { fee 1_000 USD once }
    """
    head = HEAD.replace("fee 1_000.00 USD per month", "fee 1_000 USD once")
    clauses = "stream errors of events {} kpi cost { fees per quarter }" + changes
    made = evaluated(clauses, {"errors": "at\n"}, "2026-01 through 2026-06", coverage="2026", head=head)
    assert [each.measured for each in made.evaluation.outcomes] == [3000, 0]
