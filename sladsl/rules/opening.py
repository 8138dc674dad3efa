"""What an earlier result hands over: verdicts and credits of windows before the log."""

from collections.abc import Mapping
from fractions import Fraction

from sladsl.engines.measurements import Scope
from sladsl.frozen import Frozen, frozen
from sladsl.model.units import Unit
from sladsl.rules.outcome import State

WindowOf = tuple[str, Scope, int, int]
"""An objective, a scope, and the start and end of a window."""


@frozen
class OpeningOutcome(Frozen):
    """`due`: what its credits came to (None: not known), in `unit`. `credits` and `bonuses`: what each of them used up
    of the limits. `waiting`: what was payable and not paid out. `points`: None where they are not known."""

    state: State
    due: Fraction | None
    unit: Unit | None
    credits: tuple[Fraction, ...]
    bonuses: tuple[Fraction, ...]
    waiting: Fraction
    points: Fraction | None


@frozen
class Opening(Frozen):
    """`start` is the first instant it tells of."""

    start: int
    outcomes: Mapping[WindowOf, OpeningOutcome]
