"""Source text: files as they were read, places in them, and lines and columns for people."""

from sladsl.text.source import Source, SourceMap
from sladsl.text.span import Span, UsedSpan

__all__ = ["Source", "SourceMap", "Span", "UsedSpan"]
