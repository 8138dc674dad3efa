"""What stands in the texts of a review."""

from sladsl.text import SourceMap, Span


def said(span: Span | None, sources: SourceMap) -> str | None:
    """What stands there, on one line."""
    source = None if span is None else sources.get(span.source)
    return None if source is None or span is None else " ".join(source.text[span.start : span.end].split())
