"""What the sweep says of a number is what a log that has it comes to, also once it is written as a scenario."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given

from property.effort import effort
from sladsl.graph import RuleGraph
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.subject import Subject
from sladsl.proofs.witness import Witness
from sladsl.proofs.written import quoted, scenario_lines
from sladsl.workspace.compiling import compile_files
from sladsl.workspace.testing import run_scenarios
from spec_player.surroundings import ROOT
from strategies.contracts import Contract, Style, contracts, graph_of

POLICIES = sorted((ROOT / "policies" / "published").glob("*.sladsl"))
HEAVY = {"aws-s3", "azure-storage", "gcp-datastore-multiregion-2016", "atlassian-premium"}
"""Of months of samples by the minute; `bench` measures them."""
STEPS = 1_500
MOST_POINTS = 9
ENOUGH = 0.9


def reached(graph: RuleGraph, steps: int = STEPS) -> Iterator[tuple[Scan, Point, Witness | None]]:
    """Every piece of what each objective measures, and a log that comes to it."""
    subject = Subject(graph, steps)
    for objective in graph.objectives:
        scanned = subject.scan(objective)
        if scanned is None or scanned.space.main is None or scanned.space.others:
            continue
        for point in (each for context in scanned.contexts[:1] for each in context[:MOST_POINTS]):
            state = point.outcome.state
            yield (
                scanned,
                point,
                subject.find(objective, point.piece, lambda each, state=state: each.state == state, point),
            )  # type: ignore[misc]


def agrees(point: Point, witness: Witness) -> None:
    assumed, measured = point.outcome, witness.shown[0]
    assert measured.measured is not None and point.piece is not None and point.piece.holds(measured.measured)
    assert measured.state == assumed.state
    assert (measured.credit is None) == (assumed.credit is None)
    if measured.credit is not None and assumed.credit is not None and measured.window == assumed.window:
        assert measured.credit.outcome == assumed.credit.outcome
        assert measured.credit.row == assumed.credit.row


@pytest.mark.parametrize("path", [each for each in POLICIES if each.stem not in HEAVY], ids=lambda each: each.stem)
def test_published(path: Path, tmp_path: Path) -> None:
    copyfile(path, tmp_path / path.name)
    files, _ = compile_files([path])
    graphs = [each.graph for file in files for each in file.agreements if each.graph is not None]
    there, found = 0, list[Witness]()
    for graph in graphs:
        for _, point, witness in reached(graph):
            there += 1
            if witness is not None:
                agrees(point, witness)
                found.append(witness)
        assert len(found) >= ENOUGH * there or there - len(found) <= 3
        blocks = (line for number, each in enumerate(found) for line in scenario_lines(each, f"piece {number}"))
        head = f"scenarios for {graph.name} in {quoted(path.name)} {{"
        (tmp_path / "written.sladsl").write_text("\n".join([head, *blocks, "}"]), encoding="utf-8")
        ran = run_scenarios([tmp_path / "written.sladsl"], {})
        assert {each.state for each in ran.runs if each.name.startswith("piece ")} <= {"passed"}
        assert len([each for each in ran.runs if each.name.startswith("piece ")]) == len(found)


@effort(25)
@given(contracts(Style(shiftable=True)))
def test_drawn(contract: Contract) -> None:
    graph = graph_of(contract)
    for _, point, witness in reached(graph, 300):
        if witness is not None:
            agrees(point, witness)
