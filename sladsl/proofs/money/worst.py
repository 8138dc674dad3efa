"""A log in which as much is owed as can be: what is worst for each clause by itself, all of it in one log."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, StreamLog
from sladsl.proofs.likeness import outcome_form_over
from sladsl.proofs.money.liability import Charge, Direction
from sladsl.proofs.money.priced import Price
from sladsl.proofs.reaching import Aim, Budget, Hints, Tried, Wanted, find
from sladsl.proofs.shrinking import shortest_run
from sladsl.proofs.slices import streams_of, without_limits
from sladsl.proofs.spaces import Piece
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.temporal import Window

_FEW = 4
_MANY = 300
_MOST_TENFOLD = 7
STEPS = 150
"""Evaluations that may be made to look for the worst of one clause."""

Records = dict[str, tuple[Record, ...]]


@frozen
class Worst(Frozen):
    """The records of a log of one window, and what is owed in it."""

    records: Records
    window: Window
    witness: Witness
    owed: Fraction


Owed = dict[str, Fraction]
"""What each objective owes by itself."""


@frozen
class Found(Frozen):
    """What was found for clauses that share their streams. `whole`: all of them were looked at; `steps`: the records
    before each was added."""

    records: Records
    owed: Owed
    whole: bool
    steps: tuple[Records, ...] = ()


@dataclass
class Known:
    """What was found, and with which streams, for clauses that say the same of others."""

    found: dict[tuple[object, ...], Found] = field(default_factory=dict)
    alike: dict[tuple[object, ...], tuple[Found, tuple[str, ...]]] = field(default_factory=dict)


Enough = Callable[[Owed], bool]
"""Whether it is as much as the limits leave, so that more would change nothing."""


def worst(
    graph: RuleGraph,
    charges: Sequence[Charge],
    known: Known,
    enough: Enough,
    hints: Hints,
    part: Callable[[Records], RuleGraph] | None = None,
) -> Worst | None:
    """`charges` are of one direction and one window. `part`: over which part of the agreement a log is evaluated."""
    window, direction = charges[0].window, charges[0].direction
    records: Records = {}
    owed: Owed = {}
    for component in components(graph, charges):
        names = tuple(each.objective.name for each in component)
        found = known.found.get((window, direction, names))
        if found is None or (not found.whole and not enough({**owed, **found.owed})):
            only = without_limits(graph, [each.objective for each in component])
            form, streams = _form(only, component)
            found = _as_alike(only, component, owed, enough, known.alike.get(form), streams)
            if found is None:
                found = _lean(only, component, _of_component(only, component, owed, enough, hints))
                if streams and set(found.records) <= set(streams):
                    known.alike[form] = found, streams
            known.found[window, direction, names] = found
        for name, rows in found.records.items():
            records[name] = (*records.get(name, ()), *rows)
        owed.update(found.owed)
        if enough(owed):
            break
    period = (window.start, window.end)
    graph = graph if part is None else part(records)
    log = all_claimed(graph, log_of(graph, records, period))
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
    joined: list[tuple[frozenset[str], list[Charge]]] = []
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
    """The same in each of these windows; once, where it does not lie in the window."""
    every = tuple(windows)
    return {
        name: tuple(there for each in rows for there in dict.fromkeys(_moved(each, base, window) for window in every))
        for name, rows in records.items()
    }


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
        case CaseRecord(moments=moments, states=states, changes=changes):
            there = tuple(tuple(at(each) for each in times) for times in moments)
            spans = tuple(tuple((at(s), None if e is None else at(e)) for s, e in pairs) for pairs in states)
            since = tuple(tuple((at(when), value) for when, value in each) for each in changes)
            return record._replace(moments=there, states=spans, changes=since)
        case SampleRecord(at=instant) | EventRecord(at=instant):
            return record._replace(at=at(instant))


def _end(end: int, start: int, base: Window, window: Window) -> int:
    """What lasts to the end of a window lasts to the end of every other."""
    if end == base.end:
        return window.end
    return max(start + 1, min(end - base.start + window.start, window.end)) if end > base.start else end


def _of_component(graph: RuleGraph, charges: Sequence[Charge], before: Owed, enough: Enough, hints: Hints) -> Found:
    """Clause by clause, those first that owe most; what worsens the others is not taken."""
    window, direction = charges[0].window, charges[0].direction
    records: Records = {}
    owed: Owed = {}
    steps: list[Records] = []
    for charge in sorted(charges, key=_by_size):
        if charge.most is not None and owed.get(charge.objective.name) == charge.most:
            continue
        if enough({**before, **owed}):
            return Found(records, owed, False, tuple(steps))
        steps.append(records)
        name = charge.objective.name
        found = _worst_of(graph, charge, hints, partial(_suffices, enough, {**before, **owed}, name))
        if found is None:
            continue
        best = sum(owed.values(), Fraction(0))
        for tried in _joined(records, found):
            now = _owed(graph, log_of(graph, tried, (window.start, window.end)), window, direction, charges)
            if sum(now.values(), Fraction(0)) > best:
                best, records, owed = sum(now.values(), Fraction(0)), tried, now
                if _is_all(charges, owed):
                    break
    return Found(records, owed, True, tuple(steps))


def _as_alike(
    graph: RuleGraph,
    charges: Sequence[Charge],
    before: Owed,
    enough: Enough,
    known: tuple[Found, tuple[str, ...]] | None,
    streams: tuple[str, ...],
) -> Found | None:
    """What was found for clauses that say the same of other streams, if in it these owe their most, or enough."""
    if known is None or len(known[1]) != len(streams):
        return None
    names, window, direction = dict(zip(known[1], streams, strict=True)), charges[0].window, charges[0].direction

    def renamed(records: Records) -> Found:
        found = {names[name]: rows for name, rows in records.items()}
        owed = _owed(graph, log_of(graph, found, (window.start, window.end)), window, direction, charges)
        return Found(found, owed, _is_all(charges, owed))

    last = renamed(known[0].records)
    if not enough({**before, **last.owed}):
        return last if last.whole else None
    steps = (renamed(each) for each in known[0].steps if each)
    return next((each for each in steps if enough({**before, **each.owed})), last)


def _lean(graph: RuleGraph, charges: Sequence[Charge], found: Found) -> Found:
    """With fewer records, where as much is owed with them."""
    window, direction = charges[0].window, charges[0].direction
    records = dict(found.records)
    for name, rows in found.records.items():
        if len(rows) <= _FEW or graph.stream(name).register or isinstance(rows[0], SampleRecord):
            continue

        def still(tried: tuple[Record, ...], name: str = name) -> bool:
            log = log_of(graph, {**records, name: tried}, (window.start, window.end))
            return _owed(graph, log, window, direction, charges) == found.owed

        records[name] = shortest_run(rows, still)
    return replace(found, records=records)


def _form(graph: RuleGraph, charges: Sequence[Charge]) -> tuple[tuple[object, ...], tuple[str, ...]]:
    first = charges[0]
    joint = outcome_form_over(graph, *(each.objective for each in charges)) or (None, ())
    return (first.window, first.direction, joint[0]), joint[1]


def _is_all(charges: Sequence[Charge], owed: Owed) -> bool:
    """Whether each owes its most."""
    return all(each.most is not None and owed.get(each.objective.name) == each.most for each in charges)


def _suffices(enough: Enough, others: Owed, name: str, much: Fraction) -> bool:
    """Whether an objective needs to owe no more."""
    return enough({**others, name: much})


def _by_size(charge: Charge) -> tuple[bool, Fraction]:
    most = charge.most
    return most is not None, -(most or Fraction(0))


def _worst_of(graph: RuleGraph, charge: Charge, hints: Hints, suffices: Callable[[Fraction], bool]) -> Records | None:
    """A log in which one clause owes its most; where none is found, or that has no end, one in which it owes a lot."""
    best = charge.most
    for price in [each for each in charge.prices if each.total == best][:3]:

        def is_most(outcome: Outcome) -> bool:
            owed = owed_in(outcome, charge.direction)
            return owed > 0 and best is not None and owed == _paid(outcome, best)

        def is_some(outcome: Outcome) -> bool:
            return owed_in(outcome, charge.direction) > 0

        if best is not None:
            found = _found(graph, charge, price, is_most, None if price.sloped else price.point.piece, hints)
            if found is not None:
                return _fewer(graph, charge, found, is_most)
        if price.sloped:
            found = _found(graph, charge, price, is_some, price.point.piece, hints)
            if found is not None:
                return _grown(graph, charge, _fewer(graph, charge, found, is_some), suffices)
    return None


def _found(
    graph: RuleGraph, charge: Charge, price: Price, wanted: Wanted, piece: Piece | None, hints: Hints
) -> Records | None:
    aim = Aim(charge.objective, (charge.window,), piece, wanted, price.point.scope)
    found = find(graph, aim, Budget(STEPS), Tried(hints=hints))
    if found is None:
        return None
    return {name: tuple(each.records) for name, each in found.log.streams.items() if each.records}


def _grown(graph: RuleGraph, charge: Charge, records: Records, suffices: Callable[[Fraction], bool]) -> Records:
    """Ten times as much in every number of the records, then twice as many records, as long as more is owed."""
    tables = {each.name for each in graph.streams if each.register}
    owed = _owes(graph, charge, records)
    for _ in range(_MOST_TENFOLD):
        if suffices(owed):
            return records
        more = {name: rows if name in tables else tuple(map(_tenfold, rows)) for name, rows in records.items()}
        now = _owes(graph, charge, more)
        if now <= owed:
            break
        records, owed = more, now
    while not suffices(owed) and sum(len(rows) for rows in records.values()) <= _MANY // 2:
        more = {name: rows if name in tables else (*rows, *rows) for name, rows in records.items()}
        now = _owes(graph, charge, more)
        if now <= owed:
            break
        records, owed = more, now
    return records


def _tenfold(record: Record) -> Record:
    values = (10 * each if isinstance(each, int) and not isinstance(each, bool) else each for each in record.values)
    return record._replace(values=tuple(values))


def _owes(graph: RuleGraph, charge: Charge, records: Records) -> Fraction:
    outcome = _outcome(graph, charge, records)
    return Fraction(0) if outcome is None else owed_in(outcome, charge.direction)


def _outcome(graph: RuleGraph, charge: Charge, records: Records) -> Outcome | None:
    period = (charge.window.start, charge.window.end)
    return in_window(evaluated(graph, log_of(graph, records, period), period), charge.objective.name, charge.window)


def _fewer(graph: RuleGraph, charge: Charge, records: Records, wanted: Wanted) -> Records:
    """Half of the records, and half of these, as long as it comes to the same."""
    for name, rows in list(records.items()):
        while len(rows) > _FEW:
            rows = rows[: len(rows) // 2]
            fewer = {**records, name: rows}
            outcome = _outcome(graph, charge, fewer)
            if outcome is None or not wanted(outcome):
                break
            records = fewer
    return records


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
