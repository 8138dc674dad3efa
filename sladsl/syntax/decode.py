"""Bytes of a file to text."""

import codecs

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.text import Source

LARGEST = 2 * 1024 * 1024


def decode(name: str, raw: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """The text of a file. Line endings stay as they are; a byte-order mark is dropped."""
    if len(raw) > LARGEST:
        message = f"{name} has more than {LARGEST:,} bytes, the most a contract may have"
        return None, [Diagnostic(codes.TOO_LARGE, message, place=name)]
    try:
        return Source(name, raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")), []
    except UnicodeDecodeError as problem:
        offset = problem.start + (len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0)
        return None, [_not_utf8(name, raw, offset)]


def _not_utf8(name: str, raw: bytes, offset: int) -> Diagnostic:
    line = raw.count(b"\n", 0, offset) + 1
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or raw[:200].count(0) * 3 > len(raw[:200])
    guess = "UTF-16" if wide else "Latin-1 or another 8-bit encoding"
    message = f"{name} is not UTF-8: byte 0x{raw[offset]:02X} at offset {offset} (line {line}); it looks like {guess}"
    if wide:
        message = f"{name} is not UTF-8; it looks like {guess} (byte offset {offset})"
    return Diagnostic(codes.NOT_UTF8, message, place=f"{name}:{line}", fixes=(Fix("save the file as UTF-8"),))
