"""`check` tells what a newer library says otherwise; nothing else asks the library."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sladsl.almanac import comparing
from sladsl.almanac.comparing import what_changed
from sladsl.temporal import parse_holiday_file
from spec_player.command import sladsl

HEAD = """
source   = "holidays"
version  = "{version}"
country  = "{country}"
imported = {{ library = "{library}", language = "de", categories = ["public"] }}
covers   = {{ from = 2026-01-01, until = 2026-05-01 }}
"""
CERTAIN = {"2026-01-01": "Neujahr", "2026-04-03": "Karfreitag", "2026-04-06": "Ostermontag"}
CONTRACT = """agreement desk {
  term 2026-01-01 until 2026-05-01
  zone "Europe/Berlin"
  calendar office {
    open Mon to Fri 08:00-17:00
    %sholidays "days.toml"
  }
  metric hours = time of office shown in hours
  kpi open_hours { hours per month }
}
"""


def text(days: dict[str, str], *, version: str = "0.1", country: str = "DE", library: str = "holidays") -> str:
    blocks = [f'[[day]]\ndate = {date}\nname = "{name}"' for date, name in days.items()]
    return "\n".join([HEAD.format(version=version, country=country, library=library), *blocks])


def changes(days: dict[str, str], **more: str) -> tuple[str, ...]:
    found = what_changed(parse_holiday_file(text(days, **more)))
    return () if found is None else found.lines


def test_dates_that_went_and_came() -> None:
    moved = {"2026-01-01": "Neujahr", "2026-04-03": "Karfreitag", "2026-04-07": "Osterdienstag"}
    assert changes(moved) == (
        '2026-04-06 is a holiday "Ostermontag" there, and is not in the file',
        '2026-04-07 is a holiday "Osterdienstag" in the file, and is not there',
    )


def test_another_kind() -> None:
    worked = text(CERTAIN) + '\nkind = "make-up workday"'
    found = what_changed(parse_holiday_file(worked))
    assert found is not None
    assert found.lines == (
        '2026-04-06 is a holiday "Ostermontag" there, and a make-up workday "Ostermontag" in the file',
    )


def test_other_names_are_no_change() -> None:
    assert changes(dict.fromkeys(CERTAIN, "A day off")) == ()


@pytest.mark.parametrize("more", [{"version": "9999.1"}, {"library": "almanac"}, {"country": "ZZ"}])
def test_nothing_is_told(more: dict[str, str]) -> None:
    assert changes({}, **more) == ()


def test_many_dates_are_counted() -> None:
    days = {f"2026-02-{day:02d}": "Day" for day in range(1, 29)}
    lines = changes(days)
    assert len(lines) == 11
    assert lines[-1] == "and 21 more dates"


def test_an_announced_day_stays_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library goes on to estimate what somebody put into the file for certain."""
    file = 'source = "x"\nversion = "0.1"\ncountry = "IR"\nimported = { library = "holidays" }\n'
    file += "covers = { from = 2040-01-01, until = 2041-01-01 }\n"
    found = what_changed(parse_holiday_file(file))
    assert found is not None
    estimated = next(line.split()[0] for line in found.lines if "estimated" in line)
    again = what_changed(parse_holiday_file(file + f'[[day]]\ndate = {estimated}\nname = "announced"'))
    assert again is not None and not any(line.startswith(estimated) for line in again.lines)
    monkeypatch.setattr(comparing, "installed_version", lambda: None)
    assert what_changed(parse_holiday_file(file)) is None


def put(folder: Path, allow: str = "", **more: str) -> None:
    (folder / "days.toml").write_text(text({}, **more))
    (folder / "contract.sladsl").write_text(CONTRACT % allow)


def test_check_says_it_and_eval_does_not(tmp_path: Path) -> None:
    put(tmp_path)
    contract = str(tmp_path / "contract.sladsl")
    checked = sladsl(["check", contract], b"")
    assert checked.stdout.count("SLA0309") == 1 and checked.status == 0
    evaluated = sladsl(["eval", contract, "--period", "2026-03"], b"")
    assert "SLA0309" not in evaluated.stdout + evaluated.stderr and evaluated.status == 0


def test_a_contract_allows_it(tmp_path: Path) -> None:
    allow = '# sladsl: allow SLA0309 because "the office works on these days"\n    '
    put(tmp_path, allow)
    assert "SLA0309" not in sladsl(["check", str(tmp_path / "contract.sladsl")], b"").stdout
    put(tmp_path, allow, version="9999.1")
    assert "SLA1002" not in sladsl(["check", str(tmp_path / "contract.sladsl")], b"").stdout, "another version has none"


RUN = """
import json, sys
from sladsl.cli import main
try:
    main(sys.argv[1:], prog_name="sladsl")
except SystemExit as stop:
    assert stop.code == 0, stop.code
print(json.dumps([name for name in ("holidays", "icalendar", "dateutil") if name in sys.modules]))
"""


@pytest.mark.parametrize(
    ("version", "command", "loaded"),
    [
        ("9999.1", ["check", "contract.sladsl"], []),
        ("9999.1", ["eval", "contract.sladsl", "--period", "2026-03"], []),
        ("0.1", ["eval", "contract.sladsl", "--period", "2026-03"], []),
        ("0.1", ["explain", "contract.sladsl", "--period", "2026-03"], []),
        ("0.1", ["check", "contract.sladsl"], ["holidays", "dateutil"]),
    ],
)
def test_the_library_is_loaded_only_to_compare(
    version: str, command: list[str], loaded: list[str], tmp_path: Path
) -> None:
    put(tmp_path, version=version)
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == loaded
