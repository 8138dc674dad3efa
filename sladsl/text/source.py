"""A text as it was read, with its lines."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sladsl.text.span import Span


@dataclass(frozen=True)
class Source:
    """A named text. Offsets count code points; lines and columns count from 1."""

    name: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first code point of each line."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.line_starts, offset) - 1
        return line + 1, offset - self.line_starts[line] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line ending."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """A span of this source."""
        return Span(self.name, start, end)


class SourceMap:
    """The sources of one run by name: what a renderer needs to show a place."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._by_name: Mapping[str, Source] = {source.name: source for source in sources}

    @property
    def all(self) -> tuple[Source, ...]:
        return tuple(self._by_name.values())

    def get(self, name: str) -> Source | None:
        return self._by_name.get(name)

    def place(self, span: Span) -> str:
        """`file:line:column` of a span's start; the bare name where the text is not at hand."""
        source = self._by_name.get(span.source)
        if source is None:
            return span.source
        line, column = source.line_and_column(span.start)
        return f"{span.source}:{line}:{column}"
