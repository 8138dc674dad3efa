"""Cases that count nowhere, taken out before anything is measured."""

from collections.abc import Sequence
from dataclasses import replace

from sladsl.engines.engine import Frame
from sladsl.engines.reference.changes import as_known
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.surroundings import RowFunction
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog, Record, StreamLog


def without_void(graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
    """A case of which it is not known whether it is void is not."""
    named = {each.stream for each in graph.voids} & set(log.streams)
    if not named:
        return log
    known = as_known(graph, log, as_of)
    around = Evaluation(graph, known, Frame(as_of, {}, ())).scoped((), ())
    streams = dict(log.streams)
    for name in named:
        conditions = [around.row(each.condition) for each in graph.voids if each.stream == name]
        streams[name] = _without(streams[name], known.streams[name].records, conditions)
    return replace(log, streams=streams)


def _without(stream: StreamLog, known: Sequence[Record], conditions: Sequence[RowFunction]) -> StreamLog:
    void = {index for index, each in enumerate(known) if any(holds(each) is True for holds in conditions)}
    kept = tuple(each for index, each in enumerate(stream.records) if index not in void)
    places = sorted(stream.records[index].place for index in void)
    return replace(stream, records=kept, void=tuple(places))
