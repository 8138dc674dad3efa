"""The file as a table: its format, where its records are, and what the values of each column are."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.logs.complaints import Complaints
from sladsl.logs.files import LogText
from sladsl.logs.formats import FORMATS, Format, format_of
from sladsl.logs.formats.documents import NOTHING, json_document
from sladsl.logs.formats.json_rows import lists_in
from sladsl.logs.guessing.times import forms_of
from sladsl.logs.limits import DEFAULT_LIMITS, Limits
from sladsl.logs.rows import BadRow, Layout, Row, text_of

MOST_ROWS = 20_000
"""A guess is made from so many rows; it is then tried on all."""

_MOST_DISTINCT = 5_000
_MOST_SHOWN = 10
_MISSING = frozenset(("?", "null", "none", "n/a", "na", "-", "--", "\\n", "nan", "(null)", "undefined", "(empty)"))


@frozen
class Column(Frozen):
    """A column of the file. `values` are its distinct values, in order of their first row, without those that stand
    for nothing (`missing`); `forms` the forms in which all of them are times. `lists`: a row may have several."""

    name: str
    values: tuple[str, ...]
    filled: int
    rows: int
    missing: tuple[str, ...]
    many: bool
    forms: tuple[str, ...]
    lists: bool = False

    @property
    def is_full(self) -> bool:
        return self.filled == self.rows

    @property
    def is_unique(self) -> bool:
        return not self.many and self.filled == len(self.values)


@frozen
class Table(Frozen):
    """What was seen of a file. `whole` says that all rows were looked at."""

    format: Format
    stated: bool
    delimiter: str
    records: str | None
    lists: tuple[str, ...]
    rows: Sequence[Row]
    columns: Mapping[str, Column]
    whole: bool

    def texts(self, name: str) -> list[str]:
        """The values of a column, row by row, empty where there is none."""
        nothing = self.columns[name].missing
        read = (text_of(row.get(name)) for row in self.rows)
        return ["" if text in nothing else text for text in read]


def looked_at(
    path: Path, name: str, records: str | None, form: str | None, limits: Limits = DEFAULT_LIMITS
) -> tuple[Table | None, list[Diagnostic]]:
    """The table of a file; None where there are no rows in it, or none that can be read."""
    complaints = Complaints(_MOST_SHOWN, [name])
    start = _start(LogText(path, name, limits, Complaints(1)))
    known = FORMATS[form] if form else format_of(name)
    chosen = known or _sniffed(start)
    lists: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()
    stated = form is None and known is chosen
    if chosen.name == "json" and form is None:
        document = json_document(LogText(path, name, limits, Complaints(1)))
        special = _dialect(document)
        if special is not None:
            chosen, stated = FORMATS[special], False
        elif document is not NOTHING and not isinstance(document, list):
            lists = tuple(lists_in(document))
            records = records or (lists[0] if lists else None)
        if isinstance(document, dict) and records:
            around = frozenset(document) - {records.partition(".")[0]}
    delimiter = _delimiter(start) if chosen.name == "csv" else chosen.delimiter
    text = LogText(path, name, limits, complaints)
    layout = Layout(delimiter, records)
    read = chosen.read(text, layout, lambda columns: frozenset(columns))
    rows = [row for _, row in islice(read, MOST_ROWS + 1) if not isinstance(row, BadRow)]
    found = complaints.diagnostics()
    if not rows:
        return None, found
    columns = _columns(rows[:MOST_ROWS])
    for column in list(columns.values()):
        # What the document says of itself is the same in each row, and says nothing of the records.
        if column.name.partition(".")[0] in around and len(column.values) < 2:
            del columns[column.name]
    whole = len(rows) <= MOST_ROWS
    return Table(chosen, stated, delimiter, records, lists, rows[:MOST_ROWS], columns, whole), found


def _start(text: LogText) -> str:
    """The first line that says something."""
    text.as_document()
    lines = text.lines()
    first = next((line for line in lines if line.strip()), "")
    lines.close()
    return first.strip()


def _sniffed(start: str) -> Format:
    """The format of a file whose name does not tell it."""
    if start.startswith("<"):
        return FORMATS["xes"]
    if start.startswith(("{", "[")):
        return FORMATS["jsonl" if start.startswith("{") and start.endswith("}") else "json"]
    return FORMATS["csv"]


def _dialect(document: object) -> str | None:
    """The format with rows of its own that a JSON document is in."""
    if not isinstance(document, dict):
        return None
    data = document.get("data")
    if "status" in document and isinstance(data, dict) and "resultType" in data:
        return "prometheus"
    if isinstance(document.get("events"), list) and isinstance(document.get("objects"), list):
        return "ocel"
    issues = document.get("issues")
    if isinstance(issues, list) and issues and all(isinstance(each, dict) and "changelog" in each for each in issues):
        return "jira"
    return None


def _delimiter(header: str) -> str:
    """The delimiter that stands most often in the header."""
    return max(",;\t|", key=lambda each: (header.count(each), each == ","))


def _columns(rows: Sequence[Row]) -> dict[str, Column]:
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    # A column without a name cannot be named in a binding.
    return {name: _column(name, rows) for name in names if name.strip()}


def _column(name: str, rows: Sequence[Row]) -> Column:
    seen: dict[str, None] = {}
    nothing: dict[str, None] = {}
    filled, many, lists = 0, False, False
    for row in rows:
        cell = row.get(name)
        text = text_of(cell)
        if not text:
            continue
        lists = lists or isinstance(cell, list)
        if text.casefold() in _MISSING:
            nothing[text] = None
            continue
        filled += 1
        if text not in seen:
            if len(seen) < _MOST_DISTINCT:
                seen[text] = None
            else:
                many = True
    values = tuple(seen)
    return Column(name, values, filled, len(rows), tuple(nothing), many, () if lists else forms_of(name, values), lists)
