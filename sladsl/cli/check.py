"""`sladsl check`: the fast part of verification, for editors and hooks."""

import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.status import FINE, status_of
from sladsl.diagnostics import Diagnostic, Severity
from sladsl.text import SourceMap
from sladsl.workspace.compiling import CompiledFile, compile_files, contract_files


@click.command("check", cls=options.Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--readings", is_flag=True, help="List every default in force: what the text leaves open.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="error",
    help="From which severity on the exit status is 1.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "sarif", "github", "gitlab"]), default="text",
    help="Output format.",
)  # fmt: skip
@options.settings
@options.colour
def command(
    paths: tuple[Path, ...], readings: bool, fail_on: str, form: str, settings: tuple[str, ...], colour: str
) -> None:
    """Find mistakes in contracts, all at once. A folder stands for every contract (*.sladsl) in it."""
    files, problems = contract_files(paths)
    values, more = options.parsed_settings(settings)
    compiled, sources = compile_files(files, values, checks=True)
    found: list[Diagnostic] = [*problems, *more, *(each for file in compiled for each in file.diagnostics)]
    # Messages are the payload of this command, so they go to stdout; beside readings for programs, to stderr.
    for_programs = form != "text"
    if found or (for_programs and not readings):
        apart = for_programs and readings
        show_diagnostics(found, sources, colour=colour, form="text" if apart else form, to_stderr=apart)
    if readings:
        _show_readings(compiled, sources, for_programs=for_programs, colour=colour)
    status = status_of(found, fail_on)
    if not for_programs and status == FINE and not any(each.severity is Severity.ERROR for each in found):
        write(_all_well(compiled), colour=colour)
    sys.exit(status)


def _show_readings(files: list[CompiledFile], sources: SourceMap, *, for_programs: bool, colour: str) -> None:
    from sladsl.report.readings import readings_json, readings_text

    for graph in (each.graph for file in files for each in file.agreements):
        if graph is not None:
            write((readings_json if for_programs else readings_text)(graph, sources), colour=colour)


def _all_well(files: list[CompiledFile]) -> str:
    agreements = sum(len(file.agreements) for file in files)
    graphs = [each.graph for file in files for each in file.agreements if each.graph]
    objectives = sum(len({objective.name for objective in graph.objectives}) for graph in graphs)
    counted = (_count(len(files), "file"), _count(agreements, "agreement"), _count(objectives, "objective"))
    allowed = sum(file.allowed for file in files)
    quiet = f"; {_count(allowed, 'finding')} allowed with a reason" if allowed else ""
    return f"{', '.join(counted)}: no mistakes{quiet}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
