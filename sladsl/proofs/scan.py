"""An objective asked for its verdict and its credit at every combination of numbers that it could tell apart."""

from collections.abc import Iterator, Mapping
from itertools import product

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref
from sladsl.graph.contract import Objective
from sladsl.proofs.assumed import Number, Rules, scopes_to_try
from sladsl.proofs.slices import alone
from sladsl.proofs.spaces import Piece, Space, Variable, space_of
from sladsl.rules.outcome import Outcome
from sladsl.rules.values import CellValues
from sladsl.temporal import Window

MOST_POINTS = 3000
"""The most combinations that are tried of one objective in one window."""


@frozen
class Point(Frozen):
    """One combination: a piece of the main number, and of the rest one piece or truth each, in one scope."""

    piece: Piece | None
    rest: tuple[Piece | bool, ...]
    scope: tuple[tuple[str, str], ...]
    outcome: Outcome


@frozen
class Scan(Frozen):
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

    @property
    def outcomes(self) -> list[Outcome]:
        return [point.outcome for context in self.contexts for point in context]


def scan(rules: Rules, objective: Objective, window: Window, space: Space | None = None) -> Scan:
    """All of the points, or, where they are too many, those in which the rest is as it is at first."""
    space = space_of(rules.graph, objective) if space is None else space
    scopes = scopes_to_try(alone(rules.graph, objective), objective) if objective.keys else [{}]
    rests = list(product(*(_choices(each) for each in space.others)))
    main = len(space.main.pieces) if space.main else 1
    whole = len(rests) * main * len(scopes) <= MOST_POINTS
    if not whole:
        rests = rests[: max(1, MOST_POINTS // (main * len(scopes)))]
    made = (tuple(_points(rules, objective, window, space, rest, scope)) for scope in scopes for rest in rests)
    contexts = tuple(each for each in made if each)
    return Scan(objective, window, space, contexts, whole and space.exact and bool(contexts))


def _choices(variable: Variable) -> tuple[Piece | bool, ...]:
    return (False, True) if variable.truth else variable.pieces


def _points(
    rules: Rules,
    objective: Objective,
    window: Window,
    space: Space,
    rest: tuple[Piece | bool, ...],
    scope: Mapping[str, str],
) -> Iterator[Point]:
    for piece in space.main.pieces if space.main else (None,):
        cell = cell_at(rules, objective, space, window, piece, rest, scope)
        yield Point(piece, rest, tuple(scope.items()), rules.outcome(objective, cell))


def cell_at(
    rules: Rules,
    objective: Objective,
    space: Space,
    window: Window,
    piece: Piece | None,
    rest: tuple[Piece | bool, ...],
    scope: Mapping[str, str],
) -> CellValues:
    """A cell in which the numbers of a point are assumed."""
    values: dict[Ref, Number | bool] = {}
    for variable, choice in zip(space.others, rest, strict=True):
        values[variable.ref] = choice if isinstance(choice, bool) else (choice.number, variable.unit)
    share = None
    if piece is not None and space.main is not None:
        if objective.records is not None:
            share = piece.number
        else:
            values[space.main.ref] = (piece.number, space.main.unit)
    return rules.cell(objective, window, scope, values, share)
