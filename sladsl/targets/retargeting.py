"""The rule graph with another target in place of one."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import Check, CreditRule, Objective, RowTable
from sladsl.graph.rows import RowConstant
from sladsl.graph.values import Arithmetic, Cases, Constant, ValueCase
from sladsl.targets.promises import Promise, deadline_of, records_of


def with_target(graph: RuleGraph, promise: Promise, target: Fraction, *, moved: bool = False) -> RuleGraph:
    """The agreement as it would be with this target. `moved`: the rows of its tables lie as far from the new target as
    they lay from the old one."""
    changed = _Changed(graph)
    objectives = []
    for each in graph.objectives:
        if each.name == promise.objective:
            if promise.of == "window":
                each = _of_window(changed, each, promise, target, moved=moved)
            elif each.records is not None:
                each = _of_cases(graph, changed, each, promise, target)
        objectives.append(each)
    return changed.graph(tuple(objectives))


def alone_judged(graph: RuleGraph, promise: Promise) -> tuple[RuleGraph, Promise]:
    """The agreement in which cases are held to nothing but what this promise asks, and each is told by which
    alternative it was judged: by its number, as its label. And the promise as it stands there."""
    if promise.of == "window":
        return graph, promise
    changed = _Changed(graph)
    objectives = []
    for each in graph.objectives:
        if each.name == promise.objective and each.records is not None:
            node = records_of(graph, each.records)
            group = node.groups[promise.group] if promise.group < len(node.groups) else ()
            numbered = tuple(replace(check, label=str(index)) for index, check in enumerate(group))
            ref = changed.add(replace(node, groups=(numbered,)))
            each = changed.substituted(each, {each.records: ref})
        objectives.append(each)
    return changed.graph(tuple(objectives)), replace(promise, group=0, label=str(promise.check))


def is_all_asked(graph: RuleGraph, promise: Promise) -> bool:
    """Whether cases are held to nothing beside what this promise asks."""
    records = [each.records for each in graph.objectives if each.name == promise.objective]
    return all(ref is None or len(records_of(graph, ref).groups) == 1 for ref in records)


class _Changed:
    """A graph to which nodes are added: none is changed, as others may rest on it."""

    def __init__(self, graph: RuleGraph) -> None:
        self._graph = graph
        self.nodes: list[Node] = list(graph.nodes)

    def add(self, node: Node) -> Ref:
        self.nodes.append(node)
        return Ref(len(self.nodes) - 1)

    def graph(self, objectives: tuple[Objective, ...]) -> RuleGraph:
        places = self._graph.places + (None,) * (len(self.nodes) - len(self._graph.nodes))
        return replace(self._graph, nodes=tuple(self.nodes), places=places, objectives=objectives)

    def substituted(self, objective: Objective, new: Mapping[Ref, Ref]) -> Objective:
        """The objective on copies of all that rests on the old nodes."""
        changed = dict(new)
        for number, node in enumerate(self._graph.nodes):
            ref = Ref(number)
            if ref not in changed and any(each in changed for each in inputs(node)):
                changed[ref] = self.add(_mapped(node, changed))
        found: Objective = _mapped(objective, changed)
        return found


def _mapped(value: Any, changed: Mapping[Ref, Ref]) -> Any:
    """A node or a rule with its references exchanged (see `inputs`)."""
    found = {
        field.name: _exchanged(getattr(value, field.name), changed)
        for field in fields(value)
        if "sladsl.graph" in str(field.type)
    }
    return replace(value, **found)


def _exchanged(value: Any, changed: Mapping[Ref, Ref]) -> Any:
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int):
        return changed.get(Ref(value), value)
    if isinstance(value, tuple):
        return tuple(_exchanged(each, changed) for each in value)
    return _mapped(value, changed) if is_dataclass(value) else value


def _of_window(
    changed: _Changed, objective: Objective, promise: Promise, target: Fraction, *, moved: bool
) -> Objective:
    new = changed.add(Constant(target, promise.unit))
    checks = tuple(replace(each, target=new) if _is_meant(each, promise) else each for each in objective.checks)
    found = replace(objective, checks=checks)
    if not moved:
        return found
    shift = _shift(changed, objective, promise, new)
    return replace(found, credits=tuple(_moved(changed, each, shift) for each in objective.credits))


def _is_meant(check: Check, promise: Promise) -> bool:
    return check.span == promise.span and check.target is not None


def _shift(changed: _Changed, objective: Objective, promise: Promise, new: Ref) -> Ref:
    """How far the target moves: in windows that another check decides, not at all."""
    nothing = changed.add(Constant(Fraction(0), promise.unit))
    cases: list[ValueCase] = []
    for each in objective.checks:
        far = nothing
        if _is_meant(each, promise) and each.target is not None:
            far = changed.add(Arithmetic("-", new, each.target))
        if each.when is None:
            return changed.add(Cases(tuple(cases), far)) if cases else far
        cases.append(ValueCase(far, each.when))
    return changed.add(Cases(tuple(cases), nothing))


def _moved(changed: _Changed, rule: CreditRule, shift: Ref) -> CreditRule:
    return replace(rule, tables=tuple(_moved_table(changed, each, shift) for each in rule.tables))


def _moved_table(changed: _Changed, table: RowTable, shift: Ref) -> RowTable:
    rows = []
    for row in table.rows:
        bounds = (replace(each, value=changed.add(Arithmetic("+", each.value, shift))) for each in row.bounds)
        rows.append(replace(row, bounds=tuple(bounds)))
    return replace(table, rows=tuple(rows))


def _of_cases(
    graph: RuleGraph, changed: _Changed, objective: Objective, promise: Promise, target: Fraction
) -> Objective:
    """A version of the clause that asks something else in this place stays as it is."""
    assert objective.records is not None
    node = records_of(graph, objective.records)
    groups = [list(each) for each in node.groups]
    if promise.group >= len(groups) or promise.check >= len(groups[promise.group]):
        return objective
    check = groups[promise.group][promise.check]
    deadline = deadline_of(graph, check)
    if deadline is None or check.label != promise.label:
        return objective
    limit = changed.add(RowConstant(target))
    condition = changed.add(replace(deadline, limit=limit))
    groups[promise.group][promise.check] = replace(check, condition=condition)
    ref = changed.add(replace(node, groups=tuple(map(tuple, groups))))
    return changed.substituted(objective, {objective.records: ref})
