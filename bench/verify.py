"""How long `sladsl verify` takes on services of five objectives with five rows each and shared limits, as a ratio to
`sladsl check` of the same file, and to the imports of click, lark and rich. Seconds are those of the processor, the
least of several runs: other work on the machine makes them longer, though less than those of the clock.

Run: python bench/verify.py [SERVICES …]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

FRAME = """\
agreement wide "Services with five objectives each" {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
"""
SERVICE = """
  service s{n} {{ fee {fee}.00 USD per month }}
  stream outages_{n} of spans {{ }}
  stream requests_{n} of events {{ failed yes or no }}
"""
OBJECTIVES = (
    ("availability of outages_{n} >= 99.9%", "below", ("99.9%", "99.5%", "99%", "98%", "95%")),
    ("time of outages_{n} <= 1h", "above", ("1h", "2h", "4h", "8h", "16h")),
    ("count of outages_{n} <= 3", "above", ("3", "5", "8", "13", "21")),
    ("share of requests_{n} with not failed >= 99%", "below", ("99%", "98%", "95%", "90%", "80%")),
    ("count of requests_{n} where failed <= 10", "above", ("10", "20", "30", "50", "80")),
)
SEVERAL = (1, 10, 30, 100)
RUNS = 7


def contract(services: int) -> str:
    """Uneven fees and percentages, so that no two clauses come to the same."""
    text = FRAME
    for n in range(services):
        text += SERVICE.format(n=n, fee=1_000 + 37 * n)
        for k, (requirement, side, bounds) in enumerate(OBJECTIVES):
            rows = "".join(f"      {side} {bound} gives {3 + 2 * row + k}%\n" for row, bound in enumerate(bounds))
            text += f"  objective o{n}_{k} {{\n    {requirement.format(n=n)} per calendar month\n"
            text += f"    credit share of s{n}.fee {{\n{rows}    }}\n  }}\n"
        names = ", ".join(f"o{n}_{k}" for k in range(len(OBJECTIVES)))
        text += f"  limit credits of {names} to 30% of s{n}.fee per calendar month\n"
    return text + "  limit all credits to 15% of fees per calendar month\n}\n"


def seconds(*arguments: str) -> float:
    before = os.times()
    done = subprocess.run([sys.executable, *arguments], env=ENVIRONMENT, capture_output=True, check=False)
    after = os.times()
    assert done.returncode in (0, 1), done.stderr.decode()
    return after.children_user - before.children_user + after.children_system - before.children_system


def sladsl(*arguments: str) -> float:
    return seconds("-m", "sladsl", *arguments)


def verified(path: Path) -> float:
    return sladsl("verify", "--no-cache", str(path))


def main(several: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for services in several:
            path = Path(folder) / f"wide-{services}.sladsl"
            path.write_text(contract(services), encoding="utf-8")
            sladsl("fmt", str(path))
            sladsl("check", str(path))
            runs = [
                (seconds("-c", "import click, lark, rich"), sladsl("check", str(path)), verified(path))
                for _ in range(RUNS)
            ]
            imports, check, verify = map(min, zip(*runs, strict=True))
            size = f"{services} x {len(OBJECTIVES)} x {len(OBJECTIVES[0][2])}"
            ratios = f"{verify / check:.1f} times as long, {verify / imports:.1f} times the imports of {imports:.2f} s"
            print(f"{size:>12}: check {check:.2f} s, verify {verify:.2f} s, {ratios}")


if __name__ == "__main__":
    main(tuple(int(each) for each in sys.argv[1:]) or SEVERAL)
