"""The cache of the grammar's tables: private, optional, and never in the way."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from sladsl.syntax import grammar

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folder is found otherwise on Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grammar.parser.cache_clear()
    return tmp_path / "sladsl"


def parses() -> bool:
    grammar.parser.cache_clear()
    return bool(grammar.parser().parse("edition 2026", start="start").children)


def test_it_is_written_once_and_only_for_the_user(folder: Path) -> None:
    assert parses()
    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    written = file.stat().st_mtime_ns
    assert parses()
    assert file.stat().st_mtime_ns == written


def test_a_damaged_file_is_replaced(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert parses()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for damage in (b"", whole[:1000], b"nonsense"):
        file.write_bytes(damage)
        assert grammar._kept(file) is None
    assert parses()
    assert grammar._kept(file) is not None
    assert caplog.records == []


def test_a_folder_that_others_may_write_to_is_not_used(folder: Path) -> None:
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    assert parses()
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root can write anywhere")
def test_a_folder_that_cannot_be_written_does_not_matter(folder: Path) -> None:
    folder.parent.chmod(0o500)
    assert parses()
    folder.parent.chmod(0o700)


def test_a_file_in_place_of_the_folder_does_not_matter(folder: Path) -> None:
    folder.write_text("x")
    assert parses()


def test_most_of_the_tables_is_laid_out_when_a_text_comes_to_it(folder: Path) -> None:
    grammar.parser()
    assert list(folder.iterdir()) != []
    grammar.parser.cache_clear()
    kept: Any = grammar.parser()
    rows, branches = kept.parser.parser._parse_table.states, kept.parser.parser.parser.callbacks
    assert (len(rows), len(branches)) == (0, 0)
    kept.parse("edition 2026", start="start")
    assert 0 < len(rows) < len(rows._row_ends) // 10
    assert 0 < len(branches) < len(kept.rules) // 10
