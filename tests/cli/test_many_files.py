"""The same rows in one file or in many: the same result, but for what names the files."""

import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from spec_player.command import sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream outages of spans { service text }
  stream requests of samples { region text  good count  total count }
  metric uptime = availability of outages
  kpi up { uptime >= 90% per calendar month }
  metric answered = mean over buckets of 5min of requests: good / total, 0% where total = 0, missing leaves the mean
  kpi answers { answered >= 50% per calendar month }
  kpi most { max of total of requests >= 50 per calendar month }
}
"""


@pytest.fixture
def rows(tmp_path: Path) -> list[tuple[str, str]]:
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    drawn = random.Random(6)
    found = []
    for _ in range(200):
        minute = drawn.randrange(31 * 24 * 60)
        at = f"2026-03-{1 + minute // 1440:02d}T{minute % 1440 // 60:02d}:{minute % 60:02d}Z"
        good = drawn.randrange(100)
        found.append((at, f"{drawn.choice(('eu', 'us'))},{good},{good + drawn.randrange(20)}"))
    return found


def result(folder: Path, *logs: str, status: int = 0, more: tuple[str, ...] = ()) -> dict[str, Any]:
    """The result as JSON without the stamps of the logs."""
    given = [part for log in logs for part in ("--log", log)]
    options = ("--period", "2026-03", "--coverage", "outages=2026-03", *more, "-f", "json")
    with surroundings(folder):
        outcome = sladsl(("eval", "contract.sladsl", *given, *options), b"")
    assert outcome.status == status, outcome.stderr
    found = json.loads(outcome.stdout)
    found["stamps"] = {name: text for name, text in found["stamps"].items() if not re.match("log ", name)}
    assert "contract" in found["stamps"]
    return found  # type: ignore[no-any-return]


def write(folder: Path, name: str, rows: list[tuple[str, str]]) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if ".jsonl" in name:
        keys = "at region good total".split()
        lines = [json.dumps(dict(zip(keys, [at, *rest.split(",")], strict=True))) for at, rest in rows]
    else:
        lines = ["at,region,good,total", *(f"{at},{rest}" for at, rest in rows)]
    content = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)


def test_one_file_many_files_a_folder_a_pattern(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    write(tmp_path, "all.csv", rows)
    whole = result(tmp_path, "requests=all.csv")
    assert whole["outcomes"]
    for number in range(4):
        write(tmp_path, f"parts/{number}.csv", rows[number * 50 : (number + 1) * 50])
        write(tmp_path, f"mixed/{number}{('.csv', '.jsonl', '.csv.gz', '.jsonl.gz')[number]}", rows[number::4])
    for logs in (
        ["requests=parts"],
        ["requests=parts/*.csv"],
        ["requests=parts/3.csv", "requests=parts"],
        ["requests=mixed"],
    ):
        assert result(tmp_path, *logs) == whole, logs


def test_bad_rows_are_counted_the_same(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    rows[70:70] = [("never", "eu,1,1")]
    write(tmp_path, "all.csv", rows)
    write(tmp_path, "parts/a.csv", rows[:60])
    write(tmp_path, "parts/b.jsonl", rows[60:])
    report = ("--on-bad-rows", "report")
    whole = result(tmp_path, "requests=all.csv", more=report)
    assert whole["stamps"]["rows left out of requests"] == "1 of 201"
    assert result(tmp_path, "requests=parts", more=report) == whole


def test_parquet_gives_what_text_gives(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    duckdb = pytest.importorskip("duckdb")
    write(tmp_path, "all.csv", rows)
    with surroundings(tmp_path):
        duckdb.sql("SET TimeZone = 'UTC'")
        duckdb.sql("COPY (FROM read_csv('all.csv')) TO 'all.parquet' (FORMAT parquet)")
        kinds = [str(each) for each in duckdb.sql("FROM 'all.parquet'").types]
    assert kinds == ["TIMESTAMP WITH TIME ZONE", "VARCHAR", "BIGINT", "BIGINT"]
    assert result(tmp_path, "requests=all.parquet") == result(tmp_path, "requests=all.csv")
