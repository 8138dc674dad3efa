"""The streams of one run as tables that statements find, all of them in one place."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from sladsl.engines.columnar.calendars import OpenDays
from sladsl.engines.columnar.cases import CaseEmitter
from sladsl.engines.columnar.clocks import Calendar
from sladsl.engines.columnar.database import Database
from sladsl.engines.columnar.lookups import ByDay, Lookups, Register
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.rows import BucketEmitter, RowEmitter, Value, column_of, in_column
from sladsl.engines.columnar.scoping import told
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import Scope
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.graph import Ref
from sladsl.graph.rows import RowBeside, RowLookup
from sladsl.logs.records import EventRecord, Place, Record, SpanRecord
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored.store import StoredRecords, Tables
from sladsl.temporal import Pair

_SCOPES: Final = "scopes"
_INTERVALS: Final = "intervals"


class Streams:
    """What statements need of a log is put into tables when it is first asked for, and given back in the end."""

    def __init__(self, database: Database, evaluation: Evaluation, own: Callable[[], Tables]) -> None:
        self._database, self._evaluation, self._own = database, evaluation, own
        self._tables: dict[str, StoredRecords] = {}
        self._made: list[StoredRecords] = []
        self._place: Tables | None = None
        self._laid_out: dict[object, ByDay] = {}
        self._registers: dict[RowLookup, Register] = {}

    def end(self) -> None:
        """Give back what was put into tables for this run only."""
        for each in self._made:
            each.store.drop(each.table)

    def place(self) -> Tables:
        """Where the tables are: beside those of the log, if it is in some."""
        if self._place is None:
            logs = self._evaluation.log.streams.values()
            stored = (each.records.store for each in logs if isinstance(each.records, StoredRecords))
            self._place = next((each for each in stored if self._database.finds(each)), None) or self._own()
        return self._place

    def table(self, stream: str) -> StoredRecords:
        if stream in self._tables:
            return self._tables[stream]
        schema = self._evaluation.graph.stream(stream)
        log = self._evaluation.log.streams.get(stream)
        told = log.records if log else ()
        if isinstance(told, StoredRecords) and told.store is self.place():
            self._tables[stream] = told
        else:
            if schema.shape is Shape.CASES and not isinstance(told, StoredRecords) and _share_places(told):
                raise NoEmitter("records are told apart by where they stand")
            self._tables[stream] = self.place().keep(schema, told)
            self._made.append(self._tables[stream])
        return self._tables[stream]

    def scopes(self, keys: Sequence[str], scopes: Sequence[Scope]) -> str:
        """The relation of some scopes: `id` from 0, in their order, and their values `k0`, `k1` …"""
        text = AttributeType(Kind.TEXT)
        schema = StreamSchema(_SCOPES, Shape.EVENTS, tuple(Attribute(f"k{place}", text) for place in range(len(keys))))
        records = (EventRecord(0, tuple(scope), Place(0, number)) for number, scope in enumerate(scopes))
        made = self.place().keep(schema, [*records])
        self._made.append(made)
        columns = "".join(f", a{place} AS k{place}" for place in range(len(keys)))
        return f"(SELECT line AS id{columns} FROM {made.table})"

    def intervals(self, rows: Iterable[tuple[int, Pair]]) -> str:
        """The relation of intervals of some scopes."""
        schema = StreamSchema(_INTERVALS, Shape.SPANS)
        made = self.place().keep(schema, [SpanRecord(*pair, (), Place(0, scope)) for scope, pair in rows])
        self._made.append(made)
        return f"(SELECT line AS id, t0 AS s, t1 AS e FROM {made.table})"

    def below(self, ref: Ref) -> list[StreamSchema]:
        """The streams on which a node rests."""
        graph = self._evaluation.graph
        return [graph.stream(name) for name in sorted(self._evaluation.reach.streams[ref])]

    def register(self, node: RowLookup) -> Register:
        """What a register says of one attribute."""
        if node not in self._registers:
            schema, stored = self._evaluation.graph.stream(node.register), self.table(node.register)
            positions = [schema.attribute_index(key) or 0 for key in schema.keys]
            keys = self.keys(schema, positions)
            names = ", ".join(f"k{place}" for place in range(len(keys)))
            told = ", ".join(f"{key} AS k{place}" for place, key in enumerate(keys))
            rows = (
                f"SELECT {told}, t0 AS s, t1 AS e, a{node.index} AS v FROM {stored.table} WHERE t1 IS NULL OR t1 > t0"
            )
            earlier = f"OVER (PARTITION BY {names} ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
            ended = (
                f"SELECT {names}, s, count(*) {earlier} - count(e) {earlier} AS lasting, max(e) {earlier} AS reached"
            )
            over = (
                f"SELECT 1 FROM ({ended} FROM ({rows}) r) q WHERE {names.replace(',', ' IS NOT NULL AND')} IS NOT NULL"
            )
            found = stored.store.rows(f"{over} AND (lasting > 0 OR s < reached) LIMIT 1")
            self._registers[node] = Register(rows, bool(found))
        return self._registers[node]

    def keys(self, schema: StreamSchema, positions: Sequence[int]) -> list[str]:
        """Attributes as the text by which registers are looked up."""
        kinds = [schema.attributes[position].type.kind for position in positions]
        if Kind.FLAG in kinds:
            raise NoEmitter("a condition as the key of a register")
        dialect = self._database.dialect
        return [told(kind, f"a{position}", dialect) for kind, position in zip(kinds, positions, strict=True)]

    def source(self, stream: str, emitter: type[RowEmitter], keys: Sequence[str]) -> Source:
        """`keys`: those of the scopes that are asked for."""
        records, schema = self.table(stream), self._evaluation.graph.stream(stream)
        graph, as_of, dialect = self._evaluation.graph, self._evaluation.frame.as_of, self._database.dialect
        if emitter is CaseEmitter:
            lookups = Lookups(records.table, dialect, records.store.rows, self._laid_out)
            around = self._evaluation.scoped((), ())
            beside = partial(self._value_beside, demanded=keys)
            made: RowEmitter = CaseEmitter(schema, self._days_of(records), around, lookups, self._value_in, beside)
        else:
            made = emitter(graph.nodes, schema, as_of, dialect)
        return Source(records, schema, made, dialect)

    def _value_in(self, node: RowLookup, lookups: Lookups, at: str) -> tuple[AttributeType, str]:
        """What a register says of each row of a stream at an instant of it, and of which type that is."""
        register, keys = self.register(node), self.keys(self._evaluation.graph.stream(node.stream), node.keys)
        attribute = self._evaluation.graph.stream(node.register).attributes[node.index]
        return attribute.type, lookups.in_force(register, keys, at)

    def _value_beside(self, node: RowBeside, lookups: Lookups, at: str, demanded: Sequence[str]) -> Value:
        """What the last sample of another stream says at an instant of each row, or before it."""
        graph = self._evaluation.graph
        own, other = graph.stream(node.of), graph.stream(node.stream)
        for key in demanded:
            there = other.attribute_index(key)
            if there is not None and (there, own.attribute_index(key)) not in node.keys:
                raise NoEmitter("samples of another stream in scopes that are not those of the record")
        for stream in (node.of, node.stream):
            self._check_order(stream)
        source = self.source(node.stream, CaseEmitter, ())
        value = source.emitter.value(node.operand)
        keys = "".join(f"a{there} AS k{place}, " for place, (there, _) in enumerate(node.keys))
        as_of = self._database.dialect.number(self._evaluation.frame.as_of)
        samples = f"SELECT {keys}t0 AS t, file, line, {column_of(value)} AS v FROM {source.table} o WHERE t0 < {as_of}"
        column = lookups.latest(samples, [f"a{here}" for _, here in node.keys], at)
        return in_column(value, column)

    def rows_of(self, stream: str, keys: Sequence[str]) -> tuple[Source, Binding]:
        return self.source(stream, CaseEmitter, keys), self.binding(stream, keys)

    def in_order_of(self, stream: str, keys: Sequence[str]) -> tuple[Source, Binding]:
        """For what depends on which of several records at one instant comes first in the log."""
        self._check_order(stream)
        return self.rows_of(stream, keys)

    def _check_order(self, stream: str) -> None:
        log = self._evaluation.log.streams.get(stream)
        if log is not None and not isinstance(log.records, StoredRecords) and _share_places(log.records):
            raise NoEmitter("records are put in order by where they stand")

    def buckets_of(self, stream: str, keys: Sequence[str]) -> tuple[Source, Binding]:
        return self.source(stream, BucketEmitter, keys), self.binding(stream, keys)

    def binding(self, stream: str, keys: Sequence[str]) -> Binding:
        schema = self._evaluation.graph.stream(stream)
        bound = [
            (place, position) for place, key in enumerate(keys) if (position := schema.attribute_index(key)) is not None
        ]
        return Binding(tuple(f"a{position}" for _, position in bound), tuple(place for place, _ in bound))

    def _days_of(self, records: StoredRecords) -> Calendar:
        """Calendars over the time in which clocks can run: from the first record to `as of`."""
        known: dict[int, OpenDays] = {}

        def days(calendar: int) -> OpenDays:
            if calendar not in known:
                first, as_of = records.earliest, self._evaluation.frame.as_of
                open_time = self._evaluation.scoped((), ()).open_time(calendar)
                known[calendar] = OpenDays(open_time, as_of if first is None else min(first, as_of), as_of)
            return known[calendar]

        return days


def _share_places(records: Sequence[Record]) -> bool:
    return len({each.place for each in records}) < len(records)
