"""`sladsl test`: the scenarios of contracts."""

import shutil
import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.baselines import known_findings
from sladsl.cli.output import check_output, show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE, status_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.render.forms import FORMS
from sladsl.report.scenario_cases import known_runs, suite_told
from sladsl.report.scenario_json import suite_json
from sladsl.report.scenario_text import suite_text
from sladsl.testing.suite import SuiteRun
from sladsl.text import SourceMap
from sladsl.workspace.compiling import contract_files
from sladsl.workspace.testing import run_scenarios


@click.command("test", cls=options.Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "-k", "wanted", metavar="TEXT", help="Only scenarios in whose name, or that of their agreement, it occurs."
)
@click.option("-v", "--verbose", is_flag=True, help="List every scenario, not only those that failed.")
@click.option(
    "--coverage", is_flag=True, help="List what no scenario reaches: verdicts, rows, limits, exclusions, claims."
)
@click.option(
    "--fail-under", type=click.IntRange(0, 100), metavar="PERCENT",
    help="Exit with 1 if less of an agreement is reached.",
)  # fmt: skip
@options.baseline
@options.several_forms(*options.FINDINGS)
@options.settings
@options.colour
def command(
    paths: tuple[Path, ...], wanted: str | None, verbose: bool, coverage: bool, fail_under: int | None,
    baseline: Path | None, forms: tuple[str, ...], outputs: tuple[Path, ...], settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Run the scenarios of contracts. A folder stands for every contract (*.sladsl) in it."""
    destinations = options.destinations(forms, outputs)
    files, problems = contract_files(paths)
    values, more = options.parsed_settings(settings)
    if problems or more:
        show_diagnostics([*problems, *more], SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    written = known_findings(baseline)
    suite = run_scenarios(files, values, wanted)
    known = known_runs(suite, written)
    found = [*suite.diagnostics]
    if not suite.runs and status_of(found, "error") == FINE:
        found.append(_nothing(wanted))
    show_diagnostics(found, suite.sources, colour=colour, to_stderr=True)
    check_output([file for _, file in destinations], [*files, *([baseline] if baseline else [])])
    for form, file in destinations:
        if form == "json":
            write(suite_json(suite), colour="never", file=file)
        elif form != "text":
            write(FORMS[form](suite_told(suite, found, known)), colour="never", file=file)
        elif suite.agreements:
            width = shutil.get_terminal_size((100, 24)).columns
            shown = coverage or fail_under is not None
            write(
                suite_text(suite, verbose=verbose, coverage=shown, width=width, known=known), colour=colour, file=file
            )
    sys.exit(max(status_of(found, "error"), _status(suite, known, fail_under)))


def _nothing(wanted: str | None) -> Diagnostic:
    if wanted is None:
        message, fix = "these contracts have no scenarios", 'write one: `scenario "a bad night" { … }`'
    else:
        message, fix = f"no scenario is called anything like `{wanted}`", "`-v` lists them all"
    return Diagnostic(usage.NOTHING_TO_DO, message, fixes=(Fix(fix),))


def _status(suite: SuiteRun, known: frozenset[int], fail_under: int | None) -> int:
    if any(ran.state == "error" for ran in suite.runs):
        return CANNOT_WORK
    if any(ran.state == "failed" and id(ran) not in known for ran in suite.runs):
        return FINDINGS
    covered = [each.coverage for each in suite.agreements if each.coverage.items]
    too_little = fail_under is not None and any(100 * each.reached < fail_under * len(each.items) for each in covered)
    return FINDINGS if too_little else FINE
