"""Rows of records as rows of scopes: each row comes once for every scope that its keys belong to."""

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.sweeps import Parts
from sladsl.logs.schema import Kind


def by_scope(rows: str, source: Source, binding: Binding, parts: Parts, columns: str = "s, e") -> str:
    """Of a relation of keys and some columns."""
    matched = " AND ".join(
        f"{as_text(source, column, f'x.k{index}')} = p.k{place}"
        for index, (column, place) in enumerate(zip(binding.columns, binding.places, strict=True))
    )
    joined = f"JOIN {parts.scopes} p ON {matched}" if matched else f"CROSS JOIN {parts.scopes} p"
    return f"SELECT p.id, {', '.join(f'x.{each}' for each in columns.split(', '))} FROM ({rows}) x {joined}"


def as_text(source: Source, column: str, value: str) -> str:
    """A key as scopes have it."""
    kind = source.schema.attributes[int(column[1:])].type.kind
    if kind is Kind.FLAG:
        return f"CASE WHEN {value} THEN 'yes' ELSE 'no' END"
    return told(kind, value, source.dialect)


def told(kind: Kind, value: str, dialect: Dialect) -> str:
    """What is no condition, as text."""
    return value if kind in (Kind.TEXT, Kind.CHOICE) else f"CAST({value} AS {dialect.text})"
