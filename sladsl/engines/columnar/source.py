"""A stream as statements see it: its table, and what is emitted of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.rows import RowEmitter
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import Apart, StoredRecords, Tables


@dataclass(frozen=True, slots=True)
class Source:
    records: StoredRecords
    schema: StreamSchema
    emitter: RowEmitter
    dialect: Dialect

    @property
    def store(self) -> Tables:
        return self.records.store

    @property
    def stored(self) -> str:
        return self.records.table

    def are_apart(self, columns: Iterable[str], width: int) -> bool:
        """Whether no two samples that agree in some columns lie in one step of a width. Asked only of steps as short as
        samples are meant to be apart: False elsewhere."""
        meant = self.schema.every is not None and width <= self.schema.every
        return meant and self.records.are_apart(Apart(frozenset(columns), width, 0))

    @property
    def table(self) -> str:
        """What statements select from, once all is emitted that they need."""
        return self.emitter.relation(self.stored)
