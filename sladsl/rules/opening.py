"""What an earlier result hands over: verdicts and credits of windows before the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sladsl.engines.measurements import Scope
from sladsl.rules.outcome import State

WindowOf = tuple[str, Scope, int, int]
"""An objective, a scope, and the start and end of a window."""


@dataclass(frozen=True, slots=True)
class OpeningOutcome:
    """`due` came out of the limits; `payable` in minor units was owed; `points` were given (None: it gives none)."""

    state: State
    due: Fraction
    payable: Fraction
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Opening:
    """`start` is the first instant it tells of."""

    start: int
    outcomes: Mapping[WindowOf, OpeningOutcome]
