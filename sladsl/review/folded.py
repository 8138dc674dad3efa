"""A rule graph with everything reckoned out that no log decides: what numbers and parameters come to as they are."""

from collections.abc import Mapping
from dataclasses import replace

from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import Check, CreditRule, Objective
from sladsl.graph.values import Cases, Constant, Logic, Truth
from sladsl.model.units import NUMBER
from sladsl.rules.combining import Combining, combine
from sladsl.rules.derivation import Step


def folded(graph: RuleGraph) -> RuleGraph:
    """The same graph: nodes keep their places. What can never be in force is left out of objectives."""
    nodes: list[Node] = []
    known: dict[Ref, Step] = {}
    for index, node in enumerate(graph.nodes):
        made = _reckoned(node, nodes, known)
        nodes.append(made)
        match made:
            case Constant(value=value, unit=unit):
                known[Ref(index)] = Step("", value, unit)
            case Truth(value=truth):
                known[Ref(index)] = Step("", truth)
    objectives = tuple(_in_force(each, nodes) for each in graph.objectives)
    return replace(graph, nodes=tuple(nodes), objectives=objectives)


def never(graph: RuleGraph, ref: Ref | None) -> bool:
    """Whether a condition of a folded graph holds of no log."""
    return ref is not None and graph.nodes[ref] == Truth(False)


def _reckoned(node: Node, nodes: list[Node], known: Mapping[Ref, Step]) -> Node:
    match node:
        case Logic(operator=operator, left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if one in known:
                    settles = bool(known[one].value) == (operator == "or")
                    return Truth(operator == "or") if settles else nodes[other]
        case Cases():
            left_over = tuple(each for each in node.cases if nodes[each.condition] != Truth(False))
            if not left_over:
                return nodes[node.otherwise]
            if nodes[left_over[0].condition] == Truth(True):
                return nodes[left_over[0].value]
            return replace(node, cases=left_over)
        case _ if isinstance(node, Combining) and all(each in known for each in inputs(node)):
            step = combine(node, known)
            if isinstance(step.value, bool):
                return Truth(step.value)
            if step.value is not None:
                return Constant(step.value, step.unit or NUMBER)
    return node


def _in_force(objective: Objective, nodes: list[Node]) -> Objective:
    checks: list[Check] = []
    for each in objective.checks:
        if each.when is not None and nodes[each.when] == Truth(False):
            continue
        if each.when is not None and nodes[each.when] == Truth(True):
            checks.append(replace(each, when=None))
            break
        checks.append(each)
    return replace(
        objective,
        checks=tuple(checks),
        credits=tuple(_tables(each, nodes) for each in objective.credits),
        bonuses=tuple(_tables(each, nodes) for each in objective.bonuses),
        exceptions=tuple(each for each in objective.exceptions if nodes[each.when] != Truth(False)),
    )


def _tables(credit: CreditRule, nodes: list[Node]) -> CreditRule:
    found = []
    for each in credit.tables:
        if each.when is not None and nodes[each.when] == Truth(False):
            continue
        if each.when is not None and nodes[each.when] == Truth(True):
            found.append(replace(each, when=None))
            break
        found.append(each)
    return replace(credit, tables=tuple(found))
