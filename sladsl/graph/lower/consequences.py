"""What else hangs on an objective, and on the agreement: when it applies, who pays, points, pools, triggers."""

from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import CreditRule, DeadlineRule, EscalationRule, LimitRule, Objective, TriggerRule
from sladsl.graph.lower import measures
from sladsl.graph.lower.claims import deadline
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.credits import is_due_money
from sladsl.graph.lower.values import ValueLayer, scope_keys
from sladsl.graph.lower.windows import window_rule
from sladsl.graph.node import Ref
from sladsl.graph.values import Arithmetic, Around, Constant, Judged, OutcomeSum, Over, Run
from sladsl.graph.windows import WindowRule
from sladsl.model.types import Type
from sladsl.model.units import NUMBER, PERCENT
from sladsl.syntax import ast


@frozen
class Terms(Frozen):
    """What an objective says besides its numbers."""

    applies: Ref | None
    eligible: Ref | None
    payer: str | None
    payee: str | None
    earn_back: Ref | None
    pay_once: Ref | None
    applied: DeadlineRule | None
    expires: DeadlineRule | None
    escalations: tuple[EscalationRule, ...]


def terms(layer: ValueLayer, clause: ast.Objective) -> Terms:
    """The lines of an objective about when it applies and what becomes of what it owes."""
    lowering = layer.lowering
    payer, payee = _parties(lowering, clause)
    dates = {each.what: deadline(lowering, "deadline", each.within, each.anchor, each.span) for each in clause.dates}
    return Terms(
        applies=_all_of(layer, clause.applies),
        eligible=_all_of(layer, clause.eligible),
        payer=payer,
        payee=payee,
        earn_back=_all_of(layer, clause.earn_backs),
        pay_once=_pay_once(layer, clause),
        applied=dates.get("applied"),
        expires=dates.get("expires"),
        escalations=tuple(
            EscalationRule(each.to.value, each.share.value / 100, each.span) for each in clause.escalations
        ),
    )


def _all_of(layer: ValueLayer, conditions: tuple[ast.Expression, ...]) -> Ref | None:
    """Several lines must all hold."""
    both: Ref | None = None
    for written in conditions:
        ref = layer.condition(written)
        if ref is not None:
            both = ref if both is None else layer.logic("and", both, ref, written.span)
    return both


def _parties(lowering: Lowering, clause: ast.Objective) -> tuple[str | None, str | None]:
    if not clause.payable:
        return None, None
    said = clause.payable[0]
    for name in (said.payer, said.payee):
        lowering.symbol(name, "party")
    if said.payer.text == said.payee.text:
        lowering.say(
            names.CONTRADICTING_LINES, f"`{said.payer.text}` cannot owe itself anything", said.span,
            Fix("name the party that pays first, then the one that is paid"),
        )  # fmt: skip
    return said.payer.text, said.payee.text


def _pay_once(layer: ValueLayer, clause: ast.Objective) -> Ref | None:
    if not clause.pay_once:
        return None
    written = clause.pay_once[0]
    lowered = layer.number(written.amount)
    if lowered is None or lowered.type.unit is None:
        return None
    fixed = layer.fixed(lowered.ref)
    return lowered.ref if is_due_money(layer.lowering, lowered.type.unit, fixed, written.amount) else None


# Pools


def pools(lowering: Lowering, objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """The objectives with the credits that pools give them: on a breach, their weight of the pool, times its factor;
    all together at most the pool."""
    for pool in lowering.agreement.pools:
        objectives = _with_pool(lowering, pool, objectives)
    return objectives


def _with_pool(lowering: Lowering, pool: ast.Pool, objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    layer = ValueLayer(lowering, {})
    amount = layer.number(pool.amount)
    factor = None if pool.factor is None else layer.number(pool.factor)
    window = None if pool.window is None else window_rule(lowering, pool.window)
    weights = _weights(lowering, pool)
    if factor is not None and factor.type.unit not in (NUMBER, PERCENT):
        lowering.say(
            types.UNIT_MISMATCH, "a weight is multiplied by a plain number or a percentage",
            pool.factor.span if pool.factor else pool.span,
            Fix("write for instance `times 150%`"),
        )  # fmt: skip
        return objectives
    if amount is None or amount.type.unit is None or (factor is None and pool.factor is not None):
        return objectives
    if not is_due_money(lowering, amount.type.unit, layer.fixed(amount.ref), pool.amount):
        return objectives
    limit = LimitRule(amount.ref, window, (), pool.span, pool.name.text)
    # The pool of a year is a share of the fees of the year, whatever the windows of the objectives.
    whole = amount.ref
    if window is not None:
        around = Around(window, 0, 0)
        whole = layer.add(Over("max", around, (), amount.ref, None, None, None, amount.type.unit), pool.span)
    made: list[Objective] = []
    for objective in objectives:
        weight = weights.get(objective.name)
        if weight is None:
            made.append(objective)
            continue
        share = layer.add(Constant(weight.share.value / 100, PERCENT), weight.span)
        if factor is not None:
            share = layer.arithmetic("*", share, factor.ref, weight.span)
        owed = layer.add(Arithmetic("*", share, whole), weight.span)
        lowering.owed.setdefault(objective.name, set()).add(amount.type.unit)
        credit = CreditRule(None, (), owed, True, (limit,), weight.span)
        made.append(replace(objective, credits=(*objective.credits, credit)))
    return tuple(made)


def _weights(lowering: Lowering, pool: ast.Pool) -> dict[str, ast.Weight]:
    found: dict[str, ast.Weight] = {}
    for weight in pool.weights:
        if lowering.symbol(weight.objective, "objective") is None:
            continue
        clause = next(each for each in lowering.agreement.objectives if each.name.text == weight.objective.text)
        if clause.kind == "kpi":
            lowering.say(
                types.NO_REMEDY_IN_KPI, "a kpi is measured without a remedy", weight.span,
                Fix("make it an `objective`, or take it out of the pool"),
            )  # fmt: skip
        if weight.objective.text in found:
            lowering.problems.add(
                names.REPEATED_CLAUSE,
                f"`{weight.objective.text}` has two weights in this pool",
                weight.span,
                labels=[Label(found[weight.objective.text].span, "the first")],
                fixes=[Fix("keep one of them")],
            )
        found[weight.objective.text] = weight
    total = sum((each.share.value for each in found.values()), Fraction(0))
    if found and total != 100:
        lowering.read(
            f"what the weights of the pool `{pool.name.text}` add up to",
            f"{float(total):g}%: they are taken as written",
            "weights that add up to 100%",
            pool.name.span,
        )
    return found


# Triggers


def triggers(lowering: Lowering) -> tuple[TriggerRule, ...]:
    """Rights and steps that follow from what happens."""
    found = (_trigger(lowering, each) for each in lowering.agreement.triggers)
    return tuple(each for each in found if each is not None)


def _trigger(lowering: Lowering, written: ast.Terminate | ast.Escalate) -> TriggerRule | None:
    keys = _trigger_keys(lowering, written.each)
    condition = ValueLayer(lowering, keys).condition(written.condition)
    until: DeadlineRule | None = None
    if isinstance(written, ast.Terminate):
        lowering.symbol(written.by, "party")
        to = written.by.text
        if written.within is not None:
            until = deadline(lowering, "notice", written.within, written.anchor, written.span)
    else:
        to = written.to.value
    if condition is None:
        return None
    window = _trigger_window(lowering, written, condition)
    if window is None:
        return None
    return TriggerRule(
        "terminate" if isinstance(written, ast.Terminate) else "escalate",
        written.name.text if written.name else None,
        written.title,
        to,
        condition,
        window,
        until,
        written.span,
        tuple(keys),
    )


def _trigger_keys(lowering: Lowering, each: ast.ForEach | None) -> dict[str, Type]:
    """What a right or a step is looked at for; never for each record, which has no windows."""
    stream = next((name for name in each.names if name.text in lowering.agreement.streams), None) if each else None
    if stream is not None:
        lowering.say(
            types.NOT_HERE, f"this is looked at in windows, and `{stream.text}` is a stream of records", stream.span,
            Fix("name attributes, for instance `for each region`; records are judged by an objective `for each …`"),
        )  # fmt: skip
        return {}
    measures.check_each(lowering, each)
    return scope_keys(lowering, each)


def _trigger_window(lowering: Lowering, written: ast.Terminate | ast.Escalate, condition: Ref) -> WindowRule | None:
    """The window that is said, or that of the first objective it looks at."""
    if written.window is not None:
        return window_rule(lowering, written.window)
    for name in _objectives_below(lowering, condition):
        clause = next(each for each in lowering.agreement.objectives if each.name.text == name)
        if clause.windows:
            return window_rule(lowering, clause.windows[0])
    lowering.say(
        names.MISSING_CLAUSE, "it is not said when this is looked at", written.span,
        Fix("add `per month`, or another window, after the condition"),
    )  # fmt: skip
    return None


def _objectives_below(lowering: Lowering, root: Ref) -> list[str]:
    found: list[str] = []
    for node in lowering.table.below(root):
        if isinstance(node, Judged | Run):
            found.append(node.objective)
        elif isinstance(node, OutcomeSum):
            found.extend(node.objectives)
    return found
