"""Cases that are never closed: do they spoil the number, or are they never counted?"""

from collections.abc import Iterator

from sladsl.checks.nodes import below
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureRecords, MeasureRows
from sladsl.graph.rows import RowClock, RowMoment, RowPresent
from sladsl.logs.records import CaseRecord, EventLog, Place, StreamLog, Value
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.proofs.assumed import scopes_to_try
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.ways import Setting, background
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.reach import cell_roots
from sladsl.temporal import HOUR, IntervalSet

_MIXED = ((2, 1), (20, 1), (20, 10), (20, 19))
"""So many cases, and how many of them are late."""
_MOST_KINDS = 4


def never_closed_claims(subject: Subject) -> Iterator[Result]:
    for objective in subject.graph.objectives:
        if objective.records is None and all(check.target is None for check in objective.checks):
            continue
        for schema in _streams(subject, objective):
            found = _never_closed(subject, objective, schema)
            if found is not None:
                yield found
                break


def _streams(subject: Subject, objective: Objective) -> list[StreamSchema]:
    """Streams of cases that are counted by a later moment, or only where a moment has come."""
    graph = subject.graph
    names: dict[str, None] = {}
    for root in cell_roots(objective):
        for _, node in below(graph, root):
            if isinstance(node, MeasureRecords | MeasureRows):
                waits = node.where is not None and any(
                    isinstance(each, RowPresent) and isinstance(graph.nodes[each.operand], RowMoment)
                    for _, each in below(graph, node.where)
                )
                if waits or (node.moment or 0) > 0:
                    names[node.stream] = None
    schemas = (each for each in graph.streams if each.name in names)
    return [each for each in schemas if each.shape is Shape.CASES and each.made_of is None]


def _never_closed(subject: Subject, objective: Objective, schema: StreamSchema) -> Result | None:
    """The same cases twice: once some are done late, once they are never done."""
    graph, windows = subject.graph, subject.shapes(objective)
    only = with_those_asked(graph, [objective])
    if not windows:
        return None
    window = windows[0]
    scope = tuple(scopes_to_try(only, objective)[0].items())
    setting = Setting(only, (window.start, window.end), window, scope)
    apart = min(HOUR, (window.end - window.start) // 4)
    refs = {ref for root in cell_roots(objective) for ref, _ in below(graph, root)}
    stops = {node.stop for ref in refs if isinstance(node := graph.nodes[ref], RowClock)}
    # What another clock starts with is no end: a disaster that never happens is none.
    stops -= {node.start for node in graph.nodes if isinstance(node, RowClock)}
    for number, kind in enumerate(kinds_of(graph, schema, refs, dict(scope), window.start)):
        if number >= _MOST_KINDS:
            return None
        for driven in sorted(stops):
            for late in _MIXED:
                done = _log(setting, schema, kind, driven, late, apart, window.end - apart)
                breached = in_window(evaluated(only, done, setting.period), objective.name, window)
                if breached is None or breached.state != "breached":
                    continue
                never = _log(setting, schema, kind, driven, late, apart, None)
                evaluation = evaluated(graph, never, setting.period)
                outcome = in_window(evaluation, objective.name, window)
                if evaluation is None or outcome is None or outcome.state != "met":
                    continue
                witness = Witness(graph, never, setting.period, evaluation, (outcome,))
                return _told(objective, schema, driven, late, witness)
    return None


def _told(objective: Objective, schema: StreamSchema, driven: int, mixed: tuple[int, int], witness: Witness) -> Result:
    moment, (cases, late) = schema.moments[driven], mixed
    some = f"one that is {moment} late breaches it, one that never is does not"
    if late > 1:
        some = f"{late} that are {moment} late breach it, {late} that never are do not"
    text = f"{objective.name} is better off with `{schema.name}` that are never {moment}: of {cases} cases, {some}"
    advice = "count a case when it is opened, so that one which stays open is missed once its time is over"
    diagnostic = Diagnostic(proofs.NEVER_CLOSED, text, objective.span, fixes=(Fix(advice),))
    basis = Basis("the same cases, late and never done", ("the log tells everything",), ())
    claim = "cases that are never done do not help"
    return Result(claim, objective.name, "REFUTED", text, basis, diagnostic, witness, None, (objective.span,))


def _log(
    setting: Setting,
    schema: StreamSchema,
    kind: tuple[Value, ...],
    driven: int,
    mixed: tuple[int, int],
    after: int,
    done: int | None,
) -> EventLog:
    """Cases that begin so long after the window does, and are done at once, but for the first ones, which come to the
    later moments at `done`."""
    start = setting.window.start + after
    cases, late = mixed
    records = []
    for i in range(cases):
        then: tuple[int, ...] = (start,) if i >= late else () if done is None else (done,)
        moments = tuple(then if k >= driven else (start,) for k in range(len(schema.moments)))
        states = tuple(() for _ in schema.states)
        records.append(CaseRecord(f"case-{i + 1}", moments, states, kind, Place(0, i + 1)))
    stream = StreamLog(schema, tuple(records), IntervalSet.single(*setting.period))
    return covering(setting.graph, {**background(setting), schema.name: stream}, setting.period)
