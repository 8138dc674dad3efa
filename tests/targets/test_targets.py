"""What is suggested is what comes out when the text of the contract says so."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.written import outages
from sladsl.diagnostics import Diagnostic
from sladsl.model.units import DURATION, NUMBER, PERCENT, decimal_text, open_time
from sladsl.targets.candidates import candidates_of, in_few_digits
from sladsl.targets.promises import Promise, promises_of
from sladsl.temporal import HOUR
from sladsl.text import Span
from sladsl.workspace.suggesting import suggestions
from targets.suggesting import Case, with_target

UPTIME = """
  stream outages of spans { }
  metric uptime = availability of outages
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% gives 10%
      below 99.0% gives 25%
    }
  }
  limit all credits to 400 USD per calendar year
"""
BAD_MONTHS = outages(
    "01-10T00:00 01-10T01:00", "02-10T00:00 02-10T10:00", "04-01T00:00 04-01T00:40", "05-20T00:00 05-20T03:30"
)


def uptime() -> Case:
    return Case(UPTIME, {"outages": BAD_MONTHS}, "2026-01-01 until 2026-07-01")


def percent(value: Fraction) -> str:
    return decimal_text(value * 100) + "%"


def test_the_past_is_what_was_measured() -> None:
    past = uptime().one("up").past
    assert len(past.values) == 6
    assert past.values[0] == 1 - Fraction(10, 28 * 24)
    assert past.own == (Fraction(999, 1000),)
    assert past.unknown == 0


def test_the_strictest_target_kept_in_every_month() -> None:
    found = uptime().one("up")
    (every,) = (each for each in found.tried if each.candidate and Fraction(1) in each.candidate.shares)
    assert every.candidate is not None
    assert percent(every.candidate.target) == "98.5%"
    assert (every.kept, every.judged) == (6, 6)


@pytest.mark.parametrize("target", ["98.5%", "99.5%", "99.86%", "99.9%", "99.95%", "100%"])
def test_a_target_comes_to_what_the_text_would_come_to(target: str) -> None:
    case = uptime()
    tried = with_target(case.one("up", target), Fraction(target.removesuffix("%")) / 100)
    written = case.written("uptime >= 99.9%", f"uptime >= {target}")
    assert tried.owed == case.owed(written)
    assert tried.kept == sum(state != "breached" for state in written.states("up"))


@pytest.mark.parametrize("target", ["98.5%", "99.5%", "99.95%", "100%"])
def test_rows_that_move_along_are_rows_written_elsewhere(target: str) -> None:
    case = uptime()
    value = Fraction(target.removesuffix("%")) / 100
    tried = with_target(case.one("up", target), value)
    moved = UPTIME
    for row in ("99.9%", "99.0%"):
        new = percent(Fraction(row.removesuffix("%")) / 100 + value - Fraction(999, 1000))
        moved = moved.replace(f"below {row}", f"below {new}")
    moved = moved.replace("uptime >= 99.9%", f"uptime >= {target}")
    other = Case(moved, case.logs, case.period)
    assert tried.moved == other.owed(other.written("stream outages", "stream outages"))


MINUTES = st.integers(0, 3 * 24 * 60)
STARTS = st.integers(0, 178)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(STARTS, MINUTES), max_size=6), st.integers(9_700, 10_000))
def test_whatever_happened_and_is_tried_the_text_comes_to_the_same(
    stretches: list[tuple[int, int]], hundredths: int
) -> None:
    begin = datetime(2026, 1, 1)
    rows = ["start,end"]
    for day, minutes in stretches:
        start = begin + timedelta(days=day)
        rows.append(f"{start.isoformat()}Z,{(start + timedelta(minutes=minutes)).isoformat()}Z")
    case = Case(UPTIME, {"outages": "\n".join(rows) + "\n"}, "2026-01-01 until 2026-07-01")
    target = Fraction(hundredths, 10_000)
    tried = with_target(case.one("up", percent(target)), target)
    written = case.written("uptime >= 99.9%", f"uptime >= {percent(target)}")
    assert (tried.owed, tried.judged) == (case.owed(written), 6)
    assert tried.kept == sum(state != "breached" for state in written.states("up"))


def test_as_the_contract_is() -> None:
    case = uptime()
    as_is = case.one("up").tried[0]
    assert as_is.candidate is None
    assert as_is.owed == as_is.moved == case.owed(case.written("stream outages", "stream outages"))


BY_REGION = """
  stream outages of spans by region { }
  metric uptime for each region = availability of outages
  objective up for each region {
    when region = eu: uptime >= 99.9%
    otherwise:        uptime >= 99.5%
    per calendar month
    credit share of api.fee {
      when region = eu { below 99.9% gives 10% }
      otherwise        { below 99.5% gives 5% }
    }
  }
"""


def test_of_several_targets_one_moves_and_its_rows_with_it() -> None:
    rows = outages("01-10T00:00 01-10T01:00 eu", "01-10T00:00 01-10T05:00 us", columns="start,end,region")
    case = Case(BY_REGION, {"outages": rows}, "2026-01")
    europe, others = case.suggested(asked=["99.8%", "99%"])
    assert (len(europe.past.values), len(others.past.values)) == (1, 1)
    laxer = with_target(europe, Fraction(998, 1000))
    assert (laxer.kept, laxer.owed, laxer.moved) == (1, 150, 50)
    laxer = with_target(others, Fraction(99, 100))
    assert (laxer.kept, laxer.owed, laxer.moved) == (1, 150, 100)


CASES = """
  calendar office { open Mon to Fri 08:00-18:00 }
  stream tickets of cases {
    priority one of P1, P2
    moments  opened, answered, solved
  }
  metric answer for each tickets by opened = time in office from opened to answered
  metric repair for each tickets by opened = time from opened to solved
  objective answered for each tickets {
    by priority {
      P1: answer <= 2 business hours, repair <= 24h
      P2: answer <= 2 business hours, repair <= 48h
    }
    per calendar month
    credit 10 USD per case missed
  }
  kpi the_same for each tickets {
    answer <= 2 business hours
    per calendar month
  }
  kpi the_same_again for each tickets {
    answer <= 2 business hours
    per calendar month
  }
"""
TICKETS = """case,priority,opened,answered,solved
1,P1,2026-03-02T08:00Z,2026-03-02T09:00Z,2026-03-02T20:00Z
2,P1,2026-03-03T08:00Z,2026-03-03T11:00Z,2026-03-04T08:00Z
3,P2,2026-03-04T08:00Z,2026-03-04T10:00Z,2026-03-07T08:00Z
4,P2,2026-03-05T08:00Z,2026-03-06T08:30Z,2026-03-06T09:00Z
5,P2,2026-03-31T17:00Z,,
"""


def tickets() -> Case:
    return Case(CASES, {"tickets": TICKETS}, "2026-03")


def test_each_limit_of_a_case_is_a_promise() -> None:
    found = [(each.objective, each.label, each.unit) for each in promises_of(tickets().graph)]
    assert found == [
        ("answered", "P1: answer", open_time("office")),
        ("answered", "P2: answer", open_time("office")),
        ("answered", "P1: repair", DURATION),
        ("answered", "P2: repair", DURATION),
        ("the_same", "", open_time("office")),
        ("the_same_again", "", open_time("office")),
    ]


def test_of_cases_only_those_count_that_it_is_asked_of() -> None:
    first, second, *_ = tickets().suggested("answered")
    assert first.past.values == (3 * HOUR, HOUR)
    # The fifth was opened an hour before the end of the month, and is open.
    assert second.past.values == (Fraction(21, 2) * HOUR, 2 * HOUR)
    assert second.past.unknown == 1


@pytest.mark.parametrize("hours", ["1", "3", "10.5"])
def test_a_limit_of_one_class_comes_to_what_the_text_would_come_to(hours: str) -> None:
    case = tickets()
    second = case.suggested("answered", asked=[f"{hours} business hours"])[1]
    tried = with_target(second, Fraction(hours) * HOUR)
    written = case.written("P2: answer <= 2 business", f"P2: answer <= {hours} business")
    assert tried.owed == case.owed(written)
    assert tried.kept == sum(limit * HOUR <= Fraction(hours) * HOUR for limit in (2, Fraction(21, 2)))


def test_what_says_the_same_beside_it_stays() -> None:
    """Equal clauses are one node of the graph; only one of them is to change."""
    case = tickets()
    found = case.one("the_same", "20 business hours")
    tried = with_target(found, Fraction(20 * HOUR))
    assert tried.kept == 4
    assert tried.owed == found.tried[0].owed


def test_an_amended_clause_keeps_its_own_target() -> None:
    case = Case(
        UPTIME.replace("limit all credits to 400 USD per calendar year", "")
        + """
}
amendment stricter to written from 2026-04-01 because "agreed" {
  change objective up { uptime >= 99.95% per calendar month }
""",
        {"outages": BAD_MONTHS},
        "2026-01-01 until 2026-07-01",
    )
    before, after = case.suggested("up", asked=["99%"])
    assert (before.past.own, after.past.own) == ((Fraction(999, 1000),), (Fraction(9995, 10000),))
    assert (len(before.past.values), len(after.past.values)) == (3, 3)
    written = case.written("uptime >= 99.9%", "uptime >= 99%")
    assert with_target(before, Fraction(99, 100)).owed == case.owed(written)


def test_a_target_of_another_unit_is_no_target_here() -> None:
    case = uptime()
    for text in ("4h", "99.9", "high", "30 days of rest"):
        found = suggestions(case.graph, case.prepared, None, (Fraction(1),), [text])
        assert isinstance(found, Diagnostic), text


def promise(comparator: str, unit: object) -> Promise:
    return Promise("one", None, "window", comparator, unit, None, Span("text", 0, 1))  # type: ignore[arg-type]


@given(
    st.fractions(min_value=0, max_value=5),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.sampled_from([PERCENT, NUMBER, DURATION]),
)
def test_few_digits_are_kept_all_the_same(value: Fraction, comparator: str, unit: object) -> None:
    if unit == DURATION:
        value *= 1000 * HOUR
    target = in_few_digits(value, promise(comparator, unit))
    kept = {"<": value < target, "<=": value <= target, ">": value > target, ">=": value >= target}
    assert kept[comparator]
    if value and not (unit == PERCENT and comparator in (">", ">=")):
        assert abs(target - value) <= max(value / 5, 1000 if unit == DURATION else Fraction(1, 1000))


@pytest.mark.parametrize(
    ("value", "comparator", "unit", "target"),
    [
        ("0.99731183", ">=", PERCENT, "0.9973"),
        ("0.999952", ">=", PERCENT, "0.999952"),
        ("0.9999523", ">=", PERCENT, "0.999952"),
        ("0.613", ">=", PERCENT, "0.61"),
        ("1", ">=", PERCENT, "1"),
        ("1", ">", PERCENT, "0.99"),
        ("0.00123", "<=", PERCENT, "0.0013"),
        ("0", "<=", PERCENT, "0"),
        ("0", "<", NUMBER, "1"),
        ("1234", "<=", NUMBER, "1300"),
        ("37", ">=", NUMBER, "37"),
    ],
)
def test_few_digits(value: str, comparator: str, unit: object, target: str) -> None:
    assert in_few_digits(Fraction(value), promise(comparator, unit)) == Fraction(target)


@given(
    st.lists(st.fractions(min_value=0, max_value=1, max_denominator=1000), min_size=1, max_size=20),
    st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100),
)
def test_so_much_of_the_past_keeps_it(past: list[Fraction], share: Fraction) -> None:
    for comparator in ("<=", ">="):
        (found,) = candidates_of(promise(comparator, PERCENT), past, [share], [])
        kept = [each <= found.target if comparator == "<=" else each >= found.target for each in past]
        assert sum(kept) >= share * len(past)
        # What is a step stricter than the value it rests on is kept by less.
        exact = sorted(past, reverse=comparator == "<=")[int((1 - share) * len(past))]
        better = [each < exact if comparator == "<=" else each > exact for each in past]
        assert sum(better) < share * len(past)
