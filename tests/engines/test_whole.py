"""A log in a database is kept as a whole: nothing is measured again while files, coverage and `as of` are the same."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.kept import KeepingEngine, Memory
from sladsl.engines.measurements import Demand, Measurements, RecordsFound
from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import RowTime
from sladsl.logs.records import EventLog, LogFile
from sladsl.logs.stored.store import Room
from sladsl.temporal import IntervalSet
from strategies.graphs import OUTAGES, Bench, event, span, window

duckdb = pytest.importorskip("duckdb")

NOW = 60


class Asked(ColumnarEngine):
    """Counts the windows that it is asked for."""

    def __init__(self) -> None:
        super().__init__(DuckDB(duckdb, Room()))
        self.windows = 0

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        self.windows += sum(len(each.windows) for each in frame.demands)
        return super().measure(graph, log, frame)


class Desk:
    """Outages in a database, reports in memory, and what was kept of both."""

    def __init__(self) -> None:
        self.engine, self.memory = Asked(), Memory()
        self.spans = [(0, 5), (12, 30), (25, None)]
        self.digests = {"outages": "a", "reports": "b"}
        self.rejected = 0
        self.covered = IntervalSet.single(0, 100)

    def asked(self, as_of: int = NOW, *, stored: Sequence[str] = ("outages",)) -> Measurements:
        """What is found, from what is kept; it is what is found anew."""
        spans = [span(start, end, 2, "a", line=line) for line, (start, end) in enumerate(self.spans, 1)]
        bench = Bench(records={"outages": spans, "reports": [event(3, 1, line=1)]})
        short = bench.at_least(OUTAGES, "severity", 1)
        length = bench.add(RowTime("length"))
        refs = (
            bench.add(MeasureRows("outages", None, "sum", length, None, None)),
            bench.add(MeasureRecords("outages", None, ((RecordCheck(None, short, "short"),),), None)),
            bench.add(MeasureRows("reports", None, "count", None, None, None)),
        )
        windows = tuple(window(*each) for each in ((0, 20), (20, 40), (50, 80)))
        frame = Frame(as_of, {"outages": self.covered}, (Demand(refs, (), windows),))
        store = self.engine.log_store()
        assert store is not None
        log = bench.log()
        streams = {
            name: replace(
                each,
                records=store.keep(each.schema, each.records) if name in stored else each.records,
                files=(LogFile(name, self.digests[name]),),
                rows_rejected=self.rejected,
            )
            for name, each in log.streams.items()
        }
        log = EventLog(streams)
        self.memory = Memory(self.memory.entries)
        found = KeepingEngine(self.engine, self.memory).measure(bench.graph(), log, frame)
        self.windows, self.engine.windows = self.engine.windows, 0
        assert found == self.engine.measure(bench.graph(), log, frame)
        self.engine.windows = 0
        return found

    def counted(self) -> tuple[int, int, int]:
        return self.memory.measured, self.memory.taken, len(self.memory.reopened)


def test_the_same_log_is_not_measured_again() -> None:
    desk = Desk()
    desk.asked()
    assert (desk.counted(), desk.windows) == ((9, 0, 0), 3)
    found = desk.asked()
    assert desk.counted() == (0, 9, 0)
    assert len(desk.memory.windows) == 9
    assert not desk.memory.damaged
    # Records are told when somebody asks: comparing them has asked, once for all.
    assert desk.windows == 0
    told = [each for each in found.found.values() if isinstance(each, RecordsFound)]
    assert [len(each.records) for each in told] == [2, 1, 0]


def change_coverage(desk: Desk) -> None:
    desk.covered = IntervalSet.single(0, 90)


def change_rejected(desk: Desk) -> None:
    desk.rejected = 1


def change_file(desk: Desk) -> None:
    desk.digests["reports"] = "c"


@pytest.mark.parametrize("change", [change_coverage, change_rejected, change_file])
def test_what_can_change_a_number_makes_all_of_it_anew(change: Any) -> None:
    desk = Desk()
    desk.asked()
    change(desk)
    desk.asked()
    assert desk.counted() == (9, 0, 0)


def test_windows_that_were_over_and_come_to_something_else_are_told() -> None:
    desk = Desk()
    desk.asked(40)
    desk.spans[1] = (12, 31)
    desk.digests["outages"] = "c"
    desk.asked(40)
    assert desk.counted()[0] == 9
    assert {(each.start, each.end) for each in desk.memory.reopened} == {(0, 20)}
    desk.spans[2] = (50, None)
    desk.digests["outages"] = "d"
    desk.asked(40)
    assert {(each.start, each.end) for each in desk.memory.reopened} == {(20, 40)}
    assert len(desk.memory.reopened) == 2


def test_as_of_another_time_it_is_measured() -> None:
    desk = Desk()
    desk.asked(50)
    desk.asked(60)
    assert desk.counted() == (9, 0, 1)
    # An outage that still lasts is longer now, and it began in a window that was over.
    assert (desk.memory.reopened[0].start, desk.memory.reopened[0].end) == (20, 40)


def test_what_is_lost_or_damaged_is_measured() -> None:
    desk = Desk()
    desk.asked()
    del desk.memory.entries[next(iter(desk.memory.entries))]
    desk.asked()
    assert (desk.counted(), desk.memory.damaged) == ((9, 0, 0), False)
    cell = next(iter(desk.memory.entries))
    desk.memory.entries[cell] = desk.memory.entries[cell]._replace(found=["nothing"])
    desk.asked()
    assert (desk.counted()[:2], desk.memory.damaged) == ((1, 8), True)
    assert desk.memory.entries[cell].found != ["nothing"]


def test_a_log_in_memory_is_kept_record_by_record() -> None:
    desk = Desk()
    desk.asked(stored=())
    desk.digests["reports"] = "c"
    desk.asked(stored=())
    assert desk.counted() == (0, 9, 0)
    assert desk.windows == 0
