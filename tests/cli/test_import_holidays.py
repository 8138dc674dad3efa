"""`sladsl import holidays`: what it writes where, and what it refuses."""

from pathlib import Path

import pytest

from spec_player.command import run_line, sladsl

EVENT = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260502\r\nSUMMARY:Off\r\nEND:VEVENT\r\n"
ICS = f"BEGIN:VCALENDAR\r\n{EVENT}END:VCALENDAR\r\n"


def run(folder: Path, words: str) -> tuple[int, str]:
    outcome = run_line(f"sladsl import holidays {words}", sladsl, folder)
    return outcome.status, outcome.stdout + outcome.stderr


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    assert run(tmp_path, "DE 2026 -o de.toml") == (0, "")
    (tmp_path / "de.toml").write_text("reviewed")
    status, said = run(tmp_path, "DE 2026 -o de.toml")
    assert (status, (tmp_path / "de.toml").read_text()) == (2, "reviewed")
    assert "SLA0807" in said and "--force" in said
    assert run(tmp_path, "DE 2026 -o de.toml --force") == (0, "")
    assert "Neujahr" in (tmp_path / "de.toml").read_text()


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert run(tmp_path, "CN 2020-2026") == run(tmp_path, "CN 2020-2026")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("DE", "SLA0804"),
        ("DE 2026 --only x", "SLA0804"),
        ("c.ics 2026 --language de", "SLA0804"),
        ("DE 2026 --language de --language en", "SLA0804"),
        ("none.ics 2026", "SLA0811"),
        ("DE 2026 -o nowhere/de.toml", "SLA0807"),
        ("DE 2026 -o folder --force", "SLA0807"),
    ],
)
def test_what_is_refused(words: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "c.ics").write_text(ICS)
    (tmp_path / "folder").mkdir()
    status, said = run(tmp_path, words)
    assert status == 2 and f"error[{code}]" in said


def test_the_file_says_how_it_was_made(tmp_path: Path) -> None:
    (tmp_path / "our days.ics").write_text(ICS)
    _, said = run(tmp_path, "'our days.ics' 2026 --workday 'to be\tworked'")
    assert said.startswith("# Made by: sladsl import holidays 'our days.ics' 2026 --workday 'to be worked'\n")
