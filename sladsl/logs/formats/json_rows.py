"""Rows of a JSON document: the objects of a list somewhere in it, with what they lie in."""

from collections.abc import Iterator, Mapping

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.formats.documents import NOTHING, json_document
from sladsl.logs.formats.json_values import flat
from sladsl.logs.rows import BadRow, Cell, Layout, OnHeader, Row
from sladsl.logs.shown import did_you_mean, escaped, quoted

_BAD = BadRow()
_DEEPEST = 3


def read_json(text: LogText, layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The number of the record, and its row. `records` names the list: `result`, `incidents.components`."""
    document = json_document(text)
    if document is NOTHING:
        return
    path = tuple(layout.records.split(".")) if layout.records else ()
    if missing := _not_there(document, path):
        near = did_you_mean(layout.records or "", lists_in(document))
        text.complaints.add(codes.NO_RECORDS, missing, escaped(text.name), near)
        return
    number = 0
    for number, row in enumerate(_walk(document, path, "", {}), 1):
        if number > text.limits.lines:
            message = f"this file has more than {text.limits.lines:,} records; the rest is not read"
            text.complaints.add(codes.TOO_LARGE, message, f"{escaped(text.name)}:{number}")
            return
        if isinstance(row, str):
            text.complaints.add(codes.BROKEN_JSON, f"this record is no object: {row}", f"{escaped(text.name)}:{number}")
            yield number, _BAD
        else:
            yield number, row


def lists_in(value: object, prefix: str = "", deep: int = _DEEPEST) -> list[str]:
    """The paths of lists of objects in a document, those that lie least deep first."""
    found: list[str] = []
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    if not isinstance(value, Mapping) or deep == 0:
        return []
    inner: list[str] = []
    for name, each in value.items():
        if isinstance(each, list) and any(isinstance(item, dict) for item in each):
            found.append(f"{prefix}{name}")
        inner += lists_in(each, f"{prefix}{name}.", deep - 1)
    return found + inner


def _not_there(document: object, path: tuple[str, ...]) -> str | None:
    """Why there are no records where the binding says, if nowhere there are any."""
    if not path:
        if isinstance(document, list):
            return None
        known = lists_in(document)
        lists = f"; it has the lists {', '.join(quoted(each) for each in known)}" if known else ""
        return f"this document is no list of records: say in the binding where they are, with `records`{lists}"
    values = [document]
    for depth, name in enumerate(path):
        inside: list[object] = []
        for each in values:
            inside += each if isinstance(each, list) else [each]
        if not inside and depth:
            return None
        values = [each[name] for each in inside if isinstance(each, dict) and name in each]
        if not values:
            return f"this document has no {quoted('.'.join(path[: depth + 1]))}, where `records` has them"
    return None


def _walk(
    value: object, path: tuple[str, ...], prefix: str, around: Mapping[str, Cell], root: bool = True
) -> Iterator[Row | str]:
    """The records below a value, each with the columns of what it lies in. What holds none is a record without
    columns of its own, so that it is missed by nobody but the binding that says so."""
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, path, prefix, around, False) if path else [_row(each, around)]
    elif not path:
        yield _row(value, around)
    elif not isinstance(value, dict):
        yield dict(around)
    else:
        name, rest = path[0], path[1:]
        others = {key: each for key, each in value.items() if key != name}
        try:
            here = {**around, **flat(others, prefix)}
        except (ValueError, RecursionError) as trouble:
            yield str(trouble)
            return
        inside = value.get(name)
        if inside is None or inside == []:
            if not root:
                yield here
        else:
            yield from _walk(inside, rest, f"{prefix}{name}.", here, False)


def _row(value: object, around: Mapping[str, Cell]) -> Row | str:
    try:
        if isinstance(value, dict):
            return {**around, **flat(value)}
        if isinstance(value, list):
            return {**around, **flat({str(at): each for at, each in enumerate(value, 1)})}
    except (ValueError, RecursionError) as trouble:
        return str(trouble)
    return "it is a value of another kind"
