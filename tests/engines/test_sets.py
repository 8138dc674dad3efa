"""Sets by hand: what runs, units, allowances and first records do at their edges."""

from typing import Any

import pytest

from sladsl.engines import Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import TimeFound
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.sets import recorded_spans
from sladsl.graph import WindowRule
from sladsl.graph.measures import MeasureRows, MeasureTime
from sladsl.graph.rows import BucketAttribute, RowArithmetic, RowCompare, RowMoment, RowNot, RowTime, RowWithin
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.temporal import DAY, HOUR, MINUTE, UTC, Calendar, parse_instant
from strategies.graphs import OUTAGES, PROBES, REPORTS, Bench, case, covered, event, sample, span

MONTH = WindowRule("month", "UTC")
JANUARY, FEBRUARY, MARCH = (parse_instant(f"2026-0{month}-01T00:00Z") for month in (1, 2, 3))


def bench_with(*outages: tuple[int, int], **more: Any) -> tuple[Bench, Any]:
    spans = [span(start, end, 1, "a", line=line) for line, (start, end) in enumerate(outages, 1)]
    bench = Bench(records={"outages": spans, **more}, coverage=covered())
    return bench, bench.add(SetSpans("outages", None))


def time_of(bench: Bench, node: Any, *windows: tuple[int, int]) -> list[int]:
    return [each.inside for each in bench.take(MeasureTime(bench.add(node)), *windows)]


def test_overlapping_spans_merge() -> None:
    bench, outages = bench_with((0, 10), (5, 20), (20, 30))
    assert bench.take(MeasureTime(outages), (0, 100)) == [TimeFound(30, 0)]
    assert time_of(bench, SetLasting(outages, 30, False), (0, 100)) == [30]
    assert time_of(bench, SetLasting(outages, 30, True), (0, 100)) == [0]


@pytest.mark.parametrize(
    ("spans", "time"),
    [
        (((0, 10), (2, 4), (5, 12)), 10),
        (((0, 4), (2, 20), (19, 25)), 18),
        (((0, 10), (10, 12)), 12),
        (((0, 10), (0, 10)), 10),
        (((0, 5), (4, 9), (8, 13), (20, 21)), 6),
    ],
)
def test_the_longest_of_spans_that_overlap_one_another(spans: tuple[tuple[int, int], ...], time: int) -> None:
    bench, _ = bench_with(*spans)
    assert time_of(bench, SetSpans("outages", None, True), (0, 100)) == [time]


def test_a_run_over_a_window_border_is_judged_whole() -> None:
    bench, outages = bench_with((90, 110))
    assert time_of(bench, SetLasting(outages, 20, False), (0, 100), (100, 200)) == [10, 10]


def test_units_of_a_run_and_of_the_clock() -> None:
    bench, outages = bench_with((30, 190))
    whole = [(0, 1000)]
    assert time_of(bench, SetUnits(outages, 60, False, False), *whole) == [120]
    assert time_of(bench, SetUnits(outages, 60, True, False), *whole) == [180]
    assert time_of(bench, SetUnits(outages, 60, False, True), *whole) == [120]
    assert time_of(bench, SetUnits(outages, 60, True, True), *whole) == [240]


def test_a_run_counts_from_the_first_report_in_it() -> None:
    reports = [event(at, 1, line=at) for at in (5, 50, 40, 100)]
    bench, outages = bench_with((20, 60), (70, 80), (100, 110), reports=reports)
    assert time_of(bench, SetSinceFirst(outages, "reports", None), (0, 1000)) == [30]


def test_a_run_counts_from_the_first_report_of_a_kind_in_it() -> None:
    reports = [event(at, pages, line=at) for at, pages in ((30, 1), (40, 2), (75, None), (105, 1))]
    bench, outages = bench_with((20, 60), (70, 80), (100, 110), reports=reports)
    asked = SetSinceFirst(outages, "reports", bench.at_least(REPORTS, "pages", 2))
    assert time_of(bench, asked, (0, 1000)) == [20]


def test_an_allowance_is_spent_in_order_and_renewed() -> None:
    runs = (
        (JANUARY, JANUARY + 3 * HOUR),
        (JANUARY + DAY, JANUARY + DAY + 3 * HOUR),
        (FEBRUARY - HOUR, FEBRUARY + 2 * HOUR),
    )
    bench, outages = bench_with(*runs)
    windows = (JANUARY, FEBRUARY), (FEBRUARY, MARCH)

    def spent(*budgets: Budget) -> list[int]:
        return [inside // HOUR for inside in time_of(bench, SetBudget(outages, budgets), *windows)]

    assert spent(Budget(MONTH, 4 * HOUR, None, whole=False)) == [4, 2]
    # The second run does not fit and uses nothing, so the piece at the end of January does.
    assert spent(Budget(MONTH, 4 * HOUR, None, whole=True)) == [4, 2]
    assert spent(Budget(MONTH, 4 * HOUR, 2, whole=True)) == [4, 2]
    assert spent(Budget(MONTH, None, 1, whole=False)) == [3, 2]
    assert spent(Budget(MONTH, 5 * HOUR, 2, whole=False)) == [5, 2]
    assert spent(Budget(MONTH, None, 2, whole=False), Budget(WindowRule("term", "UTC"), 4 * HOUR, None, False)) == [
        4,
        0,
    ]
    assert spent(Budget(MONTH, 0, None, whole=False)) == [0, 0]


def test_an_allowance_spent_before_the_first_window_is_spent() -> None:
    bench, outages = bench_with((JANUARY, JANUARY + 3 * HOUR), (MARCH, MARCH + 3 * HOUR))
    yearly = SetBudget(outages, (Budget(WindowRule("year", "UTC"), 4 * HOUR, None, whole=False),))
    assert time_of(bench, yearly, (MARCH, MARCH + DAY)) == [HOUR]


def test_a_calendar_is_laid_out_from_the_start_of_the_allowance_and_beyond_the_window() -> None:
    office = Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)))
    bench = Bench(calendars=(office,))
    hours = bench.add(SetCalendar(0))
    yearly = Budget(WindowRule("year", "UTC"), 130 * 8 * HOUR, None, whole=False)
    # The allowance of 130 days of eight hours ends with 10 May.
    may = (MARCH + 61 * DAY, MARCH + 92 * DAY)
    assert time_of(bench, SetBudget(hours, (yearly,)), may) == [10 * 8 * HOUR]
    morning = (MARCH + 9 * HOUR, MARCH + 12 * HOUR)
    assert time_of(bench, SetLasting(hours, 8 * HOUR, False), morning) == [3 * HOUR]


def test_hours_of_a_budget_over_centuries_are_too_many() -> None:
    bench, outages = bench_with((0, 10))
    hourly = SetBudget(outages, (Budget(WindowRule("hour", "UTC"), HOUR, None, whole=False),))
    with pytest.raises(EngineLimit, match="windows"):
        time_of(bench, hourly, (0, 200 * 366 * DAY))
    # How many hours there are, not how late they are.
    assert time_of(bench, hourly, (190 * 366 * DAY, 190 * 366 * DAY + DAY)) == [0]


def test_buckets_without_samples_or_not_over_are_unknown() -> None:
    readings = ((0, 5), (30, 1), (60, 0), (130, None), (200, 9), (250, 9))
    probes = [sample(at, 10, errors, "a", line=at + 1) for at, errors in readings]
    bench = Bench(records={"probes": probes}, as_of=290)
    rate = bench.add(
        RowArithmetic(
            "/", bench.add(BucketAttribute(1, "errors", 1, "sum")), bench.add(BucketAttribute(0, "total", 1, "sum"))
        )
    )
    bad = bench.add(SetBuckets("probes", 60, bench.add(RowCompare(">=", rate, bench.number("3/10")))))
    # 0-60: 6 of 20. 60-120: 0 of 10. 120-180: no value. 180-240: 9 of 10. 240-300 is not over.
    assert bench.take(MeasureTime(bad), (0, 300)) == [TimeFound(120, 120)]
    for as_of, found in ((299, TimeFound(120, 120)), (300, TimeFound(180, 60))):
        bench.as_of = as_of
        assert bench.take(MeasureTime(bad), (0, 300)) == [found]


def test_a_record_within_a_set() -> None:
    office = Calendar("office", UTC, {3: ((9 * HOUR, 17 * HOUR),)})  # 1 January 1970 was a Thursday
    starts = [8 * HOUR, 10 * HOUR, 12 * HOUR]
    spans = [span(at, at + MINUTE, 1, "a", line=line) for line, at in enumerate(starts, 1)]
    bench = Bench(
        calendars=(office,),
        records={"outages": spans, "maintenance": [span(11 * HOUR, 13 * HOUR, 1)]},
        coverage=covered(14 * HOUR, 9 * HOUR),
    )
    start = bench.add(RowTime("start"))
    for container, expected in ((bench.add(SetCalendar(0)), 2), (bench.add(SetSpans("maintenance", None)), 1)):
        where = bench.add(RowWithin(start, container))
        (found,) = bench.take(MeasureRows("outages", where, "count", None, None, None), (0, DAY))
        assert found.value == expected
    # The first starts where the maintenance is not covered: neither within nor not within.
    outside = bench.add(RowNot(where))
    (found,) = bench.take(MeasureRows("outages", outside, "count", None, None, None), (0, DAY))
    assert found.value == 1


def test_an_old_case_within_a_set_of_its_time() -> None:
    bench = Bench(
        records={
            "tickets": [case("old", (JANUARY, None, JANUARY + 100 * DAY))],
            "maintenance": [span(JANUARY - HOUR, JANUARY + HOUR, 1)],
        },
        coverage=covered(),
        as_of=JANUARY + 200 * DAY,
    )
    opened = bench.add(RowMoment(0, "opened"))
    where = bench.add(RowWithin(opened, bench.add(SetSpans("maintenance", None))))
    window = (JANUARY + 99 * DAY, JANUARY + 101 * DAY)
    (found,) = bench.take(MeasureRows("tickets", where, "count", None, None, 2), window)
    assert found.value == 1


def test_a_long_span_is_the_length_that_is_known() -> None:
    bench = Bench(records={"outages": [span(0, 500, 1, "a"), span(10, None, 1, "a")]}, as_of=100)
    length = bench.add(RowTime("length"))
    (found,) = bench.take(MeasureRows("outages", None, "sum", length, None, None), (0, 100))
    assert found.value == 190
    assert OUTAGES.shape.value == "spans"


def test_evidence_names_the_records_below_every_kind_of_set() -> None:
    """What is cut away by another set is not among them."""
    probes = [sample(at, total, 0, "a", line=100 + at) for at, total in ((0, 9), (20, 1), (40, 9))]
    works = [span(5, 30, 1, line=50)]
    bench, outages = bench_with((0, 30), (25, 60), maintenance=works, probes=probes, reports=[event(1, 1, line=70)])
    work = bench.add(SetSpans("maintenance", None))
    many = bench.at_least(PROBES, "total", 5)
    both = {("outages", 1), ("outages", 2)}
    planned = ("maintenance", 50)
    budget = Budget(WindowRule("term", "UTC"), HOUR, None, False)
    sets: dict[Any, set[tuple[str, int]]] = {
        SetLasting(outages, 60, False): both,
        SetUnits(outages, 20, False, False): both,
        SetUnits(outages, 20, True, True): both,
        SetSinceFirst(outages, "reports", None): both,
        SetBudget(outages, (budget,)): both,
        SetAmong(outages, "service", 1, None, False): both,
        SetCombined("together", outages, work): {*both, planned},
        SetCombined("during", outages, work): {*both, planned},
        SetCombined("outside", outages, work): both,
        SetCombined("outside", work, bench.add(SetSpans("outages", bench.at_least(OUTAGES, "severity", 9)))): {planned},
        SetHolding("probes", many, 1, False, None, ()): {("probes", 100), ("probes", 140)},
        SetCombined("during", outages, outages): both,
    }
    for node, expected in sets.items():
        (found,) = bench.take(MeasureTime(bench.add(node)), (0, 60), evidence=True)
        told = {(stream, place.line) for each in found.segments if each.kind == "in" for stream, place in each.places}
        assert told == expected, node


def test_a_span_that_begins_at_as_of_is_not_known_yet() -> None:
    spans = [span(5, 9, 1, "a"), span(19, 30, 1, "a"), span(20, 30, 1, "a"), span(21, 22, 1, "a")]
    bench = Bench(records={"outages": spans}, as_of=20)
    around = Evaluation(bench.graph(), bench.log(), Frame(20, {}, ())).scoped((), ())
    for longest in (False, True):
        found = recorded_spans(SetSpans("outages", None, longest), around)
        assert [(start, end) for start, end, _ in found] == [(5, 9), (19, 20)]


def test_only_from_the_last_of_enough_in_a_row() -> None:
    failing = (1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0)
    probes = [sample(10 * place, 1, errors, "a", line=place + 1) for place, errors in enumerate(failing)]
    bench = Bench(records={"probes": probes}, coverage=covered(), as_of=110)
    bad = bench.at_least(PROBES, "errors", 1)
    windows = [(start, start + 10) for start in range(0, 110, 10)]
    for from_last, expected in ((False, (6, 7, 8, 9)), (True, (8, 9))):
        node = MeasureTime(bench.add(SetHolding("probes", bad, 3, from_last, None, ())))
        inside = [each.inside for each in bench.take(node, *windows)]
        assert inside == [10 if place in expected else 0 for place in range(11)]
