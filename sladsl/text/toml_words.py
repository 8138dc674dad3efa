"""Pieces of TOML, on one line each."""

import re
from collections.abc import Iterable

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def text(value: str) -> str:
    """A string in quotes, with what is not printable as escapes."""
    return f'"{"".join(_escaped(each) for each in value)}"'


def texts(values: Iterable[str]) -> str:
    """A list of strings; a single one stands alone."""
    written = [text(each) for each in values]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else text(name)


def inline(**parts: str) -> str:
    """A table on one line, of values that are TOML already."""
    return "{ " + ", ".join(f"{key(name)} = {value}" for name, value in parts.items()) + " }"


def _escaped(each: str) -> str:
    if each in '"\\':
        return f"\\{each}"
    if each.isprintable():
        return each
    return f"\\u{ord(each):04x}" if ord(each) <= 0xFFFF else f"\\U{ord(each):08x}"
