"""A pass over the bytes of a file before a database reads it: its digest, and whether its lines are what they seem."""

import gzip
import io
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from sladsl.logs.complaints import Complaints
from sladsl.logs.files import Hashing
from sladsl.logs.libraries import zstd

_BLOCK: Final = 1 << 22
_LONGEST_LINE: Final = 16 * 1024 * 1024
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
    state: tuple[int, ...]
    packing: str = "none"
    first: bytes = b""


def scan(path: Path) -> Scan | None:
    """None where the file cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            return _scanned(Hashing(file), _state(os.fstat(file.fileno())))
    except (OSError, ValueError):
        return None


def is_unchanged(path: Path, found: Scan) -> bool:
    try:
        return _state(path.stat()) == found.state
    except OSError:
        return False


def _scanned(hashing: Hashing, state: tuple[int, ...]) -> Scan:
    packing, text, damaged = _unpacking(io.BufferedReader(hashing, _BLOCK))
    found = None
    with suppress(*damaged):  # the reader that minds every line says so
        found = None if text is None else _looked_at(text)
    hashing.drain()
    digest = hashing.hash.hexdigest()
    if found is None:
        return Scan(digest, 0, False, False, state, packing)
    lines, plain, returns, first = found
    return Scan(digest, lines, plain, returns, state, packing, first)


def _unpacking(packed: Any) -> tuple[str, IO[bytes] | None, tuple[type[Exception], ...]]:
    """What a file is packed with, its content (None: it cannot be unpacked here), and what a damaged one throws."""
    start = packed.peek(4)[:4]
    if start.startswith(b"\x1f\x8b"):
        return "gzip", gzip.GzipFile(fileobj=packed, mode="rb"), (EOFError, zlib.error, gzip.BadGzipFile)  # type: ignore[return-value]
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        library = zstd(Complaints(0), "")
        if library is None:
            return "zstd", None, ()
        return "zstd", library.ZstdFile(packed), (EOFError, library.ZstdError)
    return "none", cast(IO[bytes], packed), ()


def _looked_at(text: IO[bytes]) -> tuple[int, bool, bool, bytes]:
    lines = returns = both = 0
    plain, last, first = True, b"", b""
    is_first = True
    while block := text.read(_BLOCK):
        if not lines:
            first += block.partition(b"\n")[0] if len(first) <= _LONGEST_LINE else b""
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


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
