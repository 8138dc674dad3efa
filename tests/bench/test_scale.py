"""The workloads of the benchmark, small: every engine finds what statements by hand find, and the result recorded."""

import subprocess
import sys

import pytest

from spec_player.surroundings import ROOT

pytest.importorskip("duckdb")


def test_quick_run() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "bench" / "scale.py", "--quick"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert {line[:2] for line in ran.stdout.splitlines()} == {"W1", "W2", "W3"}
