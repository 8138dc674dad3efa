"""A cluster on this machine, two workers in processes of their own, of which one is killed while it works."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from property.effort import NIGHTLY
from sladsl.engines.registry import engine_kind
from sladsl.engines.spark.java import provide_java
from spec_player.surroundings import ROOT

pytestmark = pytest.mark.spark

KIND = engine_kind("spark")
PATIENCE = 300
"""Seconds for the whole; a quarter of them does on a machine with nothing else to do."""
RECORDS, FILES = 160_000, 8
PYTHON = {"driver": "/bin/false", "workers": sys.executable}
"""Where workers have none, the driver reads."""
CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream requests of samples { region text  good count  total count }
  metric answered = mean over buckets of 5min of requests: good / total, 0% where total = 0, missing leaves the mean
  kpi answers for each region { answered >= 50% per calendar month }
  kpi most { max of total of requests >= 50 per calendar month }
  kpi middle { median of total of requests >= 50 per calendar month }
}
"""
CONFIGURATION = """[spark]
master = "spark://127.0.0.1:{port}"
shared = "."
spark.driver.bindAddress = "127.0.0.1"
spark.driver.host = "127.0.0.1"
spark.ui.enabled = false
spark.driver.extraJavaOptions = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
spark.executor.extraJavaOptions = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
spark.executor.memory = "512m"
spark.executor.cores = 1
spark.sql.shuffle.partitions = 4
spark.pyspark.python = "{python}"
spark.executorEnv.PYTHONPATH = "{here}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if KIND.lacking is not None:
        pytest.skip(f"needs {KIND.lacking}")
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    for part in range(FILES):
        with (tmp_path / f"requests-{part}.csv").open("w") as file:
            file.write("at,region,good,total\n")
            for number in range(part, RECORDS, FILES):
                at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_772_323_200 + 20 * number))
                file.write(f"{at},r{number % 7},{number * 7919 % 90},{90 + number * 31 % 11}\n")
    return tmp_path


@pytest.fixture
def cluster(folder: Path) -> Iterator[tuple[int, list[subprocess.Popen[bytes]]]]:
    """The port of a master, and its two workers, each a group of processes with its executors."""
    provide_java()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    run = Path(import_module("pyspark").__file__).parent / "bin" / "spark-class"
    here = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder / "work")}
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "600m", "--webui-port", "0"]
    started = []
    for name, *options in (master, [*worker, f"spark://127.0.0.1:{port}"], [*worker, f"spark://127.0.0.1:{port}"]):
        with (folder / f"process-{len(started)}.log").open("wb") as log:
            command = [run, f"org.apache.spark.deploy.{name}", *options]
            started.append(subprocess.Popen(command, env=here, stdout=log, stderr=log, start_new_session=True))
    yield port, started[1:]
    for each in started:
        _kill(each)


@pytest.mark.parametrize("reader", ["driver", "workers"] if NIGHTLY else ["workers"])
def test_the_result_is_the_right_one_or_none(
    folder: Path, cluster: tuple[int, list[subprocess.Popen[bytes]]], reader: str
) -> None:
    """Killed while the log is read, or measured."""
    port, workers = cluster
    until = time.monotonic() + PATIENCE
    expected = _evaluation(folder, "reference").communicate(timeout=PATIENCE)[0]
    (folder / "sladsl.toml").write_text(CONFIGURATION.format(port=port, here=ROOT, python=PYTHON[reader]))
    for number in (1, 2):
        _wait(until, lambda n=number: b"Successfully registered" in (folder / f"process-{n}.log").read_bytes())
    run = _evaluation(folder, "spark")
    try:
        # The log lies where the workers read it, and an executor is at work.
        _wait(until, lambda: run.poll() is not None or any(folder.glob("sladsl-*/*/*.parquet")))
        _wait(until, lambda: run.poll() is not None or any(folder.glob("work/*/*/stderr")))
        assert run.poll() is None, run.communicate()[1].decode()
        _kill(workers[0])
        result, told = run.communicate(timeout=max(1, until - time.monotonic()))
    finally:
        run.kill()
    assert (run.returncode, result) == (0, expected) or b"error[SLA0814]" in told, told.decode()
    if run.returncode == 0:
        assert json.loads((folder / "run.json").read_text())["read by"]["requests"].startswith(f"the {reader}: ")
    assert not [*folder.glob("sladsl-*")]


def _evaluation(folder: Path, engine: str) -> subprocess.Popen[bytes]:
    words = ["eval", "contract.sladsl", "--log", "requests=requests-*.csv", "--period", "2026-03", "--engine", engine]
    words += ["--run-record", "run.json"]
    here = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.Popen(
        [sys.executable, "-m", "sladsl", *words], cwd=folder, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _wait(until: float, is_there: Callable[[], object]) -> None:
    while not is_there():
        assert time.monotonic() < until, "took too long"
        time.sleep(0.2)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
