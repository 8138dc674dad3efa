"""`sladsl init`: a first contract from a few questions, or from options."""

import os
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, cannot_write, write
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.starting import KINDS, QUESTIONS, Answers, Kind, Question, Start, Unfit, answered, started, words_of


@click.command("init", cls=options.Command)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--kind", metavar="KIND", help=f"What is promised: {', '.join(KINDS)}.")
@click.option("--title", metavar="TEXT", help="The title of the agreement, in any script.")
@click.option("--provider", metavar="TEXT", help="Who provides.")
@click.option("--customer", metavar="TEXT", help="Who receives.")
@click.option("--zone", metavar="ZONE", help="The zone of its dates and months, such as Europe/Berlin. Never guessed.")
@click.option("--from", "from", metavar="DATE", help="The first day; the contract runs for a year.")
@click.option("--currency", metavar="CODE", help="The currency of credits. Without it there are none.")
@click.option("--fee", metavar="AMOUNT", help="The fee for a month, of which credits are a share.")
@click.option("--target", metavar="PERCENT", help="The target of its objectives.")
@click.option("--days", metavar="DAYS", help="Days of work, such as `Mon to Fri`; not for availability.")
@click.option("--hours", metavar="HOURS", help="Hours of work, such as 09:00-17:00; not for availability.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(folder: Path | None, force: bool, **given: str | None) -> None:
    """Begin a first contract in FOLDER: its text, a sample log, and the configuration that binds the two.

    On a terminal you are asked for what no option says. The contract checks without mistakes and evaluates at once.
    """
    asking = sys.stdin is not None and sys.stdin.isatty()
    if folder is None and not asking:
        raise Refused(_missing(["FOLDER", *_unanswered(given)]))
    if folder is None:
        folder = Path(click.prompt("Folder for the contract", default="contract", err=True))
    answers = _answers(given, asking=asking)
    start = started(answers)
    _refuse_to_overwrite(folder, start, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise cannot_write(str(folder), trouble) from None
    for name, text in start.files.items():
        write(text, file=folder / name)
    write(_next_steps(folder, answers, start))


def _answers(given: dict[str, str | None], *, asking: bool) -> Answers:
    """What the options say, and on a terminal what is said when asked."""
    known: dict[str, Any] = {}
    missing: list[str] = []
    for question in QUESTIONS:
        text = given[question.name]
        if "kind" not in known and question.name != "kind":
            if text is None and _is_needed(question):
                missing.append(f"--{question.name}")
            continue
        if not question.asked(known):
            if text is not None and f"--{question.name}" not in missing:
                raise Refused(Diagnostic(usage.BAD_OPTION, f"`--{question.name}` cannot be used: {question.misplaced}"))
            continue
        default = question.default(known)
        if text is None and asking:
            known[question.name] = _ask(question, known, default)
            continue
        text = default if text is None else text
        if text is None:
            missing.append(f"--{question.name}")
            continue
        try:
            known[question.name] = question.read(text, known)
        except Unfit as reason:
            message = f"`--{question.name} {text}` cannot be used: {reason}"
            raise Refused(Diagnostic(usage.BAD_OPTION, message)) from None
    if "kind" not in known or missing:
        raise Refused(_missing([*(() if "kind" in known else ("--kind",)), *missing]))
    return answered(known)


def _ask(question: Question, known: dict[str, Any], default: str | None) -> Any:
    while True:
        text = click.prompt(words_of(question, known), default=default, err=True, show_default=bool(default))
        try:
            return question.read(str(text), known)
        except Unfit as reason:
            click.echo(f"  {reason}", err=True)


def _is_needed(question: Question) -> bool:
    """Whether there must be an answer, of whatever kind the contract is."""
    return question.name in ("provider", "customer", "zone", "from")


def _unanswered(given: dict[str, str | None]) -> list[str]:
    return [
        f"--{each.name}" for each in QUESTIONS if given[each.name] is None and (each.name == "kind" or _is_needed(each))
    ]


def _missing(names: list[str]) -> Diagnostic:
    shown = list(dict.fromkeys(names))
    fix = Fix(f"say {', '.join(shown)}; on a terminal `sladsl init` asks for each")
    return Diagnostic(usage.NOT_ANSWERED, "nobody can be asked here, and something must be known", fixes=(fix,))


def _refuse_to_overwrite(folder: Path, start: Start, *, force: bool) -> None:
    there = [name for name in start.files if os.path.lexists(folder / name)]
    if there and not force:
        fix = Fix("choose another folder, or write over them with `--force`")
        message = f"{', '.join(there)} {'is' if len(there) == 1 else 'are'} there already, in {folder}"
        raise Refused(Diagnostic(usage.CANNOT_WRITE, message, fixes=(fix,)))


def _next_steps(folder: Path, answers: Answers, start: Start) -> str:
    here = shlex.quote(str(folder))
    contract = shlex.quote(str(folder / next(iter(start.files))))
    steps = [
        (f"sladsl check {here}", "look for mistakes"),
        (f"sladsl test {here}", "run the scenarios in the contract"),
        (f"sladsl eval {contract}", "evaluate the sample log"),
        (f"sladsl explain {contract} {start.objective} {start.window}", "where the numbers of a bad month come from"),
    ]
    wide = max(len(line) for line, _ in steps)
    lines = [f"Written to {folder}: {', '.join(start.files)}", "", "Try:"]
    lines += [f"  {line:<{wide}}  {what}" for line, what in steps]
    if answers.kind is not Kind.AVAILABILITY:
        lines += ["", "Then add your holidays: sladsl import holidays --help"]
    lines += ["", "The log is a sample. Put your own in its place: sladsl import log --help"]
    return "\n".join(lines)
