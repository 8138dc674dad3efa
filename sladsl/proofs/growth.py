"""Amounts that go on growing where every comparison comes out the same: one number does not stand for its piece."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from sladsl.checks.ranges import range_of
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import CreditRule, Objective
from sladsl.graph.values import Arithmetic, Extreme, Looked, Measured, Rounded, StepCount
from sladsl.proofs.money.priced import amount_roots
from sladsl.proofs.money.ranges import Range, range_of_value, rests_on_log
from sladsl.proofs.scan import Scan, scan
from sladsl.proofs.spaces import Piece, Variable, pieces
from sladsl.proofs.subject import Subject
from sladsl.rules.reach import above_measures
from sladsl.rules.values import CellValues


def grows(graph: RuleGraph, rules: Iterable[CreditRule]) -> bool:
    """Whether a log decides an amount, and not only which of them is due."""
    return any(rests_on_log(graph, root) for rule in rules for root in amount_roots(rule))


def finer(subject: Subject, scanned: Scan, *, registers: bool = False) -> Scan:
    """With more numbers of each piece of what amounts are made of. What stands in registers is agreed too, only
    elsewhere, and the contract is not blamed for it: `registers` says whether more of that is tried."""
    graph, objective, space = subject.graph, scanned.objective, scanned.space
    roots = [root for rule in (*objective.credits, *objective.bonuses) for root in amount_roots(rule)]
    varied = {ref for ref in above_measures(graph, roots) if registers or not isinstance(graph.nodes[ref], Looked)}

    def parted(variable: Variable) -> Variable:
        step = None if variable is space.main and objective.records is not None else range_of(graph, variable.ref)[2]
        return replace(variable, pieces=tuple(part for each in variable.pieces for part in _parts(each, step)))

    def alone(variable: Variable) -> Variable:
        return replace(variable, pieces=tuple(Piece(each.number, each.number, each.number) for each in variable.pieces))

    others = tuple(alone(parted(each)) if each.ref in varied and not each.truth else each for each in space.others)
    by_main = space.main is not None and (space.main.ref in varied or objective.records is not None)
    main = parted(space.main) if space.main is not None and by_main else space.main
    return scan(subject.rules, objective, scanned.window, replace(space, main=main, others=others))


def _parts(piece: Piece, step: Fraction | None) -> list[Piece]:
    """The piece with its number, and with one before and one after it; of an endless one, eight times as far."""
    if piece.is_point:
        return [piece]
    far = piece.number if piece.high is not None else 4 * piece.number
    before, after = pieces(piece.low, piece.number, (), step), pieces(far, piece.high, (), step)
    numbers = {each.number for each in (*before, *after) if piece.holds(each.number)} | {piece.number}
    return [replace(piece, number=each) for each in sorted(numbers)]


def only_grows(subject: Subject, scanned: Scan, sign: int) -> bool:
    """Whether nobody is owed less when the main number moves that way (1: it grows) and all others stay, as far as what
    credits are shares of is not below nothing, where the points of the scan do not show otherwise."""
    graph, objective, main = subject.graph, scanned.objective, scanned.space.main
    if main is None:
        return False
    rules, by_main = objective.credits, _Slopes(subject, scanned)
    bases = {each.share_of for each in rules}
    if any(base is not None and by_main.of(base) != 0 for base in bases):
        return False
    if any(by_main.of(limit.amount) != 0 for rule in rules for limit in (*rule.limits, *objective.limits)):
        return False
    if not any(rests_on_log(graph, root) for rule in rules for root in amount_roots(rule) if root != rule.share_of):
        return len(bases) == 1 and (len(rules) == 1 or not any(each.limits for each in rules))
    if any(by_main.of(each) != 0 for each in _conditions(objective)):
        return False
    return all(by_main.only_grows(each, sign) for each in rules)


def _conditions(objective: Objective) -> list[Ref]:
    """On what it rests whether an amount is due, beside the verdict."""
    rules: tuple[CreditRule, ...] = objective.credits
    found = [each.when for each in objective.exceptions] + [ref for rule in rules for ref in rule.only_when]
    found += [each.condition for rule in rules for each in rule.factors]
    return found + [each for each in (objective.applies, objective.eligible) if each is not None]


class _Slopes:
    """How values move when the main number grows and all others stay: 1 never down, -1 never up, 0 not at all."""

    def __init__(self, subject: Subject, scanned: Scan) -> None:
        self._graph, self._scanned = subject.graph, scanned
        space, variables = scanned.space, (scanned.space.main, *scanned.space.others)
        self._main = space.main.ref if space.main is not None else None
        self._ranges: dict[Ref, Range] = {
            each.ref: (each.pieces[0].low, each.pieces[-1].high) for each in variables if each and each.pieces
        }
        self._cell: CellValues = subject.rules.cell(scanned.objective, scanned.window, {}, {})

    def of(self, ref: Ref) -> int | None:
        """None: nobody knows."""
        if ref == self._main:
            return 1
        node = self._graph.nodes[ref]
        if (part := self._counted(ref)) is not None:
            return {"share": 1, "missed": -1}.get(part)
        above = above_measures(self._graph, [ref])
        if self._main not in above and all(self._counted(each) is None for each in above):
            return 0
        match node:
            case Arithmetic(operator="+" | "-"):
                right = self.of(node.right)
                return _joined([self.of(node.left), right if node.operator == "+" or right is None else -right])
            case Arithmetic():
                return self._product(node)
            case Extreme():
                return _joined([self.of(each) for each in node.operands])
            case Rounded() | StepCount():
                return self.of(node.operand)
        return None

    def only_grows(self, rule: CreditRule, sign: int) -> bool:
        """Whether a formula, by factors that stay, goes one way."""
        slope = None if rule.amount is None else self.of(rule.amount)
        stays = [self.of(each.factor) == 0 and (slope == 0 or self.is_positive(each.factor)) for each in rule.factors]
        return slope in (0, sign) and all(stays)

    def is_positive(self, ref: Ref) -> bool:
        """Whether it is never below nothing."""
        low = range_of_value(self._cell, ref, self._ranges)[0]
        return low is not None and low >= 0

    def _counted(self, ref: Ref) -> str | None:
        """Which number it is of the records of which the main number is a share."""
        node, records = self._graph.nodes[ref], self._scanned.objective.records
        return node.part if records is not None and isinstance(node, Measured) and node.measure == records else None

    def _product(self, node: Arithmetic) -> int | None:
        """By a factor that stays, and is not below nothing."""
        left, right = self.of(node.left), self.of(node.right)
        if right == 0 and self.is_positive(node.right):
            return left
        return right if left == 0 and node.operator == "*" and self.is_positive(node.left) else None


def _joined(every: list[int | None]) -> int | None:
    moving = {each for each in every if each != 0}
    return 0 if not moving else moving.pop() if len(moving) == 1 else None
