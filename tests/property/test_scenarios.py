"""A scenario that says what came out passes, and one that says anything else fails."""

from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given

from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import IntervalSet
from sladsl.testing.coverage import coverage_of
from sladsl.testing.result import Ran
from sladsl.testing.running import run
from strategies.contracts import compiled
from strategies.scenarios import can_be_told, expectations, perturbed, written


def told(scene: Scene) -> tuple[RuleGraph, Evaluation, str]:
    """The evaluation of a scene in which the log covers the period, and the scenario that says so."""
    assume(can_be_told(scene.graph))
    whole = IntervalSet.single(*scene.stage.period)
    stage = replace(scene.stage, as_of=None, coverage=dict.fromkeys(scene.log.streams, whole))
    evaluation, _ = evaluated(scene.graph, scene.log, stage)
    assume(evaluation is not None and evaluation.outcomes)
    assert evaluation is not None
    return scene.graph, evaluation, written(scene.graph, scene.log, evaluation, stage.period)


def ran(scene: Scene, scenario: str) -> Ran:
    """The scenario run, of the agreement without scenarios of its own."""
    graph, found = compiled(scene.contract.text + scenario)
    assert [each.message for each in errors(found)] == []
    assert graph is not None
    lines = iter(range(1, 10_000))
    return run(graph.tests.scenarios[-1], graph, lambda _: next(lines), Path("x.sladsl").name)


@effort(120)
@given(scenes())
def test_what_came_out_is_what_is_expected(scene: Scene) -> None:
    graph, evaluation, scenario = told(scene)
    made = ran(scene, scenario)
    assert made.evaluation is not None
    assert made.evaluation.outcomes == evaluation.outcomes or [each.state for each in made.evaluation.outcomes] == [
        each.state for each in evaluation.outcomes
    ]
    failures = [(each.expected.span, each.failures) for each in made.checked if not each.passed]
    assert failures == []
    coverage = coverage_of(graph.name, graph, [made])
    assert 0 <= coverage.reached <= len(coverage.items)


@effort(60)
@given(scenes())
def test_anything_else_fails(scene: Scene) -> None:
    _, evaluation, scenario = told(scene)
    right, wrong = "\n".join(expectations(evaluation)), "\n".join(perturbed(evaluation))
    assert right in scenario
    made = ran(scene, scenario.replace(right, wrong))
    assert made.evaluation is not None
    assert made.checked
    assert [each.expected.span for each in made.checked if each.passed] == []
