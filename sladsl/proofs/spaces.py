"""The numbers through which an objective sees a log, each with the pieces into which the contract cuts its range."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from sladsl.checks.ranges import range_of
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import CreditRule, Objective
from sladsl.graph.values import (
    Arithmetic,
    Availability,
    Comparison,
    Constant,
    Extreme,
    Fee,
    Judged,
    Looked,
    Measured,
    OutcomeSum,
    Over,
    Rounded,
    Run,
    ScopeIs,
    StepCount,
    Truth,
    WindowTime,
)
from sladsl.model.units import NUMBER, PERCENT, Unit
from sladsl.proofs.units import unit_of
from sladsl.rules.reach import MEASURES, above_measures, cell_roots

FROM_LOG = (Measured, Availability, Over, Run, OutcomeSum)
_CONDITIONS_FROM_LOG = (Judged,)
FIXED = (Constant, Truth, WindowTime, Fee, ScopeIs)


@frozen
class Piece(Frozen):
    """All numbers from `low` to `high`; a piece that is one number has both ends the same. Ends are not in it where
    they are `open`. None: without an end. `number` is one of them."""

    low: Fraction | None
    high: Fraction | None
    number: Fraction

    def holds(self, number: Fraction) -> bool:
        if self.low is not None and self.low == self.high:
            return number == self.low
        return (self.low is None or number > self.low) and (self.high is None or number < self.high)

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@frozen
class Variable(Frozen):
    """A value that a log decides. `pieces` cover all it can be, from low to high: within one of them every comparison
    that the contract makes of it comes out the same. `exact`: the pieces are known to do so. A condition is True or
    False."""

    ref: Ref
    unit: Unit
    pieces: tuple[Piece, ...]
    exact: bool
    truth: bool = False


@frozen
class Space(Frozen):
    """`main` is what the objective measures (of one over records, the share that is kept); `others` what else its
    verdict and its credits look at."""

    main: Variable | None
    others: tuple[Variable, ...]

    @property
    def exact(self) -> bool:
        return all(each.exact for each in (*([self.main] if self.main else []), *self.others))


def space_of(graph: RuleGraph, objective: Objective) -> Space:
    """The space of an objective."""
    comparisons = Cuts(graph, (objective,))
    if objective.records is not None:
        others = tuple(_variable(graph, objective, ref, comparisons) for ref in _leaves(graph, objective, set()))
        return Space(share_variable(objective.records, comparisons), others)
    measured = [check.measured for check in objective.checks]
    main = None if isinstance(graph.nodes[measured[0]], FIXED) else measured[0]
    leaves = [ref for ref in _leaves(graph, objective, set(measured)) if ref != main]
    variables = tuple(_variable(graph, objective, ref, comparisons) for ref in leaves)
    return Space(None if main is None else _variable(graph, objective, main, comparisons), variables)


def _leaves(graph: RuleGraph, objective: Objective, measured: set[Ref]) -> list[Ref]:
    """Where values begin to depend on the log: the measured values themselves and, beside them, single numbers."""
    found: dict[Ref, None] = {}
    pending = cell_roots(objective)
    while pending:
        ref = pending.pop()
        node = graph.nodes[ref]
        if ref in measured and not isinstance(node, FIXED):
            found[ref] = None
        elif isinstance(node, Measured) and node.measure == objective.records:
            continue
        elif isinstance(node, (*FROM_LOG, *_CONDITIONS_FROM_LOG, Looked)):
            found[ref] = None
        elif not isinstance(node, MEASURES):
            pending.extend(inputs(node))
    return sorted(found)


def _variable(graph: RuleGraph, objective: Objective, ref: Ref, cuts: "Cuts") -> Variable:
    node = graph.nodes[ref]
    if isinstance(node, Judged) or (isinstance(node, Looked) and node.truth):
        return Variable(ref, NUMBER, (), True, truth=True)
    unit = next((check.unit for check in objective.checks if check.measured == ref), None) or unit_of(graph, ref)
    return number_variable(graph, ref, unit, cuts)


def number_variable(graph: RuleGraph, ref: Ref, unit: Unit, cuts: "Cuts") -> Variable:
    low, high, step = range_of(graph, ref)
    return Variable(ref, unit, tuple(pieces(low, high, cuts.of(ref), step)), cuts.complete(ref))


def share_variable(ref: Ref, cuts: "Cuts") -> Variable:
    """The share of records that keep what is asked of them."""
    share = tuple(pieces(Fraction(0), Fraction(1), cuts.of(ref), None))
    return Variable(ref, PERCENT, share, cuts.complete(ref))


def pieces(
    low: Fraction | None, high: Fraction | None, cuts: Iterable[Fraction], step: Fraction | None
) -> Iterator[Piece]:
    """The range cut at `cuts`: what lies between two of them, and each of them alone. Of multiples of `step` only the
    pieces in which one lies."""
    inner = sorted({each for each in cuts if (low is None or each > low) and (high is None or each < high)})
    ends: list[Fraction | None] = [low, *inner, high]
    for left, right in pairwise(ends):
        if left is not None and _is_multiple(left, step):
            yield Piece(left, left, left)
        number = None if low is not None and low == high else _between(left, right, step)
        if number is not None:
            yield Piece(left, right, number)
    if high is not None and high != low and _is_multiple(high, step):
        yield Piece(high, high, high)


def _is_multiple(number: Fraction, step: Fraction | None) -> bool:
    return step is None or (number / step).denominator == 1


def _between(low: Fraction | None, high: Fraction | None, step: Fraction | None) -> Fraction | None:
    """A number strictly between two, the middle of them where there is one."""
    if low is None and high is None:
        number = Fraction(1)  # not 0, at which a product would vanish
    elif low is None:
        assert high is not None
        number = high - (abs(high) or 1)
    elif high is None:
        number = low + (abs(low) or 1)
    else:
        number = (low + high) / 2
    if step is None:
        return number
    for each in (floor(number / step) * step, ceil(number / step) * step):
        if (low is None or each > low) and (high is None or each < high):
            return Fraction(each)
    return None


def _beside(at: Iterable[Fraction], step: Fraction | int) -> set[int]:
    """Of the multiples of a step those next to numbers, or on them: how many times the step."""
    return {side(each / step) for each in at for side in (floor, ceil)}


def _undone(operator: str, result: Fraction, other: Fraction) -> Fraction:
    """x with `x operator other = result`; where any x does, the result itself."""
    match operator:
        case "+":
            return result - other
        case "-":
            return result + other
        case "*":
            return result / other if other else result
        case _:
            return result * other


class Cuts:
    """With what some objectives, and the values `more`, compare each number that a log decides."""

    def __init__(self, graph: RuleGraph, objectives: Iterable[Objective], more: Iterable[Ref] = ()) -> None:
        self._graph = graph
        self._found: dict[Ref, set[Fraction]] = {}
        self._vague: set[Ref] = set()
        roots = list(more)
        for each in objectives:
            self._rows(each)
            roots += cell_roots(each)
        for ref in above_measures(graph, roots):
            node = graph.nodes[ref]
            if isinstance(node, Comparison):
                self._compare(node.left, node.right)

    def _rows(self, objective: Objective) -> None:
        for check in (*objective.checks, *(check for each in objective.exceptions for check in each.checks)):
            if check.target is not None:
                self._compare(check.measured, check.target)
        rules: list[CreditRule] = [*objective.credits, *objective.bonuses]
        rules += [] if objective.points is None else [objective.points]
        measured = [check.measured for check in objective.checks]
        measured += [] if objective.records is None else [objective.records]
        for bound in (b for rule in rules for table in rule.tables for row in table.rows for b in row.bounds):
            for each in measured:
                self._compare(each, bound.value)

    def of(self, ref: Ref) -> set[Fraction]:
        return self._found.get(ref, set())

    def complete(self, ref: Ref) -> bool:
        return ref not in self._vague

    def _compare(self, left: Ref, right: Ref) -> None:
        one, other = self._constant(left), self._constant(right)
        if one is not None and other is not None:
            return
        if other is not None:
            self._cut(left, {other})
        elif one is not None:
            self._cut(right, {one})
        else:
            self._give_up(left)
            self._give_up(right)

    def _cut(self, ref: Ref, at: set[Fraction]) -> None:
        """Where a value is cut, and where that cuts the values it is made of."""
        node = self._graph.nodes[ref]
        self._found.setdefault(ref, set()).update(at)
        match node:
            case Arithmetic():
                self._through(node, at)
            case Rounded(operand=operand, step=step):
                half = step / 2
                self._cut(
                    operand, {end for each in _beside(at, step) for end in (each * step - half, each * step + half)}
                )
            case StepCount(operand=operand, step=step, started=started):
                sides = (-1, 0) if started else (0, 1)
                self._cut(operand, {(each + side) * step for each in _beside(at, 1) for side in sides})
            case Extreme(operands=operands) if sum(self._constant(each) is None for each in operands) <= 1:
                for each in operands:
                    self._cut(each, at)
            case _ if isinstance(node, (*FROM_LOG, *FIXED, Looked)):
                pass
            case _:
                for each in inputs(node):
                    self._give_up(each)

    def _through(self, node: Arithmetic, at: set[Fraction]) -> None:
        left, right = self._constant(node.left), self._constant(node.right)
        if right is not None:
            self._cut(node.left, {_undone(node.operator, each, right) for each in at})
        elif left is not None and node.operator != "/":
            turned = node.operator == "-"
            self._cut(node.right, {left - each if turned else _undone(node.operator, each, left) for each in at})
        else:
            self._give_up(node.left)
            self._give_up(node.right)

    def _give_up(self, ref: Ref) -> None:
        """Numbers that are compared with one another, not with something fixed."""
        for below in [ref, *above_measures(self._graph, [ref])]:
            self._vague.add(below)

    def _constant(self, ref: Ref) -> Fraction | None:
        node: Node = self._graph.nodes[ref]
        return node.value if isinstance(node, Constant) else None
