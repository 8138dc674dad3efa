"""The state folder: measurements of one evaluation, kept for the next.

One file for each agreement. It is plain data, and only a saving of time: what cannot be used of it is measured again.
Everything that it was made from but the logs stands in it, and where any of that has changed, nothing of it is used.
For the logs each measurement has a fingerprint of its own.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from sladsl import __version__
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import kept as codes
from sladsl.diagnostics.catalogue import usage
from sladsl.engines import Engine
from sladsl.engines.kept import KeepingEngine, Memory
from sladsl.engines.kept.memory import Entry
from sladsl.engines.measurements import Cell
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.logs.stored.kept import KeptRecords
from sladsl.report.kept import KeptNote, Reopened
from sladsl.rules.reach import cell_roots, measures_below, wide_limits, windowed_limits
from sladsl.temporal import tz_database_version
from sladsl.workspace.reading import read_small, reason

VERSION: Final = 1
MOST_BYTES: Final = 1 << 30
_BEGINNING: Final = b'{"sladsl_state": '
_WRITTEN: Final = re.compile(rb'(?P<version>[0-9]+), "digest": "(?P<digest>[0-9a-f]{64})", "content": ')
"""What follows the beginning. Then comes the content, to the byte as its digest was taken."""
_END: Final = b"}\n"
_LEFT_BEHIND: Final = 3600
"""Seconds after which nobody is still writing a file."""
_CELL: Final = [int, list, list, int, int, str, int, bool, list]
_OF_LOGS: Final = ("log ", "rows left out of ", "earlier results")


@frozen
class State(Frozen):
    """What was kept of an agreement, and where it lies. `changed`: why none of it is used."""

    path: Path
    graph: RuleGraph
    made_from: Mapping[str, str]
    memory: Memory
    changed: tuple[str, ...]
    records: "Records"

    def note(self) -> KeptNote:
        memory = self.memory
        return KeptNote(self.changed, memory.taken, memory.measured, tuple(_reopened(self.graph, memory)))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What came to light while it was used."""
        if self.memory.damaged:
            yield _damaged(self.path, "some of its measurements are none")

    def save(self) -> Diagnostic | None:
        """Writes it, whole or not at all; or says why not."""
        content = _written(self)
        if len(content) > MOST_BYTES:
            return _not_kept(self.path, f"they are more than {MOST_BYTES:,} bytes")
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _remove_left_behind(self.path)
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as trouble:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return _not_kept(self.path, reason(trouble))
        return self.records.save()


@frozen
class Records(Frozen):
    """What is kept of the records of a log: they lie beside the states, and nothing is told of them."""

    folder: Path
    agreement: str
    is_read_only: bool = False
    _opened: list[KeptRecords] = field(default_factory=list)

    def of(self, stream: str, made_from: str) -> KeptRecords:
        facts = repr((__version__, tz_database_version(), made_from))
        stem = f"{_short(self.agreement)}-{_short(stream)}"
        made = hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()
        found = KeptRecords.opened(self.folder / "records", stem, made, is_read_only=self.is_read_only)
        self._opened.append(found)
        return found

    def save(self) -> Diagnostic | None:
        for each in self._opened:
            trouble = each.troubles[0] if each.troubles else None
            try:
                each.save()
            except OSError as why:
                trouble = reason(why)
            if trouble is not None:
                return _not_kept(each.folder, trouble)
        return None


def open_state(
    folder: Path, graph: RuleGraph, stamps: Mapping[str, str], records: Records
) -> tuple[State | None, list[Diagnostic]]:
    """What was kept in a folder; an empty state where nothing was. None where it may not be replaced."""
    path = folder / f"{_short(graph.name)}.json"
    made_from = {name: value for name, value in stamps.items() if not name.startswith(_OF_LOGS)}
    empty = State(path, graph, made_from, Memory(), (), records)
    try:
        content = read_small(path, MOST_BYTES)
    except FileNotFoundError:
        return empty, []
    except OSError as trouble:
        return None, [_unreadable(path, reason(trouble))]
    if not content:
        return empty, [_damaged(path, "the file is empty")]
    if not content.startswith(_BEGINNING):
        return None, [_unreadable(path, "it is no state of sladsl")]
    try:
        told = _document(content)
        if told["sladsl_state"] > VERSION:
            fix = Fix("use that version, or another folder")
            message = f"they were kept by a later version of sladsl (form {told['sladsl_state']}, known is {VERSION})"
            return None, [Diagnostic(codes.OF_LATER_VERSION, message, place=str(path), fixes=(fix,))]
        if told["agreement"] != graph.name:
            return None, [_unreadable(path, "it is the state of another agreement")]
        before = _texts(told["made_from"])
        changed = tuple(name for name in {**before, **made_from} if before.get(name) != made_from.get(name))
        if changed:
            return State(path, graph, made_from, Memory(), changed, records), []
        return State(path, graph, made_from, Memory(_entries(told["cells"], graph)), (), records), []
    except (ValueError, KeyError, TypeError, RecursionError):
        return empty, [_damaged(path, "the file is not as it was written")]


def keeping(engine: Engine, state: State) -> Engine:
    """The engine, asked only for what the state does not hold."""
    return KeepingEngine(engine, state.memory)


def _short(agreement: str) -> str:
    """The name of a file, one for each name, in any script and of any length, that every file system takes."""
    shown = "".join(each if each.isascii() and (each.isalnum() or each == "_") else "-" for each in agreement[:40])
    return f"{shown.lower()}-{hashlib.sha256(agreement.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _written(state: State) -> bytes:
    cells = [[*cell, *entry] for cell, entry in sorted(state.memory.entries.items(), key=lambda pair: pair[0])]
    content = {"agreement": state.graph.name, "made_from": dict(state.made_from), "cells": cells}
    body = json.dumps(content, separators=(",", ":"), sort_keys=True).encode("ascii")
    digest = hashlib.sha256(body).hexdigest()
    return b'%b%d, "digest": "%b", "content": %b%b' % (_BEGINNING, VERSION, digest.encode(), body, _END)


def _document(content: bytes) -> dict[str, Any]:
    found = _WRITTEN.match(content, len(_BEGINNING))
    if found is None or found["version"] != b"%d" % VERSION:
        version = json.loads(content)["sladsl_state"]
        if isinstance(version, bool) or not isinstance(version, int) or version <= VERSION:
            raise ValueError("this is no later version, nor as it was written")
        return {"sladsl_state": version}
    body = content[found.end() :].removesuffix(_END)
    if hashlib.sha256(body).hexdigest().encode() != found["digest"]:
        raise ValueError("the digest is another")
    return {"sladsl_state": VERSION, **json.loads(body)}


def _texts(told: object) -> dict[str, str]:
    if not isinstance(told, dict) or not all(isinstance(each, str) for each in told.values()):
        raise ValueError("these are no texts by name")
    return told


def _entries(told: object, graph: RuleGraph) -> dict[Cell, Entry]:
    found: dict[Cell, Entry] = {}
    if not isinstance(told, list):
        raise ValueError("this is no list of cells")
    for each in told:
        # By types of the whole, as there are very many: a match of each part takes three times as long.
        if not isinstance(each, list) or [*map(type, each)] != _CELL:
            raise ValueError("this is no cell")
        measure, keys, scope, start, end, said, as_of, settled, what = each
        are_texts = {str}.issuperset(map(type, keys)) and {str}.issuperset(map(type, scope))
        if not are_texts or len(keys) != len(scope) or not 0 <= measure < len(graph.nodes):
            raise ValueError("this is no cell")
        found[Cell(Ref(measure), tuple(keys), tuple(scope), start, end)] = Entry(said, as_of, settled, what)
    return found


def _reopened(graph: RuleGraph, memory: Memory) -> Iterator[Reopened]:
    """By clause, scope and window; one that several measures of a clause tell of once."""
    clauses: list[tuple[str, tuple[str, ...], set[Ref]]] = []
    for each in graph.objectives:
        limits = [limit.amount for limit in (*windowed_limits(each), *wide_limits(graph, each))]
        clauses.append((each.name, each.keys, set(measures_below(graph, [*cell_roots(each), *limits]))))
    found: dict[tuple[str | None, tuple[tuple[str, str], ...], int, int], Reopened] = {}
    for cell in sorted(memory.reopened, key=lambda each: (each.end, each.start, each.keys, each.scope)):
        scope = tuple(zip(cell.keys, cell.scope, strict=True))
        named: list[str | None] = [name for name, _, measures in clauses if cell.measure in measures]
        for name in named or [None]:
            found.setdefault((name, scope, cell.start, cell.end), Reopened(name, scope, memory.windows[cell]))
    yield from found.values()


def _remove_left_behind(path: Path) -> None:
    """What somebody who was stopped while writing has left."""
    for each in path.parent.glob(f"{path.name}.*.new"):
        with suppress(OSError):
            if time.time() - each.stat().st_mtime > _LEFT_BEHIND:
                each.unlink()


def _unreadable(path: Path, why: str) -> Diagnostic:
    fix = Fix("name another folder with `--state`")
    return Diagnostic(codes.NOT_OURS, f"what was kept cannot be read: {why}", place=str(path), fixes=(fix,))


def _damaged(path: Path, why: str) -> Diagnostic:
    message = f"what was kept is damaged, so it is measured again: {why}"
    return Diagnostic(codes.DAMAGED, message, place=str(path))


def _not_kept(path: Path, why: str) -> Diagnostic:
    fix = Fix("the result holds; the next evaluation takes as long as this one")
    return Diagnostic(usage.CANNOT_WRITE, f"the measurements cannot be kept: {why}", place=str(path), fixes=(fix,))
