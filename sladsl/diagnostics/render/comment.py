"""Comments in Markdown on a pull request: each can be found again, is read by its first line, and cut to its size."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST = 60_000
"""Characters; hosts take a few more."""
_ROOM = 400
_MARK = "\u200e"
_ISOLATE, _END = f"{_MARK}\u2068", "\u2069"
"""Readers that guess the direction of a line by its first letter do not all pass over what is isolated; the mark before
it is such a letter."""
_SIGNS = re.compile(r"[-+ ]*")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!@])")


def comment(marker: str, marks: Iterable[str], first_line: str, blocks: Iterable[str], command: str) -> str:
    """Whole blocks as far as there is room, then how many more there are. By `marker` a bot finds its comment; the
    digest of `marks` behind it says whether anything has changed."""
    digest = hashlib.sha256("\n".join(marks).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    text = f"<!-- {marker} {digest} -->\n**{plain(first_line)}**\n"
    left = 0
    for block in blocks:
        if left or len(text) + len(block) > MOST - _ROOM:
            left += 1
        else:
            text += f"\n{block}"
    return text + (f"\nAnd {left} more that this comment has no room for: `{command}` shows them.\n" if left else "")


def fenced(code: Sequence[str], language: str) -> str:
    """A fence longer than any in it cannot be closed by what people wrote."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(code))), default=0))
    return "\n".join([f"{fence}{language}", *map(_from_left, code), fence, ""])


def _from_left(line: str) -> str:
    """A line that would be turned, as its first letter runs from right to left: a mark stands before it, behind the
    sign of a difference."""
    first = next((each for each in map(unicodedata.bidirectional, line) if each in ("L", "R", "AL")), "L")
    if first == "L":
        return line
    start = _SIGNS.match(line)
    end = start.end() if start else 0
    return f"{line[:end]}{_MARK}{line[end:]}"


def isolated(text: str) -> str:
    """Text in any script, kept from turning the words around it."""
    return f"{_ISOLATE}{plain(text)}{_END}"


def plain(text: str) -> str:
    """Text in which nothing is a mark of Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
