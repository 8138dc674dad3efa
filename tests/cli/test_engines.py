"""Which engine runs is told beside the result, never in it."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sladsl.logs.stored.store import NoRoom
from sladsl.workspace import engines, large
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream requests of samples { region text  good count  total count }
  metric answered = mean over buckets of 5min of requests: good / total, 0% where total = 0, missing leaves the mean
  kpi answers for each region { answered >= 50% per calendar month }
  kpi most { max of total of requests >= 50 per calendar month }
}
"""
LOG = "at,region,good,total\n2026-03-01T00:00:00Z,eu,3,4\n2026-03-01T00:05:00Z,us,60,60\n2026-03-09T00:05:00Z,eu,0,9\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "requests.csv").write_text(LOG)
    return tmp_path


def evaluated(folder: Path, *more: str) -> Outcome:
    with surroundings(folder):
        arguments = ("eval", "contract.sladsl", "--log", "requests=requests.csv", "--period", "2026-03", *more)
        return sladsl(arguments, b"")


def test_the_usual_engine_of_a_small_log_goes_without_saying(folder: Path) -> None:
    outcome = evaluated(folder, "--run-record", "run.json")
    assert outcome.status == 0
    assert "engine" not in outcome.stderr
    assert json.loads((folder / "run.json").read_text())["engine"] == "reference"


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_result_does_not_tell_the_engine(
    folder: Path, form: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr(large, "FEW", few)
    one, other = (evaluated(folder, "--engine", name, "-f", form) for name in ("reference", "columnar"))
    assert one.status == other.status == 0
    assert one.stdout == other.stdout
    assert "engine: reference (as asked for)" in one.stderr
    assert "engine: columnar (as asked for)" in other.stderr


@pytest.mark.parametrize("write", [bytes, gzip.compress])
def test_how_long_a_log_is_shows_in_its_first_lines(write: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Packed or not."""
    rows = [f"2026-03-01T00:00:00Z,{number * 7919 % 10007},some region or other\n" for number in range(50_000)]
    path = tmp_path / "log"
    path.write_bytes(write("".join(rows).encode()))
    assert 45_000 < engines.records_about(path) < 55_000


def test_a_large_log_takes_the_other_engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr(engines, "LARGE", 2)
    outcome = evaluated(folder, "--run-record", "run.json")
    assert "engine: columnar (about 4 records)" in outcome.stderr
    record = json.loads((folder / "run.json").read_text())
    assert (record["engine"], record["records"]) == ("columnar", {"requests": 3})
    assert set(record["seconds"]) == {"reading", "evaluating"}


def test_without_the_library_everything_else_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sladsl.engines.registry.find_spec", lambda _: None)
    outcome = evaluated(folder, "--engine", "columnar")
    assert outcome.status == 2
    assert "error[SLA0810]" in outcome.stderr
    assert "pip install 'sladsl[columnar]'" in outcome.stderr
    monkeypatch.setattr(engines, "LARGE", 2)
    outcome = evaluated(folder)
    assert outcome.status == 0
    assert "engine: reference (about 4 records; faster with `pip install 'sladsl[columnar]'`)" in outcome.stderr


def test_the_record_is_no_log(folder: Path) -> None:
    outcome = evaluated(folder, "--run-record", "requests.csv")
    assert outcome.status == 2
    assert "error[SLA0807]" in outcome.stderr
    assert (folder / "requests.csv").read_text() == LOG


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('memory = "1 tonne"', "`memory` under `[columnar]` must be a size such as"),
        ("memory = 2", "`memory` under `[columnar]` must be a size such as"),
        ("threads = 0", "`threads` under `[columnar]` must be a whole number from 1 to 1,024"),
        ("threads = 100000", "`threads` under `[columnar]` must be a whole number from 1 to 1,024"),
        ('memory = "1gb"', 'did you mean "1GB"?'),
        ('memory = "512 m"', 'did you mean "512MB"?'),
        ('memory = "20MiB"', '`memory` under `[columnar]` must be at least "32MiB"'),
        ('memry = "1GiB"', "did you mean `memory`?"),
    ],
)
def test_settings_that_cannot_be(folder: Path, table: str, said: str) -> None:
    (folder / "sladsl.toml").write_text(f"[columnar]\n{table}\n")
    outcome = evaluated(folder)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "error[SLA0803]" in outcome.stderr
    assert said in outcome.stderr


def test_settings(folder: Path) -> None:
    pytest.importorskip("duckdb")
    (folder / "sladsl.toml").write_text('[columnar]\nmemory = "200 MiB"\nthreads = 1\n')
    assert evaluated(folder, "--engine", "columnar").status == 0


def test_no_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")

    def full(*_: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device\nmore")

    monkeypatch.setattr("sladsl.logs.stored.store.csv.writer", full)
    (folder / "requests.csv").write_text(LOG + "\n")
    outcome = evaluated(folder, "--engine", "columnar")
    assert outcome.status == 2
    assert "error[SLA0815]: the log finds no room: IO Error: Could not write file: No space left on" in outcome.stderr


CASES = """agreement desk {
  term from 2026-01-01
  zone "Etc/UTC"
  stream tickets of cases by team {
    moments opened, resolved
  }
  metric solution for each tickets by opened = time from opened to resolved
  objective solved for each team { share of tickets with solution <= 4h >= 50% per calendar month }
}
"""
TICKETS = (
    "case,team,opened,resolved\nA,x,2026-03-01T00:00Z,2026-03-01T09:00Z\nB,y,2026-03-02T00:00Z,2026-03-02T02:00Z\n"
)


@pytest.mark.parametrize("which", [(), ("--case", "A"), ("--case", "B", "--of", "state"), ("--case", "C"), ("--full",)])
def test_an_explanation_does_not_tell_the_engine(
    tmp_path: Path, which: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr(large, "FEW", 0)
    (tmp_path / "contract.sladsl").write_text(CASES)
    (tmp_path / "tickets.csv").write_text(TICKETS)
    asked = ("explain", "contract.sladsl", "--log", "tickets=tickets.csv", "--period", "2026-03", *which)
    with surroundings(tmp_path):
        one, other = (sladsl((*asked, "--engine", name), b"") for name in ("reference", "columnar"))
    assert (one.status, one.stdout) == (other.status, other.stdout)
    assert one.status == (2 if "C" in which else 0)


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_room_for_the_cases_that_are_told(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr(large, "FEW", 0)

    def full(*_: object) -> None:
        raise NoRoom("no space is left")

    monkeypatch.setattr("sladsl.engines.columnar.telling.Teller._judged", full)
    judged = "kpi soon for each tickets by opened { solution <= 4h }"
    (tmp_path / "contract.sladsl").write_text(CASES.replace("  objective", f"  {judged}\n  objective"))
    (tmp_path / "tickets.csv").write_text(TICKETS)
    (tmp_path / "result").write_text("as it was")
    said = ("--log", "tickets=tickets.csv", "--period", "2026-03", "--engine", "columnar", "-f", form, "-o", "result")
    with surroundings(tmp_path):
        outcome = sladsl(("eval", "contract.sladsl", *said), b"")
    assert outcome.status == 2
    assert "error[SLA0815]: the log finds no room: no space is left" in outcome.stderr
    assert (tmp_path / "result").read_text() == "as it was"
