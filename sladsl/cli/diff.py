"""`sladsl diff`: what a change of a contract means, and for whom."""

import os
import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, check_output, show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.render.annotations import ANNOTATIONS
from sladsl.report.change_json import annotated, review_json
from sladsl.report.change_markdown import review_markdown
from sladsl.report.change_text import fingerprint, review_text
from sladsl.review.change import AgreementChange
from sladsl.text import SourceMap
from sladsl.workspace.approving import NAME as APPROVALS
from sladsl.workspace.approving import Approvals, read_approvals
from sladsl.workspace.reviewing import Replaying, Reviewed, review
from sladsl.workspace.revisions import range_of

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
@click.option(
    "--write-scenario", is_flag=True, help="Add the log of each difference to the new version, as a scenario."
)
@click.option("-v", "--verbose", is_flag=True, help="Every region, and what each statement rests on.")
@options.several_forms("text", "json", "markdown", *ANNOTATIONS)
@options.settings
@options.colour
def command(
    old: str, new: str | None, paths: tuple[Path, ...], fail_on: tuple[str, ...], logs: tuple[str, ...],
    period: str | None, write_scenario: bool, verbose: bool,
    forms: tuple[str, ...], outputs: tuple[Path, ...], settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Say what a change of contracts means: who is worse off, where, and by how much.

    OLD and NEW are files, folders or revisions of git; OLD alone may be a range such as main..HEAD.
    """
    wanted = options.destinations(forms, outputs)
    if write_scenario and not _is_here(old, new):
        fix = Fix("name the files as they are now: `sladsl diff main.. --write-scenario`")
        raise Refused(Diagnostic(usage.BAD_OPTION, "scenarios are added to files, and NEW is a revision", fixes=(fix,)))
    values, more = options.parsed_settings(settings)
    approvals = read_approvals(Path())
    if more or approvals.problems:
        show_diagnostics([*more, *approvals.problems], SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    replay = _replayed(logs, period) if logs else None
    reviewed = review(old, new, list(paths), values, replay)
    logged = [] if replay is None else replay.files
    check_output([file for _, file in wanted], [*reviewed.read, Path(APPROVALS), *logged])
    for mistakes, sources in zip(reviewed.mistakes, reviewed.sources, strict=True):
        show_diagnostics(mistakes, sources, colour=colour, to_stderr=True)
    show_diagnostics(reviewed.problems, SourceMap(), colour=colour, to_stderr=True)
    for form, file in wanted if reviewed.changes else ():
        text = review_text(reviewed.changes, verbose=verbose) if form == "text" else _for_programs(reviewed, form)
        write(text, colour=colour if form == "text" else "never", file=file)
    problems = _written(reviewed, colour) if write_scenario else []
    if reviewed.problems or any(reviewed.mistakes) or problems:
        sys.exit(CANNOT_WORK)
    marks = [fingerprint(change, clause) for change in reviewed.changes for clause in change.clauses]
    for unused in approvals.unused(marks):
        write(f"{APPROVALS}: nothing has the fingerprint {unused} any more", colour="never", to_stderr=True)
    sys.exit(FINDINGS if _fails(reviewed.changes, fail_on, approvals) else FINE)


def _replayed(logs: tuple[str, ...], period: str | None) -> Replaying:
    from sladsl.cli.replaying import replayed

    return replayed(logs, period)


def _is_here(old: str, new: str | None) -> bool:
    """Whether the new version is the files as they are."""
    end = new if new is not None else (range_of(old) or (old, old))[1]
    return end is None or os.path.lexists(end)


def _written(reviewed: Reviewed, colour: str) -> list[Diagnostic]:
    """Adds scenarios, says which, and gives what kept it from it."""
    from sladsl.workspace.adding import add_differences

    problems: list[Diagnostic] = []
    for path, names, problem in add_differences(reviewed.changes):
        problems += [problem] if problem else []
        if names:
            write(f"{path}: added {', '.join(f'`{name}`' for name in names)}", to_stderr=True, colour=colour)
    show_diagnostics(problems, SourceMap(), colour=colour, to_stderr=True)
    return problems


def _for_programs(reviewed: Reviewed, form: str) -> str:
    if form == "json":
        return review_json(reviewed.changes, reviewed.sources)
    if form == "markdown":
        return review_markdown(reviewed.changes)
    return ANNOTATIONS[form](annotated(reviewed.changes, reviewed.sources))


def _fails(changes: tuple[AgreementChange, ...], fail_on: tuple[str, ...], approvals: Approvals) -> bool:
    """Whether a change that nobody approved is of a kind that was asked for."""
    wanted = {side for each in fail_on for side in _FAILS[each]}
    return any(
        clause.worse_off in wanted and fingerprint(change, clause) not in approvals.reasons
        for change in changes
        for clause in change.clauses
    )
