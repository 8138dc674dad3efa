"""Small files as they lie on disk: contracts, configurations, holiday files. Logs have a reader of their own."""

import os
import stat
import sys
from errno import EINVAL
from pathlib import Path

_STDIN = ("-", "/dev/stdin")


def read_small(path: Path, most: int) -> bytes:
    """The content of a file, at most `most` bytes and one more. OSError, with a reason, for what cannot be read; also
    for what is no file at all, as a pipe or a device may never end. Standard input is given as `-`."""
    if is_stdin(path):
        return b"" if sys.stdin is None else sys.stdin.buffer.read(most + 1)
    if not stat.S_ISREG(_stat(path).st_mode):
        raise OSError(EINVAL, "it is a folder" if path.is_dir() else "it is not a regular file", str(path))
    with path.open("rb") as file:
        return file.read(most + 1)


def is_stdin(path: Path) -> bool:
    """What can be read once only."""
    return str(path) in _STDIN


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except ValueError:
        raise OSError(EINVAL, "no file can have that name", str(path)) from None


def is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def reason(trouble: OSError) -> str:
    """Why something cannot be read."""
    return (trouble.strerror or "it cannot be read").lower()
