"""`sladsl eval`: a contract against logs."""

import shutil
import sys
from pathlib import Path
from typing import Literal

import click

from sladsl.cli import options
from sladsl.cli.output import check_output, show_diagnostics, write, write_pieces
from sladsl.cli.running import requested, run, show_run
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE, status_of
from sladsl.engines.engine import EngineTrouble
from sladsl.logs.stored.store import NoRoom
from sladsl.report.text import evaluation_text
from sladsl.workspace.engines import stopped
from sladsl.workspace.evaluating import EvaluationRequest, is_row_problem


@click.command("eval", cls=options.Command)
@click.argument("contract", type=click.Path(path_type=Path))
@options.log_options
@options.settings
@click.option(
    "--cases",
    type=click.Choice(["missed", "all", "none"]),
    default="missed",
    help="Which cases to list under objectives that judge each case.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "breach", "never"]),
    default="error",
    help="When the exit status is 1; a breach alone is no failure unless you say so.",
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option(
    "--run-record",
    "record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write which engine ran, how long and on what, as JSON.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Keep measurements there, and take those that still hold: for logs that grow.",
)
@click.option("--since", metavar="PERIOD", help="Tell windows from the beginning of this on, to the end of the log.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result to a file.")
@options.colour
def command(
    contract: Path, agreement: str | None, logs: tuple[str, ...], period: str | None, as_of: str | None,
    coverage: tuple[str, ...], opening: tuple[Path, ...], zone: str | None, on_bad_rows: str, engine: str,
    config: Path | None, settings: tuple[str, ...],
    cases: Literal["missed", "all", "none"], fail_on: str, form: str, record: Path | None,
    state: Path | None, since: str | None, output: Path | None, colour: str,
) -> None:  # fmt: skip
    """Run a contract against logs: verdicts, credits and totals, exact."""
    keep_going = on_bad_rows == "report"
    request = EvaluationRequest(
        period=period, as_of=as_of, zone=zone, keep_going=keep_going, opening=opening, engine=engine, state=state,
        since=since,
    )  # fmt: skip
    made = run(contract, agreement, settings, config, requested(logs, coverage, request))
    evaluation = made.evaluated.evaluation if made.evaluated else None
    show_diagnostics(made.diagnostics, made.sources, colour=colour, to_stderr=True)
    level = "error" if fail_on == "breach" else fail_on
    if evaluation is None or made.graph is None or made.evaluated is None:
        sys.exit(status_of(made.diagnostics, "error") or CANNOT_WORK)
    check_output(output, made.read)
    show_run(made.evaluated.run, record, asked=engine != options.ENGINES[0], read=made.read)
    kept = None if made.evaluated.state is None else made.evaluated.state.note()
    try:
        if form == "json":
            from sladsl.report.json import evaluation_pieces

            pieces = evaluation_pieces(
                evaluation, made.graph, cases=cases, sources=made.sources, log=made.evaluated.log, kept=kept
            )
            write_pieces(pieces, file=output)
        else:
            width = shutil.get_terminal_size((100, 24)).columns
            text = evaluation_text(evaluation, made.graph, cases=cases, width=width, kept=kept)
            write(text, colour=colour, file=output)
    except (EngineTrouble, NoRoom) as lack:  # cases are looked for when they are told
        show_diagnostics([stopped(lack)], made.sources, colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    # Only now: what was re-opened is told once.
    if made.evaluated.state is not None and (trouble := made.evaluated.state.save()) is not None:
        show_diagnostics([trouble], made.sources, colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    tolerated = [each for each in made.diagnostics if not (keep_going and is_row_problem(each))]
    status = status_of(tolerated, level)
    breached = any(outcome.state == "breached" for outcome in evaluation.outcomes)
    sys.exit(FINDINGS if status == FINE and fail_on == "breach" and breached else status)
