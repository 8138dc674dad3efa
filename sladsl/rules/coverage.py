"""The period that is evaluated, and what the log covers of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import COVERAGE_ASSUMED, COVERAGE_GUESSED, EMPTY_PERIOD
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, StreamLog
from sladsl.logs.stored.extents import hull, touches
from sladsl.logs.stored.store import StoredRecords
from sladsl.rules.panes import term_of
from sladsl.temporal import EMPTY, IntervalSet

ALWAYS = IntervalSet.single(-(2**62), 2**62)


@frozen
class Covered(Frozen):
    """`period` is what was asked for, or the hull of what the log covers, before the term cuts it. `by_stream` holds
    every stream of the contract; `stated` only what somebody stated."""

    period: tuple[int, int]
    by_stream: Mapping[str, IntervalSet]
    stated: Mapping[str, IntervalSet]


def cover(
    graph: RuleGraph,
    log: EventLog,
    measured: set[str],
    period: tuple[int, int] | None,
    as_of: int | None,
    given: Mapping[str, IntervalSet],
) -> tuple[Covered | None, list[Diagnostic]]:
    """Only streams that are measured bound the period: a claim or an invoice comes when the period is over."""
    stated = _stated(log, given)
    sources = _sources(graph)
    measured = {sources.get(name, name) for name in measured}
    tables = {each.name for each in graph.streams if each.register} | set(sources)
    findings: list[Diagnostic] = []
    silent = sorted(name for name in log.streams if name in measured and name not in stated)
    events = [each for name, each in log.streams.items() if name not in tables]
    if period is None:
        bounds = _hull_of_sets(
            [stated[name] for name in stated if name in measured]
            or [stated[name] for name in stated if name not in tables]
        )
        if bounds is None:
            bounds = _hull_of_records([log.streams[name] for name in silent] or events, as_of)
            if bounds is None:
                return None, [_nothing_to_go_by(graph)]
            findings.append(_guessed(graph, silent or sorted(set(log.streams) - tables)))
            silent = []
        period = bounds
    if silent:
        findings.append(_assumed(graph, silent))
    whole = IntervalSet.single(*period) if period[0] < period[1] else EMPTY
    names = {schema.name for schema in graph.streams} | set(log.streams) | set(stated)
    # A stream without a log tells nothing, so nothing of it is known; one with a log is taken at its word.
    by_stream = {name: stated.get(name, whole if name in log.streams else EMPTY) for name in sorted(names)}
    # A register lists what there is: what it does not list is not.
    by_stream |= {
        each.name: ALWAYS
        for each in graph.streams
        if each.register and each.name in log.streams and each.name not in stated
    }
    by_stream |= {name: by_stream[source] for name, source in sources.items()}
    stated |= {name: stated[source] for name, source in sources.items() if source in stated}
    return Covered(period, by_stream, stated), findings


def _sources(graph: RuleGraph) -> dict[str, str]:
    """The stream of a log of which each made stream is made, in the end."""
    found: dict[str, str] = {}
    for making in graph.makings:
        found[making.stream] = found.get(making.source, making.source)
    return found


def clip_to_term(graph: RuleGraph, period: tuple[int, int]) -> tuple[int, int] | None:
    """The part of the period within the term; None where there is none."""
    term = term_of(graph)
    start = max(period[0], term.start)
    end = period[1] if term.end is None else min(period[1], term.end)
    return (start, end) if start < end else None


def _stated(log: EventLog, given: Mapping[str, IntervalSet]) -> dict[str, IntervalSet]:
    stated = {name: stream.coverage for name, stream in sorted(log.streams.items()) if stream.coverage is not None}
    return {**stated, **dict(sorted(given.items()))}


def _hull_of_sets(sets: Iterable[IntervalSet]) -> tuple[int, int] | None:
    pairs = [pair for each in sets for pair in each.pairs]
    return (min(start for start, _ in pairs), max(end for _, end in pairs)) if pairs else None


def _hull_of_records(streams: Iterable[StreamLog], as_of: int | None) -> tuple[int, int] | None:
    hulls = [found for each in streams if (found := hull_of(each, as_of)) is not None]
    return (min(start for start, _ in hulls), max(end for _, end in hulls)) if hulls else None


def hull_of(stream: StreamLog, as_of: int | None) -> tuple[int, int] | None:
    """From the first instant that its records tell of to the last."""
    if isinstance(stream.records, StoredRecords):
        return hull(stream.records, as_of)
    pairs = [pair for record in stream.records for pair in extent(record, stream, as_of)]
    return (min(start for start, _ in pairs), max(end for _, end in pairs)) if pairs else None


def touched(stream: StreamLog, period: tuple[int, int]) -> bool:
    """Whether one of its records tells of some time in a period."""
    start, end = period
    if isinstance(stream.records, StoredRecords):
        return touches(stream.records, start, end)
    return any(low < end and high > start for record in stream.records for low, high in extent(record, stream, end))


def extent(record: Record, stream: StreamLog, as_of: int | None) -> Iterator[tuple[int, int]]:
    """The time a record tells of; an instant is one microsecond, so that the last one lies inside."""
    match record:
        case SpanRecord():
            end = record.end if record.end is not None else as_of
            yield record.start, max(record.start + 1, record.start if end is None else end)
        case CaseRecord():
            for moments in record.moments:
                yield from ((at, at + 1) for at in moments)
            for state in record.states:
                yield from ((start, start + 1 if end is None else max(end, start + 1)) for start, end in state)
        case SampleRecord():
            yield record.at, record.at + (stream.schema.every or 1)
        case EventRecord():
            yield record.at, record.at + 1
        case _:
            assert_never(record)


def _nothing_to_go_by(graph: RuleGraph) -> Diagnostic:
    message = "the log has no records and nobody says what time it covers; give a period"
    return Diagnostic(EMPTY_PERIOD, message, graph.span)


def _assumed(graph: RuleGraph, names: list[str]) -> Diagnostic:
    message = f"nobody says what time the log of {_listed(names)} covers; it is taken to cover the whole period"
    return Diagnostic(COVERAGE_ASSUMED, message, graph.span)


def _guessed(graph: RuleGraph, names: list[str]) -> Diagnostic:
    message = (
        f"nobody says what time the log of {_listed(names)} covers, or which period to evaluate; "
        "it is taken to run from the first record to the last"
    )
    return Diagnostic(COVERAGE_GUESSED, message, graph.span)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)
