"""`sladsl init`: what it asks, what it refuses, and what it leaves alone."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sladsl.cli import init
from spec_player.command import run_line, sladsl

ALL = "--kind availability --provider P --customer C --zone UTC --from 2026-01-01"


def run(folder: Path, words: str) -> tuple[int, str]:
    outcome = run_line(f"sladsl init {words}", sladsl, folder)
    return outcome.status, outcome.stdout + outcome.stderr


def test_what_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "outages.csv").write_text("mine")
    status, said = run(tmp_path, f". {ALL}")
    assert status == 2 and "SLA0807" in said and "outages.csv is there already" in said
    assert [each.name for each in tmp_path.iterdir()] == ["outages.csv"]
    assert (tmp_path / "outages.csv").read_text() == "mine"
    assert run(tmp_path, f". {ALL} --force")[0] == 0
    assert (tmp_path / "outages.csv").read_text().startswith("start,")


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("", "say FOLDER, --kind, --provider, --customer, --zone, --from;"),
        ("x", "say --kind, --provider, --customer, --zone, --from;"),
        (f"x {ALL.replace('--zone UTC', '')}", "say --zone;"),
        (f"x {ALL} --currency EUR", "say --fee;"),
    ],
)
def test_what_is_missing_is_listed(words: str, missing: str, tmp_path: Path) -> None:
    status, said = run(tmp_path, words)
    assert status == 2 and "SLA0812" in said and missing in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("--kind gold", "the kinds are availability: a service is up so much of each month; support: tickets"),
        (f"{ALL} --zone Europe/Berlim", "is given twice"),
        (ALL.replace("UTC", "Europe/Berlim"), "Europe/Berlin"),
        (ALL.replace("2026-01-01", "01.01.2026"), "a date is written as 2026-01-31"),
        (ALL.replace("2026-01-01", "2999-01-01"), "a date is written as 2026-01-31"),
        (ALL.replace("2026-01-01", "1405-01-01"), "in the Gregorian calendar"),
        (f"{ALL} --currency EURO --fee 1", "codes of ISO 4217"),
        (f"{ALL} --fee 900", "a fee needs a currency"),
        (f"{ALL} --currency JPY --fee 9.50", "written as 12_000"),
        (f"{ALL} --currency EUR --fee 1,000", "written as 12_000.00"),
        (f"{ALL} --currency EUR --fee 0.00", "there must be one"),
        (f"{ALL} --target 100%", "from 90% to 99.9999%"),
        (f"{ALL} --target 12", "from 90% to 99.9999%"),
        (f"{ALL} --days 'Mon to Fri'", "day and night"),
        (f"{ALL} --title ' '", "a name is needed"),
        (f"{ALL} --title '\u202e'", "cannot be used"),
        (ALL.replace("availability", "internal") + " --currency EUR", "no credits here"),
        (ALL.replace("availability", "support") + " --days Someday", "days are written as"),
        (ALL.replace("availability", "support") + " --days 'Mon 08:00-09:00 open Tue'", "days are written as"),
        (ALL.replace("availability", "support") + " --days Mon", "3 days a week or more"),
        (ALL.replace("availability", "support") + " --hours 9-17", "hours are written as"),
        (ALL.replace("availability", "support") + " --hours 00:00-23:59", "24:00"),
        (ALL.replace("availability", "support") + " --hours 17:00-09:00", "two hours a day or more"),
    ],
)
def test_answers_that_cannot_be_taken(words: str, reason: str, tmp_path: Path) -> None:
    status, said = run(tmp_path, f"x {words}")
    assert status == 2 and "SLA0804" in said and reason in said, said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, said = run(tmp_path, f"file/x {ALL}")
    assert status == 2 and "SLA0807" in said


class Terminal:
    """Stands for the terminal of somebody who types these answers."""

    def __init__(self, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def prompt(self, words: str, default: str | None = None, **_more: object) -> str:
        self.asked.append(words)
        return next(self.answers) or default or ""


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, folder: Path, words: list[str], *answers: str) -> Terminal:
    terminal = Terminal(*answers)
    monkeypatch.setattr(click, "prompt", terminal.prompt)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as stop:
        init.command.main(words, prog_name="init")
    assert stop.value.code in (0, None)
    return terminal


def test_every_question_is_asked_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = ("shop", "availability", "", "Lò bánh", "ร้านค้า", "Asia/Bangkok", "2026-01-01", "THB", "900", "")
    terminal = on_a_terminal(monkeypatch, tmp_path, [], *answers)
    assert len(terminal.asked) == len(answers) == len(set(terminal.asked))
    text = (tmp_path / "shop" / "contract.sladsl").read_text(encoding="utf-8")
    assert 'provider lò_bánh "Lò bánh"' in text and "customer ร้านค้า" in text and "uptime >= 99.9%" in text


def test_options_are_not_asked_and_mistakes_are_asked_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = ["shop", "--kind", "internal", "--title", "T", "--provider", "A", "--customer", "B", "--target", "95"]
    terminal = on_a_terminal(monkeypatch, tmp_path, words, "Berlin", "Europe/Berlin", "soon", "2026-01-01", "", "")
    assert [each.split()[0] for each in terminal.asked] == ["Time", "Time", "First", "First", "Days", "Hours"]
