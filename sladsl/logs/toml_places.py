"""Where the keys of a TOML text stand. tomli does not say, so the lines are looked at again.

Good for tables and keys written one a line, which is how configurations are written; what is not found has no place.
"""

import re
from collections.abc import Mapping

from sladsl.logs.rows import normal
from sladsl.text import Source, Span

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def toml_places(source: Source) -> Mapping[tuple[str, ...], Span]:
    """The span of each table header and key, by path. Keys of inline tables stand where their table does."""
    found: dict[tuple[str, ...], Span] = {}
    table: tuple[str, ...] = ()
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        if header := _TABLE.fullmatch(line):
            table = _path(header[1])
            found.setdefault(table, source.span(start + header.start(1), start + header.end(1)))
        elif key := _KEY.match(line):
            found.setdefault((*table, *_path(key[1])), source.span(start + key.start(1), start + key.end(1)))
    return found


def _path(written: str) -> tuple[str, ...]:
    return tuple(normal(part.strip("\"'")) for part in _PART.findall(written))
