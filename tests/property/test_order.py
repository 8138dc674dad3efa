"""Order means nothing: of records in a log, of rows in a file, of clauses in a contract."""

import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from property.told import Told, all_told
from sladsl.diagnostics.diagnostic import errors
from sladsl.logs.assembling import assemble
from sladsl.logs.binding import Bindings
from sladsl.logs.records import EventLog, StreamLog
from strategies.contracts import Style, graph_of
from strategies.logs import without_places, write


@effort(120)
@given(scenes(), st.randoms(use_true_random=False))
def test_records_handed_over_in_another_order(scene: Scene, shuffling: random.Random) -> None:
    shuffled = {name: _shuffled(each, shuffling) for name, each in scene.log.streams.items()}
    evidence = shuffling.random() < 0.5
    before = evaluated(scene.graph, scene.log, scene.stage, evidence=evidence)
    assert evaluated(scene.graph, EventLog(shuffled), scene.stage, evidence=evidence) == before


def _shuffled(stream: StreamLog, shuffling: random.Random) -> StreamLog:
    return replace(stream, records=tuple(shuffling.sample(stream.records, len(stream.records))))


@effort(120)
@given(scenes(Style(steady=True)), st.randoms(use_true_random=False))
def test_rows_told_in_another_order(scene: Scene, shuffling: random.Random) -> None:
    """Where nothing asks for the nearest record, also records of one instant may change places."""
    renumbered = {name: _renumbered(each, shuffling) for name, each in scene.log.streams.items()}
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(scene.graph, EventLog(renumbered), scene.stage)
    assert all_told(after) == all_told(before)


def _renumbered(stream: StreamLog, shuffling: random.Random) -> StreamLog:
    places = [each.place for each in stream.records]
    shuffling.shuffle(places)
    records = [each._replace(place=place) for each, place in zip(stream.records, places, strict=True)]
    return replace(stream, records=tuple(records))


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@effort(50)
@given(scene=scenes())
def test_a_log_written_as_files_is_read_back(suffix: str, scene: Scene) -> None:
    with TemporaryDirectory() as folder:
        files = write(scene.log, Path(folder), suffix)
        log, found = assemble(scene.graph.streams, files, Bindings(), scene.graph.name, Path(folder))
    assert [each.message for each in errors(found)] == []
    assert without_places(log) == without_places(scene.log)
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(scene.graph, log, scene.stage)
    assert all_told(after) == all_told(before)


@effort(80)
@given(scenes(), st.randoms(use_true_random=False))
def test_clauses_written_in_another_order(scene: Scene, shuffling: random.Random) -> None:
    """All that depends on the order is which of several credits uses up a shared limit first."""
    if scene.graph.limits:
        return
    graph = graph_of(reordered(scene.contract.text, shuffling))
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(graph, scene.log, scene.stage)
    assert _by_name(all_told(after)) == _by_name(all_told(before))


def _by_name(outcomes: list[Told] | None) -> set[Told] | None:
    return None if outcomes is None else set(outcomes)


def reordered(text: str, shuffling: random.Random) -> str:
    """The clauses of a contract in another order. A clause begins on a line indented by two spaces that does not
    close a block; comments go with the clause before them."""
    lines = text.replace("\r\n", "\n").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("agreement ")) + 1
    last = max(number for number, line in enumerate(lines) if line.startswith("}"))
    clauses: list[list[str]] = [[]]
    for line in lines[first:last]:
        if line[:2].strip(" \u00a0\u200e\t") == "" and line[2:3].isalpha() and not line.startswith("   "):
            clauses.append([])
        clauses[-1].append(line)
    shuffling.shuffle(clauses)
    inside = [line for clause in clauses for line in clause]
    return "\n".join([*lines[:first], *inside, *lines[last:]])
