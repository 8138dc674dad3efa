"""Registers against a naive telling: for each record, and for each window, every row is looked at."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import Cell, Demand, NumberFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph.measures import MeasureRegister, MeasureRows
from sladsl.graph.rows import RowAttribute, RowCompare, RowConstant, RowLookup
from sladsl.logs.records import Place, SpanRecord
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored.store import Room
from sladsl.temporal import DAY, EMPTY, IntervalSet
from strategies.graphs import FAR, Bench, event, span, window

TEXT: Final = AttributeType(Kind.TEXT)
TABLE: Final = StreamSchema(
    "table",
    Shape.SPANS,
    (Attribute("owner", TEXT), Attribute("level", AttributeType(Kind.COUNT), optional=True)),
    keys=("owner",),
    register=True,
)
EVENTS: Final = StreamSchema("calls", Shape.EVENTS, (Attribute("owner", TEXT, optional=True),))
times = st.integers(0, 60)
owners = st.sampled_from("abc")


@st.composite
def worlds(draw: st.DrawFn) -> Bench:
    rows = draw(
        st.lists(st.tuples(owners, times, st.none() | st.integers(0, 40), st.none() | st.integers(0, 3)), max_size=6)
    )
    table = [
        span(start, None if length is None else start + length, owner, level, line=line)
        for line, (owner, start, length, level) in enumerate(rows, 1)
    ]
    drawn = draw(st.lists(st.tuples(times, st.none() | owners), max_size=8))
    calls = [event(at, owner, line=line) for line, (at, owner) in enumerate(drawn, 1)]
    return Bench(streams=(TABLE, EVENTS), records={"table": table, "calls": calls}, as_of=FAR)


def in_force(bench: Bench, owner: str, at: int) -> list[Any]:
    rows: Any = bench.records["table"]
    return [row for row in rows if row.values[0] == owner and row.start <= at and (row.end is None or at < row.end)]


@given(worlds(), st.integers(0, 3), st.tuples(times, st.integers(1, 60)))
@settings(max_examples=200, deadline=None)
def test_of_records(bench: Bench, bound: int, drawn: tuple[int, int]) -> None:
    window = (drawn[0], drawn[0] + drawn[1])
    level = bench.add(RowLookup("calls", "table", (0,), 1, "level", 1))
    where = bench.add(RowCompare(">=", level, bench.add(RowConstant(Fraction(bound)))))
    measure = bench.add(MeasureRows("calls", where, "count", None, None, None))
    measured = bench.measure([measure], [window])
    expected, failed = 0, set()
    calls: Any = bench.records["calls"]
    for call in calls:
        if window[0] <= call.at < window[1] and call.values[0] is not None:
            rows = in_force(bench, call.values[0], call.at)
            if len(rows) != 1:
                failed.add((call.values[0], len(rows), call.at, call.place))
            elif rows[0].values[1] is not None and rows[0].values[1] >= bound:
                expected += 1
    found = measured.found[Cell(measure, (), (), *window)]
    assert isinstance(found, NumberFound) and found.value == expected
    troubles = measured.unsettled.get(Cell(measure, (), (), *window), ())
    assert {(*each.key, each.rows, each.at, each.place) for each in troubles} == failed


@given(worlds(), st.integers(0, 3), st.tuples(times, st.integers(1, 60)))
@settings(max_examples=60, deadline=None)
def test_of_records_by_statements(bench: Bench, bound: int, drawn: tuple[int, int]) -> None:
    """By the reference engine only where some record has no row, or where rows overlap."""
    engine = ColumnarEngine(DuckDB(pytest.importorskip("duckdb"), Room()))
    level = bench.add(RowLookup("calls", "table", (0,), 1, "level", 1))
    where = bench.add(RowCompare(">=", level, bench.add(RowConstant(Fraction(bound)))))
    measures = [bench.add(MeasureRows("calls", each, "sum", level, None, None, None)) for each in (None, where)]
    frame = Frame(bench.as_of, {}, (Demand(tuple(measures), ("owner",), (window(drawn[0], drawn[0] + drawn[1]),)),))
    expected = ReferenceEngine().measure(bench.graph(), bench.log(), frame)
    assert engine.measure(bench.graph(), bench.log(), frame) == expected
    calls, rows = cast(list[Any], bench.records["calls"]), cast(list[Any], bench.records["table"])
    pairs = combinations([row for row in rows if row.end is None or row.start < row.end], 2)
    overlap = any(
        one.values[0] == other.values[0]
        and (one.end is None or other.start < one.end)
        and (other.end is None or one.start < other.end)
        for one, other in pairs
    )
    known = all(call.values[0] is None or len(in_force(bench, call.values[0], call.at)) == 1 for call in calls)
    assert bool(engine.fallen_back) == (overlap or not known)


@given(worlds(), st.tuples(times, st.integers(1, 60)))
@settings(max_examples=200, deadline=None)
def test_of_scopes(bench: Bench, drawn: tuple[int, int]) -> None:
    start, end = drawn[0], drawn[0] + drawn[1]
    measure = bench.add(MeasureRegister("table", bench.add(RowAttribute(1, "level", 1))))
    measured = bench.measure([measure], [(start, end)], ("owner",))
    rows: Any = bench.records["table"]
    assert measured.scopes["owner",] == tuple((owner,) for owner in sorted({row.values[0] for row in rows}))
    for (owner,) in measured.scopes["owner",]:
        first = next((at for at in range(start, end) if in_force(bench, owner, at)), None)
        # A row that began before the window and ended before it is not in force in it.
        there = [] if first is None else in_force(bench, owner, first)
        found = measured.found[Cell(measure, ("owner",), (owner,), start, end)]
        assert isinstance(found, NumberFound)
        assert found.records == len(there)
        assert found.value == (there[0].values[1] if len(there) == 1 else None)
        assert found.without == (len(there) == 1 and found.value is None)
        life = measured.lifetimes[("owner",), (owner,)]
        assert bool(life.clip(start, end)) == bool(there)


def test_a_row_without_a_start_was_always_there() -> None:
    row = SpanRecord(-(10**15), None, ("a", 2), Place(0, 1))
    bench = Bench(streams=(TABLE, EVENTS), records={"table": [row], "calls": []})
    measure = bench.add(MeasureRegister("table", bench.add(RowAttribute(1, "level", 1))))
    found = bench.measure([measure], [(0, 10)], ("owner",)).found[Cell(measure, ("owner",), ("a",), 0, 10)]
    assert isinstance(found, NumberFound) and found.value == 2


def test_when_scopes_are_in_force() -> None:
    """By any row of any register that lists them; by a row that never ends, as far as anything is looked at."""
    other = replace(TABLE, name="others")
    by_level = replace(TABLE, name="levels", keys=("level",))
    bench = Bench(
        streams=(TABLE, other, by_level, EVENTS),
        records={
            "table": [span(5, 9, "a", 1, line=1), span(0, 3, "a", 1, line=2), span(7, 7, "b", 1, line=3)],
            "others": [span(9, None, "c", 1, line=1), span(2, 4, "a", 1, line=2), span(20, 10, "b", 1, line=3)],
            "levels": [span(50, 60, "a", 1, line=1)],
            "calls": [event(1, "a", line=1), event(2, "d", line=2)],
        },
    )
    measure = bench.add(MeasureRows("calls", None, "count", None, None, None))
    latest = 100 + 32 * DAY
    assert bench.measure([measure], [(0, 100)], ("owner",)).lifetimes == {
        (("owner",), ("a",)): IntervalSet.of([(0, 4), (5, 9)]),
        (("owner",), ("b",)): EMPTY,
        (("owner",), ("c",)): IntervalSet.single(9, latest),
    }
    assert bench.measure([measure], [(0, 100)]).lifetimes == {}


def test_a_record_without_one_of_two_keys_is_looked_up_nowhere() -> None:
    plans = replace(TABLE, keys=("owner", "level"))
    calls = replace(
        EVENTS, attributes=(*EVENTS.attributes, Attribute("level", AttributeType(Kind.COUNT), optional=True))
    )
    records = [
        event(5, "a", 1, line=1),
        event(5, "a", None, line=2),
        event(5, None, 1, line=3),
        event(5, "b", 1, line=4),
    ]
    bench = Bench(streams=(plans, calls), records={"table": [span(0, 10, "a", 1)], "calls": records})
    level = bench.add(RowLookup("calls", "table", (0, 1), 1, "level", 1))
    measure = bench.add(MeasureRows("calls", None, "sum", level, None, None))
    found = bench.measure([measure], [(0, 50)])
    assert found.found[Cell(measure, (), (), 0, 50)] == NumberFound(Fraction(1), 1, 3)
    assert [each.place.line for each in found.unsettled[Cell(measure, (), (), 0, 50)]] == [4]


def test_at_the_end_of_a_row_the_next_one_holds() -> None:
    rows = [span(0, 10, "a", 1, line=1), span(10, 20, "a", 2, line=2)]
    calls = [event(at, "a", line=at + 1) for at in (0, 9, 10, 19)]
    bench = Bench(streams=(TABLE, EVENTS), records={"table": rows, "calls": calls})
    level = bench.add(RowLookup("calls", "table", (0,), 1, "level", 1))
    measure = bench.add(MeasureRows("calls", None, "sum", level, None, None))
    assert bench.measure([measure], [(0, 50)]).unsettled == {}
    assert [bench.take(bench.table.nodes[measure], (at, at + 1))[0].value for at in (0, 9, 10, 19)] == [1, 1, 2, 2]


def test_a_row_that_holds_for_no_time_says_nothing() -> None:
    rows = [span(3, 3, "a", 1, line=1), span(5, None, "a", 2, line=2)]
    bench = Bench(streams=(TABLE, EVENTS), records={"table": rows, "calls": []})
    measure = bench.add(MeasureRegister("table", bench.add(RowAttribute(1, "level", 1))))
    found = bench.measure([measure], [(0, 10)], ("owner",)).found[Cell(measure, ("owner",), ("a",), 0, 10)]
    assert isinstance(found, NumberFound) and (found.value, found.records) == (2, 1)
