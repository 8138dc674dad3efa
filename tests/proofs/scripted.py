"""Ways of which it is said what each length comes to."""

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import cast

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.proofs.reaching import Aim, Budget, _Trial
from sladsl.proofs.setting import Way
from sladsl.proofs.spaces import Piece
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Window

Measured = Callable[[int], object]
NOTHING, MISSING, IDLE = None, "no number", "not applicable"
"""There is no outcome at all; there is one, but it has no number; the objective does not apply."""


class Scripted(_Trial):
    """A trial of which it is said what each length comes to."""

    def __init__(self, measured: Measured, most: int, *, heavy: bool = False, timed: bool = False) -> None:
        way = Way("way", most, lambda n: cast(EventLog, n), timed)
        super().__init__(cast(RuleGraph, None), cast(Window, None), way, "o", 0, {}, heavy=heavy)
        self.measured = measured

    def outcome(self, n: int, _aim: Aim, _budget: Budget) -> Outcome | None:
        if n not in self.known:
            number = self.measured(n)
            state = IDLE if number == IDLE else "measured"
            told = SimpleNamespace(measured=None if number in (MISSING, IDLE) else number, state=state)
            self.known[n] = None if number is NOTHING else cast(Outcome, told)
        return self.known[n]


def aim(low: int | Fraction, high: int | Fraction, wanted: Callable[[Outcome], bool] = lambda _: True) -> Aim:
    piece = Piece(Fraction(low), Fraction(high), (Fraction(low) + Fraction(high)) / 2)
    return Aim(cast(Objective, None), (), piece, wanted)
