"""What is emitted of cases: beside what all rows have, clocks and deadlines on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sladsl.engines.columnar.clocks import Calendar, Clocks
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter, Number, Truth, floor
from sladsl.engines.columnar.rows import RowEmitter, Value
from sladsl.graph import Node, Ref, inputs
from sladsl.graph.rows import RowBeside, RowClock, RowDeadline, RowLogic, RowNode
from sladsl.logs.schema import StreamSchema


@dataclass(frozen=True, slots=True)
class Kept:
    """A deadline: whether it is kept, what was counted, the limit (both NULL where the clock has not started)."""

    truth: str
    measured: str
    limit: str


class CaseEmitter(RowEmitter):
    def __init__(
        self, nodes: Sequence[Node], schema: StreamSchema, as_of: int, dialect: Dialect, calendar: Calendar
    ) -> None:
        super().__init__(nodes, schema, as_of, dialect)
        self._clocks = Clocks(as_of, calendar, dialect)
        self._guarding = False

    def relation(self, table: str) -> str:
        return self._clocks.relation(table) if self._clocks else table

    def asked(self, ref: Ref) -> str:
        """A condition of which nobody asks for more than whether it holds: clocks run only where they decide."""
        for clock, guard in self._guarded(ref, ()):
            node = self.nodes[clock]
            assert isinstance(node, RowClock)
            self._clocks.add(clock, node, guard)
        self._guarding = True
        try:
            return self.truth(ref)
        finally:
            self._guarding = False

    def value(self, ref: Ref) -> Value:
        if not self._guarding:
            self._always(ref)
        return super().value(ref)

    def deadline(self, ref: Ref) -> Kept:
        """A deadline whose numbers are told of every case."""
        node = self.nodes[ref]
        assert isinstance(node, RowDeadline)
        self._always(node.clock)
        return self._kept(node)

    def _emitted(self, ref: Ref) -> Value:
        node = self.nodes[ref]
        if isinstance(node, RowClock):
            return Number(f"q{self._clocks.number(ref)}")
        if isinstance(node, RowDeadline):
            return Truth(self._kept(node).truth)
        return super()._emitted(ref)

    def _kept(self, node: RowDeadline) -> Kept:
        if node.business_days or node.at_close or node.zone is not None:
            raise NoEmitter("a limit in days, or up to the close of a day")
        number = self._clocks.number(node.clock)
        limit = self.number(node.limit)
        # Counted time is whole, so a limit that is not is rounded to where it decides the same.
        whole = (
            f"(- {floor(Number(f'(- {limit.top})', limit.bottom), self.dialect)})"
            if node.strict
            else floor(limit, self.dialect)
        )
        over = f"q{number} {'>=' if node.strict else '>'} {whole}"
        unknown = f"q{number} IS NULL OR {whole} IS NULL"
        kept = f"(CASE WHEN {unknown} THEN NULL WHEN {over} THEN FALSE WHEN y{number} THEN NULL ELSE TRUE END)"
        return Kept(kept, f"q{number}", f"CASE WHEN q{number} IS NOT NULL THEN {whole} END")

    def _always(self, ref: Ref) -> None:
        """The clocks below a node run for every case."""
        node = self.nodes[ref]
        if isinstance(node, RowClock):
            self._clocks.add(ref, node, None)
        for each in _of_record(node, self.nodes):
            self._always(each)

    def _guarded(self, ref: Ref, guards: tuple[str, ...]) -> Iterator[tuple[Ref, str | None]]:
        """The clocks below a condition, each with what must hold of a case for it to matter there: beside what is false
        an `and` needs nothing more, beside what is true an `or`."""
        node = self.nodes[ref]
        if isinstance(node, RowClock):
            yield ref, " AND ".join(guards) or None
        elif isinstance(node, RowLogic):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                more = guards if self._has_clock(other) else (*guards, self._open(node.operator, other))
                yield from self._guarded(one, more)
        else:
            for each in _of_record(node, self.nodes):
                yield from self._guarded(each, guards)

    def _open(self, operator: str, settled_by: Ref) -> str:
        truth = self.truth(settled_by)
        return f"coalesce({truth}, TRUE)" if operator == "and" else f"NOT coalesce({truth}, FALSE)"

    def _has_clock(self, ref: Ref) -> bool:
        node = self.nodes[ref]
        return isinstance(node, RowClock) or any(self._has_clock(each) for each in _of_record(node, self.nodes))


def _of_record(node: Node, nodes: Sequence[Node]) -> list[Ref]:
    """The values of the same record on which a node rests: not those of other streams, nor time sets."""
    return [each for each in inputs(node) if isinstance(nodes[each], RowNode) and not isinstance(node, RowBeside)]
