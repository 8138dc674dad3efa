"""Steps one after the other, each with a promise of its own, and a promise about all of them: their times add up, and
the shares of what may be late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from math import floor, lcm

from sladsl.checks.nodes import below, fixed, only_check
from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.papers import StructureFact
from sladsl.graph.rows import RowClock, RowDeadline
from sladsl.graph.values import Measured
from sladsl.logs.records import CaseRecord, EventLog, Place, StreamLog, Value
from sladsl.model.units import PERCENT
from sladsl.proofs.claims.green import in_hours
from sladsl.proofs.claims.underpinning import carried_by
from sladsl.proofs.claims.waits import Deadline, deadlines
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.setting import Setting, background
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness, covering, evaluated
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, MINUTE, IntervalSet, OpenTime, Window, WindowKind, add_business_days

_MOST_KINDS = 6
_MOST_CASES = 1_000
_MOST_DAYS = 400
_KEPT = ("met", "warning")


@frozen
class Step(Frozen):
    """A deadline, and the share of cases that are to keep it."""

    deadline: Deadline
    share: Fraction

    @property
    def name(self) -> str:
        return self.deadline.objective.name


@frozen
class Chain(Frozen):
    """`steps` go one after the other from where the clock of `whole` starts to where it stops."""

    whole: Step
    steps: tuple[Step, ...]


def chain_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    steps = {each.name: each for each in steps_of(graph)}
    for service, structure in graph.papers.carried:
        names = in_series(graph, structure)
        for objective in carried_by(graph, service):
            chain = _chain(steps, objective.name, names)
            if chain is not None:
                yield _carried(subject, service, chain)


def steps_of(graph: RuleGraph) -> Iterator[Step]:
    """Objectives that are one plain deadline, of all cases or of a share of them."""
    found = list(deadlines(graph))
    for objective in graph.objectives:
        mine = [each for each in found if each.objective.name == objective.name]
        share = _share(graph, objective)
        if len(mine) == 1 and share is not None and _is_plain(graph, mine[0]) and not objective.keys:
            yield Step(mine[0], share)


def _share(graph: RuleGraph, objective: Objective) -> Fraction | None:
    if objective.applies is not None or objective.exceptions or objective.versions:
        return None
    if objective.records is not None:
        return Fraction(1)
    check = only_check(objective)
    if check is None or check.comparator != ">=":
        return None
    node = graph.nodes[check.measured]
    return fixed(graph, check.target) if isinstance(node, Measured) and node.part == "share" else None


def _is_plain(graph: RuleGraph, deadline: Deadline) -> bool:
    clock, checks = deadline.clock, [each for group in deadline.measure.groups for each in group]
    alone = len(checks) == 1 and deadline.when is None and isinstance(graph.nodes[checks[0].condition], RowDeadline)
    return alone and clock == RowClock(clock.start, clock.stop, clock.calendar, (), ()) and not deadline.strict


def in_series(graph: RuleGraph, structure: StructureFact) -> list[str]:
    """What a service rests on one after the other; nothing where it is enough that some of it works."""
    if structure.least is not None and structure.least < len(structure.parts):
        return []
    carried, found = dict(graph.papers.carried), list[str]()
    for each in structure.parts:
        if isinstance(each, StructureFact):
            found += in_series(graph, each)
        else:
            found += in_series(graph, carried[each]) if each in carried else [each]
    return found


def _chain(steps: dict[str, Step], whole: str, names: Sequence[str]) -> Chain | None:
    """The steps by which the clock of the whole is made up."""
    top = steps.get(whole)
    if top is None:
        return None
    of = top.deadline
    mine = [
        each
        for name in names
        if (each := steps.get(name)) is not None
        and (each.deadline.measure.stream, each.deadline.measure.where) == (of.measure.stream, of.measure.where)
    ]
    at, found = of.clock.start, list[Step]()
    while at != of.clock.stop:
        following = [each for each in mine if each.deadline.clock.start == at and each not in found]
        if len(following) != 1:
            return None
        found.append(following[0])
        at = following[0].deadline.clock.stop
    return Chain(top, tuple(found)) if len(found) > 1 else None


def _carried(subject: Subject, service: str, chain: Chain) -> Result:
    """Late although every step is in time; late often enough although each step is so seldom; or neither."""
    claim = "the steps in time are the whole in time"
    whole, name = chain.whole, chain.whole.name
    places = (whole.deadline.span, *(each.deadline.span for each in chain.steps))
    names = ", ".join(f"`{each.name}`" for each in chain.steps)
    basis = Basis("every opening and closing of the hours, through all steps; shares added up",
                  ("cases come to their moments in the order of the steps",), subject.bounds)  # fmt: skip
    labels = tuple(Label(each.deadline.span, "one of the steps") for each in chain.steps)
    longest = _longest(subject, chain)
    late = sum((1 - each.share for each in chain.steps), Fraction(0))
    if longest is None:
        sentence = f"{names} leave more time than is reckoned with here"
        return Result(claim, name, "UNKNOWN", sentence, basis, clauses=places)
    if longest[1] > longest[2]:
        text = (
            f"{name} can be late although {names} are in time: one after the other they take {in_hours(longest[1])}, "
            f"and {in_hours(longest[2])} are promised of `{service}`"
        )
        code, cases = proofs.STEPS_TOO_LONG, [_moments(Times(subject.graph), chain, longest[0], None)]
        fix = "promise more time for the whole, or let the steps promise less"
    elif late > 1 - whole.share:
        sure = _percent(max(1 - late, Fraction(0)))
        text = (
            f"{name} promises {_percent(whole.share)}, and {names} together leave only {sure} "
            "sure: what is late in one step is not what is late in another"
        )
        code, cases = proofs.SHARES_ADD_UP, _apart(subject, chain)
        fix = f"promise {sure} of the whole, or ask more of the steps"
    else:
        exact = _same_windows(chain) and not _in_days(chain)
        bounds = () if exact else ("other windows, or days, of which not every start was tried",)
        sentence = f"{name} is kept as long as {names} keep their word"
        basis = Basis(basis.method, basis.assumptions, (*basis.bounds, *bounds))
        return Result(claim, name, "PROVED" if exact else "BOUNDED", sentence, basis, clauses=places)
    witness = _shown(subject, chain, cases)
    diagnostic = Diagnostic(code, text, whole.deadline.span, labels=labels, fixes=(Fix(fix),))
    if witness is None:
        sentence = f"no log was found in which {names} keep their word, and {name} does not"
        return Result(claim, name, "UNKNOWN", sentence, basis, clauses=places)
    return Result(claim, name, "REFUTED", text, basis, diagnostic, witness, None, places)


def _same_windows(chain: Chain) -> bool:
    whole = chain.whole.deadline
    return all(
        (each.deadline.objective.window, each.deadline.measure.moment) == (whole.objective.window, whole.measure.moment)
        for each in chain.steps
    )


def _in_days(chain: Chain) -> bool:
    return any(each.deadline.business_days for each in (chain.whole, *chain.steps))


# The times


@dataclass
class Times:
    """When deadlines are used up, by the hours of a graph; these are kept, as they are asked for again and again."""

    graph: RuleGraph
    _open: dict[int, OpenTime] = field(default_factory=dict)

    def of(self, index: int) -> OpenTime:
        if index not in self._open:
            self._open[index] = OpenTime(self.graph.calendars[index].calendar)
        return self._open[index]

    def kept_until(self, deadline: Deadline, start: int) -> int:
        """The last instant at which it is kept."""
        index, amount = deadline.clock.calendar, int(deadline.limit)
        if index is None:
            return start + amount
        if deadline.business_days:
            end = add_business_days(self.graph.calendars[index].calendar, start, amount)
            amount = self.of(index).between(start, end)
        return self.of(index).advance(start, amount, at="next_opening")

    def before(self, deadline: Deadline, end: int) -> int:
        """From where it lasts until `end`, as near as that can be told without days."""
        index = deadline.clock.calendar
        if index is None or deadline.business_days:
            return end - (0 if index is not None else int(deadline.limit))
        return self.of(index).retreat(end, int(deadline.limit))

    def through(self, chain: Chain, start: int) -> tuple[int, int]:
        """What all steps take, and what is promised, both in the time of the whole."""
        at = start
        for step in chain.steps:
            at = self.kept_until(step.deadline, at)
        whole = chain.whole.deadline
        index, promised = whole.clock.calendar, int(whole.limit)
        if index is None:
            return at - start, promised
        if whole.business_days:
            promised = self.of(index).between(start, self.kept_until(whole, start))
        return self.of(index).between(start, at), promised


def _longest(subject: Subject, chain: Chain) -> tuple[int, int, int] | None:
    """A start from which the steps take most of what is promised of the whole: with what they take, and what is
    promised. What comes of a start changes at the edges of hours only, and where a step begins or ends at one."""
    graph, times = subject.graph, Times(subject.graph)
    if any(each.deadline.business_days and each.deadline.limit > _MOST_DAYS for each in (chain.whole, *chain.steps)):
        return None
    first, last = subject.horizon.start, subject.horizon.end
    edges: set[int] = {first}
    for step in (chain.whole, *chain.steps):
        if step.deadline.clock.calendar is not None:
            calendar = graph.calendars[step.deadline.clock.calendar].calendar
            edges |= {edge for pair in calendar.open_intervals(first, last) for edge in pair}
    best: tuple[int, int, int] | None = None
    try:
        starts = set(edges)
        for step in reversed(chain.steps):
            starts = edges | {times.before(step.deadline, each) for each in starts}
        for start in sorted(each for each in starts if first <= each < last):
            taken, promised = times.through(chain, start)
            if best is None or taken - promised > best[1] - best[2]:
                best = start, taken, promised
    except ValueError:  # so much time, or no open time, as no calendar tells of
        return None
    return best


# The logs


def _moments(times: Times, chain: Chain, start: int, late: int | None) -> tuple[tuple[int, ...], ...]:
    """A case that uses up every step (late None), or takes too long in one of them and no time in the others."""
    schema = times.graph.stream(chain.whole.deadline.measure.stream)
    found: dict[int, int] = {chain.whole.deadline.clock.start: start}
    at = start
    for number, step in enumerate(chain.steps):
        if late is None:
            at = times.kept_until(step.deadline, at)
        elif late == number:
            whole = times.kept_until(chain.whole.deadline, start)
            at = max(whole, times.kept_until(step.deadline, at)) + 7 * DAY
        found[step.deadline.clock.stop] = at
    return tuple((found[index],) if index in found else () for index in range(len(schema.moments)))


def _apart(subject: Subject, chain: Chain) -> list[tuple[tuple[int, ...], ...]]:
    """So many cases that each step may be late in whole ones of them, each in others."""
    times, start = Times(subject.graph), subject.shapes(chain.whole.deadline.objective)[0].start
    many = min(lcm(*(each.share.denominator for each in (*chain.steps, chain.whole))), _MOST_CASES)
    late = [number for number, each in enumerate(chain.steps) for _ in range(floor((1 - each.share) * many))]
    starts = [start + index * MINUTE for index in range(many)]
    cases = [_moments(times, chain, at, number) for at, number in zip(starts, late, strict=False)]
    return cases + [_moments(times, chain, at, len(chain.steps)) for at in starts[len(late) :]]


def _shown(subject: Subject, chain: Chain, cases: Sequence[tuple[tuple[int, ...], ...]]) -> Witness | None:
    graph, objective = subject.graph, chain.whole.deadline.objective
    schema = graph.stream(chain.whole.deadline.measure.stream)
    if schema.made_of is not None:
        return None
    period = _period(subject, [each for case in cases for moment in case for each in moment])
    setting = Setting(graph, period, Window(WindowKind.term(), *period, ""), ())
    refs = {ref for root in cell_roots(objective) for ref, _ in below(graph, root)}
    for kind in islice(kinds_of(graph, schema, refs, {}, period[0]), _MOST_KINDS):
        log = _log(setting, kind, schema.name, cases)
        evaluation = evaluated(graph, log, period)
        if evaluation is None:
            continue
        names = {each.name for each in chain.steps}
        below_it = [each for each in evaluation.outcomes if each.objective in names]
        broken = [each for each in evaluation.outcomes if each.objective == objective.name and each.state == "breached"]
        if broken and all(each.state != "breached" for each in below_it):
            kept = [each for each in below_it if each.state in _KEPT]
            return Witness(graph, log, period, evaluation, (broken[0], *kept[: len(names)]))
    return None


def _period(subject: Subject, instants: Sequence[int]) -> tuple[int, int]:
    """Whole windows of all that is looked at, from the first instant to the last."""
    first, last = min(instants), min(max(instants), subject.horizon.end - 1)
    panes = [subject.horizon.term.pane_at(each.window, at).window
             for each in subject.graph.objectives if not each.window.rolling for at in (first, last)]  # fmt: skip
    return min(each.start for each in panes), max(each.end for each in panes)


def _log(
    setting: Setting, kind: tuple[Value, ...], stream: str, cases: Sequence[tuple[tuple[int, ...], ...]]
) -> EventLog:
    schema = setting.graph.stream(stream)
    states = tuple(() for _ in schema.states)
    records = tuple(CaseRecord(f"case-{i + 1}", each, states, kind, Place(0, i + 1)) for i, each in enumerate(cases))
    of = StreamLog(schema, records, IntervalSet.single(*setting.period))
    return covering(setting.graph, {**background(setting), schema.name: of}, setting.period)


def _percent(value: Fraction) -> str:
    return value_words(value, PERCENT)
