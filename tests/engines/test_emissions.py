"""What has an emission is asked of the database: that the reference engine answers instead is seen by no number."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engines.emitting import NOW, WINDOWS, bench, same
from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import BucketsFound, Cell, Demand, NumberFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Node, Ref
from sladsl.graph.measures import (
    BucketCase,
    MeasureBuckets,
    MeasureRecords,
    MeasureRows,
    MeasureTime,
    RecordCheck,
)
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowBetween,
    RowCase,
    RowCases,
    RowCompare,
    RowConstant,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.graph.sets import SetSpans
from sladsl.graph.trimming import Trim
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored.store import Room
from sladsl.temporal import IntervalSet
from strategies.graphs import PROBES, Bench, event, sample, span, window

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(name="engine", scope="module")
def fixture_engine() -> ColumnarEngine:
    return ColumnarEngine(DuckDB(duckdb, Room()))


Made = Callable[[Bench], Node | Ref]


def put(drawing: Bench, made: Made) -> Ref:
    found = made(drawing)
    return drawing.add(found) if isinstance(found, Node) else found


def pages(drawing: Bench, divisor: int = 1) -> Ref:
    return drawing.add(RowAttribute(0, "pages", divisor))


def quotient(drawing: Bench, divisor: str) -> Ref:
    return drawing.add(RowArithmetic("/", pages(drawing), drawing.number(divisor)))


def unlike(drawing: Bench) -> Ref:
    """A fraction whose denominator is another for each record."""
    more = drawing.add(RowArithmetic("+", pages(drawing), drawing.number(2)))
    return drawing.add(RowArithmetic("/", drawing.number(3), more))


def truth(drawing: Bench, operator: Any = ">=", bound: str = "1") -> Ref:
    return drawing.add(RowCompare(operator, pages(drawing), drawing.number(bound)))


NUMBERS: dict[str, Made] = {
    "a constant": lambda _: RowConstant(Fraction(7, 3)),
    "an attribute": lambda _: RowAttribute(0, "pages", 1),
    "an attribute of money": lambda _: RowAttribute(0, "pages", 100),
    "an instant": lambda _: RowTime("at"),
    **{
        f"with {operator}": lambda b, o=operator: RowArithmetic(o, pages(b), b.number("5/2"))  # type: ignore[misc]
        for operator in "+-*/"
    },
    "over a fraction": lambda b: RowArithmetic("/", pages(b), b.number("2/5")),
    "over less than nothing": lambda b: RowArithmetic("/", pages(b), b.number("-2/5")),
    "over nothing": lambda b: RowArithmetic("/", pages(b), b.number(0)),
    "over another": lambda b: RowArithmetic("/", b.number(1), pages(b)),
    "unlike": unlike,
    "unlike and whole": lambda b: RowArithmetic("+", unlike(b), b.number("1/2")),
    "the greater": lambda b: RowExtreme("greater", (pages(b), quotient(b, "3"), b.number("1/2"))),
    "the lesser": lambda b: RowExtreme("lesser", (pages(b), quotient(b, "3"), b.number("1/2"))),
    "full steps": lambda b: RowSteps(quotient(b, "2"), Fraction(3, 4), False),
    "started steps": lambda b: RowSteps(quotient(b, "2"), Fraction(3, 4), True),
    "rounded": lambda b: RowRounded(quotient(b, "4"), Fraction(1, 2)),
    "cases": lambda b: RowCases(
        (RowCase(quotient(b, "3"), truth(b)), RowCase(b.number("1/2"), truth(b, "<", "-2"))), pages(b)
    ),
}

UNLIKE = ("over less than nothing", "over nothing", "over another", "unlike", "unlike and whole")
"""Fractions that are added up and not put in order."""


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_events(engine: ColumnarEngine, name: str) -> None:
    drawing = bench()
    ref = put(drawing, NUMBERS[name])
    statistics = ["count", "sum", "mean"] + ([] if name in UNLIKE else ["max", "min"])
    measures = [MeasureRows("reports", None, each, ref, None, None) for each in statistics]  # type: ignore[arg-type]
    found = same(engine, drawing, measures)
    assert any(each.value for each in found.found.values()) or name == "over nothing"  # type: ignore[union-attr]


UNORDERED = "fractions of unlike denominators are not put in order"


@pytest.mark.parametrize(
    ("made", "statistic", "reason"),
    [
        (
            lambda b: RowCases((RowCase(unlike(b), truth(b)),), pages(b)),
            "sum",
            "cases that are fractions of unlike denominators",
        ),
        (lambda b: RowExtreme("lesser", (pages(b), unlike(b))), "sum", UNORDERED),
        (unlike, "max", UNORDERED),
        (unlike, "min", UNORDERED),
        (unlike, "median", UNORDERED),
    ],
)
def test_fractions_of_unlike_denominators_are_left_to_the_reference(
    engine: ColumnarEngine, made: Made, statistic: Any, reason: str
) -> None:
    drawing = bench()
    ref = drawing.add(MeasureRows("reports", None, statistic, put(drawing, made), None, None))
    frame = Frame(NOW, drawing.coverage, (Demand((ref,), (), (window(0, 50),)),))
    expected = ReferenceEngine().measure(drawing.graph(), drawing.log(), frame)
    assert engine.measure(drawing.graph(), drawing.log(), frame) == expected
    assert engine.fallen_back == {"MeasureRows": reason}


@pytest.mark.parametrize("values", [(3, None, 5), (None, 3, 5), (5, 3, None), (None, None, 3), (3, None, None)])
def test_the_greatest_of_a_window_whose_parts_may_have_no_value(
    engine: ColumnarEngine, values: Sequence[int | None]
) -> None:
    """Other windows end within it."""
    drawing = Bench(records={"reports": [event(at, each) for at, each in zip((2, 12, 22), values, strict=True)]})
    refs = [drawing.add(MeasureRows("reports", None, which, pages(drawing), None, None)) for which in ("max", "min")]  # type: ignore[arg-type]
    frame = Frame(drawing.as_of, {}, (Demand(tuple(refs), (), (window(0, 30), window(0, 10), window(10, 20))),))
    found = engine.measure(drawing.graph(), drawing.log(), frame).found
    known = [each for each in values if each is not None]
    for ref, expected in zip(refs, (max(known), min(known)), strict=True):
        assert found[Cell(ref, (), (), 0, 30)] == NumberFound(Fraction(expected), len(known), 3 - len(known))
    assert engine.fallen_back == {}


@pytest.mark.parametrize(("layers", "fallen_back"), [(12, {}), (13, {"MeasureRows": "windows that overlap"})])
def test_a_median_of_windows_that_overlap(engine: ColumnarEngine, layers: int, fallen_back: object) -> None:
    """Each window looks at its records anew: of many the reference engine is as quick."""
    drawing = bench()
    ref = drawing.add(MeasureRows("reports", None, "median", pages(drawing), None, None))
    windows = tuple(window(start, start + layers) for start in range(30))
    frame = Frame(NOW, drawing.coverage, (Demand((ref,), (), windows),))
    expected = ReferenceEngine().measure(drawing.graph(), drawing.log(), frame)
    assert engine.measure(drawing.graph(), drawing.log(), frame) == expected
    assert engine.fallen_back == fallen_back


TRUTHS: dict[str, Made] = {
    **{
        f"{operator} a fraction": lambda b, o=operator: RowCompare(o, quotient(b, "2"), b.number("3/2"))  # type: ignore[misc]
        for operator in ("<", "<=", "=", "!=", ">=", ">")
    },
    "an unlike fraction": lambda b: RowCompare("<", unlike(b), b.number("3/4")),
    "yes": lambda _: RowConstant(True),
    "no": lambda _: RowConstant(False),
    "and": lambda b: RowLogic("and", truth(b), truth(b, "<", "4")),
    "or": lambda b: RowLogic("or", truth(b), truth(b, "<", "-2")),
    "not": lambda b: RowNot(truth(b)),
    "present": lambda b: RowPresent(pages(b)),
    "conditions that are alike": lambda b: RowCompare("=", truth(b), truth(b, "<", "4")),
    "conditions that are not": lambda b: RowCompare("!=", truth(b), truth(b, "<", "4")),
    "cases of conditions": lambda b: RowCases((RowCase(truth(b, "<", "3"), truth(b)),), b.add(RowConstant(True))),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_conditions_on_events(engine: ColumnarEngine, name: str) -> None:
    drawing = bench()
    where = put(drawing, TRUTHS[name])
    same(engine, drawing, [MeasureRows("reports", where, "count", None, None, None)])
    drawing = bench()
    check = RecordCheck(truth(drawing, "<", "4"), put(drawing, TRUTHS[name]), "it")
    same(engine, drawing, [MeasureRecords("reports", None, ((check,),), None)])


TEXTS: dict[str, Made] = {
    "one of": lambda b: RowOneOf(b.add(RowAttribute(0, "service", 0)), ("a", "c")),
    "one of none": lambda b: RowOneOf(b.add(RowAttribute(0, "service", 0)), ()),
    "this": lambda b: RowCompare("=", b.add(RowAttribute(0, "service", 0)), b.add(RowConstant("b"))),
    "another": lambda b: RowCompare("!=", b.add(RowAttribute(0, "service", 0)), b.add(RowConstant("it's"))),
    "cases of texts": lambda b: RowCompare(
        "=",
        b.add(
            RowCases(
                (RowCase(b.add(RowConstant("a")), b.at_least(b.streams[3], "priority", 2)),),
                b.add(RowAttribute(0, "service", 0)),
            )
        ),
        b.add(RowConstant("a")),
    ),
    "before an instant": lambda b: RowCompare("<", b.add(RowMoment(2, "resolved")), b.number(30)),
    "by an instant": lambda b: RowCompare("<=", b.add(RowMoment(2, "resolved")), b.number(60)),
    "by as of": lambda b: RowCompare("<=", b.add(RowMoment(2, "resolved")), b.number(59)),
    "after it": lambda b: RowCompare(">", b.number(60), b.add(RowMoment(2, "resolved"))),
    "not before it": lambda b: RowCompare(">=", b.number(60), b.add(RowMoment(2, "resolved"))),
    "later than": lambda b: RowCompare(">", b.add(RowMoment(2, "resolved")), b.number(30)),
    "since then": lambda b: RowCompare(
        ">", b.add(RowBetween(b.add(RowMoment(0, "opened")), b.add(RowMoment(2, "resolved")), None)), b.number(8)
    ),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("moment", [None, 0, 1])
def test_conditions_on_cases(engine: ColumnarEngine, name: str, moment: int | None) -> None:
    drawing = bench()
    where = put(drawing, TEXTS[name])
    measures = [
        MeasureRows("tickets", where, "count", None, None, moment),
        MeasureRecords("tickets", None, ((RecordCheck(None, where, "it"),),), moment),
    ]
    same(engine, drawing, measures)


@pytest.mark.parametrize("which", ["start", "end", "length"])
def test_times_of_spans(engine: ColumnarEngine, which: Any) -> None:
    drawing = bench()
    ref = drawing.add(RowTime(which))
    late = drawing.add(RowCompare(">", ref, drawing.number(5)))
    same(engine, drawing, [MeasureRows("outages", late, each, ref, None, None) for each in ("sum", "max", "min")])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statistic", "percentile"),
    [("median", None), *(("percentile", Fraction(each)) for each in ("0", "1/100", "1/3", "1/2", "95/100", "1"))],
)
def test_order_statistics(engine: ColumnarEngine, statistic: Any, percentile: Fraction | None) -> None:
    drawing = bench()
    half = quotient(drawing, "2")
    where = truth(drawing, "<", "4")
    same(engine, drawing, [MeasureRows("reports", each, statistic, half, percentile, None) for each in (None, where)])


AGGREGATES = ("sum", "mean", "max", "min")


@pytest.mark.parametrize("how", AGGREGATES)
@pytest.mark.parametrize("divisor", [1, 2])
def test_aggregates_of_buckets(engine: ColumnarEngine, how: Any, divisor: int) -> None:
    drawing = bench()
    errors = drawing.add(BucketAttribute(1, "errors", divisor, how))
    total = drawing.add(BucketAttribute(0, "total", 1, "sum"))
    rate = drawing.add(RowArithmetic("/", errors, total))
    agreed = drawing.add(RowOneOf(drawing.add(RowAttribute(2, "service", 0)), ("a",)))
    quiet = drawing.add(RowCompare("<", total, drawing.number(9)))
    begun = drawing.add(RowTime("start"))
    measures = [
        MeasureBuckets("probes", width, where, operand, cases, missing)
        for width in (4, 7)
        for where in (None, agreed)
        for operand, cases in (
            (errors, ()),
            (rate, (BucketCase(drawing.number("1/2"), quiet), BucketCase(errors, agreed))),
            (begun, ()),
        )
        for missing in (None, "leaves", Fraction(1, 3))
    ]
    same(engine, drawing, measures)  # type: ignore[arg-type]


def test_samples_that_share_a_bucket_though_they_are_meant_to_be_apart(engine: ColumnarEngine) -> None:
    often = replace(PROBES, every=10)
    for instants, buckets in (
        ((0, 9, 10), [(9, 1), (10, 1)]),
        ((0, 10, 29), [(0, 1), (10, 1)]),
        ((-1, 0), [(0, 1), (0, 0)]),
    ):
        probes = [sample(at, 1, at, "a", line=line) for line, at in enumerate(instants, 1)]
        drawing = Bench(streams=(often,), records={"probes": probes})
        errors = drawing.add(BucketAttribute(1, "errors", 1, "max"))
        ref = drawing.add(MeasureBuckets("probes", 10, None, errors, (), "leaves"))
        frame = Frame(drawing.as_of, {}, (Demand((ref,), (), (window(0, 10), window(10, 20))),))
        found = engine.measure(drawing.graph(), drawing.log(), frame).found
        assert [(each.total, each.counted) for each in found.values() if isinstance(each, BucketsFound)] == buckets
        assert engine.fallen_back == {}


MACHINES = StreamSchema(
    "machines",
    Shape.SPANS,
    (
        Attribute("spare", AttributeType(Kind.FLAG)),
        Attribute("floor", AttributeType(Kind.COUNT)),
        Attribute("name", AttributeType(Kind.TEXT), optional=True),
    ),
)


def test_keys_of_every_kind(engine: ColumnarEngine) -> None:
    spans = [
        span(at, at + 5 + at % 4, at % 2 == 0, at // 3 % 3, None if at % 5 == 4 else "ab"[at % 2], line=at + 1)
        for at in range(0, 50, 3)
    ]
    drawing = Bench(streams=(MACHINES,), records={"machines": spans}, as_of=NOW)
    drawing.coverage = {"machines": IntervalSet.single(0, 40)}
    measures = (
        drawing.add(MeasureTime(drawing.add(SetSpans("machines", None)))),
        drawing.add(MeasureRows("machines", None, "count", None, None, None)),
        drawing.add(
            MeasureRecords("machines", None, ((RecordCheck(None, drawing.at_least(MACHINES, "floor", 1), "x"),),), None)
        ),
    )
    windows = tuple(window(*each) for each in WINDOWS)
    keys = (("spare",), ("floor",), ("name",), ("floor", "spare"), ("spare", "name", "floor"))
    frame = Frame(NOW, drawing.coverage, tuple(Demand(measures, each, windows) for each in keys))
    expected = ReferenceEngine().measure(drawing.graph(), drawing.log(), frame)
    assert engine.measure(drawing.graph(), drawing.log(), frame) == expected
    assert engine.fallen_back == {}
    assert {keys: len(there) for keys, there in expected.scopes.items()} == {
        ("spare",): 2, ("floor",): 3, ("name",): 2, ("floor", "spare"): 6, ("spare", "name", "floor"): 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    "trim",
    [
        Trim(highest=1),
        Trim(lowest=2),
        Trim(lowest_share=Fraction(1, 5), highest_share=Fraction(1, 4)),
        Trim(lowest=9, highest=9),
    ],
    ids=str,
)
def test_statistics_without_extreme_values(engine: ColumnarEngine, trim: Trim) -> None:
    drawing = bench()
    half, where = quotient(drawing, "2"), truth(drawing, "<", "4")
    measures = [
        MeasureRows("reports", each, statistic, half, None, None, trim)  # type: ignore[arg-type]
        for each in (None, where)
        for statistic in ("sum", "mean", "max", "min", "median", "count")
    ]
    same(engine, drawing, measures)
