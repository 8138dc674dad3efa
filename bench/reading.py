"""How fast logs are read, by format: python bench/reading.py

Request counters of twenty regions, one row a region and minute, seeded; as CSV, CSV packed with gzip and zstd, JSON
Lines, and Parquet. The yardsticks read the same file without its meaning: the `csv` or `json` module of Python over all
rows, and for Parquet a scan by DuckDB that adds up its columns. All times are medians of five.
"""

import csv
import gc
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from engine_speed import interleaved, say

from sladsl.logs.complaints import Complaints
from sladsl.logs.libraries import duckdb, zstd
from sladsl.logs.reading import read_stream
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.temporal import MINUTE, format_instant, parse_instant

ROWS = 200_000
REGIONS = 20
REQUESTS = StreamSchema(
    "requests",
    Shape.SAMPLES,
    (
        Attribute("region", AttributeType(Kind.TEXT)),
        Attribute("total", AttributeType(Kind.COUNT)),
        Attribute("errors", AttributeType(Kind.COUNT)),
    ),
)
COLUMNS = ("at", *(each.name for each in REQUESTS.attributes))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        works = write(Path(name))
        say(f"{ROWS:,} rows")
        say(f"{'file':<16}  {'bytes':>12}  {'read':>7}  {'rows/s':>9}  {'yardstick':>9}  {'ratio':>7}")
        for path, bare in works.items():
            read = partial(records, path)
            gc.collect()
            gc.freeze()
            took, least = interleaved(read, bare)
            gc.unfreeze()
            say(
                f"{path.name:<16}  {path.stat().st_size:>12,}  {took:>6.2f}s  {ROWS / took:>9,.0f}"
                f"  {least:>8.3f}s  {took / least:>6.1f}x"
            )


def records(path: Path) -> None:
    log, found = read_stream(REQUESTS, [path])
    assert (len(log.records), found) == (ROWS, [])


def write(folder: Path) -> dict[Path, Callable[[], object]]:
    """The files, each with its yardstick. Formats whose library is not installed are left out."""
    drawn = random.Random(3)
    begin = parse_instant("2026-01-01T00:00Z")
    lines, objects = [",".join(COLUMNS)], []
    for number in range(ROWS):
        total = drawn.randrange(1_000, 100_000)
        at = format_instant(begin + number // REGIONS * MINUTE)
        row = (at, f"region-{number % REGIONS}", total, drawn.randrange(total // 100 + 1))
        lines.append(",".join(map(str, row)))
        objects.append(json.dumps(dict(zip(COLUMNS, row, strict=True))))
    text = ("\n".join(lines) + "\n").encode()
    works: dict[Path, Callable[[], object]] = {}

    def add(name: str, content: bytes, bare: Callable[[Path], object]) -> None:
        path = folder / name
        path.write_bytes(content)
        works[path] = partial(bare, path)

    add("log.csv", text, bare_csv)
    add("log.csv.gz", gzip.compress(text), bare_csv)
    library = zstd(Complaints(0), "")
    if library is not None:
        add("log.csv.zst", library.compress(text), bare_csv)
    add("log.jsonl", ("\n".join(objects) + "\n").encode(), bare_json)
    database = duckdb(Complaints(0), "")
    if database is not None:
        path = folder / "log.parquet"
        database.sql(f"COPY (FROM read_csv('{folder / 'log.csv'}')) TO '{path}' (FORMAT parquet)")
        works[path] = partial(bare_parquet, database, path)
    return works


def bare_csv(path: Path) -> None:
    unpacked = {".gz": gzip.open, ".zst": lambda *given: zstd(Complaints(0), "").open(*given)}
    with unpacked.get(path.suffix, open)(path, "rt") as file:
        assert sum(1 for _ in csv.reader(file)) == ROWS + 1


def bare_json(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        assert sum(1 for line in file if json.loads(line)) == ROWS


def bare_parquet(database: object, path: Path) -> None:
    query = f"SELECT count(*), sum(epoch_us(at)), sum(total), sum(errors), max(region) FROM '{path}'"
    assert database.sql(query.replace("(at)", '("at")')).fetchall()[0][0] == ROWS  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
