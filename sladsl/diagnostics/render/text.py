"""Diagnostics for a terminal: the message, the line it is about with a mark under it, and the way out."""

from collections.abc import Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.cells import escaped
from sladsl.diagnostics.render.excerpt import Mark, excerpt
from sladsl.text import Source, SourceMap, Span

_WIDTH = 120
_LONGEST = 1_000


def diagnostics_text(diagnostics: Sequence[Diagnostic], sources: SourceMap, width: int = _WIDTH) -> str:
    """All of them, with an empty line between two."""
    return "\n\n".join(diagnostic_text(each, sources, width) for each in diagnostics)


def diagnostic_text(diagnostic: Diagnostic, sources: SourceMap, width: int = _WIDTH) -> str:
    """One diagnostic, from its headline to its fixes."""
    marked = _marked(diagnostic, sources)
    numbers = [number for lines in marked.values() for number in lines]
    gutter = len(str(max(numbers, default=1)))
    rows = [f"{diagnostic.severity.value}[{diagnostic.code.id}]: {_said(diagnostic.message)}"]
    if diagnostic.span is not None:
        rows.append(f"{' ' * gutter}--> {escaped(sources.place(diagnostic.span))}")
    elif diagnostic.place is not None:
        rows.append(f"{' ' * gutter}--> {escaped(diagnostic.place)}")
    for position, (name, lines) in enumerate(marked.items()):
        if position or diagnostic.span is None:
            rows.append(f"{' ' * gutter}::: {escaped(name)}")
        rows += _excerpts(sources.get(name), lines, gutter, width)
    rows += [f"{' ' * gutter} = {escaped(label.text)}: {escaped(sources.place(label.span))}"
             for label in diagnostic.labels if sources.get(label.span.source) is None]  # fmt: skip
    rows += [f"{' ' * gutter} = note: {_said(note)}" for note in diagnostic.notes]
    rows += [f"{' ' * gutter} = help: {_said(fix.text)}" for fix in diagnostic.fixes]
    return "\n".join(rows)


def _said(text: str) -> str:
    """A sentence as it is shown; of one that quotes a very long name, its beginning and its end."""
    return escaped(text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}")


def _marked(diagnostic: Diagnostic, sources: SourceMap) -> dict[str, dict[int, list[Mark]]]:
    """Marks by source and line, the source of the diagnostic first, in each the mark of the diagnostic first."""
    found: dict[str, dict[int, list[Mark]]] = {}
    spans = [] if diagnostic.span is None else [(diagnostic.span, "^", "")]
    spans += [(label.span, "-", _said(label.text)) for label in diagnostic.labels]
    for span, sign, text in spans:
        source = sources.get(span.source)
        if source is not None:
            line, mark = _mark(source, span, sign, text)
            found.setdefault(span.source, {}).setdefault(line, []).append(mark)
    return found


def _mark(source: Source, span: Span, sign: str, text: str) -> tuple[int, Mark]:
    """The mark on the first line of a span; one over several lines says where it ends."""
    line, column = source.line_and_column(min(span.start, len(source.text)))
    last, end = source.line_and_column(min(span.end, len(source.text)))
    length = len(source.line(line))
    start = min(column - 1, length)
    if last > line:
        more = f"to line {last}" if end > 1 or last > line + 1 else ""
        return line, Mark(start, length, sign, f"{text} ({more})".strip() if text and more else text or more)
    return line, Mark(start, max(start, min(end - 1, length)), sign, text)


def _excerpts(source: Source | None, lines: dict[int, list[Mark]], gutter: int, width: int) -> list[str]:
    if source is None:
        return []
    bar = " " * (gutter + 1) + "|"
    rows = [bar]
    previous = None
    for number in sorted(lines):
        if previous is not None and number > previous + 1:
            rows.append("...")
        text, *marks = excerpt(source.line(number), lines[number], width - gutter - 3)
        rows.append(f"{number:>{gutter}} | {text}".rstrip())
        rows += [f"{bar} {each}".rstrip() for each in marks]
        previous = number
    return rows
