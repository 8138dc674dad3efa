"""Small files that once took a minute or all of the memory: each has its answer soon."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream outages of spans { }
  metric uptime = availability of outages
  kpi up { uptime >= 90% per calendar month }
}
"""
SPAN = '"start":"2026-03-01T00:00Z","end":"2026-03-01T01:00Z"'
SOON = 20
"""Seconds. What took in the order of n² took minutes."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    begun = time.process_time()
    yield tmp_path
    assert time.process_time() - begun < SOON


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


def evaluated(folder: Path, log: str) -> Outcome:
    return run(folder, "eval", "contract.sladsl", "--log", f"outages={log}", "--period", "2026-03")


def test_many_columns_of_one_name(folder: Path) -> None:
    many = 100_000
    (folder / "log.csv").write_text(f"start,end{',x' * many}\n2026-03-01T00:00Z,2026-03-01T01:00Z{',1' * many}\n")
    assert evaluated(folder, "log.csv").status == 0


def test_many_keys_of_an_object(folder: Path) -> None:
    keys = ",".join(f'"x{number}":1' for number in range(100_000))
    (folder / "log.jsonl").write_text(f'{{{SPAN},{keys},"x99999":2}}\n')
    assert '"x99999" is written twice' in evaluated(folder, "log.jsonl").stderr
