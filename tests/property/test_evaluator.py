"""Any well-typed contract on any log: an evaluation that is well formed, or a diagnostic that says why not."""

import json
from dataclasses import replace
from functools import cache

import jsonschema
from hypothesis import given

from property import well_formed
from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from sladsl.diagnostics.diagnostic import errors
from sladsl.report.explain import explain_json, explain_text
from sladsl.report.json import evaluation_json
from sladsl.report.schema import schema
from sladsl.report.steps import Which
from sladsl.report.text import evaluation_text
from sladsl.text import Source, SourceMap

MOST_SHOWN = 25
WHICH: tuple[Which, ...] = ("measured", "credit", "state")


@effort(300)
@given(scenes())
def test_every_evaluation_is_well_formed(scene: Scene) -> None:
    evaluation, found = evaluated(scene.graph, scene.log, scene.stage, evidence=True)
    if evaluation is None:
        assert errors(found)
        return
    well_formed.check(evaluation, scene.graph, evidence=True)
    without, _ = evaluated(scene.graph, scene.log, scene.stage)
    assert without is not None
    assert [each.state for each in without.outcomes] == [each.state for each in evaluation.outcomes]
    assert without.totals == evaluation.totals


@effort(90)
@given(scenes())
def test_every_evaluation_can_be_told(scene: Scene) -> None:
    evaluation, _ = evaluated(scene.graph, scene.log, scene.stage, evidence=True)
    if evaluation is None:
        return
    evaluation = replace(evaluation, outcomes=evaluation.outcomes[:MOST_SHOWN])
    sources = SourceMap([Source("contract.sladsl", scene.contract.text)])
    written = evaluation_json(evaluation, scene.graph, cases="all", sources=sources, log=scene.log)
    validator("evaluation").validate(json.loads(written))
    assert evaluation_text(evaluation, scene.graph, cases="all")
    for outcome in evaluation.outcomes[:4]:
        for which in WHICH:
            assert explain_text(outcome, scene.graph, sources, scene.log, which)
            told = explain_json(outcome, scene.graph, sources, scene.log, which)
            validator("explanation").validate(json.loads(told))


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema(name)))


@effort(60)
@given(scenes())
def test_same_inputs_same_bytes(scene: Scene) -> None:
    first, second = (evaluated(scene.graph, scene.log, scene.stage) for _ in range(2))
    assert first == second
    if first[0] is not None and second[0] is not None:
        one, other = (evaluation_json(each, scene.graph, log=scene.log) for each in (first[0], second[0]))
        assert one == other
