"""`sladsl dates`: reports, reviews, notice and renewal, also for calendar programs."""

import json
from pathlib import Path

import icalendar
import pytest
from jsonschema import Draft202012Validator

from sladsl.report.schema import schema
from spec_player.command import Outcome, run_line
from spec_player.command import sladsl as command

RENEWAL = "  renews by 12 calendar months unless notice is given 3 calendar months before the end\n"
CONTRACT = f"""agreement care "Care" {{
  provider acme "Acme"
  customer shop "Shop"
  term     2026-01-01 until 2027-01-01
  zone     "Asia/Ho_Chi_Minh"
  calendar office {{ open Mon to Fri 08:00-17:00 }}
{RENEWAL}  report monthly "Monthly report" to shop by the 5th working day of office of each month
  review every 6 calendar months
}}
"""


def run(folder: Path, *words: str) -> Outcome:
    return run_line(" ".join(("sladsl", *words)), command, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "care.sladsl").write_text(CONTRACT, encoding="utf-8")
    return tmp_path


def test_of_the_term(folder: Path) -> None:
    lines = run(folder, "dates", "care.sladsl").stdout.splitlines()
    assert lines[0] == "Care (care)"
    assert lines[1] == "  2026-01-07  Monthly report to Shop"
    assert "  2026-07-01  Review" in lines
    assert lines[-1] == "  2027-01-01  The term ends, and is renewed unless notice was given"


def test_of_a_period(folder: Path) -> None:
    made = json.loads(run(folder, "dates", "care.sladsl", "--period", "2026-10", "-f", "json").stdout)
    Draft202012Validator(json.loads(schema("dates"))).validate(made)
    assert [each["day"] for each in made["agreements"][0]["dates"]] == ["2026-10-07"]


def test_as_a_calendar_file(folder: Path) -> None:
    assert run(folder, "dates", "care.sladsl", "-f", "ics", "-o", "care.ics").status == 0
    raw = (folder / "care.ics").read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert len(events) == len({str(each["UID"]) for each in events}) == 15
    assert str(events[0]["SUMMARY"]) == "Care: Monthly report to Shop"
    assert events[0].decoded("DTSTART").isoformat() == "2026-01-07"
    run(folder, "dates", "care.sladsl", "-f", "ics", "-o", "again.ics")
    assert (folder / "again.ics").read_bytes() == raw


def test_a_contract_without_end_needs_a_period(folder: Path) -> None:
    endless = CONTRACT.replace("2026-01-01 until 2027-01-01", "from 2026-01-01").replace(RENEWAL, "")
    (folder / "care.sladsl").write_text(endless, encoding="utf-8")
    made = run(folder, "dates", "care.sladsl")
    assert made.status == 2
    assert "SLA0802" in made.stderr or "--period" in made.stderr


def test_mistakes_are_told(folder: Path) -> None:
    assert run(folder, "dates", "care.sladsl", "--period", "soon").status == 2
    assert run(folder, "dates", "nothing.sladsl").status == 2
