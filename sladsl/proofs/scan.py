"""An objective asked for its verdict and its credit at every combination of numbers that it could tell apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from sladsl.engines.measurements import Found, RecordsFound
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.assumed import Number, assuming, outcome_of, scopes_to_try
from sladsl.proofs.slices import alone
from sladsl.proofs.spaces import Piece, Space, Variable, space_of
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Window

MOST_POINTS = 3000
"""The most combinations that are tried of one objective in one window."""


@dataclass(frozen=True, slots=True)
class Point:
    """One combination: a piece of the main number, and of the rest one piece or truth each, in one scope."""

    piece: Piece | None
    rest: tuple[Piece | bool, ...]
    scope: tuple[tuple[str, str], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Scan:
    """Every point of `window`, the main number ascending within each context (a scope and a choice of the rest).
    `exact`: there is no log whose numbers lie elsewhere or come out otherwise."""

    objective: Objective
    window: Window
    space: Space
    contexts: tuple[tuple[Point, ...], ...]
    exact: bool

    @property
    def size(self) -> int:
        return sum(len(each) for each in self.contexts)


def scan(graph: RuleGraph, objective: Objective, window: Window) -> Scan:
    """All of the points, or, where they are too many, those in which the rest is as it is at first."""
    only = alone(graph, objective)
    space = space_of(only, objective)
    scopes = scopes_to_try(only, objective)
    rests = list(product(*(_choices(each) for each in space.others)))
    main = len(space.main.pieces) if space.main else 1
    whole = len(rests) * main * len(scopes) <= MOST_POINTS
    if not whole:
        rests = rests[: max(1, MOST_POINTS // (main * len(scopes)))]
    contexts = []
    for scope in scopes:
        for rest in rests:
            points = tuple(_points(only, objective, window, space, rest, scope))
            if points:
                contexts.append(points)
    return Scan(objective, window, space, tuple(contexts), whole and space.exact and bool(contexts))


def _choices(variable: Variable) -> tuple[Piece | bool, ...]:
    return (False, True) if variable.truth else variable.pieces


def _points(
    graph: RuleGraph,
    objective: Objective,
    window: Window,
    space: Space,
    rest: tuple[Piece | bool, ...],
    scope: Mapping[str, str],
) -> Iterator[Point]:
    fixed: dict[Ref, Number | bool] = {}
    for variable, choice in zip(space.others, rest, strict=True):
        fixed[variable.ref] = choice if isinstance(choice, bool) else (choice.number, variable.unit)
    for piece in space.main.pieces if space.main else (None,):
        found: dict[Ref, Found] = {}
        values = dict(fixed)
        if piece is not None and space.main is not None:
            if objective.records is not None:
                found[objective.records] = records_with(piece.number)
            else:
                values[space.main.ref] = (piece.number, space.main.unit)
        evaluation = outcome_of(assuming(graph, values), window, found, scope)
        outcomes = evaluation.outcomes if evaluation is not None else ()
        if outcomes:
            yield Point(piece, rest, tuple(scope.items()), outcomes[0])


def records_with(share: Fraction) -> RecordsFound:
    """As few records as there can be of which this share keeps what is asked of them."""
    return RecordsFound(share.numerator, share.denominator - share.numerator, 0, 0)
