"""What the formats that are one JSON document have in common: they are read whole, or a complaint says why not."""

from collections.abc import Mapping

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.formats.json_values import decoded, reason_of
from sladsl.logs.shown import escaped, quoted

NOTHING = object()
"""Stands for a document that could not be read."""


class NotThatFormat(ValueError):
    """The document is JSON, but not what the format says."""


def json_document(text: LogText) -> object:
    """The document of a file, or `NOTHING` after a complaint. Whether it is one page of several is noted."""
    whole = text.document()
    if whole is None or not whole.strip():
        return NOTHING
    try:
        value = decoded(whole)
    except (ValueError, RecursionError) as trouble:
        broken(text, f"this file is not one JSON document: {reason_of(trouble)}", _hint(whole))
        return NOTHING
    text.more = _more(value)
    return value


def broken(text: LogText, message: str, note: str | None = None, place: str | None = None) -> None:
    """Complain of a document that is not what its format says."""
    notes = (note,) if note else ()
    text.complaints.add(codes.BROKEN_DOCUMENT, message, place or escaped(text.name), notes=notes)


def member(value: object, name: str, what: str) -> object:
    """The member of an object that a format requires."""
    if not isinstance(value, Mapping):
        raise NotThatFormat(f"{what} is no object")
    if name not in value:
        raise NotThatFormat(f"{what} has no {quoted(name)}")
    found: object = value[name]
    return found


def items(value: object, name: str, what: str) -> list[object]:
    """The list that a format requires as a member of an object."""
    found = member(value, name, what)
    if not isinstance(found, list):
        raise NotThatFormat(f"{quoted(name)} of {what} is no list")
    return found


def word(value: object, name: str, what: str) -> str:
    """The text that a format requires as a member of an object."""
    found = member(value, name, what)
    if not isinstance(found, str):
        raise NotThatFormat(f"{quoted(name)} of {what} is no text")
    return found


def _hint(whole: str) -> str | None:
    first = whole.lstrip().partition("\n")[0].rstrip()
    if first.startswith("{") and first.endswith("}"):
        return 'each line seems to be an object: then it is JSON Lines, format = "jsonl"'
    if first.startswith("<"):
        return "the file seems to be XML or a web page, perhaps an error page of the service"
    return None


_PAGES = (("more", True), ("has_more", True), ("hasMore", True), ("isLast", False), ("isLastPage", False))
_NEXT = ("@odata.nextLink", "nextLink", "nextPageToken", "next_cursor")


def _more(value: object) -> str | None:
    """How the root of a document says that it is not the last page."""
    if not isinstance(value, dict):
        return None
    meta = value.get("meta")
    if isinstance(meta, dict) and meta.get("has_more") is True:
        return "meta.has_more is true"
    if value.get("end_of_stream") is False:
        return "end_of_stream is false"
    for name, meant in _PAGES:
        if value.get(name) is meant:
            return f"{name} is {'true' if meant else 'false'}"
    for name in _NEXT:
        if isinstance(value.get(name), str) and value[name]:
            return f"it has a {name}"
    start, most, total = (value.get(name) for name in ("startAt", "maxResults", "total"))
    if isinstance(start, int) and isinstance(most, int) and isinstance(total, int) and start + most < total:
        return f"it holds {most} from {start} on, of {total}"
    return None
