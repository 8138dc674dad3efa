"""What stands in the texts of a review."""

from sladsl.graph.graph import FeeRule, ServiceFact
from sladsl.model.units import decimal_text
from sladsl.text import SourceMap, Span


def said(span: Span | None, sources: SourceMap) -> str | None:
    """What stands there, on one line."""
    source = None if span is None else sources.get(span.source)
    return None if source is None or span is None else " ".join(source.text[span.start : span.end].split())


def service_words(service: ServiceFact) -> str:
    """What it costs."""
    return ", ".join(map(_price, service.fees)) or "no fee"


def _price(fee: FeeRule) -> str:
    return f"{decimal_text(fee.amount)} {fee.currency} per {fee.window.unit if fee.window else 'term'}"
