"""Whether the tests notice small wrong changes to the code: how many of them, and which not.

Run: python bench/mutation.py [GROUP …] [--sample N] [--seed S] [--processes N] [--only TEXT]

A group is some modules and the tests that are theirs. First these tests are run once, to see which of them come past
which lines; then, for each change, those that come past its lines, the quickest first, until one fails. Every change is
tried in a process of its own into which the changed module is imported; no file is touched. A change that nobody
notices is printed, unless `bench/survivors.toml` says why nobody can.
"""

import argparse
import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, ModuleType

from mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "bench" / "survivors.toml"
_FIRST = 8
"""So many of the quickest tests are tried first, without looking at the files of the others."""


@dataclass(frozen=True)
class Group:
    """Modules by pattern, the tests that are theirs, and the share of changes that they are to notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    goal: int


_RULES = ("tests/rules", "tests/conformance", "tests/spec", "tests/workspace/test_opening.py")
GROUPS = {
    "time": Group(("sladsl/temporal/*.py",), ("tests/temporal",), 95),
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
    "engines": Group(("sladsl/engines/*.py", "sladsl/engines/*/*.py"), ("tests/engines", *_RULES), 90),
}
_SLOW = ("tests/proofs/test_exhaustive.py", "tests/proofs/test_defects.py", "tests/proofs/test_published.py")


@dataclass
class Passed:
    """Which tests come past which lines of which modules, and how long each takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def past(self, mutant: Mutant) -> list[str]:
        """The tests that a change can concern, the quickest first; all of them where it is run on import."""
        first, last = mutant.lines
        lines = self.lines.get(mutant.path, {})
        found = {test for line in range(first, last + 1) for test in lines.get(line, ())}
        if not mutant.in_function:
            found |= {test for each in lines.values() for test in each}
        return sorted(found, key=lambda each: self.seconds[each])


class Tracer:
    """A plugin of pytest that notes what each test comes past."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.passed = Passed()
        self._now: dict[str, set[int]] = {}
        self._wanted: dict[CodeType, set[int] | None] = {}

    def trace(self, frame: FrameType, _event: str, _: object) -> object:
        code = frame.f_code
        if code not in self._wanted:
            path = self.files.get(code.co_filename)
            self._wanted[code] = None if path is None else self._now.setdefault(path, set())
        seen = self._wanted[code]
        if seen is None:
            return None
        seen.add(frame.f_lineno)
        return self.trace

    def pytest_runtest_logstart(self) -> None:
        self._now, self._wanted = {}, {}
        self._started = time.process_time()
        sys.settrace(self.trace)  # type: ignore[arg-type]

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        sys.settrace(None)
        self.passed.seconds[nodeid] = time.process_time() - self._started
        for path, lines in self._now.items():
            for line in lines:
                self.passed.lines.setdefault(path, {}).setdefault(line, set()).add(nodeid)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from another source than its file."""

    def __init__(self, path: Path, source: str) -> None:
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.package else parts)
        self.path, self.source = path, source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=[str(self.path.parent)] if self.package else None
        )

    def create_module(self, _: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("groups", nargs="*", choices=[*GROUPS, []], default=[], metavar="GROUP", help=", ".join(GROUPS))
    said.add_argument("--sample", type=int, help="at most so many changes of each group, drawn by --seed")
    said.add_argument("--seed", default="1")
    said.add_argument("--processes", type=int, default=2)
    said.add_argument("--only", default="", help="only modules whose path holds this")
    asked = said.parse_args()
    _imported_once()
    known = {each["change"] for each in tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["survivor"]}
    rows = []
    for name in asked.groups or GROUPS:
        found = list(_all(GROUPS[name], asked.only))
        drawn = sorted(range(len(found)))
        if asked.sample is not None and asked.sample < len(found):
            drawn = sorted(random.Random(asked.seed).sample(drawn, asked.sample))
        chosen = [found[index] for index in drawn]
        passed = _passed(GROUPS[name], {each.path for each in found})
        counts: Counter[str] = Counter()
        with ThreadPoolExecutor(asked.processes) as pool:
            for mutant, verdict in zip(chosen, pool.map(partial(_verdict, passed), chosen), strict=True):
                if verdict == "survived" and mutant.name in known:
                    verdict = "the same"
                counts[verdict] += 1
                if verdict in ("survived", "not run"):
                    print(f"{verdict}: {mutant.name} (line {mutant.lines[0]})", flush=True)
        noticed, same = counts["noticed"] + counts["no end"], counts["the same"]
        share = 100 * noticed / max(1, len(drawn) - same)
        rows.append(
            f"| {name} | {len(found)} | {len(drawn)} | {noticed} | {same} | {share:.1f} % | {GROUPS[name].goal} % |"
        )
        print(rows[-1], flush=True)
    print("\n| group | changes | tried | noticed | the same in effect | noticed of the rest | goal |")
    print("|---|---|---|---|---|---|---|", *rows, sep="\n")


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


def _all(group: Group, only: str) -> Iterator[Mutant]:
    for pattern in group.modules:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if only in name:
                yield from mutants_of(name, path.read_text(encoding="utf-8"))


def _passed(group: Group, paths: set[str]) -> Passed:
    """The tests run once, in a process of their own."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "passed"
        child = os.fork()
        if not child:
            tracer = Tracer({str(ROOT / each): each for each in paths})
            code = _pytest([*group.tests, *(f"--ignore={each}" for each in _SLOW)], tracer)
            into.write_text(repr((tracer.passed.seconds, tracer.passed.lines)), encoding="utf-8")
            os._exit(code)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            sys.exit("the tests fail as it is")
        seconds, lines = eval(into.read_text(encoding="utf-8"))  # what the process above wrote
    print(f"# {len(seconds)} tests in {time.monotonic() - started:.0f} s", flush=True)
    return Passed(seconds, lines)


def _pytest(arguments: Sequence[str], *plugins: object) -> int:
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nothing, each)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no", "--no-header"]
    return int(pytest.main([*options, *arguments], plugins=list(plugins)))


def _verdict(passed: Passed, mutant: Mutant) -> str:
    tests = passed.past(mutant)
    if not tests:
        return "not run"
    for some in (tests[:_FIRST], tests[_FIRST:]):
        if some:
            code = _tried(mutant, some, sum(passed.seconds[each] for each in some))
            if code != 0:
                return "no end" if code < 0 else "noticed"
    return "survived"


def _tried(mutant: Mutant, tests: Sequence[str], seconds: float) -> int:
    """The exit status of pytest; below 0 where a signal ended it."""
    source = mutant.source()
    child = os.fork()
    if not child:
        try:
            most = int(20 + 5 * seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
            sys.meta_path.insert(0, Changed(ROOT / mutant.path, source))
            os._exit(_pytest(tests))
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
