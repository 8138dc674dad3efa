"""One scenario: its log, the evaluation of the agreement over it, and what it expects of that."""

from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import ExpectedValue, ScenarioRule
from sladsl.logs.records import EventLog
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.testing.checking import Checking, value_name
from sladsl.testing.opening import opening_of
from sladsl.testing.properties import LineChecked, checked_lines, watching
from sladsl.testing.records import LineOf, event_log
from sladsl.testing.result import Ran


def run(scenario: ScenarioRule, graph: RuleGraph, line_of: LineOf, source: str) -> Ran:
    """Evaluates as `sladsl eval` does. `graph` is of the agreement with the parameters that the scenario sets."""
    log = event_log(scenario, graph.streams, line_of, source)
    evaluation, problems = _evaluate(graph, log, scenario)
    if evaluation is None:
        return Ran(scenario, graph, log, None, (), tuple(problems))
    values, problems = _values(graph, log, scenario)
    if values is None:
        return Ran(scenario, graph, log, None, (), tuple(problems))
    checking = Checking(evaluation, values)
    checked = tuple(checking.check(index, each) for index, each in enumerate(scenario.expected))
    return Ran(scenario, graph, log, evaluation, checked, (), _properties(graph, log, scenario))


def _properties(graph: RuleGraph, log: EventLog, scenario: ScenarioRule) -> tuple[LineChecked, ...]:
    """What must hold of every log must hold of this one."""
    if not graph.tests.properties:
        return ()
    evaluation, _ = _evaluate(watching(graph), log, scenario)
    return () if evaluation is None else checked_lines(graph, evaluation)


def _values(
    graph: RuleGraph, log: EventLog, scenario: ScenarioRule
) -> tuple[tuple[Outcome, ...] | None, list[Diagnostic]]:
    """The numbers that expectations ask for, each measured as a kpi of its own beside the agreement's objectives."""
    asked = tuple(
        replace(each.objective, name=value_name(index))
        for index, each in enumerate(scenario.expected)
        if isinstance(each, ExpectedValue)
    )
    if not asked:
        return (), []
    tests = graph.tests
    numbers = replace(
        graph, nodes=graph.nodes + tests.nodes, places=graph.places + tests.places, objectives=graph.objectives + asked
    )
    evaluation, problems = _evaluate(numbers, log, scenario)
    return (None if evaluation is None else evaluation.outcomes), problems


def _evaluate(graph: RuleGraph, log: EventLog, scenario: ScenarioRule) -> tuple[Evaluation | None, list[Diagnostic]]:
    return evaluate(
        graph, log, ReferenceEngine(), period=scenario.period, as_of=scenario.as_of, evidence=True,
        opening=opening_of(scenario, graph),
    )  # fmt: skip
