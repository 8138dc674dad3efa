"""Exclusions: each changes something, none takes away all that is promised, and none harms whom it is for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import Excluded, MeasureClasses
from sladsl.graph.sets import SetBudget, SetCalendar, SetCombined, SetLasting, SetSinceFirst, SetSpans
from sladsl.logs.records import EventLog, Place, Record, SpanRecord, StreamLog
from sladsl.logs.schema import Shape
from sladsl.proofs.kinds import RecordKind
from sladsl.proofs.setting import Setting
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result, Stake, Verdict
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.outcome import Outcome
from sladsl.rules.reach import cell_roots, measures_below
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, IntervalSet, Window
from sladsl.text import Span

_MOST_KINDS = 8
_MOST_HEAVY = 2
"""Of logs of very many samples."""
_ROUND = (DAY, HOUR, MINUTE, SECOND, 1)
_LONGEST_LOOK = 6 * 366 * DAY


def exclusion_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    for objective in graph.objectives:
        windows = subject.shapes(objective)
        for measure in measures_below(graph, cell_roots(objective)) if windows else ():
            classes = graph.nodes[measure]
            if isinstance(classes, MeasureClasses):
                for excluded in classes.excluded:
                    window = _where(subject, objective, windows[0], excluded)
                    yield from _claims(_Case(subject, objective, window, classes, excluded))


def _where(subject: Subject, objective: Objective, usual: Window, excluded: Excluded) -> Window:
    """A window in which the exclusion can take something out; hours that are named by date are in few of them."""
    graph, horizon = subject.graph, subject.horizon
    if _at_most(graph, excluded.time_set, usual.start, usual.end):
        return usual
    there = _at_most(graph, excluded.time_set, horizon.start, horizon.end)
    return horizon.term.pane_at(objective.window, there.pairs[0][0]).window if there else usual


@dataclass(frozen=True)
class _Case:
    """One exclusion in one measure of one objective."""

    subject: Subject
    objective: Objective
    window: Window
    classes: MeasureClasses
    excluded: Excluded

    @property
    def graph(self) -> RuleGraph:
        return self.subject.graph

    @cached_property
    def without(self) -> RuleGraph:
        """The agreement as it would be without the exclusion."""
        clause = self.excluded.clause
        nodes: tuple[Node, ...] = tuple(
            replace(each, excluded=tuple(one for one in each.excluded if one.clause != clause))
            if isinstance(each, MeasureClasses)
            else each
            for each in self.graph.nodes
        )
        return replace(self.graph, nodes=nodes)

    @cached_property
    def _parts(self) -> tuple[RuleGraph, RuleGraph]:
        one, other = (with_those_asked(each, [self.objective]) for each in (self.graph, self.without))
        return one, other

    def outcome(self, log: EventLog, *, bare: bool = False) -> Outcome | None:
        """What the objective comes to; `bare`: without the exclusion."""
        evaluation = evaluated(self._parts[bare], log, (self.window.start, self.window.end))
        return in_window(evaluation, self.objective.name, self.window)

    def both(self, log: EventLog) -> tuple[Outcome, Outcome] | None:
        """What the objective comes to with the exclusion, and without it."""
        one, other = self.outcome(log), self.outcome(log, bare=True)
        return (one, other) if one and other else None

    def witness(self, log: EventLog) -> Witness | None:
        period = (self.window.start, self.window.end)
        evaluation = evaluated(self.graph, log, period)
        outcome = in_window(evaluation, self.objective.name, self.window)
        return Witness(self.graph, log, period, evaluation, (outcome,)) if evaluation and outcome else None

    def result(
        self, claim: str, verdict: Verdict, sentence: str, method: str, code: Code | None = None, advice: str = "",
        witness: Witness | None = None, stake: Stake | None = None, bounds: tuple[str, ...] = (),
    ) -> Result:  # fmt: skip
        span = self.span
        diagnostic = None if code is None else Diagnostic(code, sentence, span, fixes=(Fix(advice),))
        basis = Basis(method, (), bounds)
        name = f"{self.excluded.clause} for {self.objective.name}"
        places = () if span is None else (span,)
        return Result(claim, name, verdict, sentence, basis, diagnostic, witness, stake, places)

    @property
    def span(self) -> Span | None:
        """Where the exclusion is written: its set of times."""
        return self.graph.places[self.excluded.time_set]


def _claims(case: _Case) -> Iterator[Result]:
    name = case.excluded.clause
    if _swallows(case.graph, case.classes.down, case.excluded.time_set):
        yield case.result(
            "something is left to be counted", "REFUTED",
            f"{name} takes out all that counts as down: {case.objective.name} cannot be breached",
            "what is down lies in what is excluded, whatever happens", proofs.SWALLOWS,
            "exclude less: name a cause, a length, an announcement",
        )  # fmt: skip
        return
    if not any(_differs(case, log) for log in _logs(case)):
        dead = _dead(case)
        yield dead
        if dead.verdict == "UNKNOWN":
            yield case.result("excluded time cannot fill a window", "UNKNOWN", dead.sentence, dead.basis.method)
        return
    yield case.result("the exclusion changes something", "PROVED",
                      f"{name} changes what {case.objective.name} comes to", "a log that shows it")  # fmt: skip
    yield from _bounded(case)
    yield from _harmless(case)


def _swallows(graph: RuleGraph, down: Ref, excluded: Ref) -> bool:
    """Whether everything of the first set lies in the second, by the way they are made."""
    if down == excluded:
        return True
    one, other = graph.nodes[down], graph.nodes[excluded]
    match other:
        case SetSpans(stream=stream, where=None, longest=False) if isinstance(one, SetSpans) and one.stream == stream:
            return True
        case SetCombined(operator="together", left=left, right=right):
            if _swallows(graph, down, left) or _swallows(graph, down, right):
                return True
    match one:
        case SetCombined(operator="together", left=left, right=right):
            return _swallows(graph, left, excluded) and _swallows(graph, right, excluded)
        case SetCombined(operator="during", left=left, right=right):
            return _swallows(graph, left, excluded) or _swallows(graph, right, excluded)
        case SetCombined(left=left):
            return _swallows(graph, left, excluded)
        case SetLasting(operand=operand) | SetBudget(operand=operand) | SetSinceFirst(operand=operand):
            return _swallows(graph, operand, excluded)
    return False


def _dead(case: _Case) -> Result:
    """It may be that no time can be excluded that is counted at all."""
    horizon = case.subject.horizon
    start, end = horizon.start, min(horizon.end, horizon.start + _LONGEST_LOOK)
    counted = IntervalSet.single(start, end)
    if case.classes.schedule is not None:
        counted = _at_most(case.graph, case.classes.schedule, start, end)
    name, claim = case.excluded.clause, "the exclusion changes something"
    if not counted.intersect(_at_most(case.graph, case.excluded.time_set, start, end)):
        return case.result(
            claim, "REFUTED", f"{name} takes out nothing: none of its time is time that {case.objective.name} looks at",
            "the hours of both, over the whole term", proofs.DEAD_EXCLUSION,
            "leave it out, or let it take time that is counted", bounds=case.subject.bounds,
        )  # fmt: skip
    return case.result(claim, "UNKNOWN", f"no log was found in which {name} changes anything", "logs of some stretches")


def _at_most(graph: RuleGraph, ref: Ref, start: int, end: int) -> IntervalSet:
    """What a set of times holds at most between two instants, whatever happens."""
    node = graph.nodes[ref]
    match node:
        case SetCalendar(calendar=index):
            return graph.calendars[index].calendar.open_intervals(start, end)
        case SetCombined(operator="together", left=left, right=right):
            return _at_most(graph, left, start, end).union(_at_most(graph, right, start, end))
        case SetCombined(operator="during", left=left, right=right):
            return _at_most(graph, left, start, end).intersect(_at_most(graph, right, start, end))
        case SetCombined(left=left, right=right):
            outside = graph.nodes[right]
            within = _at_most(graph, left, start, end)
            return within.minus(_at_most(graph, right, start, end)) if isinstance(outside, SetCalendar) else within
        case SetLasting(operand=operand) | SetBudget(operand=operand) | SetSinceFirst(operand=operand):
            return _at_most(graph, operand, start, end)
        case _:
            return IntervalSet.single(start, end)


def _logs(case: _Case) -> Iterator[EventLog]:
    """Something excluded, beside or over something that is down."""
    start, end = case.window.start, case.window.end
    length = (end - start) // 2
    for down, out in _kinds(case):
        for begun in _starts(case):
            there = (out, begun, min(begun + length, end))
            yield _log(case, [there])
            yield _log(case, [there, (down, begun, min(begun + length, end))])
            yield _log(case, [there, (down, max(start, end - length), end)])


_Make = Callable[[int], EventLog]
_Stream = tuple[str, RecordKind]
_Stretch = tuple[_Stream, int, int]


def _starts(case: _Case) -> list[int]:
    return _setting(case, case.excluded.time_set).starts


def _setting(case: _Case, *roots: Ref) -> Setting:
    return Setting(case.graph, (case.window.start, case.window.end), case.window, (), roots)


def _kinds(case: _Case) -> Iterator[tuple[_Stream, _Stream]]:
    """What may be down, and what may be excluded, the most likely first."""
    most = _MOST_KINDS
    found: list[list[_Stream]] = []
    for root in (case.classes.down, case.excluded.time_set):
        setting = _setting(case, root)
        driven = [each for each in setting.streams if each.shape in (Shape.SPANS, Shape.SAMPLES)]
        most = min(most, _MOST_HEAVY if any(setting.is_heavy(each) for each in driven) else most)
        found.append([(each.name, kind) for each in driven for kind in setting.kinds(each)])
    downs, outs = (each[:most] for each in found)
    for number, out in enumerate(outs):
        # What is excluded first of all, with anything that may be down.
        yield from ((down, out) for down in downs[: most - number])


def _log(case: _Case, stretches: list[_Stretch]) -> EventLog:
    # Samples of other exclusions of the measure are there too, or nothing would be known.
    setting = _setting(case, case.classes.down, *(each.time_set for each in case.classes.excluded))
    whole = IntervalSet.single(*setting.period)
    by_stream: dict[str, list[tuple[RecordKind, int, int]]] = {}
    for (name, kind), start, end in stretches:
        within = by_stream.setdefault(name, []) if start < end else []
        if (kind, start, end) not in within:  # what is down may be what is excluded
            within.append((kind, start, end))
    streams: dict[str, StreamLog] = {}
    for name, within in by_stream.items():
        schema = case.graph.stream(name)
        records: list[Record] = [SpanRecord(start, end, kind.values, Place(0, i + 1))
                                 for i, (kind, start, end) in enumerate(within)]  # fmt: skip
        if schema.shape is Shape.SAMPLES:
            records = setting.samples_within(schema, within)
        streams[name] = StreamLog(schema, tuple(records), whole)
    there = {**setting.rows(None, [RecordKind(())]), **setting.quiet(*streams), **streams}
    return covering(case.graph, there, setting.period)


def _differs(case: _Case, log: EventLog) -> bool:
    both = case.both(log)
    return both is not None and len({(each.measured, each.state) for each in both}) > 1


def _bounded(case: _Case) -> Iterator[Result]:
    """All of a window may be excluded: then nothing is promised in it."""
    claim, name = "excluded time cannot fill a window", case.excluded.clause
    for down, out in _kinds(case):
        start, end = case.window.start, case.window.end
        log = _log(case, [(out, start, end), (down, start, end)])
        both = case.both(log)
        if both is None or both[1].state != "breached":
            continue
        found, bare = both
        if found.state == "no verdict" and case.excluded.effect == "leaves":
            text = f"`{name}` has no limit and leaves the denominator: a window that is full of it has no verdict"
            code, advice = sense.NO_DENOMINATOR, "limit it, for instance `at most 24h per month`; or let it count as up"
        elif found.state in ("met", "warning"):
            text = f"`{name}` has no limit: {case.objective.name} is met though all of a window is down"
            code, advice = proofs.UNBOUNDED_EXCLUSION, "limit it, for instance `at most 24h per month`"
        else:
            continue
        yield case.result(claim, "REFUTED", text, "a log that shows it", code, advice, case.witness(log),
                          _stake(bare))  # fmt: skip
        return
    sentence = f"no log was found in which {name} fills a window"
    yield case.result(claim, "BOUNDED", sentence, "logs of one stretch over the whole window",
                      bounds=("one stretch of each kind that the contract tells apart",))  # fmt: skip


def _harmless(case: _Case) -> Iterator[Result]:
    """Time that leaves the denominator makes what is left weigh more."""
    claim, name = "the exclusion never costs whom it is for", case.excluded.clause
    if case.excluded.effect == "up":
        yield case.result(claim, "PROVED", f"what {name} takes out counts as up: no value is worse for it",
                          "downtime can only become less, and the time agreed stays the same")  # fmt: skip
        return
    if _swallows(case.graph, case.excluded.time_set, case.classes.down):
        yield case.result(claim, "PROVED", f"what {name} takes out would count as down: no value is worse for it",
                          "as much leaves what is down as leaves the time agreed")  # fmt: skip
        return
    start, end = case.window.start, case.window.end
    for down, out in list(_kinds(case))[:_MOST_KINDS]:
        for length in 2 * HOUR, 8 * HOUR, (end - start) // 4:

            def log(n: int, down: _Stream = down, out: _Stream = out, length: int = length) -> EventLog:
                return _log(case, [(out, end - length, end), (down, start, start + n)])

            made = _first_cost(case, log, end - length - start, _grain(case, down))
            both = None if made is None else case.both(made)
            if made is None or both is None or _due(both[0]) <= _due(both[1]):
                continue
            text = f"{name} can cost the one it is for: with it a log costs more than without"
            stake = _stake(both[0], _due(both[0]) - _due(both[1]))
            yield case.result(claim, "REFUTED", text, "a log over which both were evaluated", proofs.HARMS_BENEFICIARY,
                              "let the time `count as up`, which keeps the denominator", case.witness(made),
                              stake)  # fmt: skip
            return
    yield case.result(claim, "BOUNDED", f"no log was found that costs more because of {name}", "logs of two stretches",
                      bounds=("one stretch that is down beside one that is excluded",))  # fmt: skip


def _first_cost(case: _Case, log: _Make, most: int, grain: int) -> EventLog | None:
    """The log of the shortest downtime that costs something, rounded up as long as it costs nothing without the
    exclusion; of a day, where any costs something."""
    if _cost(case, log(0)) or not _cost(case, log(most)):
        return None
    low, high = 0, most
    while high - low > grain:
        middle = (low + high) // 2
        low, high = (low, middle) if _cost(case, log(middle)) else (middle, high)
    for unit in _ROUND:
        near = -(-high // unit) * unit
        outcome = case.outcome(log(near), bare=True) if near <= most else None
        if outcome is not None and not _due(outcome):
            return log(near)
    return log(min(DAY, most))


def _grain(case: _Case, down: _Stream) -> int:
    """The least difference in time that samples can show; of spans, that of all times."""
    setting, schema = _setting(case, case.classes.down), case.graph.stream(down[0])
    return setting.step(schema) if schema.shape is Shape.SAMPLES else 1


def _cost(case: _Case, log: EventLog) -> Fraction:
    outcome = case.outcome(log)
    return Fraction(0) if outcome is None else _due(outcome)


def _due(outcome: Outcome) -> Fraction:
    return Fraction(0) if outcome.credit is None else outcome.credit.due or Fraction(0)


def _stake(outcome: Outcome, amount: Fraction | None = None) -> Stake | None:
    credit = outcome.credit
    if credit is None or credit.currency is None or not credit.payable:
        return None
    return Stake(credit.payable if amount is None else amount, credit.currency)
