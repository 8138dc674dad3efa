"""Windows before this one, the only one of a term, and what a count over circuits says, as contracts write them."""

import pytest

from rules.written import evaluated, outages

JAN, FEB = "01-10T00:00 01-10T12:00", "02-10T00:00 02-10T12:00"
YEAR = "2026"
CIRCUITS = """
  stream outages of spans { circuit text }
  metric uptime for each circuit = availability of outages
  objective up for each circuit { uptime >= 99.9% per month }
"""


@pytest.mark.parametrize(
    ("window", "period"),
    [
        ("rolling 2 months", "2026-03"),
        ("rolling 3 weeks", "2026-01-26 until 2026-02-02"),
        ("rolling 2 days", "2026-01-12"),
    ],
)
def test_before_a_rolling_window_comes_the_one_that_ends_a_unit_earlier(window: str, period: str) -> None:
    """The outage of the 10th of January lies in the window before, and no longer in this one."""
    clauses = f"stream outages of spans {{}} objective up {{ count of outages <= 0 per {window} }} "
    clauses += 'escalate to "boss" when up is breached in the previous window'
    made = evaluated(clauses, {"outages": outages(JAN)}, period, coverage=YEAR)
    assert (made.states("up")[-1], made.evaluation.triggers[-1].fires) == ("met", True)


@pytest.mark.parametrize(("bad", "fires"), [([JAN], True), ([], False)])
def test_of_windows_as_long_as_the_term_there_is_one(bad: list[str], fires: bool) -> None:
    clauses = "stream outages of spans {} objective up { count of outages <= 0 per term } "
    clauses += 'escalate to "boss" when up is breached in 1 of any 2 windows '
    clauses += 'escalate to "chief" when up is breached in the previous window'
    made = evaluated(clauses, {"outages": outages(*bad)}, "2026-01-01 until 2027-01-01", coverage=YEAR)
    assert (bool(made.fired("boss")), made.fired("chief")) == (fires, [])


def test_a_count_tells_what_it_counts() -> None:
    log = {"outages": outages(f"{JAN} a", f"{FEB} b", columns="start,end,circuit")}
    clauses = CIRCUITS + "kpi bad { count over circuit where up is breached per month }"
    (count,) = evaluated(clauses, log, "2026-01", coverage=YEAR).of("bad", "2026-01").derivation.inputs
    assert count.rule == "count over circuit"
    assert [each.inputs[0].rule for each in count.inputs] == ["up is breached"]
