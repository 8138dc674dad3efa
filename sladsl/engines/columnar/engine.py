"""The columnar engine: what has an emission is asked of a database, the rest of the reference engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sladsl.engines.columnar.buckets import BucketMeans
from sladsl.engines.columnar.covers import Covers
from sladsl.engines.columnar.database import Database
from sladsl.engines.columnar.leaves import Leaf, LeafSets, buckets, spans
from sladsl.engines.columnar.near import Nearest
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.statistics import Emitted, added_up, is_added_up, nothing_found, ranked
from sladsl.engines.columnar.streams import Streams
from sladsl.engines.columnar.sweeps import Parts
from sladsl.engines.columnar.telling import Teller
from sladsl.engines.columnar.times import Emitted as EmittedTime
from sladsl.engines.columnar.times import TimeMeasure, times_found
from sladsl.engines.columnar.verdicts import MISSED, Verdicts
from sladsl.engines.engine import Frame
from sladsl.engines.measurements import (
    Cell,
    Demand,
    Found,
    Measurements,
    RecordsFound,
    RecordsTold,
    Scope,
    ScopedChoice,
)
from sladsl.engines.reference.changes import as_known
from sladsl.engines.reference.engine import both, check_windows, measured
from sladsl.engines.reference.limits import check_cells
from sladsl.engines.reference.making import with_made_streams
from sladsl.engines.reference.scopes import key_positions, scopes_of
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.void import without_void
from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.measures import (
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRegister,
    MeasureRows,
    MeasureTime,
)
from sladsl.graph.sets import SetBuckets, SetSpans
from sladsl.logs.records import EventLog, Place, Record, SampleRecord
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.logs.stored.store import Store, StoredRecords, Tables
from sladsl.logs.stored.workers import Workers
from sladsl.temporal import EMPTY, Window

_Scoped = dict[Ref, Mapping[Scope, Sequence[Found]]]
_NOWHERE: Final = Place(0, 0)


class ColumnarEngine:
    """SQL made of the graph, run by a database. `measure` raises what the reference engine raises."""

    def __init__(self, database: Database) -> None:
        self.database, self.name = database, database.name
        self._store: Tables | None = None
        self.fallen_back: dict[str, str] = {}
        """Of the last run: kinds of measures that the reference engine took, each with the reason."""

    def log_store(self) -> Store | None:
        """A place for a large log, to be read straight into; None: it is read into memory."""
        return self.database.log_store()

    def workers(self) -> Workers | None:
        """Other machines that read a log; None: there are none."""
        return self.database.workers()

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return with_made_streams(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        for demand in frame.demands:
            check_windows(demand.windows)
        self.fallen_back = {}
        known = as_known(graph, log, frame.as_of)
        run = _Run(self, graph, known, frame)
        scopes: dict[tuple[str, ...], tuple[Scope, ...]] = {}
        found: dict[Cell, Found] = {}
        chosen: dict[ScopedChoice, frozenset[int]] = {}
        cells = 0
        try:
            for demand in frame.demands:
                there = run.scopes(demand) if demand.scopes is None else demand.scopes
                cells = check_cells(len(demand.measures), len(there), len(demand.windows), cells)
                scopes[demand.keys] = both(scopes.get(demand.keys, ()), there)
                run.take(demand, there, found, chosen)
        finally:
            run.end()
        evaluation = run.evaluation
        return Measurements(scopes, found, chosen, evaluation.unsettled(found), evaluation.lifetimes(scopes))

    def store(self) -> Tables:
        """For records that are in no table yet."""
        if self._store is None:
            self._store = self.database.store()
        return self._store


class _Run:
    """One call of `measure`."""

    def __init__(self, engine: ColumnarEngine, graph: RuleGraph, log: EventLog, frame: Frame) -> None:
        self.engine, self.graph, self.log, self.frame = engine, graph, log, frame
        self.evaluation = LeafSets(graph, log, frame)
        if not frame.evidence:
            self.evaluation.find = self._leaf
        self.streams = Streams(engine.database, self.evaluation, engine.store)
        self._around: Surroundings = self.evaluation.scoped((), ())

    def end(self) -> None:
        self.streams.end()

    def scopes(self, demand: Demand) -> tuple[Scope, ...]:
        used = self.evaluation.streams_of_scopes(demand.keys, demand.measures)
        return scopes_of(demand.keys, used, lambda schema: self._existing(schema, demand.keys))

    def take(
        self,
        demand: Demand,
        scopes: Sequence[Scope],
        found: dict[Cell, Found],
        chosen: dict[ScopedChoice, frozenset[int]],
    ) -> None:
        answers = self._answers(demand, scopes) if demand.windows and scopes else {}
        for scope in scopes:
            around = self.evaluation.scoped(demand.keys, scope)
            for measure in demand.measures if demand.windows else ():
                each = answers.get(measure)
                taken = each[scope] if each is not None else measured(measure, around, demand.windows)
                for window, one in zip(demand.windows, taken, strict=True):
                    found[Cell(measure, demand.keys, scope, window.start, window.end)] = one
            for choice in demand.choices:
                chosen[ScopedChoice(choice, demand.keys, scope)] = around.chosen(choice)
            self.evaluation.forget(len(demand.keys))

    def _leaf(self, ref: Ref, keys: tuple[str, ...]) -> Leaf | None:
        node = self.graph.nodes[ref]
        try:
            if isinstance(node, SetSpans):
                source, binding = self.streams.rows_of(node.stream, keys)
                covered = self.frame.coverage.get(node.stream, EMPTY)
                return spans(node, source, binding, covered, self.evaluation.horizon)
            assert isinstance(node, SetBuckets), "other sets are made of these"
            source, binding = self.streams.buckets_of(node.stream, keys)
            return buckets(node, source, binding, self.evaluation.horizon)
        except NoEmitter as reason:
            self._fell_back([ref], str(reason))
        except self.engine.database.errors as trouble:
            self._fell_back([ref], str(trouble).partition("\n")[0])
        return None

    def _existing(self, schema: StreamSchema, keys: Sequence[str]) -> Iterable[Record]:
        """A record for each combination of keys that some record has; those of a large log are not all looked at."""
        records = self.log.streams[schema.name].records if schema.name in self.log.streams else ()
        if not isinstance(records, StoredRecords):
            return self.evaluation.existing(schema)
        return self._combinations(records, key_positions(schema, keys))

    def _combinations(self, records: StoredRecords, positions: Sequence[int]) -> Iterator[Record]:
        columns = ", ".join(f"a{position}" for position in positions)
        where = f"t0 < {self.engine.database.dialect.number(self.frame.as_of)}"
        for row in records.store.rows(f"SELECT DISTINCT {columns} FROM {records.table} WHERE {where}"):
            values: list[Any] = [None] * len(records.schema.attributes)
            for position, value in zip(positions, row, strict=True):
                values[position] = value
            yield SampleRecord(0, tuple(values), _NOWHERE)

    def _answers(self, demand: Demand, scopes: Sequence[Scope]) -> _Scoped:
        """What is found by statements, by measure and scope. What has no emission, or exceeds the numbers of the
        database, is not among it."""
        answers: _Scoped = {}
        if self.frame.evidence:
            return answers
        for (stream, moment), group in self._rows_together(demand).items():
            self._attempt(group, lambda s=stream, m=moment, g=group: self._added_up(s, m, g, demand, scopes), answers)
        nodes = {ref: self.graph.nodes[ref] for ref in demand.measures}
        times = {ref: node for ref, node in nodes.items() if isinstance(node, MeasureTime | MeasureClasses)}
        if times:
            self._attempt([*times], lambda: self._times(times, demand, scopes), answers)
        for ref, node in nodes.items():
            if isinstance(node, MeasureRecords):
                self._attempt([ref], lambda n=node, r=ref: {r: self._verdicts(r, n, demand, scopes)}, answers)
            elif isinstance(node, MeasureBuckets):
                self._attempt([ref], lambda n=node, r=ref: {r: self._buckets(n, demand, scopes)}, answers)
            elif isinstance(node, MeasureRows) and not is_added_up(node):
                self._attempt([ref], lambda n=node, r=ref: {r: self._ranked(n, demand, scopes)}, answers)
            elif isinstance(node, MeasureNear):
                self._attempt([ref], lambda n=node, r=ref: {r: self._nearest(n, demand, scopes)}, answers)
            elif isinstance(node, MeasureRegister):
                self.engine.fallen_back.setdefault(type(node).__name__, "registers are in memory")
        return answers

    def _attempt(self, refs: Sequence[Ref], work: Any, answers: _Scoped) -> None:
        try:
            answers.update(work())
        except NoEmitter as reason:
            self._fell_back(refs, str(reason))
        except self.engine.database.errors as trouble:
            # Numbers of more than 64 bits, mostly: the reference has no such bound.
            self._fell_back(refs, str(trouble).partition("\n")[0])

    def _fell_back(self, refs: Sequence[Ref], reason: str) -> None:
        for ref in refs:
            self.engine.fallen_back[type(self.graph.nodes[ref]).__name__] = reason

    def _rows_together(self, demand: Demand) -> dict[tuple[str, int | None], list[Ref]]:
        """The statistics that one pass over a stream can find."""
        found: dict[tuple[str, int | None], list[Ref]] = {}
        for ref in demand.measures:
            node = self.graph.nodes[ref]
            if isinstance(node, MeasureRows) and is_added_up(node):
                found.setdefault((node.stream, node.moment), []).append(ref)
        return found

    def _added_up(
        self, stream: str, moment: int | None, refs: Sequence[Ref], demand: Demand, scopes: Sequence[Scope]
    ) -> _Scoped:
        source, binding = self.streams.rows_of(stream, demand.keys)
        emitted: dict[Ref, Emitted] = {}
        for ref in refs:
            node = self.graph.nodes[ref]
            assert isinstance(node, MeasureRows)
            try:
                emitted[ref] = Emitted.of(node, source.emitter)
            except NoEmitter as reason:
                self._fell_back([ref], str(reason))
        found: dict[tuple[Ref, Scope], list[Found]] = {}
        for ref, part, _, each in added_up(source, moment, binding, emitted, demand.windows):
            found.setdefault((ref, part), []).append(each)
        return {
            ref: {
                scope: found.get((ref, binding.part(scope))) or [nothing_found(each.node)] * len(demand.windows)
                for scope in scopes
            }
            for ref, each in emitted.items()
        }

    def _ranked(self, node: MeasureRows, demand: Demand, scopes: Sequence[Scope]) -> Mapping[Scope, Sequence[Found]]:
        source, binding = self.streams.rows_of(node.stream, demand.keys)
        emitted = Emitted.of(node, source.emitter)
        found = {
            (part, window.start, window.end): each
            for part, window, each in ranked(source, binding, node, emitted, demand.windows)
        }
        nothing = nothing_found(node)
        return {
            scope: [found.get((binding.part(scope), each.start, each.end), nothing) for each in demand.windows]
            for scope in scopes
        }

    def _buckets(
        self, node: MeasureBuckets, demand: Demand, scopes: Sequence[Scope]
    ) -> Mapping[Scope, Sequence[Found]]:
        source, binding = self.streams.buckets_of(node.stream, demand.keys)
        means = BucketMeans.of(node, source, binding, demand.windows)
        return {scope: list(means.found(scope, demand.windows, self._around)) for scope in scopes}

    def _nearest(self, node: MeasureNear, demand: Demand, scopes: Sequence[Scope]) -> Mapping[Scope, Sequence[Found]]:
        source, binding = self.streams.in_order_of(node.stream, demand.keys)
        nearest = Nearest.of(node, source, binding, demand.windows)
        return {scope: [nearest.found(binding.part(scope), each) for each in demand.windows] for scope in scopes}

    def _times(
        self, nodes: Mapping[Ref, TimeMeasure], demand: Demand, scopes: Sequence[Scope]
    ) -> Mapping[Ref, Mapping[Scope, Sequence[Found]]]:
        """Those that have an emission, in one sweep."""
        emitted: dict[Ref, EmittedTime] = {}
        told = self.streams.scopes(demand.keys, scopes)
        parts = Parts(self.engine.database.dialect)
        covers = Covers(self._around, parts, self.streams, demand.keys, len(scopes), told)
        for ref, node in nodes.items():
            try:
                emitted[ref] = EmittedTime.of(node, covers)
            except NoEmitter as reason:
                self._fell_back([ref], str(reason))
        if not emitted:
            return {}
        found = times_found(self.streams.place(), told, covers, emitted.values(), demand.windows)
        answers: dict[Ref, Mapping[Scope, Sequence[Found]]] = {}
        first = 0
        for ref, each in emitted.items():
            columns = slice(first, first + len(each.conditions))
            first = columns.stop
            answers[ref] = {
                scope: [each.found(found.within(number, window)[columns], window) for window in demand.windows]
                for number, scope in enumerate(scopes)
            }
        return answers

    def _verdicts(
        self, ref: Ref, node: MeasureRecords, demand: Demand, scopes: Sequence[Scope]
    ) -> Mapping[Scope, Sequence[Found]]:
        source, binding = self.streams.rows_of(node.stream, demand.keys)
        verdicts = Verdicts.of(node, source, binding, demand.windows)
        records = None if node.stream not in self.log.streams else self.log.streams[node.stream].records
        alone = all(node.stream not in self.evaluation.reach.streams[each] for each in inputs(node))
        kept = records if isinstance(records, StoredRecords) and alone else None
        missed_count = sum(part.verdicts[MISSED] for part in verdicts.parts.values())
        instant = source.emitter.instant(node.moment)
        teller = Teller(ref, demand.keys, self.evaluation, kept, instant, verdicts.missed, missed_count, self._leaf)

        def found(scope: Scope, window: Window) -> RecordsFound:
            part = verdicts.counted(binding.part(scope), window)
            used = [(measured, limit) for limit, measured in part.used.items()]
            chosen = self._chosen(node, source, binding, scope, window)
            every, failed = partial(teller.every, scope, window, chosen), partial(teller.missed, scope, window, chosen)
            records = RecordsTold(sum(part.verdicts), used, every, failed)
            missed, undecided, met, none = part.verdicts
            return RecordsFound(met, missed, undecided, none, records)

        return {scope: [found(scope, window) for window in demand.windows] for scope in scopes}

    def _chosen(self, node: MeasureRecords, source: Source, binding: Binding, scope: Scope, window: Window) -> str:
        """The condition of the records of a cell, or of more than these where a key is no text."""
        at = source.emitter.instant(node.moment)
        found = [f"({at}) >= {window.start} AND ({at}) < {window.end}"]
        for column, value in zip(binding.columns, binding.part(scope), strict=True):
            if source.schema.attributes[int(column[1:])].type.kind in (Kind.TEXT, Kind.CHOICE):
                found.append(f"{column} = {source.dialect.literal(value)}")
        return " AND ".join(found)
