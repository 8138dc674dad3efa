"""What the drawn contracts found, in its smallest form. What is not mended yet is expected to fail."""

import pytest

from property.scenes import evaluated
from sladsl.diagnostics.diagnostic import errors
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, SpanRecord
from sladsl.temporal import DAY, IntervalSet, Zone, parse_instant
from strategies.contracts import compiled, graph_of
from strategies.logs import Stage, stream_log

HEAD = """
  provider maker
  customer buyer
  zone     "UTC"
  currency USD
  term     2026-01-01 until 2027-01-01
  stream outages of spans { size count }
"""


def agreement(clauses: str) -> str:
    return f"agreement small {{{HEAD}{clauses}\n}}\n"


def complaints(clauses: str) -> list[str]:
    return [f"{each.code.id} {each.message}" for each in errors(compiled(agreement(clauses))[1])]


def test_a_stream_called_as_a_clause_begins_a_line_of_an_exclusion() -> None:
    """All words are soft: only a time set or a line of an exclusion can stand here."""
    clauses = """
  stream party of spans { }
  exclusion maintenance {
    outages
    party
    counts as up
  }
  kpi uptime { availability of outages, excluding maintenance per month }"""
    assert complaints(clauses) == []


def test_a_stream_called_as_a_unit_begins_a_line_of_an_exclusion() -> None:
    clauses = """
  stream minute of spans { }
  exclusion maintenance {
    outages where size > 0
    minute
    counts as up
  }
  kpi uptime { availability of outages, excluding maintenance per month }"""
    assert complaints(clauses) == []


@pytest.mark.parametrize(
    "clauses",
    [
        "parameter plan one of a, b = a\n metric uptime = availability of outages, 100% where plan = a",
        "metric uptime = greater of (availability of outages, 5%)",
    ],
)
def test_an_availability_before_a_comma(clauses: str) -> None:
    assert complaints(f"{clauses}\n kpi shown {{ uptime per month }}") == []


def test_a_claim_under_a_condition_that_is_no_comparison() -> None:
    clauses = """
  stream claims of events { approved yes or no }
  objective up {
    availability of outages >= 99% per month
    credit 5 USD
    claim in claims where approved within 30 calendar days of window end
  }"""
    assert complaints(clauses) == []


def test_a_claim_made_within_a_definition_counts() -> None:
    """The claim lies in the set and in time, so 5 USD are payable; nothing, and no finding, came of it."""
    clauses = """
  stream claims of events { }
  stream desk of spans { }
  define desk_hours = desk lasting at least 1h
  objective up {
    availability of outages >= 99% per month
    credit 5 USD
    claim in claims where at within desk_hours and at > 2026-01-01 within 30 calendar days of window end
  }"""
    graph = graph_of(agreement(clauses))
    start, end = (parse_instant(text, Zone.named("UTC")) for text in ("2026-03-01T00:00Z", "2026-04-01T00:00Z"))
    log = EventLog(
        {
            "outages": stream_log(graph.stream("outages"), [SpanRecord(start, start + 5 * DAY, (1,), Place(0, 1))]),
            "desk": stream_log(graph.stream("desk"), [SpanRecord(end, end + 5 * DAY, (), Place(0, 1))]),
            "claims": stream_log(graph.stream("claims"), [EventRecord(end + DAY, (), Place(0, 1))]),
        }
    )
    evaluation, _ = evaluated(graph, log, Stage((start, end), end + 60 * DAY, {}, ()))
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    assert outcome.credit is not None
    assert outcome.credit.due == 5
    assert outcome.credit.payable == 5


def _ticket_allowance(order: tuple[int, int]) -> object:
    clauses = """
  stream tickets of cases {
    priority one of P1, P2
    moments opened, answered
  }
  kpi answered for each tickets by opened {
    by priority {
      P1: time from opened to answered <= 1h
      P2: time from opened to answered <= 4h
    }
    per month
  }"""
    graph = graph_of(agreement(clauses))
    start, end = (parse_instant(text, Zone.named("UTC")) for text in ("2026-03-01T00:00Z", "2026-04-01T00:00Z"))
    tickets = [
        CaseRecord(priority, ((start,), (start,)), (), (priority,), Place(0, line))
        for priority, line in zip(("P1", "P2"), order, strict=True)
    ]
    log = EventLog({"tickets": stream_log(graph.stream("tickets"), tickets)})
    evaluation, _ = evaluated(graph, log, Stage((start, end), None, {}, ()))
    assert evaluation is not None
    return evaluation.outcomes[0].allowance


def test_the_allowance_of_records_does_not_depend_on_the_order_of_rows() -> None:
    """Both tickets are answered at once: none of one hour is used, or none of four."""
    assert _ticket_allowance((1, 2)) == _ticket_allowance((2, 1))


@pytest.mark.parametrize(
    "quiet", ["always outside outages lasting at least 100 days", "always outside outages in whole weeks of each run"]
)
def test_how_long_a_run_is_does_not_depend_on_the_period(quiet: str) -> None:
    clauses = f"""
  calendar always {{ open always }}
  define quiet = {quiet}
  metric calm = time of quiet
  kpi calm_time {{ calm >= 1h per month }}"""
    graph = graph_of(agreement(clauses))
    utc = Zone.named("UTC")
    known = tuple(parse_instant(text, utc) for text in ("2026-01-01T00:00Z", "2027-01-01T00:00Z"))
    outages = [
        SpanRecord(
            parse_instant(f"2026-{day}T01:30Z", utc), parse_instant(f"2026-{day}T02:00Z", utc), (1,), Place(0, 1)
        )
        for day in ("01-20", "06-10", "08-05")
    ]
    log = EventLog({"outages": stream_log(graph.stream("outages"), outages)})
    coverage = {"outages": IntervalSet.single(*known)}
    found = []
    for months in (("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-11-01")):
        period = tuple(parse_instant(f"{day}T00:00Z", utc) for day in months)
        evaluation, _ = evaluated(graph, log, Stage(period, None, coverage, ()))
        assert evaluation is not None
        found.append({each.window.label: each.measured for each in evaluation.outcomes}["2026-03"])
    assert found[0] == found[1]


@pytest.mark.parametrize("rolling", ["rolling 12 months", "rolling 3 months", "rolling 30 days"])
def test_what_rolling_windows_used_up_does_not_depend_on_the_period(rolling: str) -> None:
    clauses = f"""
  objective kept {{
    availability of outages >= 99.9% per {rolling}
    credit 10 USD, at most 15 USD per calendar quarter
  }}
  kpi breaches {{ count over the last 4 windows where kept is breached >= 0 per {rolling} }}"""
    graph = graph_of(agreement(clauses))
    utc = Zone.named("UTC")
    starts = [parse_instant(f"2026-{day}T00:00Z", utc) for day in ("01-02", "04-02", "05-02")]
    outages = [SpanRecord(start, start + 2 * DAY, (1,), Place(0, 1)) for start in starts]
    log = EventLog({"outages": stream_log(graph.stream("outages"), outages)})
    known = {"outages": IntervalSet.single(*(parse_instant(f"202{year}-01-01T00:00Z", utc) for year in (6, 7)))}
    found = []
    for first in ("2026-04-01", "2026-05-01"):
        start, end = (parse_instant(f"{day}T00:00Z", utc) for day in (first, "2026-06-01"))
        evaluation, _ = evaluated(graph, log, Stage((start, end), None, known, ()))
        assert evaluation is not None
        told = [each for each in evaluation.outcomes if each.window.end > parse_instant("2026-05-01T00:00Z", utc)]
        found.append([(each.window.label, each.measured, each.credit and each.credit.due) for each in told])
    assert found[0] == found[1]


def test_a_pool_of_a_year_is_a_share_of_the_fees_of_the_year() -> None:
    clauses = """
  service desk { fee 1_000.00 USD per month }
  objective up { availability of outages >= 99.9% per calendar month }
  pool risk of 10% of fees per calendar year { up weighs 60% }"""
    graph = graph_of(agreement(clauses))
    utc = Zone.named("UTC")
    start, end = (parse_instant(f"2026-{day}T00:00Z", utc) for day in ("03-01", "04-01"))
    log = EventLog({"outages": stream_log(graph.stream("outages"), [SpanRecord(start, end, (1,), Place(0, 1))])})
    evaluation, _ = evaluated(graph, log, Stage((start, end), None, {}, ()))
    assert evaluation is not None
    (outcome,) = evaluation.outcomes
    assert outcome.credit is not None
    assert outcome.credit.due == 720
