"""A log that shows something, and what the agreement comes to over it."""

from sladsl.engines.reference import ReferenceEngine
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog, StreamLog
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import IntervalSet, Window


@frozen
class Witness(Frozen):
    """`shown` are the outcomes that matter of `evaluation`, which is that of the whole agreement over `log` in
    `period`. `settings`: parameters that are not as by default."""

    graph: RuleGraph
    log: EventLog
    period: tuple[int, int]
    evaluation: Evaluation
    shown: tuple[Outcome, ...]
    settings: tuple[tuple[str, str], ...] = ()


def evaluated(graph: RuleGraph, log: EventLog, period: tuple[int, int]) -> Evaluation | None:
    """What the agreement comes to over a log that covers the period and is known to its end."""
    found, _ = evaluate(graph, log, ReferenceEngine(), period=period, as_of=period[1])
    return found


def in_window(
    evaluation: Evaluation | None, objective: str, window: Window, scope: tuple[tuple[str, str], ...] = ()
) -> Outcome | None:
    """The outcome of an objective in a window, in the scope; where none is named, in the first that there is."""
    if evaluation is None:
        return None
    of = (each for each in evaluation.outcomes if each.objective == objective and (not scope or each.scope == scope))
    return next((each for each in of if (each.window.start, each.window.end) == (window.start, window.end)), None)


def covering(graph: RuleGraph, streams: dict[str, StreamLog], period: tuple[int, int]) -> EventLog:
    """The streams of a graph over a period of which the log tells everything; what is not given is empty."""
    whole = IntervalSet.single(*period)
    logs = {
        schema.name: streams.get(schema.name) or StreamLog(schema, (), None if schema.register else whole)
        for schema in graph.streams
        if schema.made_of is None
    }
    return EventLog(logs)
