"""What is kept changes nothing: a log told in steps comes to what it comes to at once."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given

from all_engines.cases import LOGS_PER_CONTRACT, case_of
from property.drawn.choices import Choices, choices
from property.effort import effort
from property.scenes import Scene, scenes
from sladsl.engines import Frame
from sladsl.engines.kept import KeepingEngine, Memory
from sladsl.engines.kept.memory import Entry
from sladsl.engines.measurements import Cell, Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, Record, SpanRecord, StreamLog
from sladsl.report.json import evaluation_json
from sladsl.rules.evaluate import evaluate
from sladsl.temporal import DAY
from strategies.logs import Stage

MOST_CHOICES = 60


SEED, CONTRACTS = 77, 24


class Noting(ReferenceEngine):
    """The reference, and what it could not settle."""

    def __init__(self) -> None:
        self.unsettled: set[Cell] = set()

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        made = super().measure(graph, log, frame)
        self.unsettled.update(made.unsettled)
        return made


@effort(120)
@given(scenes(), choices(MOST_CHOICES))
def test_a_log_told_in_steps(scene: Scene, drawn: Choices) -> None:
    told_in_steps(scene, drawn)


@pytest.mark.parametrize("first", range(0, CONTRACTS * LOGS_PER_CONTRACT, LOGS_PER_CONTRACT))
def test_the_logs_of_one_contract_told_in_steps(first: int) -> None:
    for number in range(first, first + LOGS_PER_CONTRACT):
        told_in_steps(case_of(SEED, number), Choices(random.Random(number).randbytes(MOST_CHOICES)))


def told_in_steps(scene: Scene, drawn: Choices) -> None:
    """Records come late, are corrected, or vanish; the period and what is known of it grow, or do not. Asked again at
    once, only what could not be settled is measured."""
    memory = Memory()
    stages = [(_earlier(scene.log, drawn), _stage(scene.stage, drawn)) for _ in range(drawn.count(1, 3))]
    for log, stage in [*stages, (scene.log, scene.stage)]:
        memory = Memory({cell: Entry(*json.loads(json.dumps(each))) for cell, each in memory.entries.items()})
        whole = _evaluated(scene, log, stage, ReferenceEngine())
        assert _evaluated(scene, log, stage, KeepingEngine(ReferenceEngine(), memory)) == whole
        assert not memory.damaged
    if whole[0] is not None:
        memory, engine = Memory(memory.entries), Noting()
        again = _evaluated(scene, scene.log, scene.stage, KeepingEngine(engine, memory))[0]
        assert again is not None
        assert memory.measured == len(engine.unsettled)
        assert not memory.reopened
        one, other = (evaluation_json(each, scene.graph, log=scene.log, cases="all") for each in (whole[0], again))
        assert one == other


def _evaluated(scene: Scene, log: EventLog, stage: Stage, engine: ReferenceEngine | KeepingEngine):  # type: ignore[no-untyped-def]
    return evaluate(
        scene.graph, log, engine, period=stage.period, as_of=stage.as_of, coverage=stage.coverage,
        stamps={"drawn": "yes"},
    )  # fmt: skip


def _stage(stage: Stage, drawn: Choices) -> Stage:
    """What was asked for earlier: mostly the same period, as of another time."""
    start, end = stage.period
    period = drawn.pick((stage.period, stage.period, (start, max(start + DAY, drawn.pick(stage.instants)))))
    as_of = drawn.pick((stage.as_of, None, end, end + DAY, *stage.instants))
    return replace(stage, period=period, as_of=as_of, coverage=stage.coverage if drawn.chance() else {})


def _earlier(log: EventLog, drawn: Choices) -> EventLog:
    """The log as it was: without some records, others not as they are now."""
    return EventLog({name: _stream(each, drawn) for name, each in log.streams.items() if not drawn.chance(12)})


def _stream(stream: StreamLog, drawn: Choices) -> StreamLog:
    if drawn.chance(3):
        return stream
    left = [_before(each, stream, drawn) for each in stream.records if not drawn.chance(3)]
    return replace(stream, records=tuple(left))


def _before(record: Record, stream: StreamLog, drawn: Choices) -> Record:
    """The record before it was corrected or went on."""
    if drawn.chance():
        return record
    if isinstance(record, SpanRecord) and drawn.chance():
        return record._replace(end=None)
    if isinstance(record, CaseRecord) and drawn.chance():
        moments = tuple(instants if index == 0 else instants[:-1] for index, instants in enumerate(record.moments))
        return record._replace(moments=moments) if any(moments) else record
    other = drawn.pick(tuple(stream.records))
    return other._replace(place=record.place)
