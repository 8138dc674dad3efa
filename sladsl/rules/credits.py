"""What each credit of an objective comes to in one scope and window, before any limit."""

from fractions import Fraction
from typing import Literal

from sladsl.diagnostics.catalogue.findings import BASE_MISSING, BELOW_ZERO, CONFLICT, GAP, PAYS_THOUGH_MET
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import CreditRule, Objective
from sladsl.model.units import Unit, money
from sladsl.rules.derivation import Step
from sladsl.rules.measured import is_empty
from sladsl.rules.objectives import Verdict
from sladsl.rules.tables import Reached, reach
from sladsl.rules.values import CellValues
from sladsl.rules.words import value_words

CreditKind = Literal["none", "row", "amount", "gap", "conflict", "no verdict"]


@frozen
class Part(Frozen):
    """One credit of an objective: `amount` is exact, None on "conflict" and "no verdict"."""

    rule: CreditRule
    outcome: CreditKind
    row: str | None
    amount: Fraction | None
    unit: Unit | None
    step: Step


def credit_part(objective: Objective, rule: CreditRule, verdict: Verdict, values: CellValues) -> Part:
    """Rows pay by themselves, met or missed; what needs a breach waits for one. Where there was nothing to measure,
    there is no verdict, and nothing is due."""
    if is_empty(verdict.reason):
        return _part(rule, "none", values, Step("nothing was measured, so nothing is due", Fraction(0), _unit(values)))
    if verdict.state == "not applicable":
        return _part(rule, "none", values, Step("it does not apply, so nothing is due", Fraction(0), _unit(values)))
    for ref in rule.only_when:
        condition = values.step(ref)
        if condition.value is None:
            return _undecided(rule, values, Step("only when", None, None, (condition,), note=condition.note))
        if not condition.value:
            return _part(rule, "none", values, Step("only when it holds", Fraction(0), _unit(values), (condition,)))
    if rule.needs_met and verdict.state not in ("met", "warning"):
        if verdict.state == "no verdict":
            return _undecided(
                rule, values, Step("needs to be met", None, None, (verdict.derivation,), note=verdict.reason)
            )
        return _part(rule, "none", values, Step("not met, so nothing is earned", Fraction(0), _unit(values)))
    if rule.needs_breach and verdict.state != "breached":
        return _unbreached(rule, verdict, values)
    part = _by_table(objective, rule, verdict, values) if rule.tables else _by_formula(objective, rule, values)
    part = _checked(objective, _multiplied(rule, part, values), values)
    if part.amount and rule in objective.credits and verdict.state in ("met", "warning"):
        values.finding(PAYS_THOUGH_MET, f"{objective.name} owes a credit though it is met", rule.span)
    return part


def _multiplied(rule: CreditRule, part: Part, values: CellValues) -> Part:
    """The amount times every factor whose condition holds."""
    for each in rule.factors:
        if not part.amount:
            return part
        condition = values.step(each.condition)
        if condition.value is None:
            return _undecided(rule, values, Step("times", None, None, (part.step, condition), note=condition.note))
        if condition.value:
            factor = values.step(each.factor)
            if factor.number is None:
                return _undecided(rule, values, factor)
            amount = part.amount * factor.number
            step = Step("times", amount, part.unit, (part.step, factor, condition), rule.span)
            part = Part(rule, part.outcome, part.row, amount, part.unit, step)
    return part


def _unbreached(rule: CreditRule, verdict: Verdict, values: CellValues) -> Part:
    """Nothing is missed, so nothing is due. Without a verdict nobody knows, but of records none is missed so far, and
    a formula that comes to nothing owes nothing either way."""
    nothing = rule.amount is not None and values.number(rule.amount) == 0
    if verdict.state != "no verdict" or verdict.records is not None or nothing:
        return _part(rule, "none", values, Step("not breached, so nothing is due", Fraction(0), _unit(values)))
    return _undecided(rule, values, Step("needs a breach", None, None, (verdict.derivation,), note=verdict.reason))


def _by_table(objective: Objective, rule: CreditRule, verdict: Verdict, values: CellValues) -> Part:
    reached = reach(rule.tables, verdict.measured, values)
    _report(objective, rule, reached, verdict, values)
    match reached.outcome:
        case "no verdict":
            return _undecided(rule, values, reached.step)
        case "conflict":
            return Part(rule, "conflict", reached.row, None, _unit(values), reached.step)
        case "none" | "gap":
            return _part(rule, reached.outcome, values, reached.step)
    assert reached.gives is not None
    share = reached.gives.known
    if rule.share_of is None:
        return _checked(objective, Part(rule, "row", reached.row, share, reached.gives.unit, reached.step), values)
    base = values.step(rule.share_of)
    if base.number is None:
        return _without_base(objective, rule, base, values)
    amount = share * base.number
    step = Step("share", amount, base.unit, (reached.step, base), rule.span)
    return _checked(objective, Part(rule, "row", reached.row, amount, base.unit, step), values)


def _by_formula(objective: Objective, rule: CreditRule, values: CellValues) -> Part:
    assert rule.amount is not None
    step = values.step(rule.amount)
    if step.number is None:
        return _without_base(objective, rule, step, values)
    return _checked(objective, Part(rule, "amount", None, step.number, step.unit, step), values)


def _checked(objective: Objective, part: Part, values: CellValues) -> Part:
    """An amount is never negative: a credit flows one way."""
    if part.amount is None or part.amount >= 0:
        return part
    message = f"a credit of {objective.name} comes to {value_words(part.amount, part.unit)}; nothing is due instead"
    values.finding(BELOW_ZERO, message, part.rule.span)
    step = Step("not below zero", Fraction(0), part.unit, (part.step,), part.rule.span)
    return Part(part.rule, part.outcome, part.row, step.number, part.unit, step)


def _report(objective: Objective, rule: CreditRule, reached: Reached, verdict: Verdict, values: CellValues) -> None:
    if reached.outcome not in ("gap", "conflict"):
        return
    said = f"{objective.name} at {value_words(verdict.measured.value, verdict.unit)}"
    if reached.outcome == "gap":
        values.finding(GAP, f"no row says what is due for {said}", rule.span)
    else:
        values.finding(CONFLICT, f"two rows say different things for {said}: {reached.row}", rule.span)


def _without_base(objective: Objective, rule: CreditRule, step: Step, values: CellValues) -> Part:
    message = f"a credit of {objective.name} cannot be computed: {step.note}"
    values.finding(BASE_MISSING, message, rule.span)
    return _undecided(rule, values, step)


def _undecided(rule: CreditRule, values: CellValues, step: Step) -> Part:
    return Part(rule, "no verdict", None, None, _unit(values), step)


def _part(rule: CreditRule, outcome: CreditKind, values: CellValues, step: Step) -> Part:
    return Part(rule, outcome, None, step.number, _unit(values), step)


def _unit(values: CellValues) -> Unit | None:
    """Where nothing is due, it is nothing in the contract's currency."""
    currency = values.source.graph.currency
    return None if currency is None else money(currency)
