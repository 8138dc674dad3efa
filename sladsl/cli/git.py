"""`sladsl git`: contracts in git, shown as what they say."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, write
from sladsl.cli.status import FINE
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.workspace.git_settings import ATTRIBUTES, Clone, NoGit, Step
from sladsl.workspace.rewriting import layout_of_file


@click.group("git", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Have git show contracts as what they say."""


_DRY = ("nothing was changed: this is a dry run",)
_dry = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")


@command.command("install", cls=options.Command)
@_dry
@click.option("--force", is_flag=True, help="Replace settings that somebody made otherwise.")
def install(dry_run: bool, force: bool) -> None:
    """Tell this clone how to show contracts: without changes of layout, with hunks named by clause."""
    try:
        clone = Clone(Path())
        steps = list(clone.install_steps())
        foreign = [each for each in steps if each.kind == "foreign"]
        if foreign and not force:
            raise Refused(_foreign(foreign))
        changing = [each for each in steps if each.kind != "keep"]
        if not dry_run:
            clone.take(changing)
    except NoGit as trouble:
        raise Refused(trouble.diagnostic) from None
    lines = [_told(each) for each in changing] or ["everything is set up"]
    write("\n".join([*lines, *(_DRY if dry_run and changing else ())]))
    sys.exit(FINE)


@command.command("uninstall", cls=options.Command)
@_dry
def uninstall(dry_run: bool) -> None:
    """Take back what `sladsl git install` set, and nothing else."""
    try:
        clone = Clone(Path())
        steps = list(clone.uninstall_steps())
        own = [each for each in steps if each.kind == "change"]
        if not dry_run:
            clone.take(own)
    except NoGit as trouble:
        raise Refused(trouble.diagnostic) from None
    lines = [_told(each) for each in own]
    lines += [f"left {each.name}, which is set otherwise: {each.now}" for each in steps if each.kind == "foreign"]
    write(
        "\n".join(
            (lines or ["nothing is set up"]) + (["nothing was changed: this is a dry run"] if dry_run and own else [])
        )
    )
    sys.exit(FINE)


@command.command("textconv", cls=options.Command)
@click.argument("file", type=click.Path(path_type=Path))
def textconv(file: Path) -> None:
    """Print a contract in the one style, as git shows it; one with mistakes as it is."""
    layout = layout_of_file(file)
    if layout.source is None and layout.diagnostics:
        raise Refused(layout.diagnostics[0])
    write(layout.text if layout.text is not None else layout.source.text if layout.source else "", colour="never")
    sys.exit(FINE)


def _told(step: Step) -> str:
    was = f" (it was: {step.now})" if step.now is not None else ""
    if step.name == ATTRIBUTES:
        return f"{ATTRIBUTES}: removed {step.now}" if step.then is None else f"{ATTRIBUTES}: added {step.then}{was}"
    return f"git config: removed {step.name}" if step.then is None else f"git config: {step.name} = {step.then}{was}"


def _foreign(steps: Sequence[Step]) -> Diagnostic:
    return Diagnostic(
        usage.NO_GIT,
        "git is set up otherwise, and nothing was changed",
        notes=tuple(f"{each.name} is `{each.now}`, and would become `{each.then}`" for each in steps),
        fixes=(Fix("`sladsl git install --force` replaces it"),),
    )
