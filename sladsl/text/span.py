"""A place in a source text."""

from sladsl.frozen import Frozen, frozen


@frozen
class Span(Frozen):
    """The half-open range `[start, end)` of code points in the source called `source`."""

    source: str
    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """The smallest span that holds both; they lie in one source."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))
