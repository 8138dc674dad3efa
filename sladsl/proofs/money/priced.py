"""What each credit of a clause comes to in a window, for each combination of numbers that the clause can tell apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import CreditRule, ExceptionRule, LimitRule, Objective
from sladsl.graph.values import Fee, Measured, WindowTime
from sladsl.model.units import Unit
from sladsl.proofs.assumed import Rules
from sladsl.proofs.money.limits import Amount
from sladsl.proofs.money.ranges import ANYTHING, Range, range_of_value, rests_on_log
from sladsl.proofs.scan import Point, Scan, cell_at
from sladsl.rules.credits import Part, credit_part
from sladsl.rules.objectives import Verdict, exception_in_force, judge
from sladsl.rules.reach import above_measures, cell_roots
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues
from sladsl.temporal import Window


@dataclass(frozen=True, slots=True)
class Price:
    """At a point: the verdict, every credit before its limits, and the most that is left of each by the limits that it
    has for itself. `sloped`: the point stands for amounts that go on growing within its pieces."""

    point: Point
    verdict: Verdict
    parts: tuple[Part, ...]
    most: tuple[Amount, ...]
    sloped: bool
    total: Amount = field(init=False)

    def __post_init__(self) -> None:
        known = [each for each in self.most if each is not None]
        object.__setattr__(self, "total", sum(known, Fraction(0)) if len(known) == len(self.most) else None)


@dataclass
class Pricing:
    """The rules of an agreement, asked without a log. `rules` of an objective are its credits or its bonuses."""

    rules: Rules
    _known: dict[tuple[object, ...], tuple[Price, ...]] = field(default_factory=dict)

    @property
    def graph(self) -> RuleGraph:
        return self.rules.graph

    @property
    def source(self) -> Source:
        return self.rules.source

    def prices(self, scanned: Scan, rules: tuple[CreditRule, ...], window: Window) -> tuple[Price, ...]:
        """Every point of a scan, in a window. Windows in which the same is asked for have the same prices."""
        objective = scanned.objective
        key = (objective.name, objective.versions, rules, self._facts(objective, window, scanned))
        if key not in self._known:
            self._known[key] = tuple(self._prices(scanned, rules, window))
        return self._known[key]

    def amount(self, rule: LimitRule, window: Window) -> Fraction | None:
        """What a limit over a window leaves; None where a log decides it."""
        if rests_on_log(self.graph, rule.amount):
            return None
        cell = CellValues(self.source, "a limit", rule.span, (), (), window, quiet=True)
        number = cell.step(rule.amount).number
        return None if number is None else max(number, Fraction(0))

    def limit_unit(self, rule: LimitRule, window: Window) -> Unit | None:
        return CellValues(self.source, "a limit", rule.span, (), (), window, quiet=True).step(rule.amount).unit

    def cell(self, scanned: Scan, point: Point, window: Window) -> CellValues:
        """A cell in which the numbers of a point are assumed."""
        return cell_at(self.rules, scanned.objective, scanned.space, window, point.piece, point.rest, dict(point.scope))

    def _facts(self, objective: Objective, window: Window, scanned: Scan) -> tuple[object, ...]:
        """All that a window by itself brings into the amounts."""
        cell = CellValues(self.source, objective.name, objective.span, (), (), window, objective.window, True)
        refs = above_measures(self.graph, cell_roots(objective))
        own = [cell.step(ref).value for ref in refs if isinstance(self.graph.nodes[ref], Fee | WindowTime)]
        timed = any(each.unit.is_time for each in (*scanned.space.others, scanned.space.main) if each is not None)
        return (*own, window.end - window.start if timed else None)

    def _prices(self, scanned: Scan, rules: tuple[CreditRule, ...], window: Window) -> Iterator[Price]:
        objective = scanned.objective
        for context in scanned.contexts:
            for point in context:
                ranges = self._ranges(scanned, point, window)
                if ranges is None:
                    continue
                cell = self.cell(scanned, point, window)
                verdict = judge(objective, cell)
                parts = tuple(settled(objective, credit_part(objective, rule, verdict, cell), cell) for rule in rules)
                tops = [self._top(part, cell, ranges) for part in parts]
                most = tuple(
                    self._own_limits(part.rule, top, cell, ranges) for part, (top, _) in zip(parts, tops, strict=True)
                )
                yield Price(point, verdict, parts, most, any(sloped for _, sloped in tops))

    def _ranges(self, scanned: Scan, point: Point, window: Window) -> dict[Ref, Range] | None:
        """Of each number that a log decides, where it lies at this point; None where it lies nowhere: time does not
        exceed the window."""
        found: dict[Ref, Range] = {}
        pairs = list(zip(scanned.space.others, point.rest, strict=True))
        main, records = scanned.space.main, scanned.objective.records
        if main is not None and point.piece is not None and records is None:
            pairs.append((main, point.piece))
        if records is not None and point.piece is not None:
            missed = (Fraction(0), Fraction(0) if point.piece.number == 1 else None)
            for index, node in enumerate(self.graph.nodes):
                if isinstance(node, Measured) and node.measure == records:
                    found[Ref(index)] = missed
        for variable, choice in pairs:
            if isinstance(choice, bool):
                found[variable.ref] = ANYTHING
                continue
            low, high = choice.low, choice.high
            node = self.graph.nodes[variable.ref]
            if isinstance(node, Measured) and node.part == "time":
                length = Fraction(window.end - window.start)
                if low is not None and (low > length or (low == length and not choice.is_point)):
                    return None
                high = length if high is None else min(high, length)
            found[variable.ref] = low, high
        return found

    def whole_ranges(self, scanned: Scan, longest: int) -> dict[Ref, Range]:
        """Of each number that a log decides, between which it lies at all, in windows that are no longer."""
        found: dict[Ref, Range] = {}
        for variable in (*scanned.space.others, scanned.space.main):
            if variable is None or variable.ref == scanned.objective.records:
                continue
            node, ends = self.graph.nodes[variable.ref], variable.pieces
            low, high = (ends[0].low, ends[-1].high) if ends else ANYTHING
            timed = isinstance(node, Measured) and node.part == "time"
            found[variable.ref] = low, Fraction(longest) if timed and high is None else high
        return found

    def _top(self, part: Part, cell: CellValues, ranges: dict[Ref, Range]) -> tuple[Amount, bool]:
        """The most that a credit comes to within the pieces, and whether it changes in them."""
        if part.amount is None or part.outcome not in ("row", "amount"):
            return Fraction(0), False
        rule = part.rule
        if not any(rests_on_log(self.graph, root) for root in amount_roots(rule)):
            return part.amount, False
        base = (Fraction(1), Fraction(1)) if rule.share_of is None else range_of_value(cell, rule.share_of, ranges)
        times = _multiple(rule, cell, ranges)
        return (None if base[1] is None or times is None else max(base[1], Fraction(0)) * times), True

    def share(self, scanned: Scan, price: Price, number: int, window: Window) -> Amount:
        """The most that a credit is of its base within the pieces of a point; None where nothing bounds it."""
        part, ranges = price.parts[number], self._ranges(scanned, price.point, window)
        rule, cell = part.rule, self.cell(scanned, price.point, window)
        base = None if rule.share_of is None else cell.number(rule.share_of)
        if not part.amount or not base or ranges is None:
            return Fraction(0)
        if any(rests_on_log(self.graph, each) for each in amount_roots(rule) if each != rule.share_of):
            return _multiple(rule, cell, ranges)
        return part.amount / base

    def _own_limits(self, rule: CreditRule, top: Amount, cell: CellValues, ranges: dict[Ref, Range]) -> Amount:
        """After the limits of one credit in one window."""
        for limit in rule.limits:
            if limit.window is None:
                most = range_of_value(cell, limit.amount, ranges)[1]
                top = most if top is None else top if most is None else min(top, most)
        return top


def amount_roots(rule: CreditRule) -> list[Ref]:
    """The values that a credit is made of."""
    roots = (rule.share_of, rule.amount, *_gives(rule), *(each.factor for each in rule.factors))
    return [each for each in roots if each is not None]


def _multiple(rule: CreditRule, cell: CellValues, ranges: dict[Ref, Range]) -> Amount:
    """The most that rows, or a formula, and factors come to."""
    sums = _gives(rule) if rule.amount is None else [rule.amount]
    top = _greatest([range_of_value(cell, each, ranges)[1] for each in sums])
    for factor in rule.factors:
        if cell.step(factor.condition).value is False:
            continue
        high = range_of_value(cell, factor.factor, ranges)[1]
        top = None if top is None or high is None else max(top, Fraction(0)) * max(high, Fraction(1))
    return top if top is None else max(top, Fraction(0))


def _gives(rule: CreditRule) -> list[Ref]:
    return [row.gives for table in rule.tables for row in table.rows]


def _greatest(values: list[Fraction | None]) -> Fraction | None:
    known = [each for each in values if each is not None]
    return max(known) if len(known) == len(values) else None


def settled(objective: Objective, part: Part, cell: CellValues) -> Part:
    """Nothing is due to who is not eligible, or where an exception says so."""
    excepted = exception_in_force(objective, cell)
    owes = not isinstance(excepted, ExceptionRule) or excepted.owes
    if owes and (objective.eligible is None or cell.step(objective.eligible).value):
        return part
    return Part(part.rule, "none", None, Fraction(0), part.unit, part.step)
