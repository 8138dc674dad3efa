"""A log that is not in memory: what was found in it is kept under a fingerprint of all of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b

from sladsl.engines.engine import Engine, Frame
from sladsl.engines.kept.memory import NO_PRINT, OF_ALL, Entry, Memory
from sladsl.engines.kept.plain import Plain, in_short, is_same, restored_in_short
from sladsl.engines.measurements import Cell, Demand, Found, FoundWhenAsked, Measurements, RecordsFound, Scope
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.temporal import Window


@dataclass(slots=True)
class Whole:
    """One call of `measure`. All is taken if nothing of the log is another, else all is measured, which takes no longer
    than to look at each record; then windows that were over and come to something else are told."""

    engine: Engine
    memory: Memory
    graph: RuleGraph
    log: EventLog
    frame: Frame
    _again: Mapping[Cell, Found] | None = field(init=False, default=None)

    def measurements(self) -> Measurements:
        said = _print(self.log, self.frame)
        if any(each.print == said for each in self.memory.entries.values()):
            there = self._without_windows()
            found = self._taken(there, said)
            if found is not None:
                return replace(there, found=found)
        return self._compared(self.engine.measure(self.graph, self.log, self.frame), said)

    def _without_windows(self) -> Measurements:
        """Everything but numbers: which scopes there are, and how long they exist."""
        demands = tuple(replace(each, windows=()) for each in self.frame.demands)
        return self.engine.measure(self.graph, self.log, replace(self.frame, demands=demands))

    def _taken(self, there: Measurements, said: str) -> Mapping[Cell, Found] | None:
        kept: dict[Cell, Plain] = {}
        for demand in self.frame.demands:
            for cell, window in _cells(demand, there.scopes[demand.keys]):
                entry = self.memory.entries.get(cell)
                if entry is None or entry.print != said or entry.as_of != self.frame.as_of:
                    return None
                kept[cell] = entry.found
                self.memory.windows[cell] = window
        self.memory.taken += len(kept)
        return FoundWhenAsked(kept.keys(), lambda cell: self._restored(cell, kept[cell]))

    def _restored(self, cell: Cell, told: Plain) -> Found:
        try:
            return restored_in_short(told, partial(self._records, cell))
        except ValueError:
            found = self._measured_again()[cell]
            self.memory.damaged, self.memory.taken = True, self.memory.taken - 1
            self.memory.measured += 1
            self.memory.entries[cell] = self.memory.entries[cell]._replace(found=in_short(found))
            return found

    def _measured_again(self) -> Mapping[Cell, Found]:
        """All cells, when the first is asked for."""
        if self._again is None:
            self._again = self.engine.measure(self.graph, self.log, self.frame).found
        return self._again

    def _records(self, cell: Cell) -> RecordsFound:
        found = self._measured_again()[cell]
        assert isinstance(found, RecordsFound)
        return found

    def _compared(self, made: Measurements, said: str) -> Measurements:
        memory = self.memory
        for demand in self.frame.demands:
            for cell, window in _cells(demand, made.scopes[demand.keys]):
                memory.windows[cell] = window
        for cell, found in made.found.items():
            memory.measured += 1
            is_kept = cell not in made.unsettled
            entry = Entry(said if is_kept else NO_PRINT, self.frame.as_of, False, in_short(found))
            before = memory.entries.get(cell)
            if before is not None and before.as_of >= cell.end and not is_same(before.found, entry.found):
                memory.reopened.append(cell)
            memory.entries[cell] = entry
        return made


def _cells(demand: Demand, scopes: tuple[Scope, ...]) -> Iterator[tuple[Cell, Window]]:
    for measure in demand.measures:
        for scope in scopes:
            for window in demand.windows:
                yield Cell(measure, demand.keys, scope, window.start, window.end), window


def _print(log: EventLog, frame: Frame) -> str:
    """Of every file, in their order, and of the time in which the absence of a record says something."""
    streams = [
        (name, [file.digest for file in each.files], each.rows_rejected, each.schema.made_of)
        for name, each in sorted(log.streams.items())
    ]
    covered = [(name, each.pairs) for name, each in sorted(frame.coverage.items())]
    return OF_ALL + blake2b(repr((streams, covered)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
