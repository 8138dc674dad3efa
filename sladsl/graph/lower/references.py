"""What objectives ask of one another: in windows that both have, and never in a circle."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, time
from sladsl.graph.contract import CreditRule, Objective, TriggerRule
from sladsl.graph.lower.context import Lowering
from sladsl.graph.node import Ref, inputs
from sladsl.graph.values import BreachRun, Judged, OutcomeSum, Over
from sladsl.graph.windows import WindowRule
from sladsl.text import Span

Stage = tuple[Literal["state", "points", "credit"], str]
"""What is asked for of an objective. What it owes rests on its state, never the other way round."""

Asked = tuple[Stage, WindowRule | None, bool, Span | None]
"""A stage, in which windows, whether only in earlier ones, and where it is asked for."""


def check_references(lowering: Lowering, objectives: tuple[Objective, ...], triggers: tuple[TriggerRule, ...]) -> None:
    """Tells of questions that have no answer."""
    rules = {each.name: each.window for each in objectives}
    needs: dict[Stage, list[Asked]] = {}
    for objective in objectives:
        for stage, roots in _stages(objective).items():
            needs[stage] = [asked for root in roots for asked in _asked(lowering, root, objective.window, False)]
            if stage[0] != "state":
                needs[stage].append((("state", objective.name), objective.window, False, objective.span))
    every = [asked for found in needs.values() for asked in found]
    every += [asked for each in triggers for asked in _asked(lowering, each.condition, each.window, False)]
    told: set[Span | None] = set()
    for (_, name), rule, _, span in every:
        if rule is not None and name in rules and rules[name] != rule and span not in told:
            told.add(span)
            _other_windows(lowering, name, rules[name], rule, span)
    _check_circles(lowering, needs)


def _stages(objective: Objective) -> Mapping[Stage, list[Ref]]:
    state: list[Ref | None] = [objective.applies]
    state += [each.when for each in objective.exceptions]
    for check in (*objective.checks, *(check for each in objective.exceptions for check in each.checks)):
        state += [check.when, check.measured, check.target]
    money: list[Ref | None] = [objective.eligible, objective.earn_back, objective.pay_once]
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


def _asked(lowering: Lowering, root: Ref, rule: WindowRule | None, earlier: bool) -> Iterator[Asked]:
    pending: list[tuple[Ref, WindowRule | None, bool]] = [(root, rule, earlier)]
    seen: set[tuple[Ref, WindowRule | None, bool]] = set()
    while pending:
        state = pending.pop()
        if state in seen:
            continue
        seen.add(state)
        ref, where, before = state
        node, place = lowering.table[ref], lowering.table.places[ref]
        if isinstance(node, Judged | BreachRun):
            yield ("state", node.objective), where, before, place
        elif isinstance(node, OutcomeSum):
            yield from (((node.what, name), where, before, place) for name in node.objectives)
        elif isinstance(node, Over) and node.around is not None:
            where, before = node.around.rule or where, before or node.around.earlier
        pending += [(below, where, before) for below in inputs(node)]


def _other_windows(lowering: Lowering, name: str, taken: WindowRule, asked: WindowRule, span: Span | None) -> None:
    clause = next(each for each in lowering.agreement.objectives if each.name.text == name)
    lowering.problems.add(
        time.BAD_WINDOW,
        f"`{name}` is judged per {taken.unit}, and here it is asked for per {asked.unit}",
        span,
        labels=[Label(clause.name.span, "declared here")],
        fixes=[Fix(f"count its windows: `count over {taken.unit}s where {name} is breached >= 1`")],
    )


def _check_circles(lowering: Lowering, needs: Mapping[Stage, Iterable[Asked]]) -> None:
    """Depth first, with the way so far; a stage that is done is looked at once."""
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
                return
            if stage in done:
                continue
            way.append(stage)
            pending.append((stage, None, True))
            pending += [(asked, place, False) for asked, _, before, place in needs.get(stage, ()) if not before]
