"""Spark says what the reference says: a sample of what the engines are held to that start at once."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from all_engines.cases import case_of
from all_engines.comparing import differences, report
from all_engines.engines import every_engine
from all_engines.files import differences_of_files
from conformance.shared import cases
from conformance.test_money_published import run
from engines.drawn import drawn_times
from engines.drawn_rows import Draw
from property.effort import NIGHTLY
from sladsl.engines import Engine
from sladsl.engines.columnar import ColumnarEngine
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.spark import tables, workers
from sladsl.workspace import large
from sladsl.workspace.compiling import compile_file
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract
from spec_player.surroundings import ROOT

pytestmark = pytest.mark.spark

SEED = 2027
STATISTICS, TIMES, CASES, FILES = (200, 200, 2000, 100) if NIGHTLY else (2, 8, 12, 2)
EXAMPLES = ("three_levels/levels.sladsl", "office_hours/office_hours.sladsl")
EACH = 1 if NIGHTLY else 6
"""Of the published contracts every sixth, with its first worked case."""
PUBLISHED = list({case["sla"]: case for case in reversed(cases("conformance/published.jsonl"))}.values())[::EACH]


def test_drawn_statistics(spark: ColumnarEngine) -> None:
    for seed in range(STATISTICS):
        drawn = Draw(seed)
        frame = drawn.frame()
        graph, log = drawn.bench.graph(), drawn.bench.log()
        assert spark.measure(graph, log, frame) == ReferenceEngine().measure(graph, log, frame), f"seed {seed}"


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not NIGHTLY)
@given(data=st.data())
def test_drawn_times(spark: ColumnarEngine, data: st.DataObject) -> None:
    graph, log, frame = drawn_times(data.draw)
    assert spark.measure(graph, log, frame) == ReferenceEngine().measure(graph, log, frame)


def test_random_contracts_over_random_logs(spark: Engine) -> None:
    for number in range(0, 8 * CASES, 8):
        scene = case_of(SEED, number)
        _, found = differences(scene, [spark], judge=number == 0)
        assert not found, report(scene, found, f"case {number} of seed {SEED}")


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("reader", ["driver", "workers"])
def test_files_some_of_them_odd(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records go to Spark in files, or are read by it."""
    monkeypatch.setattr(tables, "HANDED_OVER", 0)
    if reader == "workers":
        monkeypatch.setattr(workers, "WORTH_SENDING", 0)
        monkeypatch.setattr(large, "FEW", 0)
    for number in range(0, 8 * FILES, 8):
        found = differences_of_files(case_of(SEED, number), ["spark"], random.Random(number))
        assert not found, f"case {number} of seed {SEED}\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("name", EXAMPLES)
def test_logs_beside_policies(spark: Engine, name: str) -> None:
    path = ROOT / "policies/examples" / Path(name)
    configuration, _ = find_configuration(path.parent)
    compiled = compile_file(path, {})
    with every_engine(spark):
        for each in compiled.agreements:
            assert each.graph is not None
            evaluated = evaluate_contract(each.graph, compiled.digest, configuration, EvaluationRequest())
            assert evaluated.evaluation is not None


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: str(case["id"]))
def test_published_contracts(spark: Engine, case: dict[str, Any], tmp_path: Path) -> None:
    with every_engine(spark):
        assert run(case, tmp_path).told
