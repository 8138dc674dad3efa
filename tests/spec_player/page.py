"""The blocks of a Markdown page."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `language words… key=value…` on the fence, then lines.

    `line` is the number of the block's first line of content, `indent` what stands before each line of it in the page.
    """

    language: str
    words: tuple[str, ...]
    options: Mapping[str, str]
    lines: tuple[str, ...]
    line: int
    indent: str = field(default="")

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


_OPENING = re.compile(r"(?P<indent>[ ]*)(?P<fence>`{3,}|~{3,})[ ]*(?P<info>[^`]*)$")
_HIDDEN = re.compile(r"(?P<indent>[ ]*)<!-- (?P<info>sladsl prelude|(?!.*-->).*\bfile=.*)$")


def blocks(page: str) -> Iterator[Block]:
    """Every fenced block of a page, and every block that a reader does not see: a comment that begins with the same
    words as a fence and names a file, or is a prelude.

        <!-- csv file=outages.csv
        start,end
        -->
    """
    lines = page.split("\n")
    number = 0
    while number < len(lines):
        if opening := _OPENING.match(lines[number]):
            closing = re.compile(rf"[ ]*{opening['fence'][0]}{{{len(opening['fence'])},}}[ ]*$")
        elif opening := _HIDDEN.match(lines[number]):
            closing = re.compile(r"[ ]*-->[ ]*$")
        else:
            number += 1
            continue
        end = next((at for at in range(number + 1, len(lines)) if closing.match(lines[at])), len(lines))
        indent = opening["indent"]
        yield _block(
            opening["info"], [line.removeprefix(indent) for line in lines[number + 1 : end]], number + 2, indent
        )
        number = end + 1


def _block(info: str, lines: Sequence[str], line: int, indent: str) -> Block:
    language, *rest = shlex.split(info) or [""]
    options = dict(word.split("=", 1) for word in rest if "=" in word)
    words = tuple(word for word in rest if "=" not in word)
    return Block(language, words, options, tuple(lines), line, indent)


def with_lines(page: str, changes: Mapping[int, tuple[Block, Sequence[str]]]) -> str:
    """A page with the content of some blocks replaced; `changes` is by the block's first line."""
    lines = page.split("\n")
    for first in sorted(changes, reverse=True):
        block, content = changes[first]
        indented = [f"{block.indent}{line}" if line else "" for line in content]
        lines[first - 1 : first - 1 + len(block.lines)] = indented
    return "\n".join(lines)
