"""Limits in their written order: on one credit, on an objective, on several or all objectives.

A limit without a window holds for each window of the credit by itself. One with a window is a pot for that window,
which credits use up in turn: by the end of their own windows, then in the order of the text, then by scope; a credit
belongs to the pot in which its window ends, or to each rolling one in which it does. A pot is used by what is due in
the end, after all limits and the minimum.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import LIMIT_UNKNOWN
from sladsl.frozen import Changing, Frozen, changing, frozen
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.model.units import Unit
from sladsl.rules.derivation import Step
from sladsl.rules.in_force import holds_in
from sladsl.rules.opening import OpeningOutcome
from sladsl.rules.outcome import LimitApplied
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues
from sladsl.rules.words import window_words
from sladsl.temporal import Window

PotKey = tuple[str, int, int]
"""A limit (by its place in the contract) and the window it runs over."""


@frozen
class Turn(Frozen):
    """One limit about to be applied. `shared`: without a window of its own it still is one pot for equal windows."""

    place: str
    name: str
    rule: LimitRule
    shared: bool


@frozen
class Limited(Frozen):
    """What is left of an amount, and the pots it will have been taken from."""

    amount: Fraction
    step: Step
    applied: tuple[LimitApplied, ...] = ()
    pots: tuple[PotKey, ...] = ()


@changing
class Limits(Changing):
    """All limits of an agreement, with what has been used of each pot."""

    source: Source
    _used: dict[PotKey, Fraction] = field(default_factory=dict)
    _shared: dict[tuple[int, int], CellValues] = field(default_factory=dict)
    _wide: dict[str, list[int]] = field(default_factory=dict)

    def unused(self) -> "Limits":
        """The same limits, of which nothing has been used."""
        return Limits(self.source, {}, self._shared, self._wide)

    def of_credit(self, objective: Objective, index: int, rule: CreditRule, word: str = "credit") -> Iterator[Turn]:
        for number, limit in enumerate(rule.limits):
            name = f"limit of the {word}{window_words(limit.window)}"
            if limit.pool is None:
                yield Turn(f"{word} {objective.name}.{index}.{number}", name, limit, shared=False)
            else:
                yield Turn(f"pool {limit.pool}", f"pool {limit.pool}{window_words(limit.window)}", limit, shared=True)

    def of_objective(self, objective: Objective) -> Iterator[Turn]:
        for number, limit in enumerate(objective.limits):
            name = f"limit of {objective.name}{window_words(limit.window)}"
            # Versions of one objective are one: what was used of its limit stays used.
            yield Turn(f"{objective.name}:{number}", name, limit, shared=False)

    def wide(self, objective: Objective, window: Window) -> Iterator[Turn]:
        """Limits over several objectives that are in force for a window."""
        if not self._wide:
            for number, limit in enumerate(self.source.graph.limits):
                for name in limit.objectives or ("",):
                    self._wide.setdefault(name, []).append(number)
        every = self._wide.get("", [])
        for number in sorted({*every, *self._wide.get(objective.name, ())}):
            limit = self.source.graph.limits[number]
            if not holds_in(self.source.graph, limit, window.start):
                continue
            whose = f"the credits of {', '.join(limit.objectives)}" if limit.objectives else "all credits"
            place = number if limit.continues is None else limit.continues
            yield Turn(f"all:{place}", f"limit of {whose}{window_words(limit.window)}", limit, shared=True)

    def apply(self, turns: Iterator[Turn], limited: Limited, unit: Unit | None, cell: CellValues) -> Limited:
        """Each limit in its turn. None of them raises anything."""
        for turn in turns:
            limited = self._apply(turn, limited, unit, cell)
        return limited

    def take_known(self, planned: PlannedObjective, cell: CellValues, opened: OpeningOutcome) -> None:
        """Note what an earlier result says was taken, in every pot that it came out of."""
        objective = planned.objective
        turns = [*self.of_objective(objective), *self.wide(objective, cell.window)]
        self._take_from(turns, cell, sum(opened.credits, Fraction(0)), opened.unit)
        for word, rules, taken in (
            ("credit", objective.credits, opened.credits),
            ("bonus", objective.bonuses, opened.bonuses),
        ):
            for index, (rule, amount) in enumerate(zip(rules, taken, strict=False)):
                self._take_from(self.of_credit(objective, index, rule, word), cell, amount, opened.unit)

    def _take_from(self, turns: Iterable[Turn], cell: CellValues, amount: Fraction, unit: Unit | None) -> None:
        pots: dict[PotKey, None] = {}
        for turn in turns:
            if turn.rule.window is not None or turn.shared:
                window = self._window(turn.rule, cell.window)
                if _why_not_bound(self._values(window).step(turn.rule.amount), unit) is None:
                    pots[turn.place, window.start, window.end] = None
        self.take(tuple(pots), amount)

    def take(self, pots: tuple[PotKey, ...], amount: Fraction) -> None:
        """Note that so much has come out of the pots in the end. Of rolling limits the windows overlap, so what was
        taken is kept with the end of its window."""
        for place, start, end in pots:
            self._used[place, start, end] = self._used.get((place, start, end), Fraction(0)) + amount

    def _used_of(self, turn: Turn, window: Window) -> Fraction:
        if turn.rule.window is None or not turn.rule.window.rolling:
            return self._used.get((turn.place, window.start, window.end), Fraction(0))
        ends = ((end, amount) for (place, _, end), amount in self._used.items() if place == turn.place)
        return sum((amount for end, amount in ends if window.start < end <= window.end), Fraction(0))

    def _apply(self, turn: Turn, before: Limited, unit: Unit | None, cell: CellValues) -> Limited:
        pooled = turn.rule.window is not None or turn.shared
        window = self._window(turn.rule, cell.window)
        amount = (self._values(window) if pooled else cell).step(turn.rule.amount)
        reason = _why_not_bound(amount, unit)
        if _is_for_others(amount.unit, unit):
            return before
        if reason is not None:
            if before.amount:
                cell.finding(LIMIT_UNKNOWN, f"the {turn.name} is not applied: {reason}", turn.rule.span)
            applied = LimitApplied(turn.name, before.amount, None, before.amount)
            step = Step(turn.name, before.amount, unit, (before.step, amount), turn.rule.span, f"not applied: {reason}")
            return Limited(before.amount, step, (*before.applied, applied), before.pots)
        limit = max(Fraction(amount.value or 0), Fraction(0))
        pot = (turn.place, window.start, window.end)
        used = self._used_of(turn, window) if pooled else Fraction(0)
        after = min(before.amount, max(limit - used, Fraction(0)))
        applied = LimitApplied(turn.name, before.amount, limit, after, used)
        note = "used in part by other credits" if used else None
        step = Step(turn.name, after, unit, (before.step, amount), turn.rule.span, note)
        return Limited(after, step, (*before.applied, applied), (*before.pots, pot) if pooled else before.pots)

    def _window(self, rule: LimitRule, window: Window) -> Window:
        return window if rule.window is None else self.source.plan.term.pane_at(rule.window, window.end - 1).window

    def _values(self, window: Window) -> CellValues:
        """Amounts of pots are for no scope in particular."""
        key = (window.start, window.end)
        if key not in self._shared:
            self._shared[key] = CellValues(self.source, "a limit", self.source.graph.span, (), (), window)
        return self._shared[key]


def _is_for_others(limit: Unit | None, owed: Unit | None) -> bool:
    """Of several clauses, a limit in money is for those that owe money."""
    return limit is not None and owed is not None and (limit.currency is None) != (owed.currency is None)


def _why_not_bound(amount: Step, unit: Unit | None) -> str | None:
    if amount.value is None:
        return amount.note or "its amount is not known"
    if unit is not None and amount.unit is not None and unit != amount.unit:
        return f"it is {amount.unit.words()}, the credit {unit.words()}"
    return None
