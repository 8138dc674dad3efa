"""What a number rests on, as a result tells it: what was left out of it, and why there is none."""

from fractions import Fraction
from typing import Literal

import pytest

from rules.written import evaluated
from sladsl.engines.measurements import BucketsFound, ClassesFound, Found, RecordsFound, TimeFound
from sladsl.graph.values import Constant
from sladsl.model.units import COUNT, PERCENT
from sladsl.rules.measured import NOT_MEASURED, is_empty, read, read_availability
from sladsl.temporal import HOUR

MEASURE = Constant(Fraction(1), COUNT)


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


def test_a_bucket_without_samples_is_told_of_as_not_covered() -> None:
    clauses = "stream loads of samples { load number } kpi load { mean over buckets of 1h of loads: load per day }"
    log = "at,load\n" + "".join(f"2026-01-05T{hour:02}:00Z,4\n" for hour in range(1, 24))
    assert "SLA0522" in evaluated(clauses, {"loads": log}, "2026-01-05", coverage="2026-01-05").codes


TICKETS = """
  stream tickets of cases { moments opened, answered }
  metric answer for each tickets by opened = time from opened to answered
"""
THREE = "case,opened,answered\n" + "".join(
    f"{day},2026-01-0{day}T00:00Z,2026-01-0{day}T0{day}:00Z\n" for day in (1, 2, 3)
)


@pytest.mark.parametrize("known", ["2026-01", "2026-01-01 until 2026-01-20"])
@pytest.mark.parametrize(
    ("clause", "value"),
    [
        ("share of tickets with answer <= 2h", "2/3"),
        ("mean of answer of tickets", str(2 * 3600 * 10**6)),
        ("count of tickets", "3"),
        ("sum of answer of tickets", str(6 * 3600 * 10**6)),
    ],
)
def test_what_no_log_tells_of_could_only_add_to_counts_and_sums(clause: str, value: str, known: str) -> None:
    """A mean or a share stands as it is known, and it is said that it does not rest on all."""
    made = evaluated(f"{TICKETS} kpi it {{ {clause} per month }}", {"tickets": THREE}, "2026-01", coverage=known)
    measured = made.of("it", "2026-01").measured
    adds = clause.startswith(("count", "sum")) and "until" in known
    assert (None if measured is None else str(measured)) == (None if adds else value)
    assert ("SLA0522" in made.codes) is ("until" in known)


@pytest.mark.parametrize("part", ["time", "number", "mean", "share", "missed"])
def test_what_no_engine_measured_is_no_number(part: Literal["time", "number", "mean", "share", "missed"]) -> None:
    for reading in (read(part, MEASURE, None), read_availability(None, None)):
        assert (reading.value, reading.note) == (None, NOT_MEASURED)
        assert (reading.uncovered, reading.closed, reading.undecided) == (False, False, 0)


@pytest.mark.parametrize(
    ("part", "found", "value", "note"),
    [
        ("time", TimeFound(9 * HOUR, 0), 9 * HOUR, None),
        ("time", TimeFound(9 * HOUR, 2 * HOUR), None, "2 h of the window is not covered by the log"),
        ("time", TimeFound(9 * HOUR, 0, (), Fraction(7), 3 * HOUR), None, "3 h of it has no weight"),
        ("time", TimeFound(9 * HOUR, 0, (), Fraction(7), 0), 7, None),
        ("mean", BucketsFound(Fraction(12), 3, 0, 0, ()), 4, None),
        ("mean", BucketsFound(Fraction(12), 3, 0, 1, ()), None, "1 bucket has samples but no value"),
        ("mean", BucketsFound(Fraction(12), 3, 0, 2, ()), None, "2 buckets have samples but no value"),
        ("mean", BucketsFound(Fraction(12), 3, 1, 2, ()), None, "1 bucket has no samples"),
        ("mean", BucketsFound(Fraction(0), 0, 0, 0, ()), None, "nothing to divide by: no buckets"),
        ("mean", BucketsFound(Fraction(5), 1, 0, 0, ()), 5, None),
        ("share", RecordsFound(3, 1, 0, 0), Fraction(3, 4), None),
        ("share", RecordsFound(3, 0, 1, 0), 1, "1 record is not decided yet and left out"),
        ("share", RecordsFound(0, 0, 0, 0), None, "no records"),
        ("share", RecordsFound(0, 0, 2, 0), None, "no record is decided yet"),
        ("missed", RecordsFound(3, 2, 2, 0), 2, "2 records are not decided yet and left out"),
    ],
)
def test_what_was_found_is_a_number_or_says_why_not(
    part: Literal["time", "number", "mean", "share", "missed"], found: Found, value: Fraction | None, note: str | None
) -> None:
    reading = read(part, MEASURE, found)
    assert (reading.value, reading.note) == (value, note)
    assert reading.undecided == (found.undecided if isinstance(found, RecordsFound) else 0)


def classes(*, out: int = 0, excluded: int = 0, unknown: int = 0, down: int = 0) -> ClassesFound:
    return ClassesFound(24, out, 0, excluded, unknown, down, 24 - out - excluded - unknown - down, (), "no verdict")


@pytest.mark.parametrize(
    ("found", "over", "value", "note"),
    [
        (classes(down=6), None, Fraction(3, 4), None),
        (classes(out=12, down=6), None, Fraction(1, 2), None),
        (classes(down=6), 12, Fraction(1, 2), None),
        (classes(down=24), 12, -1, None),
        (classes(unknown=1), None, None, "0.000001 s of the window is not covered by the log"),
        (classes(out=24), None, None, "nothing to divide by: the window has no open time"),
        (classes(out=24), 12, None, "nothing to divide by: the window has no open time"),
        (classes(out=23, excluded=1), None, None, "nothing to divide by: no time of the window is left to be judged"),
        (classes(out=23, excluded=1), 12, 1, None),
        (classes(out=23), None, 1, None),
        (classes(out=23, down=1), None, 0, None),
    ],
)
def test_availability(found: ClassesFound, over: int | None, value: Fraction | None, note: str | None) -> None:
    reading = read_availability(found, None if over is None else Fraction(over))
    assert (reading.value, reading.note) == (value, note)
    assert (reading.uncovered, reading.closed) == (bool(found.unknown), found.out_of_schedule == 24)


@pytest.mark.parametrize(
    ("reason", "empty"),
    [("no records", True), ("nothing to divide by: no buckets", True), ("lost", False), (None, False)],
)
def test_there_was_nothing_to_measure_only_where_that_is_the_reason(reason: str | None, empty: bool) -> None:
    assert is_empty(reason) is empty


@pytest.mark.parametrize(
    ("opened", "says"),
    # The 7th is a Saturday; the office opens at eight on Monday.
    [("03-07T06:00Z", True), ("03-07T10:00Z", False), ("03-06T06:00Z", False)],
)
@pytest.mark.parametrize(("limit", "in_days"), [("1 business day", True), ("9 business hours", False)])
@pytest.mark.parametrize("engine", ["reference", "columnar"])
def test_business_days_that_leave_no_open_time_are_told_of(
    opened: str, says: bool, limit: str, in_days: bool, engine: str
) -> None:
    clauses = f"""
      calendar office {{ open Mon to Fri 08:00-17:00 }}
      stream tickets of cases {{ moments opened, answered }}
      metric answer for each tickets by opened = time in office from opened to answered
      objective quick for each tickets {{ answer <= {limit} per month }}
    """
    rows = f"case,opened,answered\n1,2026-{opened},2026-03-09T09:00Z\n"
    made = evaluated(clauses, {"tickets": rows}, "2026-03", coverage="2026-03", engine=engine)
    assert ("SLA0547" in made.codes) is (says and in_days)


@pytest.mark.parametrize(
    ("warned", "state"), [("60% of target", "warning"), ("66% of target", "warning"), ("67% of target", "met")]
)
def test_of_a_share_that_which_may_be_missing_is_used(warned: str, state: str) -> None:
    """Half may be missed, and a third is: two thirds of it."""
    clause = f"objective quick {{ share of tickets with answer <= 2h >= 50% per month warn at {warned} }}"
    made = evaluated(TICKETS + clause, {"tickets": THREE}, "2026-01", coverage="2026-01")
    allowance = made.of("quick", "2026-01").allowance
    assert made.states("quick") == [state]
    assert allowance is not None
    assert (allowance.allowed, allowance.used, allowance.unit) == (Fraction(1, 2), Fraction(1, 3), PERCENT)


@pytest.mark.parametrize(
    ("unknown", "value"), [("", None), (", unknown counts as up", "1"), (", unknown leaves the denominator", "1")]
)
def test_what_is_not_covered_may_count_as_the_contract_says(unknown: str, value: str | None) -> None:
    clauses = f"""
      stream outages of spans {{}}
      metric uptime = availability of outages{unknown}
      kpi up {{ uptime per month }}
      kpi lost {{ time of outages per month }}
    """
    made = evaluated(clauses, {"outages": "start,end\n"}, "2026-01", coverage="2026-01-01 until 2026-01-20")
    up, lost = (made.of(name, "2026-01").measured for name in ("up", "lost"))
    assert (None if up is None else str(up), lost) == (value, None)
    assert made.messages.count("part of a window of lost is not covered by the log") == 1
    assert ("part of a window of up is not covered by the log" in made.messages) is (value is None)
