"""Records with their verdicts, judged by the reference engine when somebody asks for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sladsl.engines.columnar.leaves import Leaf, LeafSets
from sladsl.engines.measurements import RecordFound, RecordsFound, Scope
from sladsl.engines.reference.engine import measured
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords
from sladsl.logs.records import Record
from sladsl.logs.stored.store import StoredRecords
from sladsl.temporal import Window


@dataclass(slots=True)
class Teller:
    """Tells the records of one measure. `kept` are the records of its stream where they can be judged one by one, so
    that only those in question are made; `missed_rows` is the relation of those that missed."""

    measure: Ref
    keys: tuple[str, ...]
    evaluation: LeafSets
    kept: StoredRecords | None
    missed_rows: str
    find: Callable[[Ref, tuple[str, ...]], Leaf | None]
    _missed: LeafSets | None = field(init=False, default=None)

    def every(self, scope: Scope, window: Window, chosen: str) -> Sequence[RecordFound]:
        if self.kept is None:
            return self._judged(self.evaluation, scope, window)
        return self._judged(self._over(tuple(self.kept.where(chosen))), scope, window)

    def missed(self, scope: Scope, window: Window) -> Sequence[RecordFound]:
        """Those of all cells are read at once, when the first is asked for."""
        if self.kept is None:
            every = self._judged(self.evaluation, scope, window)
            return tuple(each for each in every if each.verdict == "missed")
        if self._missed is None:
            self._missed = self._over(tuple(self.kept.among(self.missed_rows)))
        return self._judged(self._missed, scope, window)

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
