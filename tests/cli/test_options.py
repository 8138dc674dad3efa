"""Options that contradict each other, or would do harm."""

import inspect
from pathlib import Path

import click
import pytest

from sladsl.cli.main import COMMANDS, main
from sladsl.cli.options import Command
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term 2011-01-01 until 2012-01-01
  zone "Pacific/Apia"
  parameter least = 90%
  stream outages of spans { }
  metric uptime = availability of outages
  kpi up { uptime >= least per calendar month }
}
"""
LOG = "start,end\n2011-03-01T00:00Z,2011-03-01T01:00Z\n"
EVAL = ["eval", "contract.sladsl", "--log", "outages=outages.csv", "--period", "2011-03"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "outages.csv").write_text(LOG)
    return tmp_path


def run(folder: Path, arguments: list[str]) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--period", "2011-04"], "--period"),
        (["--as-of=2011-04-01", "--as-of", "2011-05-01"], "--as-of"),
        (["-o", "one", "--output", "other"], "--output"),
        (["--coverage", "outages=2011", "--coverage", "outages=2010"], "--coverage outages=…"),
        (["--set", "least=91%", "--set", "least=92%"], "--set least=…"),
    ],
)
def test_what_holds_once_is_given_once(folder: Path, more: list[str], named: str) -> None:
    outcome = run(folder, [*EVAL, *more])
    assert (outcome.stdout, outcome.status) == ("", 2)
    assert outcome.stderr.startswith(f"error[SLA0804]: `{named}` is given twice\n")


@pytest.mark.parametrize(
    "setting",
    ["least=91% } agreement other { }", "least=91% } #", "least one of high, low = high", 'least "title" = 91%'],
)
def test_a_setting_is_a_name_and_a_value(folder: Path, setting: str) -> None:
    outcome = run(folder, ["check", "contract.sladsl", "--set", setting])
    assert outcome.stdout.startswith(f"error[SLA0804]: `--set {setting}` is not a name and a value")
    assert outcome.status == 2


@pytest.mark.parametrize(
    ("setting", "code"), [("least=-4%", "SLA0208"), ("least=-4", "SLA0201"), ("least=-4h", "SLA0201")]
)
def test_a_negative_setting_is_of_the_kind_of_its_number(folder: Path, setting: str, code: str) -> None:
    assert run(folder, ["check", "contract.sladsl", "--set", setting]).stdout.startswith(f"error[{code}]")


@pytest.mark.parametrize("file", ["contract.sladsl", "outages.csv", "sladsl.toml", "elsewhere.csv"])
def test_a_result_is_not_written_over_what_it_was_made_from(folder: Path, file: str) -> None:
    (folder / "elsewhere.csv").symlink_to("outages.csv")
    (folder / "sladsl.toml").write_text('[bind.outages]\nfiles = "outages.csv"\n')
    before = (folder / file).read_bytes()
    outcome = run(folder, ["eval", "contract.sladsl", "--period", "2011-03", "-o", file])
    assert (outcome.status, (folder / file).read_bytes()) == (2, before)
    assert f"error[SLA0807]: {file} cannot be written" in outcome.stderr


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (["--coverage", "outages=2011-13"], '"2011-13" does not exist in the calendar'),
        (["--coverage", "outages=2011-12-30"], '"2011-12-30" is empty: the clocks of Pacific/Apia skipped it'),
        (["--coverage", "outages=2011 through 9999-12-31"], "times lie in the years 1900 to 2999"),
        (["--as-of", "9999-12-31T23:59"], "times lie in the years 1900 to 2999"),
        (["--as-of", "1899-01-01"], "times lie in the years 1900 to 2999"),
    ],
)
def test_time_that_there_is_not(folder: Path, option: list[str], reason: str) -> None:
    outcome = run(folder, [*EVAL, *option])
    shown = " ".join(option)
    assert outcome.stderr.startswith(f"error[SLA0804]: `{shown}` cannot be used: {reason}\n")
    assert outcome.status == 2


def test_a_term_that_the_clocks_skipped(folder: Path) -> None:
    (folder / "contract.sladsl").write_text(
        CONTRACT.replace("2011-01-01 until 2012-01-01", "2011-12-30 until 2011-12-31")
    )
    assert run(folder, ["check", "contract.sladsl"]).stdout.startswith("error[SLA0302]: the term is empty")


@pytest.mark.parametrize(("forced", "coloured"), [("1", True), ("0", False), ("false", False), ("", False)])
def test_colour_that_is_forced(folder: Path, forced: str, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with surroundings(folder):
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("FORCE_COLOR", forced)
        assert ("\x1b[" in sladsl(["check", "missing.sladsl"], b"").stdout) is coloured


def test_every_command_takes_an_option_once() -> None:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        many = [each for each in command.params if isinstance(each, click.Option) and not each.is_flag]
        assert not many or isinstance(command, Command), name


def every_command() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    waiting: list[tuple[str, click.Command]] = [("", main)]
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            below = ((each, command.get_command(context, each)) for each in command.list_commands(context))
            waiting += [(f"{name} {each}".strip(), got) for each, got in below if got is not None]
        else:
            found[name] = command
    return found


@pytest.mark.parametrize("name", every_command())
def test_every_command_takes_the_options_it_shares(name: str) -> None:
    """An option that several commands share is declared in one place and taken in each."""
    command = every_command()[name]
    assert command.callback is not None
    taken = inspect.signature(command.callback).parameters
    if not any(each.kind is each.VAR_KEYWORD for each in taken.values()):
        assert {each.name for each in command.params} == set(taken)
