"""A real export repeated until it has ten million rows: whether every incident is judged as in the export itself.

Run: python bench/incidents.py [--data incident_event_log.csv.gz] [--rows 10000000] [--engine columnar] [--folder KEPT]

The export is that of docs/howto/incident-desk.md. Each copy has incidents of its own and lies a week later than the one
before; the calendar of the contract is the same in every week, so the verdicts are too. The term of the contract, and
what the log covers, grow by as many weeks.
"""

import argparse
import datetime
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from children import ROOT, Ran, sladsl

sys.path[:0] = [str(ROOT / "tests")]

import duckdb  # noqa: E402

from spec_player.surroundings import shared_data  # noqa: E402

POLICY = ROOT / "policies" / "examples" / "incident_desk"
END = datetime.date(2017, 3, 1)
DATES = ("opened_at", "sys_created_at", "sys_updated_at", "resolved_at", "closed_at")
MOST_SHOWN = 5


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--data", type=Path, help="the export; without it, that of the shared data")
    said.add_argument("--rows", type=int, default=10_000_000)
    said.add_argument("--engine", default="columnar")
    said.add_argument("--folder", type=Path)
    asked = said.parse_args()
    shared = shared_data()
    data = asked.data or (shared and shared / "data" / "uci_incidents" / "incident_event_log.csv.gz")
    if data is None:
        sys.exit("say with --data where the export is")
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = asked.folder or Path(thrown_away)
        rows, _, _ = once = repeated(data, folder / "once", 1)
        copies = -(-asked.rows // rows)
        many = repeated(data, folder / f"repeated-{copies}", copies)
        small, _ = judged(*once[1:], "reference")
        large, ran = judged(*many[1:], asked.engine)
    compare(small, large, copies)
    kept, missed = (sum(each["met"] for each in small.values()), sum(each["missed"].total() for each in small.values()))
    print(
        f"{many[0]:,} rows, {copies} copies: {kept * copies:,} verdicts kept and {missed * copies:,} missed, as in the "
        f"export; {asked.engine} took {ran.seconds:.1f} s and {ran.peak / 2**20:,.0f} MiB"
    )


def repeated(data: Path, folder: Path, copies: int) -> tuple[int, Path, int]:
    """How many rows there are, the folder with the contract and the copies, and how many copies."""
    database = duckdb.connect()
    every = f"read_csv('{data}', header = true, all_varchar = true)"
    database.execute(f"CREATE TABLE export AS SELECT *, row_number() OVER () AS n FROM {every}")
    rows: int = database.execute("SELECT count(*) FROM export").fetchall()[0][0] * copies
    if not (folder / "sladsl.toml").exists():
        (folder / "incidents").mkdir(parents=True, exist_ok=True)
        for copy in range(copies):
            later = f"INTERVAL {7 * copy} DAY, '%-d/%-m/%Y %H:%M')"
            shifted = ", ".join(
                f"coalesce(strftime(try_strptime({each}, '%d/%m/%Y %H:%M') + {later}, {each}) AS {each}"
                for each in DATES
            )
            chosen = (
                f"SELECT * EXCLUDE (n) REPLACE ('{copy:03d}-' || number AS number, {shifted}) FROM export ORDER BY n"
            )
            file = folder / "incidents" / f"{copy:03d}.parquet"
            database.execute(f"COPY ({chosen}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
    end = (END + datetime.timedelta(weeks=copies - 1)).isoformat()
    for name in ("desk.sladsl", "sladsl.toml"):
        text = (POLICY / name).read_text(encoding="utf-8").replace(f"until {END}", f"until {end}")
        text = text.replace("[bind.incidents]", '[bind.incidents]\nfiles = "incidents/*.parquet"')
        (folder / name).write_text(text, encoding="utf-8")
    return rows, folder, copies


def judged(folder: Path, copies: int, engine: str) -> tuple[dict[str, dict[str, Any]], Ran]:
    """By objective, how many incidents are kept or without a rule, and which are missed, with the time taken."""
    chosen = [] if engine == "reference" else ["--engine", engine]
    ran = sladsl("eval", "desk.sladsl", "-f", "json", "--cases", "missed", *chosen, folder=folder)
    if ran.status:
        sys.exit(f"{copies} copies by {engine}: {ran.complained or ran.told}")
    return {each["objective"]: _told(each["records"]) for each in json.loads(ran.told)["outcomes"]}, ran


def _told(records: Mapping[str, Any]) -> dict[str, Any]:
    missed = [(each["case"].partition("-")[2], each["measured"], each["limit"]) for each in records["cases"]]
    return {name: records[name] for name in ("met", "undecided", "none")} | {"missed": Counter(missed)}


def compare(small: dict[str, dict[str, Any]], large: dict[str, dict[str, Any]], copies: int) -> None:
    for objective, once in small.items():
        many = large[objective]
        for name in ("met", "undecided", "none"):
            if many[name] != once[name] * copies:
                sys.exit(f"{objective}: {many[name]} {name}, {copies} times {once[name]} expected")
        if many["missed"] != (expected := Counter({each: number * copies for each, number in once["missed"].items()})):
            wrong = {*(many["missed"] - expected), *(expected - many["missed"])}
            sys.exit(f"{objective}: {len(wrong)} incidents are judged otherwise, such as {sorted(wrong)[:MOST_SHOWN]}")


if __name__ == "__main__":
    main()
