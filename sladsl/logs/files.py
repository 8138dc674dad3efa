"""Files as lines of text, read once, hashed as they are read, and never trusted.

Plain, gzip or zstd is told by the first bytes, not by the name. Text is UTF-8, with or without a byte order mark.
"""

import hashlib
import io
import os
import zlib
from collections.abc import Generator
from dataclasses import field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.complaints import Complaints
from sladsl.logs.libraries import zstd
from sladsl.logs.limits import Limits
from sladsl.logs.shown import escaped

_BLOCK = 1 << 20
_FOREIGN = (
    (b"\xff\xfe", codes.NOT_UTF8, "is UTF-16 text, not UTF-8; save it as UTF-8"),
    (b"\xfe\xff", codes.NOT_UTF8, "is UTF-16 text, not UTF-8; save it as UTF-8"),
    (b"PK\x03\x04", codes.UNREADABLE, "is a ZIP archive or a spreadsheet; export it as CSV"),
    (b"PAR1", codes.UNKNOWN_FORMAT, 'is a Parquet file: call it .parquet, or say format = "parquet"'),
    (b"BZh", codes.UNREADABLE, "is compressed with bzip2; decompress it, or use gzip or zstd"),
    (b"\xfd7zXZ", codes.UNREADABLE, "is compressed with xz; decompress it, or use gzip or zstd"),
    (b"\x1f\x8b", codes.UNREADABLE, "is compressed twice; decompress it once"),
    (b"\x28\xb5\x2f\xfd", codes.UNREADABLE, "is compressed twice; decompress it once"),
)


class Hashing(io.RawIOBase):
    """A raw file whose bytes are hashed on the way."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        block = self._raw.read(len(view))
        view[: len(block)] = block
        self.hash.update(block)
        return len(block)

    def drain(self) -> None:
        """Hash what nobody read."""
        while block := self._raw.read(_BLOCK):
            self.hash.update(block)


State = tuple[int, ...]
"""Tells a file from one that was written since."""


def state_of(file: Path | int) -> State | None:
    """Of a path or of an open file; None where there is none."""
    try:
        found = os.fstat(file) if isinstance(file, int) else file.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def unpacked(
    packed: io.BufferedReader, complaints: Complaints, name: str
) -> tuple[str, "io.BufferedReader[Any] | None", tuple[type[Exception], ...]]:
    """What a file is packed with, its content (None, after a complaint: it cannot be unpacked here), and what a damaged
    one throws."""
    start = packed.peek(4)[:4]
    if start.startswith(b"\x1f\x8b"):
        import gzip  # most small logs are plain

        content, damaged = gzip.GzipFile(fileobj=packed, mode="rb"), (EOFError, zlib.error, gzip.BadGzipFile)
        return "gzip", io.BufferedReader(cast(io.RawIOBase, content), _BLOCK), damaged
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        library = zstd(complaints, name)
        if library is None:
            return "zstd", None, ()
        return "zstd", io.BufferedReader(library.ZstdFile(packed), _BLOCK), (EOFError, library.ZstdError)
    return "none", packed, ()


@changing
class LogText(Changing):
    """The lines of one file. `digest` is the SHA-256 of all its bytes, known when `lines` is exhausted or closed;
    None when the file could not be opened. `more` is where the file says that it is one page of several."""

    path: Path
    name: str
    limits: Limits
    complaints: Complaints
    digest: str | None = field(default=None, init=False)
    more: str | None = field(default=None, init=False)
    _seen: State | None = field(default=None, init=False)

    def as_document(self) -> None:
        """From here on a line may be as long as a whole document may."""
        self.limits = replace(self.limits, line_bytes=self.limits.document_bytes)

    def document(self) -> str | None:
        """The whole text; None, after a complaint, where it cannot be read to its end."""
        before = self.complaints.total
        most = self.limits.document_bytes
        self.limits = replace(self.limits, line_bytes=most, file_bytes=min(most, self.limits.file_bytes))
        whole = "".join(self.lines())
        return whole if self.complaints.total == before else None

    def lines(self) -> Generator[str, None, None]:
        """The lines with their endings. What cannot be read ends the iteration with a complaint."""
        try:
            if self._is_no_file():
                return
            with self.path.open("rb", buffering=0) as raw:
                before = state_of(raw.fileno())
                hashing = Hashing(raw)
                try:
                    yield from self._lines(io.BufferedReader(hashing, _BLOCK))
                finally:
                    hashing.drain()
                    self.digest = hashing.hash.hexdigest()
                if state_of(raw.fileno()) != before:
                    message = "this file was written to while it was read; read it again when it is whole"
                    self.complaints.add(codes.UNREADABLE, message, escaped(self.name))
        except (OSError, ValueError) as trouble:
            self._cannot_be_read(trouble)

    def whole(self, most: int) -> tuple[bytes, bytes] | None:
        """For what is read by its path: `digest` is known from here on. The first and last `most` bytes; None, after a
        complaint, where the file cannot be read."""
        try:
            if self._is_no_file():
                return None
            with self.path.open("rb", buffering=0) as raw:
                hashing = Hashing(raw)
                first = raw.read(most)
                hashing.hash.update(first)
                hashing.drain()
                raw.seek(-min(most, raw.tell()), 2)
                last = raw.read(most)
                self._seen = state_of(raw.fileno())
                self.digest = hashing.hash.hexdigest()
                return first, last
        except (OSError, ValueError) as trouble:
            self._cannot_be_read(trouble)
            return None

    def has_changed(self) -> bool:
        """Whether the file is another than the one that `whole` hashed."""
        return state_of(self.path) != self._seen

    def _is_no_file(self) -> bool:
        if self.path.exists() and not self.path.is_file():
            self.complaints.add(codes.UNREADABLE, "this is not a regular file", escaped(self.name))
            return True
        return False

    def _cannot_be_read(self, trouble: Exception) -> None:
        reason = (getattr(trouble, "strerror", None) or "it cannot be opened").lower()
        self.complaints.add(codes.UNREADABLE, f"this file cannot be read: {reason}", escaped(self.name))

    def _lines(self, plain: io.BufferedReader) -> Generator[str, None, None]:
        _, content, damaged = unpacked(plain, self.complaints, escaped(self.name))
        if content is None:
            return
        number = 0
        try:
            for number, text in enumerate(self._decoded(content), 1):  # noqa: B007
                yield text
        except damaged as trouble:
            what = "ends too early" if isinstance(trouble, EOFError) else "is damaged"
            read = f"it could be read up to line {number}" if number else "nothing in it could be read"
            message = f"the compressed file {what}; {read}"
            self.complaints.add(codes.BROKEN_GZIP, message, self._at(max(number, 1)))

    def _decoded(self, stream: "io.BufferedReader[Any]") -> Generator[str, None, None]:
        start = stream.peek(8)[:8]
        for magic, code, reason in _FOREIGN:
            if start.startswith(magic):
                self.complaints.add(code, f"this file {reason}", escaped(self.name))
                return
        if start.startswith(b"\xef\xbb\xbf"):
            stream.read(3)
        limit, offset, number = self.limits.line_bytes, 3 * start.startswith(b"\xef\xbb\xbf"), 0
        while line := stream.readline(limit + 1):
            number += 1
            if not self._acceptable(line, number, offset):
                return
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as trouble:
                self._not_utf8(line, number, offset + trouble.start, trouble.start)
                return
            offset += len(line)

    def _acceptable(self, line: bytes, number: int, offset: int) -> bool:
        """Whether the line is within the limits and text at all."""
        if len(line) > self.limits.line_bytes:
            message = f"this line is longer than {self.limits.line_bytes:,} bytes; the rest of the file is not read"
            self.complaints.add(codes.LINE_TOO_LONG, message, self._at(number))
        elif number > self.limits.lines:
            message = f"this file has more than {self.limits.lines:,} lines; the rest is not read"
            self.complaints.add(codes.TOO_LARGE, message, self._at(number))
        elif offset > self.limits.file_bytes:
            message = f"this file is larger than {self.limits.file_bytes:,} bytes when unpacked; the rest is not read"
            self.complaints.add(codes.TOO_LARGE, message, self._at(number))
        elif b"\0" in line:
            message = f"line {number} holds a zero byte: the file is UTF-16 or not text at all; save it as UTF-8"
            self.complaints.add(codes.NOT_UTF8, message, self._at(number))
        else:
            return True
        return False

    def _not_utf8(self, line: bytes, number: int, in_file: int, in_line: int) -> None:
        message = (
            f"byte {in_file} of the file (line {number}, byte {in_line + 1}) is 0x{line[in_line]:02x}, which is not "
            "UTF-8; the rest of the file is not read"
        )
        note = "files of Windows and older programs are often Windows-1252 or Latin-1: save the file as UTF-8"
        self.complaints.add(codes.NOT_UTF8, message, self._at(number), notes=(note,))

    def _at(self, number: int) -> str:
        return f"{escaped(self.name)}:{number}"
