"""The spans that make up a set, as rows."""

from sladsl.engines.columnar.places import Binding, partitioned
from sladsl.engines.columnar.source import Source
from sladsl.graph.sets import SetSpans


def recorded(node: SetSpans, source: Source, binding: Binding, more: str = "") -> str:
    """Keys, `s` and `e` of each span, and what `more` is asked of it."""
    emitter = source.emitter
    where, asked = emitter.condition(node.where), f", {more}" if more else ""
    found = (
        f"SELECT {binding.selected()}file, line, t0 AS s, {emitter.time('end')} AS e{asked} FROM {source.table} o "
        f"WHERE t0 < {source.dialect.number(emitter.as_of)} AND {where} AND {binding.known()}"
    )
    return _longest(found, binding.names()) if node.longest else found


def _longest(spans: str, names: str) -> str:
    """Of spans that overlap one another, directly or by others, the first of the longest."""
    order = f"{partitioned(names)}ORDER BY s, e, file, line ROWS BETWEEN UNBOUNDED PRECEDING"
    begins = f"CASE WHEN s < max(e) OVER ({order} AND 1 PRECEDING) THEN 0 ELSE 1 END"
    told = f"SELECT *, {begins} AS begins FROM ({spans}) a"
    grouped = f"SELECT *, sum(begins) OVER ({order} AND CURRENT ROW) AS among FROM ({told}) b"
    place = f"row_number() OVER (PARTITION BY {names}among ORDER BY e - s DESC, s, e, file, line)"
    return f"SELECT * FROM (SELECT *, {place} AS place FROM ({grouped}) c) d WHERE place = 1"
