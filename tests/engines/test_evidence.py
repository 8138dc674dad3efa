"""Evidence says what the numbers say: stretches tile their windows and add up, and records lie where they are told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from all_engines.cases import LOGS_PER_CONTRACT, case_of
from sladsl.engines import Frame
from sladsl.engines.measurements import (
    BucketsFound,
    Cell,
    ClassesFound,
    Found,
    Measurements,
    NumberFound,
    RecordFound,
    RecordsFound,
    Segment,
    TimeFound,
)
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.reference.evidence import Stretches, segments_of
from sladsl.graph import Node, RuleGraph
from sladsl.graph.measures import MeasureBuckets, MeasureClasses, MeasureTime
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import EventLog, Place
from sladsl.rules.evaluate import evaluate
from sladsl.temporal import IntervalSet

SEED, CONTRACTS = 411, 60


class Checking(ReferenceEngine):
    """The reference, whose evidence is held against what it finds without."""

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        made = super().measure(graph, log, frame)
        plain = super().measure(graph, log, replace(frame, evidence=False))
        assert {cell: without(each) for cell, each in made.found.items()} == plain.found
        for cell, found in made.found.items():
            check(graph.nodes[cell.measure], cell, found, Log(graph, log, frame.as_of))
        return made


class Log:
    """Where each record lies."""

    def __init__(self, graph: RuleGraph, log: EventLog, as_of: int) -> None:
        self.graph, self.as_of = graph, as_of
        self.at: Mapping[tuple[str, Any], Any] = {
            (name, each.place): each for name, stream in log.streams.items() for each in stream.records
        }


def without(found: Found) -> Found:
    """What is found where no evidence is asked for."""
    match found:
        case TimeFound() | ClassesFound():
            return replace(found, segments=())
        case NumberFound():
            return replace(found, places=())
        case BucketsFound():
            return replace(found, worst=())
        case RecordsFound():
            return replace(found, records=tuple(each._replace(stretches=(), others=()) for each in found.records))


def check(node: Node, cell: Cell, found: Found, log: Log) -> None:
    match found:
        case TimeFound():
            lengths = _lengths(found.segments, cell)
            assert lengths == _without_none({("in", None): found.inside, ("unknown", None): found.unknown})
            _check_places(found.segments, log)
            if isinstance(node, MeasureTime):
                _check_spans(log.graph.nodes[node.time_set], found.segments, "in", log)
        case ClassesFound():
            lengths = _lengths(found.segments, cell)
            excluded = {("excluded", clause): time for clause, time in found.excluded_by}
            said = {"out of schedule": found.out_of_schedule, "unknown": found.unknown, "down": found.down}
            others = {(kind, None): time for kind, time in {**said, "up": found.up}.items()}
            assert lengths == _without_none({**others, **excluded})
            assert sum(lengths.values()) == cell.end - cell.start
            assert all(one.end == other.start for one, other in pairwise(found.segments))
            _check_places(found.segments, log)
            if isinstance(node, MeasureClasses):
                _check_spans(log.graph.nodes[node.down], found.segments, "down", log)
        case NumberFound():
            assert len(found.places) == found.records
            assert all(place in log.at for place in found.places)
        case BucketsFound():
            assert isinstance(node, MeasureBuckets)
            assert len(found.worst) <= min(20, found.counted)
            starts = [start for start, _ in found.worst]
            assert all(cell.start <= each < cell.end and each % node.width == 0 for each in starts)
            mean = found.total / found.counted if found.counted else 0
            far = [(-abs(value - mean), start) for start, value in found.worst]
            assert far == sorted(far)
        case RecordsFound():
            for each in found.records:
                _check_record(each)


def _lengths(segments: Iterable[Segment], cell: Cell) -> dict[tuple[str, str | None], int]:
    found: Counter[tuple[str, str | None]] = Counter()
    for each in segments:
        assert cell.start <= each.start < each.end <= cell.end
        found[each.kind, each.clause] += each.end - each.start
    for one, other in pairwise(segments):
        assert one.end <= other.start
        assert one.end < other.start or (one.kind, one.clause) != (other.kind, other.clause)
    return dict(found)


def _without_none(lengths: Mapping[tuple[str, str | None], int]) -> dict[tuple[str, str | None], int]:
    return {key: time for key, time in lengths.items() if time}


def _check_places(segments: Iterable[Segment], log: Log) -> None:
    """A record is told once with a stretch, in order, and has begun when that ends."""
    for each in segments:
        assert list(each.places) == sorted(set(each.places))
        for place in each.places:
            record = log.at[place]
            assert record[0] < each.end
        if each.kind in ("up", "out of schedule"):
            assert each.places == ()


def _check_spans(node: Node, segments: Iterable[Segment], kind: str, log: Log) -> None:
    """A set of spans: all that reach into a stretch are told with it."""
    if not isinstance(node, SetSpans) or node.where is not None or node.longest:
        return
    spans = [(name, place) for name, place in log.at if name == node.stream]
    for each in segments:
        if each.kind == kind:
            told = {place for place in each.places if place[0] == node.stream}
            for place in told:
                start, end = log.at[place][:2]
                assert start < each.end and each.start < (log.as_of if end is None else min(end, log.as_of))
            assert told or not spans


def _check_record(found: RecordFound) -> None:
    for each in (found, *found.others):
        assert each.place == found.place and each.key == found.key and each.at == found.at
        assert all(one.start < one.end for one in each.stretches)
        assert all(one.end == other.start for one, other in pairwise(each.stretches))
    if found.stretches and found.measured is not None:
        counted = sum(each.end - each.start for each in found.stretches if each.kind == "counted")
        assert counted == found.measured or found.others
    urgency = {"missed": 0, "undecided": 1, "met": 2, "none": 3}
    assert all(urgency[found.verdict] <= urgency[each.verdict] for each in found.others)


@pytest.mark.parametrize("first", range(0, CONTRACTS * LOGS_PER_CONTRACT, LOGS_PER_CONTRACT))
def test_of_the_logs_of_one_contract(first: int) -> None:
    for number in range(first, first + LOGS_PER_CONTRACT):
        scene = case_of(SEED, number)
        stage = scene.stage
        evaluate(
            scene.graph, scene.log, Checking(),
            period=stage.period, as_of=stage.as_of, coverage=stage.coverage, evidence=True,
        )  # fmt: skip


def test_neighbours_that_say_the_same_are_one() -> None:
    one, two = Place(0, 1), Place(0, 2)
    up = Stretches("up", None, IntervalSet.of([(0, 5), (40, 50)]))
    down = Stretches("down", None, IntervalSet.single(5, 20), [(3, 12, "outages", two), (12, 20, "outages", one)])
    more = Stretches("down", None, IntervalSet.single(20, 30), [(15, 30, "probes", one)])
    works = Stretches("excluded", "works", IntervalSet.single(30, 33))
    longer = Stretches("excluded", "works", IntervalSet.single(33, 35))
    others = Stretches("excluded", "others", IntervalSet.single(35, 40))
    assert segments_of([others, longer, more, down, works, up], 2, 45) == (
        Segment(2, 5, "up", None, ()),
        Segment(5, 30, "down", None, (("outages", one), ("outages", two), ("probes", one))),
        Segment(30, 35, "excluded", "works", ()),
        Segment(35, 40, "excluded", "others", ()),
        Segment(40, 45, "up", None, ()),
    )


def test_spans_cover_the_stretches_that_they_reach_into() -> None:
    a, b, c = (Place(0, line) for line in (1, 2, 3))
    spans = [(0, 10, "x", a), (10, 20, "x", b), (20, 30, "x", c)]
    shown = Stretches("in", None, IntervalSet.of([(0, 10), (12, 20), (25, 28)]), spans)
    assert [(each.start, each.end, each.places) for each in segments_of([shown], 0, 28)] == [
        (0, 10, (("x", a),)),
        (12, 20, (("x", b),)),
        (25, 28, (("x", c),)),
    ]
    assert [each.places for each in segments_of([shown], 10, 25)] == [(("x", b),)]
