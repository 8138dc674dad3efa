"""A place in a source text."""

from sladsl.frozen import Frozen, frozen


@frozen
class Span(Frozen):
    """The half-open range `[start, end)` of code points in the source called `source`."""

    source: str
    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """The smallest span that holds both; only the first where they lie in two sources."""
        if other.source != self.source:
            return self
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


@frozen
class UsedSpan(Span):
    """A place that the text got by using what is written elsewhere: `also` are the places it came from or went to,
    each with words for it, to be shown beside this one."""

    also: tuple[tuple[str, Span], ...] = ()

    def to(self, other: Span) -> Span:  # noqa: ARG002
        """Itself: what it is part of was used as a whole."""
        return self
