"""What an objective comes to in one scope and window: its state, what was measured, how much of the target was used."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import CONFLICT
from sladsl.engines.measurements import ClassesFound, RecordFound, RecordsFound, used_limits
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Check, ExceptionRule, Objective
from sladsl.graph.values import Availability
from sladsl.model.units import DURATION, PERCENT, Unit
from sladsl.rules.combining import holds
from sladsl.rules.derivation import Step
from sladsl.rules.lookups import cell_of, unsettled
from sladsl.rules.measured import read
from sladsl.rules.outcome import Allowance, State
from sladsl.rules.values import CellValues
from sladsl.rules.words import value_words


@frozen
class Verdict(Frozen):
    """An objective's state, apart from what it owes. `measured` is the value its tables look at."""

    state: State
    reason: str | None
    measured: Step
    unit: Unit
    shown_in: str | None
    comparator: str | None
    target: Fraction | None
    allowance: Allowance | None
    records: RecordsFound | None
    derivation: Step
    exception: str | None = None


def judge(objective: Objective, values: CellValues) -> Verdict:
    """Records decide one by one; else the first check in force decides. All that only where the objective applies, and
    where no exception says otherwise."""
    unit = objective.checks[0].unit if objective.checks else PERCENT
    if objective.applies is not None:
        applies = values.step(objective.applies)
        if applies.value is None:
            return _without_value(unit, f"it is not known whether it applies: {applies.note}", (applies,))
        if not applies.value:
            return replace(_without_value(unit, "it does not apply", (applies,)), state="not applicable")
    chosen = exception_in_force(objective, values)
    if isinstance(chosen, Step):
        return _without_value(unit, chosen.note or "it is not known which exception holds", (chosen,))
    if chosen is None:
        return _judge(objective, objective.checks, values)
    if not chosen.applies:
        reason = f"it does not apply: {chosen.title or chosen.name}"
        verdict = _without_value(unit, reason, (values.step(chosen.when),))
        return replace(verdict, state="not applicable", exception=chosen.name)
    return replace(_judge(objective, chosen.checks or objective.checks, values), exception=chosen.name)


def _judge(objective: Objective, checks: tuple[Check, ...], values: CellValues) -> Verdict:
    if objective.records is not None:
        return _judge_records(objective, values)
    for check in checks:
        condition = None if check.when is None else values.step(check.when)
        if condition is None or condition.value is True:
            return _judge_check(objective, check, values)
        if condition.value is None:
            reason = f"it is not known which requirement applies: {condition.note}"
            return _without_value(check.unit, reason, (condition,))
    return _without_value(objective.checks[0].unit, "no requirement applies", ())


def exception_in_force(objective: Objective, values: CellValues) -> ExceptionRule | Step | None:
    """The exception that holds; a Step where nobody knows, or where two hold and neither comes before the other."""
    holding: list[ExceptionRule] = []
    for each in objective.exceptions:
        condition = values.step(each.when)
        if condition.value is None:
            note = f"it is not known whether {each.name} holds: {condition.note}"
            return Step("exceptions", None, None, (condition,), each.span, note)
        if condition.value:
            holding.append(each)
    names = {each.name for each in holding}
    beaten = {name for each in holding for name in _beaten_by(objective, each.name) & names}
    left = [each for each in holding if each.name not in beaten]
    if len(left) > 1:
        both = " and ".join(each.name for each in left)
        values.finding(
            CONFLICT, f"the exceptions {both} of {objective.name} hold at once, and none comes first", left[1].span
        )
        return Step("exceptions", None, None, (), left[0].span, f"the exceptions {both} hold at once")
    return left[0] if left else None


def _beaten_by(objective: Objective, name: str) -> set[str]:
    """All exceptions that come after this one, over any number of steps."""
    below = {each.name: each.before for each in objective.exceptions}
    found, pending = set[str](), list(below.get(name, ()))
    while pending:
        other = pending.pop()
        if other not in found:
            found.add(other)
            pending.extend(below.get(other, ()))
    return found


def _judge_check(objective: Objective, check: Check, values: CellValues) -> Verdict:
    measured = values.step(check.measured)
    target = None if check.target is None else values.step(check.target)
    condition = () if check.when is None else (values.step(check.when),)
    inputs = (*condition, measured, *(() if target is None else (target,)))
    value, limit = measured.number, None if target is None else target.number
    allowance = _allowance(check, values, value, limit)
    state: State
    reason: str | None = None
    if value is None:
        state, reason = "no verdict", measured.note
    elif check.comparator is None or target is None:
        state = "measured"
    elif limit is None:
        state, reason = "no verdict", f"there is no target: {target.note}"
    elif not holds(check.comparator, value, limit):
        state = "breached"
    else:
        state = "warning" if _is_warned(objective.warn_at, allowance) else "met"
    words = state if check.comparator is None else f"{check.comparator} {value_words(limit, check.unit)}: {state}"
    derivation = Step(words, _truth(state), None, inputs, check.span, reason)
    return Verdict(
        state, reason, measured, check.unit, check.shown_in, check.comparator, limit, allowance, None, derivation
    )


def _allowance(check: Check, values: CellValues, value: Fraction | None, target: Fraction | None) -> Allowance | None:
    """For availability the time that may be lost; for a share what may be missing from 100 %; for what may be at most
    so much, that much. A value that may be at least so much has no end, so no share of it can be used."""
    if value is None or target is None:
        return None
    if check.comparator in (">=", ">"):
        if (found := _classes(check, values)) is not None:
            agreed, down = found
            return Allowance((1 - target) * agreed, down, DURATION)
        return Allowance(1 - target, 1 - value, PERCENT) if check.unit == PERCENT else None
    return Allowance(target, value, check.unit) if check.comparator in ("<=", "<") else None


def _classes(check: Check, values: CellValues) -> tuple[Fraction, Fraction] | None:
    node = None if check.availability is None else values.source.graph.nodes[check.availability]
    if not isinstance(node, Availability):
        return None
    found = values.found(node.classes)
    if not isinstance(found, ClassesFound):
        return None
    return Fraction(found.agreed) if node.over is None else node.over, Fraction(found.counted_down)


def _is_warned(share: Fraction | None, allowance: Allowance | None) -> bool:
    """Using exactly the share warns already; where nothing may be used, there is no share of it."""
    return share is not None and allowance is not None and allowance.used >= share * allowance.allowed > 0


def _judge_records(objective: Objective, values: CellValues) -> Verdict:
    assert objective.records is not None
    found = values.found(objective.records)
    if not isinstance(found, RecordsFound):
        return _without_value(PERCENT, "it was not measured", ())
    trouble = unsettled(
        values.source, cell_of(objective.records, values.keys, values.scope, values.window), objective.span
    )
    if trouble is not None:
        return _without_value(PERCENT, trouble, ())
    reading = read("share", values.source.graph.nodes[objective.records], found)
    values.report_records(objective.records, found)
    measured = Step("share of records met", reading.value, PERCENT, span=objective.span, note=reading.note, found=found)
    allowance = _tightest(found.records)
    state: State
    if found.missed:
        state = "breached"
    elif found.met == 0:
        state = "no verdict"
    else:
        state = "warning" if _is_warned(objective.warn_at, allowance) else "met"
    words = f"{found.met} met, {found.missed} missed: {state}"
    derivation = Step(words, _truth(state), None, (measured,), objective.span, reading.note)
    return Verdict(state, reading.note, measured, PERCENT, None, None, None, allowance, found, derivation)


def _tightest(records: Sequence[RecordFound]) -> Allowance | None:
    """The record that has used most of its limit."""
    kept = used_limits(records)
    if not kept:
        return None
    # Of several that have used the same share, the one with the longest limit, whatever the order of the rows.
    used, allowed = max(kept, key=_share_used)
    return Allowance(Fraction(allowed), Fraction(used), DURATION)


def _share_used(pair: tuple[int, int]) -> tuple[Fraction, int]:
    return Fraction(pair[0], pair[1]), pair[1]


def _without_value(unit: Unit, reason: str, inputs: tuple[Step, ...]) -> Verdict:
    nothing = Step("measured", None, unit, note=reason)
    derivation = Step("no verdict", None, None, inputs, note=reason)
    return Verdict("no verdict", reason, nothing, unit, None, None, None, None, None, derivation)


def _truth(state: State) -> bool | None:
    return None if state in ("no verdict", "measured", "not applicable") else state != "breached"
