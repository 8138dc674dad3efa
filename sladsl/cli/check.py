"""`sladsl check`: the fast part of verification, for editors and hooks."""

import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, check_output, diagnostics_shown, show_diagnostics, write
from sladsl.cli.status import FINE, status_of
from sladsl.diagnostics import Diagnostic, Severity
from sladsl.diagnostics.catalogue import usage
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
@options.baseline
@options.several_forms(*options.FINDINGS)
@options.settings
@options.colour
def command(
    paths: tuple[Path, ...], readings: bool, fail_on: str, baseline: Path | None, forms: tuple[str, ...],
    outputs: tuple[Path, ...], settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Find mistakes in contracts, all at once. A folder stands for every contract (*.sladsl) in it."""
    wanted = options.destinations(forms, outputs)
    files, problems = contract_files(paths)
    check_output([file for _, file in wanted], files)
    values, more = options.parsed_settings(settings)
    compiled, sources = compile_files(files, values, checks=True)
    told, known = [each for file in compiled for each in file.diagnostics], 0
    if baseline is not None:
        told, known = _new(compiled, baseline)
    found: list[Diagnostic] = [*problems, *more, *told]
    status = status_of(found, fail_on)
    well = status == FINE and not any(each.severity is Severity.ERROR for each in found)
    if readings and any(form not in ("text", "json") for form, _ in wanted):
        raise Refused(Diagnostic(usage.BAD_OPTION, "`--readings` are told as `text` or `json`"))
    if readings and any(form == "json" for form, _ in wanted):
        # Messages are the payload of this command; beside readings for programs, they go to stderr.
        show_diagnostics(found, sources, colour=colour, to_stderr=True)
    for form, file in wanted:
        if form == "text":
            blocks = [diagnostics_shown(found, sources), *(_readings(compiled, sources, form) if readings else [])]
            blocks += [_all_well(compiled, known)] if well else [f"{_count(known, 'known finding')}"] if known else []
            write("\n".join(each.rstrip("\n") for each in blocks if each), colour=colour, file=file)
        elif form == "json":
            shown = _readings(compiled, sources, form) if readings else [diagnostics_shown(found, sources, form)]
            write("\n".join(shown), colour="never", file=file)
        else:
            write(_for_programs(form, found, sources, files, fail_on), colour="never", file=file)
    sys.exit(status)


def _readings(files: list[CompiledFile], sources: SourceMap, form: str) -> list[str]:
    from sladsl.report.readings import readings_json, readings_text

    told = readings_json if form == "json" else readings_text
    return [told(each.graph, sources) for file in files for each in file.agreements if each.graph is not None]


def _for_programs(form: str, found: list[Diagnostic], sources: SourceMap, files: list[Path], fail_on: str) -> str:
    from sladsl.diagnostics.render.forms import FORMS, diagnostics_told

    return FORMS[form](diagnostics_told("check", found, sources, [str(each) for each in files], fail_on))


def _new(files: list[CompiledFile], baseline: Path) -> tuple[list[Diagnostic], int]:
    """What the baseline does not know, and how much it does."""
    from sladsl.cli.baselines import known_findings
    from sladsl.diagnostics.known import OfText, compared

    every = [OfText(each, file.path.name) for file in files for each in file.diagnostics]
    held = compared(every, known_findings(baseline), whole=False)
    return [each.diagnostic for each in every if held.is_new(each)], len(held.known)


def _all_well(files: list[CompiledFile], known: int) -> str:
    agreements = sum(len(file.agreements) for file in files)
    graphs = [each.graph for file in files for each in file.agreements if each.graph]
    objectives = sum(len({objective.name for objective in graph.objectives}) for graph in graphs)
    counted = (_count(len(files), "file"), _count(agreements, "agreement"), _count(objectives, "objective"))
    allowed = sum(file.allowed for file in files)
    quiet = f"; {_count(allowed, 'finding')} allowed with a reason" if allowed else ""
    quiet += f"; {_count(known, 'known finding')}" if known else ""
    return f"{', '.join(counted)}: no mistakes{quiet}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
