"""A pass over the bytes of a file before a database reads it: its digest, and whether its lines are what they seem."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BLOCK: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Scan:
    """`lines` counts the last one too where no line break follows it; `plain`: no zero byte, no carriage return but
    before a line feed, no byte order mark, not packed. `state` tells the file from one that was written since."""

    digest: str
    lines: int
    plain: bool
    returns: bool
    state: tuple[int, ...]


def scan(path: Path) -> Scan | None:
    """None where the file cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            state = _state(os.fstat(file.fileno()))
            return _scanned(file, state)
    except (OSError, ValueError):
        return None


def is_unchanged(path: Path, found: Scan) -> bool:
    try:
        return _state(path.stat()) == found.state
    except OSError:
        return False


def _scanned(file: object, state: tuple[int, ...]) -> Scan:
    digest = hashlib.sha256()
    lines = returns = both = 0
    plain, last = True, b""
    buffer = bytearray(_BLOCK)
    view = memoryview(buffer)
    first = True
    while size := file.readinto(buffer):  # type: ignore[attr-defined]
        digest.update(view[:size])
        block = bytes(view[:size])
        if first:
            plain = not block.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
            first = False
        lines += block.count(b"\n")
        returns += block.count(b"\r")
        both += block.count(b"\r\n") + (last == b"\r" and block.startswith(b"\n"))
        plain = plain and b"\0" not in block
        last = block[-1:]
    lines += last not in (b"\n", b"")
    # Line feeds with and without a carriage return in one file are left to the reader that minds every line.
    same = returns in (0, lines, lines - 1)
    return Scan(digest.hexdigest(), lines, plain and returns == both and same, returns > 0, state)


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
