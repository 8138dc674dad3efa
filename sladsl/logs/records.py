"""A typed event log: records by stream, the time it covers, and what was wrong with its source.

Instants are integer microseconds UTC. Records are named tuples because a log has many of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from sladsl.frozen import Frozen, frozen
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import IntervalSet

Value = str | int | bool | None
"""A stored attribute value, as `AttributeType` says."""


Changes = tuple[tuple[int, Value], ...]


class Place(NamedTuple):
    """Where a record came from: index into `StreamLog.files`, line (or row) number from 1."""

    file: int
    line: int


class SpanRecord(NamedTuple):
    """Something that lasted: `end` is None while it is still open."""

    start: int
    end: int | None
    values: tuple[Value, ...]
    place: Place


class CaseRecord(NamedTuple):
    """A ticket, order or job. `moments[i]` holds the instants of the i-th moment, ascending, empty where
    it has not happened; `states[i]` the intervals of the i-th state, an open one ending in None.

    `values` are the last. `changes[i]` tells, for an attribute with history, its first value and then since when it had
    each other one, ascending, no two in a row alike; empty for other attributes, and all of it where there are none."""

    key: str
    moments: tuple[tuple[int, ...], ...]
    states: tuple[tuple[tuple[int, int | None], ...], ...]
    values: tuple[Value, ...]
    place: Place
    changes: tuple[Changes, ...] = ()


class SampleRecord(NamedTuple):
    """A reading at a time."""

    at: int
    values: tuple[Value, ...]
    place: Place


class EventRecord(NamedTuple):
    """Something that happened at a time."""

    at: int
    values: tuple[Value, ...]
    place: Place


def changes_of(told: Iterable[tuple[int, Value]]) -> Changes:
    """The values an attribute had, from what was told of it in the order of time. At one instant the last counts."""
    found: list[tuple[int, Value]] = []
    for at, value in told:
        if found and found[-1][0] == at:
            found.pop()
        if not found or found[-1][1] != value:
            found.append((at, value))
    return tuple(found)


Record = SpanRecord | CaseRecord | SampleRecord | EventRecord


@frozen
class LogFile(Frozen):
    """A file that was read: its name as given and the SHA-256 of its bytes; `path` is where it lies."""

    name: str
    digest: str
    path: Path | None = field(default=None, compare=False)


@frozen
class StreamLog(Frozen):
    """The records of one stream, sorted by time and then by place.

    `coverage` is the time in which the absence of a record means that nothing happened;
    None where nobody said (then: from the first record to the last). `void` are cases that count nowhere and were
    taken out, `unmatched` events that would end a case of a made stream where none was open.
    """

    schema: StreamSchema
    records: Sequence[Record]
    coverage: IntervalSet | None = None
    files: tuple[LogFile, ...] = ()
    rows_read: int = 0
    rows_rejected: int = 0
    void: tuple[Place, ...] = ()
    unmatched: tuple[Place, ...] = ()


@frozen
class EventLog(Frozen):
    """The streams of one evaluation by name; a stream that is absent was not supplied."""

    streams: Mapping[str, StreamLog]
    binding_digest: str | None = None
