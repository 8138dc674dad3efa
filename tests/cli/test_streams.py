"""Where output cannot go: said in a sentence, with the status for work that could not be done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spec_player.docs import PRELUDE

FULL = Path("/dev/full")
SEVERAL = [["--help"], ["--version"], ["check", "--help"], ["check", str(PRELUDE)], ["explain", "SLA0101"]]


def run(arguments: list[str], redirection: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`sladsl` in a process of its own, its streams redirected by a shell."""
    command = ["sh", "-c", f'"$0" -m sladsl "$@" {redirection}', sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", SEVERAL, ids=" ".join)
def test_stdout_is_full(arguments: list[str]) -> None:
    result = run(arguments, f">{FULL}")
    assert result.returncode == 2
    assert result.stderr.decode().startswith("error[SLA0807]: the output cannot be written: no space left")


@pytest.mark.parametrize("arguments", SEVERAL, ids=" ".join)
def test_stdout_is_closed(arguments: list[str]) -> None:
    result = run(arguments, ">&-")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().startswith("error[SLA0807]: the output cannot be written: it is closed")


@pytest.mark.parametrize("arguments", SEVERAL, ids=" ".join)
def test_nobody_reads_to_the_end(arguments: list[str]) -> None:
    assert run(arguments, "| true").stderr == b""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("colour", ["always", "never"])
def test_an_encoding_without_the_characters(encoding: str, colour: str, tmp_path: Path) -> None:
    contract = tmp_path / "contract.sladsl"
    contract.write_text('agreement 中斷 { term from 2026-01-01 zone "𝄞" }', encoding="utf-8")
    result = run(["check", str(contract), "--color", colour], "", PYTHONIOENCODING=encoding)
    assert result.returncode == 1
    assert b"\\u4e2d\\u65b7" in result.stdout
    assert b"\\ud834\\udd1e" in result.stdout, "in halves, as JSON has it"
