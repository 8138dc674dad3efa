"""What of a log can be otherwise: how long something lasts, when it is, what an attribute or the row of a register
says, whether a record is there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.temporal import DAY, HOUR, MINUTE

MOST_RECORDS = 6
"""Of so many records of a stream each is looked at by itself."""
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.DURATION, Kind.PERCENT, Kind.INSTANT)
_TIMED = (Kind.DURATION, Kind.INSTANT)


@dataclass(frozen=True, slots=True)
class Slot:
    """A number of a log: `made(n)` is the log with another one, from `low` to `high`; `tried` are worth a look."""

    low: int
    high: int
    tried: tuple[int, ...]
    made: Callable[[int], EventLog]


def slots(log: EventLog, period: tuple[int, int], numbers: Iterable[Fraction]) -> Iterator[Slot]:
    """The numbers of the first records of each stream. `numbers` are those that a contract names."""
    named = list(numbers)
    for name, stream in log.streams.items():
        if stream.records and isinstance(stream.records[0], SampleRecord):
            continue
        for index, record in enumerate(stream.records[:MOST_RECORDS]):
            for low, high, base, unit, made in _of_record(stream.schema, record, period):

                def log_with(
                    n: int, name: str = name, index: int = index, made: Callable[[int], Record] = made
                ) -> EventLog:
                    return _with(log, name, index, made(n))

                yield Slot(low, high, tuple(_near(named, low, high, base, unit)), log_with)


def variants(
    log: EventLog, numbers: Iterable[Fraction], texts: Iterable[str], *, registers: bool
) -> Iterator[EventLog]:
    """The log with one attribute of one record otherwise: of streams, or of the rows of registers."""
    named, words = list(numbers), list(texts)
    for name, stream in log.streams.items():
        if bool(stream.schema.register) is not registers:
            continue
        samples = bool(stream.records) and isinstance(stream.records[0], SampleRecord)
        for index, attribute in enumerate(stream.schema.attributes):
            if registers and attribute.name in stream.schema.keys:
                continue
            for value in _values(attribute, named, words):
                there: list[tuple[Record, ...]] = []
                if samples or len(stream.records) > 1:
                    there.append(tuple(_changed(each, index, value) for each in stream.records))
                if not samples:
                    there += [
                        (*stream.records[:i], _changed(each, index, value), *stream.records[i + 1 :])
                        for i, each in enumerate(stream.records[:MOST_RECORDS])
                    ]
                for records in there:
                    if records != stream.records:
                        yield EventLog({**log.streams, name: replace(stream, records=records)})


def moved(log: EventLog, by: int, period: tuple[int, int]) -> EventLog | None:
    """Everything that happens, earlier or later; None where that is not in the period."""
    streams = {}
    for name, stream in log.streams.items():
        if stream.schema.register or (stream.records and isinstance(stream.records[0], SampleRecord)):
            streams[name] = stream
            continue
        records = tuple(_later(each, by) for each in stream.records)
        if any(not period[0] <= at <= period[1] for each in records for at in _instants(each)):
            return None
        streams[name] = replace(stream, records=records)
    return EventLog(streams)


def first_of(log: EventLog) -> int | None:
    """When the first thing happens that is not one of many samples."""
    found = [
        at
        for stream in log.streams.values()
        if not stream.schema.register
        for each in stream.records
        if not isinstance(each, SampleRecord)
        for at in _instants(each)
    ]
    return min(found, default=None)


def _of_record(
    schema: StreamSchema, record: Record, period: tuple[int, int]
) -> Iterator[tuple[int, int, int, int, Callable[[int], Record]]]:
    """From, to, what is added to a length, how many stored units a number has (0: it is a length)."""
    match record:
        case SpanRecord(start=start, end=int(end)) if not schema.register:
            last = max(period[1], end)
            yield start + 1, last, start, 0, lambda n: record._replace(end=n)
            yield min(period[0], start), end - 1, end, 0, lambda n: record._replace(start=n)
        case CaseRecord(moments=moments):
            began = min((at for each in moments for at in each), default=period[0])
            for place, times in enumerate(moments):
                if len(times) == 1:
                    yield began, period[1] - 1, began, 0, lambda n, p=place: _at(record, p, n)  # type: ignore[misc]
        case EventRecord(at=at):
            yield period[0], period[1] - 1, at, 0, lambda n: record._replace(at=n)
    for index, attribute in enumerate(schema.attributes):
        value = record.values[index] if index < len(record.values) else None
        if attribute.type.kind not in _NUMBERS or isinstance(value, bool) or not isinstance(value, int):
            continue
        timed = attribute.type.kind in _TIMED
        base = value if attribute.type.kind is Kind.INSTANT else 0
        if base:
            began = next(iter(_instants(record)), value)
            base = began
        high = max(1, 4 * abs(value), 1000 * scale_of(attribute)) if not timed else base + 60 * DAY
        low = base - 60 * DAY if base else 0
        yield low, high, base, 0 if timed else scale_of(attribute), lambda n, i=index: _changed(record, i, n)  # type: ignore[misc]


def _near(numbers: list[Fraction], low: int, high: int, base: int, unit: int) -> Iterator[int]:
    """Each number and what is beside it, as it is stored."""
    found: dict[int, None] = {}
    for each in numbers:
        stored = each * unit if unit else each
        for signed in (stored, -stored) if base and not unit else (stored,):
            for near in (floor(signed), ceil(signed), floor(signed) - 1, floor(signed) + 1):
                if low <= base + near <= high:
                    found[base + near] = None
    yield from found


def scale_of(attribute: Attribute) -> int:
    """How many stored units make 1."""
    figures: int = 10**attribute.type.places
    return figures * (100 if attribute.type.kind is Kind.PERCENT else 1)


def _values(attribute: Attribute, numbers: list[Fraction], words: list[str]) -> Iterator[Value]:
    match attribute.type.kind:
        case Kind.CHOICE:
            yield from attribute.type.choices
        case Kind.FLAG:
            yield from (True, False)
        case Kind.TEXT:
            yield from (*words[:_MOST_VALUES], "another")
        case Kind.INSTANT:
            pass
        case Kind.DURATION:
            yield from (MINUTE, HOUR, DAY, 0)
            yield from _near(numbers[:_MOST_VALUES], 0, 400 * DAY, 0, 0)
        case _:
            unit = scale_of(attribute)
            yield from (0, 100 * unit, 1_000_000 * unit)
            yield from _near(numbers[:_MOST_VALUES], 0, 10**15, 0, unit)
    if attribute.optional:
        yield None


_MOST_VALUES = 8


def _changed(record: Record, index: int, value: Value) -> Record:
    if index >= len(record.values):
        return record
    values = (*record.values[:index], value, *record.values[index + 1 :])
    return record._replace(values=values)


def _at(record: CaseRecord, place: int, at: int) -> CaseRecord:
    moments = tuple((at,) if i == place else each for i, each in enumerate(record.moments))
    return record._replace(moments=moments)


def _with(log: EventLog, name: str, index: int, record: Record) -> EventLog:
    stream = log.streams[name]
    records = (*stream.records[:index], record, *stream.records[index + 1 :])
    return EventLog({**log.streams, name: replace(stream, records=tuple(sorted(records, key=_first)))})


def _first(record: Record) -> int:
    return next(iter(_instants(record)), 0)


def _instants(record: Record) -> Iterator[int]:
    match record:
        case SpanRecord(start=start, end=end):
            yield start
            if end is not None:
                yield end
        case CaseRecord(moments=moments):
            yield from sorted(at for each in moments for at in each)
        case _:
            yield record.at


def _later(record: Record, by: int) -> Record:
    match record:
        case SpanRecord(start=start, end=end):
            return record._replace(start=start + by, end=None if end is None else end + by)
        case CaseRecord(moments=moments, states=states):
            there = tuple(tuple(at + by for at in each) for each in moments)
            spans = tuple(tuple((s + by, None if e is None else e + by) for s, e in each) for each in states)
            changes = tuple(tuple((at + by, value) for at, value in each) for each in record.changes)
            return record._replace(moments=there, states=spans, changes=changes)
        case _:
            return record._replace(at=record.at + by)
