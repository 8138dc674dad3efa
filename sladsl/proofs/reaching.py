"""Looking for a log in which an objective comes to a wanted number, and what is wanted of it then holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import islice
from math import ceil, floor, gcd, lcm

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.model.units import COUNT, PERCENT
from sladsl.proofs.likeness import Form, outcome_form
from sladsl.proofs.rehearsing import chosen_ways
from sladsl.proofs.setting import NOTHING, SEVERAL, Given, Setting, Way
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.spaces import Piece, space_of
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, Pair, Window

Wanted = Callable[[Outcome], bool]
MOST_WAYS = 90
"""How many ways are tried in one window."""
MOST_SEVERAL = 2_000
_MOST_MANY = 10**9
_LEAST_MANY = 1_000
_STEPS = 48
_PLATEAU = 12
"""After so many steps that found nothing but the two ends, there is nothing between them."""
_ROUND = (DAY, HOUR, MINUTE, SECOND)
_RECORDS_A_STEP = 1_500
_MOST_RECORDS = 200
_MOST_COUNTS = 4
_SMALL = 12


@dataclass(slots=True)
class Budget:
    """How much may still be evaluated: a bound that does not depend on the machine. One step is an evaluation of a few
    hundred records; so much a log of many takes more of them."""

    left: int

    def take(self, log: EventLog | None = None) -> bool:
        records = sum(len(each.records) for each in log.streams.values()) if log is not None else 0
        self.left -= 1 + records // _RECORDS_A_STEP
        return self.left >= 0


@frozen
class Aim(Frozen):
    """What to look for: the objective in one of `windows`, measured within `piece` (None: anywhere), and `wanted`.
    `given`: what is there from the beginning."""

    objective: Objective
    windows: tuple[Window, ...]
    piece: Piece | None
    wanted: Wanted
    scope: tuple[tuple[str, str], ...] = ()
    given: Given = NOTHING


@dataclass
class Hints:
    """Where clauses that say the same were driven: which way, and how far. What a hint leads to is evaluated like all
    else."""

    numbers: dict[Form, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    found: dict[tuple[object, ...], dict[tuple[int, int], None]] = field(default_factory=dict)

    def of(self, graph: RuleGraph, aim: Aim, window: Window) -> dict[tuple[int, int], None]:
        """The number of a way, and n."""
        form = self.form(graph, aim.objective)
        return self.found.setdefault((form, aim.piece, aim.scope, aim.given.rows, window.start, window.end), {})

    def form(self, graph: RuleGraph, objective: Objective) -> int:
        """A number, equal for clauses that say the same."""
        if objective.name not in self.forms:
            form = outcome_form(graph, objective) or objective.name
            self.forms[objective.name] = self.numbers.setdefault(form, len(self.numbers))
        return self.forms[objective.name]


Confirm = Callable[[EventLog, Pair], Evaluation | None]


@dataclass
class Tried:
    """What is known of one agreement from earlier searches: the ways that were tried, and what came out. `confirm`:
    what the agreement comes to over a log."""

    confirm: Confirm | None = None
    hints: Hints = field(default_factory=Hints)
    trials: dict[tuple[object, ...], "_Trials"] = field(default_factory=dict)

    def of(self, graph: RuleGraph, aim: Aim, window: Window) -> "_Trials":
        key = (aim.objective.name, aim.scope, window.start, aim.given)
        if key not in self.trials:
            self.trials[key] = _Trials(graph, aim, window)
        return self.trials[key]


def find(graph: RuleGraph, aim: Aim, budget: Budget, tried: Tried | None = None) -> Witness | None:
    """The first log that comes to it, as small and as round as it can be made, confirmed over the whole agreement."""
    return next(logs(graph, aim, budget, tried), None)


def is_reached(graph: RuleGraph, aim: Aim, budget: Budget, tried: Tried) -> bool:
    """Whether a log comes to it. What other clauses owe must not matter: only those are looked at that it asks."""
    return next(_trials_that_reach(graph, aim, budget, tried), None) is not None


def logs(graph: RuleGraph, aim: Aim, budget: Budget, tried: Tried | None = None) -> Iterator[Witness]:
    """Every log that comes to it, one for each way that leads there."""
    known = tried or Tried()
    confirm = known.confirm or partial(evaluated, graph)
    for trial, n in _trials_that_reach(graph, aim, budget, known):
        found = _confirmed(graph, trial, aim, n, budget, confirm)
        if found is not None:
            yield found


def _trials_that_reach(graph: RuleGraph, aim: Aim, budget: Budget, tried: Tried) -> "Iterator[tuple[_Trial, int]]":
    moving: set[str] | None = None
    for window in aim.windows:
        trials = tried.of(graph, aim, window)
        hints = tried.hints.of(graph, aim, window)
        for number, hint in list(hints):
            hinted = trials.at(number)
            if hinted is not None and hint <= hinted.way.most and hinted.holds(hint, aim, budget):
                yield hinted, hint
        for trial in trials.all(moving):
            n = trial.reach(aim, budget)
            if n is not None:
                hints[trial.number, n] = None
                yield trial, n
            elif budget.left <= 0:
                return
        # Other windows differ in length: what moved nothing in one of them moves nothing in another.
        moving = moving or trials.moving()


class _Trials:
    """The ways through one window, made when they are asked for."""

    def __init__(self, graph: RuleGraph, aim: Aim, window: Window):
        objective = aim.objective
        self._only = with_those_asked(graph, [objective])
        self._window = window
        self._objective = objective
        numbers = list(_denominators(self._only, objective))
        # Twice as many, for what lies between two of them; ten times, for rounder numbers.
        many = max(_LEAST_MANY, min(max(10 * lcm(*numbers), 2 * _largest(self._only, objective)), _MOST_MANY))
        several = 2 * lcm(*(each for each in numbers if each <= MOST_SEVERAL // 2))
        if several > MOST_SEVERAL:
            several = 2 * max(each for each in numbers if each <= MOST_SEVERAL // 2)
        roots = tuple(cell_roots(objective))
        period = (window.start, window.end)
        counts = tuple(islice(_counts(self._only, objective), _MOST_COUNTS))
        setting = Setting(self._only, period, window, aim.scope, roots, many, several, given=aim.given, counts=counts)
        self._more: Iterator[Way] = chosen_ways(self._only, objective, setting)
        self._ways: list[Way] = []
        self._made: dict[int, _Trial] = {}

    def all(self, moving: set[str] | None) -> Iterator["_Trial"]:
        """Those first that moved something before."""
        before = list(self._made.values())
        yield from sorted(before, key=lambda each: not each.useful)
        number = 0
        while len(self._made) < MOST_WAYS and (way := self._way(number)) is not None:
            if number not in self._made and (moving is None or way.name in moving):
                trial = self.at(number)
                assert trial is not None
                yield trial
            number += 1

    def at(self, number: int) -> "_Trial | None":
        """The trial of a way; None where there are not so many."""
        way = self._way(number)
        if way is not None and number not in self._made:
            self._made[number] = _Trial(self._only, self._window, way, self._objective.name, number, {})
        return None if way is None else self._made[number]

    def _way(self, number: int) -> Way | None:
        self._ways += islice(self._more, max(0, number + 1 - len(self._ways)))
        return self._ways[number] if number < len(self._ways) else None

    def moving(self) -> set[str]:
        return {each.way.name for each in self._made.values() if each.moves}


def several_for(pieces: Iterable[Piece]) -> int:
    """Of how few records a share can be made so that it comes to lie in each of these, or in as many as can be."""
    wanted = list(pieces)

    def reached(many: int) -> int:
        return sum(any(each.holds(Fraction(n, many)) for n in _near(each, many)) for each in wanted)

    return max(range(SEVERAL, _MOST_RECORDS + 1), key=reached)


def _near(piece: Piece, many: int) -> range:
    """The least numbers out of `many` that may lie in a piece."""
    low = Fraction(0) if piece.low is None else max(piece.low, Fraction(0))
    first = floor(low * many)
    return range(first, min(first + 1, many) + 1)


def _largest(graph: RuleGraph, objective: Objective) -> int:
    """The greatest number with which a measured one is compared, but for times and shares."""
    space = space_of(graph, objective)
    variables = [each for each in (space.main, *space.others) if each is not None and each.unit != PERCENT]
    pieces = [piece for each in variables if not each.unit.is_time for piece in each.pieces]
    return max((ceil(abs(end)) for each in pieces for end in (each.low, each.high) if end is not None), default=0)


def _counts(graph: RuleGraph, objective: Objective) -> Iterator[int]:
    """How many records bring a number beside the main one into each of its pieces, where it takes several."""
    for variable in space_of(graph, objective).others:
        numbers = [each.number for each in variable.pieces] if variable.unit == COUNT else []
        yield from (int(each) for each in numbers if each.denominator == 1 and 1 < each <= _MOST_RECORDS)


def _denominators(graph: RuleGraph, objective: Objective) -> Iterator[int]:
    """Of so many things must the wanted share be taken to hit it exactly."""
    yield 1
    main = space_of(graph, objective).main
    for piece in main.pieces if main is not None else ():
        for number in (piece.low, piece.high):
            if number is not None:
                yield number.denominator


@dataclass(slots=True)
class _Trial:
    """One way, driven back and forth."""

    graph: RuleGraph
    window: Window
    way: Way
    objective: str
    number: int
    known: dict[int, Outcome | None]
    useful: bool = False
    heavy: bool = False

    @property
    def moves(self) -> bool:
        return self.useful or len({each.measured for each in self.known.values() if each is not None}) > 1

    def outcome(self, n: int, aim: Aim, budget: Budget) -> Outcome | None:
        if n not in self.known:
            log = self.way.log(n)
            before = budget.left
            if not budget.take(log):
                return None
            self.heavy |= before - budget.left > 2
            self.known[n] = self._of(log, aim)
        return self.known[n]

    def _of(self, log: EventLog, aim: Aim) -> Outcome | None:
        evaluation = evaluated(self.graph, log, (self.window.start, self.window.end))
        return _in_scope(evaluation, aim, self.window)

    def holds(self, n: int, aim: Aim, budget: Budget) -> bool:
        return fits(self.outcome(n, aim, budget), aim)

    def log_holds(self, log: EventLog, aim: Aim, budget: Budget) -> bool:
        return budget.take(log) and fits(self._of(log, aim), aim)

    def reach(self, aim: Aim, budget: Budget) -> int | None:
        """An n with which it holds: one that was seen, one of the ends, or where the number crosses the piece."""
        seen = next((n for n, outcome in sorted(self.known.items()) if fits(outcome, aim)), None)
        if seen is not None:
            return seen
        for n in (0, self.way.most):
            if self.holds(n, aim, budget):
                return n
        first, last = 0, self.way.most
        if self._measured(first) is None:
            first = 1
            if self.holds(first, aim, budget):
                return first
        low = self._measured(first)
        if low is not None and _is_idle(self.known.get(last)):
            last = self._last_that_applies(first, last, aim, budget)
            if self.holds(last, aim, budget):
                return last
        high = self._measured(last)
        if aim.piece is None or low is None or high is None or low == high:
            return None
        return self._between(first, last, low, high, aim, aim.piece.number, budget)

    def _measured(self, n: int) -> Fraction | None:
        outcome = self.known.get(n)
        return None if outcome is None else outcome.measured

    def _last_that_applies(self, first: int, last: int, aim: Aim, budget: Budget) -> int:
        """Nearly as far as the objective applies, where from some number on it does not."""
        for _ in range(self._patience):
            n = (first + last) // 2
            first, last = (first, n) if _is_idle(self.outcome(n, aim, budget)) else (n, last)
        return first

    @property
    def _patience(self) -> int:
        return _PLATEAU // 4 if self.heavy else _PLATEAU

    def _between(
        self, first: int, last: int, low: Fraction, high: Fraction, aim: Aim, goal: Fraction, budget: Budget
    ) -> int | None:
        """The number is taken to go one way; what comes out is looked at, never believed."""
        if not min(low, high) <= goal <= max(low, high):
            return None
        ends = {low, high}
        for step in range(_STEPS):
            if last - first <= 1 or (step >= self._patience and {low, high} == ends):
                return None
            # Mostly the number goes in a straight line; halving makes sure of the rest.
            n = first + int((last - first) * (goal - low) / (high - low)) if step % 3 < 2 else (first + last) // 2
            n = min(max(n, first + 1), last - 1)
            for near in (n, n + 1):
                if near < last and self.holds(near, aim, budget):
                    return near
            outcome = self.outcome(n, aim, budget)
            value = None if outcome is None else outcome.measured
            if value is None:
                return None
            if (value < goal) == (low < goal) and value != goal:
                first, low = n, value
            else:
                last, high = n, value
            if low == high:
                return None
        return None

    def logs(self, n: int, aim: Aim, budget: Budget) -> Iterator[EventLog]:
        """Logs that come to the same, the smallest and the roundest first."""
        if self.way.mixed is not None:
            for k, m in smaller_shares(n, self.way.most):
                log = self.way.mixed(k, m)
                if self.log_holds(log, aim, budget):
                    yield log
        elif self.way.timed:
            for unit in _ROUND:
                for near in (-(-n // unit) * unit, n // unit * unit):
                    if 0 < near <= self.way.most and self.holds(near, aim, budget):
                        yield self.way.log(near)
        else:
            for each in range(min(n, 3)):
                if self.holds(each, aim, budget):
                    yield self.way.log(each)
        yield self.way.log(n)


def _is_idle(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.state == "not applicable"


def fits(outcome: Outcome | None, aim: Aim) -> bool:
    if outcome is None or not aim.wanted(outcome):
        return False
    return aim.piece is None or (outcome.measured is not None and aim.piece.holds(outcome.measured))


def _in_scope(evaluation: Evaluation | None, aim: Aim, window: Window) -> Outcome | None:
    return in_window(evaluation, aim.objective.name, window, aim.scope)


def _confirmed(graph: RuleGraph, trial: _Trial, aim: Aim, n: int, budget: Budget, confirm: Confirm) -> Witness | None:
    """The log again, over the agreement as it is: other clauses may share its limits, but must not undo it."""
    for log in trial.logs(n, aim, budget):
        period = (trial.window.start, trial.window.end)
        whole = covering(graph, dict(log.streams), period)
        evaluation = confirm(whole, period)
        outcome = _in_scope(evaluation, aim, trial.window)
        if evaluation is not None and outcome is not None and fits(outcome, aim):
            trial.useful = True
            return Witness(graph, whole, period, evaluation, (outcome,))
        budget.left -= 1
    return None


def smaller_shares(n: int, m: int) -> Iterator[tuple[int, int]]:
    """n of m in smaller numbers: nearly so in the smallest there are, and exactly so in lowest terms."""
    for of in range(1, min(m, _SMALL)):
        nearest = (2 * n * of + m) // (2 * m)
        for few in dict.fromkeys((nearest, min(of, nearest + 1), max(0, nearest - 1))):
            yield few, of
    divisor = gcd(n, m)
    if divisor > 1 and m // divisor >= _SMALL:
        yield n // divisor, m // divisor
