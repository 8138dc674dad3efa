"""Rows of a Parquet file. DuckDB unpacks them; what a value means is decided where it is for all formats, so columns of
times, numbers and so on become the texts or exact numbers that another format would hold."""

import glob
from collections.abc import Iterator
from typing import Any

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.libraries import duckdb
from sladsl.logs.rows import BadRow, Layout, OnHeader, Row, normal
from sladsl.logs.shown import escaped

_BATCH = 10_000
_MAGIC = b"PAR1"
_WHOLE = frozenset("tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint".split())
_AS_THEY_ARE = _WHOLE | {"varchar", "boolean", "decimal"}
# Nothing is installed, and a file reads no other file.
_SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def read_parquet(text: LogText, _layout: Layout, on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The number of the row, from 1, and the row."""
    where = escaped(text.name)
    library = duckdb(text.complaints, where)
    if library is None:
        return
    ends = text.whole(len(_MAGIC))
    if ends is None:
        return
    first, last = ends
    if first != _MAGIC:
        text.complaints.add(codes.BROKEN_DOCUMENT, "this is no Parquet file: it begins with something else", where)
        return
    if last != _MAGIC:
        text.complaints.add(codes.BROKEN_DOCUMENT, "this Parquet file ends too early; nothing in it can be read", where)
        return
    number = 0
    try:
        with library.connect(":memory:", config=_SETTINGS) as connection:
            for number, row in enumerate(_rows(connection, text, on_header), 1):
                if number > text.limits.lines:
                    message = f"this file has more than {text.limits.lines:,} rows; the rest is not read"
                    text.complaints.add(codes.TOO_LARGE, message, f"{where}:{number}")
                    return
                yield number, row
    except (library.Error, UnicodeDecodeError):
        read = f"it could be read up to row {number}" if number else "nothing in it could be read"
        text.complaints.add(codes.BROKEN_DOCUMENT, f"this Parquet file is damaged; {read}", where)
    if text.has_changed():
        message = "this file was written to while it was read; read it again when it is whole"
        text.complaints.add(codes.UNREADABLE, message, where)


def _rows(connection: Any, text: LogText, on_header: OnHeader) -> Iterator[Row]:
    # A name is a name here, though it may look like a pattern.
    name = _literal(glob.escape(str(text.path.resolve())))
    table = connection.sql(f"SELECT * FROM read_parquet({name}, binary_as_string = true)")
    columns: dict[str, str] = {}
    for column, kind in zip(table.columns, table.types, strict=True):
        _column(_identifier(column), normal(column), kind, columns)
    wanted = on_header(tuple(columns))
    if wanted is None:
        return
    names = [each for each in columns if each in wanted]
    chosen = ", ".join(columns[each] for each in names) or "NULL"
    rows = connection.execute(f"SELECT {chosen} FROM read_parquet({name}, binary_as_string = true)")
    while batch := rows.fetchmany(_BATCH):
        for each in batch:
            yield dict(zip(names, each, strict=False))


def _column(value: str, name: str, kind: Any, columns: dict[str, str]) -> None:
    """The columns of one column by name: an object inside has a dot in its name."""
    if kind.id == "struct":
        for inner, its in kind.children:
            _column(f"struct_extract({value}, {_literal(inner)})", f"{name}.{normal(inner)}", its, columns)
    elif kind.id == "list" and kind.children[0][1].id == "struct":
        for inner, its in kind.children[0][1].children:
            part = cell_of(f"struct_extract(each, {_literal(inner)})", its)
            columns[_free(f"{name}.{normal(inner)}", columns)] = f"list_transform({value}, lambda each: {part})"
    else:
        columns[_free(name, columns)] = cell_of(value, kind)


def cell_of(value: str, kind: Any) -> str:
    """The SQL of a value as another format would hold it."""
    if kind.id in _AS_THEY_ARE:
        return value
    if kind.id == "list":
        return f"list_transform({value}, lambda part: {cell_of('part', kind.children[0][1])})"
    # A time with an offset is told in UTC: DuckDB would tell it in the zone of the machine.
    if kind.id == "timestamp with time zone":
        return f"CAST(make_timestamp(epoch_us({value})) AS VARCHAR) || 'Z'"
    if kind.id == "timestamptz_ns":
        return f"CAST(make_timestamp_ns(epoch_ns({value})) AS VARCHAR) || 'Z'"
    # Of a binary fraction, the shortest decimal that stands for it; of a time, its text; the rest is refused later.
    return f"CAST({value} AS VARCHAR)"


def _free(name: str, columns: dict[str, str]) -> str:
    """The name, or another where an object and a column with a dot come to the same."""
    return name if name not in columns else _free(f"{name}.2", columns)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
