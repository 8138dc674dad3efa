"""What no statement says as a whole is the reference engine's; the sets in it still come from statements."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.reference.evaluation import ScopedEvaluation
from sladsl.graph import Node
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import BucketAttribute, RowArithmetic, RowCompare, RowConstant, RowLookup, RowTime, RowWithin
from sladsl.graph.sets import SetBuckets, SetCombined, SetSpans
from sladsl.logs.records import Record
from sladsl.logs.schema import Attribute, Shape, StreamSchema
from sladsl.logs.stored.store import Room
from sladsl.temporal import IntervalSet
from strategies.graphs import COUNT, PROBES, TEXT, Bench, event, sample, span, window

duckdb = pytest.importorskip("duckdb")

OUTAGES = StreamSchema("outages", Shape.SPANS, (Attribute("severity", COUNT), Attribute("service", TEXT)))
REPORTS = StreamSchema("reports", Shape.EVENTS, (Attribute("service", TEXT),))
PLANS = StreamSchema(
    "plans", Shape.SPANS, (Attribute("service", TEXT), Attribute("plan", TEXT)), keys=("service",), register=True
)


def drawn() -> Bench:
    """Of `a` outages from 10 to 20 and from 50 on, of `b` from 30 to 40."""
    slow = {at: None if at in (50, 55) else at // 20 for at in range(5, 75, 5) if at not in (60, 65)}
    probes = [sample(at, 1, errors, "a", line=at) for at, errors in slow.items()]
    return Bench(
        streams=(OUTAGES, REPORTS, PROBES, PLANS),
        records={
            "outages": [span(10, 20, 2, "a"), span(30, 40, 2, "b"), span(50, None, 2, "a"), span(60, 65, 0, "b")],
            "reports": [event(at, "ab"[at // 2 % 2], line=at + 1) for at in range(100)],
            "probes": [*probes, sample(35, 1, 1, "b", line=1), sample(41, 1, 1, "b", line=2)],
            "plans": [span(0, None, "a", "gold"), span(0, None, "b", "basic")],
        },
        coverage={"outages": IntervalSet.single(0, 48)},
        as_of=75,
    )


class Found:
    """What both engines find of reports that lie within a set: how many are met, missed and undecided in each window;
    and of which streams the database's engine looked at records."""

    def __init__(
        self,
        bench: Bench,
        container: Node,
        keys: tuple[str, ...],
        monkeypatch: pytest.MonkeyPatch,
        later: int = 0,
        evidence: bool = False,
    ) -> None:
        instant = bench.add(RowArithmetic("+", bench.add(RowTime("at")), bench.number(later)))
        where = bench.add(RowWithin(instant, bench.add(container)))
        ref = bench.add(MeasureRecords("reports", None, ((RecordCheck(None, where, "x"),),), None))
        asked = Frame(bench.as_of, bench.coverage, (Demand((ref,), keys, (window(0, 45), window(45, 100))),), evidence)
        expected = ReferenceEngine().measure(bench.graph(), bench.log(), asked)
        engine, read, records = ColumnarEngine(DuckDB(duckdb, Room())), set[str](), ScopedEvaluation.records

        def noted(around: ScopedEvaluation, stream: str) -> Sequence[Record]:
            read.add(stream)
            return records(around, stream)

        with monkeypatch.context() as patched:
            patched.setattr(ScopedEvaluation, "records", noted)
            assert engine.measure(bench.graph(), bench.log(), asked) == expected
        self.read, self.fallen_back = read, engine.fallen_back
        found: Any = expected.found.values()
        self.counts = [(each.met, each.missed, each.undecided) for each in found]


def severe(bench: Bench) -> SetSpans:
    return SetSpans("outages", bench.at_least(OUTAGES, "severity", 1))


def slow(bench: Bench) -> SetBuckets:
    """As the samples of ten microseconds say on the whole; of none, or where one does not say, it is not known."""
    errors = bench.add(BucketAttribute(1, "errors", 1, "max"))
    return SetBuckets("probes", 10, bench.add(RowCompare("=", errors, bench.number(1))))


WITHIN = "whether an instant lies in a time set other than a calendar"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [((), [(20, 25, 0), (25, 3, 2)]), (("service",), [(4, 19, 0), (12, 1, 2), (6, 16, 0), (0, 2, 13)])],
)
def test_spans(keys: tuple[str, ...], expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    found = Found(bench, severe(bench), keys, monkeypatch)
    assert found.fallen_back == {"MeasureRecords": WITHIN}
    assert found.counts == expected
    assert found.read == {"reports"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [((), [(20, 25, 0), (0, 5, 25)]), (("service",), [(10, 13, 0), (0, 3, 12), (8, 0, 14), (2, 0, 13)])],
)
def test_buckets(keys: tuple[str, ...], expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    found = Found(bench, slow(bench), keys, monkeypatch)
    assert found.fallen_back == {"MeasureRecords": WITHIN}
    assert found.counts == expected
    assert found.read == {"reports"}


def test_sets_that_are_made_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    both = SetCombined("together", bench.add(severe(bench)), bench.add(slow(bench)))
    found = Found(bench, both, (), monkeypatch)
    assert found.counts == [(30, 15, 0), (25, 3, 2)]
    assert found.read == {"reports"}


def test_nothing_is_known_from_as_of_on(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    bench.coverage = {"outages": IntervalSet.single(0, 500)}
    found = Found(bench, severe(bench), (), monkeypatch, later=10)
    assert found.counts == [(25, 20, 0), (20, 0, 10)]
    assert found.read == {"reports"}


def test_spans_chosen_by_a_register_that_alone_has_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    plan = bench.add(RowLookup("outages", "plans", (1,), 1, "plan", 1))
    gold = bench.add(RowCompare("=", plan, bench.add(RowConstant("gold"))))
    found = Found(bench, SetSpans("outages", gold), ("plan",), monkeypatch)
    assert found.fallen_back == {"MeasureRecords": WITHIN}
    assert found.counts == [(10, 35, 0), (25, 3, 2)] * 2
    assert found.read == {"reports"}


def test_spans_of_which_no_statement_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    begun = bench.add(RowTime("start"))
    inside = SetSpans("outages", bench.add(RowWithin(begun, bench.add(severe(bench)))))
    found = Found(bench, inside, (), monkeypatch)
    assert found.fallen_back == {"MeasureRecords": WITHIN, "SetSpans": WITHIN}
    assert found.counts == [(20, 25, 0), (25, 3, 2)]
    assert found.read == {"reports", "outages"}


def test_spans_by_numbers_that_are_too_great_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    great = bench.add(RowArithmetic("*", bench.attribute(OUTAGES, "severity"), bench.number(2**62)))
    greater = bench.add(RowArithmetic("*", great, great))
    container = SetSpans("outages", bench.add(RowCompare(">=", greater, bench.number(1))))
    found = Found(bench, container, (), monkeypatch)
    assert [*found.fallen_back] == ["MeasureRecords", "SetSpans"]
    assert re.fullmatch(r"Out of Range Error: .*", found.fallen_back["SetSpans"])
    assert found.counts == [(20, 25, 0), (25, 3, 2)]


def test_with_evidence_records_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = drawn()
    assert Found(bench, severe(bench), (), monkeypatch, evidence=True).read == {"reports", "outages"}
