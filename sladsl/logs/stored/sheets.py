"""Files as relations of a store, in which a row is a row of the file and knows its line."""

import csv
import glob
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sladsl.logs.complaints import Complaints
from sladsl.logs.files import LogText
from sladsl.logs.formats.csv_rows import named
from sladsl.logs.formats.parquet_rows import cell_of
from sladsl.logs.limits import Limits
from sladsl.logs.plan import Plan
from sladsl.logs.rows import normal
from sladsl.logs.stored.columns import Raw, TooOdd
from sladsl.logs.stored.scanning import Scan
from sladsl.logs.stored.sql import identifier, literal
from sladsl.logs.stored.store import Store

BY_COLUMNS: Final = ("csv", "tsv", "parquet")
_LONGEST_LINE: Final = 16 * 1024 * 1024
_NEW_LINE: Final = {True: "\\r\\n", False: "\\n"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file as a relation, in which `n` is the line of each; `columns` are those that mean something, by
    their names in the file. `text` and `fields` are for complaints about a header."""

    relation: str
    columns: Mapping[str, Raw]
    header: tuple[str, ...]
    rows: int
    text: LogText | None
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Makes them. TooOdd: the file is left to the reader of all formats."""

    store: Store
    plan: Plan
    limits: Limits

    def of(self, form: str, path: Path, found: Scan, delimiter: str) -> Sheet:
        return self._parquet(path) if form == "parquet" else self._csv(path, found, delimiter)

    def _csv(self, path: Path, found: Scan, delimiter: str) -> Sheet:
        if not found.plain or found.lines < 2:
            raise TooOdd
        text = LogText(path, path.name, self.limits, Complaints(0))
        with path.open(encoding="utf-8", newline="") as file:
            first = file.readline(_LONGEST_LINE)
        try:
            (fields,) = csv.reader([first], delimiter=delimiter, strict=True)
        except (ValueError, csv.Error):
            raise TooOdd from None
        header = named(text, 1, fields)
        if len(header) < 2 or self.plan.required - set(header):
            raise TooOdd
        names = {name: f"c{index}" for index, name in enumerate(header)}
        kinds = ", ".join(f"{each}: 'VARCHAR'" for each in names.values())
        known = {name: column for name, column in names.items() if name in self.plan.known}
        chosen = "".join(f", {column}" for column in known.values())
        table = self.store.new_name()
        layout = (
            f"header = true, auto_detect = false, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
            f"new_line = {literal(_NEW_LINE[found.returns])}, strict_mode = true, max_line_size = {_LONGEST_LINE}, "
            f"columns = {{{kinds}}}, force_not_null = [{', '.join(names.values())}]"
        )
        with self.store.in_order():
            self.store.run(
                f"CREATE TABLE {table} AS SELECT row_number() OVER () + 1 AS n{chosen} "
                f"FROM read_csv({_named(path)}, {layout})"
            )
        rows, *different = self.store.rows(
            f"SELECT count(*){''.join(f', approx_count_distinct({each})' for each in known.values())} FROM {table}"
        )[0]
        if rows != found.lines - 1:
            # A row over several lines, or a line that is none.
            raise TooOdd
        columns = {
            name: Raw(column, column, "varchar", count)
            for (name, column), count in zip(known.items(), different, strict=True)
        }
        return Sheet(table, columns, header, rows, text, fields)

    def _parquet(self, path: Path) -> Sheet:
        file = f"read_parquet({_named(path)}, binary_as_string = true, file_row_number = true)"
        described = self.store.connection.sql(f"SELECT * EXCLUDE (file_row_number) FROM {file}")
        header = tuple(normal(each) for each in described.columns)
        if len(set(header)) < len(header) or self.plan.required - set(header):
            raise TooOdd
        if any(kind.id in ("struct", "list", "map", "union") for kind in described.types):
            raise TooOdd
        chosen, columns = [], {}
        for index, (column, kind) in enumerate(zip(described.columns, described.types, strict=True)):
            if normal(column) in self.plan.known:
                value = identifier(column)
                chosen += [f"{value} AS c{index}", f"{cell_of(value, kind)} AS x{index}"]
                columns[normal(column)] = (f"c{index}", f"x{index}", str(kind).lower())
        relation = f"(SELECT file_row_number + 1 AS n, {', '.join(chosen)} FROM {file})"
        counted = "".join(f", approx_count_distinct({each[1]})" for each in columns.values())
        rows, *different = self.store.rows(f"SELECT count(*){counted} FROM {relation}")[0]
        if not rows:
            raise TooOdd
        raw = {name: Raw(*each, count) for (name, each), count in zip(columns.items(), different, strict=True)}
        return Sheet(relation, raw, header, rows, None, [])


def _named(path: Path) -> str:
    """A name is a name here, though it may look like a pattern."""
    return literal(glob.escape(str(path.resolve())))
