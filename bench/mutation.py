"""Whether the tests notice small wrong changes to the code: how many of them, and which not.

Run: python bench/mutation.py [GROUP …] [--sample N] [--seed S] [--processes N] [--only TEXT] [--known]
     [--most SECONDS] [--tests PATH …] [--kept FOLDER]

A group is some modules and the tests that are theirs. First these tests are run once, to see which of them come past
which lines; then, for each change, those that come past its lines, the quickest first, until one fails. Every change is
tried in a process of its own; no file is touched. A change that nobody notices is printed, unless
`bench/survivors.toml` says why nobody can: those are not tried, if `--known` does not ask for them.
"""

import argparse
import importlib
import os
import random
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from mutants import Mutant, mutants_of
from trying import Tests

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "bench" / "survivors.toml"


@dataclass(frozen=True)
class Group:
    """Modules by pattern, the tests that are theirs, and the share of changes that they are to notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    goal: int


_RULES = ("tests/rules", "tests/conformance", "tests/spec", "tests/workspace/test_opening.py")
GROUPS = {
    "time": Group(("sladsl/temporal/*.py",), ("tests/temporal", "tests/almanac"), 95),
    "money": Group(
        tuple(f"sladsl/rules/{each}.py" for each in "rounding credits fees settling claims combining".split()),
        _RULES,
        95,
    ),
    "cells": Group(
        tuple(f"sladsl/rules/{each}.py" for each in "tables objectives values measured panes over".split()), _RULES, 95
    ),
    "limits": Group(("sladsl/rules/limits.py", "sladsl/rules/opening.py"), _RULES, 95),
    "verify": Group(("sladsl/proofs/*.py", "sladsl/proofs/*/*.py"), ("tests/proofs",), 90),
    "engines": Group(
        ("sladsl/engines/*.py", *(f"sladsl/engines/{each}/*.py" for each in ("reference", "columnar", "kept"))),
        (
            *("tests/engines", "tests/all_engines", "tests/property/test_kept.py"),
            *("tests/cli/test_state.py", "tests/cli/test_state_records.py", *_RULES),
        ),
        90,
    ),
}
_SLOW = (
    "tests/proofs/test_exhaustive.py",
    "tests/conformance/test_money_published.py",
)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("groups", nargs="*", choices=[*GROUPS, []], default=[], metavar="GROUP", help=", ".join(GROUPS))
    said.add_argument("--sample", type=int, help="at most so many changes of each group, drawn by --seed")
    said.add_argument("--seed", default="1")
    said.add_argument("--processes", type=int, default=2)
    said.add_argument("--only", default="", help="only changes whose module, place or text holds this")
    said.add_argument("--known", action="store_true", help="try those in bench/survivors.toml too")
    said.add_argument("--most", type=float, help="at most tests of so many seconds for each change, the quickest")
    said.add_argument("--tests", nargs="+", help="these tests instead of all of the group")
    said.add_argument("--kept", type=Path, help="a folder that keeps which tests come past which lines")
    asked = said.parse_args()
    if asked.tests:
        GROUPS.update((name, replace(group, tests=tuple(asked.tests))) for name, group in GROUPS.items())
    _imported_once()
    known = {each["change"] for each in tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["survivor"]}
    rows = []
    for tests, names in _by_tests(asked.groups or list(GROUPS)).items():
        found = {
            name: list(_all(GROUPS[name])) for name in (names if asked.tests else GROUPS) if _tests_of(name) == tests
        }
        started = time.monotonic()
        every = [each for some in found.values() for each in some]
        drawn = {name: _drawn(found[name], asked) for name in names}
        modules = {each.path for _, some in drawn.values() for each in some}
        kept = asked.kept and asked.kept / f"{'-'.join(found)}.pickle"
        asking = Tests(ROOT, tests, every, asked.processes, kept, asked.most, modules)
        print(f"# {len(asking.passed.seconds)} tests in {time.monotonic() - started:.0f} s", flush=True)
        for name in names:
            count, tried = drawn[name]
            counts = _counted(asking, tried, known, asked)
            noticed, same = counts["noticed"] + counts["no end"], counts["the same"]
            share = 100 * noticed / max(1, len(tried) - same)
            rows.append(
                f"| {name} | {count} | {len(tried)} | {noticed} | {same} | {share:.1f} % | {GROUPS[name].goal} % |"
            )
            print(rows[-1], flush=True)
        asking.end()
    print("\n| group | changes | tried | noticed | the same in effect | noticed of the rest | goal |")
    print("|---|---|---|---|---|---|---|", *rows, sep="\n")
    print(f"\n{resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s of the processor")


def _drawn(every: Sequence[Mutant], asked: argparse.Namespace) -> tuple[int, list[Mutant]]:
    """How many there are, and those that are to be tried."""
    found = [each for each in every if asked.only in each.name]
    if asked.sample is None or asked.sample >= len(found):
        return len(found), found
    chosen = random.Random(asked.seed).sample(range(len(found)), asked.sample)
    return len(found), [found[index] for index in sorted(chosen)]


def _by_tests(names: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Groups of the same tests, which are run once for all of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        found.setdefault(_tests_of(name), []).append(name)
    return found


def _tests_of(name: str) -> tuple[str, ...]:
    return (*GROUPS[name].tests, *(f"--ignore={each}" for each in _SLOW))


def _counted(asking: Tests, drawn: Sequence[Mutant], known: set[str], asked: argparse.Namespace) -> Counter[str]:
    """How many are noticed; those that are not are printed as they come."""

    def verdict(mutant: Mutant) -> str:
        same = mutant.name in known
        made = "survived" if same and not asked.known else asking.verdict(mutant)
        return "the same" if same and made == "survived" else made

    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(asked.processes) as pool:
        for mutant, made in zip(drawn, pool.map(verdict, drawn), strict=True):
            counts[made] += 1
            if made in ("survived", "not run"):
                print(f"{made}: {mutant.name} (line {mutant.lines[0]})", flush=True)
    return counts


def _imported_once() -> None:
    """What every test needs and no change concerns: each process begins with it."""
    import hypothesis
    import pytest  # noqa: F401

    for name in ("click", "lark", "rich", "rich.console"):
        importlib.import_module(name)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.chdir(ROOT)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutation", database=None, derandomize=True, phases=phases, deadline=None)
    hypothesis.settings.load_profile("mutation")


def _all(group: Group) -> Iterator[Mutant]:
    for pattern in group.modules:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            yield from mutants_of(name, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
