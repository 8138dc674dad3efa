"""Of a stored log, which records a verdict is about is what it is of the same log in memory."""

from dataclasses import replace

import pytest

from engines.drawn_rows import Draw
from sladsl.engines.columnar import ColumnarEngine, DuckDB, telling
from sladsl.engines.measurements import RecordsFound, RecordsTold
from sladsl.engines.reference import ReferenceEngine
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import Room, Store

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
