"""Conditions on earlier windows and on other clauses, and numbers over windows and scopes."""

import pytest

from rules.written import HEAD, evaluated, messages, outages
from sladsl.report.steps import numbered_steps
from sladsl.rules.derivation import steps_below

MONTHLY = """
  stream outages of spans { }
  metric uptime = availability of outages
  objective up { uptime >= 99.9% per month }
"""
JAN, FEB, MAR, APR = (f"0{month}-10T00:00 0{month}-10T06:00" for month in range(1, 5))
GAP = "2026-01-01 until 2026-02-01"


def remedied(
    condition: str, *bad: str, coverage: str | None = None, period: str = "2026-01 through 2026-04"
) -> list[str]:
    """The months in which a right follows."""
    clauses = f"{MONTHLY} terminate by buyer when {condition}"
    return evaluated(clauses, {"outages": outages(*bad)}, period, coverage=coverage).fired("buyer")


@pytest.mark.parametrize(
    ("condition", "bad", "months"),
    [
        ("up is breached", [FEB], ["2026-02"]),
        ("up is met", [FEB], ["2026-01", "2026-03", "2026-04"]),
        ("not (up is breached)", [FEB], ["2026-01", "2026-03", "2026-04"]),
        ("up is breached in the previous window", [FEB], ["2026-03"]),
        ("up is met in the previous window", [FEB], ["2026-02", "2026-04"]),
        ("up is breached in 2 of any 3 windows", [JAN, MAR], ["2026-03"]),
        ("up is breached in 2 of any 3 windows", [JAN, FEB, APR], ["2026-02", "2026-03", "2026-04"]),
        ("up is breached in 2 consecutive windows", [JAN, MAR, APR], ["2026-04"]),
        ("up is met in 2 consecutive windows", [JAN], ["2026-03", "2026-04"]),
        ("consecutive breaches of up >= 3", [JAN, FEB, MAR], ["2026-03"]),
        ("count over the last 2 windows where up is breached = 1", [FEB], ["2026-02", "2026-03"]),
        ("share over the previous 2 windows with up is breached >= 50%", [FEB], ["2026-03", "2026-04"]),
        ("up is breached and not (up is breached in the previous window)", [FEB, MAR], ["2026-02"]),
        ("up is breached in the next window", [FEB], ["2026-01"]),
        ("up is met in the next 2 windows", [FEB], ["2026-02"]),
        ("up is met in the next 2 months", [FEB], ["2026-02"]),
        ("up is breached in 1 of the next 2 windows", [MAR], ["2026-01", "2026-02"]),
        ("up is breached in 2 of the next 3 windows", [MAR, APR], ["2026-01"]),
        ("up is breached and up is met in the next 2 windows", [JAN, FEB], ["2026-02"]),
    ],
)
def test_conditions(condition: str, bad: list[str], months: list[str]) -> None:
    assert remedied(condition, *bad) == months


FIRST_AND_THIRD = """
  stream outages of spans { }
  stream gauges of samples every 1h { bad yes or no }
  metric broken = mean over buckets of 1h of gauges: 1
  objective up { time of outages + 0s * broken <= 0s per month }
"""


def _gauged(*months: str) -> str:
    days = {"01": 31, "02": 28, "03": 31, "04": 30}
    hours = [f"2026-{m}-{d:02}T{h:02}:00Z" for m in months for d in range(1, days[m] + 1) for h in range(24)]
    return "at,bad\n" + "".join(f"{each},no\n" for each in hours)


def test_a_window_without_a_verdict_neither_counts_nor_breaks_a_row() -> None:
    """March is not covered; February and April are breached, and so are two in a row."""
    for verdict, bad, months in (
        ("breached", [FEB, APR], ["2026-04"]),
        ("met", [FEB], []),
        ("met", [], ["2026-02", "2026-03", "2026-04"]),
    ):
        clauses = f"{FIRST_AND_THIRD} terminate by buyer when up is {verdict} in 2 consecutive windows"
        logs = {"outages": outages(*bad), "gauges": _gauged("01", "02", "04")}
        result = evaluated(clauses, logs, "2026-01 through 2026-04", coverage="2026-01 through 2026-04")
        assert result.states("up")[2] == "no verdict"
        assert result.fired("buyer") == months, verdict


def test_of_any_windows_one_without_a_verdict_is_one_of_them() -> None:
    clauses = f"{FIRST_AND_THIRD} terminate by buyer when up is breached in 2 of any 2 windows"
    logs = {"outages": outages(FEB, APR), "gauges": _gauged("01", "02", "04")}
    result = evaluated(clauses, logs, "2026-01 through 2026-04", coverage="2026-01 through 2026-04")
    assert result.fired("buyer") == []
    assert "SLA0529" in result.codes


@pytest.mark.parametrize(
    ("condition", "bad", "unknown"),
    [
        ("up is breached in 2 consecutive windows", [FEB], False),
        ("up is breached in 2 consecutive windows", [], False),
        ("up is breached in 3 consecutive windows", [FEB, MAR], True),
        ("consecutive breaches of up >= 9", [FEB], False),
        ("consecutive breaches of up >= 9", [FEB, MAR], True),
        ("up is breached in the previous window", [], True),
    ],
)
def test_what_is_not_known_is_told_where_it_matters(condition: str, bad: list[str], unknown: bool) -> None:
    """February and March are known, March is told of; the last condition looks at January from February."""
    period = "2026-02-01 until 2026-04-01" if "previous" in condition else "2026-03"
    clauses = f"{MONTHLY} terminate by buyer when {condition}"
    result = evaluated(clauses, {"outages": outages(*bad)}, period, coverage="2026-02-01 until 2026-04-01")
    assert ("SLA0528" in result.codes) is unknown


@pytest.mark.parametrize(
    ("covered", "fires"),
    [("2026-01 through 2026-11", [None, None, False]), ("2026-01 through 2026-12", [True, False, False])],
)
def test_what_lies_ahead_is_awaited_and_after_the_term_there_is_nothing(covered: str, fires: list[bool | None]) -> None:
    """October and November wait for December; November will never have two windows after it."""
    clauses = f"{MONTHLY} terminate by buyer when up is met in the next 2 windows"
    result = evaluated(clauses, {"outages": outages(JAN)}, "2026-10 through 2026-12", coverage=covered)
    assert [each.fires for each in result.evaluation.triggers] == fires


def test_a_long_row_is_told_once() -> None:
    """Each hour from six o'clock on is breached. What the row rests on is shared by its windows, so that it takes no
    more than they do. The hours from the ninth day on are not covered: they neither count nor end it."""
    clauses = """
      stream outages of spans { }
      metric uptime = availability of outages
      objective up { uptime >= 99.9% per hour }
      terminate by buyer when consecutive breaches of up >= 150
    """
    logs = {"outages": outages("01-01T06:00 01-11T00:00")}
    result = evaluated(clauses, logs, "2026-01-01 until 2026-01-11", coverage="2026-01-01 until 2026-01-09")
    rows = [each.derivation.inputs[0] for each in result.evaluation.triggers]
    assert [each.number for each in rows] == [max(0, min(hour, 191) - 5) for hour in range(240)]
    assert [each.fires for each in result.evaluation.triggers] == [each.known >= 150 for each in rows]
    *told, before = rows[170].inputs
    assert [len(told), told[0].rule, told[-1].rule] == [65, "up in 2026-01-08T02", "up in 2026-01-05T10"]
    assert before.known == len(before.inputs) == 100
    assert all(each.inputs[-1] is before for each in rows[106:])
    assert [len(rows[105].inputs), len(rows[106].inputs)] == [100, 2]
    assert len(steps_below(rows)) < 6 * len(rows)


REGIONAL = """
  stream outages of spans { region one of eu, us }
  stream orders of events { region one of eu, us  plan one of gold, tin }
  metric uptime for each region = availability of outages
  objective up for each region { uptime >= 99.9% per month }
"""
ROWS = {
    "outages": outages(f"{JAN} eu", f"{FEB} us", columns="start,end,region"),
    "orders": "at,region,plan\n" + "2026-01-05T00:00Z,eu,gold\n" * 3 + "2026-01-05T00:00Z,us,tin\n",
}


@pytest.mark.parametrize(
    ("number", "january"),
    [
        ("count over region where up is breached", "1"),
        ("share over region with up is met", "1/2"),
        ("min over region: uptime", "123/124"),
        ("max over region: uptime", "1"),
        ("mean over region: uptime", "247/248"),
        ("mean over region weighted by count of orders: uptime", "493/496"),
        ("sum over region where count of orders >= 2: time of outages / 1h", "6"),
        ("median over region: time of outages / 1h", "3"),
    ],
)
def test_over_scopes(number: str, january: str) -> None:
    result = evaluated(f"{REGIONAL} kpi it {{ {number} per month }}", ROWS, "2026-01 through 2026-03")
    assert str(result.of("it", "2026-01").measured) == january


def test_scopes_of_clauses_that_are_only_judged() -> None:
    """Nothing is measured for pairs of a plan and a region: which regions there are is said by what is judged."""
    clauses = f"""{REGIONAL}
  kpi per_plan for each plan {{ count of orders + count over region where up is breached per month }}"""
    result = evaluated(clauses, ROWS, "2026-01")
    assert [str(result.of("per_plan", "2026-01", plan).measured) for plan in ("gold", "tin")] == ["4", "2"]


@pytest.mark.parametrize(
    ("number", "values"),
    [
        ("sum over the last 2 months: time of outages / 1h", ["6", "12", "6"]),
        ("sum over the previous 2 months: time of outages / 1h", ["0", "6", "12"]),
        ("sum over the next 1 months: time of outages / 1h", ["6", "0", "?"]),
        ("count over days where time of outages > 1h", ["1", "1", "0"]),
        ("mean over weeks: time of outages / 1h", ["3/2", "3/2", "0"]),
        ("max over the last 2 windows: time of outages / 1h", ["6", "6", "6"]),
        ("sum over the last 2 windows: sum over the previous 1 windows: time of outages / 1h", ["0", "6", "12"]),
    ],
)
def test_over_windows(number: str, values: list[str]) -> None:
    clauses = f"stream outages of spans {{ }} kpi it {{ {number} per month }}"
    result = evaluated(
        clauses, {"outages": outages(JAN, FEB)}, "2026-01 through 2026-03", coverage="2026-01 through 2026-03"
    )
    found = [each.measured for each in result.evaluation.outcomes]
    assert ["?" if each is None else str(each) for each in found] == values


def test_a_week_counts_in_the_month_in_which_it_ends() -> None:
    """30 March to 5 April is a week of April."""
    clauses = "stream outages of spans { } kpi weeks { count over weeks where time of outages > 0s per month }"
    result = evaluated(
        clauses, {"outages": outages("03-31T00:00 03-31T01:00")}, "2026-03 through 2026-04", coverage="2026"
    )
    assert [str(each.measured) for each in result.evaluation.outcomes] == ["0", "1"]


def test_credits_are_told_to_clauses_that_come_after() -> None:
    clauses = f"""{MONTHLY.replace("per month }", "per month credit 100 USD }")}
  remedy surcharge {{ credit of up per month  credit 10% of credit of up }}"""
    result = evaluated(clauses, {"outages": outages(FEB)}, "2026-01 through 2026-03")
    assert result.payable("surcharge") == ["0", "10", "0"]


def test_credits_in_a_unit_of_the_contract_have_a_price() -> None:
    clauses = f"""unit vouchers {MONTHLY.replace("per month }", "per month credit 3 vouchers }")}
  kpi worth {{ credit of up * 25 USD / 1 vouchers per month }}"""
    result = evaluated(clauses, {"outages": outages(FEB)}, "2026-01 through 2026-03")
    told = [each for each in result.evaluation.outcomes if each.objective == "worth"]
    assert [(str(each.measured), each.unit.currency) for each in told] == [("0", "USD"), ("75", "USD"), ("0", "USD")]


def test_credits_of_a_year_of_months() -> None:
    clauses = f"""{MONTHLY.replace("per month }", "per month credit 100 USD }")}
  remedy yearly {{ sum over months: credit of up per quarter  credit 10% of (sum over months: credit of up) }}"""
    result = evaluated(clauses, {"outages": outages(JAN, FEB)}, "2026-01 through 2026-03")
    assert result.payable("yearly") == ["20"]


@pytest.mark.parametrize(
    ("clauses", "code"),
    [
        ("objective a { uptime >= 99% per month applies when a is breached }", "SLA0106"),
        ("objective a { uptime >= 99% per month applies when b is met } "
         "objective b { uptime >= 98% per month applies when a is met }", "SLA0106"),
        ("objective a { uptime >= 99% per month applies when a is met in the previous window }", None),
        ("objective a { uptime >= 99% per month applies when b is met in the previous window } "
         "objective b { uptime >= 98% per month applies when count over the next 1 windows where a is met >= 1 }",
         "SLA0106"),
        ("objective a { uptime >= 99% per month credit 1 USD, only when credit of b > 1 USD } "
         "objective b { uptime >= 98% per month credit 1 USD, only when credit of a > 1 USD }", "SLA0106"),
        ("objective a { uptime >= 99% per month credit 1 USD limit credit to credit of b } "
         "objective b { uptime >= 98% per month credit 1 USD limit credit to credit of a }", "SLA0106"),
        ("objective a { uptime >= 99% per month credit 1 USD, doubled when a is breached }", None),
        ("objective a { uptime >= 99% per month credit 1 USD } "
         "kpi b { sum over the next 2 windows: credit of a per month }", "SLA0214"),
        ("objective a { uptime >= 99% per month credit 1 USD } kpi b { credit of a per quarter }", "SLA0307"),
        ("unit vouchers objective a { uptime >= 99% per month credit 1 vouchers } kpi b { credit of a per month }",
         None),
        ("unit vouchers objective a { uptime >= 99% per month credit 1 vouchers } "
         "objective b { uptime >= 98% per month credit 1 USD } kpi c { credit of a, b per month }", "SLA0201"),
        ("objective a { uptime >= 99% per month } kpi b { points of a per month }", "SLA0107"),
        ("kpi b { count over months where up is breached per month }", "SLA0101"),
        ("objective a { uptime >= 99% per month applies when b is met } "
         "objective b { uptime >= 98% per month applies when a is met in the next window }", "SLA0106"),
        ("objective a { uptime >= 99% per month credit 1 USD earn back when a is met in the next 3 months }", None),
        ("objective a { uptime >= 99% per week } terminate by buyer when a is met in 3 of any 6 months", "SLA0307"),
        ("objective a { uptime >= 99% per week } terminate by buyer when a is met in the next 2 months", "SLA0307"),
        ("objective a { uptime >= 99% per 28 days from 2026-01-05 } "
         "terminate by buyer when a is breached in 2 consecutive days", "SLA0307"),
        ("objective a { uptime >= 99% per rolling 30 days } "
         "terminate by buyer when a is breached in 2 consecutive days", None),
        ("objective a { uptime >= 99% per month } terminate by buyer when a is met in 3 of the next 2 windows",
         "SLA0043"),
    ],
)  # fmt: skip
def test_questions_that_have_no_answer(clauses: str, code: str | None) -> None:
    found = messages(f"stream outages of spans {{ }} metric uptime = availability of outages {clauses}", HEAD)
    assert [each for each, _ in found if each < "SLA05"] == ([] if code is None else [code])


def test_an_explanation_tells_the_windows_that_say_most() -> None:
    """Of the 28 days of February, the worst; how many others there are, and between what they lie."""
    clauses = "stream outages of spans { } kpi it { mean over days: time of outages per month }"
    result = evaluated(clauses, {"outages": outages(FEB)}, "2026-02")
    (outcome,) = result.evaluation.outcomes
    told = numbered_steps([outcome.derivation], 12)
    days = [each.step.rule for each in told if each.step.rule.startswith("in ")]
    (whole,) = (each for each in told if each.left_out)
    assert len(days) == 12
    assert "in 2026-02-10" in days
    assert len(whole.left_out) == 16
    assert len(numbered_steps([outcome.derivation])) > len(told)


def test_a_right_has_the_windows_that_it_looks_at_as_its_evidence() -> None:
    clauses = f"{MONTHLY} terminate by buyer when up is breached in 2 of any 3 windows"
    result = evaluated(clauses, {"outages": outages(FEB)}, "2026-03", coverage="2026-01 through 2026-03")
    (trigger,) = result.evaluation.triggers
    rules = [each.step.rule for each in numbered_steps([trigger.derivation])]
    assert trigger.fires is False
    assert [each for each in rules if each.startswith("in ")] == ["in 2026-01", "in 2026-02", "in 2026-03"]
