"""What is explained from evidence for the numbers asked for is what is explained from evidence for all."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from all_engines.cases import LOGS_PER_CONTRACT, case_of
from all_engines.engines import registered
from property.effort import NIGHTLY
from property.scenes import Scene
from sladsl.engines import Engine
from sladsl.engines.columnar import ColumnarEngine
from sladsl.engines.evidence import NotingEngine
from sladsl.engines.measurements import RecordsFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import can_be_stored
from sladsl.report.explain import explain_json, explain_text, explain_trigger_text
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation
from sladsl.text import SourceMap
from sladsl.workspace.evaluating import Prepared
from sladsl.workspace.explaining import explained, judging

SEED = 2211
CASES = 3_000 if NIGHTLY else 60


ENGINES = [ReferenceEngine(), *registered()]
_told: dict[str, dict[int, int]] = {each.name: {} for each in ENGINES}
"""How many outcomes, by the first case of each contract."""


@pytest.mark.parametrize(
    ("engine", "first"),
    [
        pytest.param(engine, first, id=f"{engine.name}-{first}")
        for engine in ENGINES
        for first in range(0, CASES, LOGS_PER_CONTRACT)
    ],
)
def test_evidence_for_a_few_numbers_is_that_for_all(engine: Engine, first: int) -> None:
    told = 0
    for number in range(first, min(first + LOGS_PER_CONTRACT, CASES)):
        scene = case_of(SEED, number)
        whole = evaluated(scene, ReferenceEngine(), scene.log, evidence=True)
        noting = NotingEngine(engine)
        log = in_a_store(scene.log, engine)
        quick = evaluated(scene, noting, log)
        if whole is None or quick is None:
            assert whole is quick is None, number
            continue
        prepared = Prepared(log, noting, None, None, {}, False, MappingProxyType({}), None)
        for index, one in enumerate(quick.outcomes):
            full = whole.outcomes[index]
            found = explained(prepared, [one], [])
            assert not hasattr(found, "severity"), number
            assert texts(scene, found.outcomes[0]) == texts(scene, full), (number, index)
            told += 1
            if isinstance(full.records, RecordsFound) and full.records.records:
                case = full.records.records[0].key
                # What is no case has no name to be asked for by.
                assert (one in judging(prepared, [one], case)) is bool(case), (number, case)
                of_case = explained(prepared, [one], [], case).outcomes[0]
                assert texts(scene, of_case, case) == texts(scene, full, case), (number, index, case)
        triggers = explained(prepared, [], quick.triggers).triggers
        for left, right in zip(triggers, whole.triggers, strict=True):
            expected = explain_trigger_text(right, scene.graph, SourceMap(), scene.log, full=True)
            assert explain_trigger_text(left, scene.graph, SourceMap(), scene.log, full=True) == expected, number
    _told[engine.name][first] = told


@pytest.mark.parametrize("engine", ENGINES, ids=lambda each: each.name)
def test_many_outcomes_were_told(engine: Engine) -> None:
    told = _told[engine.name]
    if len(told) < CASES / LOGS_PER_CONTRACT:
        pytest.skip("only where all contracts were looked at")
    assert sum(told.values()) > CASES


def evaluated(scene: Scene, engine: Engine, log: EventLog, *, evidence: bool = False) -> Evaluation | None:
    stage = scene.stage
    return evaluate(
        scene.graph, log, engine, period=stage.period, as_of=stage.as_of, coverage=stage.coverage, evidence=evidence
    )[0]


def in_a_store(log: EventLog, engine: Engine) -> EventLog:
    """The log as an engine has it that reads large ones into a database."""
    if not isinstance(engine, ColumnarEngine):
        return log
    store = engine.log_store()
    streams = {
        name: replace(each, records=store.keep(each.schema, each.records)) if can_be_stored(each.schema) else each
        for name, each in log.streams.items()
    }
    return replace(log, streams=streams)


def texts(scene: Scene, outcome: object, case: str | None = None) -> list[str]:
    made = (explain_text, explain_json)
    return [each(outcome, scene.graph, SourceMap(), scene.log, which="all", case=case, full=True) for each in made]
