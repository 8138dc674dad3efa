"""A log in which as much is owed as can be: what is worst for each clause by itself, all of it in one log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sladsl.graph import RuleGraph, inputs
from sladsl.graph.contract import Objective
from sladsl.graph.values import Judged, OutcomeSum, Run
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, StreamLog
from sladsl.proofs.money.liability import Charge, Direction
from sladsl.proofs.reaching import Aim, Budget, find
from sladsl.proofs.witness import Witness, covering, evaluated
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.rules.reach import above_measures, cell_roots
from sladsl.temporal import Window

STEPS = 150
"""Evaluations that may be made to look for the worst of one clause."""

Records = dict[str, tuple[Record, ...]]


@dataclass(frozen=True, slots=True)
class Worst:
    """The records of a log of one window, and what is owed in it."""

    records: Records
    window: Window
    witness: Witness
    owed: Fraction


def worst(graph: RuleGraph, charges: Sequence[Charge]) -> Worst | None:
    """`charges` are of one direction, in windows of one length that lie at the same place."""
    window, direction = charges[0].window, charges[0].direction
    records: Records = {}
    for component in components(graph, charges):
        found = _of_component(without_limits(graph, [each.objective for each in component]), component)
        for name, rows in found.items():
            records[name] = (*records.get(name, ()), *rows)
    period = (window.start, window.end)
    log = log_of(graph, records, period)
    evaluation = evaluated(graph, log, period)
    if evaluation is None:
        return None
    shown = tuple(each for each in evaluation.outcomes if same_window(each, window) and owed_in(each, direction))
    witness = Witness(graph, log, period, evaluation, shown)
    return Worst(records, window, witness, sum((owed_in(each, direction) for each in shown), Fraction(0)))


def owed_in(outcome: Outcome, direction: Direction) -> Fraction:
    """What one outcome owes in a direction, in the end."""
    credit: CreditOutcome | None = outcome.bonus if direction.bonus else outcome.credit
    return Fraction(0) if credit is None or credit.payable is None else credit.payable


def same_window(outcome: Outcome, window: Window) -> bool:
    return (outcome.window.start, outcome.window.end) == (window.start, window.end)


def components(graph: RuleGraph, charges: Sequence[Charge]) -> Iterator[list[Charge]]:
    """Charges that rest on the same streams, directly or by way of others."""
    joined: list[tuple[set[str], list[Charge]]] = []
    for charge in charges:
        names, together = streams_of(graph, charge.objective), [charge]
        rest = []
        for each in joined:
            if each[0] & names:
                names, together = names | each[0], each[1] + together
            else:
                rest.append(each)
        joined = [*rest, (names, together)]
    yield from (together for _, together in joined)


def streams_of(graph: RuleGraph, objective: Objective) -> set[str]:
    """The streams of a log on which an objective rests; those that others are made of stand for them."""
    sources = {making.stream: making.source for making in graph.makings}
    seen: set[int] = set()
    pending = [root for each in _with_asked(graph, [objective]) for root in cell_roots(each)]
    found: set[str] = set()
    while pending:
        ref = pending.pop()
        if ref in seen:
            continue
        seen.add(ref)
        node = graph.nodes[ref]
        name = getattr(node, "stream", None)
        if isinstance(name, str):
            found.add(sources.get(name, name))
        pending.extend(inputs(node))
    return found


def without_limits(graph: RuleGraph, objectives: Sequence[Objective]) -> RuleGraph:
    """Only these, and those they ask about, each by itself: no limit over several."""
    kept = [replace(each, limits=(), pay_only_above=None) for each in _with_asked(graph, objectives)]
    return replace(graph, objectives=tuple(kept), limits=(), triggers=())


def _with_asked(graph: RuleGraph, objectives: Sequence[Objective]) -> list[Objective]:
    names = {each.name for each in objectives}
    while True:
        kept = [each for each in graph.objectives if each.name in names]
        roots = [root for each in kept for root in cell_roots(each)]
        nodes = [graph.nodes[ref] for ref in above_measures(graph, roots, through=True)]
        asked = {each.objective for each in nodes if isinstance(each, Judged | Run)}
        asked |= {name for each in nodes if isinstance(each, OutcomeSum) for name in each.objectives}
        if asked <= names:
            return kept
        names |= asked


def log_of(graph: RuleGraph, records: Records, period: tuple[int, int]) -> EventLog:
    """The records as a log of a period; what does not lie in it is left out."""
    empty = covering(graph, {}, period)
    streams = {}
    for name, rows in records.items():
        log = empty.streams[name]
        inside = [each for each in rows if log.schema.register or _begins(each) < period[1]]
        ordered = sorted(inside, key=_begins)
        named = [each._replace(key=f"case-{i + 1}") if isinstance(each, CaseRecord) else each
                 for i, each in enumerate(ordered)]  # fmt: skip
        placed = tuple(each._replace(place=each.place._replace(line=i + 1)) for i, each in enumerate(named))
        streams[name] = StreamLog(log.schema, placed, log.coverage)
    return covering(graph, streams, period)


def all_claimed(graph: RuleGraph, log: EventLog) -> EventLog:
    """Without the streams that only tell of claims: then nobody knows of a credit that was not claimed."""
    measured = {name for each in graph.objectives for name in streams_of(graph, each)}
    only_claims = {claim.stream for each in graph.objectives for claim in each.claims} - measured
    return EventLog({name: each for name, each in log.streams.items() if name not in only_claims})


def repeated(records: Records, base: Window, windows: Iterable[Window]) -> Records:
    """The same in each of these windows."""
    found: dict[str, list[Record]] = {}
    for window in windows:
        for name, rows in records.items():
            found.setdefault(name, []).extend(_moved(each, base, window) for each in rows)
    return {name: tuple(dict.fromkeys(rows)) for name, rows in found.items()}


def _begins(record: Record) -> int:
    match record:
        case SpanRecord(start=start):
            return start
        case CaseRecord(moments=moments):
            return min((each for times in moments for each in times), default=0)
        case SampleRecord(at=at) | EventRecord(at=at):
            return at


def _moved(record: Record, base: Window, window: Window) -> Record:
    def at(instant: int) -> int:
        if not base.start <= instant <= base.end:
            return instant  # a register, or what was there before
        return min(instant - base.start + window.start, window.end if instant == base.end else window.end - 1)

    match record:
        case SpanRecord(start=start, end=end):
            moved = at(start)
            return record._replace(start=moved, end=None if end is None else _end(end, moved, base, window))
        case CaseRecord(moments=moments, states=states):
            there = tuple(tuple(at(each) for each in times) for times in moments)
            spans = tuple(tuple((at(s), None if e is None else at(e)) for s, e in pairs) for pairs in states)
            return record._replace(moments=there, states=spans)
        case SampleRecord(at=instant) | EventRecord(at=instant):
            return record._replace(at=at(instant))


def _end(end: int, start: int, base: Window, window: Window) -> int:
    """What lasts to the end of a window lasts to the end of every other."""
    if end == base.end:
        return window.end
    return max(start + 1, min(end - base.start + window.start, window.end)) if end > base.start else end


def _of_component(graph: RuleGraph, charges: Sequence[Charge]) -> Records:
    """Clause by clause, those first that owe most; what worsens the others is not taken."""
    window, direction = charges[0].window, charges[0].direction
    records: Records = {}
    owed: dict[str, Fraction] = {}
    for charge in sorted(charges, key=_by_size):
        if owed.get(charge.objective.name) == charge.most:
            continue
        found = _worst_of(graph, charge)
        if found is None:
            continue
        best = sum(owed.values(), Fraction(0))
        for tried in _joined(records, found):
            now = _owed(graph, log_of(graph, tried, (window.start, window.end)), window, direction, charges)
            if sum(now.values(), Fraction(0)) > best:
                best, records, owed = sum(now.values(), Fraction(0)), tried, now
    return records


def _by_size(charge: Charge) -> tuple[bool, Fraction]:
    most = charge.most
    return most is not None, -(most or Fraction(0))


def _worst_of(graph: RuleGraph, charge: Charge) -> Records | None:
    """A log in which one clause owes its most; where that has no end, something."""
    prices = sorted(charge.prices, key=lambda each: (each.total is not None, -(each.total or Fraction(0))))
    for price in prices[:3]:
        most = price.total

        def wanted(outcome: Outcome, most: Fraction | None = most) -> bool:
            owed = owed_in(outcome, charge.direction)
            return owed > 0 if most is None else owed == _paid(outcome, most)

        piece = None if price.sloped else price.point.piece
        aim = Aim(charge.objective, (charge.window,), piece, wanted, price.point.scope)
        found = find(graph, aim, Budget(STEPS))
        if found is not None:
            return {name: each.records for name, each in found.log.streams.items() if each.records}
        if most is not None and most < (charge.most or most):
            break
    return None


def _paid(outcome: Outcome, most: Fraction) -> Fraction:
    """The rounded sum, if the exact one is the most."""
    for credit in (outcome.credit, outcome.bonus):
        if credit is not None and credit.due == most and credit.payable is not None:
            return credit.payable
    return most


def _joined(records: Records, found: Records) -> Iterator[Records]:
    if not records:
        yield found
        return
    yield {name: (*records.get(name, ()), *found.get(name, ())) for name in {**records, **found}}
    yield {**records, **found}


def _owed(
    graph: RuleGraph, log: EventLog, window: Window, direction: Direction, charges: Sequence[Charge]
) -> dict[str, Fraction]:
    evaluation: Evaluation | None = evaluated(graph, log, (window.start, window.end))
    names = {each.objective.name for each in charges}
    found: dict[str, Fraction] = {}
    for each in evaluation.outcomes if evaluation is not None else ():
        if each.objective in names and same_window(each, window):
            found[each.objective] = max(found.get(each.objective, Fraction(0)), owed_in(each, direction))
    return found
