"""Commands run in this process as they would in one of their own."""

import os
import sys
from pathlib import Path

import pytest

from spec_player.command import Outcome, call
from spec_player.surroundings import surroundings


def entry(arguments: list[str], prog_name: str) -> None:
    """An entry point: what it is given decides how it ends."""
    match arguments:
        case ["echo"]:
            sys.stdout.buffer.write(sys.stdin.buffer.read())
            sys.stderr.write(f"{prog_name}\n")
        case ["exit", status]:
            sys.exit(int(status))
        case ["complain"]:
            sys.exit("no")
        case _:
            raise LookupError(arguments)


def test_streams() -> None:
    assert call(entry, ["echo"], "Tết\n".encode()) == Outcome("Tết\n", "sladsl\n", 0)


@pytest.mark.parametrize("status", [0, 1, 2])
def test_exit_status(status: int) -> None:
    assert call(entry, ["exit", str(status)], b"") == Outcome(status=status)


def test_exit_with_a_message() -> None:
    assert call(entry, ["complain"], b"") == Outcome(stderr="no\n", status=1)


def test_an_exception_is_not_an_outcome() -> None:
    with pytest.raises(LookupError):
        call(entry, [], b"")


def test_surroundings_hold_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLADSL_COLOR", "always")
    monkeypatch.setenv("HOME", "/home/someone")
    before = Path.cwd()
    with surroundings(tmp_path):
        assert Path.cwd() == tmp_path.resolve()
        assert "SLADSL_COLOR" not in os.environ
        assert os.environ["HOME"] != "/home/someone"
        assert (os.environ["NO_COLOR"], os.environ["COLUMNS"]) == ("1", "100")
    assert Path.cwd() == before
    assert os.environ["SLADSL_COLOR"] == "always"
