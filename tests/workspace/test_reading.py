"""Contracts as they lie on disk: what is read, and what is refused with its reason."""

import os
from pathlib import Path

import pytest

from sladsl.diagnostics.catalogue import syntax, usage
from sladsl.workspace.compiling import compile_file, contract_files
from spec_player.command import sladsl

CONTRACT = 'agreement a { term from 2026-01-01 zone "UTC" }\n'


def refused(path: Path) -> str:
    (diagnostic,) = compile_file(path, {}).diagnostics
    assert diagnostic.code is usage.UNREADABLE_CONTRACT
    return diagnostic.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_pipe_is_no_contract(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sladsl")
    assert refused(tmp_path / "pipe.sladsl") == "the contract cannot be read: it is not a regular file"
    assert contract_files([tmp_path]) == ([tmp_path / "pipe.sladsl"], []), "so that it is not passed over"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device that never ends")
def test_a_device_that_never_ends_is_no_contract() -> None:
    assert refused(Path("/dev/zero")) == "the contract cannot be read: it is not a regular file"


def test_names_that_no_file_can_have() -> None:
    for name in ("x" * 5_000, "x/" * 5_000, "x\0"):
        assert contract_files([Path(name)]) == ([Path(name)], [])
        assert refused(Path(name)).startswith("the contract cannot be read: ")


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large.sladsl").open("wb") as file:
        file.truncate(1 << 40)
    (diagnostic,) = compile_file(tmp_path / "large.sladsl", {}).diagnostics
    assert diagnostic.code is syntax.TOO_LARGE


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input(name: str) -> None:
    assert sladsl(["check", name], CONTRACT.encode()).stdout == "1 file, 1 agreement, 0 objectives: no mistakes\n"
