"""An agreement that was evaluated → what the past suggests, and what other values of its parameters come to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import names, types, usage
from sladsl.graph import RuleGraph
from sladsl.model.lengths import elapsed
from sladsl.model.problems import listing, nearest
from sladsl.model.units import (
    ANY_CALENDAR,
    DURATION,
    NUMBER,
    PERCENT,
    Measurable,
    common_unit,
    declared,
    money,
    open_time,
)
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import streams_needed
from sladsl.syntax import ast
from sladsl.targets.promises import Promise, promises_of
from sladsl.targets.trying import Remembering, Suggestion, suggestion
from sladsl.workspace.compiling import parse_setting
from sladsl.workspace.evaluating import Prepared


def suggestions(
    graph: RuleGraph, prepared: Prepared, objective: str | None, shares: Sequence[Fraction], asked: Sequence[str]
) -> list[Suggestion] | Diagnostic:
    """One for each promise, or for those of one objective. `asked`: targets to try, as they would stand there."""
    promises = promises_of(graph)
    if objective is not None:
        promises = [each for each in promises if each.objective == objective]
    if not promises:
        return _no_promise(graph, objective)
    targets = _targets(promises, asked)
    if isinstance(targets, Diagnostic):
        return targets
    evaluate = _evaluator(graph, prepared)
    found = (suggestion(graph, each, evaluate, shares, of) for each, of in zip(promises, targets, strict=True))
    return [each for each in found if each is not None]


def _evaluator(graph: RuleGraph, prepared: Prepared) -> Callable[[RuleGraph], Evaluation | None]:
    once = replace(prepared, engine=Remembering(prepared.engine, graph))
    return lambda changed: once.evaluate(changed)[0]


def can_stay(old: RuleGraph, new: RuleGraph) -> bool:
    """Whether logs that were read for one graph are those of the other. Streams that are made were made by the rules of
    the first."""
    same = (old.streams, old.zone) == (new.streams, new.zone) and streams_needed(old) == streams_needed(new)
    return same and not old.makings and not new.makings


def unknown_objective(name: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(name, known)
    fix = Fix(f"did you mean `{near}`?" if near else f"objectives are {listing(known)}")
    return Diagnostic(names.UNKNOWN_NAME, f"the agreement has no objective `{name}`", fixes=(fix,))


def _no_promise(graph: RuleGraph, objective: str | None) -> Diagnostic:
    known = [each.name for each in graph.objectives]
    if objective is not None and objective not in known:
        return unknown_objective(objective, known)
    what = f"the objective `{objective}`" if objective is not None else "the agreement"
    return Diagnostic(
        usage.NOTHING_TO_DO,
        f"{what} holds no number against a target that could be another one",
        fixes=(Fix("targets are tried of numbers of windows, and of limits on the time of cases"),),
    )


def _targets(promises: Iterable[Promise], asked: Sequence[str]) -> list[list[Fraction]] | Diagnostic:
    """Those that are of the unit of a promise, for each."""
    numbers: list[Measurable] = []
    for text in asked:
        value = number_written(text)
        if isinstance(value, Diagnostic):
            return value
        numbers.append(value)
    found = [[each.value for each in numbers if common_unit(promise.unit, each.unit)] for promise in promises]
    tried = {value for each in found for value in each}
    for text, each in zip(asked, numbers, strict=True):
        if each.value not in tried:
            message = f"`--target {text}` is {each.unit.words()}, and no target here is"
            fix = Fix("write it as it would stand in the contract: `99.9%`, `4h`, `4 business hours`")
            return Diagnostic(types.UNIT_MISMATCH, message, fixes=(fix,))
    return found


def number_written(text: str) -> Measurable | Diagnostic:
    """A number with its unit, as it would stand in a contract."""
    parsed = parse_setting(f"target={text}")
    value = None if isinstance(parsed, Diagnostic) else _number(parsed[1].value)
    if value is None:
        fix = Fix("write it as it would stand in the contract: `99.9%`, `4h`, `4 business hours`")
        return Diagnostic(usage.BAD_OPTION, f"`--target {text}` is no number with its unit", fixes=(fix,))
    return value


def _number(value: ast.Expression) -> Measurable | None:
    match value:
        case ast.Percent():
            return Measurable(value.value / 100, PERCENT)
        case ast.Number():
            return Measurable(value.value, NUMBER)
        case ast.Amount():
            return Measurable(value.value, money(value.code))
        case ast.Counted():
            return Measurable(value.value, declared(value.unit.text))
        case ast.Quantity(kind="elapsed" | "business" as kind):
            length = elapsed(value)
            if length is None or (kind == "business" and value.unit in ("day", "week")):
                return None
            if kind == "elapsed":
                return Measurable(length, DURATION)
            return Measurable(length, ANY_CALENDAR if value.calendar is None else open_time(value.calendar.text))
        case _:
            return None
