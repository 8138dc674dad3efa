"""The command group: finds a subcommand's file when it is called, so that `check` does not load what `eval` needs."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from sladsl import __version__
from sladsl.cli.output import cannot_write
from sladsl.cli.status import CANNOT_WORK
from sladsl.cli.streams import prepare_streams

# Command → (module, one line of help). The order is that of the help page.
COMMANDS = {
    "init": ("sladsl.cli.init", "Begin a first contract, from a few questions."),
    "check": ("sladsl.cli.check", "Find mistakes in contracts, all at once."),
    "eval": ("sladsl.cli.evaluate", "Run a contract against logs: verdicts, credits, totals."),
    "explain": ("sladsl.cli.explain", "Say how a number came about, or what a code means."),
    "fmt": ("sladsl.cli.fmt", "Lay out contracts in the one style."),
    "import": ("sladsl.cli.importing", "Propose what stands beside a contract, from what you have."),
    "graph": ("sladsl.cli.graph", "Show what a contract was understood to mean."),
    "dates": ("sladsl.cli.dates", "List the dates that a contract sets, also as a calendar file."),
    "test": ("sladsl.cli.test", "Run the scenarios of contracts: what a small log must come to."),
    "verify": ("sladsl.cli.verify", "Prove what holds for every log, or show a log for which it does not."),
    "diff": ("sladsl.cli.diff", "Say who gains by a change of a contract, where, and by how much."),
    "suggest": ("sladsl.cli.suggest", "From a log, suggest targets, and say what they would have cost."),
    "git": ("sladsl.cli.git", "Have git show contracts as what they say."),
    "schema": ("sladsl.cli.schema", "Print the JSON Schema of an output."),
}


class _Commands(click.Group):
    """Subcommands by name, each imported when it is used."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name][0]).command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])

    def main(self, *args: Any, **extra: Any) -> Any:
        prepare_streams()
        try:
            return super().main(*args, **extra)
        except OSError as trouble:
            with suppress(OSError):  # where not even stderr takes it, the status has to do
                cannot_write("the output", trouble).show()
            sys.exit(CANNOT_WORK)

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as mistake:
            # What is read has a name, and whoever opens it tells of trouble; a stream that is written to has none.
            if os.environ.get("SLADSL_DEBUG") or (isinstance(mistake, OSError) and mistake.filename is None):
                raise
            click.echo(
                f"error[SLA0901]: a mistake of ours, not of your contract: {type(mistake).__name__}: {mistake}\n"
                "  = help: please report it, with the output of the same command under SLADSL_DEBUG=1",
                err=True,
            )
            sys.exit(CANNOT_WORK)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sladsl")
def main() -> None:
    """Service level agreements as code: check contracts, and run them against logs to exact numbers and money."""
