"""What a state folder saves: python bench/appending.py

A year of outages, requests and tickets, of which the last day is new: evaluated with what was kept the day before, and
as a whole without a state. All of the log is read in both; the last column is the ratio of what comes after that.
"""

import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sladsl.api import EvaluationRequest, compile_file, evaluate_contract, find_configuration
from sladsl.report.json import evaluation_json

RUNS = 3
START, DAYS = datetime(2025, 1, 1, tzinfo=UTC), 365
CONTRACT = """agreement year {
  term 2025-01-01 until 2026-01-01
  zone "Europe/Berlin"
  calendar office { open Mon to Fri 09:00-17:00 }
  stream outages of spans { service text }
  stream requests of samples every 5min { service text  good count  total count }
  stream tickets of cases { moments opened, resolved  states waiting }
  metric solution for each tickets by opened = time in office from opened to resolved, without waiting
  objective up for each service { availability of (outages lasting at least 1min) >= 99.9% per calendar month }
  objective answers for each service {
    mean over buckets of 5min of requests: good / total, missing leaves the mean >= 99% per calendar month
  }
  objective solved { share of tickets with solution <= 16 business hours of office >= 90% per calendar month }
}
"""

SAMPLES = """agreement year {
  term 2025-01-01 until 2026-01-01
  zone "Europe/Berlin"
  stream requests of samples { service text  good count  total count }
  objective answers for each service {
    mean over buckets of 5min of requests: good / total, missing leaves the mean >= 99% per calendar month
  }
}
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        say(f"{'records':>9}  {'reading':>8}  {'whole':>7}  {'appended':>8}  {'ratio':>5}  {'without reading':>15}")
        for services in (1, 2):
            measure(Path(folder) / str(services), services)
        say("")
        say(f"{'records':>9}  {'whole':>7}  {'appended':>8}  {'unchanged':>9}  (seconds of the processor)")
        large(Path(folder) / "large", 60, 50_000)


def large(folder: Path, days: int, rows: int) -> None:
    """Samples in a large file a day, by the columnar engine."""
    (folder / "requests").mkdir(parents=True)
    (folder / "year.sladsl").write_text(SAMPLES)
    files = [folder / "requests" / f"{day:03}.csv" for day in range(days)]
    for day, path in enumerate(files):
        begin, step = START + timedelta(days=day), 86_400_000 // rows
        times = (begin + timedelta(milliseconds=number * step) for number in range(rows))
        lines = (f"{at:%Y-%m-%dT%H:%M:%S}Z,s{number % 9},{90 + number % 10},100" for number, at in enumerate(times))
        path.write_text("\n".join(["at,service,good,total", *lines]) + "\n")
    time.sleep(3)  # what was written just now may be written again

    def run(days: int, state: Path | None) -> tuple[float, str]:
        seconds, text, _ = evaluated(folder, {"requests": files[:days]}, days, state, "columnar", time.process_time)
        return seconds, text

    run(days - 1, folder / "state")
    whole, expected = run(days, None)
    appended, found = run(days, folder / "state")
    again, same = run(days, folder / "state")
    assert found == expected == same, "the same result, to the byte"
    say(f"{days * rows:>9,}  {whole:>6.2f}s  {appended:>7.2f}s  {again:>8.2f}s")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def measure(folder: Path, services: int) -> None:
    folder.mkdir()
    (folder / "year.sladsl").write_text(CONTRACT)
    count = write(folder, services)
    run(folder, DAYS - 1, folder / "before")
    shutil.copytree(folder / "before", folder / "as it was")
    whole, appended, reading = [], [], []
    for _ in range(RUNS):
        seconds, expected, read = run(folder, DAYS, None)
        whole.append(seconds)
        reading.append(read)
        shutil.rmtree(folder / "before")
        shutil.copytree(folder / "as it was", folder / "before")
        seconds, found, read = run(folder, DAYS, folder / "before")
        appended.append(seconds)
        reading.append(read)
        assert found == expected, "the same result, to the byte"
    whole_, appended_, reading_ = map(statistics.median, (whole, appended, reading))
    apart = (appended_ - reading_) / (whole_ - reading_)
    ratio = appended_ / whole_
    say(f"{count:>9,}  {reading_:>7.2f}s  {whole_:>6.2f}s  {appended_:>7.2f}s  {ratio:>5.2f}  {apart:>15.2f}")


def run(folder: Path, days: int, state: Path | None) -> tuple[float, str, float]:
    logs = {name: sorted((folder / name).iterdir())[:days] for name in ("outages", "requests", "tickets")}
    return evaluated(folder, logs, days, state, "reference", time.perf_counter)


def evaluated(
    folder: Path, logs: dict[str, list[Path]], days: int, state: Path | None, engine: str, clock: Callable[[], float]
) -> tuple[float, str, float]:
    """Seconds of an evaluation of the first days, its result, and seconds of reading in it."""
    file = compile_file(folder / "year.sladsl", {})
    graph = file.agreements[0].graph
    assert graph is not None
    configuration, _ = find_configuration(folder)
    until = (START + timedelta(days=days)).strftime("%Y-%m-%dT%H:%MZ")
    covered = dict.fromkeys(logs, f"2025-01-01T00:00Z until {until}")
    request = EvaluationRequest(logs=logs, coverage=covered, state=state, engine=engine)
    began = clock()
    made = evaluate_contract(graph, file.digest, configuration, request)
    assert made.evaluation is not None, made.diagnostics[:3]
    text = evaluation_json(made.evaluation, graph, log=made.log)
    if made.state is not None:
        assert made.state.save() is None
    assert made.run is not None
    return clock() - began, text, made.run.seconds["reading"]


def write(folder: Path, services: int) -> int:
    """A file a day for each stream. How many records there are."""
    draw, count = random.Random(services), 0
    heads = {
        "outages": "start,end,service",
        "requests": "at,service,good,total",
        "tickets": "case,opened,resolved,waiting",
    }
    for name in heads:
        (folder / name).mkdir()
    for day in range(DAYS):
        rows = one_day(START + timedelta(days=day), services, draw, day)
        for name, head in heads.items():
            (folder / name / f"{day:03}.csv").write_text("\n".join([head, *rows[name]]) + "\n")
            count += len(rows[name])
    return count


def one_day(begin: datetime, services: int, draw: random.Random, day: int) -> dict[str, list[str]]:
    def at(minutes: float) -> str:
        return (begin + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def random_minute() -> int:
        return draw.randrange(1440)

    rows: dict[str, list[str]] = {"outages": [], "requests": [], "tickets": []}
    for service in range(services):
        for _ in range(20):
            start = random_minute()
            rows["outages"].append(f"{at(start)},{at(start + draw.randrange(1, 9))},s{service}")
        for minute in range(0, 1440, 5):
            total = draw.randrange(100, 200)
            rows["requests"].append(f"{at(minute)},s{service},{total - draw.randrange(4)},{total}")
        for number in range(100):
            start = random_minute()
            rows["tickets"].append(f"{service}-{day}-{number},{at(start)},{at(start + draw.randrange(4000))},")
    return rows


if __name__ == "__main__":
    main()
