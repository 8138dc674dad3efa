"""Options that several commands share."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from sladsl.cli.output import Refused
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.model.parameters import Setting
from sladsl.workspace.compiling import parse_setting

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

ENGINES = ("auto", "reference", "columnar", "spark")
"""Written out, as `check` loads no engine; a test holds them against those there are."""


_ORDER = "sladsl.order"
"""Where it is kept in which order `-f` and `-o` were given."""
FINDINGS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
"""The forms in which findings are told; all but the first two are those of `sladsl.diagnostics.render.forms`."""


class Command(click.Command):
    """A command whose options are given once, unless they are repeatable: click lets the last of several win."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        _, _, given = self.make_parser(context).parse_args(args=list(args))
        context.meta[_ORDER] = [each.name for each in given if each.name in ("forms", "outputs")]
        for option, count in Counter(given).items():
            if count > 1 and isinstance(option, click.Option) and not option.multiple and not option.is_flag:
                raise twice(max(option.opts, key=len))
        return super().parse_args(context, args)


def twice(option: str) -> Refused:
    """For an option that is given several times, though one value holds."""
    return Refused(Diagnostic(usage.BAD_OPTION, f"`{option}` is given twice", fixes=(Fix("keep one of them"),)))


colour = click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour the output."
)
settings = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Give a parameter of the contract a value."
)


baseline = click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE",
    help="Findings that are known (verify --write-baseline): told of no more.",
)  # fmt: skip


def several_forms(*forms: str) -> Callable[[CommandT], CommandT]:
    """`-f` and `-o`, both repeatable: a file belongs to the form that stands before it."""

    def decorate(command: CommandT) -> CommandT:
        command = click.option(
            "-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
            help="Write the result to a file; repeatable, each after its -f.",
        )(command)  # fmt: skip
        return click.option(
            "-f", "--format", "forms", multiple=True, type=click.Choice(forms),
            help="Output format, `text` if none is given; repeatable.",
        )(command)  # fmt: skip

    return decorate


def destinations(forms: Sequence[str], outputs: Sequence[Path]) -> list[tuple[str, Path | None]]:
    """Which form goes where: to a file, or (None) to stdout, as one of them may."""
    order = click.get_current_context().meta.get(_ORDER, [])
    found: list[tuple[str, Path | None]] = []
    left, files = iter(forms), iter(outputs)
    for name in order:
        if name == "forms":
            found.append((next(left), None))
        elif not found and "forms" not in order:
            found.append(("text", next(files)))
        elif not found or found[-1][1] is not None:
            file = next(files)
            fix = Fix("write each `-o FILE` after its `-f FORMAT`")
            raise Refused(Diagnostic(usage.BAD_OPTION, f"`-o {file}` has no format of its own", fixes=(fix,)))
        else:
            found[-1] = found[-1][0], next(files)
    found = found or [("text", None)]
    shown = [form for form, file in found if file is None]
    if len(shown) > 1:
        fix = Fix(f"give a file to all but one: `-f {shown[0]} -o FILE`")
        raise Refused(
            Diagnostic(usage.BAD_OPTION, f"`-f {'` and `-f '.join(shown)}` would both go to stdout", fixes=(fix,))
        )
    files_named = [file for _, file in found if file is not None]
    if len(set(files_named)) < len(files_named):
        raise Refused(Diagnostic(usage.BAD_OPTION, "two formats would go to one file"))
    return found


def log_options(command: CommandT) -> CommandT:
    """The options that say which logs and which time an evaluation looks at."""
    for option in reversed(
        [
            click.option("--agreement", metavar="NAME", help="Which agreement, where the file holds several."),
            click.option(
                "--log", "logs", multiple=True, metavar="STREAM=PATH",
                help="A stream's log: a file, a folder, or a pattern; repeatable.",
            ),
            click.option("--period", metavar="PERIOD", help="2026, 2026-03, 2026-Q1, `2026-03-01 until 2026-03-15` …"),
            click.option("--as-of", metavar="INSTANT", help="Nothing after this is known; default: the period's end."),
            click.option(
                "--coverage", "coverage", multiple=True, metavar="STREAM=PERIOD",
                help="When the absence of a record means that nothing happened.",
            ),
            click.option(
                "--opening", "opening", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
                help="An earlier result (eval -f json), for what was before the log; repeatable.",
            ),
            click.option("--zone", metavar="ZONE", help="Zone of times without one, in logs without a binding."),
            click.option(
                "--on-bad-rows", type=click.Choice(["fail", "report"]), default="fail",
                help="Whether rows that cannot be read stop the run, or are left out and reported.",
            ),
            click.option(
                "--engine", type=click.Choice(ENGINES), default=ENGINES[0],
                help="What runs the measures; auto takes one by the size of the logs. All give the same result.",
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
    """`NAME=VALUE` texts, split."""
    found: list[tuple[str, str]] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            fix = Fix(f"write `{option} {name or '…'}=…`")
            raise Refused(
                Diagnostic(usage.BAD_OPTION, f"`{option} {text}` is not of the form name=value", fixes=(fix,))
            )
        found.append((name, value))
    return found


def pairs_once(option: str, texts: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` texts by name, each of which has one value."""
    found: dict[str, str] = {}
    for name, value in pairs(option, texts):
        if name in found:
            raise twice(f"{option} {name}=…")
        found[name] = value
    return found


def parsed_settings(texts: Iterable[str]) -> tuple[dict[str, Setting], list[Diagnostic]]:
    """The values of `--set`."""
    values: dict[str, Setting] = {}
    problems: list[Diagnostic] = []
    for text in texts:
        parsed = parse_setting(text)
        if isinstance(parsed, Diagnostic):
            problems.append(parsed)
        elif parsed[0] in values:
            raise twice(f"--set {parsed[0]}=…")
        else:
            values[parsed[0]] = parsed[1]
    return values, problems
