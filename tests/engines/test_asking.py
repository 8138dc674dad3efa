"""What a database is asked: nothing where nothing is wanted, and what it cannot tell apart is left to the reference."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from engines.emitting import NOW, bench
from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import Cell, Demand, NumberFound
from sladsl.engines.reference.evaluation import ScopedEvaluation
from sladsl.graph.measures import MeasureNear, MeasureRows, MeasureTime
from sladsl.graph.rows import RowArithmetic, RowClock
from sladsl.graph.sets import SetSpans
from sladsl.logs.stored.store import Room
from strategies.graphs import REPORTS, Bench, case, event, window

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(name="engine", scope="module")
def fixture_engine() -> ColumnarEngine:
    return ColumnarEngine(DuckDB(duckdb, Room()))


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("next", [20, 30, None, 30, None]), ("previous", [None, 10, 20, 10, 30])],
)
def test_the_record_next_to_a_window(
    engine: ColumnarEngine, direction: Any, expected: Sequence[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of a window it is the next one, and at the start it is no previous one. The database says so."""
    drawing = Bench(records={"reports": [event(at, at) for at in (10, 20, 30)]})
    ref = drawing.add(MeasureNear("reports", None, drawing.attribute(REPORTS, "pages"), direction))
    windows = [window(*each) for each in ((10, 20), (20, 21), (30, 31), (11, 30), (31, 40))]
    for several in (windows, *([each] for each in windows)):
        frame = Frame(drawing.as_of, {}, (Demand((ref,), (), tuple(several)),))
        with monkeypatch.context() as patched:
            patched.setattr(ScopedEvaluation, "records", lambda *_: pytest.fail("the reference engine was asked"))
            found = engine.measure(drawing.graph(), drawing.log(), frame).found
        assert engine.fallen_back == {}
        for each in several:
            value = expected[windows.index(each)]
            there = NumberFound(None, 0, 0) if value is None else NumberFound(Fraction(value), 1, 0)
            assert found[Cell(ref, (), (), each.start, each.end)] == there
            assert drawing.take(drawing.table.nodes[ref], (each.start, each.end)) == [there]


@pytest.mark.parametrize("divisor", [1, 0])
def test_the_next_record_may_have_no_value(engine: ColumnarEngine, divisor: int) -> None:
    """Because it says none, or because that is divided by nothing: it is the next one all the same."""
    drawing = Bench(records={"reports": [event(15, None if divisor else 4), event(18, 4)]})
    least = drawing.add(RowArithmetic("-", drawing.attribute(REPORTS, "pages"), drawing.number(4)))
    operand = drawing.attribute(REPORTS, "pages") if divisor else drawing.add(RowArithmetic("/", least, least))
    ref = drawing.add(MeasureNear("reports", None, operand, "next"))
    frame = Frame(drawing.as_of, {}, (Demand((ref,), (), (window(0, 10),)),))
    (found,) = engine.measure(drawing.graph(), drawing.log(), frame).found.values()
    assert found == NumberFound(None, 0, 1)
    assert drawing.take(drawing.table.nodes[ref], (0, 10)) == [found]
    assert engine.fallen_back == {}


def test_where_nothing_is_asked_for_no_record_is_laid_out(engine: ColumnarEngine) -> None:
    drawing = bench()
    down = drawing.add(MeasureTime(drawing.add(SetSpans("outages", None))))
    for windows, scopes in (((), (("a",),)), ((window(0, 50),), ())):
        before = engine.store().tables  # type: ignore[attr-defined]
        frame = Frame(NOW, drawing.coverage, (Demand((down,), ("service",), windows, (), scopes),))
        assert engine.measure(drawing.graph(), drawing.log(), frame).found == {}
        assert engine.store().tables == before  # type: ignore[attr-defined]
    assert engine.fallen_back == {}


def test_tables_of_one_run_go_with_it(engine: ColumnarEngine) -> None:
    drawing = bench()
    down = drawing.add(MeasureTime(drawing.add(SetSpans("outages", None))))
    frame = Frame(NOW, drawing.coverage, (Demand((down,), ("service",), (window(0, 50),)),))
    engine.measure(drawing.graph(), drawing.log(), frame)
    assert engine.store().rows("SELECT table_name FROM information_schema.tables") == []


def test_cases_of_one_place_are_left_to_the_reference(engine: ColumnarEngine) -> None:
    """By statements a case is told apart from others by where it stands."""
    tickets = [case("a", (5, 9, None), line=1), case("b", (6, 30, None), line=1)]
    drawing = Bench(records={"tickets": tickets})
    clock = drawing.add(RowClock(0, 1, None, (), ()))
    ref = drawing.add(MeasureRows("tickets", None, "sum", clock, None, None))
    frame = Frame(drawing.as_of, {}, (Demand((ref,), (), (window(0, 50),)),))
    (found,) = engine.measure(drawing.graph(), drawing.log(), frame).found.values()
    assert found == NumberFound(Fraction(28), 2, 0)
    assert engine.fallen_back == {"MeasureRows": "records are told apart by where they stand"}
