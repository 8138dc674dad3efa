"""The one diagnostic type, used from the first character of a contract to the last row of a log."""

from collections.abc import Iterable

from sladsl.diagnostics.code import Code, Severity
from sladsl.frozen import Frozen, frozen
from sladsl.text import Span, UsedSpan


@frozen
class Label(Frozen):
    """A second place that explains the first, such as "declared here"."""

    span: Span
    text: str


@frozen
class Fix(Frozen):
    """What would mend the mistake. `span` None: advice in words only; else `replacement` goes there.

    `safe` says that a tool may apply it unasked.
    """

    text: str
    span: Span | None = None
    replacement: str = ""
    safe: bool = False

    def __post_init__(self) -> None:
        """What was written elsewhere cannot be mended where it is used: only the advice is left."""
        if isinstance(self.span, UsedSpan):
            for name, value in (("span", None), ("replacement", ""), ("safe", False)):
                object.__setattr__(self, name, value)


@frozen
class Diagnostic(Frozen):
    """One message: a stable code, one sentence in the reader's words, and where it points.

    `span` is None only for what has no place (a missing file). `place` names a row of a log,
    which is not kept as text: "tickets.csv:17".
    """

    code: Code
    message: str
    span: Span | None = None
    place: str | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def __post_init__(self) -> None:
        """A place that used something from elsewhere shows both."""
        if isinstance(self.span, UsedSpan):
            also = tuple(Label(span, words) for words, span in self.span.also)
            object.__setattr__(self, "labels", (*self.labels, *also))
            object.__setattr__(self, "span", Span(self.span.source, self.span.start, self.span.end))

    @property
    def severity(self) -> Severity:
        return self.code.severity


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that leave the contract or log without a meaning."""
    return [each for each in diagnostics if each.severity is Severity.ERROR]
