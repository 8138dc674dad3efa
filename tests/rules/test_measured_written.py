"""What a number rests on, as a result tells it: what was left out of it, and why there is none."""

import pytest

from rules.written import evaluated


@pytest.mark.parametrize(
    ("rows", "value", "note"),
    [
        ("01-05T00:00Z,4 01-06T00:00Z,8", "6", None),
        ("01-05T00:00Z,4 01-06T00:00Z,", "4", "1 record has no value and is left out"),
        ("01-05T00:00Z,4 01-06T00:00Z, 01-07T00:00Z,", "4", "2 records have no value and are left out"),
        ("01-05T00:00Z, 01-06T00:00Z,", None, "none of 2 records has a value"),
        ("01-05T00:00Z,", None, "the one record has no value"),
        ("", None, "no records"),
    ],
)
def test_records_without_a_value(rows: str, value: str | None, note: str | None) -> None:
    clauses = "stream visits of events { size number optional } kpi size { mean of size of visits per month }"
    log = "at,size\n" + "".join(f"2026-{row}\n" for row in rows.split())
    outcome = evaluated(clauses, {"visits": log}, "2026-01", coverage="2026-01").of("size", "2026-01")
    assert (None if outcome.measured is None else str(outcome.measured)) == value
    (number,) = outcome.derivation.inputs
    assert number.note == note


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        (range(24), None),
        (range(1, 24), "1 bucket has no samples"),
        (range(2, 24), "2 buckets have no samples"),
    ],
)
def test_buckets_without_samples(hours: range, reason: str | None) -> None:
    clauses = "stream loads of samples { load number } kpi load { mean over buckets of 1h of loads: load per day }"
    log = "at,load\n" + "".join(f"2026-01-05T{hour:02}:00Z,4\n" for hour in hours)
    outcome = evaluated(clauses, {"loads": log}, "2026-01-05", coverage="2026-01-05").of("load", "2026-01-05")
    assert outcome.reason == reason


@pytest.mark.parametrize(
    ("opened", "says"),
    # The 7th is a Saturday; the office opens at eight on Monday.
    [("03-07T06:00Z", True), ("03-07T10:00Z", False), ("03-06T06:00Z", False)],
)
@pytest.mark.parametrize(("limit", "in_days"), [("1 business day", True), ("9 business hours", False)])
def test_business_days_that_leave_no_open_time_are_told_of(opened: str, says: bool, limit: str, in_days: bool) -> None:
    clauses = f"""
      calendar office {{ open Mon to Fri 08:00-17:00 }}
      stream tickets of cases {{ moments opened, answered }}
      metric answer for each tickets by opened = time in office from opened to answered
      objective quick for each tickets {{ answer <= {limit} per month }}
    """
    rows = f"case,opened,answered\n1,2026-{opened},2026-03-09T09:00Z\n"
    made = evaluated(clauses, {"tickets": rows}, "2026-03", coverage="2026-03")
    assert ("SLA0547" in made.codes) is (says and in_days)
