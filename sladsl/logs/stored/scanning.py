"""A pass over the bytes of a file before a database reads it: its digest, and whether its lines are what they seem."""

import io
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sladsl.logs.complaints import Complaints
from sladsl.logs.files import Hashing, State, state_of, unpacked
from sladsl.logs.limits import DEFAULT_LIMITS

_BLOCK: Final = 1 << 22
_FOREIGN: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


@dataclass(frozen=True, slots=True)
class Scan:
    """`lines` counts the last one too where no line break follows it; `plain`: once unpacked, no zero byte, no carriage
    return but before a line feed, no byte order mark. `packing` is what a database calls it, `first` the first line.
    `state` tells the file from one that was written since."""

    digest: str
    lines: int
    plain: bool
    returns: bool
    state: State | None
    packing: str = "none"
    first: bytes = b""


def scan(path: Path) -> Scan | None:
    """None where the file cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            return _scanned(Hashing(file), state_of(file.fileno()))
    except (OSError, ValueError):
        return None


def is_unchanged(path: Path, found: Scan) -> bool:
    return found.state is not None and state_of(path) == found.state


def _scanned(hashing: Hashing, state: State | None) -> Scan:
    packing, text, damaged = unpacked(io.BufferedReader(hashing, _BLOCK), Complaints(0), "")
    found = None
    with suppress(*damaged):  # the reader that minds every line says so
        found = None if text is None else _looked_at(text)
    hashing.drain()
    digest = hashing.hash.hexdigest()
    if found is None:
        return Scan(digest, 0, False, False, state, packing)
    lines, plain, returns, first = found
    return Scan(digest, lines, plain, returns, state, packing, first)


def _looked_at(text: io.BufferedReader) -> tuple[int, bool, bool, bytes]:
    lines = returns = both = 0
    plain, last, first = True, b"", b""
    is_first = True
    while block := text.read(_BLOCK):
        if not lines:
            first += block.partition(b"\n")[0] if len(first) <= DEFAULT_LIMITS.line_bytes else b""
        if is_first:
            plain, is_first = not block.startswith(_FOREIGN), False
        lines += block.count(b"\n")
        returns += block.count(b"\r")
        both += block.count(b"\r\n") + (last == b"\r" and block.startswith(b"\n"))
        plain = plain and b"\0" not in block
        last = block[-1:]
    lines += last not in (b"\n", b"")
    # Line feeds with and without a carriage return in one file are left to the reader that minds every line.
    same = returns in (0, lines, lines - 1)
    return lines, plain and returns == both and same, returns > 0, first
