"""How long commands take from the shell, as a ratio to importing their libraries: `check` and `verify` of a contract of
200 lines, `eval` over a log of a thousand events.

Run: python bench/check_latency.py [RUNS]
"""

import datetime
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from children import Ran, run

FRAME = """\
edition 2026
agreement bench "A contract of two hundred lines" {
  provider acme "Acme"
  customer buyer "Buyer"
  term 2026-01-01 until 2027-01-01
  zone "Asia/Ho_Chi_Minh"
  currency USD
  calendar office {
    open Mon to Fri 08:00-12:00, 13:00-17:00
    closed 2026-02-14 until 2026-02-23 "Tết Nguyên đán"
  }
"""
PART = """
  service s{n} "Service {n}" {{
    fee {n}_000.00 USD per month
  }}
  stream outages_{n} of spans {{
    cause text
    announced instant optional
  }}
  exclusion maintenance_{n} "Scheduled maintenance" {{
    outages_{n} where cause = "maintenance" and announced at least 72h before start
    at most 4h per month
    counts as up
  }}
  metric uptime_{n} for s{n} = availability of outages_{n}, excluding maintenance_{n}, unknown counts as up
  objective up_{n} "Availability" {{
    uptime_{n} >= 99.9% per calendar month
    credit share of s{n}.fee {{
      below 99.9% gives 10%
      below 99.0% gives 25%
      below 95.0% gives 30%
    }}
    limit credit to 30% of s{n}.fee
    claim within 30 calendar days of window end
  }}
"""


DESK = """\
agreement desk {
  term 2026-01-01 until 2027-01-01
  zone "Asia/Ho_Chi_Minh"
  currency USD
  calendar office {
    open Mon to Fri 08:00-12:00, 13:00-17:00
    closed 2026-02-14 until 2026-02-23 "Tết Nguyên đán"
  }
  stream tickets of cases {
    priority one of P1, P2, P3
    moments  opened, answered, solved
  }
  metric solution for each tickets by opened = time in office from opened to solved
  objective solved {
    share of tickets with solution <= 8 business hours >= 90% per calendar month
    credit 100 USD
  }
}
"""
EVENTS = 1_000


def log() -> str:
    """A row a case, of three events each."""
    begin = datetime.datetime(2026, 1, 5, 1, tzinfo=datetime.UTC)
    rows = ["case,opened,answered,solved,priority"]
    for number in range(EVENTS // 3 + 1):
        opened = begin + datetime.timedelta(hours=number)
        times = (opened, opened + datetime.timedelta(minutes=20), opened + datetime.timedelta(hours=number % 40))
        rows.append(",".join([f"T{number}", *(each.isoformat() for each in times), f"P{1 + number % 3}"]))
    return "\n".join([*rows, ""])


def contract(lines: int) -> str:
    """A contract of at least so many lines."""
    text, number = FRAME, 1
    while len((text + "}\n").splitlines()) < lines:
        text += PART.format(n=number)
        number += 1
    return text + "}\n"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bench.sladsl")
        file.write_text(contract(200), encoding="utf-8")
        desk, tickets = Path(folder, "desk.sladsl"), Path(folder, "tickets.csv")
        desk.write_text(DESK, encoding="utf-8")
        tickets.write_text(log(), encoding="utf-8")
        evaluate = ["eval", str(desk), "--log", f"tickets={tickets}", "--period", "2026-01"]
        own = [sys.executable, "-m", "sladsl"]
        commands = {
            'python -c "import click, lark, rich"': [sys.executable, "-c", "import click, lark, rich"],
            "sladsl check (200 lines)": [*own, "check", str(file)],
            "sladsl verify --no-cache (200 lines)": [*own, "verify", "--no-cache", "--fail-on", "never", str(file)],
            f"sladsl eval ({EVENTS:,} events)": [*own, *evaluate],
            f"sladsl eval --engine reference ({EVENTS:,} events)": [*own, *evaluate, "--engine", "reference"],
        }
        if find_spec("duckdb") is not None:
            # The engine for large logs, beside the choice that `auto` makes.
            commands[f"sladsl eval --engine columnar ({EVENTS:,} events)"] = [*own, *evaluate, "--engine", "columnar"]
        for command in commands.values():
            measured(command)  # writes byte code and the grammar's tables once
        times: dict[str, list[Ran]] = {name: [] for name in commands}
        for _ in range(runs):  # in turn, so that a busy moment hits both
            for name, command in commands.items():
                times[name].append(measured(command))
    # Other work on the machine only adds to a time, so the least is nearest to what the command takes.
    least = {name: (min(ran.seconds for ran in each), min(ran.busy for ran in each)) for name, each in times.items()}
    wall, busy = next(iter(least.values()))
    print(f"| command | least of {runs} | ratio | processor | ratio |\n|---|---|---|---|---|")
    for name, (seconds, processor) in least.items():
        told = f"{seconds * 1000:.0f} ms | {seconds / wall:.2f} | {processor * 1000:.0f} ms | {processor / busy:.2f}"
        print(f"| `{name}` | {told} |")


def measured(command: list[str]) -> Ran:
    ran = run(*command)
    if ran.status:
        sys.exit(ran.complained or ran.told)
    return ran


if __name__ == "__main__":
    main()
