"""What other records say of one: the last sample before it, the same bucket of another stream, weights, registers."""

import random
from fractions import Fraction
from typing import Any

import pytest

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.columnar.dialect import DUCKDB
from sladsl.engines.columnar.lookups import Lookups
from sladsl.engines.measurements import Cell, Demand, NumberFound, TimeFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.reference.register_index import extent
from sladsl.graph.measures import MeasureBuckets, MeasureRows, MeasureTime, Weight
from sladsl.graph.rows import (
    BucketAttribute,
    BucketBeside,
    RowAttribute,
    RowBeside,
    RowCompare,
    RowLookup,
    RowOneOf,
)
from sladsl.graph.sets import SetSpans
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored.store import Room
from strategies.graphs import OUTAGES, PROBES, REPORTS, Bench, case, covered, event, sample, span, window

LOADS = StreamSchema("loads", Shape.SAMPLES, PROBES.attributes)


def test_the_last_sample_at_a_record_or_before() -> None:
    probes = [sample(10, 1, 5, "a"), sample(20, 2, 6, "b"), sample(30, 3, None, "a"), sample(50, 9, 9, "a")]
    loads = [sample(at, at, 0, name, line=line) for line, (at, name) in enumerate(
        [(5, "a"), (10, "a"), (19, "a"), (20, "b"), (29, "b"), (30, "b"), (50, "a")], 1)]  # fmt: skip
    bench = Bench(streams=(PROBES, LOADS), records={"probes": probes, "loads": loads}, as_of=50)
    total = bench.add(RowAttribute(0, "total", 1))
    for keys, expected in (((), [None, 1, 1, 2, 2, 3]), (((2, 2),), [None, 1, 1, 2, 2, 2])):
        beside = bench.add(RowBeside("probes", "loads", keys, total))
        found = [
            bench.take(MeasureRows("loads", None, "sum", beside, None, None), (at, at + 1))[0]
            for at in (5, 10, 19, 20, 29, 30)
        ]
        assert [each.value if each.records else None for each in found] == expected
    errors = bench.add(RowBeside("probes", "loads", (), bench.add(RowAttribute(1, "errors", 1))))
    (found,) = bench.take(MeasureRows("loads", None, "count", errors, None, None), (0, 60))
    # One record comes before the first sample, and what the last one says is not known; a record at `as of` is none.
    assert found == NumberFound(Fraction(4), 4, 2)


def test_last_samples_of_many_kinds_are_one_statement_of_usual_length() -> None:
    lookups, lengths = Lookups("rows", DUCKDB, lambda _: [], {}), []
    for number in range(12):
        lookups.latest(f"SELECT t0 AS t, file, line, a{number} AS v FROM others", [], "t0")
        lengths.append(len(lookups.relation))
    assert lengths[-1] - lengths[-2] <= lengths[1] - lengths[0] + 10


@pytest.mark.parametrize("seed", range(40))
def test_the_last_sample_by_statements(seed: int) -> None:
    """Except in scopes that are told apart otherwise than the samples."""
    engine = ColumnarEngine(DuckDB(pytest.importorskip("duckdb"), Room()))
    drawn = random.Random(seed)

    def samples(most: int) -> list[Any]:
        return [
            sample(drawn.randrange(20), drawn.randrange(9), drawn.choice((None, 1, 2)), drawn.choice("ab"), line=line)
            for line in range(1, drawn.randrange(most))
        ]

    outages = [span(drawn.randrange(20), None, 1, drawn.choice("ab"), line=line) for line in range(1, 12)]
    records = {"probes": samples(20), "loads": samples(30), "outages": outages}
    bench = Bench(streams=(PROBES, LOADS, OUTAGES), records=records, coverage=covered(), as_of=18)
    index = drawn.randrange(2)
    value = bench.add(RowAttribute(index, ("total", "errors")[index], drawn.choice((1, 2))))
    keys = drawn.choice(((), ((2, 2),), ((2, 2), (0, 0))))
    beside = bench.add(RowBeside("probes", "loads", keys, value))
    of_span = bench.add(RowBeside("probes", "outages", ((2, 1),) if keys else (), value))
    where = bench.add(RowCompare(">=", beside, bench.number(2)))
    down = bench.add(SetSpans("outages", bench.add(RowCompare(">=", of_span, bench.number(2)))))
    measures = (
        bench.add(MeasureRows("loads", where, "sum", beside, None, None)),
        bench.add(MeasureRows("loads", None, "median", beside, Fraction(1, 2), None)),
        bench.add(MeasureTime(down)),
    )
    scopes = drawn.choice(((), ("service",)))
    frame = Frame(18, bench.coverage, (Demand(measures, scopes, (window(0, 9), window(9, 30))),))
    expected = ReferenceEngine().measure(bench.graph(), bench.log(), frame)
    assert engine.measure(bench.graph(), bench.log(), frame) == expected
    assert bool(engine.fallen_back) == bool(scopes and not keys)


MODES = StreamSchema(
    "modes", Shape.SAMPLES, (Attribute("open", AttributeType(Kind.FLAG)), Attribute("mode", AttributeType(Kind.TEXT)))
)


def test_texts_and_conditions_of_the_last_sample_by_statements() -> None:
    engine = ColumnarEngine(DuckDB(pytest.importorskip("duckdb"), Room()))
    modes = [sample(10, True, "day"), sample(20, False, "day"), sample(30, True, "night")]
    records = {"modes": modes, "reports": [event(at, 1) for at in (5, 10, 15, 20, 29, 30, 45)]}
    bench = Bench(streams=(MODES, REPORTS), records=records)
    is_open = bench.add(RowBeside("modes", "reports", (), bench.attribute(MODES, "open")))
    mode = bench.add(RowBeside("modes", "reports", (), bench.attribute(MODES, "mode")))
    by_day = bench.add(RowOneOf(mode, ("day",)))
    refs = [bench.add(MeasureRows("reports", where, "count", None, None, None)) for where in (is_open, by_day)]
    frame = Frame(bench.as_of, {}, (Demand(tuple(refs), (), (window(0, 50),)),))
    found = engine.measure(bench.graph(), bench.log(), frame).found
    assert found == ReferenceEngine().measure(bench.graph(), bench.log(), frame).found
    assert [each.value for each in found.values() if isinstance(each, NumberFound)] == [4, 4]
    assert engine.fallen_back == {}


@pytest.mark.parametrize("line", [1, 2])
def test_samples_of_one_place_are_left_to_the_reference(line: int) -> None:
    """Which of two at one instant is the last is told by where they stand."""
    engine = ColumnarEngine(DuckDB(pytest.importorskip("duckdb"), Room()))
    probes = [sample(10, 1, 5, "a", line=1), sample(10, 2, 6, "a", line=line)]
    bench = Bench(streams=(PROBES, REPORTS), records={"probes": probes, "reports": [event(15, 1)]})
    beside = bench.add(RowBeside("probes", "reports", (), bench.attribute(PROBES, "total")))
    ref = bench.add(MeasureRows("reports", None, "sum", beside, None, None))
    frame = Frame(bench.as_of, {}, (Demand((ref,), (), (window(0, 50),)),))
    (found,) = engine.measure(bench.graph(), bench.log(), frame).found.values()
    assert found == NumberFound(Fraction(2), 1, 0)
    assert bool(engine.fallen_back) == (line == 1)


def test_the_same_bucket_of_another_stream() -> None:
    probes = [sample(at, 1, at, "a", line=at + 1) for at in (3, 12, 14, 38)]
    loads = [sample(at, at, 0, "a", line=at + 1) for at in (0, 9, 11, 25, 31)]
    bench = Bench(streams=(PROBES, LOADS), records={"probes": probes, "loads": loads}, as_of=40)
    most = bench.add(BucketAttribute(1, "errors", 1, "max"))
    beside = bench.add(BucketBeside("probes", 10, most))
    node = MeasureBuckets("loads", 10, None, beside, (), "leaves")
    found = [bench.take(node, (start, start + 10))[0] for start in (0, 10, 20, 30)]
    assert [(each.total, each.counted, each.undefined) for each in found] == [
        (3, 1, 0),
        (14, 1, 0),
        (0, 0, 1),
        (38, 1, 0),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_weights_instant_by_instant(seed: int) -> None:
    drawn = random.Random(seed)

    def stretches() -> list[tuple[int, int]]:
        starts = [drawn.randrange(12) for _ in range(drawn.randrange(4))]
        return [(start, start + drawn.randrange(8)) for start in starts]

    outages = [span(*each, 1, "a", line=line) for line, each in enumerate(stretches(), 1)]
    heavy = [span(*each, drawn.choice((None, 0, 1, 2, 3)), line=line) for line, each in enumerate(stretches(), 1)]
    bench = Bench(records={"outages": outages, "maintenance": heavy}, coverage=covered())
    weight = Weight(bench.add(SetSpans("maintenance", None)), bench.add(RowAttribute(0, "severity", 2)))
    node = MeasureTime(bench.add(SetSpans("outages", None)), weight)
    for within in ((0, 20), (4, 9)):
        weighted, unweighed = Fraction(0), 0
        for at in range(*within):
            if any(each.start <= at < (each.end or 0) for each in outages):
                there = [each.values[0] for each in heavy if each.start <= at < (each.end or 0)]
                if None in there:
                    unweighed += 1
                else:
                    weighted += max((Fraction(int(each or 0), 2) for each in there), default=Fraction(0))
        (found,) = bench.take(node, within)
        assert isinstance(found, TimeFound)
        assert (found.weighted, found.unweighed) == (weighted, unweighed)


def test_from_the_first_that_is_known_of_a_record_to_the_last() -> None:
    assert extent(span(3, 9), 50) == (3, 9)
    assert extent(span(3, None), 50) == (3, 50)
    assert extent(span(3, 3), 50) == (3, 4)
    assert extent(span(60, None), 50) == (60, 61)
    assert extent(event(7), 50) == (7, 8)
    assert extent(sample(7), 50) == (7, 8)
    assert extent(case("a", (5, 20, 12)), 50) == (5, 21)
    assert extent(case("a", (5, None, None)), 50) == (5, 6)


OWNERS = StreamSchema(
    "owners",
    Shape.SPANS,
    (Attribute("service", AttributeType(Kind.TEXT)), Attribute("level", AttributeType(Kind.COUNT), optional=True)),
    keys=("service",),
    register=True,
)


def test_what_no_register_says_leaves_the_windows_that_it_touches_open() -> None:
    outages = [
        span(5, 25, 1, "a", line=1),
        span(12, 14, 1, "b", line=2),
        span(30, 40, 1, "b", line=3),
        span(35, 36, 1, "c", line=4),
    ]
    owners = [span(0, 11, "b", 3), span(28, None, "b", None), span(0, None, "c", 1), span(1, 90, "c", 1)]
    bench = Bench(streams=(OUTAGES, OWNERS), records={"outages": outages, "owners": owners}, coverage=covered())
    level = bench.add(RowLookup("outages", "owners", (1,), 1, "level", 1))
    where = bench.add(RowCompare(">=", level, bench.number(1)))
    measure = bench.add(MeasureTime(bench.add(SetSpans("outages", where))))
    windows = [(0, 5), (0, 6), (10, 20), (25, 30), (20, 50)]
    for keys, expected in (
        ((), {(0, 6): [1], (10, 20): [1, 2], (20, 50): [1, 4]}),
        (
            ("service",),
            {(0, 6, "a"): [1], (10, 20, "a"): [1], (10, 20, "b"): [2], (20, 50, "a"): [1], (20, 50, "c"): [4]},
        ),
    ):
        unsettled = bench.measure([measure], windows, keys).unsettled
        told = {
            (cell.start, cell.end, *cell.scope): [each.place.line for each in some] for cell, some in unsettled.items()
        }
        assert told == expected
    (trouble,) = unsettled[Cell(measure, ("service",), ("c",), 20, 50)]
    assert (trouble.register, trouble.key, trouble.rows, trouble.at, trouble.stream) == (
        "owners",
        ("c",),
        2,
        35,
        "outages",
    )


def test_what_no_register_says_concerns_every_scope_that_the_record_does_not_tell() -> None:
    owners = [span(0, None, "b", 3), span(0, None, "c", 1)]
    bench = Bench(
        streams=(OUTAGES, OWNERS), records={"outages": [span(5, 25, 1, "a", line=1)], "owners": owners}, as_of=50
    )
    level = bench.add(RowLookup("outages", "owners", (1,), 1, "level", 1))
    measure = bench.add(
        MeasureTime(bench.add(SetSpans("outages", bench.add(RowCompare(">=", level, bench.number(1))))))
    )
    found = bench.measure([measure], [(0, 10)], ("level",)).unsettled
    assert {cell.scope: [each.key for each in some] for cell, some in found.items()} == {
        ("3",): [("a",)],
        ("1",): [("a",)],
    }


def test_a_level_of_a_register_is_a_fraction_where_it_is_one() -> None:
    reports: list[Any] = [event(5, 3), event(95, 3)]
    numbered = StreamSchema(
        "owners",
        Shape.SPANS,
        (Attribute("service", AttributeType(Kind.COUNT)), *OWNERS.attributes[1:]),
        keys=("service",),
        register=True,
    )
    owners = [span(0, 90, 3, 5), span(90, 95, 3, 7), span(95, None, 3, None)]
    bench = Bench(streams=(REPORTS, numbered), records={"reports": reports, "owners": owners})
    for divisor, expected in ((1, Fraction(5)), (2, Fraction(5, 2)), (0, Fraction(5))):
        level = bench.add(RowLookup("reports", "owners", (0,), 1, "level", divisor))
        (found,) = bench.take(MeasureRows("reports", None, "sum", level, None, None), (0, 100))
        assert found == NumberFound(expected, 1, 1)
