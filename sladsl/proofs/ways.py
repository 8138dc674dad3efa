"""Ways in which a log can drive a number: one length, one attribute, one count that grows while all else stays."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product, zip_longest

from sladsl.graph import Ref
from sladsl.graph.making import DistinctStream
from sladsl.graph.sets import SetHolding
from sladsl.graph.values import Over
from sladsl.logs.records import EventLog, EventRecord, Record, SampleRecord, SpanRecord
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.proofs.case_ways import case_ways, paired_ways
from sladsl.proofs.kinds import RecordKind, most_of, numbers_driven
from sladsl.proofs.setting import ANYWHERE, Setting, Way, background, shares
from sladsl.temporal import DAY, HOUR, MINUTE

__all__ = ["Setting", "Way", "background", "ways"]

MOST_PAIRED = 6
_COMPANIES = 3
MOST_COUNTED = 120
"""Up to how many records a count is driven."""

_Make = Callable[[int, RecordKind], Record]


def ways(setting: Setting, roots: tuple[Ref, ...]) -> Iterator[Way]:
    """Every way there is through the streams that are read, those of one and those of another in turn."""
    setting = replace(setting, roots=roots)
    driven = [each for each in setting.streams if each.name not in setting.left_out]
    yield from _in_turn([_of(setting, schema) for schema in driven])
    there = dict(setting.given.records)
    for number, other in product(range(_COMPANIES), (each for each in setting.streams if each.name not in there)):
        company = _company(setting, other, number)
        if company is not None:
            together = replace(setting, company=company)
            yield from _in_turn([_of(together, each) for each in driven if each.name != other.name])


def _in_turn(several: list[Iterator[Way]]) -> Iterator[Way]:
    for row in zip_longest(*several):
        yield from (each for each in row if each is not None)


def _of(setting: Setting, schema: StreamSchema) -> Iterator[Way]:
    kinds = setting.kinds(schema)
    suffix = f" of {schema.name}" + "".join(f", with {name}" for name in setting.company)
    found: list[Iterator[Way]] = []
    match schema.shape:
        case Shape.SPANS:
            found = [_spans(setting, schema, kinds), _several(setting, schema, kinds, _span_maker(setting))]
        case Shape.EVENTS:
            found = [
                paired_ways(setting, schema, kinds),
                _several(setting, schema, kinds, _event_maker(setting, schema)),
            ]
        case Shape.SAMPLES:
            found = [_samples(setting, schema, kinds)]
        case Shape.CASES:
            found = [case_ways(setting, schema, kinds)]
    for each in _in_turn(found):
        yield replace(each, name=each.name + suffix)


def _company(setting: Setting, schema: StreamSchema, number: int) -> dict[str, tuple[Record, ...]] | None:
    """Something happens in this stream, of its kind of this number, whatever happens in others."""
    kinds = setting.kinds(schema)
    if len(kinds) <= number:
        return None
    kind, start, end = kinds[number], setting.window.start, setting.window.end
    match schema.shape:
        case Shape.SPANS:
            return {schema.name: (SpanRecord(start, start + (end - start) // 4, kind.values, ANYWHERE),)}
        case Shape.EVENTS:
            make = _event_maker(setting, schema)
            return {schema.name: tuple(make(i, kind) for i in range(setting.several))}
        case _:
            return None


def _spans(setting: Setting, schema: StreamSchema, kinds: list[RecordKind]) -> Iterator[Way]:
    for index, kind in enumerate(kinds):
        for start in setting.starts:

            def log(n: int, start: int = start, kind: RecordKind = kind) -> EventLog:
                span = SpanRecord(start, start + n, kind.values, ANYWHERE)
                return setting.log(schema, [span] if n else [], [kind])

            name = f"one span {index} from {setting.start_name(start)}"
            yield Way(name, setting.window.end - start, log, timed=True)
        for length in setting.lengths:

            def counted(n: int, length: int = length, kind: RecordKind = kind) -> EventLog:
                start, end = setting.window.start, setting.window.end
                step = (end - start) // (MOST_COUNTED + 1)
                step = step // HOUR * HOUR or step
                times = (start + i * step for i in range(n))
                return setting.log(schema, [SpanRecord(at, at + length, kind.values, ANYWHERE) for at in times], [kind])

            yield Way(f"spans {index} of {length}", MOST_COUNTED, counted)
    for count, (index, kind) in product(setting.counts, enumerate(kinds)):

        def divided(n: int, count: int = count, kind: RecordKind = kind) -> EventLog:
            start, apart = setting.window.start, (setting.window.end - setting.window.start) // count
            lengths = [n // count] * (count - 1) + [n - n // count * (count - 1)] if n else []
            spans = (SpanRecord(start + i * apart, start + i * apart + length, kind.values, ANYWHERE)
                     for i, length in enumerate(lengths))  # fmt: skip
            return setting.log(schema, list(spans), [kind])

        yield Way(f"{count} spans {index}", setting.window.end - setting.window.start, divided, timed=True)


def _several(setting: Setting, schema: StreamSchema, kinds: list[RecordKind], make: _Make) -> Iterator[Way]:
    """A number of one record; some records; some records of one kind among those of another."""
    for number in numbers_driven(setting.graph, schema, setting.refs):
        most = most_of(schema.attributes[number], setting.many)
        for index, kind in enumerate(kinds):

            def driven(n: int, number: int = number, kind: RecordKind = kind) -> EventLog:
                return setting.log(schema, [make(0, kind.but(number, n))], [kind])

            yield Way(f"{schema.attributes[number].name} {index}", most, driven)
    for index, kind in enumerate(kinds):

        def some(n: int, kind: RecordKind = kind) -> EventLog:
            return setting.log(schema, [make(i, kind) for i in range(n)], [kind])

        yield Way(f"some {index}", MOST_COUNTED, some)
    if schema.shape is Shape.EVENTS and any(isinstance(setting.graph.nodes[ref], Over) for ref in setting.refs):
        yield from _spread(setting, schema, kinds)
    for bad, good in _pairs(kinds):

        def mixed(n: int, m: int, bad: RecordKind = bad, good: RecordKind = good) -> EventLog:
            return setting.log(schema, [make(i, bad if i < n else good) for i in range(m)], [bad, good])

        yield from shares(setting, f"share {kinds.index(bad)} {kinds.index(good)}", mixed)


def _spread(setting: Setting, schema: StreamSchema, kinds: list[RecordKind]) -> Iterator[Way]:
    """Some records at equal distances all over the window: of one kind, or of several at each of these times."""
    start, length = setting.window.start, setting.window.end - setting.window.start
    for index, each in enumerate([*([kind] for kind in kinds), kinds[:MOST_PAIRED]]):

        def spread(n: int, together: list[RecordKind] = each) -> EventLog:
            times = (start + (2 * i + 1) * length // (2 * n) for i in range(n))
            records: list[Record] = [EventRecord(at, kind.values, ANYWHERE) for at in times for kind in together]
            return setting.log(schema, records, together)

        yield Way(f"spread {index}", MOST_COUNTED, spread)


def _pairs(kinds: list[RecordKind]) -> Iterator[tuple[RecordKind, RecordKind]]:
    """Pairs of kinds that differ, those of the first kinds first."""
    first = range(min(len(kinds), MOST_PAIRED))
    for bad, good in sorted(product(first, first), key=sum):
        if bad != good:
            yield kinds[bad], kinds[good]


def _span_maker(setting: Setting) -> _Make:
    start, end = setting.window.start, setting.window.end
    length = min(DAY, end - start)
    return lambda _, kind: SpanRecord(start, start + length, kind.values, ANYWHERE)


def _event_maker(setting: Setting, schema: StreamSchema) -> _Make:
    """Far enough apart to be told apart."""
    start, end = setting.window.start, setting.window.end
    first = start + DAY // 2 if end - start > DAY else start
    makings = [each for each in setting.graph.makings if each.source == schema.name]
    apart = max((each.within + MINUTE for each in makings if isinstance(each, DistinctStream)), default=1)
    apart = min(apart, (end - first) // (MOST_COUNTED + 1))
    return lambda i, kind: EventRecord(min(first + i * apart, end - 1), kind.values, ANYWHERE)


def _samples(setting: Setting, schema: StreamSchema, kinds: list[RecordKind]) -> Iterator[Way]:
    start, end = setting.window.start, setting.window.end
    step = setting.step(schema)
    first = setting.period[0] - (setting.period[0] - start) // step * step
    nodes = [setting.graph.nodes[ref] for ref in setting.refs]
    held = [each for each in nodes if isinstance(each, SetHolding) and each.stream == schema.name]
    for number in numbers_driven(setting.graph, schema, setting.refs):
        for index, kind in enumerate(kinds):

            def alike(n: int, number: int = number, kind: RecordKind = kind) -> EventLog:
                driven = kind.but(number, n)
                return setting.log(schema, setting.sampled(schema, lambda _: driven), [kind])

            most = most_of(schema.attributes[number], setting.many)
            yield Way(f"{schema.attributes[number].name} {index} of all", most, alike)
    for bad, good in _pairs(kinds):
        if held and all(each.at_most is None and each.least == 1 for each in held):

            def until(n: int, bad: RecordKind = bad, good: RecordKind = good) -> EventLog:
                records: list[Record] = [SampleRecord(setting.period[0], good.values, ANYWHERE)]
                if n:
                    records.append(SampleRecord(start, bad.values, ANYWHERE))
                if start + n < setting.period[1]:
                    records.append(SampleRecord(start + n, good.values, ANYWHERE))
                records = records[1:] if setting.period[0] == start else records
                return setting.log(schema, records, [bad, good])

            yield Way(f"held {kinds.index(bad)} {kinds.index(good)}", end - start, until, timed=True)

        def in_row(n: int, bad: RecordKind = bad, good: RecordKind = good) -> EventLog:
            row = range(first, first + n * step)
            records = setting.sampled(schema, lambda at: bad if at in row else good)
            return setting.log(schema, records, [bad, good])

        yield Way(f"in a row {kinds.index(bad)} {kinds.index(good)}", -((start - end) // step), in_row)
