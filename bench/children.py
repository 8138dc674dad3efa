"""Programs run as children: how long they take and how much memory they need at most."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# An installed package has its byte code; a checkout on a machine that never writes any would be compiled at each run.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Ran:
    """`busy` seconds of processor time, of all cores; `peak` in bytes, of the child itself. `told` is what it printed,
    `complained` what it wrote to stderr."""

    seconds: float
    busy: float
    peak: int
    status: int
    told: str
    complained: str


def run(*command: str, folder: Path | None = None) -> Ran:
    began = time.perf_counter()
    out, err = (os.memfd_create(name) for name in ("out", "err"))
    child = subprocess.Popen(command, stdout=out, stderr=err, env=ENVIRONMENT, cwd=folder)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds, busy = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    return Ran(seconds, busy, usage.ru_maxrss * 1024, child.returncode, _read(out), _read(err))


def _read(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(file, encoding="utf-8") as text:
        return text.read()


def python(*arguments: str, folder: Path | None = None) -> Ran:
    return run(sys.executable, *arguments, folder=folder)


def sladsl(*arguments: str, folder: Path | None = None) -> Ran:
    return python("-m", "sladsl", *arguments, folder=folder)
