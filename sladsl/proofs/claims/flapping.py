"""Outages that are too short to count, one after the other."""

from collections.abc import Iterator, Set
from itertools import islice, product

from sladsl.checks.nodes import below
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.rows import RowCompare, RowConstant, RowTime
from sladsl.graph.sets import SetLasting, SetSpans, SetUnits
from sladsl.logs.records import EventLog, Place, SpanRecord, StreamLog, Value
from sladsl.logs.schema import StreamSchema
from sladsl.proofs.assumed import scopes_to_try
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.ways import Setting, background
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.outcome import Outcome
from sladsl.temporal import SECOND, IntervalSet, Window, describe_duration

_MOST_KINDS = 4
_SHOWN = 5
_MOST_SPANS = 9_000


def flapping_claims(subject: Subject) -> Iterator[Result]:
    for objective in subject.graph.objectives:
        windows = subject.shapes(objective)
        told: set[int] = set()
        for check in objective.checks if windows else ():
            for stream, shortest in shortest_that_count(subject.graph, check):
                if shortest not in told and SECOND < shortest * 2 <= windows[0].end - windows[0].start:
                    found = _flapping(subject.graph, objective, check, windows[0], stream, shortest)
                    if found is not None:
                        told.add(shortest)
                        yield found


def shortest_that_count(graph: RuleGraph, check: Check) -> Iterator[tuple[str, int]]:
    """How long a span must last to count, wherever that is said below a requirement."""
    if check.target is None:
        return
    for _, node in below(graph, check.measured):
        match node:
            case SetLasting(operand=operand, length=length):
                yield from ((each, length) for each in _streams(graph, operand))
            case SetUnits(operand=operand, unit=unit, started=False):
                yield from ((each, unit) for each in _streams(graph, operand))
            case SetSpans(stream=stream, where=where) if where is not None:
                for _, row in below(graph, where):
                    if isinstance(row, RowCompare) and isinstance(graph.nodes[row.left], RowTime):
                        limit = graph.nodes[row.right]
                        if isinstance(limit, RowConstant) and not isinstance(limit.value, str | bool):
                            yield stream, int(limit.value)


def _streams(graph: RuleGraph, operand: Ref) -> list[str]:
    return [node.stream for _, node in below(graph, operand) if isinstance(node, SetSpans)]


def _flapping(
    graph: RuleGraph, objective: Objective, check: Check, window: Window, stream: str, shortest: int
) -> Result | None:
    """The same number as if nothing happened, although one span of that length would have changed it."""
    only = with_those_asked(graph, [objective])
    schema = next((each for each in graph.streams if each.name == stream and each.made_of is None), None)
    if schema is None:
        return None
    each_lasts = shortest - SECOND if shortest > SECOND else shortest // 2
    scope = tuple(scopes_to_try(only, objective)[0].items())
    setting = Setting(only, (window.start, window.end), window, scope)
    refs = {ref for ref, _ in below(graph, check.measured)}
    kinds = islice(kinds_of(graph, schema, refs, dict(scope), window.start), _MOST_KINDS)
    for kind, first in product(kinds, _starts(graph, refs, window, shortest)):
        many = min((window.end - first) // shortest, _MOST_SPANS)
        calm, long, flapping = (
            _outcome(setting, objective, _log(setting, schema, kind, first, shortest, lasts, count))
            for lasts, count in ((0, 0), (shortest * 2 - 1, 1), (each_lasts, many))
        )
        if calm is None or long is None or flapping is None or calm.state == "breached":
            continue
        if calm.measured != flapping.measured or flapping.state != calm.state or long.measured == calm.measured:
            continue
        log = _log(setting, schema, kind, first, shortest, each_lasts, min(many, _SHOWN))
        evaluation = evaluated(graph, log, setting.period)
        outcome = in_window(evaluation, objective.name, window)
        if evaluation is None or outcome is None or outcome.measured != calm.measured:
            continue
        witness = Witness(graph, log, setting.period, evaluation, (outcome,))
        text = (
            f"{objective.name} does not see outages of {describe_duration(each_lasts)}, however many: that much of "
            f"every {describe_duration(shortest)} can be lost, and it is measured as if nothing had happened"
        )
        basis = Basis("outages just shorter than what counts, side by side", ("the log tells everything",), ())
        diagnostic = Diagnostic(proofs.FLAPPING, text, check.span)
        claim = "outages that are too short to count"
        return Result(claim, objective.name, "FINDING", text, basis, diagnostic, witness, None, (check.span,))
    return None


def _starts(graph: RuleGraph, refs: Set[Ref], window: Window, shortest: int) -> list[int]:
    """The beginning of the window, and that of the first hours that count; on whole units of the clock too, so that no
    such unit is ever filled."""
    found = {window.start}
    calendars = (getattr(graph.nodes[ref], "calendar", None) for ref in refs)
    for index in {each for each in calendars if each is not None}:
        hours = graph.calendars[index].calendar.open_intervals(window.start, window.end)
        found.update(islice((start for start, end in hours if end - start > 3 * shortest), 1))
    return sorted(-(-each // shortest) * shortest for each in found)


def _log(
    setting: Setting, schema: StreamSchema, kind: tuple[Value, ...], first: int, every: int, lasts: int, count: int
) -> EventLog:
    starts = range(first, first + count * every, every)
    records = tuple(SpanRecord(at, at + lasts, kind, Place(0, i + 1)) for i, at in enumerate(starts))
    stream = StreamLog(schema, records, IntervalSet.single(*setting.period))
    return covering(setting.graph, {**background(setting), schema.name: stream}, setting.period)


def _outcome(setting: Setting, objective: Objective, log: EventLog) -> Outcome | None:
    return in_window(evaluated(setting.graph, log, setting.period), objective.name, setting.window)
