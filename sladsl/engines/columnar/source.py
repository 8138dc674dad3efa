"""A stream as statements see it: its table, and what is emitted of its rows."""

from dataclasses import dataclass

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.rows import RowEmitter
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import Tables


@dataclass(frozen=True, slots=True)
class Source:
    store: Tables
    stored: str
    schema: StreamSchema
    emitter: RowEmitter
    dialect: Dialect

    @property
    def table(self) -> str:
        """What statements select from, once all is emitted that they need."""
        return self.emitter.relation(self.stored)
