"""The library: every definition has a title, an explanation above it, and a number in a scenario of its examples."""

from pathlib import Path

import pytest

from sladsl.graph.lower.order import mentioned
from sladsl.syntax import ast, parse
from sladsl.text import Source
from sladsl.workspace.compiling import compile_files
from spec_player.surroundings import ROOT

LIBRARY = ROOT / "policies/std"
FILES = sorted(LIBRARY.glob("*.sladsl"))
EXAMPLES = sorted((LIBRARY / "examples").glob("*.sladsl"))
CHAPTER = (ROOT / "docs/reference/language/libraries.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_library(path: Path) -> None:
    file, found = parse(Source(path.name, path.read_text(encoding="utf-8")))
    assert not found
    assert file.definitions
    assert not file.agreements
    assert f"`std/{path.name}`" in CHAPTER
    for definition in file.definitions:
        assert definition.title, definition.name.text
        assert f"`{definition.name.text}`" in CHAPTER
        assert any(definition.name.text in _expected(example) for example in EXAMPLES), definition.name.text


def _expected(example: Path) -> set[str]:
    """All that the expectations of an example rest on, over any number of steps."""
    file = _read(example)
    library = [clause for path in FILES for clause in _read(path).definitions]
    (agreement,) = file.agreements
    below: dict[str, set[str]] = {}
    for clause in (*library, *agreement.clauses):
        name = getattr(clause, "name", None)
        if isinstance(name, ast.Name):
            below[name.text] = set(mentioned(clause))
    scenarios = [each for each in agreement.clauses if isinstance(each, ast.Scenario)]
    found, pending = set[str](), [name for each in scenarios for name in mentioned(each.expectations)]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(below.get(name, ()))
    return found


def _read(path: Path) -> ast.File:
    return parse(Source(path.name, path.read_text(encoding="utf-8")))[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example(path: Path) -> None:
    (compiled,), _ = compile_files([path])
    assert not compiled.diagnostics
    assert all(each.graph is not None for each in compiled.agreements)
