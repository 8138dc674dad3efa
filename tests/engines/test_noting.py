"""Evidence for a few numbers: of a log in a database no more records are read than these rest on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sladsl.engines import Frame, evidence
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.evidence import NotingEngine
from sladsl.engines.measurements import Cell, Demand, Measurements, NumberFound, RecordsFound, TimeFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureNear, MeasureRecords, MeasureRows, MeasureTime, RecordCheck
from sladsl.graph.rows import RowMoment, RowPresent
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import Room
from strategies.graphs import FAR, REPORTS, TICKETS, Bench, case, covered, event, span, window

duckdb = pytest.importorskip("duckdb")

WINDOWS = ((0, 20), (20, 50))


class Desk:
    """Outages, tickets and reports; the engine notes how many of each it is shown when evidence is asked for."""

    def __init__(self, *, stored: bool = True) -> None:
        spans = [(0, 10, "a"), (5, 25, "b"), (19, 20, "a"), (20, 30, "a"), (30, None, "b"), (60, None, "a")]
        tickets = [(1, 15, None), (2, 30, 31), (12, 19, 45), (25, 26, 27), (70, 71, 72)]
        bench = Bench(
            records={
                "outages": [span(low, high, 1, name, line=line) for line, (low, high, name) in enumerate(spans, 1)],
                "tickets": [
                    case(f"t{line}", at, values=("ab"[line % 2], 1), line=line) for line, at in enumerate(tickets, 1)
                ],
                "reports": [event(at, 1, line=at + 1) for at in (0, 19, 20, 49, 50)],
            },
            coverage=covered(),
        )
        self.down = bench.add(MeasureTime(bench.add(SetSpans("outages", None))))
        answered = bench.add(RowPresent(bench.add(RowMoment(1, "answered"))))
        check = RecordCheck(None, answered, "answered")
        self.judged = bench.add(MeasureRecords("tickets", None, ((check,),), 1))
        self.counted = bench.add(MeasureRows("reports", None, "count", None, None, None))
        self.known = bench.add(
            MeasureRecords(
                "outages", None, ((RecordCheck(None, bench.at_least(bench.streams[0], "severity", 1), "x"),),), None
            )
        )
        self.bench, self.shown = bench, dict[str, int]()
        engine = self._engine()
        self.noting = NotingEngine(engine)
        log = bench.log()
        if stored:
            store = engine.log_store()
            assert store is not None
            log = EventLog(
                {
                    name: replace(each, records=store.keep(each.schema, each.records))
                    for name, each in log.streams.items()
                }
            )
        refs = (self.down, self.judged, self.counted, self.known)
        windows = tuple(window(*each) for each in WINDOWS)
        frame = Frame(FAR, bench.coverage, (Demand(refs, (), windows), Demand(refs, ("service",), windows)))
        self.found = self.noting.measure(bench.graph(), log, frame).found
        self.whole = ReferenceEngine().measure(bench.graph(), bench.log(), replace(frame, evidence=True)).found

    def _engine(self) -> ColumnarEngine:
        desk = self

        class Shown(ColumnarEngine):
            def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
                if frame.evidence:
                    desk.shown = {name: len(each.records) for name, each in log.streams.items()}
                return super().measure(graph, log, frame)

        return Shown(DuckDB(duckdb, Room()))

    def cell(self, measure: Ref, number: int = 0, *scope: str) -> Cell:
        return Cell(measure, ("service",) if scope else (), scope, *WINDOWS[number])

    def evidence(self, *cells: Cell, case: str | None = None) -> list[Any]:
        asked = [self.found[each] for each in cells]
        told = self.noting.evidence(asked, case)
        return [told[id(each)] for each in asked]


@pytest.mark.parametrize(
    ("measure", "number", "scope", "shown"),
    [
        ("down", 0, (), {"outages": 3}),
        ("down", 1, (), {"outages": 3}),
        ("down", 0, ("a",), {"outages": 2}),
        ("down", 1, ("b",), {"outages": 2}),
        ("judged", 0, (), {"tickets": 2}),
        ("judged", 1, (), {"tickets": 2}),
        ("judged", 1, ("b",), {"tickets": 0}),
        ("judged", 1, ("a",), {"tickets": 2}),
        ("counted", 0, (), {"reports": 2}),
        ("counted", 1, (), {"reports": 2}),
    ],
)
def test_no_more_is_read_than_a_number_rests_on(
    measure: str, number: int, scope: Sequence[str], shown: dict[str, int]
) -> None:
    desk = Desk()
    cell = desk.cell(getattr(desk, measure), number, *scope)
    assert desk.evidence(cell) == [desk.whole[cell]]
    assert desk.shown == {"outages": 0, "tickets": 0, "reports": 0, **shown}


def test_several_numbers_together() -> None:
    desk = Desk()
    cells = [desk.cell(desk.down, 0, "a"), desk.cell(desk.down, 1, "b"), desk.cell(desk.counted)]
    assert desk.evidence(*cells) == [desk.whole[each] for each in cells]
    assert desk.shown == {"outages": 4, "tickets": 0, "reports": 2}
    assert all(
        isinstance(each, kind)
        for each, kind in zip(desk.evidence(*cells), (TimeFound, TimeFound, NumberFound), strict=True)
    )


def test_what_was_not_found_here_has_no_evidence() -> None:
    desk = Desk()
    assert desk.noting.evidence([TimeFound(1, 0)]) == {}
    assert NotingEngine(ReferenceEngine()).evidence([TimeFound(1, 0)]) == {}
    assert desk.noting.name == "columnar"


@pytest.mark.parametrize("stored", [True, False])
def test_one_case(stored: bool) -> None:
    desk = Desk(stored=stored)
    cell = desk.cell(desk.judged, 1)
    (told,) = desk.evidence(cell, case="t2")
    whole = desk.whole[cell]
    assert isinstance(told, RecordsFound) and isinstance(whole, RecordsFound)
    expected = [each for each in whole.records if each.key == "t2" or not stored]
    assert list(told.records) == expected
    assert (told.met, told.missed, told.none) == (whole.met, whole.missed, whole.none)
    assert desk.shown["tickets"] == (1 if stored else 5)


@pytest.mark.parametrize("stored", [True, False])
def test_whether_a_case_was_judged(stored: bool) -> None:
    desk = Desk(stored=stored)
    first, second = (desk.found[desk.cell(desk.judged, number)] for number in (0, 1))
    of_b = desk.found[desk.cell(desk.judged, 1, "b")]
    assert isinstance(first, RecordsFound) and isinstance(second, RecordsFound) and isinstance(of_b, RecordsFound)
    judged = {key: desk.noting.has_judged(first, key) for key in ("t1", "t2", "t3", "t9", "t'1")}
    assert judged == {"t1": True, "t2": False, "t3": True, "t9": False, "t'1": False}
    assert [desk.noting.has_judged(second, key) for key in ("t1", "t2", "t4")] == [False, True, True]
    assert not desk.noting.has_judged(of_b, "t2")
    spans = desk.found[desk.cell(desk.known)]
    assert isinstance(spans, RecordsFound)
    assert not desk.noting.has_judged(spans, "t1")
    assert not desk.noting.has_judged(spans, "")


def test_a_case_that_no_number_rests_on_is_not_looked_for() -> None:
    desk = Desk()
    of_b = desk.found[desk.cell(desk.judged, 1, "b")]
    assert isinstance(of_b, RecordsFound)
    assert not desk.noting.has_judged(of_b, "t9") and not desk.shown
    # t3 is of another scope, and t4 of another window.
    assert not desk.noting.has_judged(of_b, "t3") and not desk.noting.has_judged(of_b, "t1") and not desk.shown


def test_of_a_stream_that_nobody_told_of_no_case_was_judged() -> None:
    desk = Desk()
    log = EventLog({name: each for name, each in desk.bench.log().streams.items() if name != "tickets"})
    frame = Frame(FAR, {}, (Demand((desk.judged,), (), (window(*WINDOWS[0]),)),))
    (found,) = desk.noting.measure(desk.bench.graph(), log, frame).found.values()
    assert isinstance(found, RecordsFound) and not desk.noting.has_judged(found, "t1")
    assert not desk.noting.has_judged(RecordsFound(0, 0, 0, ()), "t1")


def test_very_many_parts_are_read_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for most, shown in ((2, 4), (1, 6)):
        monkeypatch.setattr(evidence, "_MOST", most)
        desk = Desk()
        cells = [desk.cell(desk.down, 0, "a"), desk.cell(desk.down, 1, "b")]
        assert desk.evidence(*cells) == [desk.whole[each] for each in cells]
        assert desk.shown["outages"] == shown


def test_what_is_found_twice_has_evidence_of_its_own_in_each_place() -> None:
    class Plain(ReferenceEngine):
        """Finds the same in all cells, as long as nobody asks for evidence."""

        def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
            made = super().measure(graph, log, frame)
            nothing = next(iter(made.found.values()))
            return made if frame.evidence else replace(made, found=dict.fromkeys(made.found, nothing))

    bench = Bench(records={"outages": [span(2, 5, 1, "a"), span(12, 19, 1, "a")]}, coverage=covered())
    down = bench.add(MeasureTime(bench.add(SetSpans("outages", None))))
    noting = NotingEngine(Plain())
    frame = Frame(FAR, bench.coverage, (Demand((down,), (), (window(0, 10), window(10, 20))),))
    found = [*noting.measure(bench.graph(), bench.log(), frame).found.values()]
    told = noting.evidence(found)
    assert [told[id(each)].inside for each in found] == [3, 7]  # type: ignore[union-attr]


def test_what_lies_anywhere_rests_on_all_of_a_stream() -> None:
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    store = engine.log_store()
    assert store is not None
    bench = Bench(records={"reports": [event(at, at, line=at) for at in (5, 15, 70)]})
    ref = bench.add(MeasureNear("reports", None, bench.attribute(REPORTS, "pages"), "next"))
    log = bench.log()
    kept = replace(log.streams["reports"], records=store.keep(REPORTS, log.streams["reports"].records))
    noting = NotingEngine(engine)
    frame = Frame(FAR, {}, (Demand((ref,), (), (window(0, 10), window(10, 20))),))
    found = [*noting.measure(bench.graph(), EventLog({"reports": kept}), frame).found.values()]
    told: Any = noting.evidence(found)
    assert [(told[id(each)].value, [place.line for _, place in told[id(each)].places]) for each in found] == [
        (15, [15]),
        (70, [70]),
    ]


@pytest.mark.parametrize(("counted", "lines"), [(False, [2]), (True, [1, 2, 3])])
def test_one_case_is_enough_only_where_cases_are_judged_and_nothing_else(counted: bool, lines: list[int]) -> None:
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    store = engine.log_store()
    assert store is not None
    tickets = [case(f"t{line}", (line, None, None), line=line) for line in (1, 2, 3)]
    bench = Bench(records={"tickets": tickets})
    kept = replace(bench.log().streams["tickets"], records=store.keep(TICKETS, tickets))
    answered = bench.add(RowPresent(bench.add(RowMoment(1, "answered"))))
    refs = [bench.add(MeasureRecords("tickets", None, ((RecordCheck(None, answered, "x"),),), 0))]
    if counted:
        refs.append(bench.add(MeasureRows("tickets", None, "count", None, None, 0)))
    noting = NotingEngine(engine)
    frame = Frame(FAR, {}, (Demand(tuple(refs), (), (window(0, 10),)),))
    found = [*noting.measure(bench.graph(), EventLog({"tickets": kept}), frame).found.values()]
    told: Any = noting.evidence(found, "t2")
    assert [each.place.line for each in told[id(found[0])].records] == lines
    assert told[id(found[0])].missed == 3
