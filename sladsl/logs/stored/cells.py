"""Records as the cells of rows, as a store takes them from a file."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sladsl.logs.schema import Kind, Shape, StreamSchema


def cells_of(schema: StreamSchema) -> Callable[[Any], Sequence[Any]]:
    """From a record to the cells of a row."""
    flags = frozenset(index for index, each in enumerate(schema.attributes) if each.type.kind is Kind.FLAG)

    def values(record: Any) -> list[Any]:
        return [
            str(value).lower() if index in flags and value is not None else value
            for index, value in enumerate(record.values)
        ]

    def case(record: Any) -> list[Any]:
        first = min((told[0] for told in record.moments if told), default=None)
        moments = [_listed(map(str, told)) for told in record.moments]
        states = [_listed(map(_interval, each)) for each in record.states]
        return [*record.place, first, record.key, *moments, *states, *values(record)]

    match schema.shape:
        case Shape.CASES:
            return case
        case Shape.SPANS:
            return lambda record: [*record.place, record.start, record.end, *values(record)]
        case _:
            return lambda record: [*record.place, record.at, *values(record)]


def _interval(pair: tuple[int, int | None]) -> str:
    return f"[{pair[0]}, {'NULL' if pair[1] is None else pair[1]}]"


def _listed(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"
