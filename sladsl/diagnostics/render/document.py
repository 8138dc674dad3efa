"""JSON as it is printed: the same values always give the same bytes."""

import re
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring

Json = str | int | bool | None | list["Json"] | Iterator["Json"] | dict[str, "Json"]
"""An iterator is written as a list, whose values are never in memory at the same time."""

FORMAT_VERSION = 1
"""Raised when a reader of an older version could misread a document."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def document(content: Mapping[str, Json]) -> str:
    """A document with its format version: keys sorted, every script as it is."""
    return "".join(document_pieces(content))


def document_pieces(content: Mapping[str, Json]) -> Iterator[str]:
    """The same, a value of an iterator at a time."""
    return _encodable({"format_version": FORMAT_VERSION, **content})


def json_text(whole: Json) -> str:
    """Any value, where the form is somebody else's."""
    return "".join(_encodable(whole))


def _encodable(whole: Json) -> Iterator[str]:
    for text in _pieces(whole, "\n", {}):
        # Half of a pair cannot be written as UTF-8; JSON can still say which half it was.
        yield text if text.isascii() else _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


_Members = list[tuple[str, str]]
"""The keys of an object in order, each as it is and as it is written."""


def _pieces(value: Json, line: str, known: dict[tuple[str, ...], _Members]) -> Iterator[str]:
    """What `_written` gives, in pieces wherever an iterator stands in no list."""
    inner, before = line + "  ", ""
    if isinstance(value, Iterator):
        for each in value:
            yield f"{before or '['}{inner}"
            yield from _pieces(each, inner, known)
            before = ","
        yield f"{line}]" if before else "[]"
    elif isinstance(value, dict) and _holds_iterator(value):
        for key, name in _members_of(value, known):
            yield f"{before or '{'}{inner}{name}"
            yield from _pieces(value[key], inner, known)
            before = ","
        yield f"{line}}}"
    else:
        yield _written(value, line, known)


def _holds_iterator(value: dict[str, Json]) -> bool:
    return any(
        isinstance(each, Iterator) or (isinstance(each, dict) and _holds_iterator(each)) for each in value.values()
    )


def _members_of(value: dict[str, Json], known: dict[tuple[str, ...], _Members]) -> _Members:
    keys = tuple(value)
    members = known.get(keys)
    if members is None:
        members = known[keys] = [(key, f"{encode_basestring(key)}: ") for key in sorted(keys)]
    return members


def _written(value: Json, line: str, known: dict[tuple[str, ...], _Members]) -> str:
    """What `json.dumps` writes with an indent of two and sorted keys, several times as fast: most objects of a document
    have one of a few lists of keys, which are `known`. `line` begins a line."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    inner = line + "  "
    if isinstance(value, dict):
        told = []
        for key, name in _members_of(value, known):
            each = value[key]
            if type(each) is str:
                told.append(name + encode_basestring(each))
            elif each is None:
                told.append(name + "null")
            else:
                told.append(name + _written(each, inner, known))
        return f"{{{inner}{f',{inner}'.join(told)}{line}}}" if told else "{}"
    if isinstance(value, list | tuple | Iterator):
        told = [_written(each, inner, known) for each in value]
        return f"[{inner}{f',{inner}'.join(told)}{line}]" if told else "[]"
    raise TypeError(f"{type(value).__name__} is nothing that JSON has")
