"""Whether `sladsl diff` sees every change: each number, comparison, hour and condition of the policies, one at a time.

Run: python bench/mutations_of_contracts.py [--every N] [--only TEXT] [--processes N] [--list]

Of each changed contract the review says who is worse off, proves that nobody is, or says that it cannot tell.
A proof is held against the scenarios of the contract: what comes out otherwise for one of them is a false "same".
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from review.campaign import Verdict, judged  # noqa: E402
from strategies.mutants import Mutant, mutants  # noqa: E402

FOLDERS = ("published", "examples")


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--every", type=int, default=1, help="take each Nth change only")
    said.add_argument("--start", type=int, default=0, help="of these, begin with this one")
    said.add_argument("--only", default="", help="only files whose path holds this")
    said.add_argument("--processes", type=int, default=2)
    said.add_argument("--list", action="store_true", help="print every change that was not told with a side")
    asked = said.parse_args()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "policies"
        shutil.copytree(ROOT / "policies", copy)
        found = sorted(path for each in FOLDERS for path in (copy / each).rglob("*.sladsl"))
        jobs = [job for path in found if asked.only in str(path) for job in _jobs(path)]
        jobs = jobs[asked.start :: asked.every]
        counts: Counter[Verdict] = Counter()
        with Pool(asked.processes, maxtasksperchild=50) as pool:
            for path, mutant, verdict, seconds in pool.imap_unordered(_judge, jobs):
                counts[verdict] += 1
                if verdict == "false same" or (asked.list and verdict not in ("told", "no contract")) or seconds > 20:
                    print(f"{verdict}: {Path(path).relative_to(copy)} {mutant} ({seconds:.1f} s)", flush=True)
    contracts = sum(counts.values()) - counts["no contract"]
    for verdict, number in counts.most_common():
        share = "" if verdict == "no contract" else f"  {100 * number / contracts:.1f} %"
        print(f"{number:6} {verdict}{share}")
    sys.exit(1 if counts["false same"] else 0)


def _jobs(path: Path) -> Iterator[tuple[Path, Mutant]]:
    for each in mutants(path.read_text(encoding="utf-8")):
        yield path, each


def _judge(job: tuple[Path, Mutant]) -> tuple[Path, Mutant, Verdict, float]:
    path, mutant = job
    started = time.monotonic()
    return path, mutant, judged(path, mutant), time.monotonic() - started


if __name__ == "__main__":
    main()
