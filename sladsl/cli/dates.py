"""`sladsl dates`: what a contract puts on dates."""

import sys
from pathlib import Path

import click

from sladsl.almanac.entries import calendar_file
from sladsl.cli import options
from sladsl.cli.output import cannot_write, check_output, show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINE, status_of
from sladsl.diagnostics import Diagnostic
from sladsl.report.dates import dates_json, dates_text, entries_of
from sladsl.text import SourceMap
from sladsl.workspace.looking_ahead import looked_ahead


@click.command("dates", cls=options.Command)
@click.argument("contract", type=click.Path(path_type=Path))
@click.option(
    "--period", metavar="PERIOD", help="Which dates, such as 2026 or 2026-03-01/2026-06-01; default: the term."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", help="Output format."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result to a file.")
@options.settings
@options.colour
def command(
    contract: Path, period: str | None, form: str, output: Path | None, settings: tuple[str, ...], colour: str
) -> None:
    """List the dates that a contract sets: reports due, reviews, the last day of notice, the renewal."""
    values, problems = options.parsed_settings(settings)
    ahead, found, sources = looked_ahead(contract, period, values)
    show_diagnostics([*problems, *found], sources, colour=colour, to_stderr=True)
    if not ahead or problems:
        sys.exit(status_of([*problems, *found], "error") or CANNOT_WORK)
    check_output(output, [contract])
    if form == "json":
        write(dates_json(ahead), colour="never", file=output)
    elif form == "text":
        write("\n\n".join(dates_text(graph, dates) for graph, _, dates in ahead), colour=colour, file=output)
    else:
        name = ", ".join(graph.title or graph.name for graph, _, _ in ahead)
        made = calendar_file(name, [entry for graph, _, dates in ahead for entry in entries_of(graph, dates)])
        if isinstance(made, Diagnostic):
            show_diagnostics([made], SourceMap(), colour=colour, to_stderr=True)
            sys.exit(CANNOT_WORK)
        _hand_on(made, output)
    sys.exit(FINE)


def _hand_on(made: bytes, output: Path | None) -> None:
    """A file has its own line ends and its own encoding, whatever the terminal has."""
    if output is None:
        sys.stdout.buffer.write(made)
        return
    try:
        output.write_bytes(made)
    except OSError as trouble:
        raise cannot_write(str(output), trouble) from None
