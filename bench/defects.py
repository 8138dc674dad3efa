"""How many contracts that are wrong on purpose are found, check by check, and how many right ones are told of.

Run: python bench/defects.py [--processes N] [--only TEXT] [--every N]

Wrong are those that operators make mechanically of `policies/`, and those of `tests/proofs/pairs.py`, made by hand.
Right are the other one of each pair, and the contracts of `policies/` as they are: held against every code that the
operators make, but for those that they allow with a reason, or that the README beside them shows.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from proofs.defects import FOLDERS, Defect, codes_found, defects, plain  # noqa: E402  they are part of the tests
from proofs.pairs import pairs  # noqa: E402


@dataclass(frozen=True)
class Job:
    """A contract; `wrong`: one of its codes is to be found, else none of them."""

    defect: Defect
    wrong: bool


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--processes", type=int, default=2)
    said.add_argument("--only", default="", help="only operators, codes and contracts whose name holds this")
    said.add_argument("--every", type=int, default=1, help="take each Nth of them only")
    asked = said.parse_args()
    started = time.monotonic()
    known = _told_before()
    jobs = [each for each in _jobs(known) if asked.only in f"{each.defect.codes} {each.defect.name}"][:: asked.every]
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    with Pool(asked.processes, maxtasksperchild=50) as pool:
        for number, (job, told) in enumerate(pool.imap(_tried, jobs, chunksize=1), 1):
            if number % 25 == 0:
                print(f"{number} of {len(jobs)}", file=sys.stderr, flush=True)
            if told is None:
                continue  # what came out is no contract
            name = " or ".join(job.defect.codes)
            if job.wrong:
                made[name] += 1
                found[name] += bool(told)
                if not told:
                    print(f"missed: {name} {job.defect.name}", file=sys.stderr, flush=True)
            for code in job.defect.codes if not job.wrong else ():
                right[code] += 1
                false[code] += code in told
                if code in told:
                    print(f"told: {code} {job.defect.name}", file=sys.stderr, flush=True)
    print("| code | wrong contracts | found | right contracts | told of |\n|---|---|---|---|---|")
    for code in sorted(made | right):
        print(f"| {code} | {made[code]} | {found[code]} | {right[code]} | {false[code]} |")
    print(f"| all | {made.total()} | {found.total()} | {right.total()} | {false.total()} |")
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)


def _jobs(known: dict[str, set[str]]) -> Iterator[Job]:
    for each in defects():
        # What is told of the contract as it is would be told of any change to it.
        if not known.get(each.origin.rpartition(" (")[0], set()) & set(each.codes):
            yield Job(each, True)
    for pair in pairs():
        yield Job(Defect(f"{pair.code}.sladsl", pair.name, (pair.code,), pair.wrong), True)
        yield Job(Defect(f"{pair.code}.sladsl", pair.name, (pair.code,), pair.right), False)
    codes = sorted({code for each in defects() for code in each.codes})
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.sladsl")):
            origin = path.relative_to(ROOT / "policies").as_posix()
            others = tuple(each for each in codes if each not in known[origin])
            yield Job(Defect(f"{origin} (0)", "as it is", others, plain(path)), False)


def _told_before() -> dict[str, set[str]]:
    """Which codes the policies allow with a reason, or show in the README beside them: there they are no mistake."""
    found: dict[str, set[str]] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.sladsl")):
            lines = re.findall(r"# sladsl: allow (.*?) because", path.read_text(encoding="utf-8"))
            beside = path.with_name("README.md")
            lines += (
                re.findall(r"^warning\[SLA\d{4}\]", beside.read_text(encoding="utf-8"), re.M) if beside.exists() else []
            )
            found[path.relative_to(ROOT / "policies").as_posix()] = set(re.findall(r"SLA\d{4}", " ".join(lines)))
    return found


def _tried(job: Job) -> tuple[Job, set[str] | None]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return job, codes_found(job.defect, Path(folder))
        except Exception as raised:  # one that cannot be looked at is missed, and the others are looked at
            print(f"raised: {job.defect.name}: {raised!r}", file=sys.stderr, flush=True)
            return job, set()


if __name__ == "__main__":
    main()
