"""What is told beside the lines of a text, whoever found it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.document import Json
from sladsl.diagnostics.render.json import place_value
from sladsl.diagnostics.render.text import diagnostics_text
from sladsl.frozen import Frozen, frozen
from sladsl.text import SourceMap


@frozen
class Finding(Frozen):
    """What is told beside a line. `line` None: of the file as a whole; `file` None: of none. `fingerprint` stays the
    same when only lines move. `text` is all of it, as a terminal shows it."""

    code: str
    title: str
    severity: str
    message: str
    file: str | None
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    fingerprint: str
    text: str = ""

    @property
    def where(self) -> str:
        """`acme.sladsl:4`."""
        return (self.file or "") + (f":{self.line}" if self.file and self.line else "")


def finding_of(diagnostic: Diagnostic, sources: SourceMap) -> Finding:
    """A diagnostic with its advice, in the text that it points to."""
    value = place_value(diagnostic.span, sources)
    advice = [each.text for each in diagnostic.fixes]
    message = "\n".join([diagnostic.message, *diagnostic.notes, *(f"help: {each}" for each in advice)])
    code, text = diagnostic.code, diagnostics_text([diagnostic], sources).rstrip()
    return found(code.id, code.title, diagnostic.severity.value, message, value, diagnostic.place, text=text)


def found(
    code: str, title: str, severity: str, message: str, place: Mapping[str, Json] | None, log_place: str | None = None,
    fingerprint: str | None = None, text: str = "",
) -> Finding:  # fmt: skip
    """`place` as it stands in JSON."""
    file = place["file"] if place else log_place
    name = None if file is None else str(file).replace("\\", "/")
    key = "\n".join([code, name or "", message])
    numbers = [place[each] if place else None for each in ("line", "column", "end_line", "end_column")]
    line, column, end_line, end_column = (each if isinstance(each, int) else None for each in numbers)
    own = fingerprint or hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Finding(code, title, severity, message, name, line, column, end_line, end_column, own, text or message)


def told_apart(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each with its fingerprint; those that say the same twice are two."""
    seen: dict[str, int] = {}
    for each in findings:
        number = seen[each.fingerprint] = seen.get(each.fingerprint, 0) + 1
        yield each, each.fingerprint if number == 1 else f"{each.fingerprint}-{number}"
