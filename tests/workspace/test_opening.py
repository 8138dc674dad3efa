"""Going on from earlier results: it comes to the same as evaluating all at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from rules.written import Result, evaluated, outages
from sladsl.api import EvaluationRequest, compile_file, evaluate_contract, find_configuration

CLAUSES = """
  unit vouchers
  stream outages of spans { region one of eu, us }
  metric uptime for each region = availability of outages

  objective up for each region {
    uptime >= 99.9% per month
    credit share of api.fee, doubled when up is breached in the previous window, at most 350 USD per year {
      below 99.9% gives 10%
      below 99.0% gives 25%
    }
    credit 333.31 USD / 10, at most 50 USD per rolling 2 months
    limit credit to 600 USD per half year
    points { below 99.9% gives 1  below 99.0% gives 3 }
    bonus 70 USD, at most 150 USD per year
    pay once 300 USD accrued
  }
  objective every {
    count over region where up is breached <= 0 per month
    credit 2 vouchers, at most 3 vouchers per year
  }
  objective steady { count of outages <= 1 per month  points 2 }
  pool risk of 90 USD per quarter { every weighs 60%  steady weighs 50% }
  remedy turned {
    points of steady per month
    credit { at least 1 gives 20 USD }
    limit credit to 50% of (sum over the last 2 windows: credit of steady) + 15 USD
  }
  limit all credits to 500 USD per year
  limit credits of up, steady to 450 USD per quarter
  terminate by buyer when count over region where up is breached in 2 of any 3 windows >= 1
  escalate to "board" when consecutive breaches of every >= 2
"""
"""What looks back in every way, but rests on verdicts and amounts alone."""


@st.composite
def stretches(draw: st.DrawFn) -> list[str]:
    """Outages in January, February and March, in either region."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        month, day = draw(st.integers(1, 3)), draw(st.integers(1, 27))
        hours, region = draw(st.sampled_from([1, 3, 9, 23])), draw(st.sampled_from(["eu", "us"]))
        found.append(f"{month:02}-{day:02}T00:00 {month:02}-{day:02}T{hours:02}:00 {region}")
    return found


def run(rows: list[str], period: str, *opening: Result, coverage: str | None = None) -> Result:
    logs = {"outages": outages(*rows, columns="start,end,region")}
    return evaluated(CLAUSES, logs, period, coverage=coverage or period, opening=[each.json for each in opening])


def told(*results: Result) -> tuple[list[Any], list[Any]]:
    """Outcomes and rights in an order that does not depend on how they came about."""
    documents = [json.loads(each.json) for each in results]
    outcomes = [each for document in documents for each in document["outcomes"]]
    triggers = [each for document in documents for each in document["triggers"]]
    return sorted(outcomes, key=str), sorted(triggers, key=str)


@effort(25)
@given(stretches())
def test_two_months_and_then_the_third_are_three_months(rows: list[str]) -> None:
    at_once = run(rows, "2026-01-01 until 2026-04-01")
    first = run(rows, "2026-01-01 until 2026-03-01")
    third = run([each for each in rows if each.startswith("03")], "2026-03-01 until 2026-04-01", first)
    assert told(first, third) == told(at_once)
    assert "SLA0528" not in third.codes


@effort(10)
@given(stretches())
def test_month_by_month(rows: list[str]) -> None:
    at_once = run(rows, "2026-01-01 until 2026-04-01")
    results: list[Result] = []
    for month in ("01", "02", "03"):
        results.append(run([each for each in rows if each.startswith(month)], f"2026-{month}", *results))
    assert told(*results) == told(at_once)


def test_without_it_the_limit_is_whole_again() -> None:
    rows = [f"0{month}-10T00:00 0{month}-10T23:00 eu" for month in (1, 2, 3)]
    alone = run(rows[2:], "2026-03")
    assert "SLA0528" in alone.codes
    first = run(rows[:2], "2026-01-01 until 2026-03-01")
    later = run(rows[2:], "2026-03", first)
    assert alone.of("up", "2026-03", "eu").credit != later.of("up", "2026-03", "eu").credit


def test_the_log_counts_where_the_earlier_result_has_no_verdict() -> None:
    """January is given twice: by a result that knew nothing of it, and by the log."""
    rows = ["01-10T00:00 01-10T23:00 eu", "02-10T00:00 02-10T23:00 eu"]
    empty = run([], "2026-01", coverage="2026-02")
    assert set(empty.states("up")) == {"no verdict"}
    result = run(rows, "2026-02", empty, coverage="2026-01-01 until 2026-03-01")
    assert told(result) == told(run(rows, "2026-02", coverage="2026-01-01 until 2026-03-01"))


def test_what_an_earlier_result_took_of_one_window_is_gone_for_others_of_that_window() -> None:
    """Of January the earlier result knows what `up` owes; what `steady` owes is in the log that came later."""
    clauses = """
      stream outages of spans {}
      stream errors of spans {}
      objective up { availability of outages >= 99.9% per month credit 100 USD }
      objective steady { availability of errors >= 99.9% per month credit 100 USD }
      limit all credits to 150 USD
      limit all credits to 300 USD per year
    """
    rows = outages("01-10T00:00 01-10T23:00", "02-10T00:00 02-10T23:00")
    logs, both = {"outages": rows, "errors": rows}, "2026-01-01 until 2026-03-01"
    first = evaluated(clauses, logs, "2026-01", coverage={"outages": "2026-01", "errors": "2026-02"})
    assert (first.payable("up"), first.payable("steady")) == (["100"], ["?"])
    second = evaluated(clauses, logs, "2026-02", coverage=both, opening=[first.json])
    assert (second.payable("up"), second.payable("steady")) == (["100"], ["50"])


def _messages(folder: Path, *openings: Path) -> list[tuple[str, str]]:
    (folder / "a.sladsl").write_text('agreement a { term 2026-01-01 until 2027-01-01 zone "UTC" }', encoding="utf-8")
    file = compile_file(folder / "a.sladsl", {})
    graph = file.agreements[0].graph
    assert graph is not None
    configuration, _ = find_configuration(folder)
    request = EvaluationRequest(period="2026-01", opening=openings)
    made = evaluate_contract(graph, file.digest, configuration, request)
    return [(each.code.id, each.message) for each in made.diagnostics]


GOOD: dict[str, Any] = {
    "format_version": 1,
    "agreement": {"name": "a"},
    "stamps": {},
    "period": {"start": "2026-01-01T00:00:00Z"},
    "outcomes": [],
}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is no JSON: line 1 goes wrong"),
        ("[" * 100_000, "its values are nested too deeply"),
        ("[]", "the document is missing, or no object"),
        ("{}", "its format_version is not 1"),
        (json.dumps({**GOOD, "agreement": None}), "agreement is missing, or no object"),
        (json.dumps({**GOOD, "period": {"start": 5}}), "period.start is missing, or no text"),
        (json.dumps({**GOOD, "period": {"start": "yesterday"}}), "period.start is no instant"),
        (json.dumps({**GOOD, "outcomes": {}}), "outcomes is missing, or no list"),
        (json.dumps({**GOOD, "outcomes": [5]}), "outcomes[0] is missing, or no object"),
        ("9" * 10_000, None),
        ('{"format_version": 1e999}', "its format_version is not 1"),
        ("\udcff", "it is not encoded as UTF-8"),
    ],
)
def test_what_is_no_result(content: str, why: str | None, tmp_path: Path) -> None:
    (tmp_path / "opening.json").write_bytes(content.encode(errors="surrogateescape"))
    *_, (code, message) = _messages(tmp_path, tmp_path / "opening.json")
    assert code == "SLA0470"
    assert why is None or message == f"the earlier result cannot be read: {why}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert _messages(tmp_path, tmp_path / "nowhere.json")[0][0] == "SLA0470"
    assert _messages(tmp_path, tmp_path)[0] == ("SLA0470", "the earlier result cannot be read: it is a folder")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "splendid"}, "outcomes[0].state is no state"),
        ({"scope": {}}, "outcomes[0].scope has other keys than the objective"),
        ({"scope": {"region": 1}}, "outcomes[0].scope.region is missing, or no text"),
        ({"window": None}, "outcomes[0].window is missing, or no object"),
        ({"credit": {"taken": ["1/0"]}}, "outcomes[0].credit.taken is no fraction"),
        ({"credit": {"due": {"unit": "USD", "exact": "1"}}}, "outcomes[0].credit.due.exact is no fraction"),
        ({"credit": {"payable": "1", "issued": "x", "taken": []}}, "outcomes[0].credit.issued is no amount"),
        ({"points": {"unit": "count"}}, "outcomes[0].points.exact is missing, or no text"),
    ],
)
def test_outcomes_that_are_none(change: dict[str, Any], why: str) -> None:
    document = json.loads(run([], "2026-01").json)
    outcome = next(each for each in document["outcomes"] if each["objective"] == "up")
    document["outcomes"] = [outcome | change]
    with pytest.raises(AssertionError, match=re_of(why)):
        evaluated(CLAUSES, {}, "2026-02", opening=[json.dumps(document)])


def re_of(text: str) -> str:
    return text.replace("[", r"\[").replace("]", r"\]").replace(".", r"\.")
