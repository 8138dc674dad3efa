"""Where parsing stopped, with what is needed to explain it."""

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.frozen import Frozen, frozen
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.text import Span

# In longer clauses no corrections are tried out.
LONGEST_TRIED = 50_000


@frozen
class Scene(Frozen):
    """A stretch of text that did not parse by `rule`, and where that stopped. Places are within `text`."""

    name: str
    text: str
    rule: str
    stop: Stop

    @property
    def word(self) -> str:
        return self.text[self.stop.start : self.stop.end]

    @property
    def before(self) -> str:
        return str(self.stop.before or "")

    @property
    def before_start(self) -> int:
        """Where the word before begins."""
        return self.stop.before.start_pos or 0 if self.stop.before else 0

    @property
    def before_end(self) -> int:
        return self.before_start + len(self.before)

    @property
    def here(self) -> Span:
        return Span(self.name, self.stop.start, self.stop.end)

    def span(self, start: int, end: int) -> Span:
        return Span(self.name, start, end)

    def accepted_before(self) -> frozenset[str]:
        """What could have stood in place of the word before."""
        earlier = attempt(self.text, self.rule, 0, self.before_start)
        return earlier.accepted if isinstance(earlier, Stop) else frozenset()

    def helps(self, start: int, end: int, replacement: str) -> bool:
        """Whether parsing gets further if a stretch is written otherwise."""
        if len(self.text) > LONGEST_TRIED:
            return False
        tried = attempt(f"{self.text[:start]}{replacement}{self.text[end:]}", self.rule)
        if not isinstance(tried, Stop) or tried.kind == END:
            return True
        return tried.start - len(replacement) + (end - start) >= self.stop.end


Explanation = Diagnostic | None


def simple(
    code: Code, message: str, span: Span, write: str | None = None, *notes: str, safe: bool = False
) -> Diagnostic:
    """A diagnostic with at most one fix: write something else at the same place."""
    words = "remove it" if write == "" else f"write `{write}`"
    fixes = () if write is None else (Fix(words, span, write, safe),)
    return Diagnostic(code, message, span, notes=notes, fixes=fixes)
