"""Streams made of events, before anything is measured."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sladsl.engines.engine import Frame
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Changing, changing
from sladsl.graph import RuleGraph
from sladsl.graph.making import DistinctStream, PairedStream
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, StreamLog
from sladsl.logs.schema import StreamSchema

Key = tuple[Any, ...]


def with_made_streams(graph: RuleGraph, log: EventLog) -> EventLog:
    """The log with the streams that are made of others; what is there already stays. A stream made of one that is not
    in the log is not in it either."""
    streams = dict(log.streams)
    for making in graph.makings:
        source = streams.get(making.source)
        if source is None or making.stream in streams:
            continue
        around = Evaluation(graph, EventLog(streams), Frame(0, {}, ())).scoped((), ())
        events: Any = sorted(source.records, key=lambda each: (each[0], each.place))
        schema = graph.stream(making.stream)
        unmatched: Sequence[Place] = ()
        if isinstance(making, PairedStream):
            records: Iterable[Record]
            records, unmatched = paired(making, schema, events, around)
        else:
            records = distinct(making, events, around)
        streams[making.stream] = StreamLog(
            schema, tuple(records), source.coverage, source.files, source.rows_read, source.rows_rejected,
            unmatched=tuple(unmatched),
        )  # fmt: skip
    return replace(log, streams=streams)


def distinct(making: DistinctStream, events: Sequence[EventRecord], around: Surroundings) -> list[EventRecord]:
    """An event without a value of a key repeats none."""
    where = None if making.where is None else around.row(making.where)
    since: dict[Key | None, int] = {}
    waits: dict[Key | None, int] = {}
    found: list[EventRecord] = []
    for event in events:
        key = _key(event, making.keys)
        if where is not None and where(event) is not True:
            if making.longest is not None:
                since.pop(key, None)
                waits.pop(key, None)
            continue
        begun, wait = since.get(key), waits.get(key, making.within)
        repeats = begun is not None and event.at - begun <= wait
        if not repeats:
            found.append(event)
            if begun is not None and making.longest is not None:
                waits[key] = min(2 * wait, making.longest)
        if key is not None and (not repeats or making.sliding):
            since[key] = event.at
    return found


@changing
class _Case(Changing):
    """A case that has begun with `event`."""

    event: EventRecord
    moments: list[list[int]]
    number: int


def paired(
    making: PairedStream, schema: StreamSchema, events: Sequence[EventRecord], around: Surroundings
) -> tuple[list[CaseRecord], list[Place]]:
    """Cases in the order of their beginning, and the events that would end one where none is open. An event without a
    value of a key belongs to none."""
    conditions = [around.row(each) for each in making.moments]
    open_cases: dict[Key, list[_Case]] = {}
    numbers: dict[Key, int] = {}
    found: list[_Case] = []
    unmatched: list[Place] = []
    last = len(conditions) - 1
    for event in events:
        key = _key(event, making.keys)
        if key is None:
            continue
        running = open_cases.setdefault(key, [])
        meant = _moments_of(event, conditions)
        if running:
            _go_on(running, meant, event, schema)
        elif last in meant and 0 not in meant:
            unmatched.append(event.place)
        if 0 in meant:
            if running and making.repeated == "restarts":
                found.remove(running.pop())
                numbers[key] -= 1
            if not running or making.repeated == "begins another":
                numbers[key] = numbers.get(key, 0) + 1
                case = _Case(event, [[] for _ in conditions], numbers[key])
                running.append(case)
                found.append(case)
            if not running[-1].moments[0] or schema.moments[0] in schema.many:
                running[-1].moments[0].append(event.at)
    cases = [_record(each, making) for each in sorted(found, key=lambda each: (each.event.at, each.event.place))]
    return cases, unmatched


def _go_on(running: list[_Case], meant: Sequence[int], event: EventRecord, schema: StreamSchema) -> None:
    """What an event after its beginning means for the oldest case that is open; the last moment ends it."""
    case = running[0]
    for moment in meant:
        if moment and (not case.moments[moment] or schema.moments[moment] in schema.many):
            case.moments[moment].append(event.at)
    if case.moments[-1]:
        running.pop(0)


def _moments_of(event: EventRecord, conditions: Sequence[RowFunction]) -> list[int]:
    return [index for index, condition in enumerate(conditions) if condition(event) is True]


def _key(event: EventRecord, positions: Sequence[int]) -> Key | None:
    key = tuple(event.values[each] for each in positions)
    return None if None in key else key


def _record(case: _Case, making: PairedStream) -> CaseRecord:
    event = case.event
    named = ", ".join(str(event.values[each]) for each in making.keys)
    key = named if case.number == 1 else f"{named} ({case.number})"
    return CaseRecord(key, tuple(map(tuple, case.moments)), (), event.values, event.place)
