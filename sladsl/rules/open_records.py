"""What is still open when the log ends: it can only be judged as of an instant that somebody names."""

from collections.abc import Iterable, Mapping
from typing import Final

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import OPEN_WITHOUT_AS_OF
from sladsl.engines.cycles import cycles
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRecords, MeasureRows
from sladsl.graph.rows import RowClock
from sladsl.logs.records import CaseRecord, EventLog, Place, Record, SpanRecord, StreamLog
from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import StoredRecords, Tables
from sladsl.rules.reach import clocks_below, streams_below
from sladsl.temporal import IntervalSet

_ALL_IS_KNOWN: Final = 2**62


def open_without_as_of(
    graph: RuleGraph, log: EventLog, measures: list[Ref], stated: Mapping[str, IntervalSet]
) -> list[Diagnostic]:
    """An error for each measured stream with something open, placed at its first such record. A stream whose coverage
    is stated is judged as of the end of what is covered."""
    found: list[Diagnostic] = []
    clocks = _clocks_by_stream(graph, measures)
    for name in sorted(streams_below(graph, measures) - set(stated)):
        stream = log.streams.get(name)
        if stream is not None and (place := _first_open(stream, clocks.get(name, []))) is not None:
            message = f"a record of {name} is still open; say as of when it is to be judged, or give a period"
            found.append(Diagnostic(OPEN_WITHOUT_AS_OF, message, graph.span, place=_place_words(stream, place)))
    return found


def _clocks_by_stream(graph: RuleGraph, measures: list[Ref]) -> dict[str, list[RowClock]]:
    clocks: dict[str, list[RowClock]] = {}
    for ref in measures:
        node = graph.nodes[ref]
        if isinstance(node, MeasureRecords | MeasureRows):
            clocks.setdefault(node.stream, []).extend(clocks_below(graph, ref))
    return clocks


def _first_open(stream: StreamLog, clocks: list[RowClock]) -> Place | None:
    records: Iterable[Record] = stream.records
    if isinstance(records, StoredRecords) and stream.schema.shape is Shape.SPANS:
        records = records.where("t1 IS NULL", limit=1)
    elif isinstance(records, StoredRecords):
        records = records.where(" OR ".join(["FALSE", *(_may_run(each, records.store) for each in clocks)]))
    for record in records:
        if isinstance(record, SpanRecord) and record.end is None:
            return record.place
        if isinstance(record, CaseRecord) and any(_runs(record, clock) for clock in clocks):
            return record.place
    return None


def _may_run(clock: RowClock, store: Tables) -> str:
    """Where a clock runs, and perhaps elsewhere: after the last stop it is started, or nothing ever stops it."""
    stop, start = store.last(f"m{clock.stop}"), store.last(f"m{clock.start}")
    again = start if clock.again is None else f"coalesce({store.last(f'm{clock.again}')}, {start})"
    return f"({start} IS NOT NULL AND ({stop} IS NULL OR {stop} <= greatest({start}, {again})))"


def _runs(record: CaseRecord, clock: RowClock) -> bool:
    return any(each.stop is None for each in cycles(clock, record.moments, _ALL_IS_KNOWN))


def _place_words(stream: StreamLog, place: Place) -> str | None:
    return f"{stream.files[place.file].name}:{place.line}" if place.file < len(stream.files) else None
