"""Where output goes: payload to stdout or a file, everything else to stderr, colour only where it is wanted."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import product
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any

import click

from sladsl.cli.status import CANNOT_WORK
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import usage
from sladsl.text import SourceMap

_WORDS = {
    "error": r"^error\[SLA\d{4}\]",
    "warning": r"^warning\[SLA\d{4}\]",
    "note": r"^note\[SLA\d{4}\]",
    "help": r"^ +(= help|-->)",
    "breached": r"\bbreached\b",
    "met": r"\bmet\b",
}
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "help": "cyan",
    "breached": "red",
    "met": "green",
}


_MOST_IN_MEMORY = 16 << 20
_NO = ("0", "false", "no")


class Refused(click.ClickException):
    """The command cannot be carried out as it was called."""

    exit_code = CANNOT_WORK

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic

    def show(self, _file: IO[Any] | None = None) -> None:
        show_diagnostics([self.diagnostic], SourceMap(), colour="auto", to_stderr=True)


def cannot_write(what: str, trouble: OSError) -> Refused:
    """For output that has nowhere to go."""
    reason = (trouble.strerror or "it cannot be opened").lower()
    return Refused(Diagnostic(usage.CANNOT_WRITE, f"{what} cannot be written: {reason}"))


def check_output(files: Path | Iterable[Path | None] | None, read: Iterable[Path]) -> None:
    """That a result does not destroy what it was made from."""
    written = [files] if files is None or isinstance(files, Path) else list(files)
    for file, each in product(written, read):
        with suppress(OSError):  # what is not there yet is no other file
            if file is not None and file.samefile(each):
                raise Refused(Diagnostic(usage.CANNOT_WRITE, f"{file} cannot be written: the result was made from it"))


def wants_colour(choice: str, *, to_stderr: bool) -> bool:
    """`always`, `never`, or `auto`: NO_COLOR and FORCE_COLOR decide, else whether a person reads it."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced.lower() not in _NO
    stream = sys.stderr if to_stderr else sys.stdout
    return stream is not None and stream.isatty()


def write(text: str, *, colour: str = "auto", to_stderr: bool = False, file: Path | None = None) -> None:
    """Writes a text with one line end at its end; to `file` as it is."""
    if not text:
        return
    text = text if text.endswith("\n") else text + "\n"
    if file is not None:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as trouble:
            raise cannot_write(str(file), trouble) from None
    elif wants_colour(colour, to_stderr=to_stderr):
        _write_coloured(text, to_stderr=to_stderr)
    elif (stream := sys.stderr if to_stderr else sys.stdout) is not None:
        stream.write(text)
        stream.flush()


def write_pieces(pieces: Iterable[str], *, file: Path | None) -> None:
    """Writes a text that may be too long for memory, once all of it has been found, with a line end after it."""
    with SpooledTemporaryFile(_MOST_IN_MEMORY, "w+", encoding="utf-8", newline="") as whole:
        try:
            for piece in pieces:
                whole.write(piece)
            whole.write("\n")
            whole.seek(0)
        except OSError as trouble:
            raise cannot_write(f"a temporary file in {gettempdir()}", trouble) from None
        if file is not None:
            try:
                with file.open("w", encoding="utf-8") as out:
                    copyfileobj(whole, out)
            except OSError as trouble:
                raise cannot_write(str(file), trouble) from None
        elif sys.stdout is not None:
            copyfileobj(whole, sys.stdout)
            sys.stdout.flush()


def _write_coloured(text: str, *, to_stderr: bool) -> None:
    from rich.console import Console  # only where colour is wanted: it costs a third of the start-up
    from rich.text import Text

    shown = Text(text.rstrip("\n"))
    for word, pattern in _WORDS.items():
        shown.highlight_regex(f"(?m){pattern}", _STYLES[word])
    Console(stderr=to_stderr, force_terminal=True, soft_wrap=True, highlight=False).print(shown)


def show_diagnostics(
    diagnostics: Iterable[Diagnostic], sources: SourceMap, *, colour: str, form: str = "text", to_stderr: bool
) -> None:
    """Diagnostics as text, with a line that counts them, or as JSON."""
    write(diagnostics_shown(diagnostics, sources, form), colour=colour, to_stderr=to_stderr)


def diagnostics_shown(diagnostics: Iterable[Diagnostic], sources: SourceMap, form: str = "text") -> str:
    found = list(diagnostics)
    if form == "text" and not found:
        return ""
    from sladsl.diagnostics.render import RENDERERS, summary_line, worth_showing

    shown = worth_showing(found) if form == "text" else found
    text = RENDERERS[form](shown, sources)
    if form == "text":
        more = f"and {len(found) - len(shown):,} more\n\n" if len(shown) < len(found) else ""
        text = f"{text.rstrip()}\n\n{more}{summary_line(found)}\n"
    return text
