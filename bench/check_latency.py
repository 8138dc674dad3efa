"""How long `sladsl check` takes from the shell on a contract of 200 lines, as a ratio to importing its libraries.

Run: python bench/check_latency.py [RUNS]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# An installed package has its byte code; a checkout on a machine that never writes any would be compiled at each run.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

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


def contract(lines: int) -> str:
    """A contract of at least so many lines."""
    text, number = FRAME, 1
    while len((text + "}\n").splitlines()) < lines:
        text += PART.format(n=number)
        number += 1
    return text + "}\n"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bench.sladsl")
        file.write_text(contract(200), encoding="utf-8")
        commands = {
            'python -c "import click, lark, rich"': [sys.executable, "-c", "import click, lark, rich"],
            "sladsl check (200 lines)": [sys.executable, "-m", "sladsl", "check", str(file)],
        }
        for command in commands.values():
            seconds(command)  # writes byte code and the grammar's tables once
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):  # in turn, so that a busy moment hits both
            for name, command in commands.items():
                times[name].append(seconds(command))
    # Other work on the machine only adds to a time, so the least is nearest to what the command takes.
    least = {name: min(each) for name, each in times.items()}
    yardstick = next(iter(least.values()))
    print(f"| command | least of {runs} | ratio |\n|---|---|---|")
    for name, time_taken in least.items():
        print(f"| `{name}` | {time_taken * 1000:.0f} ms | {time_taken / yardstick:.2f} |")


if __name__ == "__main__":
    main()
