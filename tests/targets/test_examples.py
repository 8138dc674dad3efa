"""Over every example: its own target, put in its own place, changes nothing, with its rows moved along or not."""

from fractions import Fraction
from pathlib import Path

import pytest

from sladsl.api import EvaluationRequest, compile_file, evaluate_contract
from sladsl.model.units import PERCENT
from sladsl.rules.outcome import Evaluation
from sladsl.targets.promises import Promise, promises_of
from sladsl.targets.retargeting import alone_judged, with_target
from sladsl.targets.trying import owed_by, suggestion
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import Prepared
from spec_player.surroundings import ROOT

EXAMPLES = sorted(
    each for folder in (ROOT / "policies/examples").glob("*/README.md") for each in folder.parent.glob("*.sladsl")
)


def told(evaluation: Evaluation | None) -> list[tuple[object, ...]]:
    """All that an outcome says, but for how it came about."""
    assert evaluation is not None
    return [
        (each.objective, each.scope, each.window, each.state, each.measured, each.target, each.allowance,
         each.credit and (each.credit.outcome, each.credit.due, each.credit.payable, each.credit.taken),
         each.bonus and each.bonus.payable)
        for each in evaluation.outcomes
    ]  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_target_is_the_same_agreement(path: Path) -> None:
    configuration, _ = find_configuration(path.parent)
    tried = 0
    for compiled in compile_file(path, {}).agreements:
        assert compiled.graph is not None
        made = evaluate_contract(compiled.graph, "", configuration, EvaluationRequest())
        if made.evaluation is None or made.prepared is None:
            continue
        for promise in promises_of(compiled.graph):
            tried += _holds(made.prepared, made.evaluation, promise, path)
    if not tried:
        pytest.skip("no promise here was measured against one target")


def _holds(prepared: Prepared, evaluation: Evaluation, promise: Promise, path: Path) -> int:
    graph = compile_file(path, {}).agreements[0].graph
    if graph is None or graph.name != evaluation.agreement:
        return 0

    def evaluate(changed: object) -> Evaluation | None:
        return prepared.evaluate(changed)[0]  # type: ignore[arg-type]

    found = suggestion(graph, promise, evaluate, [Fraction(1)], [])
    assert found is not None
    assert all(each.kept <= each.judged for each in found.tried)
    if len(found.past.own) != 1:
        return 0
    (own,) = found.past.own
    assert told(evaluate(with_target(graph, promise, own))) == told(evaluation)
    if promise.ladder:
        moved = evaluate(with_target(graph, promise, own, moved=True))
        assert moved is not None
        assert owed_by(graph, moved) == owed_by(graph, evaluation)
    if found.past.values:
        every = found.tried[-1]
        assert every.kept >= len(found.past.values), "what every window has kept is kept in every window"
    watched, seen = alone_judged(graph, promise)
    if promise.of == "window":
        assert (watched, seen) == (graph, promise)
    assert promise.unit != PERCENT or promise.of == "window"
    return 1
