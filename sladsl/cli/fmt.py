"""`sladsl fmt`: contracts in the one style."""

import difflib
import sys
from pathlib import Path
from typing import BinaryIO

import click

from sladsl.cli import options
from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE
from sladsl.diagnostics import Diagnostic
from sladsl.text import SourceMap
from sladsl.workspace.compiling import contract_files
from sladsl.workspace.rewriting import Layout, layout_of, layout_of_file, rewrite

STDIN = Path("-")
NAME_OF_STDIN = "<stdin>"


@click.command("fmt", cls=options.Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--check", is_flag=True, help="Write nothing; the exit status is 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@options.colour
def command(paths: tuple[Path, ...], check: bool, diff: bool, colour: str) -> None:
    """Lay out contracts in the one style. A folder stands for every contract (*.sladsl) in it, and - for stdin.

    Nothing but the layout changes, and every comment stays. A file with mistakes is left as it is.
    """
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- stands for stdin, and then for nothing else.")
    problems: list[Diagnostic] = []
    if paths == (STDIN,):
        layouts = [layout_of(NAME_OF_STDIN, sys.stdin.buffer.read() if sys.stdin else b"")]
    else:
        files, problems = contract_files(paths)
        layouts = [layout_of_file(path) for path in files]
    changing = [each for each in layouts if each.changes]
    if diff:
        write("".join(_difference(each) for each in changing), colour=colour)
    elif paths == (STDIN,) and not check:
        _hand_on("".join(each.text or "" for each in layouts))
    elif not check:
        problems += [problem for each in changing if (problem := rewrite(Path(each.name), each))]
    _tell(layouts, problems, told=check or diff, colour=colour)
    failed = problems or any(each.text is None for each in layouts)
    sys.exit(CANNOT_WORK if failed else FINDINGS if check and changing else FINE)


def _hand_on(text: str) -> None:
    """Writes to stdout what is to become a file again: in UTF-8 and with its line ends, whatever the terminal has."""
    stream: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(text.encode())
        stream.flush()


def _tell(layouts: list[Layout], problems: list[Diagnostic], *, told: bool, colour: str) -> None:
    """What was done, or would be, and what went wrong: on stderr, since the contracts are the result."""
    sources = SourceMap(each.source for each in layouts if each.source is not None)
    found = [*problems, *(each for layout in layouts for each in layout.diagnostics)]
    show_diagnostics(found, sources, colour=colour, to_stderr=True)
    stuck = {each.place for each in problems}
    changed = [each.name for each in layouts if each.changes and each.name not in stuck]
    names = [f"{'would format' if told else 'formatted'} {name}" for name in changed]
    if (names or not found) and not any(each.name == NAME_OF_STDIN for each in layouts):
        write("\n".join([*names, _count(layouts, changed, told=told)]), colour=colour, to_stderr=True)


def _count(layouts: list[Layout], changed: list[str], *, told: bool) -> str:
    kept = sum(1 for each in layouts if each.text is not None and not each.changes)
    failed = len(layouts) - kept - len(changed)
    parts = [(len(changed), "would change" if told else "formatted"), (kept, "in style"), (failed, "left as found")]
    shown = [f"{number} {what}" for number, what in parts if number]
    return ", ".join(shown) if shown else "nothing to format"


def _difference(layout: Layout) -> str:
    """The change of a file as a unified diff."""
    before = layout.source.text if layout.source else ""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), (layout.text or "").splitlines(keepends=True), layout.name, layout.name
    )
    return "".join(each if each.endswith("\n") else f"{each}\n\\ No newline at end of file\n" for each in lines)
