"""The clauses beside numbers: what they mean, what is wrong with them, and the duties that are measured."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from levels.compiling import codes, compiled, graph_of
from sladsl.report.graph_json import graph_json
from sladsl.report.schema import schema
from sladsl.temporal import Zone, format_instant
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract

HEAD = """agreement a {
  provider p
  customer c
  term 2026-01-01 until 2027-01-01
  zone "Asia/Bangkok"
  calendar office { open Mon to Fri 09:00-17:00 }
  stream lines of spans { carrier text }
  stream leaks of cases { grade number with 1 places  moments found, closed  states waiting }
"""

WRONG = {
    "two states": ("status draft\nstatus signed", ["SLA0108"]),
    "signed too late": ("status in force since 2026-01-01, signed 2026-02-01", ["SLA0113"]),
    "elapsed renewal": ("renews by 30 days", ["SLA0210"]),
    "half a month": ("renews by 0.5 calendar months", ["SLA0210"]),
    "notice by nobody": ("notice of 30 calendar days by office", ["SLA0103"]),
    "title of nothing": ('title of nothing in vi "x"', ["SLA0101"]),
    "duty of nobody": ('duty d of office { text "x" }', ["SLA0103"]),
    "duty over spans": ("duty d { each lines: closed within 3h after found }", ["SLA0206", "SLA0104"]),
    "duty with an unknown moment": ("duty d { each leaks: mended within 3h after found }", ["SLA0104"]),
    "duty in calendar months": ("duty d { each leaks: closed within 3 calendar months after found }", ["SLA0210"]),
    "two deadlines": (
        "duty d {\n each leaks: closed within 3h after found\n each leaks: closed within 4h after found\n}",
        ["SLA0011"]),
    "calendar days in a calendar": (
        "objective o for each leaks by found { time in office from found to closed <= 3 calendar days per month }",
        ["SLA0201"]),
    "calendar days with pauses": (
        "objective o for each leaks { time from found to closed, without waiting <= 3 calendar days per month }",
        ["SLA0201"]),
    "report to nobody": ("report r to auditors every Monday", ["SLA0101"]),
    "too many parts": ("component x availability assumed 99%\nservice s underpinned by 2 of { x }", ["SLA0043"]),
    "unknown part": ("service s underpinned by series of { x }", ["SLA0101"]),
    "another kind of part": ("service s underpinned by series of { office }", ["SLA0103"]),
    "itself": ("service s underpinned by s", ["SLA0106"]),
    "too available": ("component x availability assumed 101%", ["SLA0208"]),
    "not even promised": ("underpinning x availability <= 99% per month", ["SLA0001"]),
    "one name twice": ('duty d { text "x" }\nreport d every Monday', ["SLA0102"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_papers_without_a_meaning(case: str, tmp_path: Path) -> None:
    text, expected = WRONG[case]
    graphs, found = compiled(tmp_path, f"{HEAD}{text}\n}}")
    assert codes(found) == expected
    assert graphs["a"] is None


def test_what_is_kept(tmp_path: Path) -> None:
    text = """
      status in force since 2026-01-01, signed 2025-12-12 by "A", "B"
      renews by 12 calendar months unless notice is given 90 calendar days before the end
      precedence "Order", "This"
      title in vi "Á", th "ก"
      clause nda "NDA" { text "One."  text in vi "Một." }
      duty d of p { text "x" }
      component dns availability assumed 99.99%
      underpinning isp availability >= 99.5% per month
      underpinning isp_b { availability of lines >= 99% per month }
      service s underpinned by series of { dns  one of { isp isp_b } }
      report r to c by the 5th working day of office of each month
      review every 6 calendar months
    """
    graph = graph_of(tmp_path, f"{HEAD}{text}\n}}", "a")
    papers = graph.papers
    assert papers.status is not None
    assert papers.status.by == ("A", "B")
    assert papers.renewal is not None
    assert papers.renewal.notice is not None
    assert papers.precedence == ("Order", "This")
    assert papers.titles == (("", "vi", "Á"), ("", "th", "ก"))
    assert [each.language for each in papers.articles[0].paragraphs] == [None, "vi"]
    assert not papers.duties[0].measured
    assert [(each.name, each.measured) for each in papers.support] == [("dns", False), ("isp", False), ("isp_b", True)]
    ((service, structure),) = papers.carried
    assert (service, structure.least, len(structure.parts)) == ("s", None, 2)
    assert papers.reports[0].due is not None
    assert [(each.name, each.kind) for each in graph.objectives] == [("isp_b", "kpi")]


def test_calendar_days_end_at_midnight(tmp_path: Path) -> None:
    """Found on 5 January: 14 calendar days end with the 19th, exclusive of the midnight after it."""
    duty = "duty d per month { each leaks where grade >= 9.0: closed within 14 calendar days after found }"
    graph = graph_of(tmp_path, f"{HEAD}{duty}\n}}", "a")
    (tmp_path / "leaks.csv").write_text(
        "case,grade,found,closed,waiting\n"
        "1,9.0,2026-01-05T10:00+07:00,2026-01-19T23:59:59+07:00,\n"
        "2,9.0,2026-01-05T10:00+07:00,2026-01-20T00:00:00+07:00,\n"
        "3,2.0,2026-01-05T10:00+07:00,2026-03-20T00:00:00+07:00,\n",
        encoding="utf-8",
    )
    request = EvaluationRequest({"leaks": [tmp_path / "leaks.csv"]}, "2026-01", coverage={"leaks": "2026-01"})
    result = evaluate_contract(graph, "", Configuration(tmp_path), request)
    assert result.evaluation is not None, result.diagnostics
    (outcome,) = result.evaluation.outcomes
    assert outcome.records is not None
    assert (outcome.objective, outcome.state) == ("d", "breached")
    assert (outcome.records.met, outcome.records.missed) == (1, 1)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-06", [("report", "2026-06-06T00:00:00+07:00")]),
        ("2026-07", [("review", "2026-07-01T00:00:00+07:00"), ("report", "2026-07-08T00:00:00+07:00")]),
        ("2026-10-01", []),
        ("2026-10-02", [("notice", "2026-10-03T00:00:00+07:00")]),
        ("2026-12-31", [("renewal", "2027-01-01T00:00:00+07:00")]),
    ],
)  # fmt: skip
def test_dates_of_a_period(period: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """A report by the fifth working day is due before the midnight after it; a review is on its day."""
    text = """
      renews by 12 calendar months unless notice is given 90 calendar days before the end
      report r to c by the 5th working day of office of each month
      review every 6 calendar months
      review every 900 calendar years
      kpi k { count of leaks by found per calendar day }
    """
    graph = graph_of(tmp_path, f"{HEAD}{text}\n}}", "a")
    (tmp_path / "leaks.csv").write_text("case,grade,found,closed,waiting\n", encoding="utf-8")
    request = EvaluationRequest({"leaks": [tmp_path / "leaks.csv"]}, period)
    result = evaluate_contract(graph, "", Configuration(tmp_path), request)
    assert result.evaluation is not None, result.diagnostics
    zone = Zone.named(graph.zone)
    assert [(each.kind, format_instant(each.at, zone)) for each in result.evaluation.dates] == expected


def test_papers_keep_to_the_schemas(tmp_path: Path) -> None:
    text = """
      status draft
      duty d of p per month { each leaks: closed within 3h after found, evidence required  text in vi "Một." }
      report weekly every Monday
      review when "asked"
      component dns availability assumed 99.99%
      service s underpinned by series of { dns 1 of { dns } }
    """
    graph = graph_of(tmp_path, f"{HEAD}{text}\n}}", "a")
    document = json.loads(graph_json(graph))
    Draft202012Validator(json.loads(schema("graph"))).validate(document)
    papers = document["agreement"]["papers"]
    assert papers["duties"][0]["measured"]
    assert papers["carried"] == [
        {"service": "s", "by": {"least": None, "parts": ["dns", {"least": 1, "parts": ["dns"]}]}}
    ]
    assert papers["reports"][0]["due"]["days"] == [0]
