"""From what credits come to, to what is due and payable: limits, the minimum, rounding, claims, in this order."""

from dataclasses import field, replace
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import LIMIT_UNKNOWN, NO_DEADLINE, NOT_IN_TOTAL
from sladsl.engines.measurements import Scope
from sladsl.frozen import Changing, changing
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, ExceptionRule, Objective, PayOnlyAbove
from sladsl.model.units import Unit
from sladsl.rules.claims import ClaimBook
from sladsl.rules.credits import CreditKind, Part, credit_part
from sladsl.rules.deadlines import deadline_in
from sladsl.rules.derivation import Step
from sladsl.rules.limits import Limited, Limits, PotKey
from sladsl.rules.measured import is_empty
from sladsl.rules.objectives import Verdict, exception_in_force
from sladsl.rules.opening import OpeningOutcome
from sladsl.rules.outcome import ClaimOutcome, CreditOutcome, LimitApplied
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.rounding import to_minor_unit
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues
from sladsl.rules.words import value_words


@changing
class Settlement(Changing):
    """Settles cells one after the other, in the order in which they use up the limits. `_accrued`: what each scope of
    an objective has come to and not been paid yet."""

    limits: Limits
    _accrued: dict[tuple[str, Scope], Fraction] = field(default_factory=dict)

    def settle(
        self, planned: PlannedObjective, verdict: Verdict, cell: CellValues, claims: ClaimBook | None
    ) -> CreditOutcome | None:
        """What one objective owes for one cell; None where it never owes anything."""
        objective = planned.objective
        if not objective.credits:
            return None
        credit = self._settle(planned, objective.credits, verdict, cell, claims)
        if (objective.payer, objective.payee) != (None, None):
            credit = replace(credit, payer=objective.payer, payee=objective.payee)
        return self._issued(planned, _dated(planned, credit, cell, self.limits.source), cell)

    def bonus(self, planned: PlannedObjective, verdict: Verdict, cell: CellValues) -> CreditOutcome | None:
        """What one objective earns its provider; the limits over credits do not apply to it."""
        if not planned.objective.bonuses:
            return None
        bonus = self._settle(planned, planned.objective.bonuses, verdict, cell, None, is_bonus=True)
        graph = self.limits.source.graph
        payee, payer = planned.objective.payer, planned.objective.payee
        if payer is None:
            payer, payee = (_party(graph, role) for role in ("customer", "provider"))
        return replace(bonus, payer=payer, payee=payee)

    def _settle(
        self,
        planned: PlannedObjective,
        rules: tuple[CreditRule, ...],
        verdict: Verdict,
        cell: CellValues,
        claims: ClaimBook | None,
        *,
        is_bonus: bool = False,
    ) -> CreditOutcome:
        objective = planned.objective
        parts = [credit_part(objective, rule, verdict, cell) for rule in rules]
        excepted = exception_in_force(objective, cell)
        if isinstance(excepted, ExceptionRule) and not excepted.owes:
            parts = [_if_eligible(part, Step(f"nothing is due: {excepted.name}", False)) for part in parts]
        if objective.eligible is not None:
            parts = [_if_eligible(part, cell.step(objective.eligible)) for part in parts]
        unit = next((part.unit for part in parts if part.amount), parts[0].unit)
        undecided = _undecided(parts, unit)
        if undecided is not None:
            return self._without_amount(planned, undecided, parts, unit, cell, claims)
        word = "bonus" if is_bonus else "credit"
        single = [self._after_own_limits(planned, index, part, cell, word) for index, part in enumerate(parts)]
        total = sum((each.amount for each in single), Fraction(0))
        wide = Limited(total, _added(single, total, unit))
        if not is_bonus:
            wide = self.limits.apply(self.limits.of_objective(objective), wide, unit, cell)
            wide = self.limits.apply(self.limits.wide(objective, cell.window), wide, unit, cell)
        due, step = self._above_minimum(objective.pay_only_above, wide, unit, cell)
        claim = None if claims is None else claims.outcome(cell, due > 0)
        earned = None if is_bonus or not due else _earned_back(objective, cell)
        lost = _lapsed(claim) or (earned is not None and bool(earned.value))
        taken = self._take(single, wide.pots, Fraction(0) if lost else due)
        applied = tuple(limit for each in single for limit in each.applied) + wide.applied
        return self._payable(planned, parts, due, step, applied, unit, claim, earned, taken)

    def _after_own_limits(
        self, planned: PlannedObjective, index: int, part: Part, cell: CellValues, word: str
    ) -> Limited:
        turns = self.limits.of_credit(planned.objective, index, part.rule, word)
        return self.limits.apply(turns, Limited(part.amount or Fraction(0), part.step), part.unit, cell)

    def _above_minimum(
        self, rule: PayOnlyAbove | None, limited: Limited, unit: Unit | None, cell: CellValues
    ) -> tuple[Fraction, Step]:
        """What does not exceed the minimum is not due at all."""
        if rule is None or not limited.amount:
            return limited.amount, limited.step
        least = cell.step(rule.amount)
        compared = self._rounded(limited.amount, unit) if rule.after_rounding else limited.amount
        if compared > least.known:
            return limited.amount, limited.step
        after = " after rounding" if rule.after_rounding else ""
        words = f"pay only above {value_words(least.value, least.unit)}{after}"
        return Fraction(0), Step(words, Fraction(0), unit, (limited.step, least), rule.span)

    def _take(self, single: list[Limited], pots: tuple[PotKey, ...], due: Fraction) -> tuple[Fraction, ...]:
        """What is due comes out of the pots; of several credits the first is served before the second, as scopes and
        objectives are. In proportion, the digits of what is left would double with every window."""
        self.limits.take(pots, due)
        taken: list[Fraction] = []
        for each in single:
            taken.append(min(each.amount, due))
            due -= taken[-1]
            self.limits.take(each.pots, taken[-1])
        return tuple(taken)

    def _payable(
        self,
        planned: PlannedObjective,
        parts: list[Part],
        due: Fraction,
        step: Step,
        applied: tuple[LimitApplied, ...],
        unit: Unit | None,
        claim: ClaimOutcome | None,
        earned: Step | None,
        taken: tuple[Fraction, ...],
    ) -> CreditOutcome:
        payable = self._rounded(due, unit)
        if payable != due:
            step = Step(f"rounded {self.limits.source.graph.rounding}", payable, unit, (step,))
        if claim is not None and _lapsed(claim):
            payable = Fraction(0)
            step = Step(f"claim: {claim.state}", payable, unit, (step,), planned.objective.claims[0].span)
        if earned is not None and earned.value:
            payable = Fraction(0)
            step = Step("earned back", payable, unit, (step, earned))
        derivation = Step("credit", payable, unit, (step,), planned.objective.span)
        kind, row = _kind(parts)
        back = False if earned is None else None if earned.value is None else bool(earned.value)
        return CreditOutcome(
            kind,
            row,
            _currency(unit),
            due,
            payable,
            applied,
            claim,
            derivation,
            unit,
            earned_back=back,
            taken=taken,
        )

    def _issued(self, planned: PlannedObjective, credit: CreditOutcome, cell: CellValues) -> CreditOutcome:
        """What waits is paid out when enough has accrued."""
        least = None if planned.objective.pay_once is None else cell.step(planned.objective.pay_once)
        if least is None or credit.payable is None:
            return credit
        key = (planned.objective.name, cell.scope)
        accrued = self._accrued.get(key, Fraction(0)) + credit.payable
        if least.number is None:
            cell.finding(LIMIT_UNKNOWN, f"how much must accrue is not known: {least.note}", planned.objective.span)
        issued = accrued if least.number is not None and accrued >= least.number else Fraction(0)
        self._accrued[key] = accrued - issued
        return replace(credit, issued=issued)

    def settled_before(self, planned: PlannedObjective, cell: CellValues, opened: OpeningOutcome) -> None:
        """Note what an earlier result says: what was taken out of limits, and what was left waiting."""
        self.limits.take_known(planned, cell, opened)
        key = (planned.objective.name, cell.scope)
        self._accrued[key] = self._accrued.get(key, Fraction(0)) + opened.waiting

    def _without_amount(
        self,
        planned: PlannedObjective,
        undecided: tuple[CreditKind, str | None],
        parts: list[Part],
        unit: Unit | None,
        cell: CellValues,
        claims: ClaimBook | None,
    ) -> CreditOutcome:
        kind, note = undecided
        objective = planned.objective
        cell.finding(NOT_IN_TOTAL, f"what {objective.name} owes is not known, so it is in no total")
        claim: ClaimOutcome | None = None if claims is None else claims.outcome(cell, True)
        derivation = Step("credit", None, unit, tuple(part.step for part in parts), objective.span, note)
        rows = "; ".join(part.row for part in parts if part.row is not None) or None
        return CreditOutcome(kind, rows, _currency(unit), None, None, (), claim, derivation, unit)

    def _rounded(self, amount: Fraction, unit: Unit | None) -> Fraction:
        return to_minor_unit(amount, _currency(unit), self.limits.source.graph.rounding)


def _dated(planned: PlannedObjective, credit: CreditOutcome, cell: CellValues, source: Source) -> CreditOutcome:
    """The credit with the dates that the contract gives it."""
    if not credit.due:
        return credit
    found: dict[str, int | None] = {"is applied": None, "expires": None}
    for name, rule in (("is applied", planned.objective.applied), ("expires", planned.objective.expires)):
        if rule is not None:
            try:
                found[name] = deadline_in(rule, cell, planned.objective.window.zone, source.graph).at
            except ValueError as error:
                cell.finding(NO_DEADLINE, f"when a credit {name} cannot be told: {error}", rule.span)
    return replace(credit, applied_by=found["is applied"], expires_at=found["expires"])


def _earned_back(objective: Objective, cell: CellValues) -> Step | None:
    """Whether what came after was good. Where nothing can come any more, nothing is earned back."""
    if objective.earn_back is None:
        return None
    step = cell.step(objective.earn_back)
    return replace(step, value=False) if is_empty(step.note) else step


def _party(graph: RuleGraph, role: str) -> str:
    return next((each.name for each in graph.parties if each.role == role), role)


def _if_eligible(part: Part, eligible: Step) -> Part:
    """Who is not eligible is owed nothing, whatever happened."""
    if eligible.value is None:
        step = Step("eligible", None, None, (eligible,), note=f"it is not known who is eligible: {eligible.note}")
        return replace(part, outcome="no verdict", row=None, amount=None, step=step)
    if eligible.value:
        return part
    step = Step("not eligible, so nothing is due", Fraction(0), part.unit, (eligible,))
    return replace(part, outcome="none", row=None, amount=step.number, step=step)


def _lapsed(claim: ClaimOutcome | None) -> bool:
    """Whether the credit is lost, because nobody claimed it in time: then it uses up no limit either."""
    return claim is not None and claim.state in ("late", "unclaimed")


def _undecided(parts: list[Part], unit: Unit | None) -> tuple[CreditKind, str | None] | None:
    """Why there is no sum of the credits."""
    for kind in ("conflict", "no verdict"):
        for part in parts:
            if part.outcome == kind:
                return part.outcome, part.step.note
    if any(part.amount and part.unit != unit for part in parts):
        return "no verdict", "credits in different units do not add up"
    return None


def _kind(parts: list[Part]) -> tuple[CreditKind, str | None]:
    """What speaks for the sum: the first credit that pays, else a gap, else nothing."""
    kinds = [part.outcome for part in parts if part.outcome != "none"]
    kind: CreditKind = next((each for each in kinds if each != "gap"), "gap" if kinds else "none")
    return kind, "; ".join(part.row for part in parts if part.row is not None) or None


def _added(single: list[Limited], total: Fraction, unit: Unit | None) -> Step:
    if len(single) == 1:
        return single[0].step
    return Step("sum of the credits", total, unit, tuple(each.step for each in single))


def _currency(unit: Unit | None) -> str | None:
    return None if unit is None else unit.currency
