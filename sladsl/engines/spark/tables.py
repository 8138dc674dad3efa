"""Tables of Spark: rows that are handed over from Python, or files that Spark reads."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from sladsl.engines.engine import EngineTrouble
from sladsl.engines.spark.dialect import SPARK
from sladsl.engines.spark.session import is_local, plain
from sladsl.engines.spark.settings import SparkSettings
from sladsl.logs.records import Record
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.stored.store import Store, StoredRecords, columns_of

_FEW: Final = 10_000
"""Records that one task takes; more of them would only wait for each other."""
HANDED_OVER: Final = 100_000
"""Records up to which they go from Python to Spark as they are; more are put into files."""
_TYPES: Final = {
    "VARCHAR": "STRING", "INTEGER": "INT", "BIGINT[]": "ARRAY<BIGINT>", "BIGINT[][]": "ARRAY<ARRAY<BIGINT>>",
}  # fmt: skip
_numbers = count(1)


class Refused(EngineTrouble):
    """Spark does not answer a statement, but may answer others; the message says why, in a line."""


class SparkTables:
    """Views of a session. What is put into files lies in a folder that goes with this object."""

    def __init__(self, session: Any, settings: SparkSettings, errors: tuple[type[Exception], ...]) -> None:
        self._session, self._settings, self._errors = session, settings, errors
        self._folder: Path | None = None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.asked(lambda: self._session.sql(sql).collect())]

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        found = self.asked(lambda: self._session.sql(sql).toLocalIterator())
        while (row := self.asked(lambda: next(found, None))) is not None:
            yield tuple(row)

    def keep(self, schema: StreamSchema, records: Iterable[Record]) -> StoredRecords:
        name = f"sladsl_{next(_numbers)}"
        if isinstance(records, StoredRecords) and isinstance(records.store, Store) and len(records) > HANDED_OVER:
            files = self._files(name, records.store, records.table)
            self.asked(lambda: self._session.read.parquet(files).createOrReplaceTempView(name))
        else:
            rows = [*map(_row_maker(schema), records)]
            self.asked(lambda: self._from_rows(schema, rows).createOrReplaceTempView(name))
        return StoredRecords(self, name, schema)

    def new_folder(self) -> Path:
        """Where workers put files that they read later, under the same name on each machine."""
        folder = self._shared_folder() / f"sladsl_{next(_numbers)}"
        folder.mkdir()
        return folder

    def shuffle(self, folder: Path, to: Path, column: str, parts: int) -> None:
        """Put the rows of files into others, so that all with the same value in a column are in one."""

        def write() -> None:
            rows = self._session.read.parquet(folder.as_uri())
            rows.repartition(parts, column).write.parquet(to.as_uri())

        self.asked(write)

    def read_files(self, schema: StreamSchema, folder: Path, places: Sequence[int | None]) -> StoredRecords:
        """The files of a folder as records. `places` are other numbers for the files that records came from."""
        name = folder.name
        moved = [
            f"WHEN {number} THEN {place}"
            for number, place in enumerate(places)
            if number != place and place is not None
        ]
        file = f"CAST(CASE file {' '.join(moved)} ELSE file END AS INT)" if moved else "file"

        def read() -> None:
            others = [each for each, _ in columns_of(schema) if each != "file"]
            found = self._session.read.parquet(folder.as_uri())
            found.selectExpr(f"{file} AS file", *others).createOrReplaceTempView(name)

        self.asked(read)
        return StoredRecords(self, name, schema)

    def literal(self, text: str) -> str:
        return SPARK.literal(text)

    def divided(self, dividend: str, divisor: str) -> str:
        return f"(({dividend}) div {divisor})"

    def item(self, values: str, place: int) -> str:
        return f"get({values}, {place - 1})"

    def last(self, values: str) -> str:
        return f"array_max({values})"

    def unnested(self, values: str) -> str:
        return SPARK.unnested(values)

    def digest(self, columns: str) -> str:
        return f"xxhash64({columns})"

    def bit(self, place: str) -> str:
        return f"shiftleft(CAST(1 AS BIGINT), CAST({place} AS INT))"

    def drop(self, table: str) -> None:
        self.asked(lambda: self._session.catalog.dropTempView(table))
        if self._folder is not None:
            shutil.rmtree(self._folder / table, ignore_errors=True)

    def _from_rows(self, schema: StreamSchema, rows: Sequence[Sequence[Any]]) -> Any:
        kinds = ", ".join(f"{name} {_TYPES.get(kind, kind)}" for name, kind in columns_of(schema))
        made = self._session.createDataFrame(rows, kinds, verifySchema=False)
        return made.coalesce(1) if len(rows) <= _FEW else made

    def _files(self, name: str, store: Store, table: str) -> str:
        """The name of a folder of files that Spark reads, on each of its machines."""
        try:
            folder = self._shared_folder() / name
            store.export(table, folder)
        except (OSError, store.library.Error) as trouble:
            raise EngineTrouble(f"the log cannot be put where Spark finds it: {plain(trouble)}") from None
        return folder.as_uri()

    def _shared_folder(self) -> Path:
        if self._folder is None:
            shared = self._settings.shared
            if shared is None and not is_local(self._settings):
                raise EngineTrouble("a large log goes to a cluster by way of a folder, `shared` under `[spark]`")
            self._folder = Path(tempfile.mkdtemp(prefix="sladsl-", dir=shared))
            # Other machines may run under another user.
            self._folder.chmod(0o755)
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def asked(self, ask: Callable[[], Any]) -> Any:
        """What Spark answers. One that is no longer there is another trouble than a number that is too great."""
        try:
            return ask()
        except self._errors as trouble:
            if self._is_gone():
                raise EngineTrouble(f"Spark stopped during the run: {plain(trouble)}") from None
            raise Refused(plain(trouble)) from None
        except OSError as trouble:  # of the bridge to Java
            raise EngineTrouble(f"Spark stopped during the run: {plain(trouble)}") from None

    def _is_gone(self) -> bool:
        try:
            return bool(self._session.sparkContext._jsc.sc().isStopped())
        except Exception:  # no Java to ask
            return True


def _row_maker(schema: StreamSchema) -> Callable[[Any], Sequence[Any]]:
    """From a record to a row, in the order of `columns_of`."""

    def case(record: Any) -> Sequence[Any]:
        first = min((told[0] for told in record.moments if told), default=None)
        moments = [list(told) for told in record.moments]
        states = [[list(pair) for pair in told] for told in record.states]
        return (*record.place, first, record.key, *moments, *states, *record.values)

    match schema.shape:
        case Shape.CASES:
            return case
        case Shape.SPANS:
            return lambda record: (*record.place, record.start, record.end, *record.values)
        case _:
            return lambda record: (*record.place, record.at, *record.values)
