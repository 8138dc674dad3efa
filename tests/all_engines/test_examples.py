"""Every engine says what the reference says of the logs that lie beside the policies."""

from pathlib import Path

import pytest

from all_engines.engines import every_engine
from sladsl.workspace.compiling import compile_file, contract_files
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract
from spec_player.surroundings import ROOT

FILES, _ = contract_files([ROOT / "policies"])
BESIDE_LOGS = [each for each in FILES if (each.parent / "sladsl.toml").exists() and "incident_desk" not in each.parts]
"""The log of the incident desk is not part of the project; tests/logs look at it."""


@pytest.mark.parametrize("path", BESIDE_LOGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_logs_beside_policies(path: Path) -> None:
    configuration, _ = find_configuration(path.parent)
    compiled = compile_file(path, {})
    with every_engine():
        for each in compiled.agreements:
            assert each.graph is not None
            evaluated = evaluate_contract(each.graph, compiled.digest, configuration, EvaluationRequest())
            assert evaluated.evaluation is not None
