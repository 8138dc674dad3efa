"""A long run says what it is at, to a person and to nobody else."""

import io
import sys
import threading
import time
from pathlib import Path

import pytest

from sladsl.cli import progress
from sladsl.cli.progress import Stages
from sladsl.logs.stored.store import Store
from sladsl.workspace.engines import records_about
from sladsl.workspace.telling import ReadingTold


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_stages(stream: io.StringIO, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    monkeypatch.setattr(progress, "_AGAIN", 0.01)
    with Stages() as stages:
        stages.say("reading requests: 12.0 MB")
        time.sleep(0.2)
        assert stages.is_shown is shown
        stages.watch(lambda: 0.372)
        time.sleep(0.2)
    assert ("reading requests: 12.0 MB · 0 s" in stream.getvalue()) is shown
    assert ("reading requests: 12.0 MB · this step: 37% · 0 s" in stream.getvalue()) is shown
    assert stream.getvalue().endswith("\r") is shown


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with Stages() as stages:
        stages.say("reading")
    assert not stream.getvalue()


def test_how_much_is_read_and_about_how_long_the_rest_takes(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.csv" for number in range(4)]
    for path in files:
        path.write_text("x" * 1_000_000)
    said: list[str] = []
    seconds = iter([0.0, 10.0, 20.0, 30.0])
    told = ReadingTold(said.append, files, lambda: next(seconds))
    told.starting("requests", files)
    for path in (files[0], files[0], *files[1:]):  # what is looked at twice is read once
        told.done(path)
    assert said == [
        "reading requests: 4 files, 4.0 MB",
        "[#####               ] 25% · reading requests: 4 files, 4.0 MB · about 30 s more to read",
        "[##########          ] 50% · reading requests: 4 files, 4.0 MB · about 20 s more to read",
        "[###############     ] 75% · reading requests: 4 files, 4.0 MB · about 10 s more to read",
        "reading requests: 4 files, 4.0 MB",
    ]


@pytest.mark.parametrize("rows", [1_000, 400_000])
def test_how_many_records_a_parquet_file_has_stands_at_its_end(tmp_path: Path, rows: int) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "a[1].parquet"
    duckdb.sql(f"COPY (SELECT 1 AS a FROM range({rows})) TO '{path}' (FORMAT parquet)")
    assert records_about(path) == rows
    path.write_bytes(path.read_bytes()[:200])
    assert records_about(path) == len(path.read_bytes()) // 8


def test_how_far_a_statement_is() -> None:
    store = Store(pytest.importorskip("duckdb"))
    share, seen, over = store.watched(), list[float | None](), threading.Event()

    def look() -> None:
        while not over.wait(0.001):
            seen.append(share())

    looking = threading.Thread(target=look)
    looking.start()
    store.run("CREATE TABLE t AS SELECT range i, hash(range) h FROM range(3000000) ORDER BY h")
    over.set()
    looking.join()
    told = [each for each in seen if each is not None]
    assert told and all(0 <= each <= 1 for each in told)
    store.connection.close()
    assert share() is None
