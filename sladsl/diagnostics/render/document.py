"""JSON as it is printed: the same values always give the same bytes."""

import re
from collections.abc import Mapping
from json.encoder import encode_basestring

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

FORMAT_VERSION = 1
"""Raised when a reader of an older version could misread a document."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def document(content: Mapping[str, Json]) -> str:
    """A document with its format version: keys sorted, every script as it is."""
    return json_text({"format_version": FORMAT_VERSION, **content})


def json_text(whole: Json) -> str:
    """Any value, where the form is somebody else's."""
    parts: list[str] = []
    _write(whole, "\n", parts)
    text = "".join(parts)
    # Half of a pair cannot be written as UTF-8; JSON can still say which half it was.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def _write(value: Json, line: str, parts: list[str]) -> None:
    """What `json.dumps` writes with an indent of two and sorted keys, several times as fast. `line` begins a line."""
    if isinstance(value, str):
        parts.append(encode_basestring(value))
    elif value is None or isinstance(value, bool):
        parts.append("null" if value is None else "true" if value else "false")
    elif isinstance(value, int):
        parts.append(int.__repr__(value))
    elif isinstance(value, dict):
        begin = "{"
        for key in sorted(value):
            parts += (begin, line, "  ", encode_basestring(key), ": ")
            _write(value[key], line + "  ", parts)
            begin = ","
        parts += (line, "}") if value else ("{}",)
    elif isinstance(value, list | tuple):
        begin = "["
        for each in value:
            parts += (begin, line, "  ")
            _write(each, line + "  ", parts)
            begin = ","
        parts += (line, "]") if value else ("[]",)
    else:
        raise TypeError(f"{type(value).__name__} is nothing that JSON has")
