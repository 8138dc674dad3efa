"""Records with their verdicts, judged by the reference engine when somebody asks for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from sladsl.engines.columnar.leaves import Leaf, LeafSets
from sladsl.engines.measurements import RecordFound, RecordsFound, Scope
from sladsl.engines.reference.engine import measured
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords
from sladsl.logs.records import Record
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import Store, StoredRecords, columns_of
from sladsl.temporal import Window

AT_ONCE: Final = 50_000
"""Records that are told at a time."""


@dataclass(slots=True)
class Teller:
    """Tells the records of one measure, which lie at `instant`. `kept` are the records of its stream where they can be
    judged one by one, so that only those in question are made; `missed_rows` is the relation of those that missed, of
    which there are `missed_count`."""

    measure: Ref
    keys: tuple[str, ...]
    evaluation: LeafSets
    kept: StoredRecords | None
    instant: str
    missed_rows: str
    missed_count: int
    find: Callable[[Ref, tuple[str, ...]], Leaf | None]
    _missed: LeafSets | None = field(init=False, default=None)
    _missed_apart: StoredRecords | None = field(init=False, default=None)

    def every(self, scope: Scope, window: Window, chosen: str) -> Sequence[RecordFound]:
        if self.kept is None:
            return self._judged(self.evaluation, scope, window)
        return self._judged(self._over(tuple(self.kept.where(chosen))), scope, window)

    def missed(self, scope: Scope, window: Window, chosen: str) -> Iterator[RecordFound]:
        """Those of all cells are read at once, when the first is asked for; so many that memory would not hold them are
        put aside then, and read by cell."""
        if self.kept is None:
            every = self._judged(self.evaluation, scope, window)
            yield from (each for each in every if each.verdict == "missed")
        elif self.missed_count <= AT_ONCE or not isinstance(self.kept.store, Store):
            if self._missed is None:
                self._missed = self._over(tuple(self.kept.among(self.missed_rows)))
            yield from self._judged(self._missed, scope, window)
        else:
            if self._missed_apart is None:
                self._missed_apart = _put_apart(self.kept.store, self.kept.schema, self.missed_rows)
            rest = self._missed_apart.where(chosen, by=self.instant)
            while some := tuple(islice(rest, AT_ONCE)):
                yield from self._judged(self._over(some), scope, window)

    def _over(self, records: Sequence[Record]) -> LeafSets:
        """An evaluation that knows no other records of the stream."""
        whole = self.evaluation
        node = whole.graph.nodes[self.measure]
        assert isinstance(node, MeasureRecords)
        streams = {**whole.log.streams, node.stream: replace(whole.log.streams[node.stream], records=records)}
        found = LeafSets(whole.graph, replace(whole.log, streams=streams), whole.frame)
        found.horizon, found.find = whole.horizon, self.find
        return found

    def _judged(self, evaluation: LeafSets, scope: Scope, window: Window) -> Sequence[RecordFound]:
        (found,) = measured(self.measure, evaluation.scoped(self.keys, scope), (window,))
        assert isinstance(found, RecordsFound)
        return found.records


def _put_apart(store: Store, schema: StreamSchema, relation: str) -> StoredRecords:
    """The records of a relation as a table of their own."""
    columns = columns_of(schema)
    table = store.create(columns)
    store.run(f"INSERT INTO {table} SELECT {', '.join(name for name, _ in columns)} FROM {relation} r")
    return StoredRecords(store, table, schema)
