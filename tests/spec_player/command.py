"""One command line of a transcript and what it gives."""

import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from spec_player.surroundings import expand, surroundings, without_paths


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit status."""

    stdout: str = ""
    stderr: str = ""
    status: int = 0


class Runner(Protocol):
    """Runs `sladsl` with these arguments in the current folder."""

    def __call__(self, arguments: Sequence[str], stdin: bytes, /) -> Outcome: ...


class Unplayable(Exception):
    """A case or a page that cannot be played as it is written."""


def run_line(line: str, runner: Runner, directory: Path) -> Outcome:
    """Run `sladsl …` or `cat FILE…`, either with `< FILE` at its end, in `directory`."""
    words = shlex.split(expand(line))
    with surroundings(directory):
        stdin = b""
        if len(words) > 2 and words[-2] == "<":
            stdin = Path(words[-1]).read_bytes()
            words = words[:-2]
        match words:
            case ["sladsl", *arguments]:
                outcome = runner(arguments, stdin)
            case ["cat", *names]:
                outcome = Outcome("".join(Path(name).read_text(encoding="utf-8") for name in names))
            case _:
                raise Unplayable(f"only `sladsl` and `cat` are run here, not `{line}`")
    return Outcome(without_paths(outcome.stdout, directory), without_paths(outcome.stderr, directory), outcome.status)


def sladsl(arguments: Sequence[str], stdin: bytes, /) -> Outcome:
    """The real `sladsl`, in this process: starting an interpreter for every command would cost more than the work."""
    return call(import_module("sladsl.cli").main, arguments, stdin)


def call(main: Callable[..., object], arguments: Sequence[str], stdin: bytes) -> Outcome:
    """Call the entry point of a command in the way its script does, with streams of its own."""
    given = TextIOWrapper(BytesIO(stdin), encoding="utf-8")
    stdout, stderr = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(stdout), redirect_stderr(stderr), patch.object(sys, "stdin", given):
        try:
            status = main(list(arguments), prog_name="sladsl")
        except SystemExit as stop:
            status = stop.code
    if isinstance(status, str):
        return Outcome(_printed(stdout), _printed(stderr) + status + "\n", 1)
    return Outcome(_printed(stdout), _printed(stderr), status if isinstance(status, int) else 0)


def _printed(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
