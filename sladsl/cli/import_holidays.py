"""`sladsl import holidays`: a holiday file, from a library or from a calendar file."""

import os
import shlex
import sys
from pathlib import Path

import click

from sladsl.almanac.asked import Asked, Collected, asked_years
from sladsl.almanac.calendar_file import Wanted, from_calendar_file
from sladsl.almanac.library import from_library
from sladsl.almanac.writing import holiday_file_text
from sladsl.cli import options
from sladsl.cli.output import Refused, show_diagnostics, write
from sladsl.cli.status import FINE
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.text import SourceMap
from sladsl.workspace.reading import read_small, reason

LARGEST = 8 * 1024 * 1024
"""Bytes of a calendar file: some ten thousand events."""

_LIBRARY_ONLY = ("subdivision", "language", "category")
_FILE_ONLY = ("only", "workday", "estimated")


@click.command("holidays", cls=options.Command)
@click.argument("origin", metavar="COUNTRY|FILE.ics")
@click.argument("years", nargs=-1, metavar="YEARS…")
@click.option("--subdivision", metavar="CODE", help="A part of the country that has holidays of its own, such as BY.")
@click.option("--language", metavar="CODE", help="The language of the names; without it, that of the country.")
@click.option("--category", multiple=True, metavar="NAME", help="Other than public holidays, such as bank; repeatable.")
@click.option(
    "--only", multiple=True, metavar="TEXT", help="Of a calendar file: only events with this text; repeatable."
)
@click.option(
    "--workday", multiple=True, metavar="TEXT", help="Events with this text are make-up workdays; repeatable."
)
@click.option("--estimated", multiple=True, metavar="TEXT", help="Events with this text are estimates; repeatable.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a new file.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@options.colour
def command(
    origin: str, years: tuple[str, ...], subdivision: str | None, language: str | None, category: tuple[str, ...],
    only: tuple[str, ...], workday: tuple[str, ...], estimated: tuple[str, ...], output: Path | None, force: bool,
    colour: str,
) -> None:  # fmt: skip
    """Make a holiday file, for a country (by its two letters) or from a calendar file (.ics).

    YEARS is 2026, or 2026-2028. The file says where its days are from; look at it, and keep it with the contract.
    """
    from_file = origin.lower().endswith(".ics")
    _refuse_options_of_the_other(from_file)
    wanted_years = asked_years(years)
    if isinstance(wanted_years, Diagnostic):
        raise Refused(wanted_years)
    if output is not None and os.path.lexists(output) and not (force and output.is_file()):
        fix = Fix("write over it with `--force`, or give another name")
        raise Refused(Diagnostic(usage.CANNOT_WRITE, f"{output} is there already", fixes=(fix,)))
    if from_file:
        found = from_calendar_file(_content(Path(origin)), origin, wanted_years, Wanted(only, workday, estimated))
    else:
        found = from_library(Asked(origin, wanted_years, subdivision, language, category))
    if not isinstance(found, Collected):
        raise Refused(found)
    write(holiday_file_text(found, _typed(origin, years)), colour="never", file=output)
    show_diagnostics(found.diagnostics, SourceMap(), colour=colour, to_stderr=True)
    sys.exit(FINE)


def _content(file: Path) -> bytes:
    try:
        raw = read_small(file, LARGEST)
    except OSError as trouble:
        message = f"the calendar file cannot be read: {reason(trouble)}"
        raise Refused(Diagnostic(usage.BAD_CALENDAR_FILE, message, place=str(file))) from None
    if len(raw) > LARGEST:
        message = f"the calendar file has more than {LARGEST:,} bytes"
        raise Refused(Diagnostic(usage.BAD_CALENDAR_FILE, message, place=str(file)))
    return raw


def _refuse_options_of_the_other(from_file: bool) -> None:
    given = click.get_current_context().params
    for name in _LIBRARY_ONLY if from_file else _FILE_ONLY:
        if given[name]:
            whose = "a country, and not of a calendar file" if from_file else "a calendar file, and not of a country"
            raise Refused(Diagnostic(usage.BAD_OPTION, f"`--{name}` is an option of {whose}"))


def _typed(origin: str, years: tuple[str, ...]) -> str:
    """The command without where it writes."""
    given = click.get_current_context().params
    words = ["sladsl", "import", "holidays", origin, *years]
    for name in (*_LIBRARY_ONLY, *_FILE_ONLY):
        values = given[name] if isinstance(given[name], tuple) else (given[name],) if given[name] else ()
        for value in values:
            words += [f"--{name}", value]
    # It stands in a comment, which ends with the line.
    return "".join(each if each.isprintable() else " " for each in shlex.join(words))
