"""Whether every engine says what the reference says: random contracts over random logs, each a number of a seed.

Run: python bench/differential.py --cases 200000 [--seed N] [--processes N] [--judge-every N] [--files-every N]
                                  [--engine NAME]… [--state FILE] [--out FOLDER]

Measurements must be equal as values, and of each tenth case also the bytes of the result. Each twentieth log is written
to files, some with odd cells, that every engine reads by itself. A difference is shrunk to a small contract and a small
log and written down as a page. With a state file a run goes on where it was stopped.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from all_engines.cases import LOGS_PER_CONTRACT, case_of  # noqa: E402
from all_engines.comparing import differences, report  # noqa: E402
from all_engines.engines import Difference, engines  # noqa: E402
from all_engines.files import differences_of_files  # noqa: E402
from all_engines.shrinking import shrunk  # noqa: E402
from property.scenes import Scene  # noqa: E402
from sladsl.engines import Engine  # noqa: E402
from sladsl.engines.registry import ENGINES  # noqa: E402

CHUNK = 5 * LOGS_PER_CONTRACT
SHOWN = 3
ENGINE_NAMES = {each.name for each in ENGINES}


@dataclass(frozen=True)
class Job:
    seed: int
    chunk: int
    last: int
    judge_every: int
    files_every: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    chunk: int
    cases: int
    numbers: int
    different: tuple[int, ...]


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--cases", type=int, default=200_000)
    said.add_argument("--seed", type=int, default=0)
    said.add_argument("--processes", type=int, default=2)
    said.add_argument("--judge-every", type=int, default=10)
    said.add_argument("--files-every", type=int, default=20)
    said.add_argument("--engine", action="append", default=[], help="only this one; repeatable")
    said.add_argument("--state", type=Path, help="what has been done, to go on from")
    said.add_argument("--out", type=Path, default=Path("differences"), help="where differences are written down")
    asked = said.parse_args()
    names = tuple(each.name for each in _chosen(tuple(asked.engine)))
    print(f"reference = {' = '.join(names)}? {asked.cases:,} cases of seed {asked.seed}", flush=True)
    began = time.monotonic()
    before = _done_before(asked.state, asked.seed, names)
    chunks = [each for each in range(-(-asked.cases // CHUNK)) if each not in before]
    jobs = [
        Job(asked.seed, each, asked.cases, asked.judge_every, asked.files_every, tuple(asked.engine)) for each in chunks
    ]
    cases, numbers = (sum(getattr(each, what) for each in before.values()) for what in ("cases", "numbers"))
    different = [each for done in before.values() for each in done.different]
    with Pool(asked.processes, maxtasksperchild=50) as pool:
        for number, done in enumerate(pool.imap_unordered(_run, jobs), 1):
            cases, numbers = cases + done.cases, numbers + done.numbers
            different += done.different
            for each in done.different[: max(0, SHOWN - len(different) + len(done.different))]:
                _tell(asked.seed, each, tuple(asked.engine), asked.out)
            _note(asked.state, asked.seed, names, done)
            if number % 50 == 0:
                print(f"{cases:,} cases, {numbers:,} numbers, {len(different)} differ", flush=True)
    seconds = time.monotonic() - began
    print(f"{cases:,} cases, {numbers:,} numbers, {len(different)} cases differ, {seconds:.0f} s")
    if different:
        print("cases: " + ", ".join(map(str, sorted(different)[:50])))
        sys.exit(1)


def _chosen(names: tuple[str, ...]) -> list:
    return [each for each in engines() if not names or each.name in names]


def _run(job: Job) -> Done:
    others = _chosen(job.names)
    numbers, different, cases = 0, [], 0
    for number in range(job.chunk * CHUNK, min((job.chunk + 1) * CHUNK, job.last)):
        scene = case_of(job.seed, number)
        measured, found = differences(scene, others, judge=number % job.judge_every == 0)
        if number % job.files_every == 1:
            found += _of_files(scene, job.seed, number, others)
        numbers, cases = numbers + measured, cases + 1
        if found:
            different.append(number)
    return Done(job.chunk, cases, numbers, tuple(different))


def _of_files(scene: Scene, seed: int, number: int, others: Sequence[Engine]) -> list[Difference]:
    names = [each.name for each in others if each.name in ENGINE_NAMES]
    return differences_of_files(scene, names, random.Random(f"files {seed} {number}"))


def _tell(seed: int, number: int, names: tuple[str, ...], folder: Path) -> None:
    """Shrinks a case that differs, prints it, and writes it down. What differs in files only is not shrunk."""
    others = _chosen(names)
    scene = case_of(seed, number)
    judge = not differences(scene, others)[1]
    if differences(scene, others, judge=judge)[1]:
        scene = shrunk(scene, lambda other: bool(differences(other, others, judge=judge)[1]))
    found = differences(scene, others, judge=judge)[1] or _of_files(scene, seed, number, others)
    page = report(scene, found, f"Case {number} of seed {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seed}-{number}.md").write_text(page, encoding="utf-8")
    print(page, flush=True)


def _done_before(file: Path | None, seed: int, names: tuple[str, ...]) -> dict[int, Done]:
    if file is None or not file.exists():
        return {}
    found = {}
    for line in _lines(file):
        if line["seed"] == seed and tuple(line["engines"]) == names:
            found[line["chunk"]] = Done(line["chunk"], line["cases"], line["numbers"], tuple(line["different"]))
    return found


def _lines(file: Path) -> Iterator[dict]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _note(file: Path | None, seed: int, names: tuple[str, ...], done: Done) -> None:
    if file is None:
        return
    line = {"seed": seed, "engines": names, "chunk": done.chunk, "cases": done.cases, "numbers": done.numbers}
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line | {"different": done.different}) + "\n")


if __name__ == "__main__":
    main()
