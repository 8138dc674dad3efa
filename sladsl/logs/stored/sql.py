"""The little SQL that every statement on a store is made of."""

from typing import Final

from sladsl.logs.schema import Kind

_TYPES: Final = {Kind.TEXT: "VARCHAR", Kind.CHOICE: "VARCHAR", Kind.FLAG: "BOOLEAN"}


def sql_type(kind: Kind) -> str:
    """How values of a kind are stored; numbers are whole, of less than 10**18."""
    return _TYPES.get(kind, "BIGINT")


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
