"""Clocks that the database reads off cases by itself: once, in cycles, in a calendar, less pauses."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from engines.emitting import bench, same
from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Node
from sladsl.graph.measures import MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import RowArithmetic, RowClock, RowDeadline, RowLogic, RowNot
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import CaseRecord, Place
from sladsl.logs.stored.store import Room
from sladsl.temporal import DAY, HOUR, MINUTE, UTC, Always, Calendar
from strategies.graphs import TICKETS, Bench, window

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(name="engine", scope="module")
def fixture_engine() -> ColumnarEngine:
    return ColumnarEngine(DuckDB(duckdb, Room()))


CLOCKS: dict[str, RowClock] = {
    "elapsed": RowClock(0, 1, None, (), ()),
    "to another moment": RowClock(1, 2, None, (), ()),
    "without a state": RowClock(0, 2, None, (0,), ()),
    "without two states": RowClock(0, 2, None, (0, 1), ()),
    "open time": RowClock(0, 2, 0, (), ()),
    "open time without a state": RowClock(0, 2, 0, (0,), ()),
}


@pytest.mark.parametrize("name", CLOCKS)
@pytest.mark.parametrize("strict", [False, True])
def test_clocks(engine: ColumnarEngine, name: str, strict: bool) -> None:
    over_days = "open" in name
    drawing = _over_days(bench()) if over_days else bench()
    clock, unit = drawing.add(CLOCKS[name]), (20 * MINUTE if over_days else 1)
    limits = [drawing.number(Fraction(each) * unit) for each in (0, 6, "13/2", -1)]
    groups = []
    for limit in limits:
        kept = drawing.add(RowDeadline(clock, limit, strict, False, False))
        groups.append((RecordCheck(None, kept, "it"),))
    urgent = drawing.at_least(drawing.streams[3], "priority", 2)
    kept = drawing.add(RowDeadline(clock, limits[0], strict, False, False))
    groups.append((RecordCheck(urgent, kept, "urgent"), *groups[1]))
    measures: list[Node] = [MeasureRecords("tickets", None, (each,), 0) for each in groups]
    measures += [MeasureRecords("tickets", urgent, (groups[1], groups[0]), 1)]
    # A clock that decides only for some cases is told of these.
    for operator in ("and", "or"):
        where = drawing.add(
            RowLogic(operator, urgent, drawing.add(RowDeadline(clock, limits[1], strict, False, False)))
        )  # type: ignore[arg-type]
        measures += [MeasureRecords("tickets", None, ((RecordCheck(None, where, "it"),),), 0)]
        measures += [MeasureRows("tickets", where, "count", None, None, 0)]
    soon, late = (drawing.add(RowDeadline(clock, limits[each], strict, False, False)) for each in (1, 2))
    others = drawing.add(RowNot(urgent))
    branches = (drawing.add(RowLogic("and", *each)) for each in ((urgent, soon), (others, late)))
    either = drawing.add(RowLogic("or", *branches))
    measures += [MeasureRecords("tickets", None, ((RecordCheck(None, either, "either"),),), 0)]
    measures += [MeasureRows("tickets", None, each, clock, None, 0) for each in ("sum", "max", "count")]  # type: ignore[arg-type]
    same(engine, drawing, measures, _spread if over_days else int)


@pytest.mark.parametrize("states", [(), (0,), (0, 1)])
def test_clocks_that_run_alike_in_calendars_of_their_own(engine: ColumnarEngine, states: tuple[int, ...]) -> None:
    """All in one pass over the cases: each has what its own calendar counts."""
    drawing = _over_days(bench())
    morning = Calendar("morning", UTC, dict.fromkeys(range(7), ((7 * HOUR, 12 * HOUR),)))
    drawing.calendars = (*drawing.calendars, morning, Always(UTC))
    clocks = [drawing.add(RowClock(0, 2, each, states, ())) for each in (0, 1, 2)]
    kept = [drawing.add(RowDeadline(each, drawing.number(30 * MINUTE), False, False, False)) for each in clocks]
    measures: list[Node] = [
        MeasureRecords("tickets", None, tuple((RecordCheck(None, each, "it"),) for each in kept), 0)
    ]
    ahead = drawing.add(RowArithmetic("-", clocks[0], clocks[1]))
    more = drawing.add(RowArithmetic("-", clocks[2], clocks[0]))
    measures += [MeasureRows("tickets", None, "sum", each, None, 0) for each in (ahead, more, *clocks)]
    same(engine, drawing, measures, _spread)


def _spread(at: int) -> int:
    """As many times twenty minutes as there were microseconds, over a night."""
    return (at - 20) * 20 * MINUTE + DAY


def _over_days(drawing: Bench) -> Bench:
    def later(each: Any) -> Any:
        moments = tuple(tuple(map(_spread, moment)) for moment in each.moments)
        states = tuple(
            tuple((_spread(low), None if high is None else _spread(high)) for low, high in state)
            for state in each.states
        )
        return each._replace(moments=moments, states=states)

    drawing.records = {"tickets": [later(each) for each in drawing.records["tickets"]]}
    drawing.as_of = _spread(drawing.as_of)
    return drawing


def _again_and_again() -> Bench:
    """Tickets that are opened, answered and resolved several times, at the same instants too."""
    drawing, drawn = bench(), random.Random(5)

    def moments() -> tuple[int, ...]:
        return tuple(sorted(drawn.sample(range(70), drawn.randrange(5))))

    drawing.records = {
        "tickets": [
            CaseRecord(
                f"t{line}",
                (moments(), moments(), moments()),
                (((at := drawn.randrange(60), at + drawn.randrange(1, 9)),), ()),
                ("ab"[line % 2], line % 4),
                Place(0, line),
            )
            for line in range(1, 60)
        ]
    }
    return drawing


CYCLES: dict[str, dict[str, Any]] = {
    **{each: {"cycle": each} for each in ("each", "worst", "mean", "first", "last")},
    **{f"{each}, taken up again": {"cycle": each, "again": 1} for each in ("each", "worst", "mean", "first", "last")},
    "gaps": {"cycle": "each", "gaps": 1},
    "it goes on": {"again": 1, "continues": True},
    "once": {},
}


def test_several_cycles_of_the_same_moments(engine: ColumnarEngine) -> None:
    """Each clock is told what its own cycles come to."""
    drawing = _again_and_again()
    clocks = [drawing.add(RowClock(0, 2, None, (), (), **each)) for each in CYCLES.values()]
    whole = clocks[0]
    for each in clocks[1:]:
        if drawing.table.nodes[each].cycle != "mean":  # type: ignore[attr-defined]
            whole = drawing.add(RowArithmetic("+", whole, each))
    measures: list[Node] = [MeasureRows("tickets", None, "sum", each, None, 0) for each in (whole, *clocks)]
    same(engine, drawing, measures)


@pytest.mark.parametrize("name", CYCLES)
@pytest.mark.parametrize("strict", [False, True])
def test_clocks_of_many_moments(engine: ColumnarEngine, name: str, strict: bool) -> None:
    drawing = _again_and_again()
    measures: list[Node] = []
    for states in ((), (0,)):
        clock = drawing.add(RowClock(0, 2, None, states, (), **CYCLES[name]))
        for limit in (0, 7, "25/2"):
            kept = drawing.add(RowDeadline(clock, drawing.number(limit), strict, False, False))
            measures.append(MeasureRecords("tickets", None, ((RecordCheck(None, kept, "it"),),), 0))
        measures += [MeasureRows("tickets", None, each, clock, None, 0) for each in ("sum", "count")]  # type: ignore[arg-type]
    same(engine, drawing, measures)


LEFT_OUT: dict[str, tuple[str, Callable[[Bench], dict[str, Any]]]] = {
    "held": ("a clock that rests on what attributes were", lambda b: {"held": b.at_least(TICKETS, "priority", 2)}),
    "restarts": ("a clock that rests on what attributes were", lambda _: {"restarts": ((1, None),)}),
    "pauses": ("a clock with pauses from other streams", lambda b: {"pauses": (b.add(SetSpans("outages", None)),)}),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_clocks_that_are_left_to_the_reference(engine: ColumnarEngine, name: str) -> None:
    reason, made = LEFT_OUT[name]
    drawing = bench()
    clock = drawing.add(
        RowClock(**{"start": 0, "stop": 2, "calendar": None, "states": (), "pauses": (), **made(drawing)})
    )
    ref = drawing.add(MeasureRows("tickets", None, "sum", clock, None, 0))
    frame = Frame(drawing.as_of, drawing.coverage, (Demand((ref,), (), (window(0, 50),)),))
    expected = ReferenceEngine().measure(drawing.graph(), drawing.log(), frame)
    assert engine.measure(drawing.graph(), drawing.log(), frame) == expected
    assert engine.fallen_back == {"MeasureRows": reason}
