"""Registers: which row is in force for a record, or for a scope when a window begins."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from sladsl.engines.measurements import NumberFound
from sladsl.engines.reference.placing import instant_function
from sladsl.engines.reference.register_index import Failure, rows_at
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.rows import RowLookup
from sladsl.temporal import Window


def lookup(node: RowLookup, around: Surroundings, failed: Callable[[Failure], None]) -> RowFunction:
    """The attribute of the row in force when a record happens. What fails is reported, and None."""
    index = around.register(node.register)
    instant = instant_function(around.schema(node.stream), None, around.as_of)

    def looked_up(record: Any) -> Any:
        key = tuple(_text(record.values[position]) for position in node.keys)
        at = instant(record)
        if at is None or any(each is None for each in key):
            return None
        named = tuple(each for each in key if each is not None)
        rows = index.in_force(named, at)
        if len(rows) != 1:
            failed(Failure(node.register, named, len(rows), at, node.stream, record))
            return None
        stored = rows[0].values[node.index]
        return stored if stored is None or node.divisor in (0, 1) else Fraction(stored, node.divisor)

    return looked_up


def rows_for_scope(node: MeasureRegister, around: Surroundings, windows: Sequence[Window]) -> list[NumberFound]:
    operand = around.row(node.operand)
    rows: Sequence[Any] = sorted(around.records(node.stream), key=lambda row: (row[0], row.place))
    return [_row_found(rows, each, operand, node, around) for each in windows]


def _row_found(
    rows: Sequence[Any], window: Window, operand: RowFunction, node: MeasureRegister, around: Surroundings
) -> NumberFound:
    there = rows_at(rows, window.start)
    later = [row.start for row in rows if window.start < row.start < window.end and row.start != row.end]
    if not there and later:
        there = rows_at(rows, min(later))
    value = operand(there[0]) if len(there) == 1 else None
    places = tuple((node.stream, row.place) for row in there) if around.evidence else ()
    return NumberFound(
        None if value is None else Fraction(value), len(there), int(len(there) == 1 and value is None), places
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
