"""An engine that asks another one only for what rests on records that have changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, NamedTuple

from sladsl.engines.engine import Engine, Frame
from sladsl.engines.kept.memory import NO_PRINT, OF_ALL, Content, Entry, Memory
from sladsl.engines.kept.plain import is_same, plain, restored
from sladsl.engines.kept.prints import StreamPrints
from sladsl.engines.kept.resting import EVER, Basis, Resting
from sladsl.engines.kept.whole import Whole
from sladsl.engines.measurements import Cell, Demand, Found, Measurements, Scope, ScopedChoice
from sladsl.engines.reference.changes import as_known
from sladsl.engines.reference.engine import both
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.placing import InstantFunction, instant_function
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRecords
from sladsl.logs.records import EventLog, StreamLog
from sladsl.temporal import EMPTY, Window

_Lacking = tuple[tuple[str, ...], tuple[Window, ...], tuple[Scope, ...]]
"""Keys, windows and scopes that lack the same measures."""


class KeepingEngine:
    """What `engine` would find, from what is in the memory as far as that still holds; and the memory brought up to
    date. With evidence asked for, which is not kept, everything is measured."""

    def __init__(self, engine: Engine, memory: Memory) -> None:
        self._engine, self.memory = engine, memory
        self.name = engine.name

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return self._engine.complete(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return self._engine.without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        if frame.evidence or not any(each.windows for each in frame.demands):
            return self._engine.measure(graph, log, frame)
        if not all(isinstance(each.records, tuple) for each in log.streams.values()):
            return Whole(self._engine, self.memory, graph, log, frame).measurements()
        return _Run(self._engine, self.memory, graph, as_known(graph, log, frame.as_of), frame).measurements()


class _Looked(NamedTuple):
    """What a cell rests on as the log is now. `settled`: it is the same at any later time. `until`: the end of all the
    time that it rests on."""

    print: str
    settled: bool
    until: int
    bases: tuple[Basis, ...]


@dataclass(slots=True)
class _Run:
    """One call of `measure`."""

    engine: Engine
    memory: Memory
    graph: RuleGraph
    log: EventLog
    frame: Frame
    _resting: Resting = field(init=False)
    _alike: Mapping[Content, Entry] = field(init=False)
    _prints: dict[str, StreamPrints] = field(default_factory=dict)
    _looked: dict[Cell, _Looked] = field(default_factory=dict)
    _entries: dict[Cell, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._resting = Resting(self.graph)
        self._alike = self.memory.by_content()

    def measurements(self) -> Measurements:
        whole = Evaluation(self.graph, self.log, self.frame)
        scopes: dict[tuple[str, ...], tuple[Scope, ...]] = {}
        chosen: dict[ScopedChoice, frozenset[int]] = {}
        found: dict[Cell, Found] = {}
        lacking: dict[_Lacking, list[Ref]] = {}
        for demand in self.frame.demands:
            there = whole.scopes(demand.keys, demand.measures) if demand.scopes is None else demand.scopes
            scopes[demand.keys] = both(scopes.get(demand.keys, ()), there)
            for choice in demand.choices:
                for scope in there:
                    chosen[ScopedChoice(choice, demand.keys, scope)] = whole.scoped(demand.keys, scope).chosen(choice)
            for measure in demand.measures:
                for windows, those in self._taken(measure, demand, there, found).items():
                    lacking.setdefault((demand.keys, windows, tuple(those)), []).append(measure)
        made = self._measured(lacking)
        found |= made.found
        self._remember(made)
        return Measurements(scopes, found, chosen, made.unsettled, whole.lifetimes(scopes))

    def _taken(
        self, measure: Ref, demand: Demand, scopes: Sequence[Scope], found: dict[Cell, Found]
    ) -> Mapping[tuple[Window, ...], Sequence[Scope]]:
        """Takes what still holds; the windows that are to be measured, and for which scopes."""
        wanted: dict[tuple[Window, ...], list[Scope]] = {}
        for scope in scopes:
            lacking: list[Window] = []
            for window in demand.windows:
                cell = Cell(measure, demand.keys, scope, window.start, window.end)
                self._looked[cell] = self._look(cell, window)
                kept = self._kept(cell)
                if kept is None:
                    lacking.append(window)
                else:
                    found[cell] = kept
                self.memory.windows[cell] = window
            if lacking:
                wanted.setdefault(tuple(lacking), []).append(scope)
        return wanted

    def _look(self, cell: Cell, window: Window) -> _Looked:
        bases = self._resting.of(cell.measure, window)
        traits, as_of = self._resting.traits(cell.measure), self.frame.as_of
        said = blake2b(digest_size=16)
        if not all(each.scoped for each in bases):
            # Of what the scope makes of them, the records say nothing.
            said.update(repr((cell.keys, cell.scope)).encode("utf-8", "surrogatepass"))
        last = window.end
        own: list[tuple[StreamPrints, Sequence[int]]] = []
        for basis in bases:
            prints = self._of(basis.stream)
            members = prints.within(basis, cell.keys, cell.scope)
            start, end = basis.zone[0], min(basis.zone[1], as_of)
            covered = self.frame.coverage.get(basis.stream, EMPTY).clip(start, end) if start < end else EMPTY
            said.update(prints.print_of(members))
            said.update(repr((basis.stream in self.log.streams, covered.pairs)).encode())
            if not prints.schema.register:
                last = max(last, basis.zone[1])
                own.append((prints, members))
        said_of_all, before = said.hexdigest(), self.memory.entries.get(cell)
        if last > as_of:
            settled = False
        elif before is not None and before.print == said_of_all and before.settled and before.as_of <= as_of:
            settled = True
        else:
            settled = all(
                traits.is_settled(prints.records[each], as_of)
                for prints, members in own
                if traits.asks(prints.schema)
                for each in members
            )
        return _Looked(said_of_all, settled, last, bases)

    def _of(self, stream: str) -> StreamPrints:
        if stream not in self._prints:
            there = self.log.streams.get(stream)
            self._prints[stream] = StreamPrints(self.graph.stream(stream), there.records if there else ())
        return self._prints[stream]

    def _kept(self, cell: Cell) -> Found | None:
        looked = self._looked[cell]
        entry = self.memory.entries.get(cell)
        if entry is None or entry.print != looked.print:
            entry = self._alike.get((cell.measure, cell.start, cell.end, looked.print))
        if entry is None or not ((entry.settled and looked.settled) or entry.as_of == self.frame.as_of):
            return None
        node = self.graph.nodes[cell.measure]
        at: InstantFunction = _never
        if isinstance(node, MeasureRecords):
            at = instant_function(self.graph.stream(node.stream), node.moment, EVER)
        try:
            found = restored(entry.found, self._judged(cell), at)
        except ValueError:
            self.memory.damaged = True
            return None
        self.memory.taken += 1
        self._entries[cell] = Entry(looked.print, self.frame.as_of, looked.settled, entry.found)
        return found

    def _judged(self, cell: Cell) -> Sequence[Any]:
        """The records among which those are that a measure gives verdicts on."""
        if not isinstance(self.graph.nodes[cell.measure], MeasureRecords):
            return ()
        own = self._looked[cell].bases[0]
        prints = self._of(own.stream)
        return [prints.records[each] for each in prints.within(own, cell.keys, cell.scope)]

    def _measured(self, lacking: Mapping[_Lacking, Sequence[Ref]]) -> Measurements:
        """Measured anew, over no more of the log than that rests on."""
        if not lacking:
            return Measurements({}, {})
        demands = [Demand(tuple(refs), keys, windows, (), scopes) for (keys, windows, scopes), refs in lacking.items()]
        # Demands for no scope: how far calendars are laid out must not depend on what is kept.
        demands += [replace(each, choices=(), scopes=()) for each in self.frame.demands]
        needed: dict[str, set[int]] = {}
        for each in demands:
            for cell in _cells(each):
                for basis in self._looked[cell].bases:
                    members = self._of(basis.stream).within(basis, cell.keys, cell.scope)
                    needed.setdefault(basis.stream, set()).update(members)
        streams = {name: self._part(each, needed.get(name, ())) for name, each in self.log.streams.items()}
        log = replace(self.log, streams=streams)
        return self.engine.measure(self.graph, log, replace(self.frame, demands=tuple(demands)))

    def _part(self, stream: StreamLog, members: Collection[int]) -> StreamLog:
        if len(members) == len(stream.records):
            return stream
        records = self._of(stream.schema.name).records if members else ()
        return replace(stream, records=tuple(records[each] for each in sorted(members)))

    def _remember(self, made: Measurements) -> None:
        memory = self.memory
        for cell, found in made.found.items():
            memory.measured += 1
            numbers = {each.place: number for number, each in enumerate(self._judged(cell))}
            looked = self._looked[cell]
            if cell not in made.unsettled:
                told = plain(found, numbers.__getitem__)
                self._entries[cell] = Entry(looked.print, self.frame.as_of, looked.settled, told)
        for cell, entry in self._entries.items():
            if (before := memory.entries.get(cell)) is not None and self._is_reopened(cell, before, entry):
                memory.reopened.append(cell)
        memory.entries |= self._entries

    def _is_reopened(self, cell: Cell, before: Entry, now: Entry) -> bool:
        """A window that was over rests on other records than it did, or comes to something else."""
        if before.as_of < cell.end:
            return False
        is_alike = before.print == NO_PRINT or before.print.startswith(OF_ALL) or before.print == now.print
        touched = not is_alike and self._looked[cell].until <= before.as_of
        return touched or not is_same(before.found, now.found)


def _cells(demand: Demand) -> Iterator[Cell]:
    for measure in demand.measures:
        for scope in demand.scopes or ():
            for window in demand.windows:
                yield Cell(measure, demand.keys, scope, window.start, window.end)


def _never(_record: Any) -> None:
    """For measures that judge no records."""
