"""Ways in which a log can drive a number: one length, one attribute, one count that grows while all else stays.

What a record must be like to matter is not worked out but tried: an attribute has the values with which the contract
compares it, and some beside them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.rows import RowAttribute, RowCompare, RowConstant, RowOneOf
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
from sladsl.logs.schema import Attribute, Kind, Shape, StreamSchema
from sladsl.proofs.witness import covering
from sladsl.temporal import DAY, HOUR, MINUTE, IntervalSet, Window

MOST_VALUES = 5
MOST_KINDS = 40
MOST_PAIRED = 7
MOST_SAMPLES = 9_000
MANY = 1_000_000
"""Out of how many something is counted, where the log says so itself."""
SEVERAL = 60
"""Up to how many records a count is driven."""


@dataclass(frozen=True, slots=True)
class Way:
    """`log(n)` for n from 0 to `most`; at 0 nothing has happened yet. `events(n)`: how many records of it matter."""

    name: str
    most: int
    log: Callable[[int], EventLog]
    events: Callable[[int], int]


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
        kinds = list(_kinds(setting, schema, refs))
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
            values = tuple(_scoped(each, _first(each), setting.scope) for each in schema.attributes)
            row = SpanRecord(-(2**62), None, values, Place(0, 1))
            found[schema.name] = StreamLog(schema, (row,), None)
    return found


def _log(setting: Setting, schema: StreamSchema, records: list[Record]) -> EventLog:
    whole = IntervalSet.single(*setting.period)
    streams = {**background(setting), schema.name: StreamLog(schema, tuple(records), whole)}
    return covering(setting.graph, streams, setting.period)


def _spans(
    setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]], starts: list[int]
) -> Iterator[Way]:
    for values in kinds:
        for start in starts:

            def log(n: int, start: int = start, values: tuple[Value, ...] = values) -> EventLog:
                span = SpanRecord(start, start + n, values, Place(0, 1))
                return _log(setting, schema, [span] if n else [])

            yield Way("one span", setting.window.end - start, log, lambda n: int(n > 0))


def _events(setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]]) -> Iterator[Way]:
    at = setting.window.start + DAY // 2 if setting.window.end - setting.window.start > DAY else setting.window.start
    for index, attribute in enumerate(schema.attributes):
        if attribute.type.kind in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.DURATION, Kind.PERCENT):
            for values in kinds:

                def log(n: int, index: int = index, values: tuple[Value, ...] = values) -> EventLog:
                    driven = (*values[:index], n, *values[index + 1 :])
                    return _log(setting, schema, [EventRecord(at, driven, Place(0, 1))])

                yield Way(f"{attribute.name} of one event", MANY * 10**attribute.type.places, log, lambda n: 1)
    for bad, good in _pairs(kinds):

        def mixed(n: int, bad: tuple[Value, ...] = bad, good: tuple[Value, ...] | None = good) -> EventLog:
            records: list[Record] = [EventRecord(at + i, bad, Place(0, i + 1)) for i in range(n)]
            if good is not None:
                records += [EventRecord(at + i, good, Place(0, i + 1)) for i in range(n, SEVERAL)]
            return _log(setting, schema, records)

        yield Way("some events", SEVERAL, mixed, lambda n, good=good: n if good is None else SEVERAL)  # type: ignore[misc]


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
                [SampleRecord(at, bad if first <= i < first + n else good, Place(0, i + 1)) for i, at in enumerate(times)],
            )

        yield Way("samples in a row", inside, log, lambda n: n)


def _cases(
    setting: Setting, schema: StreamSchema, kinds: list[tuple[Value, ...]], starts: list[int]
) -> Iterator[Way]:
    """One case that takes long; several cases of which some are never done."""
    length = setting.window.end - setting.window.start
    for values in kinds:
        for start in starts:
            for driven in range(len(schema.moments)):

                def log(n: int, start: int = start, driven: int = driven, values: tuple[Value, ...] = values) -> EventLog:
                    moments = tuple((start + n,) if i >= driven else (start,) for i in range(len(schema.moments)))
                    case = CaseRecord("case-1", moments, tuple(() for _ in schema.states), values, Place(0, 1))
                    return _log(setting, schema, [case])

                yield Way(f"{schema.moments[driven]} of one case", length, log, lambda n: 1)
    for values in kinds:
        for late in range(1, len(schema.moments)):

            def mixed(n: int, late: int = late, values: tuple[Value, ...] = values) -> EventLog:
                start = starts[0]
                records: list[Record] = []
                for i in range(SEVERAL):
                    moments = tuple(
                        () if i < n and k >= late else (start + i,) for k in range(len(schema.moments))
                    )
                    states = tuple(() for _ in schema.states)
                    records.append(CaseRecord(f"case-{i + 1}", moments, states, values, Place(0, i + 1)))
                return _log(setting, schema, records)

            yield Way("cases that are never done", SEVERAL, mixed, lambda n: SEVERAL)


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
    indices |= {
        each for ref in refs if isinstance(each := getattr(setting.graph.nodes[ref], "calendar", None), int)
    }
    until = min(setting.window.end, setting.window.start + 40 * DAY)
    for index in sorted(indices):
        opened = setting.graph.calendars[index].calendar.open_intervals(setting.window.start, until)
        found.update({start: None for start, _ in opened.pairs[:1]})
    return list(found)


# What records can be like


def _kinds(setting: Setting, schema: StreamSchema, refs: set[Ref]) -> Iterator[tuple[Value, ...]]:
    """Combinations of values of the attributes, those first that differ least from the first of all."""
    options = [_values(setting, schema, index, each, refs) for index, each in enumerate(schema.attributes)]
    first = tuple(each[0] for each in options)
    given = 0
    for changed in range(min(3, len(options)) + 1):
        for chosen in combinations(range(len(options)), changed):
            for values in product(*(options[index][1:] for index in chosen)):
                kind = list(first)
                for index, value in zip(chosen, values, strict=True):
                    kind[index] = value
                yield tuple(kind)
                given += 1
                if given >= MOST_KINDS:
                    return


def _values(
    setting: Setting, schema: StreamSchema, index: int, attribute: Attribute, refs: set[Ref]
) -> tuple[Value, ...]:
    scoped = dict(setting.scope).get(attribute.name)
    if scoped is not None:
        return (scoped,)
    found: dict[Value, None] = {}
    nodes = setting.graph.nodes
    for ref in sorted(refs):
        node = nodes[ref]
        if isinstance(node, RowCompare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                constant = nodes[other]
                if _reads(nodes[one], index, attribute) and isinstance(constant, RowConstant):
                    found.update(dict.fromkeys(_around(attribute, constant.value)))
        if isinstance(node, RowOneOf) and _reads(nodes[node.operand], index, attribute):
            found.update(dict.fromkeys(node.values))
    found.update(dict.fromkeys(_usual(setting, attribute)))
    if attribute.optional:
        found[None] = None
    return tuple(found)[: MOST_VALUES + len(attribute.type.choices)]


def _reads(node: object, index: int, attribute: Attribute) -> bool:
    return isinstance(node, RowAttribute) and (node.index, node.name) == (index, attribute.name)


def _around(attribute: Attribute, value: Fraction | str | bool) -> list[Value]:
    if isinstance(value, str | bool):
        return [value]
    kind = attribute.type
    scale = 100 * 10**kind.places if kind.kind is Kind.PERCENT else 10**kind.places
    stored = value * (1 if kind.kind in (Kind.DURATION, Kind.INSTANT) else scale)
    whole = int(stored)
    return [whole, whole + 1, max(0, whole - 1)]


def _usual(setting: Setting, attribute: Attribute) -> list[Value]:
    match attribute.type.kind:
        case Kind.CHOICE:
            return list(attribute.type.choices)
        case Kind.FLAG:
            return [False, True]
        case Kind.TEXT:
            return ["other"]
        case Kind.INSTANT:
            return [setting.window.start, setting.window.start - 30 * DAY]
        case Kind.DURATION:
            return [0, HOUR, MINUTE]
        case Kind.PERCENT:
            return [0, 100 * 10**attribute.type.places]
        case _:
            return [0, MANY * 10**attribute.type.places, 1]


def _first(attribute: Attribute) -> Value:
    match attribute.type.kind:
        case Kind.CHOICE:
            return attribute.type.choices[0]
        case Kind.FLAG:
            return True
        case Kind.TEXT:
            return "a"
        case _:
            return 100 * 10**attribute.type.places


def _scoped(attribute: Attribute, value: Value, scope: tuple[tuple[str, str], ...]) -> Value:
    return dict(scope).get(attribute.name, value)


def _below(graph: RuleGraph, roots: tuple[Ref, ...]) -> set[Ref]:
    found: set[Ref] = set()
    pending = list(roots)
    while pending:
        ref = pending.pop()
        if ref not in found:
            found.add(ref)
            pending.extend(inputs(graph.nodes[ref]))
    return found

