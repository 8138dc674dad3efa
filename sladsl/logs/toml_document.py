"""A configuration as TOML: what it holds, or why it cannot be read."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import tomli

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.rows import normal
from sladsl.text import Source

Table: TypeAlias = Mapping[str, Any]

_MOST_PARTS = 32
# Parts of a key with points between them. What a piece has matched it keeps (`++`), so that looking takes time in
# proportion to the text.
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP = re.compile(rf"(?<![\w\"'-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}")


def toml_document(source: Source) -> Table | Diagnostic:
    """What a text holds, all of it in NFC, as the columns and values of logs are; names of files stay as they are."""
    if deep := too_deep(source.text):
        return _broken(source, deep, None)
    try:
        found: Table = _normal(tomli.loads(source.text))
    except tomli.TOMLDecodeError as trouble:
        return _broken(source, str(trouble), trouble.lineno)
    except RecursionError:
        return _broken(source, "it is nested too deeply", None)
    except ValueError:
        return _broken(source, "a number has too many digits", None)
    return found


def too_deep(text: str) -> str | None:
    """Why a TOML text had better not be parsed, if it has a key of many parts: each part costs all those before it."""
    return f"a key has more than {_MOST_PARTS} parts" if _DEEP.search(text) else None


def _normal(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key == "files" else normal(value)
    if isinstance(value, list):
        return [_normal(each, key) for each in value]
    return {normal(name): _normal(each, name) for name, each in value.items()} if isinstance(value, dict) else value


def _broken(source: Source, reason: str, line: int | None) -> Diagnostic:
    span = None
    if line is not None:
        number = min(line, len(source.line_starts))
        start = source.line_starts[number - 1]
        span = source.span(start, start + len(source.line(number)))
    return Diagnostic(codes.BAD_TOML, f"this configuration is not valid TOML: {reason}", span, source.name)
