"""Records of files that were read before, kept as they were read: a file that has not changed is not read again.

They lie as Parquet files in a folder, beside an index of what else was found. All of it is only a saving of time: what
cannot be used is read again from the log. A file is taken as unchanged if its size and the time of its last change are
what they were; if these are others, its digest decides.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from sladsl.logs.columns import ColumnCheck
from sladsl.logs.complaints import Complaints
from sladsl.logs.files import Hashing, State, state_of
from sladsl.logs.plan import Plan
from sladsl.logs.rows import Row
from sladsl.logs.stored.sql import literal
from sladsl.logs.stored.store import NoRoom, Store

_VERSION: Final = 1
_JUST_NOW: Final = 2 * 10**9
"""Nanoseconds within which a file may be written to again without showing a later time of change."""
_IN_USE: Final = 3_600 * 10**9
"""Nanoseconds for which another run may still read or write what this one has no use for."""
WORTH_KEEPING: Final = 2_000
"""Rows of a file; fewer are read as fast as they are found again."""
_MOST_BYTES: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file, and what it calls its columns. `has_header` False: those are the columns that its rows name."""

    path: str
    state: State
    digest: str
    columns: tuple[str, ...]
    delimiter: str
    has_header: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """The records of one file; of cases, of all files. They lie in `table`, which has the size and time `state`.
    `skipped` rows were left out by the binding."""

    files: tuple[FileRead, ...]
    rows: int
    skipped: int
    table: str
    state: State


class NotedColumns(ColumnCheck):
    """Remembers which columns each file has, so that what is said of them can be said again."""

    def __init__(self, plan: Plan, complaints: Complaints) -> None:
        super().__init__(plan, complaints)
        self.noted: dict[str, tuple[dict[str, None], str, bool]] = {}

    def header(self, columns: Sequence[str], name: str, delimiter: str) -> bool:
        self.noted[name] = dict.fromkeys(columns), delimiter, True
        return super().header(columns, name, delimiter)

    def row(self, row: Row, name: str) -> None:
        known = self.noted.setdefault(name, ({}, "", False))[0]
        if not known.keys() >= row.keys():
            known.update(dict.fromkeys(row))
        super().row(row, name)


@dataclass(slots=True)
class KeptRecords:
    """What is kept of one stream, in files of `folder` whose names begin with `stem`. `made_from`: all that the records
    depend on beside the files."""

    folder: Path
    stem: str
    made_from: str
    is_read_only: bool = False
    troubles: list[str] = field(default_factory=list)
    fine: str = ""
    """What says of which files between whose records there was nothing to complain of."""
    _known: dict[str, Piece] = field(default_factory=dict)
    _used: list[Piece] = field(default_factory=list)

    @classmethod
    def opened(cls, folder: Path, stem: str, made_from: str, *, is_read_only: bool = False) -> "KeptRecords":
        kept = cls(folder, stem, made_from, is_read_only)
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            if kept._index.stat().st_size <= _MOST_BYTES:
                told = json.loads(kept._index.read_bytes())
                if (told["version"], told["made_from"]) == (_VERSION, made_from):
                    pieces = [_piece(each) for each in told["pieces"]]
                    kept._known = {_name(each.files): each for each in pieces}
                    kept.fine = str(told["fine"])
        return kept

    def piece(self, files: Sequence[Path]) -> Piece | None:
        """What was read of these files, if they are as they were."""
        known = self._known.get(_joined(str(each.absolute()) for each in files))
        if known is None or state_of(self.folder / known.table) != known.state:
            return None
        for path, each in zip(files, known.files, strict=True):
            state = state_of(path)
            if state is None or (state != each.state and digest_of_file(path) != each.digest):
                return None
        self._used.append(known)
        return known

    def keep(self, files: Sequence[FileRead], rows: int, skipped: int, store: Store, relation: str) -> None:
        """The rows of a relation are the records of the files."""
        if (
            self.is_read_only
            or rows < WORTH_KEEPING
            or not all(_is_settled(each.state) and state_of(Path(each.path)) == each.state for each in files)
        ):
            return
        named = hashlib.sha256("\n".join(each.digest for each in files).encode()).hexdigest()[:24]
        table = self.folder / f"{self.stem}.{named}.parquet"
        beside = table.with_name(f"{table.name}.{os.getpid()}.new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            store.run(f"COPY ({relation}) TO {literal(str(beside))} (FORMAT parquet)")
            beside.replace(table)
            state = state_of(table)
            if state is not None:
                self._used.append(Piece(tuple(files), rows, skipped, table.name, state))
        except (OSError, NoRoom, store.library.Error) as trouble:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            self.troubles.append(str(trouble).partition("\n")[0])

    def save(self) -> None:
        """Write the index, and remove what no file is known for any more. OSError: that cannot be done."""
        if not self._used and not self._known:
            return
        content = {
            "version": _VERSION,
            "made_from": self.made_from,
            "fine": self.fine,
            "pieces": [asdict(each) for each in self._used],
        }
        beside = self._index.with_name(f"{self._index.name}.{os.getpid()}.new")
        self.folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(content), encoding="ascii")
        beside.replace(self._index)
        used = {each.table for each in self._used}
        for each in self.folder.glob(f"{self.stem}.*"):
            if each.suffix in (".parquet", ".new") and each.name not in used:
                with suppress(OSError):
                    if time.time_ns() - each.stat().st_mtime_ns > _IN_USE:
                        each.unlink()

    @property
    def _index(self) -> Path:
        return self.folder / f"{self.stem}.json"


def digest_of_file(path: Path) -> str | None:
    try:
        with path.open("rb", buffering=0) as file:
            hashing = Hashing(file)
            hashing.drain()
    except OSError:
        return None
    return hashing.hash.hexdigest()


def view_of(store: Store, table: str, columns: Sequence[str], pieces: Sequence[tuple[int | None, Path]]) -> str:
    """The name of a relation of the rows of a table and those of pieces. Each piece has the number of its file, or
    None where each row has its own."""
    names = ", ".join(columns)
    parts = [f"SELECT {names} FROM {table}"]
    parts += [f"SELECT {names} FROM read_parquet({_file(path)})" for place, path in pieces if place is None]
    placed = [(place, path) for place, path in pieces if place is not None]
    if placed:
        others = ", ".join(f"r.{each}" for each in columns if each != "file")
        named = ", ".join(f"({_file(path)}, {place})" for place, path in placed)
        listed = ", ".join(_file(path) for _, path in placed)
        parts.append(
            f"SELECT CAST(p.place AS INTEGER) AS file, {others} FROM read_parquet([{listed}], filename = 'told_in') r "
            f"JOIN (VALUES {named}) p(name, place) ON r.told_in = p.name"
        )
    view = f"v_{table}"
    store.run(f"CREATE VIEW {view} AS {' UNION ALL '.join(parts)}")
    return view


def _file(path: Path) -> str:
    return literal(str(path))


def _is_settled(state: State) -> bool:
    return time.time_ns() - state[3] > _JUST_NOW


def _name(files: Sequence[FileRead]) -> str:
    return _joined(each.path for each in files)


def _joined(paths: Iterator[str]) -> str:
    return "\0".join(paths)


def _piece(told: Mapping[str, Any]) -> Piece:
    """ValueError, KeyError, TypeError: it is none."""
    table = str(told["table"])
    if "/" in table or "\\" in table or table.startswith("."):
        raise ValueError("this is no name")
    files = tuple(_file_read(each) for each in told["files"])
    return Piece(files, int(told["rows"]), int(told["skipped"]), table, _state(told["state"]))


def _file_read(told: Mapping[str, Any]) -> FileRead:
    return FileRead(
        str(told["path"]),
        _state(told["state"]),
        str(told["digest"]),
        tuple(str(each) for each in told["columns"]),
        str(told["delimiter"]),
        bool(told["has_header"]),
    )


def _state(told: Sequence[Any]) -> State:
    return tuple(int(each) for each in told)
