"""`sladsl verify`: layout, mistakes, proofs, scenarios, properties: the one verb for pipelines."""

import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import check_output, show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE, status_of
from sladsl.proofs.subject import STEPS
from sladsl.proofs.verified import Verified
from sladsl.report.verify_text import verification_text
from sladsl.text import SourceMap
from sladsl.workspace.compiling import contract_files
from sladsl.workspace.verifying import verify_files


@click.command("verify", cls=options.Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="warning",
    help="From which severity on the exit status is 1.",
)  # fmt: skip
@click.option(
    "--budget", type=click.IntRange(1), default=STEPS, metavar="STEPS",
    help="How many evaluations may be spent to find one log.",
)  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="List every claim, not only those that were refuted.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result to a file.")
@options.settings
@options.colour
def command(
    paths: tuple[Path, ...], fail_on: str, budget: int, verbose: bool, output: Path | None,
    settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Prove what holds of contracts for every log, or refute it with a small log. A folder stands for every contract
    (*.sladsl) in it."""
    files, problems = contract_files(paths)
    values, more = options.parsed_settings(settings)
    if problems or more:
        show_diagnostics([*problems, *more], SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    check_output(output, files)
    verified = verify_files(files, values, budget)
    write(verification_text(verified, verbose=verbose), colour=colour, file=output)
    sys.exit(max(status_of(verified.found, fail_on), _scenarios(verified)))


def _scenarios(verified: Verified) -> int:
    states = {ran.state for ran in verified.suite.runs}
    return CANNOT_WORK if "error" in states else FINDINGS if "failed" in states else FINE
