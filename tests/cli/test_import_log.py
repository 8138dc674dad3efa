"""`sladsl import log`: what it takes, what it refuses, where it writes."""

import os
from pathlib import Path

import pytest

from spec_player.command import Outcome, run_line, sladsl

CONTRACT = """\
agreement desk {
  term 2026-01-01 until 2027-01-01
  zone "Asia/Tokyo"
  stream tickets of cases { moments opened, resolved }
  stream outages of spans { service text optional }
}
"""
TICKETS = "id,opened,resolved\n1,2026-03-02 09:00,2026-03-02 10:00\n2,2026-03-03 09:00,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "desk.sladsl").write_text(CONTRACT)
    (tmp_path / "tickets.csv").write_text(TICKETS)
    return tmp_path


def run(line: str, folder: Path) -> Outcome:
    return run_line(f"sladsl import log {line}", sladsl, folder)


def test_a_proposal_is_a_configuration(folder: Path) -> None:
    outcome = run("tickets.csv --contract desk.sladsl --stream tickets --zone Asia/Tokyo -o sladsl.toml", folder)
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "", "")
    outcome = run_line("sladsl eval desk.sladsl --period 2026-03", sladsl, folder)
    assert outcome.status == 0
    assert "error" not in outcome.stderr


def test_files_are_named_from_where_the_proposal_stands(folder: Path) -> None:
    (folder / "here").mkdir()
    assert run("tickets.csv -o here/sladsl.toml", folder).status == 0
    assert 'files      = "../tickets.csv"' in (folder / "here" / "sladsl.toml").read_text(encoding="utf-8")


def test_the_zone_of_the_contract_is_told_and_not_taken(folder: Path) -> None:
    outcome = run("tickets.csv --contract desk.sladsl --stream tickets", folder)
    assert outcome.status == 0
    assert "have no offset; that of the contract is Asia/Tokyo" in outcome.stdout
    assert "note[SLA0464]" in outcome.stderr


@pytest.mark.parametrize(
    ("line", "code", "status"),
    [
        ("nowhere.csv", "SLA0401", 2),
        (". --format csv", "SLA0401", 2),
        ("tickets.csv --zone Tokyo", "SLA0804", 2),
        ("tickets.csv --stream tickets", "SLA0804", 2),
        ("tickets.csv --contract desk.sladsl", "SLA0804", 2),
        ("tickets.csv --contract desk.sladsl --stream ticket", "SLA0455", 2),
        ("tickets.csv --contract nowhere.sladsl --stream tickets", "SLA0802", 2),
        ("tickets.csv --contract tickets.csv --stream tickets", "SLA0", 1),
        ("tickets.csv -o desk.sladsl", "SLA0807", 2),
        ("tickets.csv --format json", "SLA0460", 1),
        ("tickets.csv -o nowhere/sladsl.toml", "SLA0807", 2),
        ("empty.csv", "SLA0466", 1),
    ],
)
def test_refused(line: str, code: str, status: int, folder: Path) -> None:
    (folder / "empty.csv").write_text("")
    outcome = run(line, folder)
    assert outcome.stdout == ""
    assert f"error[{code}" in outcome.stderr
    assert outcome.status == status


def test_no_pipe_is_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    outcome = run("pipe.csv", folder)
    assert "SLA0401" in outcome.stderr
    assert outcome.status == 2


def test_what_is_not_bound_is_told(folder: Path) -> None:
    text = TICKETS + "3,2026-03-04 09:00,2026-03-04 08:00 or so\n"
    (folder / "tickets.csv").write_text(text)
    outcome = run("tickets.csv --contract desk.sladsl --stream tickets --zone UTC", folder)
    assert outcome.status == 0
    assert '# resolved = "…"' in outcome.stdout
    assert "warning[SLA0465]: bind.tickets.moments.resolved" in outcome.stderr
