"""Where the records of a large log are kept: one table a stream, in a database that lasts as long as the log."""

import csv
import errno
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import CaseRecord, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.stored.cells import cells_of
from sladsl.logs.stored.own_folder import OwnFolder
from sladsl.logs.stored.sql import literal, sql_type
from sladsl.temporal import EARLIEST

_BATCH: Final = 20_000
_NOTHING: Final = "\\N"
_FULL: Final = ("No space left", "Disk quota", "File too large", "max_temp_directory_size")
_FULL_ERRORS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BITS: Final = 60
"""Of a number of 64 that are used; none of them is the sign."""
_TEXT: Final = "="
"""Before every text that is written, so that none looks like nothing."""


@frozen
class Room(Frozen):
    """How much of the machine a store may use. `threads` None: all cores."""

    memory: str = "1GiB"
    threads: int | None = None


USUAL: Final = Room()
"""What is not set otherwise."""


class NoRoom(Exception):
    """There is neither memory nor space in files for what is to be kept; the message says which."""


class Tables(Protocol):
    """What is asked of a place where records are kept, whichever library it is of."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows of any number. Others may ask while they are read."""

    def keep(self, schema: StreamSchema, records: Iterable[Record]) -> "StoredRecords":
        """Records put into a table."""

    def drop(self, table: str) -> None: ...

    def literal(self, text: str) -> str: ...

    def divided(self, dividend: str, divisor: str) -> str:
        """A whole number by another that divides it."""

    def item(self, values: str, place: int) -> str:
        """A value of a list, from 1; NULL where it has no so many."""

    def last(self, values: str) -> str:
        """The greatest value of a list; NULL where it has none."""

    def unnested(self, values: str) -> str:
        """A list as rows, in a SELECT."""

    def digest(self, columns: str) -> str:
        """64 bits that are the same where the columns are."""

    def bit(self, place: str) -> str:
        """The number with only that bit, from 0."""


class Store:
    """A database. It is in memory as far as it has room there, and in files of the folder
    beyond; nothing outlives it."""

    def __init__(self, library: Any, room: Room = USUAL) -> None:
        own = OwnFolder.made()
        self.folder = own.path
        settings: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(self.folder / "spilled"),
            "preserve_insertion_order": False,
        }
        settings["memory_limit"] = room.memory
        if room.threads is not None:
            settings["threads"] = room.threads
        self.library = library
        self.connection = library.connect(":memory:", config=settings)
        self.tables = 0
        weakref.finalize(self, _remove, self.connection, own)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._with_room():
            found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
            return found

    def watched(self) -> Callable[[], float | None]:
        """What says, in any thread, how much of the statement under way has been done; None where nobody knows."""
        self.run("SET enable_progress_bar = true")
        self.run("SET enable_progress_bar_print = false")

        def share() -> float | None:
            with suppress(self.library.Error):
                percent: float = self.connection.query_progress()
                return percent / 100 if 0 <= percent <= 100 else None
            return None

        return share

    def run(self, sql: str) -> None:
        with self._with_room():
            self.connection.execute(sql)

    @contextmanager
    def _with_room(self) -> Iterator[None]:
        """What the library says of memory and of full disks is no trouble of a file or a number."""
        try:
            yield
        except self.library.OutOfMemoryException as trouble:
            raise NoRoom(f"{_first_line(trouble)} (in {self.folder})") from None
        except self.library.IOException as trouble:
            if any(each in str(trouble) for each in _FULL):
                raise NoRoom(f"{_first_line(trouble)} (in {self.folder})") from None
            raise
        except OSError as trouble:
            if trouble.errno in _FULL_ERRORS:
                raise NoRoom(f"no space is left in {self.folder}") from None
            raise

    def keep(self, schema: StreamSchema, records: Iterable[Record]) -> "StoredRecords":
        """Records put into a table."""
        columns = columns_of(schema)
        table = self.create(columns)
        self.add(table, columns, map(cells_of(schema), records))
        return StoredRecords(self, table, schema)

    def drop(self, table: str) -> None:
        self.run(f"DROP TABLE {table}")

    def literal(self, text: str) -> str:
        return literal(text)

    def divided(self, dividend: str, divisor: str) -> str:
        return f"(({dividend}) // {divisor})"

    def item(self, values: str, place: int) -> str:
        return f"{values}[{place}]"

    def last(self, values: str) -> str:
        return f"list_max({values})"

    def unnested(self, values: str) -> str:
        return f"unnest({values})"

    def digest(self, columns: str) -> str:
        return f"hash({columns})"

    def bit(self, place: str) -> str:
        return f"(CAST(1 AS BIGINT) << ({place}))"

    def export(self, table: str, folder: Path) -> None:
        """A table as Parquet files in a new folder."""
        self.run(f"COPY {table} TO {literal(str(folder))} (FORMAT parquet, FILE_SIZE_BYTES '256MB')")

    def export_file(self, table: str, file: Path) -> None:
        """A table as one Parquet file."""
        self.run(f"COPY {table} TO {literal(str(file))} (FORMAT parquet)")

    def new_name(self) -> str:
        """The name of a table that is not there yet."""
        self.tables += 1
        return f"t{self.tables}"

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Rows are numbered as they come; else their order costs memory and time."""
        self.run("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            self.run("SET preserve_insertion_order = false")

    def drop_since(self, tables: int) -> None:
        """Drop what has been made since there were so many tables."""
        for number in range(tables + 1, self.tables + 1):
            self.run(f"DROP TABLE IF EXISTS t{number}")

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows of any number. Others may ask while they are read."""
        with self._with_room():
            cursor = self.connection.cursor()
            cursor.execute(sql)
        while True:
            with self._with_room():
                batch = cursor.fetchmany(_BATCH)
            if not batch:
                break
            yield from batch
        cursor.close()

    def create(self, columns: Sequence[tuple[str, str]]) -> str:
        """A new empty table of these names and types."""
        name = self.new_name()
        self.run(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
        return name

    def add(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Rows of Python values, by way of a file: the library takes them a thousand times faster than one by one."""
        path = self.folder / "rows.csv"
        texts = [kind == "VARCHAR" for _, kind in columns]
        count = 0
        with self._with_room(), path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in rows:
                writer.writerow(map(_written, row, texts))
                count += 1
        if count:
            kinds = ", ".join(f"{literal(column)}: {literal(kind)}" for column, kind in columns)
            taken = ", ".join(f"substr({name}, 2)" if kind == "VARCHAR" else name for name, kind in columns)
            self.run(
                f"INSERT INTO {table} SELECT {taken} FROM read_csv({literal(str(path))}, header = false,"
                f" auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n',"
                f" nullstr = {literal(_NOTHING)}, max_line_size = 16777216, columns = {{{kinds}}})"
            )
        path.unlink()


def _first_line(trouble: Exception) -> str:
    return str(trouble).strip().partition("\n")[0]


def _written(cell: Any, is_text: bool) -> Any:
    if cell is None:
        return _NOTHING
    return _TEXT + cell if is_text else cell


def _remove(connection: Any, own: OwnFolder) -> None:
    connection.close()
    own.remove()


def columns_of(schema: StreamSchema) -> list[tuple[str, str]]:
    """The columns of a stream's table: where a record came from, its times, its values `a0`, `a1` …

    `t0` and `t1` are start and end of a span, `t0` the time of a sample or an event and the first moment of a case.
    Of a case, `k` is the key, `m0`, `m1` … the instants of its moments and `s0`, `s1` … the intervals of its states,
    two numbers each, the second empty while it lasts.
    """
    found = [("file", "INTEGER"), ("line", "BIGINT"), ("t0", "BIGINT")]
    if schema.shape is Shape.SPANS:
        found.append(("t1", "BIGINT"))
    if schema.shape is Shape.CASES:
        found.append(("k", "VARCHAR"))
        found += [(f"m{index}", "BIGINT[]") for index in range(len(schema.moments))]
        found += [(f"s{index}", "BIGINT[][]") for index in range(len(schema.states))]
    found += [(f"a{index}", sql_type(each.type.kind)) for index, each in enumerate(schema.attributes)]
    return found


@frozen
class Apart(Frozen):
    """No two samples that agree in these columns lie in one step of `every`, counted from `origin`."""

    columns: frozenset[str]
    every: int
    origin: int

    def implies(self, other: "Apart") -> bool:
        """Whether each of the other steps lies in one of these."""
        same_grid = self.every % other.every == 0 and (self.origin - other.origin) % other.every == 0
        return self.columns <= other.columns and same_grid


@dataclass(frozen=True, slots=True, eq=False)
class StoredRecords(Sequence[Record]):
    """The records of a table, sorted by time and then by place; those that are read are made anew each time."""

    store: Tables
    table: str
    schema: StreamSchema
    _apart: dict[Apart, bool] = field(init=False, default_factory=dict)
    _length: list[int] = field(init=False, default_factory=list)

    def __len__(self) -> int:
        if not self._length:
            self._length.append(self.store.rows(f"SELECT count(*) FROM {self.table}")[0][0])
        return self._length[0]

    def __iter__(self) -> Iterator[Record]:
        return self.where("TRUE")

    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]

    @property
    def earliest(self) -> int | None:
        """The first instant by which a record is placed."""
        found: int | None = self.store.rows(f"SELECT min(t0) FROM {self.table}")[0][0]
        return found

    def are_apart(self, asked: Apart) -> bool:
        """Whether it is so of these samples: a bit for each step, and as many bits as samples."""
        if asked not in self._apart:
            self._apart[asked] = self._are_known_apart(asked) or self._are_found_apart(asked)
        return self._apart[asked]

    def _are_known_apart(self, asked: Apart) -> bool:
        return any(found and known.implies(asked) for known, found in self._apart.items())

    def _are_found_apart(self, asked: Apart) -> bool:
        lift = (-EARLIEST // asked.every + 2) * asked.every - asked.origin
        shifted = f"(t0 + {lift})"  # no step below zero
        step = self.store.divided(f"{shifted} - {shifted} % {asked.every}", str(asked.every))
        by = "".join(f", {column}" for column in sorted(asked.columns))
        words = f"SELECT step, step % {_BITS} AS place{by} FROM (SELECT {step} AS step{by} FROM {self.table}) s"
        one = f"bit_count(bit_or({self.store.bit('place')})) = count(*) AS one"
        alone = f"SELECT {one} FROM ({words}) w GROUP BY step - place{by}"
        ((apart,),) = self.store.rows(f"SELECT bool_and(one) FROM ({alone}) a")
        return apart is not False

    def among(self, relation: str) -> Iterator[Record]:
        """The records of a relation that has the columns of the table."""
        names = ", ".join(name for name, _ in columns_of(self.schema))
        rows = self.store.stream(f"SELECT {names} FROM {relation} r ORDER BY t0 NULLS LAST, file, line")
        return map(_maker(self.schema), rows)

    def where(self, condition: str, limit: int | None = None, by: str | None = None) -> Iterator[Record]:
        """The records for which a condition holds, in the order of an instant of theirs if not in their own."""
        names = ", ".join(name for name, _ in columns_of(self.schema))
        most = "" if limit is None else f" LIMIT {limit}"
        before = "" if by is None else f"{by}, "
        chosen = f"SELECT {names} FROM {self.table} WHERE {condition} ORDER BY {before}t0 NULLS LAST, file, line{most}"
        rows = self.store.stream(chosen)
        return map(_maker(self.schema), rows)


def can_be_stored(schema: StreamSchema) -> bool:
    """Whether a table holds all that a record says: not how attributes changed while a case lived."""
    return not schema.with_history and not schema.register


def _maker(schema: StreamSchema) -> Callable[[tuple[Any, ...]], Record]:
    """From a row of the table to the record."""
    match schema.shape:
        case Shape.SPANS:
            return lambda row: SpanRecord(row[2], row[3], row[4:], Place(row[0], row[1]))
        case Shape.SAMPLES:
            return lambda row: SampleRecord(row[2], row[3:], Place(row[0], row[1]))
        case Shape.EVENTS:
            return lambda row: EventRecord(row[2], row[3:], Place(row[0], row[1]))
        case Shape.CASES:
            first_state = 4 + len(schema.moments)
            first_value = first_state + len(schema.states)

            def case(row: tuple[Any, ...]) -> CaseRecord:
                moments = tuple(tuple(each or ()) for each in row[4:first_state])
                states = tuple(
                    tuple((pair[0], pair[1]) for pair in each or ()) for each in row[first_state:first_value]
                )
                return CaseRecord(row[3], moments, states, row[first_value:], Place(row[0], row[1]))

            return case
