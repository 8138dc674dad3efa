"""What objectives ask of one another: in windows that both have, and never in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, time, types
from sladsl.graph.contract import CreditRule, LimitRule, Objective, TriggerRule
from sladsl.graph.lower.context import Lowering
from sladsl.graph.node import Ref, inputs
from sladsl.graph.values import Around, Judged, OutcomeSum, Over, Run
from sladsl.graph.windows import WindowRule
from sladsl.model.problems import listing
from sladsl.text import Span

When = Literal["now", "earlier", "later"]
"""Only in earlier windows, in the same one too, or also in later ones."""

Stage = tuple[Literal["state", "points", "credit"], str]
"""What is asked for of an objective. What it owes rests on its state, never the other way round."""

Asked = tuple[Stage, WindowRule | None, When, Span | None]
"""A stage, in which windows, when, and where it is asked for."""


def check_references(
    lowering: Lowering,
    objectives: tuple[Objective, ...],
    limits: Sequence[LimitRule],
    triggers: tuple[TriggerRule, ...],
) -> None:
    """Tells of questions that have no answer."""
    rules = {each.name: each.window for each in objectives}
    needs: dict[Stage, list[Asked]] = {}
    for objective in objectives:
        for stage, roots in _stages(objective).items():
            needs[stage] = [asked for root in roots for asked in _asked(lowering, root, objective.window)]
            if stage[0] != "state":
                needs[stage].append((("state", objective.name), objective.window, "now", objective.span))
        for limit in limits:
            if not limit.objectives or objective.name in limit.objectives:
                needs["credit", objective.name] += _asked(lowering, limit.amount, limit.window or objective.window)
    every = [asked for found in needs.values() for asked in found]
    every += [asked for each in triggers for asked in _asked(lowering, each.condition, each.window)]
    told: set[Span | None] = set()
    for (what, name), rule, when, span in every:
        if what == "credit" and when == "later":
            _not_settled_yet(lowering, name, span)
        if rule is not None and name in rules and rules[name] != rule and span not in told:
            told.add(span)
            _other_windows(lowering, what, name, rules[name], rule, span)
    if not _check_circles(lowering, needs):
        _check_ahead(lowering, needs)


def _stages(objective: Objective) -> Mapping[Stage, list[Ref]]:
    state: list[Ref | None] = [objective.applies]
    state += [each.when for each in objective.exceptions]
    for check in (*objective.checks, *(check for each in objective.exceptions for check in each.checks)):
        state += [check.when, check.measured, check.target]
    money: list[Ref | None] = [objective.eligible, objective.earn_back, objective.pay_once]
    money += [each.amount for each in objective.limits]
    if objective.pay_only_above is not None:
        money.append(objective.pay_only_above.amount)
    for credit in (*objective.credits, *objective.bonuses):
        money += _of_credit(credit)
    points = [] if objective.points is None else list(_of_credit(objective.points))
    return {
        ("state", objective.name): [ref for ref in state if ref is not None],
        ("points", objective.name): [ref for ref in points if ref is not None],
        ("credit", objective.name): [ref for ref in money if ref is not None],
    }


def _of_credit(credit: CreditRule) -> Iterator[Ref | None]:
    yield credit.share_of
    yield credit.amount
    yield from credit.only_when
    for factor in credit.factors:
        yield from (factor.condition, factor.factor)
    for table in credit.tables:
        yield table.when
        for row in table.rows:
            yield row.gives
            yield from (bound.value for bound in row.bounds)
    yield from (limit.amount for limit in credit.limits)


def _asked(lowering: Lowering, root: Ref, rule: WindowRule | None) -> Iterator[Asked]:
    pending: list[tuple[Ref, WindowRule | None, When, Span | None]] = [(root, rule, "now", None)]
    seen: set[tuple[Ref, WindowRule | None, When, Span | None]] = set()
    while pending:
        state = pending.pop()
        if state in seen:
            continue
        seen.add(state)
        ref, where, when, ahead = state
        # The same question may be asked in several places; where it is asked ahead is told by what looks ahead.
        node, place = lowering.table[ref], ahead or lowering.table.places[ref]
        if isinstance(node, Judged | Run):
            yield ("state", node.objective), where, when, place
        elif isinstance(node, OutcomeSum):
            _check_one_unit(lowering, node, place)
            yield from (((node.what, name), where, when, place) for name in node.objectives)
        elif isinstance(node, Over) and node.around is not None:
            where, when = node.around.rule or where, _seen_from(when, node.around)
            ahead = place if when == "later" else ahead
        pending += [(below, where, when, ahead) for below in inputs(node)]


def _seen_from(when: When, around: Around) -> When:
    """Earlier than later may be anything, so it stays later."""
    if when == "later" or (around.last is not None and around.last > 0):
        return "later"
    return "earlier" if around.earlier else when


def _check_one_unit(lowering: Lowering, node: OutcomeSum, span: Span | None) -> None:
    units = dict.fromkeys(unit for name in node.objectives for unit in sorted(lowering.owed.get(name, ()), key=str))
    if node.what == "credit" and len(units) > 1:
        lowering.say(
            types.UNIT_MISMATCH,
            f"`credit of` adds up {listing([unit.words() for unit in units])}, which do not add",
            span,
            Fix("ask for the credits of objectives that owe the same"),
        )


def _not_settled_yet(lowering: Lowering, name: str, span: Span | None) -> None:
    lowering.say(
        types.NOT_HERE, f"what `{name}` owes in later windows is not settled when this is looked at", span,
        Fix(f"ask how it stands: `{name} is met`; or for what it owed in earlier windows"),
    )  # fmt: skip


def _other_windows(
    lowering: Lowering, what: str, name: str, taken: WindowRule, asked: WindowRule, span: Span | None
) -> None:
    clause = next(each for each in lowering.agreement.objectives if each.name.text == name)
    lowering.problems.add(
        time.BAD_WINDOW,
        f"`{name}` is judged per {taken.unit}, and here it is asked for per {asked.unit}",
        span,
        labels=[Label(clause.name.span, "declared here")],
        fixes=[
            Fix(f"count its windows: `count over {taken.unit}s where {name} is breached >= 1`")
            if what == "state"
            else Fix(f"add up its windows: `sum over {taken.unit}s: {what} of {name}`")
        ],
    )


def _check_ahead(lowering: Lowering, needs: Mapping[Stage, Iterable[Asked]]) -> None:
    """What looks ahead must not be looked back at, by whatever way."""
    for stage, found in needs.items():
        for ahead, _, when, span in found:
            if when == "later" and stage in _reached(needs, ahead):
                lowering.say(
                    names.CIRCULAR, f"`{stage[1]}` looks ahead to `{ahead[1]}`, which depends on it in turn", span,
                    Fix("look at earlier windows only, or take one of these out"),
                )  # fmt: skip
                return


def _reached(needs: Mapping[Stage, Iterable[Asked]], first: Stage) -> set[Stage]:
    seen: set[Stage] = set()
    pending = [first]
    while pending:
        stage = pending.pop()
        if stage not in seen:
            seen.add(stage)
            pending += [asked for asked, _, _, _ in needs.get(stage, ())]
    return seen


def _check_circles(lowering: Lowering, needs: Mapping[Stage, Iterable[Asked]]) -> bool:
    """Whether there is one. Depth first, with the way so far; a stage that is done is looked at once."""
    done: set[Stage] = set()
    for first in needs:
        way: list[Stage] = []
        pending: list[tuple[Stage, Span | None, bool]] = [(first, None, False)]
        while pending:
            stage, span, leave = pending.pop()
            if leave:
                done.add(way.pop())
                continue
            if stage in way:
                circle = [name for _, name in way[way.index(stage) :]] + [stage[1]]
                shown = " → ".join(dict.fromkeys(circle)) + f" → {stage[1]}"
                lowering.say(
                    names.CIRCULAR, f"`{stage[1]}` depends on itself: {shown}", span,
                    Fix("look at an earlier window (`in the previous window`), or take one of these out"),
                )  # fmt: skip
                return True
            if stage in done:
                continue
            way.append(stage)
            pending.append((stage, None, True))
            pending += [(asked, place, False) for asked, _, when, place in needs.get(stage, ()) if when != "earlier"]
    return False
