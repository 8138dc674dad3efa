"""`sladsl graph`: what a contract was understood to mean."""

import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, status_of
from sladsl.report.graph_view import graph_json, graph_mermaid, graph_text
from sladsl.workspace.compiling import compile_files

_VIEWS = {"text": graph_text, "mermaid": graph_mermaid, "json": graph_json}


@click.command("graph", cls=options.Command)
@click.argument("contract", type=click.Path(path_type=Path))
@click.option("--agreement", metavar="NAME", help="Which agreement; default: all of the file.")
@click.option("-f", "--format", "form", type=click.Choice(list(_VIEWS)), default="text", help="Output format.")
@options.settings
@options.colour
def command(contract: Path, agreement: str | None, form: str, settings: tuple[str, ...], colour: str) -> None:
    """Show the rule graph: what is measured, and what the contract makes of it."""
    values, problems = options.parsed_settings(settings)
    compiled, sources = compile_files([contract], values)
    found = [*problems, *(each for file in compiled for each in file.diagnostics)]
    show_diagnostics(found, sources, colour=colour, to_stderr=True)
    graphs = [
        each.graph
        for file in compiled
        for each in file.agreements
        if each.graph is not None and agreement in (None, each.name)
    ]
    for graph in graphs:
        write(_VIEWS[form](graph, sources), colour="never")
    sys.exit(status_of(found, "error") or (0 if graphs else CANNOT_WORK))
