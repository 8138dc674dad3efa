"""Attributes that change while a case lives: what they are now, what they were, and when they changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph import RuleGraph
from sladsl.graph.rows import RowAttributeAt, RowMoment
from sladsl.logs.records import Changes, EventLog, Record, Value
from sladsl.temporal import Pair


def as_known(graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
    """The log with the values that attributes with history have at `as of`: later ones are not known yet."""
    streams = dict(log.streams)
    for schema in graph.streams:
        if schema.with_history and schema.name in streams:
            told = streams[schema.name]
            # A change at `as of` itself has not happened, as no moment has.
            records = tuple(_as_it_was(each, as_of - 1) for each in told.records)
            streams[schema.name] = replace(told, records=records)
    return replace(log, streams=streams)


def _as_it_was(case: Any, at: int) -> Record:
    """The case with the values that its attributes had at an instant."""
    values = list(case.values)
    for index, changes in enumerate(case.changes):
        if changes:
            values[index] = _value(changes, at)
    known: Record = case._replace(values=tuple(values))
    return known


def _value(changes: Changes, at: int) -> Value:
    found = changes[0][1]
    for since, value in changes[1:]:
        if since > at:
            break
        found = value
    return found


def value_at(node: RowAttributeAt, around: Surroundings) -> RowFunction:
    """What an attribute was at an instant."""
    instant, divisor = around.row(node.at), node.divisor
    is_moment = isinstance(around.nodes[node.at], RowMoment)

    def was(case: Any) -> Any:
        at = instant(case)
        if at is None and not is_moment:
            return None
        changes = case.changes[node.index] if case.changes else ()
        value = case.values[node.index] if at is None or not changes else _value(changes, min(at, around.as_of - 1))
        return Fraction(value, divisor) if isinstance(value, int) and divisor > 1 else value

    return was


def last_restart(case: Any, restarts: Sequence[tuple[int, str | None]], start: int, stop: int) -> int:
    """When a cycle from `start` to `stop` begins anew for the last time, or its start. A stop goes before a change."""
    found = start
    for index, label in restarts:
        for at, value in case.changes[index][1:] if case.changes else ():
            if found < at < stop and (label is None or value == label):
                found = at
    return found


def stretches_without(case: Any, holds: RowFunction, start: int, stop: int) -> Iterator[Pair]:
    """The stretches of [start, stop) in which a condition does not hold, of the case as it was at each time."""
    marks = {at for changes in case.changes for at, _ in changes[1:] if start < at < stop}
    edges = [start, *sorted(marks), stop]
    for low, high in pairwise(edges):
        if low < high and holds(_as_it_was(case, low)) is not True:
            yield low, high
