"""How much time may be lost while every promise about it is kept: what each target leaves in each of its windows, and
where spans are laid so that nothing of it is left over."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from sladsl.checks.nodes import below, fixed
from sladsl.engines.reference.classes import classes_of
from sladsl.engines.reference.evaluation import Evaluation, ScopedEvaluation
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureClasses, MeasureTime
from sladsl.graph.rows import RowTime
from sladsl.graph.sets import SetCalendar, SetCombined, SetNode, SetSpans
from sladsl.graph.values import Arithmetic, Availability, Constant, Measured, Rounded, WindowTime
from sladsl.logs.records import EventLog, Place, SpanRecord, StreamLog, Value
from sladsl.logs.schema import StreamSchema
from sladsl.proofs.ways import Setting, background
from sladsl.proofs.witness import covering
from sladsl.rules.frame import plan
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.panes import Term
from sladsl.temporal import IntervalSet, Pair, Window, WindowKind

_POINTWISE = (SetSpans, SetCalendar, SetCombined)


@frozen
class Promise(Frozen):
    """One requirement over one kind of span. `counted` is where such a span counts, `windows` how many microseconds of
    it may be lost in each."""

    objective: Objective
    check: Check
    counted: IntervalSet
    windows: tuple[tuple[Window, int], ...]
    calendar: int | None


@frozen
class Stretch(Frozen):
    """What is looked at: from where to where, and one kind of span of one stream."""

    graph: RuleGraph
    term: Term
    start: int
    end: int
    schema: StreamSchema
    kind: tuple[Value, ...]

    def log(self, spans: Sequence[Pair]) -> EventLog:
        """The stream with these spans of the kind, and nothing else."""
        return self.log_of([(pair, self.kind) for pair in spans])

    def log_of(self, spans: Sequence[tuple[Pair, tuple[Value, ...]]]) -> EventLog:
        """The stream with spans of several kinds."""
        window = Window(WindowKind.term(), self.start, self.end, "")
        setting = Setting(self.graph, (self.start, self.end), window, self.scope)
        records = tuple(SpanRecord(*pair, kind, Place(0, i + 1)) for i, (pair, kind) in enumerate(spans))
        stream = StreamLog(self.schema, records, IntervalSet.single(self.start, self.end))
        return covering(self.graph, {**background(setting), self.schema.name: stream}, (self.start, self.end))

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        pairs = zip(self.schema.attributes, self.kind, strict=True)
        return tuple((each.name, value) for each, value in pairs if isinstance(value, str))


def promises(stretch: Stretch) -> list[Promise]:
    """All requirements that look at this kind instant by instant, and at nothing else."""
    evaluation = lasting(stretch)
    found: list[Promise] = []
    for objective in stretch.graph.objectives if evaluation is not None else ():
        around = None if evaluation is None else seen_by(evaluation, stretch, objective)
        if around is not None and objective.applies is None and not objective.exceptions:
            for check in objective.checks:
                if check.when is None:
                    found += _promise(stretch, objective, check, around)
    return found


def lasting(stretch: Stretch) -> Evaluation | None:
    """What the engine sees of one span that lasts all the time."""
    period = stretch.start, stretch.end
    log = stretch.log([period])
    planned, _ = plan(stretch.graph, log, period, stretch.end, None, False)
    return None if planned is None else Evaluation(stretch.graph, log, planned.frame)


def seen_by(evaluation: Evaluation, stretch: Stretch, objective: Objective) -> ScopedEvaluation | None:
    """The same as an objective sees it, in the scope of the kind."""
    scope = dict(stretch.scope)
    if not set(objective.keys) <= set(scope):
        return None
    return evaluation.scoped(objective.keys, tuple(scope[key] for key in objective.keys))


def _promise(stretch: Stretch, objective: Objective, check: Check, around: ScopedEvaluation) -> Iterator[Promise]:
    graph = stretch.graph
    seen = _seen(stretch, check, around)
    target = fixed(graph, check.target)
    if seen is None or target is None or not seen.counted:
        return
    panes = panes_in_force(graph, stretch.term, objective, stretch.start, stretch.end)
    windows = []
    for window in (each.window for each in panes):
        most = most_allowed(graph, check, target, seen, window)
        if most is None:
            return
        windows.append((window, min(most, seen.counted.clip(window.start, window.end).total())))
    if windows:  # there are none where an amendment puts the clause beyond what is looked at
        yield Promise(objective, check, seen.counted, tuple(windows), seen.calendar)


@frozen
class Seen(Frozen):
    """Of what the measured number is made: lost time itself, or 1 - lost / whole; `over` a fixed whole."""

    counted: IntervalSet
    agreed: IntervalSet
    over: Fraction | None
    is_share: bool
    calendar: int | None


def _seen(stretch: Stretch, check: Check, around: ScopedEvaluation) -> Seen | None:
    graph, stream, period = stretch.graph, stretch.schema.name, (stretch.start, stretch.end)
    node = graph.nodes[_inside(graph, check.measured)]
    everything = IntervalSet.single(*period)
    if isinstance(node, Availability):
        classes = graph.nodes[node.classes]
        assert isinstance(classes, MeasureClasses)
        if not _is_pointwise(graph, classes.down, stream):
            return None
        made = classes_of(classes, around)
        fixed_calendar = _calendar(graph, classes.schedule)
        if made.unknown.clip(*period) or (classes.schedule is not None and fixed_calendar is None):
            return None
        agreed = everything.minus(made.out_of_schedule)
        for clause, taken in zip(classes.excluded, made.excluded, strict=True):
            rests = (each for _, each in below(graph, clause.time_set))
            if taken.clip(*period) and not all(isinstance(each, SetCalendar) for each in rests):
                return None
            agreed = agreed.minus(taken) if clause.effect == "leaves" else agreed
        return Seen(made.down.clip(*period), agreed, node.over, True, fixed_calendar)
    share = isinstance(node, Arithmetic)
    over = None
    if isinstance(node, Arithmetic):
        quotient = graph.nodes[node.right]
        if node.operator != "-" or fixed(graph, node.left) != 1 or not isinstance(quotient, Arithmetic):
            return None
        whole = graph.nodes[quotient.right]
        if quotient.operator != "/" or not isinstance(whole, Constant | WindowTime):
            return None
        over = whole.value if isinstance(whole, Constant) else None
        node = graph.nodes[quotient.left]
    measure = graph.nodes[node.measure] if isinstance(node, Measured) else None
    if not isinstance(measure, MeasureTime) or measure.weight or not _is_pointwise(graph, measure.time_set, stream):
        return None
    return Seen(around.time_set(measure.time_set).inside.clip(*period), everything, over, share, None)


def _inside(graph: RuleGraph, ref: Ref) -> Ref:
    node = graph.nodes[ref]
    return _inside(graph, node.operand) if isinstance(node, Rounded) else ref


def _calendar(graph: RuleGraph, ref: Ref | None) -> int | None:
    node = None if ref is None else graph.nodes[ref]
    return node.calendar if isinstance(node, SetCalendar) else None


def _is_pointwise(graph: RuleGraph, ref: Ref, stream: str) -> bool:
    """Whether each instant counts by itself, however long it lasts."""
    for _, node in below(graph, ref):
        if isinstance(node, RowTime) or (isinstance(node, SetNode) and not isinstance(node, _POINTWISE)):
            return False
        if isinstance(node, SetSpans) and (node.longest or node.stream != stream):
            return False
    return True


def most_allowed(graph: RuleGraph, check: Check, target: Fraction, seen: Seen, window: Window) -> int | None:
    """The most microseconds that may be lost in a window; None: the target sets no such bound."""
    ref, least, strict = check.measured, target, check.comparator in ("<", ">")
    while isinstance(node := graph.nodes[ref], Rounded):
        # Half up: what comes to at least a step is all from half a step below it.
        if seen.is_share:
            least = (ceil(least / node.step) + (strict and least % node.step == 0)) * node.step - node.step / 2
            strict = False
        else:
            least = (floor(least / node.step) - (strict and least % node.step == 0)) * node.step + node.step / 2
            strict = True
        ref = node.operand
    if seen.is_share and check.comparator in (">=", ">"):
        whole = seen.over if seen.over is not None else seen.agreed.clip(window.start, window.end).total()
        most = (1 - least) * whole
    elif not seen.is_share and check.comparator in ("<=", "<"):
        most = least
    else:
        return None
    return max(0, ceil(most) - 1 if strict else floor(most))


# Laying spans


def most_lost(given: Sequence[Promise], region: IntervalSet) -> IntervalSet:
    """As much of `region` as all promises leave, as early as they leave it.

    Earliest first leaves most where every promise counts all of the region: a microsecond that is put later takes from
    the same windows or from ones that begin later.
    """
    edges = {edge for pair in region for edge in pair}
    for each in given:
        edges.update(edge for window, _ in each.windows for edge in (window.start, window.end))
        edges.update(edge for pair in each.counted for edge in pair)
    cuts = sorted(edges)
    left = [[most for _, most in each.windows] for each in given]
    found: list[Pair] = []
    for start, end in region:
        for first, last in pairwise(cuts[bisect_left(cuts, start) : bisect_right(cuts, end)]):
            touched = [
                (index, nth)
                for index, each in enumerate(given)
                if each.counted.contains(first)
                for nth in _holding(each.windows, first)
            ]
            taken = min([last - first, *(left[index][nth] for index, nth in touched)])
            for index, nth in touched:
                left[index][nth] -= taken
            found.append((first, first + taken))
    return IntervalSet.of(found)


def _holding(windows: Sequence[tuple[Window, int]], instant: int) -> Iterator[int]:
    """The windows that hold an instant; they are in order of their ends."""
    first = bisect_right(windows, instant, key=lambda each: each[0].end)
    for index in range(first, len(windows)):
        if windows[index][0].start > instant:
            return
        yield index


def longest(given: Sequence[Promise], first: int, last: int) -> Pair | None:
    """The longest single span that all promises leave. It begins where one of them begins to count, or where the last
    of what it leaves before a border begins."""
    gained = [_Sums(each) for each in given]
    starts = {first}
    for sums in gained:
        starts.update(sums.starts())
    spans = [(each, min([last, *(sums.end_from(each) for sums in gained)])) for each in sorted(starts) if each >= first]
    start, end = max(spans, key=lambda each: each[1] - each[0])
    return (start, end) if start < end else None


class _Sums:
    """Counted time of one promise, summed up."""

    def __init__(self, promise: Promise) -> None:
        self._promise = promise
        self._pairs = promise.counted.pairs
        self._totals = [0]
        for start, end in self._pairs:
            self._totals.append(self._totals[-1] + end - start)

    def before(self, instant: int) -> int:
        row = bisect_right(self._pairs, instant, key=lambda each: each[0])
        return self._totals[row] - (max(0, self._pairs[row - 1][1] - instant) if row else 0)

    def first(self, total: int) -> int:
        """The first instant by which so much has counted, which is more than nothing and not more than all."""
        return self._by(bisect_left(self._totals, total), total)

    def last(self, total: int) -> int:
        """The last instant by which no more has counted, which is less than all."""
        return self._by(bisect_right(self._totals, total), total)

    def _by(self, row: int, total: int) -> int:
        return self._pairs[row - 1][0] + total - self._totals[row - 1]

    def starts(self) -> Iterator[int]:
        for window, most in self._promise.windows:
            yield window.start
            edges = {window.end, *(start for start, _ in self._promise.counted.clip(window.start, window.end))}
            for edge in edges:
                total = self.before(edge) - most
                if total > 0:
                    yield max(self.first(total), window.start)

    def end_from(self, start: int) -> int:
        """How far a span that begins there can go."""
        windows = self._promise.windows
        best = windows[-1][0].end
        for index in range(bisect_right(windows, start, key=lambda each: each[0].end), len(windows)):
            window, most = windows[index]
            if window.start >= best:
                break
            total = self.before(max(start, window.start)) + most
            if total < self.before(window.end):
                best = min(best, self.last(total))
        return best
