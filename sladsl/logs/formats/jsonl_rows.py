"""Rows of a JSON Lines file: one object a line. Numbers are exact; nested objects are columns with a dot."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal, InvalidOperation

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.rows import BadRow, Cell, OnHeader, Row, normal
from sladsl.logs.shown import escaped, quoted

_BAD = BadRow()


def read_jsonl(text: LogText, _delimiter: str, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
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
    value = _DECODER.decode(line)
    if not isinstance(value, dict):
        raise ValueError("it is a value of another kind")
    if "\\u" in line:
        # Half of a surrogate pair is no character: it could never be written out again.
        try:
            "".join(_texts(value)).encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("it holds half a character (a lone surrogate)") from None
    if any(isinstance(each, dict) for each in value.values()):
        flat: dict[str, Cell] = {}
        _flatten("", value, flat)
        return flat
    return value


def _flatten(prefix: str, value: dict[str, object], flat: dict[str, Cell]) -> None:
    for key, each in value.items():
        if isinstance(each, dict):
            _flatten(f"{prefix}{key}.", each, flat)
        elif f"{prefix}{key}" in flat:
            raise ValueError(f"{quoted(prefix + key)} is written twice")
        else:
            flat[f"{prefix}{key}"] = each  # type: ignore[assignment]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = {normal(name): value for name, value in pairs}
    if len(found) < len(pairs):
        count = Counter(normal(name) for name, _ in pairs)
        twice = next(name for name in count if count[name] > 1)
        raise ValueError(f"{quoted(twice)} is written twice")
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # Its exponent is beyond what decimals hold.
        raise ValueError(f"{quoted(text)} is a number of too many digits") from None


def _no_number(text: str) -> Cell:
    raise ValueError(f"{text} is not a number")


def _reason(trouble: Exception, line: str) -> str:
    if isinstance(trouble, RecursionError):
        return "it is nested too deeply"
    if isinstance(trouble, json.JSONDecodeError):
        if line.lstrip().startswith("[") or line.strip() in ("{", "}", "},"):
            return "the file seems to be one JSON document; write one object a line"
        return f"it goes wrong at column {trouble.colno}"
    text = str(trouble)
    return "a number has too many digits" if "integer string conversion" in text else text


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_decimal, parse_constant=_no_number)
