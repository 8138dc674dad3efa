"""Deadlines in open hours: how long they can take on the clock on the wall, and which of two comes first."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice

from sladsl.checks.nodes import below
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureRecords
from sladsl.graph.rows import RowClock, RowConstant, RowDeadline, RowLogic
from sladsl.logs.records import CaseRecord, EventLog, Place, StreamLog, Value
from sladsl.logs.schema import StreamSchema
from sladsl.proofs.claims.green import in_hours
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.ways import Setting, background
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.reach import cell_roots
from sladsl.temporal import IntervalSet, OpenTime, Window, Zone, add_business_days, business_days_between
from sladsl.text import Span

_MOST_KINDS = 6


@frozen
class Deadline(Frozen):
    """A fixed limit on a clock of the cases of a stream. `when`: for which of them."""

    objective: Objective
    measure: MeasureRecords
    clock: RowClock
    limit: Fraction
    business_days: bool
    strict: bool
    when: Ref | None
    span: Span


def wait_claims(subject: Subject) -> Iterator[Result]:
    found = list(deadlines(subject.graph))
    told: set[tuple[object, ...]] = set()
    for each in found:
        key = each.clock.calendar, each.limit, each.business_days
        if each.clock.calendar is not None and key not in told and not each.clock.at_close and not each.strict:
            told.add(key)
            yield from _longest(subject, each)
    yield from _order(subject.graph, found)


def deadlines(graph: RuleGraph) -> Iterator[Deadline]:
    for objective in graph.objectives:
        for root in cell_roots(objective):
            for _, node in below(graph, root):
                if isinstance(node, MeasureRecords):
                    yield from _of_records(graph, objective, node)


def _of_records(graph: RuleGraph, objective: Objective, measure: MeasureRecords) -> Iterator[Deadline]:
    for check in (check for group in measure.groups for check in group):
        for ref in _asked_for(graph, check.condition):
            node = graph.nodes[ref]
            if not isinstance(node, RowDeadline) or node.zone is not None:
                continue
            limit, clock = graph.nodes[node.limit], graph.nodes[node.clock]
            if isinstance(clock, RowClock) and isinstance(limit, RowConstant) and isinstance(limit.value, Fraction):
                span = graph.places[ref] or objective.span
                days, strict = node.business_days, node.strict
                yield Deadline(objective, measure, clock, limit.value, days, strict, check.when, span)


def _asked_for(graph: RuleGraph, condition: Ref) -> Iterator[Ref]:
    """The conditions of which each must hold."""
    node = graph.nodes[condition]
    if isinstance(node, RowLogic) and node.operator == "and":
        for each in (node.left, node.right):
            yield from _asked_for(graph, each)
    else:
        yield condition


def _longest(subject: Subject, deadline: Deadline) -> Iterator[Result]:
    """The start from which it takes longest. The last instant at which it is kept jumps to the next opening where the
    limit is used up just when the calendar closes, and else moves as the start does; while it is closed it stays."""
    graph, index = subject.graph, deadline.clock.calendar
    assert index is not None
    calendar = graph.calendars[index].calendar
    open_time = OpenTime(calendar)
    hours = calendar.open_intervals(subject.horizon.start, subject.horizon.end)
    limit = _limit(deadline)
    first, last = (Zone.named(graph.zone).local(each)[0] for each in (subject.horizon.start, subject.horizon.end))
    there = business_days_between(calendar, first, last) if deadline.business_days else hours.total()
    if deadline.limit > there:
        if not subject.horizon.bounded:
            yield _never_due(deadline, limit, graph.calendars[index].name, hours.total())
        return
    best: tuple[int, int] | None = None
    try:
        starts = {edge for pair in hours for edge in pair}
        if not deadline.business_days:
            starts |= {open_time.retreat(closes, int(deadline.limit)) for _, closes in hours}
        for start in sorted(each for each in starts if each >= subject.horizon.start):
            amount = int(deadline.limit)
            if deadline.business_days:
                amount = open_time.between(start, add_business_days(calendar, start, amount))
            end = open_time.advance(start, amount, at="next_opening")
            if end <= subject.horizon.end and (best is None or end - start > best[1] - best[0]):
                best = start, end
    except ValueError:  # so many days, or no open time, as no calendar tells of
        return
    if best is None:
        if not subject.horizon.bounded:
            yield _never_due(deadline, limit, graph.calendars[index].name, hours.total())
        return
    zone = Zone.named(graph.zone)
    text = (
        f"{limit} of `{graph.calendars[index].name}` can take {in_hours(best[1] - best[0])}: "
        f"from {_said(best[0], zone)} to {_said(best[1], zone)}"
    )
    witness = _shown(subject, deadline, best)
    basis = Basis("every opening and closing in the term, and every start that ends at one", (), subject.bounds)
    diagnostic = Diagnostic(proofs.LONG_WAIT, text, deadline.span)
    claim = f"how long {limit} of {graph.calendars[index].name} take"
    yield Result(claim, deadline.objective.name, "FINDING", text, basis, diagnostic, witness, None, (deadline.span,))


def _never_due(deadline: Deadline, limit: str, calendar: str, total: int) -> Result:
    """Even from the first opening on it is not used up by the end of the term."""
    text = f"no case can be late: {limit} of `{calendar}` are allowed, and the whole term has {in_hours(total)}"
    fixes = (Fix("look at the unit of the limit, and at the hours of the calendar"),)
    diagnostic = Diagnostic(proofs.NEVER_DUE, text, deadline.span, fixes=fixes)
    basis = Basis("every opening in the term", (), ())
    claim = f"how long {limit} of {calendar} take"
    return Result(claim, deadline.objective.name, "FINDING", text, basis, diagnostic, None, None, (deadline.span,))


def _said(instant: int, zone: Zone) -> str:
    day, time_of_day = zone.local(instant)
    minutes = time_of_day // 60_000_000
    return f"{day:%a} {day} {minutes // 60:02}:{minutes % 60:02}"


def _shown(subject: Subject, deadline: Deadline, wait: tuple[int, int]) -> Witness | None:
    """One case that takes as long, and is met."""
    graph, objective, schema = subject.graph, deadline.objective, subject.graph.stream(deadline.measure.stream)
    if schema.made_of is not None or objective.keys:
        return None
    term = subject.horizon.term
    panes = [term.pane_at(objective.window, each).window for each in (wait[0], min(wait[1], subject.horizon.end - 1))]
    period = panes[0].start, panes[1].end
    setting = Setting(graph, period, panes[0], ())
    refs = {ref for root in cell_roots(objective) for ref, _ in below(graph, root)}
    for number, kind in enumerate(kinds_of(graph, schema, refs, {}, period[0])):
        if number >= _MOST_KINDS:
            return None
        log = _case(setting, schema, kind, deadline, wait)
        late = _case(setting, schema, kind, deadline, (wait[0], wait[1] + 1))
        evaluation = evaluated(graph, log, period)
        outcome = in_window(evaluation, objective.name, panes[0])
        other = in_window(evaluated(graph, late, period), objective.name, panes[0])
        if evaluation is None or outcome is None or outcome.state != "met" or other is None:
            continue
        if other.measured != outcome.measured:
            return Witness(graph, log, period, evaluation, (outcome,))
    return None


def _case(
    setting: Setting, schema: StreamSchema, kind: tuple[Value, ...], deadline: Deadline, wait: tuple[int, int]
) -> EventLog:
    moments = tuple(
        (wait[0],) if index <= deadline.clock.start or index < deadline.clock.stop else (wait[1],)
        for index in range(len(schema.moments))
    )
    case = CaseRecord("case-1", moments, tuple(() for _ in schema.states), kind, Place(0, 1))
    stream = StreamLog(schema, (case,), IntervalSet.single(*setting.period))
    return covering(setting.graph, {**background(setting), schema.name: stream}, setting.period)


def slow_cases(graph: RuleGraph, deadline: Deadline, window: Window) -> Iterator[EventLog]:
    """One case that takes all the time that a deadline leaves, from the start of a window or the next opening."""
    schema, index = graph.stream(deadline.measure.stream), deadline.clock.calendar
    if schema.made_of is not None:
        return
    start, amount = window.start, int(deadline.limit)
    end = start + amount
    if index is not None:
        calendar = graph.calendars[index].calendar
        open_time = OpenTime(calendar)
        try:
            start = open_time.advance(start, 0, at="next_opening")
            if deadline.business_days:
                amount = open_time.between(start, add_business_days(calendar, start, amount))
            end = open_time.advance(start, amount)
        except ValueError:
            return
    setting = Setting(graph, (window.start, max(window.end, end)), window, ())
    refs = {ref for root in cell_roots(deadline.objective) for ref, _ in below(graph, root)}
    for kind in islice(kinds_of(graph, schema, refs, {}, start), _MOST_KINDS):
        yield _case(setting, schema, kind, deadline, (start, end))


def _order(graph: RuleGraph, found: list[Deadline]) -> Iterator[Result]:
    """Two limits on clocks that start together: the one that stops at an earlier moment needs no more time."""
    for one, other in combinations(found, 2):
        early, late = sorted((one, other), key=lambda each: each.clock.stop)
        alike = (
            early.measure.stream == late.measure.stream
            and early.clock.start == late.clock.start
            and early.clock.stop < late.clock.stop
            and early.clock.calendar == late.clock.calendar
            and early.business_days == late.business_days
            and (early.measure.where, early.when) == (late.measure.where, late.when)
        )
        if not alike or early.limit <= late.limit:
            continue
        moments = graph.stream(early.measure.stream).moments
        first, second = moments[early.clock.stop], moments[late.clock.stop]
        text = (
            f"{early.objective.name} leaves {_limit(early)} until `{first}`, and {late.objective.name} only "
            f"{_limit(late)} until `{second}`, which comes later"
        )
        fixes = (Fix("look whether the two are exchanged"),)
        labels = (Label(late.span, "the shorter one"),)
        diagnostic = Diagnostic(proofs.LATER_FIRST, text, early.span, labels=labels, fixes=fixes)
        basis = Basis("limits on clocks that start together", (f"`{second}` never comes before `{first}`",), ())
        claim = "what comes first has less time"
        yield Result(claim, early.objective.name, "FINDING", text, basis, diagnostic, None, None,
                     (early.span, late.span))  # fmt: skip


def _limit(deadline: Deadline) -> str:
    if deadline.business_days:
        return f"{deadline.limit} business day{'s' if deadline.limit != 1 else ''}"
    return in_hours(int(deadline.limit))
