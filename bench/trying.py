"""Tests that are collected once; each change is then tried in a process that begins where they are.

A change inside a function is put into that function where it lies in memory. Any other one, and one in a function that
has run already when tests are collected, is tried in a process of its own that imports the changed module.
"""

import functools
import gc
import hashlib
import importlib.abc
import importlib.util
import os
import pickle
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from itertools import accumulate
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

from mutants import Mutant

_NOT_APPLIED = 77
_MEMORY = 8 << 30
_CALLS = 50
"""After so many calls of one function a test is taken to come past all of its lines."""


@dataclass
class Passed:
    """Which tests come past which lines of which modules, and how long each takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    files: dict[str, str] = field(default_factory=dict)
    """The digest of each module and of each file of tests as they were."""

    def past(self, mutant: Mutant) -> list[str]:
        """The tests that a change can concern, the quickest first; all of the module's where it is run on import."""
        first, last = mutant.lines
        lines = self.lines.get(mutant.path, {})
        found = {test for line in range(first, last + 1) for test in lines.get(line, ())}
        if not mutant.in_function:
            found |= {test for each in lines.values() for test in each}
        return sorted(found, key=lambda each: (self.seconds[each], each))

    def only(self, tests: Set[str]) -> "Passed":
        lines = {path: {line: some & tests for line, some in by_line.items()} for path, by_line in self.lines.items()}
        return Passed({each: self.seconds[each] for each in self.seconds if each in tests}, lines)


class Tests:
    """Tests in processes that have collected them."""

    def __init__(
        self,
        root: Path,
        tests: Sequence[str],
        mutants: Sequence[Mutant],
        processes: int,
        kept: Path | None,
        most: float | None = None,
        asked: Set[str] | None = None,
    ) -> None:
        """`kept`: where what tests come past is kept for the next time. `most`: so many seconds of tests at most are
        tried for one change. `asked`: the modules whose changes will be tried; None: all of them."""
        self.root, self.most = root, most
        self._index = {each.name: index for index, each in enumerate(mutants)}
        ends = [Pipe() for _ in range(processes)]
        child = os.fork()
        if not child:
            for ours, _ in ends:
                ours.close()
            served = _Served(root, mutants, [theirs for _, theirs in ends], kept, asked)
            _pytest(["-s", *tests], served)
            os._exit(0)
        self._child = child
        for _, theirs in ends:
            theirs.close()
        self._free = [ours for ours, _ in ends]
        self.passed = Passed()
        try:
            self.passed = self._free[0].recv()
        except EOFError:
            sys.exit("the tests cannot be collected")
        if not isinstance(self.passed, Passed):
            sys.exit(f"a test fails without any change: {self.passed}")

    def end(self) -> None:
        for each in self._free:
            each.close()
        os.waitpid(self._child, 0)

    def verdict(self, mutant: Mutant) -> str:
        tests = self.passed.past(mutant)
        if self.most is not None:
            ends = accumulate(self.passed.seconds[each] for each in tests)
            tests = [each for each, end in zip(tests, ends, strict=True) if end <= self.most] or tests[:1]
        if not tests:
            return "not run"
        status, settled = _NOT_APPLIED, True
        if mutant.in_function:
            free = self._free.pop()
            free.send((self._index[mutant.name], tests))
            status, settled = free.recv()
            self._free.append(free)
        if status == _NOT_APPLIED or (status == 0 and not settled):
            status = self._imported(mutant, tests)
        return "survived" if status == 0 else "no end" if status < 0 else "noticed"

    def _imported(self, mutant: Mutant, tests: Sequence[str]) -> int:
        """The exit status of pytest in a process of its own; below 0 where a signal ended it."""

        def run() -> int:
            most = int(20 + 5 * sum(self.passed.seconds[each] for each in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            sys.meta_path.insert(0, _Changed(self.root, mutant))
            return _pytest(["-x", *tests])

        return _forked(run)


class _Served:
    """A plugin of pytest that runs what was collected as often as it is asked to."""

    def __init__(
        self,
        root: Path,
        mutants: Sequence[Mutant],
        asking: Sequence[Connection],
        kept: Path | None,
        asked: Set[str] | None,
    ) -> None:
        self.mutants, self.asking, self.kept, self.asked = mutants, asking, kept, asked
        self.files = {str(root / each.path): each.path for each in mutants}
        self.root = root
        self.ran: set[tuple[str, int]] = set()
        self.passed = Passed()
        sys.setprofile(self._note)
        for each in dict.fromkeys(self.files.values()):
            with suppress(ImportError):
                importlib.import_module(_module(each)[0])

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename in self.files and code.co_name != "<module>":
            self.ran.add((code.co_filename, code.co_firstlineno))

    def pytest_runtestloop(self, session) -> bool:  # type: ignore[no-untyped-def]
        sys.setprofile(None)
        self.session = session
        self.items = {each.nodeid: each for each in session.items}
        self._prepare()
        first, *others = self.asking
        self._know_lines()
        for each in others:
            if not os.fork():
                self._serve(each)
        first.send(self.passed)
        self._serve(first)
        return True

    def _know_lines(self) -> None:
        digests = {path: _digest(self.root / path) for path in self.files.values()}
        of_tests = {path: _digest(self.root / path) for path in {_file(each) for each in self.items}}
        if self.kept is not None and self.kept.exists():
            before: Passed = pickle.loads(self.kept.read_bytes())
            changed = [path for path, digest in digests.items() if before.files.get(path) != digest]
            if self.asked is not None:
                # What tests come past in the others stays as it was known, and known to be old.
                digests.update((each, before.files.get(each, "")) for each in changed if each not in self.asked)
                changed = [each for each in changed if each in self.asked]
            touched = {test for path in changed for some in before.lines.get(path, {}).values() for test in some}
            same = {each for each in before.seconds if before.files[_file(each)] == of_tests.get(_file(each))}
            self.passed = before.only(same - touched)
        wanted = [each for each in self.items if each not in self.passed.seconds]
        with tempfile.TemporaryDirectory() as folder:
            into = Path(folder) / "passed"
            if _forked(lambda: self._trace(wanted, into)) != 0:
                self.asking[0].send(into.read_text(encoding="utf-8") if into.exists() else "it ended early")
                os._exit(1)
            self.passed = pickle.loads(into.read_bytes())
        self.passed.files = digests | of_tests
        if self.kept is not None:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            self.kept.write_bytes(pickle.dumps(self.passed))

    def _prepare(self) -> None:
        from sladsl.syntax.grammar import parser

        parser()
        self.functions: dict[str, list[FunctionType]] = {}
        self.caches = []
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename in self.files:
                self.functions.setdefault(each.__code__.co_filename, []).append(each)
            if isinstance(each, functools._lru_cache_wrapper):
                code = getattr(each.__wrapped__, "__code__", None)
                if code is not None and code.co_filename in self.files:
                    self.caches.append(each)

    def _serve(self, asking: Connection) -> None:
        while True:
            try:
                index, tests = asking.recv()
            except EOFError:
                os._exit(0)
            mutant = self.mutants[index]
            status = _forked(lambda mutant=mutant, tests=tests: self._tried(mutant, tests))
            asking.send((status, self._settled(mutant)))

    def _settled(self, mutant: Mutant) -> bool:
        """Whether nothing of its function has run before it was changed."""
        first, last = mutant.lines
        name = str(self.root / mutant.path)
        functions = [each.__code__.co_firstlineno for each in self.functions.get(name, ())]
        return (name, max((each for each in functions if each <= first), default=last)) not in self.ran

    def _tried(self, mutant: Mutant, tests: Sequence[str]) -> int:
        if not self._applied(mutant):
            return _NOT_APPLIED
        for each in tests:
            most = int(time.process_time() + 4 + 4 * self.passed.seconds[each])
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
            if not self._run(each):
                return 1
        return 0

    def _applied(self, mutant: Mutant) -> bool:
        name = str(self.root / mutant.path)
        changed = {(each.co_qualname, each.co_firstlineno): each for each in _codes(_compiled(mutant, name))}
        applied = False
        for function in self.functions.get(name, ()):
            old = function.__code__
            new = changed.get((old.co_qualname, old.co_firstlineno))
            if new is not None and new != old:
                if new.co_freevars != old.co_freevars or "<locals>" in old.co_qualname:
                    return False
                function.__code__ = new
                applied = True
        for cache in self.caches:
            cache.cache_clear()
        return applied

    def _run(self, test: str) -> bool:
        failed = self.session.testsfailed
        item = self.items[test]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return bool(self.session.testsfailed == failed)

    def _trace(self, tests: Sequence[str], into: Path) -> int:
        seen: dict[str, set[int]] = {}
        wanted: dict[CodeType, set[int] | None] = {}
        calls: dict[CodeType, int] = {}

        def trace(frame: FrameType, event: str, _: object) -> object:
            code = frame.f_code
            if code not in wanted:
                path = self.files.get(code.co_filename)
                wanted[code] = None if path is None else seen.setdefault(path, set())
            lines = wanted[code]
            if lines is None:
                return None
            lines.add(frame.f_lineno)
            if event == "call":
                calls[code] = calls.get(code, 0) + 1
                if calls[code] == _CALLS:
                    wanted[code] = None
                    lines.update(line for _, _, line in code.co_lines() if line is not None)
            return trace

        seconds, found = self.passed.seconds, self.passed.lines
        for test in tests:
            seen.clear()
            wanted.clear()
            calls.clear()
            for cache in self.caches:
                cache.cache_clear()
            started = time.process_time()
            sys.settrace(trace)  # type: ignore[arg-type]
            right = self._run(test)
            sys.settrace(None)
            if not right:
                into.write_text(test, encoding="utf-8")
                return 1
            seconds[test] = time.process_time() - started
            for path, lines in seen.items():
                for line in lines:
                    found.setdefault(path, {}).setdefault(line, set()).add(test)
        into.write_bytes(pickle.dumps(self.passed))
        return 0


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with a change."""

    def __init__(self, root: Path, mutant: Mutant) -> None:
        self.name, self.package = _module(mutant.path)
        self.path, self.mutant = root / mutant.path, mutant

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=[str(self.path.parent)] if self.package else None
        )

    def create_module(self, _: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(_compiled(self.mutant, str(self.path)), module.__dict__)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _module(path: str) -> tuple[str, bool]:
    """Its name, and whether it is a package."""
    parts = Path(path).with_suffix("").parts
    package = parts[-1] == "__init__"
    return ".".join(parts[:-1] if package else parts), package


def _compiled(mutant: Mutant, name: str) -> CodeType:
    code: CodeType = compile(mutant.tree(), name, "exec")
    return code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _forked(run: Callable[[], int]) -> int:
    """What it returns, in a process of its own with a folder of its own; below 0 where a signal ended it."""
    folder = tempfile.mkdtemp(prefix="mutation-")
    child = os.fork()
    if not child:
        try:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            os._exit(run())
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    shutil.rmtree(folder, ignore_errors=True)
    return status


class _Tidy:
    """A plugin of pytest: what a test leaves lying goes when it ends. Each database holds address space, of which there
    is as much as `_MEMORY`."""

    def pytest_collection_finish(self) -> None:
        gc.collect()
        gc.freeze()

    def pytest_runtest_logfinish(self) -> None:
        gc.collect()


def _pytest(arguments: Sequence[str], *plugins: object) -> int:
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nothing, each)
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", "--no-header"]
    return int(pytest.main([*options, *arguments], plugins=[_Tidy(), *plugins]))
