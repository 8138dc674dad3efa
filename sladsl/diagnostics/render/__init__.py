"""Diagnostics as people and programs read them: one file per format, listed here."""

from collections.abc import Callable, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.json import diagnostics_json
from sladsl.diagnostics.render.summary import summary_line, worth_showing
from sladsl.diagnostics.render.text import diagnostics_text
from sladsl.text import SourceMap

__all__ = ["RENDERERS", "Renderer", "diagnostics_json", "diagnostics_text", "summary_line", "worth_showing"]

Renderer = Callable[[Sequence[Diagnostic], SourceMap], str]

RENDERERS: Mapping[str, Renderer] = {
    "json": diagnostics_json,
    "text": diagnostics_text,
}
