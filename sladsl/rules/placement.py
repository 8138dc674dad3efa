"""Records that no window can hold: cases without the moment that places them, and logs of quite another time."""

from collections.abc import Sequence

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import OUTSIDE_PERIOD, UNMATCHED, UNPLACED, VOID
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRecords, MeasureRows
from sladsl.logs.records import CaseRecord, EventLog, Place, StreamLog
from sladsl.logs.stored.store import StoredRecords
from sladsl.rules.coverage import hull_of, touched
from sladsl.rules.reach import streams_below
from sladsl.temporal import Zone, format_instant

_MOST_PLACES = 5


def unplaced_cases(graph: RuleGraph, log: EventLog, measures: list[Ref]) -> list[Diagnostic]:
    """A warning for each stream and moment that some of its cases lack: they count neither as kept nor as missed."""
    moments: dict[tuple[str, int], None] = {}
    for ref in measures:
        node = graph.nodes[ref]
        if isinstance(node, MeasureRecords | MeasureRows) and node.moment is not None:
            moments[node.stream, node.moment] = None
    found: list[Diagnostic] = []
    for name, moment in moments:
        stream = log.streams.get(name)
        number, first = _lacking(stream, moment) if stream else (0, [])
        if stream is not None and number:
            called = graph.stream(name).moments[moment]
            message = f"of {len(stream.records):,} cases of {name}, {number:,} without `{called}` fall in no window"
            found.append(Diagnostic(UNPLACED, message, graph.span, notes=(_places(stream, first, number),)))
    return found


def logs_outside(graph: RuleGraph, log: EventLog, measures: list[Ref], period: tuple[int, int]) -> list[Diagnostic]:
    """A warning for each measured stream that has records, and none of them touches the period."""
    zone = Zone.named(graph.zone)
    found: list[Diagnostic] = []
    for name in sorted(streams_below(graph, measures)):
        stream = log.streams.get(name)
        if stream is None or touched(stream, period):
            continue
        if (reach := hull_of(stream, period[1])) is not None:
            told = f"they run from {format_instant(reach[0], zone)} to {format_instant(reach[1], zone)}"
            message = f"the log of {name} has records, and none of them lies in the period: {told}"
            found.append(Diagnostic(OUTSIDE_PERIOD, message, graph.span))
    return found


def void_cases(graph: RuleGraph, log: EventLog) -> list[Diagnostic]:
    """A note for each stream that has void cases, measured or not."""
    found: list[Diagnostic] = []
    for name, stream in sorted(log.streams.items()):
        if void := len(stream.void):
            every = len(stream.records) + void
            message = f"of {every:,} cases of {name}, {void:,} {_is(void)} void and {_counts(void)} nowhere"
            found.append(Diagnostic(VOID, message, graph.span, notes=(_places(stream, stream.void, void),)))
    return found


def unmatched_events(graph: RuleGraph, log: EventLog) -> list[Diagnostic]:
    """A note for each pairing with events that would end a case where none is open."""
    found: list[Diagnostic] = []
    for name, stream in sorted(log.streams.items()):
        if unmatched := len(stream.unmatched):
            last = graph.stream(name).moments[-1]
            events = "1 event is" if unmatched == 1 else f"{unmatched:,} events are"
            message = f"{events} `{last}` where no case of {name} is open, and belong{'s' * (unmatched == 1)} to none"
            found.append(
                Diagnostic(UNMATCHED, message, graph.span, notes=(_places(stream, stream.unmatched, unmatched),))
            )
    return found


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _counts(number: int) -> str:
    return "counts" if number == 1 else "count"


def _lacking(stream: StreamLog, moment: int) -> tuple[int, Sequence[Place]]:
    """How many cases have not come to a moment, and the first of them."""
    records = stream.records
    if isinstance(records, StoredRecords):
        chosen = f"FROM {records.table} WHERE {records.store.item(f'm{moment}', 1)} IS NULL"
        first = records.store.rows(f"SELECT file, line {chosen} ORDER BY file, line LIMIT {_MOST_PLACES}")
        return records.store.rows(f"SELECT count(*) {chosen}")[0][0], [Place(*each) for each in first]
    places = sorted(each.place for each in records if isinstance(each, CaseRecord) and not each.moments[moment])
    return len(places), places


def _places(stream: StreamLog, places: Sequence[Place], number: int) -> str:
    """The first lines concerned."""
    shown = [
        f"{stream.files[each.file].name}:{each.line}" if each.file < len(stream.files) else f"line {each.line}"
        for each in places[:_MOST_PLACES]
    ]
    more = f" and {number - _MOST_PLACES:,} more" if number > _MOST_PLACES else ""
    return f"at {', '.join(shown)}{more}"
