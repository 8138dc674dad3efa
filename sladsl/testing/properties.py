"""Properties held against logs: where a line of one does not hold, where it does, where nobody can say."""

from dataclasses import replace

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.contract import TriggerRule
from sladsl.graph.scenarios import PropertyLineRule, PropertyRule
from sladsl.graph.values import Logic, Negation
from sladsl.rules.outcome import Evaluation, TriggerOutcome


@frozen
class LineChecked(Frozen):
    """A line of a property in every window of an evaluation. `broken`: where it does not hold. `undecided`: where what
    it looks at has no value. `asked`: in how many windows its `when` holds, or all of them; what is asked nowhere is
    not tested. `allowed`: the contract allows with a reason that it is broken."""

    rule: PropertyRule
    line: PropertyLineRule
    broken: tuple[TriggerOutcome, ...]
    undecided: tuple[TriggerOutcome, ...]
    asked: int
    allowed: bool = False

    @property
    def message(self) -> str:
        return f"property {self.rule.name} does not hold in {self.broken[0].window.label}"

    @property
    def holds(self) -> bool | None:
        """None: there is no window in which it could be told, or its `when` never holds."""
        if self.broken:
            return False
        return None if self.undecided or not self.asked else True


def watching(graph: RuleGraph) -> RuleGraph:
    """The graph with each line watched by triggers: one that fires where it does not hold and, of a line with `when`,
    one that fires where that does."""
    nodes: list[Node] = [*graph.nodes, *graph.tests.nodes]
    watches: list[TriggerRule] = []

    def add(node: Node) -> Ref:
        nodes.append(node)
        return Ref(len(nodes) - 1)

    for rule, line in lines(graph):
        broken = line.condition if line.kind == "never" else add(Negation(line.condition))
        if line.when is not None:
            broken = add(Logic("and", line.when, broken))
        watches.append(_watch(rule, line, broken))
        if line.when is not None:
            watches.append(_watch(rule, line, line.when))
    places = (*graph.places, *graph.tests.places)
    return replace(graph, nodes=tuple(nodes), places=places, triggers=tuple(watches))


def lines(graph: RuleGraph) -> list[tuple[PropertyRule, PropertyLineRule]]:
    return [(rule, line) for rule in graph.tests.properties for line in rule.lines]


def _watch(rule: PropertyRule, line: PropertyLineRule, condition: Ref) -> TriggerRule:
    return TriggerRule("escalate", rule.name, rule.title, "", condition, line.window, None, line.span)


def checked_lines(graph: RuleGraph, evaluation: Evaluation) -> tuple[LineChecked, ...]:
    """Every line of every property of `graph`; the evaluation is of the graph that watches them."""
    every = [each for each in evaluation.triggers if each.objective is None]
    found: list[LineChecked] = []
    for rule, line in lines(graph):
        of = [each for each in every if each.span == line.span]
        # Of a line with `when` there are two triggers, each in all windows.
        first, second = (of, of) if line.when is None else (of[: len(of) // 2], of[len(of) // 2 :])
        broken = tuple(each for each in first if each.fires)
        undecided = tuple(each for each in first if each.fires is None)
        asked = len(first) if line.when is None else sum(each.fires is True for each in second)
        found.append(LineChecked(rule, line, broken, undecided, asked))
    return tuple(found)
