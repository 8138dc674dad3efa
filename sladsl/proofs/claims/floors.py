"""What a level below makes of an objective of the level above: never less, where that is mandatory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sladsl.checks.nodes import fixed, only_check
from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.diagnostics.render.summary import counted
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog, StreamLog
from sladsl.proofs.claims.flapping import shortest_that_count
from sladsl.proofs.claims.waits import deadlines, slow_cases
from sladsl.proofs.laying import Kind, kinds_seen
from sladsl.proofs.likeness import Forms
from sladsl.proofs.lost import most_lost, promises
from sladsl.proofs.subject import Floor, Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import DAY, HOUR, SECOND, IntervalSet, Pair, Window

_CLAIM = "what is mandatory above is kept wherever this is"
_KEPT = ("met", "warning", "not applicable")
"""What does not apply is not broken either: who narrows a promise promises less."""
_MOST_POINTS = 6


def floor_claims(subject: Subject) -> Iterator[Result]:
    one = Forms(subject.graph)
    for floor in subject.floors:
        above = next((each for each in floor.graph.objectives if each.name == floor.objective), None)
        if above is None:
            continue
        upper, other = Subject(floor.graph, subject.steps), Forms(floor.graph)
        there = _in_force(upper, above)
        for below in (each for each in subject.graph.objectives if each.name == floor.objective):
            held = _held(subject.graph, below, floor)
            here = _in_force(subject, held)
            if not here or not there or here[0].start >= there[-1].end or there[0].start >= here[-1].end:
                continue
            if one.of(below) == other.of(above):
                if below.span != above.span:
                    yield _same(floor, below, above)
            elif floor.mandatory:
                closer = _shared(here, there) and _at_least(subject.graph, below, floor.graph, above, one, other)
                if closer:
                    yield _closer(floor, below, above)
                else:
                    within = (here[0].start, here[-1].end)
                    yield _tried(subject, upper, floor, below, above, subject.shapes(held)[:2], within)


def _held(graph: RuleGraph, below: Objective, floor: Floor) -> Objective:
    """With those of its versions that are held against the level above."""
    every = below.versions or range(len(graph.versions) + 1)
    return replace(below, versions=tuple(each for each in every if each in floor.versions)) if graph.versions else below


def _shared(here: Sequence[Window], there: Sequence[Window]) -> bool:
    """Whether each window below is one above too where they meet: terms and zones may differ."""
    known = {(each.start, each.end) for each in there}
    first, last = there[0].start, there[-1].end
    return all((each.start, each.end) in known for each in here if each.end > first and each.start < last)


def _in_force(subject: Subject, objective: Objective) -> list[Window]:
    if subject.graph.versions and not objective.versions:
        return []
    term, start, end = subject.horizon.term, subject.horizon.start, subject.horizon.end
    return [each.window for each in panes_in_force(subject.graph, term, objective, start, end)]


def _same(floor: Floor, below: Objective, above: Objective) -> Result:
    text = f"this is what `{floor.level}` says already: the override changes nothing"
    diagnostic = Diagnostic(
        proofs.SAME_AS_ABOVE, text, below.span, labels=(Label(above.span, "the same"),), fixes=(Fix("take it out"),)
    )
    basis = Basis("both texts, by what they are made of", (), ())
    claim = "an override changes something"
    return Result(claim, below.name, "FINDING", text, basis, diagnostic, None, None, (below.span, above.span))


def _at_least(
    graph: RuleGraph, below: Objective, above_graph: RuleGraph, above: Objective, one: Forms, other: Forms
) -> bool:
    """Whether both measure the same, and the target below is as close or closer."""
    mine, theirs = only_check(below), only_check(above)
    if mine is None or theirs is None or mine.comparator != theirs.comparator:
        return False
    alike = (below.keys, below.window) == (above.keys, above.window)
    alike = alike and one.of_node(mine.measured) == other.of_node(theirs.measured)
    alike = alike and one.of_node(below.applies) == other.of_node(above.applies)
    target, least = fixed(graph, mine.target), fixed(above_graph, theirs.target)
    if not alike or target is None or least is None:
        return False
    return target >= least if mine.comparator in (">=", ">") else target <= least and mine.comparator in ("<=", "<")


def _closer(floor: Floor, below: Objective, above: Objective) -> Result:
    basis = Basis("the same number against a target that is as close or closer", (), ())
    sentence = f"whenever {below.name} is met, so is that of `{floor.level}`"
    return Result(_CLAIM, below.name, "PROVED", sentence, basis, None, None, None, (below.span, above.span))


def _tried(
    subject: Subject, upper: Subject, floor: Floor, below: Objective, above: Objective, shapes: Sequence[Window],
    within: Pair,
) -> Result:  # fmt: skip
    """What logs of windows of these shapes show. `within`: when it is held against the one above."""
    tried = 0
    for window in shapes:
        for log in _logs(subject, below, above, upper, window):
            tried += 1
            found = _weaker(subject, floor, below, above, log, within)
            if found is not None:
                return _told(floor, below, above, *found)
    basis = Basis("logs that just keep the one", (), (f"{counted(tried, 'log')}, which may not be all",))
    sentence = f"no log was found in which {below.name} is met and that of `{floor.level}` is not"
    return Result(_CLAIM, below.name, "BOUNDED", sentence, basis, None, None, None, (below.span, above.span))


def _logs(subject: Subject, below: Objective, above: Objective, upper: Subject, window: Window) -> Iterator[EventLog]:
    """Logs that keep what is below, and as little more as can be: all that it does not count is lost, and what it
    leaves; what is too short for it; cases that take all their time; what lies at the ends of the ranges in which it is
    met; what breaches the one above."""
    kinds = kinds_seen(subject, below, window)
    shortest = {length for check in below.checks for _, length in shortest_that_count(subject.graph, check)}
    for kind in kinds:
        yield from _spans(kind, below, window)
        for each in shortest:
            starts = range(window.start, min(window.end, window.start + 500 * each) - each, each)
            yield kind.stretch.log([(at, at + each - min(SECOND, each // 2)) for at in starts])
    for deadline in deadlines(subject.graph):
        if deadline.objective.name == below.name:
            yield from slow_cases(subject.graph, deadline, window)
    scanned = subject.scan(below)
    every = [point for context in scanned.contexts for point in context] if scanned else []
    points = [point for point in every if point.outcome.state in _KEPT]
    for point in [*points[: _MOST_POINTS // 2], *points[-(_MOST_POINTS // 2) :]]:
        witness = subject.find(below, point.piece, lambda each: each.state in _KEPT, point)
        if witness is not None:
            yield witness.log
    breach = upper.find(above, None, lambda each: each.state == "breached")
    if breach is not None:
        yield breach.log


def _spans(kind: Kind, below: Objective, window: Window) -> Iterator[EventLog]:
    stretch = kind.stretch
    over = kind.views.get(below.name)
    kept = [each for each in promises(stretch) if each.objective.name == below.name]
    lost = most_lost(kept, kept[0].counted.clip(window.start, window.end)) if kept else IntervalSet.EMPTY
    whole = IntervalSet.single(window.start, window.end)
    free = whole.minus(kept[0].counted) if kept else whole.minus(over.counted) if over else IntervalSet.EMPTY
    for length in (HOUR, 6 * HOUR, DAY, 7 * DAY, free.total()):
        yield stretch.log(_first(free, length))
    yield stretch.log(lost.pairs)
    yield stretch.log(free.union(lost).pairs)


def _first(times: IntervalSet, length: int) -> list[Pair]:
    found = []
    for start, end in times:
        if length > 0:
            found.append((start, min(end, start + length)))
            length -= found[-1][1] - start
    return found


def _weaker(
    subject: Subject, floor: Floor, below: Objective, above: Objective, log: EventLog, within: Pair
) -> tuple[Witness, Outcome] | None:
    """What is shown if the log breaches the one above in a window, and the one below is met there. `within`: when it
    is held against the one above."""
    period = _covered(log)
    theirs = _as_seen_by(floor.graph, log, period)
    outcomes = () if theirs is None else theirs[1].outcomes
    broken = [each for each in outcomes if each.objective == above.name and each.state == "breached"
              and within[0] <= each.window.start < within[1]]  # fmt: skip
    ours = _as_seen_by(subject.graph, log, period) if broken else None
    if ours is None:
        return None
    here, evaluation = ours
    for each in broken:
        met = _met_within(evaluation, below, each.window)
        if met is not None:
            return Witness(subject.graph, here, period, evaluation, (met,)), each
    return None


def _met_within(evaluation: Evaluation, below: Objective, window: Window) -> Outcome | None:
    """The outcomes of a window are met, those of all windows that meet it if they differ."""
    same = in_window(evaluation, below.name, window)
    if same is not None:
        return same if same.state in _KEPT else None
    during = [each for each in evaluation.outcomes if each.objective == below.name
              and each.window.start < window.end and each.window.end > window.start]  # fmt: skip
    return during[0] if during and all(each.state in _KEPT for each in during) else None


def _covered(log: EventLog) -> Pair:
    return next(pair for each in log.streams.values() if each.coverage is not None for pair in each.coverage)


def _as_seen_by(graph: RuleGraph, log: EventLog, period: Pair) -> tuple[EventLog, Evaluation] | None:
    """The same records, and what they come to; None where a stream is not the same on the other level."""
    schemas = {each.name: each for each in graph.streams}
    streams = {}
    for name, stream in log.streams.items():
        schema = schemas.get(name)
        if schema is None or schema.made_of is not None:
            if stream.records:
                return None
            continue
        if (schema.attributes, schema.moments, schema.states) != (
            stream.schema.attributes, stream.schema.moments, stream.schema.states,
        ):  # fmt: skip
            return None
        streams[name] = StreamLog(schema, stream.records, stream.coverage)
    seen = covering(graph, streams, period)
    evaluation = evaluated(graph, seen, period)
    return None if evaluation is None else (seen, evaluation)


def _told(floor: Floor, below: Objective, above: Objective, witness: Witness, broken: Outcome) -> Result:
    here = witness.shown[0]
    mine, theirs = (_said(each) for each in (here, broken))
    kept = "does not apply" if here.state == "not applicable" else f"comes to {mine} and is met"
    text = (
        f"this is less than the mandatory {below.name} of `{floor.level}`: where it {kept}, that one comes to {theirs} "
        "and is breached"
    )
    fixes = (Fix("promise no less than the level above; or let that level make it no longer mandatory"),)
    labels = (Label(above.span, "mandatory"),)
    diagnostic = Diagnostic(proofs.FLOOR_WEAKENED, text, below.span, labels=labels, fixes=fixes)
    basis = Basis("a log, evaluated on both levels", (), ())
    return Result(_CLAIM, below.name, "REFUTED", text, basis, diagnostic, witness, None, (below.span, above.span))


def _said(outcome: Outcome) -> str:
    return "no value" if outcome.measured is None else value_words(outcome.measured, outcome.unit)
