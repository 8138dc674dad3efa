"""Large logs by every engine, beside bare scans and statements written by hand: times, ratios, memory.

Run: python bench/scale.py [--rows 1000000,10000000] [--only W1] [--engine columnar] [--runs 3] [--folder KEPT]
     python bench/scale.py --quick     a few ten thousand rows; whether all agree, and on the numbers recorded in
                                       digests.json (--bless records them)

The logs are made in a folder that is thrown away, or kept and found again. A yardstick that differs by one number from
what an engine finds ends the run. On a machine that does other work too, compare the time of the processor.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from children import ROOT, Ran, python, sladsl

sys.path[:0] = [str(ROOT)]

import duckdb  # noqa: E402
from workloads import WORKLOADS, Workload  # noqa: E402

from sladsl import __version__  # noqa: E402
from sladsl.cli.evaluate import command as eval_command  # noqa: E402

DIGESTS = Path(__file__).with_name("digests.json")
SEED = 1
QUICK = {"W1": 12_000, "W2": 12_000, "W3": 26_000}
SPARK_SCAN = "bare scan, Spark"
REFERENCE_UP_TO = 1_000_000
"""More rows than these are not asked of the reference engine: it needs minutes for them."""


class Wrong(Exception):
    """A number differs."""


@dataclass(frozen=True)
class Measured:
    what: str
    runs: Sequence[Ran]

    @property
    def seconds(self) -> float:
        return statistics.median(each.seconds for each in self.runs)

    @property
    def busy(self) -> float:
        return statistics.median(each.busy for each in self.runs)

    @property
    def peak(self) -> int:
        return max(each.peak for each in self.runs)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--quick", action="store_true")
    said.add_argument("--bless", action="store_true")
    said.add_argument("--rows", default="1000000,10000000")
    said.add_argument("--only", action="append", default=[])
    said.add_argument("--engine", action="append", default=[])
    said.add_argument("--runs", type=int, default=3)
    said.add_argument("--folder", type=Path)
    said.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    asked = said.parse_args()
    if asked.child:
        child(*asked.child)
        return
    chosen = [each for each in WORKLOADS if not asked.only or each.name in asked.only]
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = asked.folder or Path(thrown_away)
        try:
            if asked.quick:
                quick(chosen, asked.engine or engines(), folder, bless=asked.bless)
            else:
                sizes = [int(each) for each in asked.rows.split(",")]
                table(chosen, sizes, asked.engine or engines(), folder, asked.runs)
        except Wrong as difference:
            sys.exit(str(difference))


def engines() -> list[str]:
    """Every engine that can run here, by the names that `--engine` takes."""
    option = next((each for each in eval_command.params if each.name == "engine"), None)
    if option is None:
        return ["reference"]
    return [each for each in option.type.choices if each not in ("auto", "spark")]  # type: ignore[attr-defined]


# The quick run: numbers only


def quick(chosen: Sequence[Workload], names: Sequence[str], folder: Path, *, bless: bool) -> None:
    recorded: dict[str, str] = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
    for workload in chosen:
        rows = QUICK[workload.name]
        there = made(workload, folder, rows)
        expected = workload.yardstick(duckdb.connect(), there)
        for name in names:
            ran = evaluated(workload, there, name)
            digest = digest_of(ran, workload, expected, name)
            if bless:
                recorded[workload.name] = digest
            if recorded.get(workload.name) != digest:
                raise Wrong(
                    f"{workload.name} by {name}: the numbers are those found by hand, but the result is another than "
                    "the one recorded; if it is meant to look otherwise now, record it: --quick --bless"
                )
            print(f"{workload.name}: {rows:,} rows by {name}: {len(expected):,} numbers agree, {digest[:12]}")
    if bless:
        DIGESTS.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def digest_of(ran: Ran, workload: Workload, expected: Any, name: str) -> str:
    """Of what a run told, once it was held against the numbers found by hand. Stamps speak of files and releases."""
    if ran.status:
        raise Wrong(f"{workload.name} by {name}: {ran.complained or ran.told}")
    result = json.loads(ran.told)
    found = workload.told(result)
    for key in sorted({*found, *expected}):
        if found.get(key) != expected.get(key):
            raise Wrong(f"{workload.name} by {name}: {key} is {found.get(key)}, by hand {expected.get(key)}")
    parts = {each: result[each] for each in ("outcomes", "totals", "triggers", "dates")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def made(workload: Workload, folder: Path, rows: int) -> Path:
    """The folder with the log, the contract and the binding; made once."""
    there = folder / f"{workload.name}-{rows}"
    if not (there / "sladsl.toml").exists():
        there.mkdir(parents=True, exist_ok=True)
        database = duckdb.connect()
        database.execute("SET preserve_insertion_order = true")
        workload.make(database, there, rows, SEED)
    (there / "contract.sladsl").write_text(workload.contract, encoding="utf-8")
    (there / "sladsl.toml").write_text(workload.configuration, encoding="utf-8")
    return there


def evaluated(workload: Workload, there: Path, name: str) -> Ran:
    engine = ["--engine", name] if len(engines()) > 1 else []
    return sladsl(
        "eval", "contract.sladsl", "--period", workload.period, "-f", "json", "--cases", "none", *engine, folder=there
    )


# The table


def table(chosen: Sequence[Workload], sizes: Sequence[int], names: Sequence[str], folder: Path, runs: int) -> None:
    print(machine(), end="\n\n")
    print("| work | rows | what | seconds | against the scan | by hand | processor | by hand | peak memory |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for workload in chosen:
        for rows in sizes:
            there = made(workload, folder, rows)
            exact: int = duckdb.connect().execute(workload.rows_of.format(folder=there)).fetchall()[0][0]
            works: dict[str, Callable[[], Ran]] = {
                "bare scan": lambda w=workload, t=there: inner("scan", w, t),
                "by hand": lambda w=workload, t=there: inner("yardstick", w, t),
            }
            if "spark" in names:
                works[SPARK_SCAN] = lambda w=workload, t=there: python(__file__, "--child", SPARK_SCAN, w.name, str(t))
            for name in names:
                if name != "reference" or rows <= REFERENCE_UP_TO:
                    works[f"eval, {name}"] = lambda w=workload, t=there, n=name: evaluated(w, t, n)
            found = {what: Measured(what, []) for what in works}
            for number in range(runs):
                for what, work in works.items():  # in turn, so that a busy moment hits all of them
                    if what == "eval, reference" and number:
                        continue
                    found[what].runs.append(work())
            expected = workload.yardstick(duckdb.connect(), there)
            for name in names:
                if f"eval, {name}" in found:
                    digest_of(found[f"eval, {name}"].runs[-1], workload, expected, name)
            show(workload, exact, found)


def show(workload: Workload, rows: int, found: dict[str, Measured]) -> None:
    by_hand = found["by hand"].seconds
    for what, each in found.items():
        scan = found[SPARK_SCAN if what in (SPARK_SCAN, "eval, spark") else "bare scan"].seconds
        print(
            f"| {workload.name} | {rows:,} | {what} | {each.seconds:.2f} | {each.seconds / scan:.1f} | "
            f"{each.seconds / by_hand:.2f} | {each.busy:.2f} | {each.busy / found['by hand'].busy:.2f} | "
            f"{each.peak / 2**20:,.0f} MiB |",
            flush=True,
        )


def inner(what: str, workload: Workload, there: Path) -> Ran:
    """In a child, without the time in which it starts."""
    ran = python(__file__, "--child", what, workload.name, str(there))
    if ran.status:
        raise Wrong(ran.complained)
    seconds, busy = map(float, ran.told.split())
    return Ran(seconds, busy, ran.peak, 0, "", "")


def child(what: str, name: str, there: str) -> None:
    workload = next(each for each in WORKLOADS if each.name == name)
    if what == SPARK_SCAN:
        spark_scan(workload, there)
        return
    database = duckdb.connect()
    database.execute(f"SET threads = {os.cpu_count()}")
    database.execute("SET preserve_insertion_order = false")
    began, busy = time.perf_counter(), time.process_time()
    if what == "scan":
        database.execute(workload.scan.format(folder=there)).fetchall()
    else:
        workload.yardstick(database, Path(there))
    print(time.perf_counter() - began, time.process_time() - busy)


def spark_scan(workload: Workload, there: str) -> None:
    """The same as the bare scan, by Spark. Its time counts as that of `eval` does: from the shell, with its start."""
    from sladsl.engines.spark.session import start
    from sladsl.engines.spark.settings import LOCAL

    asked = re.sub(r"'{folder}(.*?)'", r"parquet.`{folder}\1`", workload.scan.replace('"', "`"))
    asked = re.sub(r"epoch_us\((.*?)\)", r"unix_micros(CAST(\1 AS TIMESTAMP))", asked)
    start(LOCAL).sql(asked.format(folder=there)).collect()


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"sladsl {__version__}, Python {platform.python_version()}, duckdb {duckdb.__version__}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    )


if __name__ == "__main__":
    main()
