"""What is emitted of cases: beside what all rows have, clocks and deadlines on them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sladsl.engines.columnar.clocks import Calendar, Clocks
from sladsl.engines.columnar.dates import Dates
from sladsl.engines.columnar.lookups import Lookups
from sladsl.engines.columnar.numbers import NoEmitter, Number, Truth, compared, floor
from sladsl.engines.columnar.rows import RowEmitter, Value, typed
from sladsl.engines.deciding import Settling, of_record, parts_in, rests_on_clock
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph import Node, Ref
from sladsl.graph.rows import (
    RowBeside,
    RowBetween,
    RowClock,
    RowConstant,
    RowDays,
    RowDeadline,
    RowEnd,
    RowLookup,
    RowWithin,
)
from sladsl.graph.sets import SetCalendar
from sladsl.logs.schema import AttributeType, StreamSchema


@dataclass(frozen=True, slots=True)
class Kept:
    """A deadline: whether it is kept, what was counted, the limit (both NULL where the clock has not started)."""

    truth: str
    measured: str
    limit: str


Registers = Callable[[RowLookup, Lookups, str], tuple[AttributeType, str]]
"""What a register says of the rows of a stream at an instant of each: its type, and the column in which it is."""

Beside = Callable[[RowBeside, Lookups, str], Value]
"""What another stream says at an instant of each row."""


class CaseEmitter(RowEmitter):
    def __init__(
        self,
        schema: StreamSchema,
        calendar: Calendar,
        around: Surroundings,
        lookups: Lookups,
        registers: Registers,
        beside: Beside,
    ) -> None:
        super().__init__(around.nodes, schema, around.as_of, lookups.dialect)
        self._clocks = Clocks(around.as_of, calendar, lookups.dialect)
        self._dates, self._lookups = Dates(around, lookups), lookups
        self._registers, self._beside = registers, beside
        self._guarding = False

    def relation(self, table: str) -> str:
        assert table == self._lookups.table, "lookups are of the rows of one table"
        return self._clocks.relation(self._lookups.relation) if self._clocks else self._lookups.relation

    def asked(self, ref: Ref) -> str:
        """A condition of which nobody asks for more than whether it holds: clocks run only where they decide."""
        for clock, beside in parts_in(ref, self.nodes, RowClock):
            node = self.nodes[clock]
            assert isinstance(node, RowClock)
            self._clocks.add(clock, node, self._guard(beside))
        self._guarding = True
        try:
            return self.truth(ref)
        finally:
            self._guarding = False

    def value(self, ref: Ref) -> Value:
        if not self._guarding:
            self._always(ref)
        return super().value(ref)

    def deadlines(self, ref: Ref) -> Iterator[tuple[str | None, Kept]]:
        """The deadlines of a condition that was asked, each with what must hold of a case for it to matter there."""
        for each, beside in parts_in(ref, self.nodes, RowDeadline):
            node = self.nodes[each]
            assert isinstance(node, RowDeadline)
            yield self._guard(beside), self._kept(node)

    def _emitted(self, ref: Ref) -> Value:
        node = self.nodes[ref]
        if isinstance(node, RowClock):
            number = self._clocks.clock(ref).number
            return Number(f"q{number}", f"d{number}" if node.cycle == "mean" else 1)
        if isinstance(node, RowDeadline):
            return Truth(self._kept(node).truth)
        return self._dated(node) or super()._emitted(ref)

    def _dated(self, node: Node) -> Value | None:
        """What a calendar or a zone says of instants of the record; None for other nodes."""
        match node:
            case RowBetween(calendar=int() as calendar):
                return Number(self._dates.between(calendar, *self._both(node, self.as_of)))
            case RowDays():
                # `as of` is the first instant that is not known: the day that it begins has not passed.
                return Number(self._dates.days(node, *self._both(node, self.as_of - 1)))
            case RowEnd(operand=operand):
                return Number(self._dates.end(node, self._instant(operand)))
            case RowWithin(operand=operand, container=container):
                calendar_set = self.nodes[container]
                if not isinstance(calendar_set, SetCalendar):
                    raise NoEmitter("whether an instant lies in a time set other than a calendar")
                return Truth(self._dates.is_open(calendar_set.calendar, self._instant(operand)))
            case RowLookup():
                kind, column = self._registers(node, self._lookups, self.instant(None))
                return typed(kind.kind, column, node.divisor)
            case RowBeside():
                return self._beside(node, self._lookups, self.instant(None))
            case _:
                return None

    def _both(self, node: RowBetween | RowDays, until: int) -> tuple[str, str]:
        self._instant(node.stop)
        return self._instant(node.start), self.awaited(node.stop, until)

    def _instant(self, ref: Ref) -> str:
        if rests_on_clock(ref, self.nodes):
            raise NoEmitter("a date that rests on a clock")
        return self.whole(ref)

    def _kept(self, node: RowDeadline) -> Kept:
        if node.at_close:
            raise NoEmitter("a limit up to the close of a day")
        clock = self._clocks.clock(node.clock)
        if clock.node.cycle == "mean":
            return self._mean_kept(node, clock.number)
        number, whole = clock.number, self._limit(node)
        over = f"q{number} {'>=' if node.strict else '>'} {whole}"
        unknown = f"q{number} IS NULL OR {whole} IS NULL"
        kept = f"(CASE WHEN {unknown} THEN NULL WHEN {over} THEN FALSE WHEN y{number} THEN NULL ELSE TRUE END)"
        told = f"q{number}"
        if clock.node.cycle == "each":
            # Of the cycle that decides: where all that are over are kept, the one that is still open.
            told = f"(CASE WHEN {over} THEN q{number} WHEN y{number} THEN z{number} ELSE q{number} END)"
        return Kept(kept, told, f"CASE WHEN q{number} IS NOT NULL THEN {whole} END")

    def _mean_kept(self, node: RowDeadline, number: int) -> Kept:
        """While a cycle runs the mean is open."""
        mean, limit = Number(f"q{number}", f"d{number}"), self.number(node.limit)
        within = compared(mean, "<" if node.strict else "<=", limit, self.dialect)
        kept = f"(CASE WHEN y{number} THEN NULL ELSE {within} END)"
        told = f"CASE WHEN q{number} IS NOT NULL THEN {floor(limit, self.dialect)} END"
        return Kept(kept, floor(mean, self.dialect), told)

    def _limit(self, node: RowDeadline) -> str:
        """In whole microseconds of the clock's time."""
        if node.business_days or node.zone is not None:
            return self._limit_in_days(node)
        limit = self.number(node.limit)
        # Counted time is whole, so a limit that is not is rounded to where it decides the same.
        if node.strict:
            return f"(- {floor(Number(f'(- {limit.top})', limit.bottom), self.dialect)})"
        return floor(limit, self.dialect)

    def _limit_in_days(self, node: RowDeadline) -> str:
        clock, limit = self._clocks.clock(node.clock), self.nodes[node.limit]
        if clock.in_cycles:
            raise NoEmitter("a limit in days for each of several cycles")
        assert isinstance(limit, RowConstant), "days of a limit are written out, and whole"
        count, start = int(limit.value), self.moment(clock.node.start)
        if node.zone is not None:
            return self._dates.calendar_days(node.zone, count, start)
        return self._dates.business_days(clock.node.calendar, count, start)

    def _always(self, ref: Ref) -> None:
        """The clocks below a node run for every case."""
        node = self.nodes[ref]
        if isinstance(node, RowClock):
            self._clocks.add(ref, node, None)
        for each in of_record(node, self.nodes):
            self._always(each)

    def _guard(self, beside: Iterable[Settling]) -> str | None:
        """What must hold of a case for something to matter there; None: nothing."""
        return " AND ".join(self._open(*each) for each in beside) or None

    def _open(self, operator: str, settled_by: Ref) -> str:
        truth = self.truth(settled_by)
        return f"coalesce({truth}, TRUE)" if operator == "and" else f"NOT coalesce({truth}, FALSE)"
