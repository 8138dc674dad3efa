"""What tables of fixed numbers give, number by number: whether more in one version than in the other, and which way."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Comparator, CreditRule, RowTable, TableRow
from sladsl.graph.values import Constant
from sladsl.review.order import Ordering
from sladsl.review.signs import Order, by_number, joined
from sladsl.rules.combining import holds

_SIDES: dict[str, Comparator] = {"below": "<", "at most": "<=", "above": ">", "at least": ">=", "exactly": "="}


def beside(ordering: Ordering, old: tuple[RuleGraph, CreditRule], new: tuple[RuleGraph, CreditRule]) -> Order:
    """Whether the tables of a new credit give more than those of an old one, whatever is measured."""
    before, after = old[1].tables, new[1].tables
    if len(before) != len(after):
        return None
    found: list[Order] = []
    for one, other in zip(before, after, strict=True):
        if ordering.of(one.when, other.when) != 0:
            return None
        points = _points(_cuts(old[0], one), _cuts(new[0], other))
        if points is None:
            return None
        for each in points:
            a, b = given(old[0], one, each), given(new[0], other, each)
            found.append(None if a is None or b is None else by_number(a, b))
    return joined(*found)


def slope(graph: RuleGraph, credit: CreditRule) -> Order:
    """Whether more or less is given where the measured number grows."""
    found: list[Order] = []
    for table in credit.tables:
        points = _points(_cuts(graph, table))
        if points is None:
            return None
        amounts = [given(graph, table, each) for each in points]
        found += [None if a is None or b is None else by_number(a, b) for a, b in pairwise(amounts)]
    return joined(*found)


def given(graph: RuleGraph, table: RowTable, number: Fraction) -> Fraction | None:
    """What the table gives for a number, nothing where no row holds it; None where rows do not agree."""
    matching = [row for row in table.rows if _holds(graph, row, number)]
    if table.ladder and matching:
        distance = {id(row): _distance(graph, row) for row in matching}
        best = max(distance.values())
        matching = [row for row in matching if distance[id(row)] == best]
    gives = {_constant(graph, row.gives) for row in matching}
    if len(gives) > 1:
        return None
    return gives.pop() if gives else Fraction(0)


def _holds(graph: RuleGraph, row: TableRow, number: Fraction) -> bool:
    bounds = ((each.side, _constant(graph, each.value)) for each in row.bounds)
    return all(value is not None and holds(_SIDES[side], number, value) for side, value in bounds)


def _distance(graph: RuleGraph, row: TableRow) -> tuple[Fraction, bool]:
    bound = row.bounds[0]
    value = _constant(graph, bound.value) or Fraction(0)
    return (-value if bound.side in ("below", "at most") else value), bound.side in ("below", "above")


def _cuts(graph: RuleGraph, table: RowTable) -> set[Fraction] | None:
    """Where rows begin and end; None where that, or what a row gives, is no fixed number."""
    values = [_constant(graph, bound.value) for row in table.rows for bound in row.bounds]
    gives = [_constant(graph, row.gives) for row in table.rows]
    if any(each is None for each in (*values, *gives)):
        return None
    return {each for each in values if each is not None}


def _points(*several: set[Fraction] | None) -> list[Fraction] | None:
    """Every cut, a number between each two, and one beyond either end."""
    known: Iterable[set[Fraction]] = [each for each in several if each is not None]
    cuts = sorted(set().union(*known))
    if None in several:
        return None
    if not cuts:
        return [Fraction(0)]
    between = [(low + high) / 2 for low, high in pairwise(cuts)]
    return sorted([cuts[0] - 1, *cuts, *between, cuts[-1] + 1])


def _constant(graph: RuleGraph, ref: int) -> Fraction | None:
    node = graph.nodes[ref]
    return node.value if isinstance(node, Constant) else None
