"""From what credits come to, to what is due and payable: limits, the minimum, rounding, claims, in this order."""

from dataclasses import dataclass
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import LIMIT_UNKNOWN, NOT_IN_TOTAL
from sladsl.graph.contract import PayOnlyAbove
from sladsl.model.units import Unit
from sladsl.rules.claims import ClaimBook
from sladsl.rules.credits import CreditKind, Part, credit_part
from sladsl.rules.derivation import Step
from sladsl.rules.frame import PlannedObjective
from sladsl.rules.limits import Limited, Limits, PotKey
from sladsl.rules.objectives import Verdict
from sladsl.rules.outcome import ClaimOutcome, CreditOutcome, LimitApplied
from sladsl.rules.rounding import to_minor_unit
from sladsl.rules.values import CellValues
from sladsl.rules.words import value_words


@dataclass(slots=True)
class Settlement:
    """Settles cells one after the other, in the order in which they use up the limits."""

    limits: Limits

    def settle(
        self, planned: PlannedObjective, verdict: Verdict, cell: CellValues, claims: ClaimBook | None
    ) -> CreditOutcome | None:
        """What one objective owes for one cell; None where it never owes anything."""
        objective = planned.objective
        if not objective.credits:
            return None
        parts = [credit_part(objective, rule, verdict, cell) for rule in objective.credits]
        unit = next((part.unit for part in parts if part.amount), parts[0].unit)
        undecided = _undecided(parts, unit)
        if undecided is not None:
            return self._without_amount(planned, undecided, parts, unit, cell, claims)
        single = [self._after_own_limits(planned, index, part, cell) for index, part in enumerate(parts)]
        total = sum((each.amount for each in single), Fraction(0))
        wide = self.limits.apply(
            self.limits.of_objective(planned.index, objective), Limited(total, _added(single, unit)), unit, cell
        )
        wide = self.limits.apply(self.limits.wide(objective), wide, unit, cell)
        due, step = self._above_minimum(objective.pay_only_above, wide, unit, cell)
        claim = None if claims is None else claims.outcome(cell.window, cell.scope, due > 0)
        if not _lapsed(claim):
            self._take(single, total, wide.pots, due)
        applied = tuple(limit for each in single for limit in each.applied) + wide.applied
        return self._payable(planned, parts, due, step, applied, unit, claim)

    def _after_own_limits(self, planned: PlannedObjective, index: int, part: Part, cell: CellValues) -> Limited:
        turns = self.limits.of_credit(planned.index, index, part.rule)
        return self.limits.apply(turns, Limited(part.amount or Fraction(0), part.step), part.unit, cell)

    def _above_minimum(
        self, rule: PayOnlyAbove | None, limited: Limited, unit: Unit | None, cell: CellValues
    ) -> tuple[Fraction, Step]:
        """What does not exceed the minimum is not due at all."""
        if rule is None or not limited.amount:
            return limited.amount, limited.step
        least = cell.step(rule.amount)
        if least.number is None:
            cell.finding(LIMIT_UNKNOWN, f"the least amount to pay is not applied: {least.note}", rule.span)
            return limited.amount, limited.step
        compared = self._rounded(limited.amount, unit) if rule.after_rounding else limited.amount
        if compared > least.number:
            return limited.amount, limited.step
        after = " after rounding" if rule.after_rounding else ""
        words = f"pay only above {value_words(least.value, least.unit)}{after}"
        return Fraction(0), Step(words, Fraction(0), unit, (limited.step, least), rule.span)

    def _take(self, single: list[Limited], total: Fraction, pots: tuple[PotKey, ...], due: Fraction) -> None:
        """What is due comes out of the pots, unless it has lapsed; of several credits each gives its share."""
        self.limits.take(pots, due)
        if total:
            for each in single:
                self.limits.take(each.pots, due * each.amount / total)

    def _payable(
        self,
        planned: PlannedObjective,
        parts: list[Part],
        due: Fraction,
        step: Step,
        applied: tuple[LimitApplied, ...],
        unit: Unit | None,
        claim: ClaimOutcome | None,
    ) -> CreditOutcome:
        payable = self._rounded(due, unit)
        if payable != due:
            step = Step(f"rounded {self.limits.source.graph.rounding}", payable, unit, (step,))
        if claim is not None and _lapsed(claim):
            payable = Fraction(0)
            rule = planned.objective.claim
            step = Step(f"claim: {claim.state}", payable, unit, (step,), None if rule is None else rule.span)
        derivation = Step("credit", payable, unit, (step,), planned.objective.span)
        kind, row = _kind(parts)
        return CreditOutcome(kind, row, _currency(unit), due, payable, applied, claim, derivation, unit)

    def _without_amount(
        self,
        planned: PlannedObjective,
        undecided: tuple[CreditKind, str],
        parts: list[Part],
        unit: Unit | None,
        cell: CellValues,
        claims: ClaimBook | None,
    ) -> CreditOutcome:
        kind, note = undecided
        objective = planned.objective
        cell.finding(NOT_IN_TOTAL, f"what {objective.name} owes is not known, so it is in no total")
        claim: ClaimOutcome | None = None if claims is None else claims.outcome(cell.window, cell.scope, True)
        derivation = Step("credit", None, unit, tuple(part.step for part in parts), objective.span, note)
        rows = "; ".join(part.row for part in parts if part.row is not None) or None
        return CreditOutcome(kind, rows, _currency(unit), None, None, (), claim, derivation, unit)

    def _rounded(self, amount: Fraction, unit: Unit | None) -> Fraction:
        return to_minor_unit(amount, _currency(unit), self.limits.source.graph.rounding)


def _lapsed(claim: ClaimOutcome | None) -> bool:
    """Whether the credit is lost, because nobody claimed it in time: then it uses up no limit either."""
    return claim is not None and claim.state in ("late", "unclaimed")


def _undecided(parts: list[Part], unit: Unit | None) -> tuple[CreditKind, str] | None:
    """Why there is no sum of the credits."""
    for kind in ("conflict", "no verdict"):
        for part in parts:
            if part.outcome == kind:
                return part.outcome, part.step.note or kind
    if any(part.amount and part.unit != unit for part in parts):
        return "no verdict", "credits in different units do not add up"
    return None


def _kind(parts: list[Part]) -> tuple[CreditKind, str | None]:
    """What speaks for the sum: the first credit that pays, else a gap, else nothing."""
    kinds = [part.outcome for part in parts if part.outcome != "none"]
    kind: CreditKind = next((each for each in kinds if each != "gap"), "gap" if kinds else "none")
    return kind, "; ".join(part.row for part in parts if part.row is not None) or None


def _added(single: list[Limited], unit: Unit | None) -> Step:
    if len(single) == 1:
        return single[0].step
    steps = tuple(each.step for each in single)
    return Step("sum of the credits", sum((each.amount for each in single), Fraction(0)), unit, steps)


def _currency(unit: Unit | None) -> str | None:
    return None if unit is None else unit.currency
