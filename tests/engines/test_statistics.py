"""Statistics over records, the nearest record, means over buckets, and verdicts on records."""

import statistics
from dataclasses import replace
from fractions import Fraction
from math import ceil
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.engines.engine import EngineLimit
from sladsl.engines.exact_statistics import exact_statistic
from sladsl.engines.measurements import BucketsFound, NumberFound
from sladsl.engines.reference.exact_sums import exact_sum
from sladsl.graph.measures import BucketCase, MeasureBuckets, MeasureNear, MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowCompare,
    RowConstant,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowTime,
)
from sladsl.graph.trimming import Trim
from sladsl.logs.records import Place
from strategies.graphs import OUTAGES, REPORTS, TICKETS, Bench, case, event, sample, span

YEAR = 366 * 24 * 3600
OPERATORS: Any = {"<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt}


def reports(*pages: int | None, **more: Any) -> Bench:
    return Bench(records={"reports": [event(at, each, line=at + 1) for at, each in enumerate(pages)]}, **more)


def statistic(bench: Bench, name: Any, percentile: Fraction | None = None, window: tuple[int, int] = (0, 100)) -> Any:
    operand = bench.attribute(REPORTS, "pages")
    (found,) = bench.take(MeasureRows("reports", None, name, operand, percentile, None), window)
    return found


@given(st.lists(st.integers(-9, 9) | st.none(), max_size=20), st.integers(1, 100))
def test_statistics(pages: list[int | None], percent: int) -> None:
    bench, known = reports(*pages), sorted(each for each in pages if each is not None)
    without = len(pages) - len(known)

    def expected(value: Any) -> NumberFound:
        return NumberFound(None if value is None else Fraction(value), len(known), without)

    assert statistic(bench, "count") == expected(len(known))
    assert statistic(bench, "sum") == expected(sum(known))
    for name, function in (("max", max), ("min", min), ("mean", lambda each: Fraction(sum(each), len(each)))):
        assert statistic(bench, name) == expected(function(known) if known else None)
    assert statistic(bench, "median") == expected(statistics.median(map(Fraction, known)) if known else None)
    rank = ceil(Fraction(percent, 100) * len(known))
    assert statistic(bench, "percentile", Fraction(percent, 100)) == expected(known[rank - 1] if known else None)


def test_a_window_is_half_open_and_the_future_is_not_there() -> None:
    bench = reports(1, 1, 1, 1, 1, as_of=4)
    assert statistic(bench, "count", window=(1, 3)).value == 2
    assert statistic(bench, "count", window=(3, 9)).value == 1


def test_a_case_is_placed_by_the_moment_said() -> None:
    bench = Bench(records={"tickets": [case("a", (1, 5, 20)), case("b", (2, None, None), line=2)]})
    for moment, window, expected in (
        (0, (0, 10), 2),
        (2, (0, 10), 0),
        (2, (10, 30), 1),
        (1, (5, 6), 1),
        (None, (2, 3), 1),
    ):
        (found,) = bench.take(MeasureRows("tickets", None, "count", None, None, moment), window)
        assert found.value == expected


def test_evidence_lists_the_records_that_count() -> None:
    bench = reports(3, None, 4)
    node = MeasureRows("reports", None, "sum", bench.attribute(REPORTS, "pages"), None, None)
    (found,) = bench.take(node, (0, 10), evidence=True)
    assert found == NumberFound(Fraction(7), 2, 1, (("reports", Place(0, 1)), ("reports", Place(0, 3))))


def test_the_nearest_record() -> None:
    bench = reports(1, 2, 3, None, 5)
    pages = bench.attribute(REPORTS, "pages")

    def near(direction: Any, window: tuple[int, int], where: Any = None) -> NumberFound:
        (found,) = bench.take(MeasureNear("reports", where, pages, direction), window)
        assert isinstance(found, NumberFound)
        return found

    assert near("next", (0, 2)).value == 3
    assert near("next", (0, 3)) == NumberFound(None, 0, 1)
    assert near("next", (0, 5)) == NumberFound(None, 0, 0)
    assert near("previous", (2, 9)).value == 2
    assert near("previous", (0, 9)) == NumberFound(None, 0, 0)
    assert near("next", (0, 2), bench.add(RowCompare(">", pages, bench.number(3)))).value == 5


def test_of_records_at_one_instant_the_first_in_the_source_is_nearest() -> None:
    records = [event(5, pages, line=pages) for pages in (1, 2, 3)]
    for order in (records, records[::-1]):
        bench = Bench(records={"reports": order})
        pages = bench.attribute(REPORTS, "pages")
        (after,) = bench.take(MeasureNear("reports", None, pages, "next"), (0, 5))
        (before,) = bench.take(MeasureNear("reports", None, pages, "previous"), (6, 9))
        assert (after.value, before.value) == (1, 3)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_known_spreads_and_kleene_settles() -> None:
    bench = reports(None)
    unknown = bench.add(RowCompare("=", bench.attribute(REPORTS, "pages"), bench.number(7)))
    true, false = (bench.add(RowConstant(each)) for each in (True, False))

    def counted(ref: Any) -> int:
        (found,) = bench.take(MeasureRows("reports", ref, "count", None, None, None), (0, 10))
        return int(found.value)

    def logic(operator: Any, left: Any, right: Any) -> Any:
        return bench.add(RowLogic(operator, left, right))

    def negated(ref: Any) -> Any:
        return bench.add(RowNot(ref))

    assert counted(unknown) == counted(negated(unknown)) == 0
    assert counted(logic("or", unknown, true)) == counted(logic("or", true, unknown)) == 1
    assert counted(logic("or", unknown, false)) == counted(logic("and", unknown, true)) == 0
    assert counted(negated(logic("and", unknown, false))) == counted(negated(logic("and", false, unknown))) == 1
    assert counted(negated(logic("and", unknown, true))) == 0
    present = bench.add(RowPresent(bench.attribute(REPORTS, "pages")))
    assert counted(present) == 0 and counted(negated(present)) == 1
    zero = bench.add(RowArithmetic("-", bench.number(7), bench.number(7)))
    by_zero = bench.add(RowArithmetic("/", bench.number(7), zero))
    assert counted(bench.add(RowPresent(by_zero))) == 0


def test_arithmetic_is_exact() -> None:
    bench = reports(7)
    third = bench.add(RowArithmetic("/", bench.attribute(REPORTS, "pages"), bench.number(3)))
    back = bench.add(RowArithmetic("*", third, bench.number(3)))
    (found,) = bench.take(MeasureRows("reports", None, "sum", back, None, None), (0, 10))
    assert found.value == 7


@given(st.integers(-50, 50), st.sampled_from((1, 10, 100)), st.fractions(-5, 5, max_denominator=7))
def test_comparing_a_scaled_attribute_is_comparing_its_value(stored: int, divisor: int, bound: Fraction) -> None:
    bench = reports(stored)
    attribute = bench.add(RowAttribute(0, "pages", divisor))
    for operator, function in OPERATORS.items():
        where = bench.add(RowCompare(operator, attribute, bench.number(bound)))
        (found,) = bench.take(MeasureRows("reports", where, "count", None, None, None), (0, 1))
        assert found.value == function(Fraction(stored, divisor), bound)


@given(st.integers(-9, 9), st.integers(-9, 9), st.fractions(-5, 5, max_denominator=7))
def test_comparing_a_ratio_is_comparing_its_value(dividend: int, divisor: int, bound: Fraction) -> None:
    bench = Bench(records={"probes": [sample(0, dividend, divisor, "a")]})
    left, right = bench.add(RowAttribute(0, "total", 1)), bench.add(RowAttribute(1, "errors", 1))
    ratio = bench.add(RowArithmetic("/", left, right))
    for operator, function in OPERATORS.items():
        where = bench.add(RowCompare(operator, ratio, bench.number(bound)))
        known = bench.add(RowPresent(where))
        (holds,) = bench.take(MeasureRows("probes", where, "count", None, None, None), (0, 1))
        (is_known,) = bench.take(MeasureRows("probes", known, "count", None, None, None), (0, 1))
        assert is_known.value == (divisor != 0)
        assert holds.value == (divisor != 0 and function(Fraction(dividend, divisor or 1), bound))


def test_one_of() -> None:
    bench = Bench(records={"outages": [span(at, 9, 1, name, line=at + 1) for at, name in enumerate("abc")]})
    where = bench.add(RowOneOf(bench.attribute(OUTAGES, "service"), ("a", "c")))
    (found,) = bench.take(MeasureRows("outages", where, "count", None, None, None), (0, 9))
    assert found.value == 2


# ── Buckets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def error_rate(bench: Bench, **more: Any) -> MeasureBuckets:
    """errors / total per bucket of 60, 0 where total = 0."""
    errors, total = (bench.add(BucketAttribute(index, name, 1, "sum")) for index, name in ((1, "errors"), (0, "total")))
    quiet = BucketCase(bench.number(0), bench.add(RowCompare("=", total, bench.number(0))))
    given = {"where": None, "cases": (quiet,), "missing": None, **more}
    return MeasureBuckets("probes", 60, operand=bench.add(RowArithmetic("/", errors, total)), **given)


def probes(**more: Any) -> Bench:
    """Buckets of 60: 1 of 4; 0 of 0; none; 1 of 2 (two samples); unknown."""
    readings = ((10, 4, 1), (70, 0, 0), (185, 1, 1), (239, 1, 0), (250, 5, None))
    return Bench(records={"probes": [sample(at, total, errors, "a") for at, total, errors in readings]}, **more)


def test_mean_over_buckets() -> None:
    bench = probes()
    assert bench.take(error_rate(bench), (0, 300)) == [BucketsFound(Fraction(3, 4), 3, 1, 1, (1,))]


def test_a_rule_for_missing_buckets() -> None:
    for missing, total, counted in ((Fraction(1), Fraction(7, 4), 4), ("leaves", Fraction(3, 4), 3)):
        bench = probes()
        assert bench.take(error_rate(bench, missing=missing), (0, 300)) == [BucketsFound(total, counted, 0, 1, (1,))]


def test_a_bucket_that_is_not_over_is_missing_whatever_the_rule() -> None:
    bench = probes(as_of=239)
    assert bench.take(error_rate(bench, missing=Fraction(1)), (0, 300)) == [BucketsFound(Fraction(5, 4), 3, 2, 0, (1,))]


def test_buckets_chosen_by_their_samples_or_their_time() -> None:
    bench = probes()
    busy = bench.add(RowCompare(">=", bench.add(BucketAttribute(0, "total", 1, "max")), bench.number(1)))
    assert bench.take(error_rate(bench, where=busy), (0, 300)) == [BucketsFound(Fraction(3, 4), 2, 1, 1, (0,))]
    early = bench.add(RowCompare("<", bench.add(RowTime("at")), bench.number(120)))
    assert bench.take(error_rate(bench, where=early), (0, 300)) == [BucketsFound(Fraction(1, 4), 2, 0, 0, (1,))]


def test_the_worst_buckets_are_the_furthest_from_the_mean() -> None:
    bench = probes()
    (found,) = bench.take(error_rate(bench), (0, 240), evidence=True)
    assert found.worst == ((60, Fraction(0)), (180, Fraction(1, 2)), (0, Fraction(1, 4)))


def test_a_bucket_belongs_to_the_window_in_which_it_starts() -> None:
    bench = probes()
    first, second = bench.take(error_rate(bench), (0, 61), (61, 120))
    assert (first.counted, second.counted, second.missing) == (2, 0, 0)


def test_buckets_of_a_second_over_decades_cost_nothing() -> None:
    bench = probes()
    node = error_rate(bench)
    (found,) = bench.take(node, (0, 60 * YEAR))
    assert found.missing == YEAR - 4
    early = bench.add(RowCompare("<", bench.add(RowTime("at")), bench.number(120)))
    with pytest.raises(EngineLimit, match="buckets"):
        bench.take(error_rate(bench, where=early), (0, 60 * YEAR))


@given(
    readings=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=25),
    width=st.integers(1, 30), start=st.integers(0, 60), length=st.integers(1, 60), as_of=st.integers(1, 120),
    least=st.none() | st.integers(0, 4), missing=st.sampled_from((None, "leaves", Fraction(1, 3))),
)  # fmt: skip
def test_means_against_one_bucket_after_the_other(
    readings: Any, width: int, start: int, length: int, as_of: int, least: int | None, missing: Any
) -> None:
    records = [sample(at, total, errors, "a", line=line) for line, (at, total, errors) in enumerate(readings, 1)]
    bench = Bench(records={"probes": records}, as_of=as_of)
    busy = bench.add(RowCompare(">=", bench.add(BucketAttribute(0, "total", 1, "sum")), bench.number(least or 0)))
    node = replace(error_rate(bench), width=width, where=None if least is None else busy, missing=missing)
    values: list[Any] = []
    not_there = undefined = quiet = 0
    for at in range(start, start + length):
        if at % width:
            continue
        here = [each for each in readings if at <= each[0] < at + width and each[0] < as_of]
        total, errors = sum(each[1] for each in here), [each[2] for each in here if each[2] is not None]
        if at + width > as_of or (not here and missing is None):
            not_there += 1
        elif not here:
            values += [] if missing == "leaves" else [missing]
        elif total < (least or 0):
            continue
        elif total == 0:
            quiet += 1
            values.append(0)
        elif not errors:
            undefined += 1
        else:
            values.append(Fraction(sum(errors), total))
    (found,) = bench.take(node, (start, start + length))
    assert found == BucketsFound(sum(values, Fraction(0)), len(values), not_there, undefined, (quiet,))


@given(st.lists(st.fractions(max_denominator=50)))
def test_exact_sum(values: list[Fraction]) -> None:
    assert exact_sum(values) == sum(values)


# ── Records ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_alternative_that_applies_and_the_worst_group_decide() -> None:
    def ticket(key: str, priority: int | None, answered: int | None, line: int) -> Any:
        return case(key, (line, answered, None), values=("a", priority), line=line)

    bench = Bench(
        records={
            "tickets": [
                ticket("kept", 1, 5, 1),
                ticket("broken", 1, 50, 2),
                ticket("lenient", 2, 50, 3),
                ticket("none", 3, 50, 4),
                ticket("unknown", None, 50, 5),
            ]
        }
    )
    priority = bench.attribute(TICKETS, "priority")
    answered = bench.add(RowMoment(1, "answered"))

    def before(bound: int) -> Any:
        return bench.add(RowCompare("<=", answered, bench.number(bound)))

    def when(level: int) -> Any:
        return bench.add(RowCompare("=", priority, bench.number(level)))

    groups = (
        (RecordCheck(when(1), before(10), "urgent"), RecordCheck(when(2), before(100), "usual")),
        (RecordCheck(when(1), before(1000), "loose"),),
    )
    (found,) = bench.take(MeasureRecords("tickets", None, groups, 0), (0, 100))
    verdicts = [(each.key, each.verdict, each.label) for each in found.records]
    assert verdicts == [
        ("kept", "met", "urgent"),
        ("broken", "missed", "urgent"),
        ("lenient", "met", "usual"),
        ("none", "none", None),
        ("unknown", "none", None),
    ]
    assert (found.met, found.missed, found.undecided, found.none) == (2, 1, 0, 2)


def test_a_condition_that_is_not_known_leaves_the_record_undecided() -> None:
    bench = reports(None, 3)
    enough = bench.add(RowCompare(">=", bench.attribute(REPORTS, "pages"), bench.number(2)))
    sure = bench.add(RowCompare(">=", bench.number(3), bench.number(2)))
    (found,) = bench.take(MeasureRecords("reports", None, ((RecordCheck(None, enough, "pages"),),), None), (0, 9))
    assert [each.verdict for each in found.records] == ["undecided", "met"]
    groups = (RecordCheck(None, sure, "sure"),), (RecordCheck(None, enough, "pages"),)
    (found,) = bench.take(MeasureRecords("reports", None, groups, None), (0, 9))
    assert [(each.verdict, each.label) for each in found.records] == [("undecided", "pages"), ("met", "sure")]


@pytest.mark.parametrize(
    ("trim", "mean"),
    [
        (Trim(), Fraction(5)),
        (Trim(highest=1), Fraction(5, 2)),
        (Trim(lowest=1, highest=1), Fraction(3)),
        (Trim(lowest_share=Fraction(1, 5), highest_share=Fraction(39, 100)), Fraction(3)),
        (Trim(lowest_share=Fraction(19, 100)), Fraction(5)),
        (Trim(lowest=4, highest=4), None),
        (Trim(highest=9), None),
    ],
)
def test_extremes_are_left_out_of_a_statistic(trim: Trim, mean: Fraction | None) -> None:
    """Shares are rounded down, and what is left out twice is left out."""
    assert exact_statistic("mean", [3, 1, 4, 2, 15], None, trim) == mean
