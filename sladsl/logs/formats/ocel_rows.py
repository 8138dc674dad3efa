"""Rows of an object-centric event log, OCEL 2.0 in JSON: one an event and an object it relates to.

Columns: `id`, `type`, `time` and `attributes.NAME` of the event; `qualifier`; `object.id`, `object.type` and
`object.attributes.NAME`, which has the value that held at the time of the event.
"""

from collections.abc import Iterator, Mapping

from sladsl.frozen import Frozen, frozen
from sladsl.logs.files import LogText
from sladsl.logs.formats.documents import NOTHING, NotThatFormat, broken, items, json_document, member, word
from sladsl.logs.rows import BadRow, Cell, Layout, OnHeader, Row
from sladsl.logs.shown import escaped, quoted
from sladsl.temporal import Zone, parse_instant

_UTC = Zone.named("UTC")


@frozen
class _Object(Frozen):
    type: str
    values: tuple[tuple[int, str, Cell], ...]
    """Time, name and value, by time."""


def read_ocel(text: LogText, _layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The number of the event, and a row."""
    document = json_document(text)
    if document is NOTHING:
        return
    number = 0
    try:
        objects = _objects(document)
        for number, event in enumerate(items(document, "events", "the document"), 1):
            yield from ((number, row) for row in _related(event, objects))
    except NotThatFormat as trouble:
        where = f"{escaped(text.name)}:{number}" if number else None
        broken(text, f"this is no log in OCEL 2.0: {trouble}", place=where)


def _objects(document: object) -> dict[str, _Object]:
    found: dict[str, _Object] = {}
    for each in items(document, "objects", "the document"):
        name = word(each, "id", "an object")
        what = f"object {quoted(name)}"
        if name in found:
            raise NotThatFormat(f"{what} is there twice")
        values = [
            (_instant(word(value, "time", what), what), word(value, "name", what), _scalar(value, what))
            for value in _optional(each, "attributes", what)
        ]
        found[name] = _Object(word(each, "type", what), tuple(sorted(values, key=lambda value: value[0])))
    return found


def _related(event: object, objects: Mapping[str, _Object]) -> Iterator[Row]:
    what = f"event {quoted(word(event, 'id', 'an event'))}"
    time = word(event, "time", what)
    row: dict[str, Cell] = {"id": word(event, "id", what), "type": word(event, "type", what), "time": time}
    for value in _optional(event, "attributes", what):
        row[f"attributes.{word(value, 'name', what)}"] = _scalar(value, what)
    relations = _optional(event, "relationships", what)
    if not relations:
        yield row
    at = _instant(time, what)
    for relation in relations:
        name = word(relation, "objectId", what)
        if name not in objects:
            raise NotThatFormat(f"{what} relates to {quoted(name)}, which is none of the objects")
        seen = objects[name]
        held: dict[str, Cell] = {f"object.attributes.{each}": value for when, each, value in seen.values if when <= at}
        qualifier = word(relation, "qualifier", what) if _has(relation, "qualifier") else None
        yield {**row, "object.id": name, "object.type": seen.type, "qualifier": qualifier, **held}


def _has(value: object, name: str) -> bool:
    return isinstance(value, Mapping) and name in value


def _optional(value: object, name: str, what: str) -> list[object]:
    return items(value, name, what) if _has(value, name) else []


def _scalar(value: object, what: str) -> Cell:
    found = member(value, "value", what)
    if isinstance(found, dict | list):
        raise NotThatFormat(f"an attribute of {what} is no single value")
    return found  # type: ignore[return-value]


def _instant(text: str, what: str) -> int:
    try:
        return parse_instant(text, _UTC, truncate=True)
    except (ValueError, OverflowError):
        raise NotThatFormat(f"{quoted(text)} of {what} is no time as ISO 8601 writes it") from None
