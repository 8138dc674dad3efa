"""Rows of a CSV file with a header. Quoting as in RFC 4180; a quoted field may hold line breaks."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.rows import BadRow, Layout, OnHeader, Row, normal
from sladsl.logs.shown import escaped, quoted

_BAD = BadRow()


def read_csv(text: LogText, layout: Layout, on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """Line number (where the row begins) and row. Blank lines are no rows."""
    with closing(text.lines()) as lines:
        yield from _rows(text, lines, layout.delimiter, on_header)


def _rows(
    text: LogText, lines: Iterator[str], delimiter: str, on_header: OnHeader
) -> Iterator[tuple[int, Row | BadRow]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    columns: tuple[str, ...] | None = None
    indices: list[tuple[str, int]] = []
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            broken_for_good = _complain(text, line, str(trouble))
            if broken_for_good or columns is None:
                return
            yield line, _BAD
            continue
        if not fields:
            continue
        if columns is None:
            columns = named(text, line, fields)
            wanted = on_header(columns)
            if wanted is None:
                return
            indices = [(name, index) for index, name in enumerate(columns) if name in wanted]
        elif len(fields) == len(columns):
            yield line, {name: fields[index] for name, index in indices}
        else:
            message = f"the header has {len(columns)} columns, this row {len(fields)}"
            text.complaints.add(codes.COLUMN_COUNT, message, f"{escaped(text.name)}:{line}")
            yield line, _BAD


def named(text: LogText, line: int, fields: list[str]) -> tuple[str, ...]:
    """Column names, each once: the second `category` becomes `category.2`, a nameless third column `column.3`."""
    count: Counter[str] = Counter()
    names: dict[str, None] = {}
    written = {normal(each.strip()) for each in fields}
    for position, each in enumerate(fields, 1):
        name = normal(each.strip()) or f"column.{position}"
        count[name] += 1
        if name in names:
            again = f"{name}.{count[name]}"
            while again in written or again in names:
                count[name] += 1
                again = f"{name}.{count[name]}"
            message = f"two columns are called {quoted(name)}; column {position} is called {quoted(again)} here"
            text.complaints.add(codes.DUPLICATE_HEADER, message, f"{escaped(text.name)}:{line}")
            name = again
        names[name] = None
    return tuple(names)


def _complain(text: LogText, line: int, reason: str) -> bool:
    """Say what is wrong in our words; True when nothing after it can be trusted."""
    if "field larger" in reason:
        most = f"{csv.field_size_limit():,} characters"
        message, final = f"a field is longer than {most}; perhaps its quote is never closed. The rest is not read", True
    elif "unexpected end" in reason:
        message, final = "a quoted field begins here that is never closed; the rest of the file is not read", True
    elif "new-line" in reason:
        message, final = "lines end with a bare carriage return; save the file with ordinary line endings", True
    else:
        message, final = 'a field goes on after its closing quote; a quote inside a field is written twice ("")', False
    text.complaints.add(codes.BROKEN_CSV, message, f"{escaped(text.name)}:{line}")
    return final
