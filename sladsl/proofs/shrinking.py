"""A log made small: records left out, lengths cut and rounded, as long as it still shows what it is to show."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, Value
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND

Shows = Callable[[EventLog], bool]
Still = Callable[[tuple[Record, ...]], bool]
_UNITS = (DAY, HOUR, MINUTE, SECOND)
_MOST_RECORDS = 6
"""Of more records, lengths are left as they are."""


def shrunk(log: EventLog, shows: Shows) -> EventLog:
    """`shows` decides; it may answer no when it is asked too often, and what was found so far stands."""
    for name, stream in log.streams.items():
        if not stream.schema.register and stream.records and not isinstance(stream.records[0], SampleRecord):
            log = _with(log, name, _fewer(tuple(log.streams[name].records), partial(_shows_with, log, name, shows)))
            if len(log.streams[name].records) <= _MOST_RECORDS:
                log = _shorter(log, name, shows)
    return log


def shortest_run(records: tuple[Record, ...], still: Still) -> tuple[Record, ...]:
    """As few in a row as still do, found by halving: of records that are alike it is all that can be left out."""
    records = records[: bisect_left(range(len(records)), True, key=lambda many: still(records[:many]))]
    return records[bisect_left(range(1, len(records)), True, key=lambda first: not still(records[first:])) :]


def _fewer(records: tuple[Record, ...], still: Still) -> tuple[Record, ...]:
    """Leaves out ever smaller runs of records."""
    size = len(records)
    while size:
        start = 0
        while start < len(records):
            tried = (*records[:start], *records[start + size :])
            if still(tried):
                records = tried
            else:
                start += size
        size //= 2
    return records


def _shows_with(log: EventLog, name: str, shows: Shows, records: tuple[Record, ...]) -> bool:
    return shows(_with(log, name, records))


def _shorter(log: EventLog, name: str, shows: Shows) -> EventLog:
    stream = log.streams[name]
    for index, record in enumerate(stream.records):
        for length, made in _lengths(record, stream.schema):
            still = partial(_still, log, name, index, made, shows)
            log = _least(length, still) or log
    return log


def _still(
    log: EventLog, name: str, index: int, made: Callable[[Record, int], Record], shows: Shows, n: int
) -> EventLog | None:
    records = log.streams[name].records
    tried = _with(log, name, (*records[:index], made(records[index], n), *records[index + 1 :]))
    return tried if shows(tried) else None


def _least(length: int, still: Callable[[int], EventLog | None]) -> EventLog | None:
    """The shortest that still shows it, then a round one that is no shorter and not much longer."""
    low, high, best = 0, length, None
    while high - low > 1:
        middle = (low + high) // 2
        found = still(middle)
        if found is not None:
            high, best = middle, found
        else:
            low = middle
    for unit in _UNITS:
        rounded = -(-high // unit) * unit
        if 2 * rounded <= 3 * high and (found := still(rounded)) is not None:
            return found
    return best


def _lengths(record: Record, schema: StreamSchema) -> Iterator[tuple[int, Callable[[Any, int], Record]]]:
    """What of a record is a length or a number, and how it becomes another one, whatever else has changed by then."""
    match record:
        case SpanRecord(start=start, end=int(end)) if end > start:
            yield end - start, lambda now, n: now._replace(end=start + n)
        case CaseRecord(moments=moments):
            times = sorted({at for each in moments for at in each})
            if len(times) == 2:  # it begins, and then all the rest happens
                first, last = times
                yield last - first, lambda now, n: now._replace(moments=_moved(moments, last, first + n))
        case EventRecord(values=values):
            for index, (field, value) in enumerate(zip(schema.attributes, values, strict=True)):
                if field.type.kind not in (Kind.FLAG, Kind.INSTANT) and isinstance(value, int) and value > 1:
                    yield value, lambda now, n, index=index: now._replace(values=_changed(now.values, index, n))  # type: ignore[misc]


def _moved(moments: tuple[tuple[int, ...], ...], at: int, to: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(to if each == at else each for each in times) for times in moments)


def _changed(values: tuple[Value, ...], index: int, value: int) -> tuple[Value, ...]:
    return (*values[:index], value, *values[index + 1 :])


def _with(log: EventLog, name: str, records: tuple[Record, ...]) -> EventLog:
    return replace(log, streams={**log.streams, name: replace(log.streams[name], records=records)})
