"""Of a stored log, which records a verdict is about is what it is of the same log in memory."""

from dataclasses import replace
from typing import Any

import pytest

from engines.drawn_rows import Draw
from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB, telling
from sladsl.engines.measurements import Demand, RecordsFound, RecordsTold, TimeFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph.measures import MeasureRecords, MeasureTime, RecordCheck
from sladsl.graph.rows import RowBeside, RowCompare, RowOneOf, RowTime
from sladsl.graph.sets import SetCombined, SetSpans
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import Room, Store
from strategies.graphs import PROBES, Bench, covered, sample, span, window

duckdb = pytest.importorskip("duckdb")


@pytest.mark.parametrize("at_once", [50_000, 3], ids=["few", "many"])
@pytest.mark.parametrize("seed", range(12))
def test_records_of_stored_logs(seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", at_once)
    drawn = Draw(seed)
    frame, graph, log = drawn.frame(), drawn.bench.graph(), drawn.bench.log()
    store = Store(duckdb)
    kept = {name: replace(each, records=store.keep(each.schema, each.records)) for name, each in log.streams.items()}
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    found = engine.measure(graph, EventLog(kept), frame).found
    told = 0
    for cell, expected in ReferenceEngine().measure(graph, log, frame).found.items():
        if isinstance(expected, RecordsFound):
            each = found[cell]
            assert isinstance(each, RecordsFound)
            assert tuple(each.missed_records()) == tuple(one for one in expected.records if one.verdict == "missed")
            assert each == expected
            told += isinstance(each.records, RecordsTold)
    assert told


@pytest.mark.parametrize("at_once", [50_000, 1])
def test_few_that_are_missed_are_not_put_apart(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read at once for all cells; so many that they would not fit are put into a table of their own."""
    monkeypatch.setattr(telling, "AT_ONCE", at_once)
    put_apart, made = telling._put_apart, list[str]()

    def noted(store: Store, *others: Any) -> Any:
        made.append("a table")
        return put_apart(store, *others)

    monkeypatch.setattr(telling, "_put_apart", noted)
    bench = Bench(records={"maintenance": [span(at, at + 5, 1, line=at) for at in (10, 20, 30)]}, coverage=covered())
    check = RecordCheck(None, bench.add(RowCompare("<", bench.add(RowTime("length")), bench.number(1))), "x")
    ref = bench.add(MeasureRecords("maintenance", None, ((check,),), None))
    log, store = bench.log(), Store(duckdb)
    kept = {name: replace(each, records=store.keep(each.schema, each.records)) for name, each in log.streams.items()}
    frame = Frame(bench.as_of, bench.coverage, (Demand((ref,), (), (window(0, 25), window(25, 45))),))
    found: Any = ColumnarEngine(DuckDB(duckdb, Room())).measure(bench.graph(), EventLog(kept), frame).found
    assert [len(tuple(each.missed_records())) for each in found.values()] == [2, 1]
    assert made == (["a table"] if at_once == 1 else [])


def test_a_log_whose_streams_are_in_different_places() -> None:
    outages, works = [span(0, 20, 1, "a", line=1)], [span(5, 9, 1, line=1), span(15, 40, 1, line=2)]
    bench = Bench(records={"outages": outages, "maintenance": works}, coverage=covered())
    down, work = bench.add(SetSpans("outages", None)), bench.add(SetSpans("maintenance", None))
    ref = bench.add(MeasureTime(bench.add(SetCombined("outside", down, work))))
    log = bench.log()
    kept = {
        name: replace(each, records=Store(duckdb).keep(each.schema, each.records)) for name, each in log.streams.items()
    }
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    frame = Frame(bench.as_of, bench.coverage, (Demand((ref,), (), (window(0, 50),)),))
    (found,) = engine.measure(bench.graph(), EventLog(kept), frame).found.values()
    assert found == TimeFound(11, 0)
    assert engine.fallen_back == {}


def test_records_that_are_judged_by_others_of_their_stream() -> None:
    """The last sample of an instant says what holds then, whether it is judged itself or not."""
    samples = [sample(10, 0, 9, "a", line=1), sample(10, 0, 0, "b", line=2), sample(20, 0, 9, "a", line=3)]
    bench = Bench(streams=(PROBES,), records={"probes": samples})
    errors = bench.attribute(PROBES, "errors")
    beside = bench.add(RowBeside("probes", "probes", (), errors))
    failing = RecordCheck(None, bench.add(RowCompare(">=", beside, bench.number(1))), "failing")
    only_a = bench.add(RowOneOf(bench.attribute(PROBES, "service"), ("a",)))
    ref = bench.add(MeasureRecords("probes", only_a, ((failing,),), None))
    store = Store(duckdb)
    log = bench.log()
    kept = {name: replace(each, records=store.keep(each.schema, each.records)) for name, each in log.streams.items()}
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    frame = Frame(bench.as_of, {}, (Demand((ref,), (), (window(0, 50),)),))
    (found,) = engine.measure(bench.graph(), EventLog(kept), frame).found.values()
    assert engine.fallen_back == {}
    assert isinstance(found, RecordsFound)
    assert [(each.place.line, each.verdict) for each in found.missed_records()] == [(1, "missed")]
    assert [(each.place.line, each.verdict) for each in found.records] == [(1, "missed"), (3, "met")]
