"""`sladsl diff`: what a change of a contract means, and for whom."""

import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.running import requested
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE
from sladsl.diagnostics.render.annotations import ANNOTATIONS
from sladsl.report.change_json import annotated, review_json
from sladsl.report.change_markdown import review_markdown
from sladsl.report.change_text import fingerprint, review_text
from sladsl.review.change import AgreementChange
from sladsl.text import SourceMap
from sladsl.workspace.approving import NAME as APPROVALS
from sladsl.workspace.approving import Approvals, read_approvals
from sladsl.workspace.evaluating import EvaluationRequest
from sladsl.workspace.reviewing import Reviewed, review

_FAILS = {
    "customer-adverse": ("customer", "both ways"),
    "provider-adverse": ("provider", "both ways"),
    "unknown": ("unknown",),
    "any": ("customer", "provider", "both ways", "unknown"),
    "never": (),
}


@click.command("diff", cls=options.Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--in", "paths", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="Of revisions, compare only what lies here.",
)  # fmt: skip
@click.option(
    "--fail-on", multiple=True, type=click.Choice(list(_FAILS)), help="For which changes the exit status is 1.",
)  # fmt: skip
@click.option(
    "--replay", "logs", multiple=True, metavar="STREAM=FILE", help="A stream's log that both versions are run against."
)
@click.option("--period", metavar="PERIOD", help="Of these logs, look at this: 2026, 2026-03 …")
@click.option("-v", "--verbose", is_flag=True, help="Every region, and what each statement rests on.")
@options.several_forms("text", "json", "markdown", *ANNOTATIONS)
@options.settings
@options.colour
def command(
    old: str, new: str | None, paths: tuple[Path, ...], fail_on: tuple[str, ...], logs: tuple[str, ...],
    period: str | None, verbose: bool,
    forms: tuple[str, ...], outputs: tuple[Path, ...], settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Say what a change of contracts means: who is worse off, where, and by how much.

    OLD and NEW are files, folders or revisions of git; OLD alone may be a range such as main..HEAD.
    """
    wanted = options.destinations(forms, outputs)
    values, more = options.parsed_settings(settings)
    if more:
        show_diagnostics(more, SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    replay = requested(logs, (), EvaluationRequest(period=period), option="--replay") if logs else None
    reviewed = review(old, new, list(paths), values, replay)
    for sources in reviewed.sources:
        of = [each for each in reviewed.problems if each.span is not None and sources.get(each.span.source) is not None]
        show_diagnostics(of, sources, colour=colour, to_stderr=True)
    show_diagnostics(
        [each for each in reviewed.problems if each.span is None], SourceMap(), colour=colour, to_stderr=True
    )
    for form, file in wanted if reviewed.changes else ():
        text = review_text(reviewed.changes, verbose=verbose) if form == "text" else _for_programs(reviewed, form)
        write(text, colour=colour if form == "text" else "never", file=file)
    if reviewed.problems:
        sys.exit(CANNOT_WORK)
    approvals = read_approvals(Path())
    if approvals.problems:
        show_diagnostics(approvals.problems, SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    marks = [fingerprint(change, clause) for change in reviewed.changes for clause in change.clauses]
    for unused in approvals.unused(marks):
        write(f"{APPROVALS}: nothing has the fingerprint {unused} any more", colour="never", to_stderr=True)
    sys.exit(FINDINGS if _fails(reviewed.changes, fail_on, approvals) else FINE)


def _for_programs(reviewed: Reviewed, form: str) -> str:
    if form == "json":
        return review_json(reviewed.changes, reviewed.sources)
    if form == "markdown":
        return review_markdown(reviewed.changes)
    return ANNOTATIONS[form](annotated(reviewed.changes, reviewed.sources))


def _fails(changes: tuple[AgreementChange, ...], fail_on: tuple[str, ...], approvals: Approvals) -> bool:
    """Whether a change that nobody approved is of a kind that was asked for. An agreement that is gone, or new, has no
    clauses to approve."""
    wanted = {side for each in fail_on for side in _FAILS[each]}
    found: set[str] = set()
    for change in changes:
        if change.old is None or change.new is None:
            found.add(change.worse_off)
        for clause in change.clauses:
            if fingerprint(change, clause) not in approvals.reasons:
                found.add(clause.worse_off)
    return bool(wanted & found)
