"""Diagnostics as JSON: a list of values with every place spelled out."""

from collections.abc import Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Fix, Label
from sladsl.diagnostics.render.document import Json, document
from sladsl.text import SourceMap, Span


def diagnostics_json(diagnostics: Sequence[Diagnostic], sources: SourceMap) -> str:
    """The document that `diagnostics.schema.json` describes."""
    return document({"diagnostics": [diagnostic_value(each, sources) for each in diagnostics]})


def diagnostic_value(diagnostic: Diagnostic, sources: SourceMap) -> dict[str, Json]:
    """One diagnostic. `place` is in a contract, `log_place` names a row of a log; a few have neither."""
    return {
        "code": diagnostic.code.id,
        "title": diagnostic.code.title,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "place": place_value(diagnostic.span, sources),
        "log_place": diagnostic.place,
        "labels": [_label_value(each, sources) for each in diagnostic.labels],
        "notes": list(diagnostic.notes),
        "fixes": [_fix_value(each, sources) for each in diagnostic.fixes],
    }


def place_value(span: Span | None, sources: SourceMap) -> dict[str, Json] | None:
    """Lines and columns count from 1, columns in code points; the end is exclusive. Without the text at hand only the
    file is known."""
    if span is None:
        return None
    source = sources.get(span.source)
    if source is None:
        return {"file": span.source, "line": None, "column": None, "end_line": None, "end_column": None}
    line, column = source.line_and_column(span.start)
    end_line, end_column = source.line_and_column(span.end)
    return {"file": span.source, "line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _label_value(label: Label, sources: SourceMap) -> dict[str, Json]:
    return {"place": place_value(label.span, sources), "text": label.text}


def _fix_value(fix: Fix, sources: SourceMap) -> dict[str, Json]:
    return {
        "text": fix.text,
        "place": place_value(fix.span, sources),
        "replacement": None if fix.span is None else fix.replacement,
        "safe": fix.safe,
    }
