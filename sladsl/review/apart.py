"""Logs over which two versions of a clause come apart, looked for near the borders of what they tell apart.

It begins with the scenarios of both contracts and with what proofs drive through a log. Whatever comes to something new
is kept, changed in one place and in several, and driven to where it comes to something else.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, pairwise
from random import Random

from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.proofs.assumed import scopes_to_try
from sladsl.proofs.attack import together
from sladsl.proofs.reaching import Budget
from sladsl.proofs.rehearsing import chosen_ways
from sladsl.proofs.setting import MANY, Setting, Way
from sladsl.proofs.shrinking import shrunk
from sladsl.proofs.slices import with_those_asked
from sladsl.review.boundaries import hours_apart, numbers_named, texts_named
from sladsl.review.change import Shown, points_of, stricter
from sladsl.review.gains import gain_of, to_customer
from sladsl.review.searching import common_windows, evaluated_by
from sladsl.review.slots import Slot, first_of, moved, slots, variants
from sladsl.review.totals import compared_over
from sladsl.review.version import Version
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import cell_roots
from sladsl.temporal import Window, WindowKind, WindowUnit
from sladsl.testing.records import event_log

_MOST_WAYS = 36
_MOST_KEPT = 40
_MOST_NEAR = 8
_MOST_NUMBERS = 6
_MOST_WINDOWS = 4
_MOST_SHRINKING = 120
_ELSEWHERE = 0.5
_MOST_VARIANTS = 200
_MOST_CHANGED = 50_000
"""So many records are made at most to choose among changes of a log."""
_HALVINGS = 90

Mark = tuple[Hashable, Hashable]
"""By which rules the old and the new version come to what they come to."""
Gain = tuple[Fraction, int, Fraction]
"""What the new version gives the customer more: money, windows that count as breached, points."""

Stretch = tuple[tuple[int, int], list[Window]]
"""A period, and the windows in which something is driven."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log and the period that it tells of."""

    log: EventLog
    period: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What both versions come to over a log."""

    mark: Mark
    gain: Gain
    differ: bool


@dataclass
class Apart:
    """Two versions of one clause, `budget` evaluations by both of them. `around`: where to look, if it is known."""

    old: Version
    new: Version
    budget: Budget
    around: tuple[Stretch, ...] = ()
    tried: int = 0
    _seen: dict[Hashable, Seen | None] = field(default_factory=dict)
    _kept: dict[Mark, Log] = field(default_factory=dict)
    _driven_far: set[Mark] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._graphs = [with_those_asked(each.graph, [each.objective]) for each in (self.old, self.new)]
        self._numbers = numbers_named(self.old, self.new)
        self._texts = texts_named(self.old, self.new)
        windows = [each.meaning.value(each.objective.window) for each in (self.old, self.new)]
        self._aligned = windows[0] == windows[1] and not self.around

    def run(self) -> Iterator[Log]:
        """Logs that come out otherwise, small ones of either sign."""
        signs: set[int] = set()
        whole = self.budget.left
        for stage, share in (
            (self._scenarios, 20), (self._near_misses, 20), (self._ways, 55), (self._near_misses, 65),
            (self._slots, 75), (self._pairs, 85), (self._near_misses, 92), (self._drawn, 100),
        ):  # fmt: skip
            for each in stage():
                seen = self._at(each)
                if seen is not None and seen.differ and (sign := _sign(seen.gain)) not in signs:
                    signs.add(sign)
                    yield self._small(each, sign)
                if self.budget.left <= 0 or {1, -1} <= signs:
                    return
                if self.budget.left < whole * (100 - share) // 100:
                    break
            if signs:
                # One of them was found: for the other, no more than as much again.
                self.budget.left = min(self.budget.left, self.tried)

    def _at(self, each: Log) -> Seen | None:
        key = (each.period, tuple((name, stream.records) for name, stream in each.log.streams.items()))
        if key not in self._seen:
            if not self.budget.take(each.log):
                return None
            self.tried += 1
            self._seen[key] = self._judge(each)
            found = self._seen[key]
            if found is not None and len(self._kept) < _MOST_KEPT:
                self._kept.setdefault(found.mark, each)
        return self._seen[key]

    def _judge(self, each: Log) -> Seen | None:
        found = []
        for graph, version in zip(self._graphs, (self.old, self.new), strict=True):
            evaluation = evaluated_by(graph, each.log, each.period)
            if evaluation is None:
                return None
            found.append(_comes_to(graph, version.objective.name, evaluation))
        one, other = found
        gain = (other.money - one.money, other.breached - one.breached, other.points - one.points)
        return Seen((one.marks, other.marks), gain, one.facts != other.facts if self._aligned else any(gain))

    def _small(self, each: Log, sign: int) -> Log:
        budget = Budget(_MOST_SHRINKING)

        def shows(log: EventLog) -> bool:
            if not budget.take(log):
                return False
            seen = self._judge(Log(log, each.period))
            return seen is not None and seen.differ and _sign(seen.gain) == sign

        return Log(shrunk(each.log, shows), each.period)

    def _scenarios(self) -> Iterator[Log]:
        """What the people who wrote the contract thought of, and each with one thing otherwise."""
        written = []
        for version in (self.new, self.old):
            for scenario in version.graph.tests.scenarios:
                if not scenario.settings:
                    log = event_log(scenario, version.graph.streams, lambda _: 1, "scenario")
                    end = max(scenario.period[1], scenario.as_of or scenario.period[1])
                    written.append(Log(log, (scenario.period[0], end)))
        yield from written
        for each in written:
            for registers in (True, False):
                for log in variants(each.log, self._numbers[:_MOST_NUMBERS], self._texts, registers=registers):
                    yield Log(log, each.period)

    def _ways(self) -> Iterator[Log]:
        """Each way at its ends and at the numbers that the clauses name, in every hour that one of them adds."""
        for period, windows in self._stretches():
            driven = [each for window in windows for each in self._driven(period, window)]
            for way in driven:
                for n in _probes(way, self._numbers[:_MOST_NUMBERS], windows[0]):
                    yield from self._elsewhere(Log(way.log(n), period))
            for way in driven:
                yield from self._between(Slot(0, way.most, (0, 1, way.most), way.log), period)

    def _elsewhere(self, each: Log) -> Iterator[Log]:
        """As it is; where one version alone is open; with other rows of registers."""
        yield each
        begins = first_of(each.log)
        if begins is None:
            return
        for start, end in hours_apart(self.old.graph, self.new.graph, *each.period)[:_MOST_NUMBERS]:
            for at in (start, (start + end) // 2):
                log = moved(each.log, at - begins, each.period)
                if log is not None:
                    yield Log(log, each.period)
        for log in variants(each.log, self._numbers[:2], self._texts, registers=True):
            yield Log(log, each.period)

    def _near_misses(self) -> Iterator[Log]:
        """What comes to the same, but not by the same rules."""
        apart = [(mark, each) for mark, each in self._kept.items() if mark[0] != mark[1]]
        yield from self._drive(apart)
        for _, each in apart[:_MOST_NEAR]:
            for other in list(self._kept.values())[:_MOST_NEAR]:
                if each.period == other.period:
                    both = Log(together([each.log, other.log]), each.period)
                    yield both
                    mark = self._mark(both)
                    if mark is not None:
                        yield from self._drive([(mark, both)])

    def _slots(self) -> Iterator[Log]:
        """What was kept, driven in each of its numbers to where it comes to something else."""
        yield from self._drive(list(self._kept.items()))

    def _drive(self, several: list[tuple[Mark, Log]]) -> Iterator[Log]:
        for mark, each in several:
            if mark in self._driven_far:
                continue
            self._driven_far.add(mark)
            for slot in slots(each.log, each.period, self._numbers[:_MOST_NUMBERS]):
                yield from self._between(slot, each.period)
            for registers in (True, False):
                for log in variants(each.log, self._numbers[:_MOST_NUMBERS], self._texts, registers=registers):
                    yield Log(log, each.period)

    def _pairs(self) -> Iterator[Log]:
        """Two things at once."""
        for one, other in combinations(list(self._kept.values()), 2):
            if one.period == other.period:
                yield Log(together([one.log, other.log]), one.period)

    def _between(self, slot: Slot, period: tuple[int, int]) -> Iterator[Log]:
        """Both sides of each border between the numbers that are tried."""
        points = sorted({n for n in (slot.low, slot.high, *slot.tried) if slot.low <= n <= slot.high})
        marks = []
        for n in points:
            each = Log(slot.made(n), period)
            yield each
            marks.append(self._mark(each))
        pending = list(zip(pairwise(points), pairwise(marks), strict=True))
        for _ in range(_HALVINGS):
            if not pending:
                break
            (low, high), (one, other) = pending.pop()
            if one == other or None in (one, other) or high - low <= 1:
                continue
            middle = (low + high) // 2
            each = Log(slot.made(middle), period)
            yield each
            found = self._mark(each)
            pending += [((low, middle), (one, found)), ((middle, high), (found, other))]

    def _mark(self, each: Log) -> Mark | None:
        seen = self._at(each)
        return None if seen is None else seen.mark

    def _drawn(self) -> Iterator[Log]:
        """Several things at once, each of which came to something of its own, in any of the windows."""
        draw = Random(7)
        kept = list(self._kept.values())
        while kept and self.budget.left > 0:
            first = draw.choice(kept)
            if not self.budget.take(first.log):  # also for what was tried before
                return
            others = [each for each in kept if each.period == first.period]
            log = first.log
            for _ in range(draw.randint(0, 3)):
                more = draw.choice(others).log
                begins = first_of(more)
                if begins is not None and draw.random() < _ELSEWHERE:
                    more = moved(more, draw.randrange(*first.period) - begins, first.period) or more
                log = together([log, more])
            for _ in range(draw.randint(0, 3)):
                log = self._mutated(log, first.period, draw)
            yield Log(log, first.period)

    def _mutated(self, log: EventLog, period: tuple[int, int], draw: Random) -> EventLog:
        kind = draw.randrange(4)
        if kind == 0:
            found = list(slots(log, period, self._numbers[:_MOST_NUMBERS]))
            if found:
                slot = draw.choice(found)
                near = [*slot.tried, draw.randint(slot.low, max(slot.low, slot.high))]
                return slot.made(draw.choice(near))
        if kind in (1, 2):
            size = sum(len(each.records) for each in log.streams.values())
            every = variants(log, self._numbers, self._texts, registers=kind == 1)
            changed = list(islice(every, min(_MOST_VARIANTS, 1 + _MOST_CHANGED // max(size, 1))))
            if changed:
                return draw.choice(changed)
        begins = first_of(log)
        apart = hours_apart(self.old.graph, self.new.graph, *period)
        if begins is not None:
            at = draw.choice([draw.randrange(*period), *(start for start, _ in apart)])
            return moved(log, at - begins, period) or log
        return log

    def _stretches(self) -> Iterator[Stretch]:
        """One window, in which hours differ where there are any; several of them; the whole where windows differ."""
        if self.around:
            yield from self.around
            return
        terms = [each.facts.horizon for each in (self.old, self.new)]
        start, end = max(each.start for each in terms), min(each.end for each in terms)
        if start >= end:
            return
        windows = [each.facts.whole_windows(each.objective) for each in (self.old, self.new)]
        common = common_windows(self.old, self.new)
        for hours in hours_apart(self.old.graph, self.new.graph, start, end)[:2]:
            within = [each.facts.windows_at(each.objective, hours[0]) for each in (self.old, self.new)]
            for each in [window for window in within[1] if window in within[0]][:1]:
                yield (each.start, each.end), [each]
        if common:
            yield (common[0].start, common[0].end), common[:1]
            several = common[:_MOST_WINDOWS]
            if len(several) > 1:
                yield (several[0].start, several[-1].end), several
        else:
            some = [each for each in (*windows[0][:1], *windows[1][:1]) if start <= each.start and each.end <= end]
            if some:
                last = min(end, max(each.end for each in some) + max(each.end - each.start for each in some))
                whole = Window(WindowKind(WindowUnit.TERM), start, last, "all")
                yield (start, last), [*some, whole]

    def _driven(self, period: tuple[int, int], window: Window) -> Iterator[Way]:
        scopes = scopes_to_try(self.new.graph, self.new.objective)[:2]
        for version, graph in zip((self.new, self.old), reversed(self._graphs), strict=True):
            if not version.facts.horizon.start <= window.start < version.facts.horizon.end:
                continue
            roots = tuple(cell_roots(version.objective))
            for scope in scopes:
                setting = Setting(graph, period, window, tuple(scope.items()), roots)
                yield from islice(chosen_ways(graph, version.objective, setting), _MOST_WAYS // len(scopes))


def _probes(way: Way, numbers: list[Fraction], window: Window) -> Iterator[int]:
    """The ends, the middle, and what the numbers are as a length, as a count or as a share of the window."""
    found = dict.fromkeys((way.most, min(1, way.most), way.most // 2))
    length = window.end - window.start
    for each in numbers:
        meant = [each]
        if way.timed and 0 < each < 1:
            meant = [(1 - each) * length, each * length]
        elif not way.timed:
            # A share is driven up to all of them, other numbers to a thousand.
            meant += [each * way.most, each * way.most / MANY]
        for number in meant:
            for near in (int(number), int(number) + 1, int(number) - 1):
                if 0 < near < way.most:
                    found[near] = None
    yield from found


@dataclass(frozen=True, slots=True)
class _Total:
    facts: Hashable
    marks: Hashable
    money: Fraction
    breached: int
    points: Fraction


def _comes_to(graph: RuleGraph, name: str, evaluation: Evaluation) -> _Total:
    facts, marks = [], []
    money, breached, points = Fraction(0), 0, Fraction(0)
    for each in evaluation.outcomes:
        if each.objective != name:
            continue
        owed, gathered = to_customer(graph, each), points_of(each)
        kinds = tuple(credit and credit.outcome for credit in (each.credit, each.bonus))
        rows = tuple(credit and credit.row for credit in (each.credit, each.bonus))
        facts.append((each.scope, each.window.start, each.window.end, each.state, owed, gathered, *kinds))
        marks.append((each.scope, each.state, each.comparator, each.target, gathered, *kinds, *rows, owed > 0))
        money, points = money + owed, points + gathered
        breached += each.state == "breached"
    return _Total(tuple(facts), tuple(marks), money, breached, points)


def _sign(gain: Gain) -> int:
    first = next((each for each in gain if each), 0)
    return (first > 0) - (first < 0)


def shown_apart(old: Version, new: Version, each: Log) -> Shown | None:
    """The log evaluated by both agreements as they are: the window in which most changes, or all of them together."""
    before, after = (evaluated_by(version.graph, each.log, each.period) for version in (old, new))
    if before is None or after is None:
        return None
    one = {(o.window.start, o.window.end, o.scope): o for o in before.outcomes if o.objective == old.objective.name}
    other = {(o.window.start, o.window.end, o.scope): o for o in after.outcomes if o.objective == new.objective.name}
    if set(one) == set(other):
        gains = {key: gain_of(old.graph, one[key], other[key]) for key in one}
        differing = [key for key in one if gains[key] or stricter(one[key], other[key])]
        if len(differing) == 1:
            (key,) = differing
            return Shown(each.log, each.period, before, after, one[key], other[key], gains[key])
    return compared_over(old, new, each.log, each.period)
