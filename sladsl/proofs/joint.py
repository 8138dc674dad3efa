"""A condition on what several objectives come to together, at every combination of the numbers that it could tell
apart."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from sladsl.engines.measurements import Found
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph, WindowRule, inputs
from sladsl.graph.contract import CreditRule, Objective, TriggerRule
from sladsl.graph.scenarios import CreditsPayable
from sladsl.graph.values import Judged, Looked, OutcomeSum, Run
from sladsl.model.units import NUMBER
from sladsl.proofs.assumed import Number, assuming, outcome_of, records_with
from sladsl.proofs.spaces import FIXED, FROM_LOG, Cuts, Piece, Variable, number_variable, share_variable
from sladsl.proofs.units import unit_of
from sladsl.proofs.windows import Horizon
from sladsl.rules.fees import fee_steps
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import MEASURES, above_measures, cell_roots, wide_limits, windowed_limits
from sladsl.temporal import Window

MOST_POINTS = 3000
_OUTCOMES = (Judged, OutcomeSum, CreditsPayable)
Choice = Piece | bool | None
"""What a variable is; None: it has no value."""


@frozen
class Joint(Frozen):
    """`watches` are looked at in windows of one rule. `objectives`: all that they could depend on. `why_not`: why the
    points may not be all there is; None: they are."""

    graph: RuleGraph
    watches: tuple[TriggerRule, ...]
    objectives: tuple[Objective, ...]
    variables: tuple[Variable, ...]
    windows: tuple[Window, ...]
    why_not: str | None

    @property
    def size(self) -> int:
        found = len(self.windows)
        for each in self.variables:
            found *= len(_choices(each))
        return found

    def points(self) -> "Iterator[JointPoint]":
        """Every combination; only for one that is not too large."""
        for window in self.windows:
            for choices in product(*(_choices(each) for each in self.variables)):
                values: dict[Ref, Number | bool] = {}
                found: dict[Ref, Found] = {}
                for variable, choice in zip(self.variables, choices, strict=True):
                    if isinstance(choice, bool):
                        values[variable.ref] = choice
                    elif choice is None:
                        pass
                    elif isinstance(self.graph.nodes[variable.ref], MEASURES):
                        found[variable.ref] = records_with(choice.number)
                    else:
                        values[variable.ref] = (choice.number, variable.unit)
                yield JointPoint(window, choices, outcome_of(assuming(self.graph, values), window, found, {}))


@frozen
class JointPoint(Frozen):
    window: Window
    choices: tuple[Choice, ...]
    evaluation: Evaluation | None


def joint(graph: RuleGraph, watches: tuple[TriggerRule, ...], horizon: Horizon) -> Joint:
    """What the watches look at. `graph` holds their nodes."""
    named = _objectives(graph, [each.condition for each in watches])
    rule = watches[0].window
    limits = tuple(dict.fromkeys(limit for each in named for limit in wide_limits(graph, each)))
    only = replace(graph, objectives=named, limits=limits, triggers=watches)
    variables, vague = _variables(only)
    windows = _windows(graph, rule, horizon)
    made = Joint(only, watches, named, variables, windows, None)
    return replace(made, why_not=_beyond(only, rule, vague, horizon) or _too_many(made))


def _too_many(made: Joint) -> str | None:
    return f"{made.size:,} combinations of numbers are too many" if made.size > MOST_POINTS else None


def _choices(variable: Variable) -> tuple[Choice, ...]:
    return (False, True, None) if variable.truth else (*variable.pieces, None)


def _objectives(graph: RuleGraph, roots: Iterable[Ref]) -> tuple[Objective, ...]:
    """Those whose outcome is asked for, with those that they look at, in the written order."""
    names: set[str] = set()
    pending = list(roots)
    while pending:
        nodes = [graph.nodes[ref] for ref in above_measures(graph, pending, through=True)]
        pending = []
        asked: set[str] = set()
        for node in nodes:
            if isinstance(node, Judged | Run):
                asked.add(node.objective)
            elif isinstance(node, OutcomeSum):
                asked.update(node.objectives)
            elif isinstance(node, CreditsPayable):
                asked.update(each.name for each in graph.objectives if each.credits)
        for each in graph.objectives:
            if each.name in asked - names:
                pending += cell_roots(each)
        names |= asked
    return tuple(each for each in graph.objectives if each.name in names)


def _variables(graph: RuleGraph) -> tuple[tuple[Variable, ...], bool]:
    """Where values begin to depend on the log; and whether the pieces of one of them may not be all there are."""
    measured = {check.measured: check.unit for each in graph.objectives for check in each.checks}
    records = {each.records for each in graph.objectives if each.records is not None}
    cuts = Cuts(graph, graph.objectives, [each.condition for each in graph.triggers])
    found: dict[Ref, Variable] = {each: share_variable(each, cuts) for each in sorted(records)}
    pending = [each.condition for each in graph.triggers]
    pending += [ref for each in graph.objectives for ref in cell_roots(each) if ref not in records]
    seen: set[Ref] = set()
    while pending:
        ref = pending.pop()
        if ref in seen:
            continue
        seen.add(ref)
        node = graph.nodes[ref]
        if isinstance(node, _OUTCOMES):
            continue
        if isinstance(node, Looked) and node.truth:
            found[ref] = Variable(ref, NUMBER, (), True, truth=True)
        elif (ref in measured and not isinstance(node, FIXED)) or isinstance(node, (*FROM_LOG, Looked)):
            found[ref] = number_variable(graph, ref, measured.get(ref) or unit_of(graph, ref), cuts)
        elif not isinstance(node, MEASURES):
            pending.extend(inputs(node))
    variables = tuple(found[ref] for ref in sorted(found))
    return variables, not all(each.exact for each in variables)


def _beyond(graph: RuleGraph, rule: WindowRule, vague: bool, horizon: Horizon) -> str | None:
    """Why an outcome may depend on more than the numbers of one window."""
    if vague:
        return "numbers of the log are compared with one another"
    if horizon.bounded:
        return "the term has no end"
    if graph.versions:
        return "amendments change the contract"
    if any(isinstance(node, Judged) and node.states == ("warning",) for node in graph.nodes):
        return "it looks at warnings"
    for each in graph.objectives:
        if each.keys:
            return f"{each.name} is taken for each {each.keys[0]}, of which there can be any number"
        if each.window != rule:
            return f"{each.name} is taken in other windows"
        if any(claim.stream is not None for claim in each.claims):
            return f"what {each.name} owes depends on claims"
        limits = (*windowed_limits(each), *wide_limits(graph, each))
        if any(limit.pool is not None or limit.window not in (None, rule) for limit in limits):
            return f"a limit of {each.name} depends on other windows"
        if any(_from_log(graph, amount) for amount in _amounts(each)):
            return f"what {each.name} owes is a formula over the log"
    return None


def _amounts(objective: Objective) -> Iterator[Ref]:
    rules: list[CreditRule] = [*objective.credits, *objective.bonuses]
    rules += [objective.points] if objective.points is not None else []
    for rule in rules:
        yield from (ref for ref in (rule.share_of, rule.amount) if ref is not None)
        yield from (factor.factor for factor in rule.factors)
        yield from (row.gives for table in rule.tables for row in table.rows)
        yield from (limit.amount for limit in rule.limits)
    yield from (limit.amount for limit in objective.limits)
    if objective.pay_only_above is not None:
        yield objective.pay_only_above.amount


def _from_log(graph: RuleGraph, root: Ref) -> bool:
    nodes = [graph.nodes[ref] for ref in above_measures(graph, [root])]
    return any(isinstance(node, (*FROM_LOG, *_OUTCOMES, Looked)) for node in nodes)


def _windows(graph: RuleGraph, rule: WindowRule, horizon: Horizon) -> tuple[Window, ...]:
    """One of each length and fees, the first of each."""
    found: dict[tuple[object, ...], Window] = {}
    for pane in horizon.term.panes(rule, horizon.start, horizon.end):
        window = pane.window
        steps = fee_steps(horizon.term, list(graph.services), window.start, window.end, graph)
        found.setdefault((window.end - window.start, *(each.value for each in steps)), window)
    return tuple(found.values())
