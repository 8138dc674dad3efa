"""Translation validation: an engine makes something else of the measures of a contract, such as statements of a
database. Whether both mean the same is asked of each contract, by a checker that knows the graph and no engine.

It reads off the graph what must be tried (every comparison on both of its sides, every border and the values beside it,
every pair of these together), makes records of it, and asks the engine and the reference for every number of the
contract over logs of them. A number that differs refutes; a comparison that was not seen on both of its sides is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from sladsl.engines import Engine, Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Cell, Found, Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.measures import Measure
from sladsl.graph.node import Ref
from sladsl.graph.windows import window_kind
from sladsl.logs.records import EventLog, Record, StreamLog
from sladsl.proofs.certificate.borders import below, by_stream, conditions
from sladsl.proofs.certificate.covering import records_of, rows_of
from sladsl.proofs.certificate.meaning import NotDerived, value
from sladsl.proofs.witness import covering
from sladsl.rules.evaluate import evaluate
from sladsl.rules.reach import streams_needed
from sladsl.temporal import DAY, Zone, tile

SMALL_LOGS = 40
"""Of three records of each stream, so that what one of them does shows."""
LARGE_LOGS = 6
_LOOKED_AT = 62 * DAY
_WINDOWS = 3


@frozen
class Difference(Frozen):
    """What an engine finds otherwise, over a log of these records."""

    cell: Cell | None
    expected: Found | str | None
    found: Found | str | None
    log: EventLog


@frozen
class Certificate(Frozen):
    """`logs`, `records` and `numbers` were compared. `tried`: comparisons seen to hold and not to hold; `one_sided`:
    those that were not; `resting`: those whose value rests on more than a record, which were tried unseen."""

    engine: str
    logs: int
    records: int
    numbers: int
    measures: int
    tried: tuple[Ref, ...]
    one_sided: tuple[Ref, ...]
    resting: tuple[Ref, ...]
    difference: Difference | None

    @property
    def holds(self) -> bool:
        return self.difference is None


def certify(graph: RuleGraph, engine: Engine) -> Certificate:
    """Whether an engine finds what the measures of a graph mean, on every border that the graph has."""
    period = _period(graph)
    needed = streams_needed(graph)
    measures = [Ref(index) for index, node in enumerate(graph.nodes) if isinstance(node, Measure)]
    refs = below(measures, graph.nodes)
    instants = _instants(graph, period)
    asked = by_stream(refs, graph)
    records: dict[str, Sequence[Record]] = {
        schema.name: records_of(schema, graph, asked.get(schema.name, []), refs, instants)
        for schema in graph.streams
        if schema.made_of is None and not schema.register
    }
    rows = {
        schema.name: rows_of(schema, graph, sorted({ref for each in asked.values() for ref in each}), refs, period[0])
        for schema in graph.streams
        if schema.register
    }
    tried, one_sided, resting = _seen(graph, asked, records, period[1])
    logs = numbers = 0
    for log in _logs(graph, records, rows, period):
        both = _Both(ReferenceEngine(), engine)
        evaluate(graph, log, both, period=period, as_of=period[1])
        logs, numbers = logs + 1, numbers + both.numbers
        if both.difference is not None:
            found = replace(both.difference, log=log)
            return Certificate(
                engine.name, logs, _size(records), numbers, len(measures), tried, one_sided, resting, found
            )
    size = _size({name: each for name, each in records.items() if name in needed})
    return Certificate(engine.name, logs, size, numbers, len(measures), tried, one_sided, resting, None)


class _Both:
    """An engine that asks two and gives the answer of the first."""

    name = "both"

    def __init__(self, reference: Engine, other: Engine) -> None:
        self._reference, self._other = reference, other
        self.difference: Difference | None = None
        self.numbers = 0

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return self._reference.complete(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return self._reference.without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        measured = self._reference.measure(graph, log, frame)
        self.numbers += len(measured.found)
        try:
            theirs = self._other.measure(graph, log, frame)
        except EngineLimit as limit:
            self.difference = Difference(None, None, str(limit), log)
            return measured
        for cell, found in measured.found.items():
            if theirs.found.get(cell) != found and self.difference is None:
                self.difference = Difference(cell, found, theirs.found.get(cell), log)
        if self.difference is None and theirs != measured:
            self.difference = Difference(None, "other scopes, choices or look-ups", None, log)
        return measured


def _logs(
    graph: RuleGraph,
    records: dict[str, Sequence[Record]],
    rows: dict[str, list[list[Record]]],
    period: tuple[int, int],
) -> Iterator[EventLog]:
    """Nothing; all of it; parts of it; those that are alike but for their time, so that runs come about; a few each. Of
    registers one row of each key, whichever it is."""
    drawn = Random(graph.name)

    def log(chosen: dict[str, Sequence[Record]]) -> EventLog:
        schemas = {schema.name: schema for schema in graph.streams}
        in_force = {name: [drawn.choice(each) for each in keys] for name, keys in rows.items()}
        streams = {name: StreamLog(schemas[name], tuple(each)) for name, each in (chosen | in_force).items()}
        return covering(graph, streams, period)

    yield log({})
    yield log(records)
    for _ in range(LARGE_LOGS):
        yield log({name: [one for one in each if drawn.random() < 0.5] for name, each in records.items()})
    for name, each in records.items():
        alike = list(dict.fromkeys(record.values for record in each))
        for values in alike[:: -(-len(alike) // LARGE_LOGS)] if alike else ():
            yield log(records | {name: [record for record in each if record.values == values]})
            yield log({name: [record for record in each if record.values == values]})
    for _ in range(SMALL_LOGS):
        yield log({name: drawn.sample(each, min(3, len(each))) for name, each in records.items()})


def _period(graph: RuleGraph) -> tuple[int, int]:
    zone = Zone.named(graph.zone)
    start = zone.to_utc(graph.term_start, 0)
    end = start + _LOOKED_AT
    return start, end if graph.term_end is None else min(end, zone.to_utc(graph.term_end, 0))


def _instants(graph: RuleGraph, period: tuple[int, int]) -> list[int]:
    """Borders of windows, openings, jumps of the clock, a noon of each weekday, and the microsecond before each."""
    start, end = period
    found = dict.fromkeys([start, *(start + day * DAY + DAY // 2 for day in range(8))])
    for rule in dict.fromkeys(each.window for each in graph.objectives):
        if rule.unit != "term" and not rule.rolling:
            windows = tile(window_kind(rule), Zone.named(rule.zone), start, end)
            found.update(dict.fromkeys(each.end for each in windows[:_WINDOWS] if each.end < end))
    for named in graph.calendars:
        for opening, closing in named.calendar.open_intervals(start + DAY, start + 8 * DAY).pairs[:_WINDOWS]:
            found[opening] = found[closing] = None
    found.update(dict.fromkeys(Zone.named(graph.zone).changes(start, end)))
    return sorted({each for at in found for each in (at - 1, at) if start <= each < end})


def _seen(
    graph: RuleGraph, asked: dict[str, list[Ref]], records: dict[str, Sequence[Record]], as_of: int
) -> tuple[tuple[Ref, ...], tuple[Ref, ...], tuple[Ref, ...]]:
    """Which comparisons the records show on both sides, which they do not, and which rest on more than a record."""
    tried: list[Ref] = []
    one_sided: list[Ref] = []
    resting: list[Ref] = []
    for stream, refs in asked.items():
        for ref in conditions(refs, graph.nodes):
            if stream not in records:
                resting.append(ref)
                continue
            try:
                sides = {value(ref, graph.nodes, record, as_of) for record in records[stream]}
            except NotDerived:
                resting.append(ref)
            else:
                (tried if {True, False} <= sides else one_sided).append(ref)
    return tuple(tried), tuple(one_sided), tuple(resting)


def _size(records: dict[str, Sequence[Record]]) -> int:
    return sum(map(len, records.values()))
