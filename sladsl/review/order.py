"""Which of two values is the greater, whatever the log: by what they are made of, without a log.

A number is compared as a number, a condition by whether it holds in fewer or in more cases, a set of time by what it
holds, time in classes by how much of it is up. Of what this cannot tell, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Protocol

from sladsl.checks.ranges import range_of
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.measures import MeasureBuckets, MeasureClasses, MeasureRecords, MeasureRows, MeasureTime
from sladsl.graph.rows import (
    RowArithmetic,
    RowBetween,
    RowCases,
    RowClock,
    RowCompare,
    RowConstant,
    RowDeadline,
    RowExtreme,
    RowLogic,
    RowNot,
    RowRounded,
    RowSteps,
    RowWithin,
)
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.graph.values import (
    Arithmetic,
    Availability,
    Cases,
    Comparison,
    Constant,
    Extreme,
    Logic,
    Measured,
    Negation,
    Over,
    Rounded,
    Run,
    StepCount,
    Truth,
)
from sladsl.graph.windows import WindowRule
from sladsl.review.extremes import extreme_beside, extremes
from sladsl.review.meaning import Calendars, Meaning
from sladsl.review.signs import Order, by_number, joined, turned


class Rules(Protocol):
    """One version: a graph, and what its nodes mean."""

    @property
    def graph(self) -> RuleGraph: ...

    @property
    def meaning(self) -> Meaning: ...


class Ordering:
    """Nodes of the old version beside nodes of the new one."""

    def __init__(self, old: Rules, new: Rules) -> None:
        self._old, self._new = old, new
        self._known: dict[tuple[Ref, Ref], Order] = {}

    def of(self, old: Ref | None, new: Ref | None) -> Order:
        """Both of them missing are the same."""
        if old is None or new is None:
            return 0 if old is new else None
        if (old, new) not in self._known:
            same = self._old.meaning.of(old) == self._new.meaning.of(new)
            self._known[old, new] = 0 if same else self._nodes(old, new)
        return self._known[old, new]

    def _nodes(self, old: Ref, new: Ref) -> Order:
        one, other = self._old.graph.nodes[old], self._new.graph.nodes[new]
        if type(one) is not type(other):
            return extreme_beside(self.of, (old, one), (new, other)) or self._truths(one, other)
        return self._values(one, other) if _layer(one) == "values" else self._measures(one, other)

    def _truths(self, one: Node, other: Node) -> Order:
        """What always holds holds in no fewer cases than anything else."""
        for each, sign in ((one, -1), (other, 1)):
            if isinstance(each, Truth):
                return sign if each.value else -sign
        return None

    def _values(self, one: Node, other: Any) -> Order:
        match one:
            case Constant():
                return by_number(one.value, other.value) if one.unit == other.unit else None
            case RowConstant(value=Fraction() as value) if isinstance(other.value, Fraction):
                return by_number(value, other.value)
            case Arithmetic() | RowArithmetic():
                return self._reckoned(one, other)
            case Comparison() | RowCompare():
                return self._compared(one.operator, other.operator, self.of(one.left, other.left),
                                      self.of(one.right, other.right))  # fmt: skip
            case Logic() | RowLogic():
                sides = self._either_way(one.left, one.right, other.left, other.right)
                told = {"and": 0, "or": 1}
                return joined(told[other.operator] - told[one.operator], sides)
            case Negation() | RowNot():
                return turned(self.of(one.operand, other.operand))
            case Extreme() | RowExtreme():
                return extremes(self.of, one, other)
            case Rounded() | RowRounded():
                return self.of(one.operand, other.operand) if one.step == other.step else None
            case StepCount() | RowSteps():
                started = other.started - one.started if one.step == other.step else 0
                fewer = by_number(other.step, one.step) if one.started == other.started else 0
                if one.step != other.step and one.started != other.started:
                    return None
                return joined(self.of(one.operand, other.operand), started, fewer)
            case Cases() | RowCases():
                return self._cases(one, other)
            case Measured():
                found = (
                    self.of(one.measure, other.measure) if (one.part, one.unit) == (other.part, other.unit) else None
                )
                return turned(found) if one.part == "missed" else found
            case Availability():
                return self.of(one.classes, other.classes) if one.over == other.over else None
            case Over():
                return self._over(one, other)
            case Run():
                # No more of a row is counted than it is compared with.
                before, after = (replace(each, most=None) for each in (one, other))
                return 0 if self._old.meaning.value(before) == self._new.meaning.value(after) else None
            case RowDeadline():
                if replace(one, clock=Ref(0), limit=Ref(0), strict=False) != replace(
                    other, clock=Ref(0), limit=Ref(0), strict=False
                ):
                    return None
                clock, limit = self.of(one.clock, other.clock), self.of(one.limit, other.limit)
                return joined(turned(clock), limit, one.strict - other.strict)
            case RowClock():
                return self._clocks(one, other)
            case RowBetween():
                between = joined(turned(self.of(one.start, other.start)), self.of(one.stop, other.stop))
                return joined(between, self._calendars(one.calendar, other.calendar))
            case RowWithin():
                return joined(self.of(one.container, other.container), self._equal(one.operand, other.operand))
            case _:
                return None

    def _measures(self, one: Node, other: Any) -> Order:
        match one:
            case MeasureTime():
                return self.of(one.time_set, other.time_set) if one.weight is None and other.weight is None else None
            case MeasureClasses():
                return self._classes(one, other)
            case MeasureRows():
                return self._rows(one, other)
            case MeasureBuckets():
                same = replace(one, operand=Ref(0), where=None, cases=()) == replace(
                    other, operand=Ref(0), where=None, cases=()
                )
                cases = self._equal_all([c.condition for c in one.cases], [c.condition for c in other.cases])
                values = self._each([c.value for c in one.cases], [c.value for c in other.cases])
                where = 0 if self.of(one.where, other.where) == 0 else None
                return joined(cases, values, where, self.of(one.operand, other.operand)) if same else None
            case MeasureRecords():
                return self._records(one, other)
            case SetCalendar():
                return self._calendars(one.calendar, other.calendar, after=False)
            case SetSpans():
                plain = not one.longest and not other.longest and one.stream == other.stream
                return self._where(one.where, other.where) if plain else None
            case SetBuckets():
                same = (one.stream, one.width) == (other.stream, other.width)
                return self.of(one.where, other.where) if same else None
            case SetLasting():
                longer = by_number(Fraction(other.length), Fraction(one.length)) or one.strict - other.strict
                return joined(self.of(one.operand, other.operand), longer)
            case SetUnits():
                same = (one.unit, one.clock) == (other.unit, other.clock)
                return joined(self.of(one.operand, other.operand), other.started - one.started) if same else None
            case SetSinceFirst():
                same = one.stream == other.stream
                return (
                    joined(self.of(one.operand, other.operand), self._where(one.where, other.where)) if same else None
                )
            case SetHolding():
                same = replace(one, where=Ref(0), least=1) == replace(other, where=Ref(0), least=1)
                return joined(self.of(one.where, other.where), by_number(Fraction(other.least), Fraction(one.least)))\
                    if same else None  # fmt: skip
            case SetAmong():
                return self._among(one, other)
            case SetCombined():
                if one.operator != other.operator:
                    return None
                if one.operator == "outside":
                    return joined(self.of(one.left, other.left), turned(self.of(one.right, other.right)))
                return self._either_way(one.left, one.right, other.left, other.right)
            case SetBudget():
                budgets = [self._budgets(a, b) for a, b in zip(one.budgets, other.budgets, strict=False)]
                if len(one.budgets) != len(other.budgets) or self.of(one.operand, other.operand) != 0:
                    return None
                return joined(*budgets)
            case _:
                return None

    def _reckoned(self, one: Arithmetic | RowArithmetic, other: Arithmetic | RowArithmetic) -> Order:
        if one.operator != other.operator:
            return None
        left, right = self.of(one.left, other.left), self.of(one.right, other.right)
        match one.operator:
            case "+":
                return joined(left, right)
            case "-":
                return joined(left, turned(right))
            case _:
                if isinstance(one, RowArithmetic) or isinstance(other, RowArithmetic):
                    return None
                if right == 0 and self._no_less_than_nothing((self._new, other.right)):
                    return left
                if left == 0 and one.operator == "*" and self._no_less_than_nothing((self._new, other.left)):
                    return right
                operands = ((self._old, one.left), (self._old, one.right), (self._new, other.left),
                            (self._new, other.right))  # fmt: skip
                if not self._no_less_than_nothing(*operands):
                    return None
                return joined(left, right if one.operator == "*" else turned(right))

    def _no_less_than_nothing(self, *operands: tuple[Rules, Ref]) -> bool:
        lows = [range_of(each.graph, ref).low for each, ref in operands]
        return all(low is not None and low >= 0 for low in lows)

    def _compared(self, before: str, after: str, left: Order, right: Order) -> Order:
        for strict, loose, sign in (("<", "<=", -1), (">", ">=", 1)):
            if {before, after} <= {strict, loose}:
                told = (after == loose) - (before == loose)
                grows = left if sign > 0 else turned(left)
                return joined(told, grows, turned(right) if sign > 0 else right)
        return None

    def _cases(self, one: Cases | RowCases, other: Cases | RowCases) -> Order:
        if len(one.cases) != len(other.cases):
            return None
        same = self._equal_all([each.condition for each in one.cases], [each.condition for each in other.cases])
        values = self._each([each.value for each in one.cases], [each.value for each in other.cases])
        return joined(same, values, self.of(one.otherwise, other.otherwise))

    def _over(self, one: Over, other: Over) -> Order:
        def rest(node: Over) -> Over:
            return replace(node, operand=None, where=None, weight=None, percentile=None)

        if rest(one) != rest(other) or self.of(one.weight, other.weight) != 0:
            return None
        percentile = by_number(one.percentile or Fraction(0), other.percentile or Fraction(0))
        where = self._where(one.where, other.where)
        if one.statistic == "count":
            return where
        return joined(self.of(one.operand, other.operand), percentile, 0 if where == 0 else None)

    def _clocks(self, one: RowClock, other: RowClock) -> Order:
        def rest(clock: RowClock) -> RowClock:
            return replace(clock, calendar=None, states=(), pauses=(), held=None)

        if rest(one) != rest(other) or self.of(one.held, other.held) != 0 or one.cycle != "once":
            return None
        paused = by_number(Fraction(len(set(other.states))), Fraction(len(set(one.states))))
        if not (set(one.states) <= set(other.states) or set(other.states) <= set(one.states)):
            return None
        if one.states != other.states and not paused:
            return None
        pauses = self._each(one.pauses, other.pauses)
        if pauses == 0 and list(map(self._old.meaning.of, one.pauses)) != list(map(self._new.meaning.of, other.pauses)):
            return None  # they differ after the term, when a clock still runs
        return joined(paused, turned(pauses), self._calendars(one.calendar, other.calendar))

    def _classes(self, one: MeasureClasses, other: MeasureClasses) -> Order:
        """How much is up: less where more is down, more where more of it is excluded as up."""
        if self.of(one.schedule, other.schedule) != 0 or self.of(one.unknown_while, other.unknown_while) != 0:
            return None
        if len(one.excluded) != len(other.excluded):
            return None
        orders = [turned(self.of(one.down, other.down))]
        for a, b in zip(one.excluded, other.excluded, strict=True):
            excluded = self.of(a.time_set, b.time_set)
            orders.append(
                excluded if a.effect == b.effect == "up" else 0 if excluded == 0 and a.effect == b.effect else None
            )
        ranks = {"down": 0, "no verdict": None, "leaves": None, "up": 1}
        if one.unknown_as != other.unknown_as:
            before, after = ranks[one.unknown_as], ranks[other.unknown_as]
            orders.append(None if before is None or after is None else after - before)
        return joined(*orders)

    def _rows(self, one: MeasureRows, other: MeasureRows) -> Order:
        def rest(measure: MeasureRows) -> MeasureRows:
            return replace(measure, where=None, operand=None, percentile=None)

        if rest(one) != rest(other):
            return None
        where, operand = self._where(one.where, other.where), self.of(one.operand, other.operand)
        percentile = by_number(one.percentile or Fraction(0), other.percentile or Fraction(0))
        match one.statistic:
            case "count":
                return where
            case "max":
                return joined(where, operand)
            case "min":
                return joined(turned(where), operand)
            case _:
                return joined(operand, percentile, 0 if where == 0 else None)

    def _records(self, one: MeasureRecords, other: MeasureRecords) -> Order:
        """How many of the records keep what is asked of them."""
        if (one.stream, one.moment) != (other.stream, other.moment) or self.of(one.where, other.where) != 0:
            return None
        if [len(each) for each in one.groups] != [len(each) for each in other.groups]:
            return None
        found: list[Order] = []
        for before, after in zip(one.groups, other.groups, strict=True):
            for a, b in zip(before, after, strict=True):
                found += [self.of(a.condition, b.condition), 0 if self.of(a.when, b.when) == 0 else None]
        return joined(*found)

    def _among(self, one: SetAmong, other: SetAmong) -> Order:
        if one.key != other.key or (one.least is None) != (other.least is None):
            return None
        fewer = by_number(Fraction(other.least or 0), Fraction(one.least or 0))
        share = by_number(other.share or Fraction(0), one.share or Fraction(0)) or one.strict - other.strict
        return joined(self.of(one.operand, other.operand), fewer, share)

    def _budgets(self, one: Budget, other: Budget) -> Order:
        """More fits into more, and into the same of every month than into the same of every quarter."""
        before, after = one.window, other.window
        longer = by_number(Fraction(_length(after)), Fraction(_length(before)))
        nested = _length(before) * _length(after) > 0 and replace(before, unit="month") == replace(after, unit="month")
        if one.whole or other.whole or (before != after and not nested):
            return None
        found: list[Order] = [longer]
        for a, b in ((one.time, other.time), (one.count, other.count)):
            found.append(0 if a == b else None if a is None or b is None else by_number(Fraction(a), Fraction(b)))
        return joined(*found)

    def _calendars(self, one: int | None, other: int | None, *, after: bool = True) -> Order:
        """Which of them is open whenever the other is; `after`: also after the end of the term."""
        if one is None or other is None:
            return 0 if one is other else 1 if other is None else -1
        before, then = self._old.graph.calendars[one].calendar, self._new.graph.calendars[other].calendar
        calendars = self._old.meaning.calendars
        assert isinstance(calendars, Calendars)
        a, b = calendars.open_times(before, then, after=after)
        fewer, more = bool(a.minus(b)), bool(b.minus(a))
        return None if fewer and more else more - fewer

    def _where(self, one: Ref | None, other: Ref | None) -> Order:
        """Fewer records meet a condition than none."""
        if one is None or other is None:
            return 0 if one is other else 1 if other is None else -1
        return self.of(one, other)

    def _each(self, old: Sequence[Ref], new: Sequence[Ref]) -> Order:
        if len(old) != len(new):
            return None
        return joined(*(self.of(a, b) for a, b in zip(old, new, strict=True)))

    def _either_way(self, a: Ref, b: Ref, c: Ref, d: Ref) -> Order:
        straight = joined(self.of(a, c), self.of(b, d))
        return straight if straight is not None else joined(self.of(a, d), self.of(b, c))

    def _equal(self, old: Ref | None, new: Ref | None) -> Order:
        return 0 if self.of(old, new) == 0 else None

    def _equal_all(self, old: Sequence[Ref], new: Sequence[Ref]) -> Order:
        return 0 if self._each(old, new) == 0 else None


def _length(rule: WindowRule) -> int:
    """In months, of windows that lie in one another; 0 for others."""
    months = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
    return 0 if rule.rolling or rule.count != 1 else months.get(rule.unit, 0)


def _layer(node: Node) -> str:
    module = type(node).__module__
    return "values" if module.endswith((".values", ".rows")) else "measures"
