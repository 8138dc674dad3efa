"""A log that grows, evaluated with a state folder: the same result, and what was re-opened is told."""

import json
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sladsl.report.schema import schema
from sladsl.workspace import large
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement acme {
  term 2026-01-01 until 2027-01-01
  zone "Europe/Berlin"
  currency USD
  parameter most = 9 business hours of office
  service api { fee 1_000.00 USD per month }
  calendar office {
    open Mon to Fri 09:00-17:00
    holidays "holidays.toml"
  }
  stream outages of spans { region text }
  stream works of spans { }
  stream tickets of cases { moments opened, resolved  states waiting }

  exclusion planned {
    works
    at most 2h per month
    counts as up
  }
  metric uptime for each region = availability of (outages lasting at least 5min), excluding planned
  metric solution for each tickets by opened = time in office from opened to resolved, without waiting

  objective api_up for each region {
    uptime >= 99.9% per calendar month
    credit share of api.fee, doubled when api_up is breached in the previous window,
      at most 350 USD per rolling 2 months {
      below 99.9% gives 10%
      below 99.0% gives 25%
    }
    points { below 99.9% gives 1 }
  }
  kpi steady { mean over the last 3 windows: count of outages <= 4 per calendar month }
  objective fast for each tickets {
    solution <= most
    per calendar month
    credit 10 USD per case missed
  }
  limit all credits to 500 USD per year
}
"""
HOLIDAYS = """source = "by hand"
version = "1"
covers = { from = 2026-01-01, until = 2027-01-01 }

[[day]]
date = 2026-02-16
name = "Rosenmontag"
"""
BINDING = """[bind.tickets]
rows = "updates"
key = "ticket"
time = "iso"
seq = "seq"

[bind.tickets.moments]
opened = { column = "state", becomes = "new", at = "at" }
resolved = { column = "state", becomes = "done", at = "at" }

[bind.tickets.states]
waiting = { column = "state", in = ["waiting"], at = "at" }
"""
HEADS = {"outages": "start,end,region", "works": "start,end", "tickets": "ticket,at,state,seq"}
START = datetime(2026, 1, 1, tzinfo=UTC)
STATE = Path("kept", "acme-822b33ad.json")

Row = tuple[datetime, str, str]
"""When it is told, of which stream, and what."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("acme.sladsl", CONTRACT), ("holidays.toml", HOLIDAYS), ("sladsl.toml", BINDING)):
        (tmp_path / name).write_text(text)
    return tmp_path


def rows_of(seed: int) -> list[Row]:
    """What happened from January to April. Some of it is told late."""
    drawn, found = random.Random(seed), list[Row]()

    def at(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def told(moment: datetime) -> datetime:
        return moment + timedelta(days=drawn.choice((0, 0, 0, 40)))

    for stream, number, longest in (("outages", 30, 400), ("works", 6, 300)):
        for _ in range(number):
            begin = START + timedelta(minutes=drawn.randrange(120 * 24 * 60))
            end = begin + timedelta(minutes=drawn.randrange(1, longest))
            more = f",{drawn.choice(('eu', 'us', 'asia'))}" if stream == "outages" else ""
            found.append((told(end), stream, f"{at(begin)},{at(end)}{more}"))
    for ticket in range(40):
        moment = START + timedelta(minutes=drawn.randrange(110 * 24 * 60))
        for seq, state in enumerate(drawn.choice((("new",), ("new", "done"), ("new", "waiting", "new", "done")))):
            found.append((told(moment) if seq else moment, "tickets", f"{ticket},{at(moment)},{state},{seq}"))
            moment += timedelta(minutes=drawn.randrange(1, 4000))
    return found


def write(folder: Path, name: str, rows: list[Row]) -> None:
    """A file of that name for each stream."""
    for stream, head in HEADS.items():
        path = folder / stream / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([head, *(row for _, of, row in rows if of == stream)]) + "\n")


def run(folder: Path, until: str, *more: str) -> Outcome:
    covered = [part for stream in HEADS for part in ("--coverage", f"{stream}=2026-01-01 until {until}")]
    logs = [part for stream in HEADS for part in ("--log", f"{stream}={stream}")]
    with surroundings(folder):
        return sladsl(("eval", "acme.sladsl", *logs, *covered, "--cases", "all", "-f", "json", *more), b"")


def result(folder: Path, until: str, *more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document without what it says of the state, and that."""
    outcome = run(folder, until, *more)
    assert outcome.status == 0, outcome.stderr
    document = json.loads(outcome.stdout)
    return document, document.pop("kept", {})


@pytest.mark.parametrize("seed", range(3))
def test_month_by_month_is_all_at_once(folder: Path, seed: int) -> None:
    """Cases go on from file to file, and some rows come late."""
    rows, before = rows_of(seed), START
    reopened = 0
    for month in (2, 3, 4, 5):
        now = START.replace(month=month)
        write(folder, f"2026-{month:02}", [row for row in rows if before <= row[0] < now])
        before, until = now, f"2026-{month:02}-01"
        kept, told = result(folder, until, "--state", "kept")
        assert kept == result(folder, until)[0]
        assert told["measured"] > 0
        assert month > 2 or told["taken"] == 0
        assert told["changed"] == []
        reopened += len(told["reopened"])
    assert reopened
    again, told = result(folder, "2026-05-01", "--state", "kept")
    assert again == kept
    assert (told["measured"], told["reopened"]) == (0, [])


def test_since_tells_the_later_windows_as_they_are_told_with_the_others(folder: Path) -> None:
    write(folder, "all", rows_of(4))
    whole, _ = result(folder, "2026-05-01", "--state", "kept")
    since, told = result(folder, "2026-05-01", "--state", "kept", "--since", "2026-03")
    later = [each for each in whole["outcomes"] if each["window"]["start"] >= "2026-03"]
    assert [each for each in since["outcomes"] if each["window"]["label"] >= "2026-03"] == later
    assert len(later) < len(whole["outcomes"])
    assert told["measured"] <= 3
    assert since == result(folder, "2026-05-01", "--since", "2026-03")[0]


def test_exactly_the_windows_that_a_late_record_touches_are_reopened(folder: Path) -> None:
    write(folder, "all", rows_of(5))
    result(folder, "2026-05-01", "--state", "kept")
    write(folder, "late", [(START, "outages", "2026-02-10T00:00Z,2026-02-10T01:00Z,eu")])
    _, told = result(folder, "2026-05-01", "--state", "kept")
    assert [(each["objective"], each["scope"], each["window"]["label"]) for each in told["reopened"]] == [
        ("steady", {}, "2026-02"),
        ("api_up", {"region": "eu"}, "2026-02"),
    ]
    validate(folder)


def test_a_corrected_case_reopens_its_own_window(folder: Path) -> None:
    row = "77,{},new,0\n77,2026-02-12T09:00Z,done,1"
    write(folder, "all", [*rows_of(6), (START, "tickets", row.format("2026-02-10T09:00Z"))])
    result(folder, "2026-05-01", "--state", "kept")
    write(folder, "all", [*rows_of(6), (START, "tickets", row.format("2026-02-11T09:00Z"))])
    _, told = result(folder, "2026-05-01", "--state", "kept")
    assert [(each["objective"], each["window"]["label"]) for each in told["reopened"]] == [("fast", "2026-02")]
    write(folder, "all", [*rows_of(6), (START, "tickets", row.format("2026-01-11T09:00Z"))])
    _, told = result(folder, "2026-05-01", "--state", "kept")
    assert [each["window"]["label"] for each in told["reopened"]] == ["2026-01", "2026-02"]


def test_order_and_names_of_files_reopen_nothing(folder: Path) -> None:
    rows = rows_of(7)
    write(folder, "a", rows)
    first, _ = result(folder, "2026-05-01", "--state", "kept")
    with surroundings(folder):
        for stream in HEADS:
            (folder / stream / "a.csv").rename(folder / stream / "b.csv")
    more = [part for stream in HEADS for part in ("--log", f"{stream}={folder / stream / 'b.csv'}")]
    second, told = result(folder, "2026-05-01", "--state", "kept", *more)
    assert second["outcomes"][0] == first["outcomes"][0]
    assert (second["totals"], told["reopened"]) == (first["totals"], [])


def test_a_log_in_a_database_is_measured_as_a_whole_and_told_by_its_numbers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr(large, "FEW", 0)
    write(folder, "all", rows_of(5))
    columnar = ("--engine", "columnar")
    first, _ = result(folder, "2026-05-01", "--state", "kept", *columnar)
    assert first == result(folder, "2026-05-01")[0]
    write(folder, "late", [(START, "outages", "2026-02-10T00:00Z,2026-02-10T01:00Z,eu")])
    second, told = result(folder, "2026-05-01", "--state", "kept", *columnar)
    assert told["taken"] == 0
    assert {each["window"]["label"] for each in told["reopened"]} == {"2026-02"}
    third, told = result(folder, "2026-05-01", "--state", "kept")
    assert third == second
    assert told["reopened"] == []


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text((folder / name).read_text().replace(old, new)) and None


@pytest.mark.parametrize(
    ("changed", "more", "names"),
    [
        (change("acme.sladsl", "99.9%", "99.8%"), (), ["contract"]),
        (change("holidays.toml", "02-16", "02-17"), (), ["holidays holidays.toml"]),
        (change("sladsl.toml", '"done"', '"solved"'), (), ["binding"]),
        (lambda _: None, ("--set", "most=8 business hours of office"), ["parameter most"]),
    ],
)
def test_what_is_not_in_the_log_makes_all_of_it_anew(
    folder: Path, changed: Callable[[Path], None], more: tuple[str, ...], names: list[str]
) -> None:
    write(folder, "all", rows_of(8))
    result(folder, "2026-05-01", "--state", "kept")
    changed(folder)
    found, told = result(folder, "2026-05-01", "--state", "kept", *more)
    assert (told["taken"], told["changed"], told["reopened"]) == (0, names, [])
    assert found == result(folder, "2026-05-01", *more)[0]


def test_a_damaged_state_is_told_and_changes_nothing(folder: Path) -> None:
    write(folder, "all", rows_of(9))
    right, _ = result(folder, "2026-05-01", "--state", "kept")
    content, drawn = (folder / STATE).read_bytes(), random.Random(1)
    for number in range(12):
        if number % 2:
            damaged = content[: drawn.randrange(20, len(content) - 2)]
        else:
            at = drawn.randrange(20, len(content) - 2)
            damaged = content[:at] + bytes([content[at] ^ 1 << drawn.randrange(7)]) + content[at + 1 :]
        (folder / STATE).write_bytes(damaged)
        outcome = run(folder, "2026-05-01", "--state", "kept")
        assert "warning[SLA0481]" in outcome.stderr
        document = json.loads(outcome.stdout)
        assert document.pop("kept")["taken"] == 0
        assert document == right
        assert (folder / STATE).read_bytes() == content


@pytest.mark.parametrize(
    "cell",
    [
        ["nothing"],
        ["time", -1, 0, None, 0],
        ["classes", [5, 0, 0, 0, 0, 0, 4], [], "up"],
        ["classes", [5, 0, 0, 0, 0, 0, 5], [["planned"]], "up"],
        ["number", "1/0", 1, 0],
        ["number", "0.5", 1, 0],
        ["buckets", None, [1, 1, 1], [], []],
        ["records", [[1_000, "met", None, None, None, None, None, False]]],
        ["records", [[0, "fine", None, None, None, None, None, False]]],
    ],
)
def test_a_forged_measurement_is_measured_again(folder: Path, cell: list[Any]) -> None:
    write(folder, "all", rows_of(9))
    right, _ = result(folder, "2026-05-01", "--state", "kept")
    rewrite(folder, lambda content: [each.__setitem__(8, cell) for each in content["cells"]])
    outcome = run(folder, "2026-05-01", "--state", "kept")
    assert "warning[SLA0481]" in outcome.stderr
    document = json.loads(outcome.stdout)
    assert document.pop("kept")["taken"] == 0
    assert document == right


def rewrite(folder: Path, change: Callable[[Any], object]) -> None:
    """Another content under a digest that fits."""
    from hashlib import sha256

    told = json.loads((folder / STATE).read_bytes())
    change(told["content"])
    body = json.dumps(told["content"], separators=(",", ":"), sort_keys=True)
    digest = sha256(body.encode()).hexdigest()
    (folder / STATE).write_text(f'{{"sladsl_state": 1, "digest": "{digest}", "content": {body}}}\n')


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SLA0481"),
        (b"[]", "SLA0480"),
        (b"\xff\xfe", "SLA0480"),
        (b'{"sladsl_state": 2}', "SLA0482"),
        (b'{"sladsl_state": true}', "SLA0481"),
        (b'{"sladsl_state": ' + b"[" * 100_000, "SLA0481"),
        (b'{"sladsl_state": ' + b"9" * 5_000 + b"}", "SLA0481"),
    ],
)
def test_what_is_no_state(folder: Path, content: bytes, code: str) -> None:
    write(folder, "all", rows_of(9))
    (folder / "kept").mkdir()
    (folder / STATE).write_bytes(content)
    outcome = run(folder, "2026-05-01", "--state", "kept")
    assert code in outcome.stderr
    if code == "SLA0481":
        assert outcome.status == 0
    else:
        assert outcome.status == 1
        assert (folder / STATE).read_bytes() == content


def test_the_state_of_another_agreement(folder: Path) -> None:
    write(folder, "all", rows_of(9))
    result(folder, "2026-05-01", "--state", "kept")
    rewrite(folder, lambda content: content.update(agreement="other"))
    assert "SLA0480" in run(folder, "2026-05-01", "--state", "kept").stderr


def test_a_folder_that_is_a_file(folder: Path) -> None:
    write(folder, "all", rows_of(9))
    outcome = run(folder, "2026-05-01", "--state", "holidays.toml")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "error[SLA0804]: `--state holidays.toml` is no folder" in outcome.stderr


def test_it_is_written_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "all", rows_of(9))
    result(folder, "2026-05-01", "--state", "kept")
    before = (folder / STATE).read_bytes()
    write(folder, "late", [(START, "outages", "2026-02-10T00:00Z,2026-02-10T01:00Z,eu")])

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = run(folder, "2026-05-01", "--state", "kept")
    assert outcome.status == 2
    assert "error[SLA0807]: the measurements cannot be kept: no space left on device" in outcome.stderr
    assert json.loads(outcome.stdout)["kept"]["reopened"]
    assert (folder / STATE).read_bytes() == before
    assert list((folder / "kept").iterdir()) == [folder / STATE]


def test_what_a_killed_run_has_left_is_removed(folder: Path) -> None:
    write(folder, "all", rows_of(9))
    (folder / "kept").mkdir()
    old, new = (folder / "kept" / f"{STATE.name}.{number}.new" for number in (1, 2))
    old.write_text("{")
    new.write_text("{")
    long_ago = time.time() - 10_000
    os.utime(old, (long_ago, long_ago))
    result(folder, "2026-05-01", "--state", "kept")
    assert {*(folder / "kept").iterdir()} == {folder / STATE, new}


def test_since_and_period_say_the_same(folder: Path) -> None:
    write(folder, "all", rows_of(9))
    outcome = run(folder, "2026-05-01", "--since", "2026-03", "--period", "2026")
    assert "error[SLA0804]: `--since` and `--period` both say where to begin" in outcome.stderr
    assert "nothing of what the log covers since then" in run(folder, "2026-05-01", "--since", "2026-06").stderr


def validate(folder: Path) -> None:
    outcome = run(folder, "2026-05-01", "--state", "kept")
    jsonschema.Draft202012Validator(json.loads(schema("evaluation"))).validate(json.loads(outcome.stdout))
