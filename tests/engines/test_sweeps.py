"""Time in sets by statements: what has an emission is not left to the reference engine; scopes may come in turns."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.drawn import drawn_times
from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB, times
from sladsl.engines.columnar.dialect import DUCKDB
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.sweeps import Parts
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.spark.dialect import SPARK
from sladsl.graph import WindowRule
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureTime, Weight
from sladsl.graph.rows import BucketAttribute, RowCompare
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.logs.stored.store import Room
from sladsl.temporal import HOUR, MINUTE, UTC, Calendar, IntervalSet
from strategies.graphs import OUTAGES, PROBES, Bench, covered, sample, span, window

duckdb = pytest.importorskip("duckdb")

DAILY = WindowRule("day", "UTC")
OFFICE = Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)))


@pytest.fixture(name="engine")
def fixture_engine() -> ColumnarEngine:
    return ColumnarEngine(DuckDB(duckdb, Room()))


def test_every_kind_of_set_that_the_table_names(engine: ColumnarEngine) -> None:
    spans = [span(at * HOUR, at * HOUR + 50 * MINUTE, 1, "ab"[at % 2], line=at + 1) for at in range(8, 60)]
    works = [span(at * HOUR, at * HOUR + 3 * HOUR, 1, line=at) for at in range(5, 60, 9)]
    probes = [
        sample(at * 5 * MINUTE, at % 7, None if at % 5 == 1 else at % 7, "ab"[at % 5 % 2], line=at + 1)
        for at in range(200)
    ]
    records = {"outages": spans, "maintenance": works, "probes": probes}
    coverage = {**covered(), "maintenance": IntervalSet.single(0, 33 * HOUR)}
    bench = Bench(records=records, coverage=coverage, calendars=(OFFICE,))
    outages, work = bench.add(SetSpans("outages", None)), bench.add(SetSpans("maintenance", None))
    office = bench.add(SetCalendar(0))
    allowed = bench.add(SetBudget(work, (Budget(DAILY, 4 * HOUR, None, False), Budget(DAILY, None, 1, False))))
    most = bench.add(BucketAttribute(PROBES.attribute_index("total") or 0, "total", 1, "max"))
    bad = bench.add(SetBuckets("probes", 5 * MINUTE, bench.add(RowCompare(">=", most, bench.number(3)))))
    whole = bench.add(SetBudget(outages, (Budget(DAILY, 5 * HOUR, None, True),)))
    sets = [
        bad,
        whole,
        bench.add(SetLasting(bench.add(SetCombined("together", outages, work)), 2 * HOUR, True)),
        bench.add(SetUnits(outages, 60 * MINUTE, True, True)),
        bench.add(SetUnits(outages, 20 * MINUTE, False, False)),
        bench.add(SetCombined("during", outages, office)),
        bench.add(SetCombined("outside", outages, allowed)),
        bench.add(SetSpans("outages", None, longest=True)),
        bench.add(SetSinceFirst(outages, "probes", None)),
        bench.add(SetHolding("probes", bench.at_least(PROBES, "errors", 3), 2, True, 7 * MINUTE, (2,))),
        bench.add(SetAmong(outages, "service", 2, None, False)),
        bench.add(SetAmong(bad, "service", None, Fraction(1, 2), True)),
    ]
    measures = [bench.add(MeasureTime(each)) for each in sets]
    measures.append(bench.add(MeasureTime(outages, Weight(outages, bench.attribute(OUTAGES, "severity")))))
    classes = MeasureClasses(office, (Excluded(allowed, "works", "leaves"),), bad, outages, "leaves")
    more = MeasureClasses(None, (Excluded(work, "works", "up"), Excluded(bad, "bad", "leaves")), None, outages, "up")
    measures += [bench.add(classes), bench.add(more)]
    windows = tuple(window(at * HOUR, at * HOUR + 24 * HOUR) for at in range(0, 40, 7))
    frame = Frame(
        50 * HOUR, bench.coverage, tuple(Demand(tuple(measures), keys, windows) for keys in ((), ("service",)))
    )
    graph, log = bench.graph(), bench.log()
    assert engine.measure(graph, log, frame) == ReferenceEngine().measure(graph, log, frame)
    assert not engine.fallen_back


def test_scopes_in_turns(engine: ColumnarEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "_AT_ONCE", 5)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        graph, log, frame = drawn_times(data.draw)
        try:
            expected = ReferenceEngine().measure(graph, log, frame)
        except EngineLimit:
            return
        assert engine.measure(graph, log, frame) == expected
        assert set(engine.fallen_back.values()) <= {
            "an allowance that is spent on whole runs only, for each value of a key"
        }

    check()


def test_parts_that_would_be_worked_out_again_and_again() -> None:
    """Each of seven names the one before twice: 127 with the last, 254 where that is named twice."""
    for dialect in (DUCKDB, SPARK):
        parts = Parts(dialect)
        last = parts.named("SELECT 1 AS id")
        for _ in range(6):
            last = parts.named(f"SELECT a.id FROM {last} a JOIN {last} b")
        assert parts.statement("SELECT 1 AS id", f"SELECT id FROM {last} a").startswith("WITH scopes AS (")
        twice = f"SELECT a.id FROM {last} a JOIN {last} b"
        if dialect is DUCKDB:
            assert parts.statement("SELECT 1 AS id", twice).endswith(twice)
        else:
            with pytest.raises(NoEmitter, match="would be worked out 254 times"):
                parts.statement("SELECT 1 AS id", twice)


def test_texts_of_a_contract_that_look_like_the_name_of_a_part() -> None:
    parts = Parts(SPARK)
    name = parts.named("SELECT id FROM rows WHERE kind = 'part7'")
    sql = f"SELECT id FROM {name} a WHERE kind <> 'part8'"
    assert parts.statement("SELECT 1 AS id", sql).endswith(sql)
