"""What an agreement comes to over its log when it promises something else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from sladsl.engines.engine import Engine, Frame
from sladsl.engines.measurements import Measurements, RecordFound
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.review.gains import to_customer
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome
from sladsl.targets.candidates import Candidate, candidates_of
from sladsl.targets.promises import Promise
from sladsl.targets.retargeting import alone_judged, is_all_asked, with_target

Evaluate = Callable[[RuleGraph], Evaluation | None]
JUDGED = ("met", "warning", "breached")


@frozen
class Past(Frozen):
    """What was measured, and in how many windows or cases there is nothing to go by: they are still open, or nobody
    knows. `own`: the targets that the contract had."""

    values: tuple[Fraction, ...]
    unknown: int
    own: tuple[Fraction, ...]


@frozen
class Tried(Frozen):
    """One target: of `judged` windows or cases `kept` keep it. `owed`: what the agreement then gives the customer in
    all; `moved`, if its rows move along. `candidate` None: as the contract is."""

    candidate: Candidate | None
    kept: int
    judged: int
    owed: Fraction
    moved: Fraction | None


@frozen
class Suggestion(Frozen):
    promise: Promise
    past: Past
    tried: tuple[Tried, ...]


def suggestion(
    graph: RuleGraph, promise: Promise, evaluate: Evaluate, shares: Sequence[Fraction], asked: Sequence[Fraction]
) -> Suggestion | None:
    """None where the agreement cannot be evaluated."""
    watched, seen = alone_judged(graph, promise)
    here = promise
    if promise.of == "window" or is_all_asked(graph, promise):
        # Then what is owed by the watched agreement is what is owed by the agreement.
        graph, here = watched, seen
    written, found = _both(graph, watched, evaluate)
    if written is None or found is None:
        return None
    past = _past(seen, found)
    tried = [_tried(graph, seen, None, written, found, written if promise.ladder else None)]
    for candidate in candidates_of(promise, past.values, shares, asked):
        target = candidate.target
        changed, kept = _both(
            with_target(graph, here, target), None if graph is watched else with_target(watched, seen, target),
            evaluate,
        )  # fmt: skip
        moved = evaluate(with_target(graph, here, target, moved=True)) if promise.ladder else None
        if changed is None or kept is None:
            return None
        tried.append(_tried(graph, seen, candidate, changed, kept, moved))
    return Suggestion(promise, past, tuple(tried))


def _both(
    graph: RuleGraph, watched: RuleGraph | None, evaluate: Evaluate
) -> tuple[Evaluation | None, Evaluation | None]:
    first = evaluate(graph)
    return first, first if watched is None or watched is graph else evaluate(watched)


def owed_by(graph: RuleGraph, evaluation: Evaluation) -> Fraction:
    """The money that comes to the customer in all."""
    of = (replace(each, credit=_money(each.credit), bonus=_money(each.bonus)) for each in evaluation.outcomes)
    return sum((to_customer(graph, each) for each in of), Fraction(0))


def _money(credit: CreditOutcome | None) -> CreditOutcome | None:
    return None if credit is None or credit.currency is None else credit


def _tried(
    graph: RuleGraph,
    promise: Promise,
    candidate: Candidate | None,
    changed: Evaluation,
    kept: Evaluation,
    moved: Evaluation | None,
) -> Tried:
    states = list(_states(promise, kept))
    return Tried(
        candidate,
        states.count(True),
        len(states),
        owed_by(graph, changed),
        None if moved is None else owed_by(graph, moved),
    )


def _past(promise: Promise, evaluation: Evaluation) -> Past:
    values: list[Fraction] = []
    own: dict[Fraction, None] = {}
    unknown = 0
    if promise.of == "window":
        for outcome in _decided(promise, evaluation):
            if outcome.measured is not None and outcome.state in JUDGED:
                values.append(outcome.measured)
            else:
                unknown += 1
            if outcome.target is not None:
                own[outcome.target] = None
    for record in _records(promise, evaluation):
        if record.measured is None or record.verdict == "undecided" or record.open:
            unknown += 1
        else:
            values.append(Fraction(record.measured))
        if record.limit is not None:
            own[Fraction(record.limit)] = None
    return Past(tuple(sorted(values, reverse=not promise.more_is_better)), unknown, tuple(own))


def _states(promise: Promise, evaluation: Evaluation) -> Iterator[bool]:
    if promise.of == "window":
        yield from (each.state != "breached" for each in _decided(promise, evaluation) if each.state in JUDGED)
    for record in _records(promise, evaluation):
        if record.verdict in ("met", "missed"):
            yield record.verdict == "met"


def _decided(promise: Promise, evaluation: Evaluation) -> Iterator[Outcome]:
    """The windows in which this is the check that decides."""
    for each in evaluation.outcomes:
        if each.objective == promise.objective and each.derivation.span == promise.span:
            yield each


def _records(promise: Promise, evaluation: Evaluation) -> Iterator[RecordFound]:
    if promise.of == "case":
        for outcome in evaluation.outcomes:
            if outcome.objective == promise.objective and outcome.records is not None:
                yield from (each for each in outcome.records.records if each.label == str(promise.check))


class Remembering:
    """An engine that measures once what is asked for again: a target is no part of a measurement. For one log, and
    for `graph` and others that have all its nodes, and some behind them."""

    def __init__(self, engine: Engine, graph: RuleGraph) -> None:
        self.name = engine.name
        self._engine = engine
        self._known = len(graph.nodes)
        self._measured: list[tuple[Frame, Measurements]] = []

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return self._engine.complete(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return self._engine.without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        if any(ref >= self._known for each in frame.demands for ref in each.measures):
            return self._engine.measure(graph, log, frame)
        for known, found in self._measured:
            if known == frame:
                return found
        found = self._engine.measure(graph, log, frame)
        self._measured.append((frame, found))
        return found
