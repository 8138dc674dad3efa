"""Options that several commands share."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from sladsl.diagnostics import Diagnostic
from sladsl.model.parameters import Setting
from sladsl.workspace.compiling import parse_setting

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

colour = click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour the output."
)
settings = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Give a parameter of the contract a value."
)


def log_options(command: CommandT) -> CommandT:
    """The options that say which logs and which time an evaluation looks at."""
    for option in reversed(
        [
            click.option("--agreement", metavar="NAME", help="Which agreement, where the file holds several."),
            click.option("--log", "logs", multiple=True, metavar="STREAM=FILE", help="A stream's log; repeatable."),
            click.option("--period", metavar="PERIOD", help="2026, 2026-03, 2026-Q1, `2026-03-01 until 2026-03-15` …"),
            click.option("--as-of", metavar="INSTANT", help="Nothing after this is known; default: the period's end."),
            click.option(
                "--coverage", "coverage", multiple=True, metavar="STREAM=PERIOD",
                help="When the absence of a record means that nothing happened.",
            ),
            click.option("--zone", metavar="ZONE", help="Zone of times without one, in logs without a binding."),
            click.option(
                "--on-bad-rows", type=click.Choice(["fail", "report"]), default="fail",
                help="Whether rows that cannot be read stop the run, or are left out and reported.",
            ),
            click.option(
                "--config", "config", type=click.Path(path_type=Path), metavar="FILE",
                help="The configuration, instead of the nearest sladsl.toml or pyproject.toml.",
            ),
        ]
    ):  # fmt: skip
        command = option(command)
    return command


def pairs(option: str, texts: Iterable[str]) -> list[tuple[str, str]]:
    """`STREAM=VALUE` texts, split; a text without `=` is a usage error."""
    found: list[tuple[str, str]] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise click.UsageError(f"{option} takes STREAM=…, for instance {option} outages=…; this is: {text}")
        found.append((name, value))
    return found


def parsed_settings(texts: Iterable[str]) -> tuple[dict[str, Setting], list[Diagnostic]]:
    """The values of `--set`."""
    values: dict[str, Setting] = {}
    problems: list[Diagnostic] = []
    for text in texts:
        parsed = parse_setting(text)
        if isinstance(parsed, Diagnostic):
            problems.append(parsed)
        else:
            values[parsed[0]] = parsed[1]
    return values, problems
