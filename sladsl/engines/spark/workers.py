"""Logs read by the workers of Spark: each file by one of them, with the reader that reads it elsewhere. To the driver
comes what is told of a file, and never a row."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any, Final, TypeVar

from sladsl import __version__
from sladsl.engines.engine import EngineTrouble
from sladsl.engines.spark.session import is_local, plain
from sladsl.engines.spark.settings import SparkSettings
from sladsl.engines.spark.tables import Refused, SparkTables
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.apart import read_part
from sladsl.logs.stored.cases_apart import build_cases
from sladsl.logs.stored.store import NoRoom, Room, Store, StoredRecords
from sladsl.logs.stored.workers import CasesTold, Kinds, Part, PartTold, Task
from sladsl.temporal import tz_database_version

WORTH_SENDING: Final = 1 << 22
"""Bytes of the files of a stream; fewer are read here before a worker has started."""
_MOST_TASKS: Final = 10_000
_ROWS_AT_ONCE: Final = 250_000
"""Rows of cases that one task puts together."""
_Given = TypeVar("_Given")
_Told = TypeVar("_Told")


class SparkWorkers:
    """`told` says of each stream by whom it was read, and why not by the workers."""

    def __init__(self, session: Any, settings: SparkSettings, tables: SparkTables, room: Room) -> None:
        self._session, self._settings, self._tables = session, settings, tables
        # Spark gives a task as much of a machine as it is to have.
        self._room = replace(room, threads=1)
        self._folder = Path()
        self.told: dict[str, str] = {}

    def read(self, task: Task, parts: Sequence[Part]) -> Sequence[PartTold] | None:
        found = self._why_not(parts) or self._read(task, parts)
        if isinstance(found, str):
            self.told[task.schema.name] = f"the driver: {found}"
            return None
        self.told[task.schema.name] = f"the workers: {len(parts):,} file{'s' * (len(parts) > 1)}"
        return found

    def _read(self, task: Task, parts: Sequence[Part]) -> list[PartTold] | str:
        self._folder = self._tables.new_folder()
        return self._all(partial(_read_there, task, str(self._folder), self._room), parts)

    def build(self, task: Task, names: Sequence[str], kinds: Sequence[Kinds], rows: int) -> Sequence[CasesTold]:
        apart, together = self._folder, self._tables.new_folder()
        self._tables.shuffle(apart, together / "rows", "k", rows // _ROWS_AT_ONCE + 1)
        self._folder = self._tables.new_folder()
        files = sorted(map(str, (together / "rows").glob("*.parquet")))
        rmtree(apart, ignore_errors=True)
        found = self._all(partial(_build_there, task, names, kinds, str(self._folder), self._room), files)
        assert not isinstance(found, str)
        rmtree(together, ignore_errors=True)
        return found

    def records(self, schema: StreamSchema, places: Sequence[int | None]) -> StoredRecords:
        return self._tables.read_files(schema, self._folder, places)

    def _all(self, work: Callable[[_Given], _Told | str | Exception], parts: Sequence[_Given]) -> list[_Told] | str:
        """What is told of all parts; a text says why one of them is nothing for workers."""
        found: list[_Told] = []
        for each in self._tables.asked(lambda: self._mapped(parts, work)):
            if isinstance(each, Exception):
                raise each
            if isinstance(each, str):
                return each
            found.append(each)
        return found

    def _mapped(self, parts: Sequence[Any], work: Any) -> list[Any]:
        slices = min(len(parts), _MOST_TASKS)
        found: list[Any] = self._session.sparkContext.parallelize(parts, slices).map(work).collect()
        return found

    def _why_not(self, parts: Sequence[Part]) -> str | None:
        if sum(each.state[0] for each in parts) < WORTH_SENDING:
            return "it is small"
        if self._settings.shared is None and not is_local(self._settings):
            return "there is no folder `shared` under `[spark]`"
        return self._lacking

    @cached_property
    def _lacking(self) -> str | None:
        """A worker that lacks what is needed says so at once, and before any file is read."""
        try:
            ((version, zones),) = self._tables.asked(lambda: self._mapped([None], _what_is_there))
        except Refused as trouble:
            return f"a worker has no sladsl that can be used: {trouble}"
        if (version, zones) != (__version__, tz_database_version()):
            return f"a worker has sladsl {version} with the time zones {zones}, which is not what this machine has"
        return None


def _what_is_there(_: object) -> tuple[str, str]:
    import_module("duckdb")
    return __version__, tz_database_version()


def _read_there(task: Task, folder: str, room: Room, part: Part) -> PartTold | str | Exception:
    return _worked(room, lambda store: read_part(task, part, store, Path(folder) / f"{part.number:08}.parquet"))


def _build_there(
    task: Task, names: Sequence[str], kinds: Sequence[Kinds], folder: str, room: Room, file: str
) -> CasesTold | Exception:
    to = Path(folder) / Path(file).name
    return _worked(room, lambda store: build_cases(task, names, kinds, Path(file), store, to))


def _worked(room: Room, work: Callable[[Store], _Told]) -> _Told | Exception:
    """Runs on a worker. What is no mistake of ours is told in a line, and not tried again."""
    library = import_module("duckdb")
    try:
        return work(Store(library, room))
    except NoRoom as lack:
        return lack
    except (OSError, library.Error) as trouble:
        return EngineTrouble(f"a worker cannot read the log into the folder `shared`: {plain(trouble)}")
