"""Files as relations of a store, in which a row is a row of the file and knows its line."""

import csv
import glob
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

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

BY_COLUMNS: Final = ("csv", "tsv", "jsonl", "parquet")
_MOST_FORMS: Final = 1_000
"""Objects with other columns or kinds of values; with more of them there is hardly one column of one kind."""
_KINDS: Final = {"VARCHAR": "VARCHAR", "UBIGINT": "BIGINT", "BIGINT": "BIGINT", "BOOLEAN": "BOOLEAN", "NULL": ""}
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
    has_header: bool = True


@dataclass(frozen=True, slots=True)
class Sheets:
    """Makes them. TooOdd: the file is left to the reader of all formats."""

    store: Store
    plan: Plan
    limits: Limits

    def of(self, form: str, path: Path, found: Scan, delimiter: str) -> Sheet:
        if form == "parquet":
            return self._parquet(path)
        return self._jsonl(path, found) if form == "jsonl" else self._csv(path, found, delimiter)

    def _csv(self, path: Path, found: Scan, delimiter: str) -> Sheet:
        if not found.plain or found.lines < 2:
            raise TooOdd
        text = LogText(path, path.name, self.limits, Complaints(0))
        try:
            (fields,) = csv.reader([found.first.decode("utf-8") + "\n"], delimiter=delimiter, strict=True)
        except (ValueError, csv.Error):
            raise TooOdd from None
        header = named(text, 1, fields)
        if len(header) < 2 or self.plan.required - set(header):
            raise TooOdd
        names = {name: f"c{index}" for index, name in enumerate(header)}
        known = {name: column for name, column in names.items() if name in self.plan.known}
        chosen = "".join(f", {column}" for column in known.values())
        table = self.store.new_name()
        form = f"header = true, delim = {literal(delimiter)}, quote = '\"', escape = '\"'"
        layout = self._layout(found, form, names.values())
        with self.store.in_order():
            self.store.run(
                f"CREATE TABLE {table} AS SELECT row_number() OVER () + 1 AS n{chosen} "
                f"FROM read_csv({_named(path)}, {layout})"
            )
        rows, columns = self._rows(table), {name: Raw(column, column, "varchar") for name, column in known.items()}
        if rows != found.lines - 1:
            # A row over several lines, or a line that is none.
            raise TooOdd
        return Sheet(table, columns, header, rows, text, fields)

    def _jsonl(self, path: Path, found: Scan) -> Sheet:
        """Objects of texts, whole numbers and truths, of one kind in each column."""
        if not found.plain or not found.lines:
            raise TooOdd
        layout = self._layout(found, "header = false, delim = '\x1f', quote = '', escape = ''", ["line"])
        with self.store.in_order():
            rows = f"(SELECT row_number() OVER () AS n, line FROM read_csv({_named(path)}, {layout}))"
            fine = "json_valid(line) AND NOT contains(line, '\\u0000')"
            forms = self.store.rows(
                f"SELECT CASE WHEN {fine} THEN json_keys(line) END AS keys, "
                f"CASE WHEN {fine} THEN CAST(json_structure(line) AS VARCHAR) END AS form, count(*) AS many, "
                f"min(n) AS first FROM {rows} GROUP BY keys, form ORDER BY first LIMIT {_MOST_FORMS + 1}"
            )
            kinds = _kinds_of(forms)
            known = {name: kind for name, kind in kinds.items() if name in self.plan.known}
            if not known or sum(many for _, _, many, _ in forms) != found.lines:
                raise TooOdd
            names = {name: f"c{index}" for index, name in enumerate(known)}
            chosen = ", ".join(f"j.{identifier(name)} AS {column}" for name, column in names.items())
            table = self.store.new_name()
            self.store.run(
                f"CREATE TABLE {table} AS SELECT n, {chosen} FROM "
                f"(SELECT n, json_transform_strict(line, {literal(json.dumps(known))}) AS j FROM {rows}) t"
            )
        columns = {name: Raw(column, column, known[name].lower()) for name, column in names.items()}
        return Sheet(table, columns, tuple(kinds), self._rows(table), None, [], has_header=False)

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
                columns[normal(column)] = Raw(f"c{index}", f"x{index}", str(kind).lower())
        relation = f"(SELECT file_row_number + 1 AS n, {', '.join(chosen)} FROM {file})"
        rows = self._rows(file)
        if not rows:
            raise TooOdd
        return Sheet(relation, columns, header, rows, None, [])

    def _rows(self, relation: str) -> int:
        ((rows,),) = self.store.rows(f"SELECT count(*) FROM {relation}")
        return int(rows)

    def _layout(self, found: Scan, form: str, columns: Iterable[str]) -> str:
        """How lines are read: nothing is guessed, and what does not fit is an error."""
        names = list(columns)
        kinds = ", ".join(f"{each}: 'VARCHAR'" for each in names)
        return (
            f"{form}, auto_detect = false, new_line = {literal(_NEW_LINE[found.returns])}, strict_mode = true, "
            f"max_line_size = {self.limits.line_bytes}, compression = {literal(found.packing)}, "
            f"columns = {{{kinds}}}, force_not_null = [{', '.join(names)}]"
        )


def _kinds_of(forms: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """The columns of objects in the order in which they come, and the kind of each."""
    found: dict[str, str] = {}
    if len(forms) > _MOST_FORMS:
        raise TooOdd
    for keys, form, *_ in forms:
        if keys is None or form is None:
            raise TooOdd
        kinds = json.loads(form)
        if not isinstance(kinds, dict) or len({normal(each).casefold() for each in keys}) < len(keys):
            raise TooOdd
        for key in keys:
            kind = _KINDS.get(kinds[key]) if isinstance(kinds[key], str) else None
            if kind is None or key != normal(key):
                raise TooOdd
            if found.get(key, "") not in ("", kind) and kind:
                raise TooOdd
            found[key] = found.get(key) or kind
    if len({each.casefold() for each in found}) < len(found):
        raise TooOdd
    return {name: kind or "VARCHAR" for name, kind in found.items()}


def _named(path: Path) -> str:
    """A name is a name here, though it may look like a pattern."""
    return literal(glob.escape(str(path.resolve())))
