"""How fast others do a part of the same: business time between instants, and whether a target is met.

Run: python bench/peers.py [--environment FOLDER]

Their libraries are installed into an environment of their own, one by one; those that cannot be are named. All are
given the same pairs of instants, Monday to Friday from 09:00 to 17:00 without holidays or zones, as some know neither,
and must come to the same sum. Rule engines are given the time that was taken, so they do no arithmetic with it; ours
does both.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

from children import ROOT

sys.path[:0] = [str(ROOT)]

from engine_speed import BERLIN, END, EVENTS_PER_CASE, START, judge, make_cases, share_within_target  # noqa: E402
from peer_works import PAIRS, RUNS, pairs  # noqa: E402

from sladsl.engines import Frame  # noqa: E402
from sladsl.engines.measurements import Demand  # noqa: E402
from sladsl.logs.records import EventLog, StreamLog  # noqa: E402
from sladsl.temporal import HOUR, SECOND, Calendar, OpenTime, WindowKind, Zone, parse_instant, tile  # noqa: E402

PACKAGES = (
    "businesstimedelta",
    "business-duration",
    "pandas",
    "pm4py",
    "rule-engine",
    "regopy",
    "cedarpy",
)
WORKS = Path(__file__).with_name("peer_works.py")


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--environment", type=Path, default=ROOT / ".venv-peers")
    asked = said.parse_args()
    python = asked.environment / "bin" / "python"
    if not python.exists():
        venv.create(asked.environment, with_pip=True)
    missing = [each for each in PACKAGES if not installed(python, each)]
    expected, ours = sum_of_open_time()
    rows = [("sladsl", f"{PAIRS:,} pairs of instants", ours, "")]
    for line in subprocess.run([python, WORKS], capture_output=True, text=True, check=True).stdout.splitlines():
        told = json.loads(line)
        note = told.get("trouble", "")
        if told.get("sum") not in (None, expected):
            note = f"another sum: {told['sum']}, not {expected}"
        rows.append((told["name"], told["work"], told.get("per_second"), note))
    rows.append(("sladsl, reference", "cases judged, with the time taken worked out", cases_judged(), ""))
    print("| library | work | a second | |\n|---|---|---|---|")
    for name, work, per_second, note in rows:
        print(f"| {name} | {work} | {'–' if per_second is None else f'{per_second:,.0f}'} | {note} |")
    if missing:
        print(f"\nNot installed: {', '.join(missing)}.")


def installed(python: Path, package: str) -> bool:
    """Whether the environment has the package, once that was tried."""
    quiet = ["-m", "pip", "--disable-pip-version-check", "install", "-q", package]
    return subprocess.run([python, *quiet], capture_output=True, check=False).returncode == 0


def sum_of_open_time() -> tuple[int, float]:
    """Seconds, and pairs a second. The calendar is compiled within the time."""
    instants = [tuple(parse_instant(f"{each.isoformat()}Z") for each in pair) for pair in pairs()]
    found: list[int] = []

    def work() -> None:
        office = OpenTime(Calendar("office", Zone.named("Etc/UTC"), dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),))))
        found.append(sum(office.between(start, end) for start, end in instants))

    seconds = median(work)
    return found[0] // SECOND, PAIRS / seconds


def cases_judged() -> float:
    graph, measure = share_within_target()
    cases = make_cases(100_000 // EVENTS_PER_CASE)
    (schema,) = graph.streams
    frame = Frame(END, {}, (Demand((measure,), (), tuple(tile(WindowKind.month(), BERLIN, START, END))),))
    log = EventLog({schema.name: StreamLog(schema, cases)})
    return len(cases) / median(lambda: judge(graph, log, frame))


def median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
