"""The rows of a scenario → the event log that a file of them would give."""

import hashlib
from collections.abc import Callable, Iterator

from sladsl.graph.scenarios import RowRule, ScenarioRule, StreamRule
from sladsl.logs.records import (
    CaseRecord,
    EventLog,
    EventRecord,
    LogFile,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    StreamLog,
    Value,
)
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.temporal import IntervalSet
from sladsl.text import Span

LineOf = Callable[[Span], int]


def event_log(scenario: ScenarioRule, streams: tuple[StreamSchema, ...], line_of: LineOf, source: str) -> EventLog:
    """Every stream tells of the whole scenario, of nothing where no rows are written; a stream `without` is absent."""
    end = scenario.period[1] if scenario.as_of is None else max(scenario.period[1], scenario.as_of)
    whole = (scenario.period[0], end)
    written = {each.schema.name: each for each in scenario.streams}
    logs = {
        schema.name: _stream_log(written.get(schema.name, StreamRule(schema, ())), whole, line_of, source)
        for schema in streams
        if schema.name not in scenario.without and schema.made_of is None
    }
    return EventLog(logs)


def _stream_log(rule: StreamRule, whole: tuple[int, int], line_of: LineOf, source: str) -> StreamLog:
    records = sorted((record for row in rule.rows for record in _records(rule.schema, row, line_of)), key=_time)
    covers = rule.covers or whole
    digest = hashlib.sha256(repr(rule.rows).encode()).hexdigest()
    file = LogFile(source, digest)
    return StreamLog(rule.schema, tuple(records), IntervalSet.single(*covers), (file,), len(records), 0)


def _time(record: Record) -> int:
    match record:
        case SpanRecord():
            return record.start
        case CaseRecord():
            return min(at for moments in record.moments for at in moments)
        case _:
            return record.at


def _records(schema: StreamSchema, row: RowRule, line_of: LineOf) -> Iterator[Record]:
    place = Place(0, line_of(row.span))
    for number in range(1, (row.times or 1) + 1):
        match schema.shape:
            case Shape.SPANS:
                assert row.start is not None
                yield SpanRecord(row.start, row.end, row.values, place)
            case Shape.CASES:
                key = row.key if row.times is None else f"{row.key} {number}"
                yield CaseRecord(key, row.moments, row.states, row.values, place, row.changes)
            case Shape.EVENTS:
                assert row.start is not None
                yield EventRecord(row.start, row.values, place)
            case Shape.SAMPLES:
                for at, values in _samples(row):
                    yield SampleRecord(at, values, place)


def _samples(row: RowRule) -> Iterator[tuple[int, tuple[Value, ...]]]:
    assert row.start is not None
    if row.every is None:
        yield row.start, row.values
        return
    assert row.end is not None
    for at in range(row.start, row.end, row.every):
        values: tuple[Value, ...] | None = row.values
        for each in row.exceptions:
            if each.start <= at < each.end:
                values = None if each.values is None or values is None else _changed(values, each.values)
        if values is not None:
            yield at, values


def _changed(values: tuple[Value, ...], changes: tuple[tuple[int, Value], ...]) -> tuple[Value, ...]:
    found = list(values)
    for index, value in changes:
        found[index] = value
    return tuple(found)
