"""Looking for a log in which an objective comes to a wanted number, and what is wanted of it then holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.assumed import alone
from sladsl.proofs.spaces import Piece
from sladsl.proofs.ways import Setting, Way, ways
from sladsl.proofs.witness import Witness, evaluated, in_window
from sladsl.rules.outcome import Outcome
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, Window

Wanted = Callable[[Outcome], bool]
_STEPS = 64
_ROUND = (DAY, HOUR, MINUTE, SECOND)


@dataclass(slots=True)
class Budget:
    """How many evaluations may still be made: a bound that does not depend on the machine."""

    left: int

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Aim:
    """What to look for: the objective in one of `windows`, measured within `piece` (None: anywhere), and `wanted`."""

    objective: Objective
    windows: tuple[Window, ...]
    piece: Piece | None
    wanted: Wanted
    scope: tuple[tuple[str, str], ...] = ()


def find(graph: RuleGraph, aim: Aim, budget: Budget) -> Witness | None:
    """The first log that comes to it, as small and as round as it can be made, confirmed over the whole agreement."""
    only = alone(graph, aim.objective)
    for window in aim.windows:
        for trial in _trials(only, aim, window, budget):
            n = trial.reach(aim)
            if n is None:
                continue
            found = _confirmed(graph, trial, aim, trial.rounded(n, aim))
            if found is not None:
                return found
        if budget.left <= 0:
            return None
    return None


def _trials(graph: RuleGraph, aim: Aim, window: Window, budget: Budget) -> "Iterator[_Trial]":
    setting = Setting(graph, (window.start, window.end), window, aim.scope)
    for way in ways(setting, tuple(cell_roots(aim.objective))):
        yield _Trial(graph, setting, way, aim.objective.name, budget, {})


@dataclass(slots=True)
class _Trial:
    """One way, driven back and forth."""

    graph: RuleGraph
    setting: Setting
    way: Way
    objective: str
    budget: Budget
    known: dict[int, Outcome | None]

    def outcome(self, n: int) -> Outcome | None:
        if n not in self.known:
            if not self.budget.take():
                return None
            window = self.setting.window
            evaluation = evaluated(self.graph, self.way.log(n), self.setting.period)
            self.known[n] = in_window(evaluation, self.objective, window)
        return self.known[n]

    def measured(self, n: int) -> Fraction | None:
        outcome = self.outcome(n)
        return None if outcome is None else outcome.measured

    def holds(self, n: int, aim: Aim) -> bool:
        outcome = self.outcome(n)
        if outcome is None or not aim.wanted(outcome):
            return False
        return aim.piece is None or (outcome.measured is not None and aim.piece.holds(outcome.measured))

    def reach(self, aim: Aim) -> int | None:
        """An n with which it holds: one of the ends, or where the number crosses the wanted piece."""
        for n in (0, 1, self.way.most):
            if self.holds(n, aim):
                return n
        first, last = self._first(), self.way.most
        low, high = self.measured(first), self.measured(last)
        if aim.piece is None or low is None or high is None or low == high:
            return None
        return self._between(first, last, low, high, aim, aim.piece.number)

    def _first(self) -> int:
        """Nothing may have happened at 0, so that nothing is measured there."""
        return 0 if self.measured(0) is not None else 1

    def _between(self, first: int, last: int, low: Fraction, high: Fraction, aim: Aim, goal: Fraction) -> int | None:
        """The number is taken to go one way; what comes out is looked at, never believed."""
        if not min(low, high) <= goal <= max(low, high):
            return None
        for step in range(_STEPS):
            if last - first <= 1:
                return None
            # Mostly the number goes in a straight line; halving makes sure of the rest.
            n = first + int((last - first) * (goal - low) / (high - low)) if step % 3 < 2 else (first + last) // 2
            n = min(max(n, first + 1), last - 1)
            for near in (n, n + 1):
                if first < near < last and self.holds(near, aim):
                    return near
            value = self.measured(n)
            if value is None:
                return None
            if (value < goal) == (low < goal) and value != goal:
                first, low = n, value
            else:
                last, high = n, value
            if low == high:
                return None
        return None

    def rounded(self, n: int, aim: Aim) -> int:
        """The roundest length near it with which it still holds."""
        if not self.way.timed:
            return self._least(n, aim)
        for unit in _ROUND:
            for near in (-(-n // unit) * unit, n // unit * unit):
                if 0 < near <= self.way.most and self.holds(near, aim):
                    return near
        return n

    def _least(self, n: int, aim: Aim) -> int:
        return next((each for each in range(min(n, 3)) if self.holds(each, aim)), n)


def _confirmed(graph: RuleGraph, trial: _Trial, aim: Aim, n: int) -> Witness | None:
    """The log again, over the agreement as it is: other clauses may share its limits, but must not undo it."""
    log = trial.way.log(n)
    evaluation = evaluated(graph, log, trial.setting.period)
    outcome = in_window(evaluation, aim.objective.name, trial.setting.window)
    if evaluation is None or outcome is None or not aim.wanted(outcome):
        return None
    return Witness(graph, log, trial.setting.period, evaluation, (outcome,))
