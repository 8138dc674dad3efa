"""One direction of dependency between rooms, and no cycle of modules inside one."""

import os
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest
from importlinter.cli import lint_imports

from spec_player.surroundings import ROOT


def test_rooms_import_downwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=os.fspath(ROOT / "pyproject.toml"), no_cache=True)
    if status != 0:
        pytest.fail(capsys.readouterr().out, pytrace=False)


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph("sladsl", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" ← ".join(error.args[1]), pytrace=False)
