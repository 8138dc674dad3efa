"""Contracts on disk → the same contracts in the one style: all or nothing for each file."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import usage
from sladsl.formatting import format_source
from sladsl.frozen import Frozen, frozen
from sladsl.syntax import decode
from sladsl.syntax.decode import LARGEST
from sladsl.text import Source
from sladsl.workspace.reading import read_small


@frozen
class Layout(Frozen):
    """A file and how it should be laid out. `text` is None where that cannot be told; the diagnostics say why."""

    name: str
    source: Source | None
    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    raw: bytes = b""

    @property
    def changes(self) -> bool:
        return self.text is not None and self.text.encode() != self.raw


def layout_of(name: str, raw: bytes) -> Layout:
    """How the bytes of a contract should be laid out."""
    source, found = decode(name, raw)
    if source is None:
        return Layout(name, None, None, tuple(found), raw)
    formatted = format_source(source)
    return Layout(name, source, formatted.text, (*found, *formatted.diagnostics), raw)


def layout_of_file(path: Path) -> Layout:
    """How a file should be laid out."""
    name = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problem = Diagnostic(usage.NOT_REWRITTEN, "only files can be formatted, and this is none", place=name)
            return Layout(name, None, None, (problem,))
        return layout_of(name, read_small(path, LARGEST))
    except OSError as trouble:
        message = f"the contract cannot be read: {_reason(trouble)}"
        return Layout(name, None, None, (Diagnostic(usage.UNREADABLE_CONTRACT, message, place=name),))


def rewrite(path: Path, layout: Layout) -> Diagnostic | None:
    """Writes the file anew, or says why it stays as it is. A link stays a link; what it leads to is written."""
    assert layout.text is not None
    try:
        target = path.resolve(strict=True)
        if not os.access(target, os.W_OK):
            return _not_rewritten(layout, "it is write-protected")
        if target.read_bytes() != layout.raw:
            return _not_rewritten(layout, "somebody else changed it meanwhile")
        _replace(target, layout.text.encode())
    except OSError as trouble:
        return _not_rewritten(layout, _reason(trouble))
    return None


def _replace(target: Path, content: bytes) -> None:
    """Written beside and moved, so that the file is never half there. It keeps its mode and, if possible, its owner."""
    facts = target.stat()
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError, AttributeError):  # only the owner of all files may give one away
            os.chown(beside, facts.st_uid, facts.st_gid)
        Path(beside).chmod(stat.S_IMODE(facts.st_mode))
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _not_rewritten(layout: Layout, reason: str) -> Diagnostic:
    return Diagnostic(usage.NOT_REWRITTEN, f"the contract stays as it is: {reason}", place=layout.name)


def _reason(trouble: OSError) -> str:
    return (trouble.strerror or "it cannot be used").lower()
