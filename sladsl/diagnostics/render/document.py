"""JSON as it is printed: the same values always give the same bytes."""

import json
import re
from collections.abc import Mapping

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

FORMAT_VERSION = 1
"""Raised when a reader of an older version could misread a document."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def document(content: Mapping[str, Json]) -> str:
    """A document with its format version: keys sorted, every script as it is."""
    return json_text({"format_version": FORMAT_VERSION, **content})


def json_text(whole: Json) -> str:
    """Any value, where the form is somebody else's."""
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    # Half of a pair cannot be written as UTF-8; JSON can still say which half it was.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
