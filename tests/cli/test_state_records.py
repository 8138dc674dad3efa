"""Large logs with a state folder: files that did not change are not read, and explanations read next to nothing."""

import gzip
import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sladsl.logs.stored import kept, reading
from sladsl.workspace import large
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

pytest.importorskip("duckdb")
CONTRACT = """agreement acme {
  term 2026-01-01 until 2027-01-01
  zone "Europe/Berlin"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { region text }
  stream requests of samples { region text  good count  total count }
  stream tickets of cases { moments opened, resolved  states waiting }
  metric uptime for each region = availability of (outages lasting at least 5min)
  metric solution for each tickets by opened = time from opened to resolved, without waiting
  objective up for each region {
    uptime >= 99% per calendar month
    credit share of api.fee, at most 100 USD per calendar year { below 99% gives 10% }
  }
  objective answers for each region {
    mean over buckets of 5min of requests: good / total, missing leaves the mean >= 99% per calendar month
  }
  objective solved { share of tickets with solution <= 16h >= 90% per calendar month }
}
"""
HEADS = {
    "outages": "start,end,region",
    "requests": "at,region,good,total",
    "tickets": "case,opened,resolved,waiting",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(large, "FEW", 0)
    monkeypatch.setattr(large, "WORTH_A_DATABASE", 0)
    monkeypatch.setattr(large, "WORTH_KEEPING", 0)
    monkeypatch.setattr(kept, "WORTH_KEEPING", 0)
    (tmp_path / "acme.sladsl").write_text(CONTRACT)
    for name in HEADS:
        (tmp_path / name).mkdir()
    for month in (1, 2, 3):
        written(tmp_path, month)
    return tmp_path


def written(folder: Path, month: int, *, pack: bool = False) -> None:
    draw = random.Random(month)
    begin = datetime(2026, month, 1, tzinfo=UTC)

    def at() -> datetime:
        return begin + timedelta(minutes=5 * draw.randrange(12 * 24 * 27))

    rows = dict.fromkeys(HEADS, "")
    for number in range(30):
        start = at()
        rows["outages"] += f"{start:%FT%TZ},{start + timedelta(minutes=draw.randrange(300)):%FT%TZ},r{number % 2}\n"
        rows["tickets"] += f"T{month}-{number},{start:%FT%TZ},{start + timedelta(hours=number):%FT%TZ},\n"
    for number in range(60):
        rows["requests"] += f"{at():%FT%TZ},r{number % 2},{90 + number % 11},100\n"
    for name, head in HEADS.items():
        content = f"{head}\n{rows[name]}".encode()
        path = folder / name / f"{month}.csv{'.gz' * pack}"
        path.write_bytes(gzip.compress(content) if pack else content)
        aged(path)


def aged(path: Path) -> None:
    """A file that was written a while ago: of one that is written now nobody knows whether it will be again."""
    then = path.stat().st_mtime_ns - 10**10
    os.utime(path, ns=(then, then))


def asked(folder: Path, *more: str, command: str = "eval", months: str = "2026-01 through 2026-03") -> Outcome:
    logs = [each for name in HEADS for each in ("--log", f"{name}={name}")]
    covered = [each for name in HEADS for each in ("--coverage", f"{name}={months}")]
    with surroundings(folder):
        return sladsl((command, "acme.sladsl", *logs, *covered, *more), b"")


def result(outcome: Outcome) -> dict[str, object]:
    assert outcome.status == 0, outcome.stderr
    told = json.loads(outcome.stdout)
    told.pop("kept", None)
    return told


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    before = reading.StoredReading._by_columns

    def noted(self: reading.StoredReading, path: Path, name: str) -> bool:
        names.append(name)
        return before(self, path, name)

    monkeypatch.setattr(reading.StoredReading, "_by_columns", noted)
    return names


@pytest.mark.parametrize("engine", ["columnar", "reference"])
def test_only_files_that_are_new_are_read(folder: Path, engine: str, read: list[str]) -> None:
    said = ("-f", "json", "--engine", engine)
    for path in folder.glob("*/3.csv"):
        path.rename(path.with_suffix(".later"))
    asked(folder, *said, "--state", "kept", months="2026-01 through 2026-02")
    for path in folder.glob("*/3.later"):
        path.rename(path.with_suffix(".csv"))
    read.clear()
    found = result(asked(folder, *said, "--state", "kept"))
    # Of cases any file may tell more, so they are read together.
    assert read == ["outages/3.csv", "requests/3.csv", "tickets/1.csv", "tickets/2.csv", "tickets/3.csv"]
    read.clear()
    assert result(asked(folder, *said, "--state", "kept")) == found
    assert read == []
    assert result(asked(folder, *said)) == found


@pytest.mark.parametrize("engine", ["columnar", "reference"])
def test_a_file_that_was_written_again_is_read_again(folder: Path, engine: str) -> None:
    said = ("-f", "json", "--engine", engine)
    asked(folder, *said, "--state", "kept")
    path = folder / "outages" / "2.csv"
    path.write_text(path.read_text() + "2026-02-07T00:00Z,2026-02-09T00:00Z,r1\n")
    again = asked(folder, *said, "--state", "kept")
    told = json.loads(again.stdout)
    assert told["kept"]["reopened"], again.stdout
    assert {each["window"]["label"] for each in told["kept"]["reopened"]} == {"2026-02"}
    assert result(again) == result(asked(folder, *said))


def test_an_unchanged_log_is_not_measured(folder: Path) -> None:
    said = ("-f", "json", "--engine", "columnar", "--state", "kept")
    first = json.loads(asked(folder, *said).stdout)
    second = json.loads(asked(folder, *said).stdout)
    assert first["kept"] | {"taken": 0, "measured": 0} == second["kept"] | {"taken": 0, "measured": 0}
    assert (first["kept"]["taken"], second["kept"]["measured"]) == (0, 0)
    assert first["kept"]["measured"] == second["kept"]["taken"] > 0


def changed_binding(folder: Path) -> None:
    (folder / "sladsl.toml").write_text('[bind.outages]\nmissing = ["", "-"]\n')


def packed(folder: Path) -> None:
    for path in folder.glob("*/2.csv"):
        path.unlink()
    written(folder, 2, pack=True)


def damaged_index(folder: Path) -> None:
    for path in (folder / "kept" / "records").glob("*.json"):
        path.write_text(path.read_text()[: -len(path.read_text()) // 3])


def forged_index(folder: Path) -> None:
    for path in (folder / "kept" / "records").glob("*.json"):
        told = json.loads(path.read_text())
        path.write_text(json.dumps(told | {"pieces": [{"table": "../../etc/passwd", "files": 7}]}))


def cut_records(folder: Path) -> None:
    for path in (folder / "kept" / "records").glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:100])


def lost_records(folder: Path) -> None:
    for path in (folder / "kept" / "records").glob("*.parquet"):
        path.unlink()


def touched(folder: Path) -> None:
    for path in folder.glob("*/*.csv"):
        os.utime(path, ns=(path.stat().st_mtime_ns - 10**12,) * 2)


@pytest.mark.parametrize(
    "change", [changed_binding, packed, damaged_index, forged_index, cut_records, lost_records, touched]
)
def test_whatever_happened_the_result_is_that_of_the_whole_log(folder: Path, change: Callable[[Path], None]) -> None:
    said = ("-f", "json", "--engine", "columnar")
    asked(folder, *said, "--state", "kept")
    change(folder)
    assert result(asked(folder, *said, "--state", "kept")) == result(asked(folder, *said))


def test_bad_rows_are_told_each_time(folder: Path) -> None:
    path = folder / "requests" / "2.csv"
    path.write_text(path.read_text() + "yesterday,r1,1,2\n")
    aged(path)
    said = ("-f", "json", "--engine", "columnar", "--state", "kept", "--on-bad-rows", "report")
    one, two = asked(folder, *said), asked(folder, *said)
    assert "requests/2.csv:62" in one.stderr
    assert one.stderr == two.stderr


def test_what_is_no_longer_of_use_is_removed(folder: Path) -> None:
    said = ("-f", "json", "--engine", "columnar", "--state", "kept")
    asked(folder, *said)
    before = {each.name for each in (folder / "kept" / "records").iterdir()}
    path = folder / "requests" / "2.csv"
    path.write_text(path.read_text().replace(",r1,", ",r0,"))
    aged(path)
    for each in (folder / "kept" / "records").iterdir():
        then = each.stat().st_mtime_ns - 10**13
        os.utime(each, ns=(then, then))
    (folder / "kept" / "records" / "acme.1.new").write_text("of another stream")
    asked(folder, *said)
    (folder / "kept" / "records" / "acme.1.new").unlink()
    after = {each.name for each in (folder / "kept" / "records").iterdir()}
    assert len(before) == len(after)
    assert len(before - after) == 1


@pytest.mark.parametrize(
    "which",
    [
        ("up", "2026-02", "--scope", "region=r1"),
        ("answers", "2026-03", "--scope", "region=r0", "--of", "measured"),
        ("solved", "2026-01", "--full"),
        ("--case", "T2-7"),
        ("solved", "--case", "T9-9"),
        ("nothing",),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_explanation_from_a_state_is_the_one_from_the_log(
    folder: Path, which: tuple[str, ...], form: str, read: list[str]
) -> None:
    asked(folder, "--engine", "columnar", "--state", "kept")
    read.clear()
    quick = asked(folder, *which, "-f", form, "--engine", "columnar", "--state", "kept", command="explain")
    assert read == []
    whole = asked(folder, *which, "-f", form, "--engine", "columnar", command="explain")
    assert (quick.status, quick.stdout) == (whole.status, whole.stdout)
    reference = asked(folder, *which, "-f", form, "--engine", "reference", command="explain")
    assert (quick.status, quick.stdout) == (reference.status, reference.stdout)


def test_an_explanation_of_another_log_reads_it_and_keeps_nothing(folder: Path) -> None:
    asked(folder, "--engine", "columnar", "--state", "kept")
    before = {each: each.read_bytes() for each in (folder / "kept").rglob("*") if each.is_file()}
    path = folder / "outages" / "2.csv"
    path.write_text(path.read_text() + "2026-02-07T00:00Z,2026-02-09T00:00Z,r1\n")
    aged(path)
    which = ("up", "2026-02", "--scope", "region=r1", "--engine", "columnar")
    quick = asked(folder, *which, "--state", "kept", command="explain")
    assert quick.stdout == asked(folder, *which, command="explain").stdout
    assert "outages/2.csv:32" in quick.stdout
    assert before == {each: each.read_bytes() for each in (folder / "kept").rglob("*") if each.is_file()}
