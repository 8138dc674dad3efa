"""Small files that once took a minute or all of the memory: each has its answer soon."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream outages of spans { }
  metric uptime = availability of outages
  kpi up { uptime >= 90% per calendar month }
}
"""
SPAN = '"start":"2026-03-01T00:00Z","end":"2026-03-01T01:00Z"'
SOON = 20
"""Seconds. What took in the order of n² took minutes."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    begun = time.process_time()
    yield tmp_path
    assert time.process_time() - begun < SOON


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


def checked(folder: Path, clauses: str) -> Outcome:
    (folder / "contract.sladsl").write_text(CONTRACT.replace("  kpi", f"{clauses}\n  kpi"))
    return run(folder, "check", "contract.sladsl")


def evaluated(folder: Path, log: str) -> Outcome:
    return run(folder, "eval", "contract.sladsl", "--log", f"outages={log}", "--period", "2026-03")


def test_many_columns_of_one_name(folder: Path) -> None:
    many = 100_000
    (folder / "log.csv").write_text(f"start,end{',x' * many}\n2026-03-01T00:00Z,2026-03-01T01:00Z{',1' * many}\n")
    assert evaluated(folder, "log.csv").status == 0


def test_many_keys_of_an_object(folder: Path) -> None:
    keys = ",".join(f'"x{number}":1' for number in range(100_000))
    (folder / "log.jsonl").write_text(f'{{{SPAN},{keys},"x99999":2}}\n')
    assert '"x99999" is written twice' in evaluated(folder, "log.jsonl").stderr


@pytest.mark.parametrize("between", ["\n", " "], ids=["lines", "one line"])
def test_many_unknown_names(folder: Path, between: str) -> None:
    clauses = between.join(f"metric first{number} = second{number}" for number in range(5_000))
    outcome = checked(folder, clauses)
    assert outcome.stdout.count("error[SLA0101]") == 100
    assert outcome.stdout.endswith("\nand 4,900 more\n\n5,000 errors\n")


def test_many_agreements_on_one_line(folder: Path) -> None:
    (folder / "contract.sladsl").write_text(CONTRACT.replace("\n", " ") * 2_000)
    assert run(folder, "check", "contract.sladsl").stdout.endswith("1,999 errors\n")


def test_a_long_name_where_none_stands(folder: Path) -> None:
    assert checked(folder, "x" * 100_000).status == 1


def test_many_exclusions_that_nobody_uses(folder: Path) -> None:
    clauses = "\n".join(f"exclusion e{number} {{ outages counts as up }}" for number in range(3_000))
    assert checked(folder, clauses).stdout.count("warning[SLA0555]") == 100


def test_many_attributes_and_uses_of_the_last(folder: Path) -> None:
    attributes = "\n".join(f"a{number} number" for number in range(8_000))
    clauses = "\n".join(f"metric m{number} = sum of a7999 of numbers" for number in range(8_000))
    assert checked(folder, f"stream numbers of samples {{ {attributes} }}\n{clauses}").status == 0


def test_many_keys_that_mean_nothing(folder: Path) -> None:
    keys = "\n".join(f"key{number} = 1" for number in range(50_000))
    (folder / "sladsl.toml").write_text(f"[bind.outages]\n{keys}\n")
    (folder / "log.csv").write_text("start,end\n")
    assert "\nand 49,900 more\n" in evaluated(folder, "log.csv").stderr


@pytest.mark.parametrize("formula", ["m{0} * m{0}", "m{0} + 1 / m{0}", "m{0} - (m{0} - m{0})"])
def test_squares_of_squares(folder: Path, formula: str) -> None:
    clauses = "\n".join(f"metric m{number + 1} = {formula.format(number)}" for number in range(40))
    first = "metric m0 = count of outages / 7"
    outcome = checked(folder, f"{first}\n{clauses}")
    assert outcome.stdout.startswith("error[SLA0208]: this is reckoned of more than 1,000 numbers\n")


@pytest.mark.parametrize(
    ("first", "next_one"),
    [
        ("define d0 = outages", "define d{1} = d{0} lasting at least {1}min"),
        ("metric d0 = count of outages", "metric d{1} = greater of (d{0}, {1})"),
    ],
)
def test_definitions_that_rest_on_one_another(folder: Path, first: str, next_one: str) -> None:
    clauses = [first, *(next_one.format(number, number + 1) for number in range(3_000))]
    for order in (clauses, clauses[::-1]):
        outcome = checked(folder, "\n".join(order))
        assert outcome.stdout.startswith("error[SLA0026]: more than 200 definitions")


def test_a_set_that_is_used_twice_again_and_again(folder: Path) -> None:
    clauses = "\n".join(f"define d{number + 1} = d{number} together with d{number}" for number in range(40))
    text = CONTRACT.replace("of outages", f"of d40\n  define d0 = outages\n{clauses}")
    (folder / "contract.sladsl").write_text(text)
    (folder / "log.csv").write_text("start,end\n2026-03-01T00:00Z,2026-03-01T01:00Z\n")
    told = run(folder, "explain", "contract.sladsl", "--log", "outages=log.csv", "--period", "2026-03").stdout
    assert "down, from log.csv:2\n" in told


def by_minutes(times: int) -> str:
    """Hours of a day that opens so many times."""
    length = 24 * 60 // times
    starts = [divmod(number * length, 60) for number in range(times)]
    return ", ".join(f"{hour:02d}:{minute:02d}-{hour:02d}:{minute + 1:02d}" for hour, minute in starts)


def test_a_day_that_opens_every_other_minute(folder: Path) -> None:
    outcome = checked(folder, f"calendar c {{ open every day {by_minutes(720)} }}")
    assert outcome.stdout.startswith("error[SLA0305]: a day of the calendar `c` opens more than 24 times\n")


def test_calendars_that_open_very_often_for_very_long(folder: Path) -> None:
    names = [f"c{number}" for number in range(20)]
    calendars = "\n".join(f"calendar {name} {{ open every day {by_minutes(24)} }}" for name in names)
    metrics = "\n".join(
        f"metric m{name} = availability of outages, in {name} kpi k{name} {{ m{name} >= 9% per calendar year }}"
        for name in names
    )
    (folder / "contract.sladsl").write_text(
        CONTRACT.replace("2026", "1900", 1).replace("  kpi", f"{calendars}{metrics} kpi")
    )
    (folder / "log.csv").write_text("start,end\n2026-03-01T00:00Z,2026-03-01T01:00Z\n")
    told = run(folder, "eval", "contract.sladsl", "--log", "outages=log.csv", "--period", "1900 through 2026").stderr
    assert "error[SLA0533]: the calendars open more than 1,000,000 times" in told


def test_a_calendar_with_many_closures(folder: Path) -> None:
    days = ((year, month, day) for year in range(1926, 2026) for month in range(1, 13) for day in range(1, 26))
    closures = "\n".join(f"closed {year}-{month:02d}-{day:02d}" for year, month, day in days)
    text = CONTRACT.replace(
        "of outages", f"of outages, in office calendar office {{ open every day 09:00-17:00 {closures} }}"
    )
    (folder / "contract.sladsl").write_text(text.replace("2026", "1926", 1))
    (folder / "log.csv").write_text("start,end\n2026-03-01T00:00Z,2026-03-01T01:00Z\n")
    assert (
        run(folder, "eval", "contract.sladsl", "--log", "outages=log.csv", "--period", "1926 through 2026").status == 0
    )
