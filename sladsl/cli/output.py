"""Where output goes: payload to stdout or a file, everything else to stderr, colour only where it is wanted."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sladsl.cli.status import CANNOT_WORK
from sladsl.diagnostics import Diagnostic
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


class CannotWrite(click.ClickException):
    """The result has nowhere to go."""

    exit_code = CANNOT_WORK


def wants_colour(choice: str, *, to_stderr: bool) -> bool:
    """`always`, `never`, or `auto`: NO_COLOR and FORCE_COLOR decide, else whether a person reads it."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
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
            raise CannotWrite(f"{file} cannot be written: {trouble.strerror or trouble}") from None
    elif wants_colour(colour, to_stderr=to_stderr):
        _write_coloured(text, to_stderr=to_stderr)
    else:
        click.echo(text, nl=False, err=to_stderr)


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
    """Diagnostics in a format of `sladsl.diagnostics.render`; in text with a line that counts them."""
    found = list(diagnostics)
    if form == "text" and not found:
        return
    from sladsl.diagnostics.render import RENDERERS, summary_line

    text = RENDERERS[form](found, sources)
    if form == "text":
        text = f"{text.rstrip()}\n\n{summary_line(found)}\n"
    write(text, colour=colour, to_stderr=to_stderr)
