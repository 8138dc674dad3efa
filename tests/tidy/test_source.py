"""Files stay small enough to hold one idea, and say openly what they import."""

import ast
from pathlib import Path

import pytest

from tidy.source import FILES, imported, label, module_name, tree

LONGEST = 400
EMPTY_WORDS = {"common", "helper", "helpers", "misc", "util", "utils"}

# (importing module, imported module) of imports inside functions, each with its reason: a command that loads what only
# it needs when it runs. Everything else is imported at the top of its file.
LAZY: dict[tuple[str, str], str] = {
    ("sladsl.cli.output", "sladsl.diagnostics.render"): "most runs have nothing to say",
    ("sladsl.cli.verify", "sladsl.cli.certifying"): "few runs hold the engines against one another",
    ("sladsl.cli.check", "sladsl.cli.baselines"): "few runs have a file of what is known",
    ("sladsl.cli.check", "sladsl.diagnostics.known"): "few runs have a file of what is known",
    ("sladsl.cli.check", "sladsl.diagnostics.render.forms"): "people read text",
    ("sladsl.cli.check", "sladsl.report.readings"): "only --readings shows them, and a report needs the rules",
    ("sladsl.cli.evaluate", "sladsl.report.json"): "people read text",
    ("sladsl.cli.diff", "sladsl.cli.replaying"): "few reviews have a log, and a log needs every engine",
    ("sladsl.cli.diff", "sladsl.workspace.adding"): "only --write-scenario lays out text",
    ("sladsl.engines.registry", "sladsl.engines.columnar"): "an eighth of the imports of `eval`, for large logs only",
    ("sladsl.engines.registry", "sladsl.engines.spark.database"): "for logs that outgrow a machine",
    ("sladsl.workspace.evaluating", "sladsl.workspace.large"): "for large logs only",
    ("sladsl.workspace.evaluating", "sladsl.workspace.noting"): "only `explain` asks for evidence",
    ("sladsl.workspace.evaluating", "sladsl.workspace.opening"): "few runs go on from earlier results",
    ("sladsl.workspace.evaluating", "sladsl.workspace.kept"): "only --state keeps anything",
    ("sladsl.syntax.parse", "sladsl.syntax.islands"): "a fifth of a check's imports, for contracts with mistakes only",
}

each_file = pytest.mark.parametrize("path", FILES, ids=label)


@each_file
def test_length(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: which two ideas does it hold?"


@each_file
def test_name_says_what_it_knows(path: Path) -> None:
    assert not EMPTY_WORDS & set(module_name(path).split("."))


@each_file
def test_no_import_is_hidden_from_the_layers(path: Path) -> None:
    for node in ast.walk(tree(path)):
        assert not (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"), f"line {node.lineno}"
        assert not (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING"), f"line {node.lineno}"


def test_imports_inside_functions_are_those_listed() -> None:
    found = {
        (module_name(path), name)
        for path in FILES
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        for name in imported(node)
        if name.split(".")[0] == "sladsl"
    }
    assert found == set(LAZY)


def test_only_cli_imports_other_rooms_lazily() -> None:
    def room(module: str) -> str:
        return module.split(".")[1]

    assert all(room(importer) == "cli" or room(importer) == room(imported) for importer, imported in LAZY)
