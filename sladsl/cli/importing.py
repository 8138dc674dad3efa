"""`sladsl import`: the group of what is proposed from files; each subcommand is imported when it is called."""

from importlib import import_module

import click

# Subcommand → (module, one line of help).
SUBCOMMANDS = {
    "holidays": ("sladsl.cli.import_holidays", "Make a holiday file, for a country or from a calendar file (.ics)."),
    "log": ("sladsl.cli.import_log", "Propose a binding for an export, each guess with its reason."),
}


class _Imports(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in SUBCOMMANDS:
            return None
        found: click.Command = import_module(SUBCOMMANDS[name][0]).command
        return found

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in SUBCOMMANDS.items()])


@click.command("import", cls=_Imports)
def command() -> None:
    """Propose what stands beside a contract, from what you have."""
