"""`sladsl explain`: a diagnostic code, or any number of a result."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from sladsl.cli import options
from sladsl.cli.choosing import chosen_outcomes, chosen_triggers, of_case, wanted_outcomes
from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.running import requested, run
from sladsl.cli.status import CANNOT_WORK, status_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.codes import ALL
from sladsl.diagnostics.pages import page
from sladsl.model.problems import nearest
from sladsl.report.explain import explain_json, explain_text, explain_trigger_text
from sladsl.report.explain_json import explain_trigger_json
from sladsl.report.steps import Which
from sladsl.text import SourceMap
from sladsl.workspace.evaluating import EvaluationRequest
from sladsl.workspace.explaining import explained

FoundT = TypeVar("FoundT")
_CODE = re.compile(r"SLA\d+", re.IGNORECASE)


@click.command("explain", cls=options.Command)
@click.argument("what", metavar="CODE|CONTRACT")
@click.argument("objective", required=False)
@click.argument("window", required=False)
@click.option("--scope", "scope", multiple=True, metavar="KEY=VALUE", help="Which scope, where there are several.")
@click.option("--case", "case", metavar="KEY", help="One case of an objective that judges each case.")
@click.option(
    "--of",
    "which",
    type=click.Choice(["measured", "state", "credit", "bonus", "points", "all"]),
    default="all",
    help="Which number: what was measured, the state, the credit, the bonus or the points.",
)
@click.option("--full", is_flag=True, help="List every record and stretch of time, however many.")
@options.log_options
@options.settings
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="What `eval --state` kept there: while the log is the same, it is neither read nor measured again.",
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@options.colour
def command(
    what: str, objective: str | None, window: str | None, scope: tuple[str, ...], case: str | None,
    which: Which, full: bool, agreement: str | None, logs: tuple[str, ...],
    period: str | None, as_of: str | None, coverage: tuple[str, ...], opening: tuple[Path, ...], zone: str | None,
    on_bad_rows: str, engine: str, config: Path | None, settings: tuple[str, ...], state: Path | None,
    form: str, colour: str,
) -> None:  # fmt: skip
    """Say how a number came about, or what a diagnostic code means.

    `sladsl explain SLA0104` shows the page of a code. `sladsl explain CONTRACT OBJECTIVE WINDOW --log …` shows from
    which records, windows, exclusions, rows and limits the numbers of that objective in that window came.
    """
    if _CODE.fullmatch(what) and objective is None:
        _page(what.upper(), colour)
        return
    keep_going = on_bad_rows == "report"
    within = options.pairs_once("--scope", scope)
    request = EvaluationRequest(
        period=period, as_of=as_of, zone=zone, keep_going=keep_going, noting=True, opening=opening, engine=engine,
        state=state, wanted=wanted_outcomes(objective, window, within),
    )  # fmt: skip
    made = run(Path(what), agreement, settings, config, requested(logs, coverage, request))
    evaluation = made.evaluated.evaluation if made.evaluated else None
    prepared = made.evaluated.prepared if made.evaluated else None
    if evaluation is None or made.graph is None or prepared is None:
        show_diagnostics(made.diagnostics, made.sources, colour=colour, to_stderr=True)
        sys.exit(status_of(made.diagnostics, "error") or CANNOT_WORK)
    triggers = [] if case else chosen_triggers(evaluation, objective, window, within)
    chosen = chosen_outcomes(evaluation, objective, window, within)
    if isinstance(chosen, Diagnostic) and triggers:
        chosen = []
    if isinstance(chosen, Diagnostic):
        # What there is instead is said of all.
        every = replace(prepared, wanted=None).evaluate(made.graph)[0]
        chosen = chosen if every is None else chosen_outcomes(every, objective, window, within)
    chosen = _stopping(chosen, made.sources, colour)
    if case is not None:
        chosen = _stopping(of_case(prepared, chosen, case), made.sources, colour)
    told = _stopping(explained(prepared, chosen, triggers, case), made.sources, colour)
    explain = explain_json if form == "json" else explain_text
    for outcome in told.outcomes:
        text = explain(outcome, made.graph, made.sources, prepared.log, which=which, case=case, full=full)
        write(text, colour="never" if form == "json" else colour)
    explain_trigger = explain_trigger_json if form == "json" else explain_trigger_text
    for trigger in told.triggers:
        text = explain_trigger(trigger, made.graph, made.sources, prepared.log, full=full)
        write(text, colour="never" if form == "json" else colour)


def _stopping(found: FoundT | Diagnostic, sources: SourceMap, colour: str) -> FoundT:
    if isinstance(found, Diagnostic):
        show_diagnostics([found], sources, colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    return found


def _page(code: str, colour: str) -> None:
    if code not in ALL:
        near = nearest(code, ALL)
        fixes = (Fix(f"did you mean `{near}`?"),) if near else ()
        unknown = Diagnostic(usage.UNKNOWN_CODE, f"there is no diagnostic code {code}", fixes=fixes)
        show_diagnostics([unknown], SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    write(page(code), colour=colour)
