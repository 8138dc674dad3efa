"""The library: every definition has a title, an explanation above it, and a use in one of its example contracts."""

import re
from pathlib import Path

import pytest

from sladsl.syntax import parse
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
        used = re.compile(rf"\b{definition.name.text}\(")
        assert any(used.search(example.read_text(encoding="utf-8")) for example in EXAMPLES), definition.name.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example(path: Path) -> None:
    (compiled,), _ = compile_files([path])
    assert not compiled.diagnostics
    assert all(each.graph is not None for each in compiled.agreements)
