"""The rows of a register by their key, and what could not be found in it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sladsl.engines.reference.scopes import by_scope, key_positions
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import CaseRecord, Record, SpanRecord
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import Pair

Key = tuple[str, ...]


class Failure(NamedTuple):
    """A record for which a register has no row, or `rows` of them."""

    register: str
    key: Key
    rows: int
    at: int
    stream: str
    record: Any


@frozen
class RegisterIndex(Frozen):
    """The rows of a register by key, in the order of their start."""

    rows: Mapping[Key, Sequence[Any]]

    @classmethod
    def of(cls, schema: StreamSchema, records: Iterable[Record]) -> "RegisterIndex":
        groups = by_scope(records, key_positions(schema, schema.keys))
        return cls({key: sorted(rows, key=lambda row: row[0]) for key, rows in groups.items()})

    def in_force(self, key: Key, at: int) -> list[Any]:
        return rows_at(self.rows.get(key, ()), at)


def rows_at(rows: Sequence[Any], at: int) -> list[Any]:
    """Those of some rows, in order of their start, that hold at an instant."""
    begun = bisect_right(rows, at, key=lambda row: int(row[0]))
    return [row for row in rows[:begun] if row.end is None or at < row.end]


def extent(record: Any, as_of: int) -> Pair:
    """From the first that is known of a record to the last."""
    if isinstance(record, SpanRecord):
        return record.start, max(record.start + 1, as_of if record.end is None else record.end)
    if isinstance(record, CaseRecord):
        instants = [at for moment in record.moments for at in moment]
        return min(instants), max(instants) + 1
    return record.at, record.at + 1
