"""Ways in which a log can drive a number: one length, one attribute, one count that grows while all else stays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.sets import SetCalendar
from sladsl.logs.records import (
    CaseRecord,
    EventLog,
    EventRecord,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    StreamLog,
    Value,
)
from sladsl.logs.schema import Kind, Shape, StreamSchema
from sladsl.proofs.kinds import MANY, first_value, kinds_of
from sladsl.proofs.witness import covering
from sladsl.temporal import DAY, HOUR, IntervalSet, Window

MOST_PAIRED = 7
MOST_SAMPLES = 9_000
SEVERAL = 60
"""Up to how many records a count is driven."""


@dataclass(frozen=True, slots=True)
class Way:
    """`log(n)` for n from 0 to `most`; at 0 nothing has happened yet. `timed`: n is a length of time."""

    name: str
    most: int
    log: Callable[[int], EventLog]
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Where logs are made: the agreement, the period that they cover, the window that is looked at, and the scope."""

    graph: RuleGraph
    period: tuple[int, int]
    window: Window
    scope: tuple[tuple[str, str], ...]


def ways(setting: Setting, roots: tuple[Ref, ...]) -> Iterator[Way]:
    """Every way there is through the streams below `roots`."""
    refs = _below(setting.graph, roots)
    below = [setting.graph.nodes[ref] for ref in sorted(refs)]
    read = {getattr(node, "stream", None) for node in below} | {getattr(node, "register", None) for node in below}
    sources = {making.stream: making.source for making in setting.graph.makings}
    names = {sources.get(name, name) for name in read if isinstance(name, str)}
    for schema in setting.graph.streams:
        if schema.name not in names or schema.register or schema.made_of is not None:
            continue
        kinds = list(kinds_of(setting.graph, schema, refs, dict(setting.scope), setting.window.start))
        starts = _starts(setting, refs)
        match schema.shape:
            case Shape.SPANS:
                yield from _spans(setting, schema, kinds, starts)
            case Shape.EVENTS:
                yield from _events(setting, schema, kinds)
            case Shape.SAMPLES:
                yield from _samples(setting, schema, kinds)
            case Shape.CASES:
                yield from _cases(setting, schema, kinds, starts)


def background(setting: Setting) -> dict[str, StreamLog]:
    """What is there although nothing happens: one row in each register."""
    found: dict[str, StreamLog] = {}
    for schema in setting.graph.streams:
        if schema.register:
            scope = dict(setting.scope)
            values = tuple(scope.get(each.name, first_value(each)) for each in schema.attributes)
            row = SpanRecord(-(2**62), None, values, Place(0, 1))
            found[schema.name] = StreamLog(schema, (row,), None)
    return found


def _log(setting: Setting, schema: StreamSchema, records: list[Record]) -> EventLog:
    whole = IntervalSet.single(*setting.period)
    streams = {**background(setting), schema.name: StreamLog(schema, tuple(records), whole)}
    return covering(setting.graph, streams, setting.period)


def _spans(setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]], starts: list[int]) -> Iterator[Way]:
    for values in kinds:
        for start in starts:

            def log(n: int, start: int = start, values: tuple[Value, ...] = values) -> EventLog:
                span = SpanRecord(start, start + n, values, Place(0, 1))
                return _log(setting, schema, [span] if n else [])

            yield Way("one span", setting.window.end - start, log, timed=True)


def _events(setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]]) -> Iterator[Way]:
    at = setting.window.start + DAY // 2 if setting.window.end - setting.window.start > DAY else setting.window.start
    for index, attribute in enumerate(schema.attributes):
        if attribute.type.kind in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.DURATION, Kind.PERCENT):
            for values in kinds:

                def log(n: int, index: int = index, values: tuple[Value, ...] = values) -> EventLog:
                    driven = (*values[:index], n, *values[index + 1 :])
                    return _log(setting, schema, [EventRecord(at, driven, Place(0, 1))])

                yield Way(f"{attribute.name} of one event", MANY * 10**attribute.type.places, log)
    for bad, good in _pairs(kinds):

        def mixed(n: int, bad: tuple[Value, ...] = bad, good: tuple[Value, ...] | None = good) -> EventLog:
            records: list[Record] = [EventRecord(at + i, bad, Place(0, i + 1)) for i in range(n)]
            if good is not None:
                records += [EventRecord(at + i, good, Place(0, i + 1)) for i in range(n, SEVERAL)]
            return _log(setting, schema, records)

        yield Way("some events", SEVERAL, mixed)


def _samples(setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]]) -> Iterator[Way]:
    start, end = setting.period
    every = schema.every or HOUR
    while (end - start) // every > MOST_SAMPLES:
        every *= 2
    times = range(start, end, every)
    first = max(0, (setting.window.start - start) // every)
    inside = (setting.window.end - setting.window.start) // every
    for bad, good in _pairs(kinds):
        if good is None:
            continue

        def log(n: int, bad: tuple[Value, ...] = bad, good: tuple[Value, ...] = good) -> EventLog:
            return _log(
                setting,
                schema,
                [
                    SampleRecord(at, bad if first <= i < first + n else good, Place(0, i + 1))
                    for i, at in enumerate(times)
                ],
            )

        yield Way("samples in a row", inside, log)


def _cases(setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]], starts: list[int]) -> Iterator[Way]:
    """One case that takes long; several cases of which some are never done."""
    length = setting.window.end - setting.window.start
    for values in kinds:
        for start in starts:
            for driven in range(len(schema.moments)):

                def log(
                    n: int, start: int = start, driven: int = driven, values: tuple[Value, ...] = values
                ) -> EventLog:
                    moments = tuple((start + n,) if i >= driven else (start,) for i in range(len(schema.moments)))
                    case = CaseRecord("case-1", moments, tuple(() for _ in schema.states), values, Place(0, 1))
                    return _log(setting, schema, [case])

                yield Way(f"{schema.moments[driven]} of one case", length, log, timed=True)
    for values in kinds:
        for late in range(1, len(schema.moments)):

            def mixed(n: int, late: int = late, values: tuple[Value, ...] = values) -> EventLog:
                start = starts[0]
                records: list[Record] = []
                for i in range(SEVERAL):
                    moments = tuple(() if i < n and k >= late else (start + i,) for k in range(len(schema.moments)))
                    states = tuple(() for _ in schema.states)
                    records.append(CaseRecord(f"case-{i + 1}", moments, states, values, Place(0, i + 1)))
                return _log(setting, schema, records)

            yield Way("cases that are never done", SEVERAL, mixed)


def _pairs(kinds: list[tuple[Value, ...]]) -> Iterator[tuple[tuple[Value, ...], tuple[Value, ...] | None]]:
    for each in kinds:
        yield each, None
    for bad, good in product(kinds[:MOST_PAIRED], kinds[:MOST_PAIRED]):
        if bad != good:
            yield bad, good


def _starts(setting: Setting, refs: set[Ref]) -> list[int]:
    """Where something may begin: with the window, and when a calendar opens in it."""
    found = {setting.window.start: None}
    indices = {node.calendar for ref in refs if isinstance(node := setting.graph.nodes[ref], SetCalendar)}
    indices |= {each for ref in refs if isinstance(each := getattr(setting.graph.nodes[ref], "calendar", None), int)}
    until = min(setting.window.end, setting.window.start + 40 * DAY)
    for index in sorted(indices):
        opened = setting.graph.calendars[index].calendar.open_intervals(setting.window.start, until)
        found.update({start: None for start, _ in opened.pairs[:1]})
    return list(found)


def _below(graph: RuleGraph, roots: tuple[Ref, ...]) -> set[Ref]:
    found: set[Ref] = set()
    pending = list(roots)
    while pending:
        ref = pending.pop()
        if ref not in found:
            found.add(ref)
            pending.extend(inputs(graph.nodes[ref]))
    return found
