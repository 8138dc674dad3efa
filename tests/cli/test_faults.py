"""What goes wrong around a run: a clear message or the right result, and never a wrong one."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sladsl.engines.registry import ENGINES
from spec_player.surroundings import ROOT

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream requests of samples { region text  good count  total count }
  metric answered = mean over buckets of 5min of requests: good / total, 0% where total = 0, missing leaves the mean
  kpi answers for each region { answered >= 50% per calendar month }
  kpi middle { median of total of requests >= 50 per calendar month }
}
"""
ROWS = 15_000
ENGINE_NAMES = [each.name for each in ENGINES if not each.is_slow_to_start and each.is_available]


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As JSON Lines with decimal fractions, which every engine reads one by one."""
    folder = tmp_path_factory.mktemp("log")
    draw = random.Random(1)
    with (folder / "requests.jsonl").open("w") as file:
        for number in range(ROWS):
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_772_323_200 + 160 * number))
            row = {"at": at, "region": f"r{number % 7}", "good": draw.randrange(90), "total": draw.randrange(90, 99)}
            file.write(json.dumps(row | {"more": 0.5}) + "\n")
    return folder / "requests.jsonl"


@pytest.fixture
def folder(tmp_path: Path, log: Path) -> Path:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    shutil.copy2(log, tmp_path / "requests.jsonl")
    (tmp_path / "temporary").mkdir()
    return tmp_path


def command(*more: str, log: str = "requests.jsonl") -> list[str]:
    said = ["--log", f"requests={log}", "--period", "2026-03", "-f", "json", *more]
    return [sys.executable, "-m", "sladsl", "eval", "contract.sladsl", *said]


def ran(
    folder: Path, *more: str, log: str = "requests.jsonl", before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*more, log=log), cwd=folder, env=surroundings(folder), capture_output=True, text=True,
        preexec_fn=before, check=False,
    )  # fmt: skip


def surroundings(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")}


def no_large_files(most: int = 1 << 18) -> None:
    """A disk on which there is little room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_a_full_disk_while_a_log_is_read(folder: Path, engine: str) -> None:
    outcome = ran(folder, "--engine", engine, before=no_large_files)
    assert "Traceback" not in outcome.stderr
    if engine == "reference":
        assert outcome.returncode == 0  # it writes nothing
    else:
        assert outcome.returncode == 2
        assert "error[SLA0815]: the log finds no room" in outcome.stderr
        assert "TMPDIR" in outcome.stderr


def test_a_full_disk_while_measurements_are_kept(folder: Path) -> None:
    """The result is told all the same."""
    outcome = ran(folder, "--engine", "reference", "--state", "kept", before=lambda: no_large_files(100))
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr
    assert "error[SLA0807]: the measurements cannot be kept" in outcome.stderr
    assert json.loads(outcome.stdout)["outcomes"]
    assert list((folder / "kept").iterdir()) == []


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_a_full_disk_while_the_result_is_written(folder: Path, engine: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    outcome = ran(folder, "--engine", engine, "-o", "/dev/full")
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr
    assert "error[SLA0807]" in outcome.stderr


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_killed_in_the_middle(folder: Path, engine: str) -> None:
    """Wherever it was, the next run says what a first one says."""
    (folder / "result.json").write_text("of yesterday")
    said = ("--engine", engine, "--state", "kept", "-o", "result.json")
    began = time.monotonic()
    whole = ran(folder, "--engine", engine)
    took = time.monotonic() - began
    assert whole.returncode == 0, whole.stderr
    for part in (0.5, 0.8, 0.95):
        process = subprocess.Popen(
            command(*said), cwd=folder, env=surroundings(folder),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(part * took)
        process.kill()
        process.wait()
        written = (folder / "result.json").read_text()
        if written != "of yesterday":
            assert outcomes(written) == outcomes(whole.stdout)
    final = ran(folder, *said)
    assert final.returncode == 0, final.stderr
    assert outcomes((folder / "result.json").read_text()) == outcomes(whole.stdout)
    assert list((folder / "temporary").glob("sladsl-*")) == []


def outcomes(text: str) -> object:
    return json.loads(text)["outcomes"]


@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize("part", [0.5, 0.98])
def test_a_truncated_parquet_file(folder: Path, engine: str, part: float) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = folder / "requests.parquet"
    duckdb.sql(f"COPY (SELECT * EXCLUDE more FROM '{folder}/requests.jsonl') TO '{path}' (FORMAT parquet)")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    outcome = ran(folder, "--engine", engine, log=path.name)
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr
    assert "error[SLA0460]" in outcome.stderr


@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_that_grows_while_it_is_read(folder: Path, engine: str, suffix: str) -> None:
    """The result is that of one of the states that the file was in, or there is none."""
    duckdb = pytest.importorskip("duckdb")
    form = {"csv": "csv", "jsonl": "json", "parquet": "parquet"}[suffix]
    path, grown = folder / f"it.{suffix}", folder / f"grown.{suffix}"
    for to, most in ((path, 1_772_323_200 + 80 * ROWS), (grown, 2**40)):
        taken = f"SELECT * EXCLUDE more FROM '{folder}/requests.jsonl' WHERE epoch(\"at\"::TIMESTAMP) < {most}"
        duckdb.sql(
            f'COPY (SELECT strftime("at"::TIMESTAMP, \'%xT%XZ\') AS "at", region, good, total FROM ({taken}) '
            f"ORDER BY 1) TO '{to}' (FORMAT {form})"
        )
    states = [ran(folder, "--engine", engine, log=each.name) for each in (path, grown)]
    assert [each.returncode for each in states] == [0, 0], states
    process = subprocess.Popen(
        command("--engine", engine, log=path.name), cwd=folder, env=surroundings(folder),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(0.5)
    with path.open("r+b") as file:
        for block in (grown.read_bytes()[at : at + 50_000] for at in range(0, grown.stat().st_size, 50_000)):
            file.write(block)
            file.flush()
            time.sleep(0.01)
    told, said = process.communicate()
    assert "Traceback" not in said
    if process.returncode == 0:
        assert outcomes(told) in [outcomes(each.stdout) for each in states]
    else:
        # Half a row is a mistake in the log; a file that changed meanwhile is none that can be read.
        assert process.returncode == (2 if "error[SLA0401]" in said else 1)
        assert "error[SLA04" in said
