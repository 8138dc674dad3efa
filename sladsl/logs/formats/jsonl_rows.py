"""Rows of a JSON Lines file: one object a line."""

import json
from collections.abc import Iterator
from contextlib import closing

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.formats.json_values import decoded, flat, reason_of
from sladsl.logs.rows import BadRow, Layout, OnHeader, Row
from sladsl.logs.shown import escaped

_BAD = BadRow()


def read_jsonl(text: LogText, _layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """Line number and row. Blank lines are no rows; every object names its own columns."""
    with closing(text.lines()) as lines:
        for line, each in enumerate(lines, 1):
            if each.isspace():
                continue
            try:
                row: Row | BadRow = _row(each)
            except (ValueError, RecursionError) as trouble:
                message = f"this line is not one JSON object: {_reason(trouble, each)}"
                text.complaints.add(codes.BROKEN_JSON, message, f"{escaped(text.name)}:{line}")
                row = _BAD
            yield line, row


def _row(line: str) -> Row:
    value = decoded(line)
    if not isinstance(value, dict):
        raise ValueError("it is a value of another kind")
    return flat(value) if any(isinstance(each, dict | list) for each in value.values()) else value


def _reason(trouble: Exception, line: str) -> str:
    if isinstance(trouble, json.JSONDecodeError):
        if line.lstrip().startswith("[") or line.strip() in ("{", "}", "},"):
            return 'the file seems to be one JSON document; say format = "json", or write one object a line'
        return f"it goes wrong at column {trouble.colno}"
    return reason_of(trouble)
