"""Evaluating a text over a log of outages."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from levels.compiling import graph_of
from sladsl.rules.outcome import Evaluation
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract


def evaluated(folder: Path, text: str, outages: Iterable[tuple[str, str]], name: str = "base") -> Evaluation:
    """What an agreement comes to in 2026."""
    graph = graph_of(folder, text, name)
    rows = "\n".join(f"{start}Z,{end}Z" for start, end in outages)
    (folder / "outages.csv").write_text(f"start,end\n{rows}\n", encoding="utf-8")
    request = EvaluationRequest({"outages": [folder / "outages.csv"]}, "2026", coverage={"outages": "2026"})
    result = evaluate_contract(graph, "", Configuration(folder), request)
    assert result.evaluation is not None, result.diagnostics
    return result.evaluation


def states_of(evaluation: Evaluation, objective: str) -> list[tuple[str, str, str | None]]:
    """Label, state and version of each window of an objective."""
    return [
        (each.window.label, each.state, each.version) for each in evaluation.outcomes if each.objective == objective
    ]


def credits_of(evaluation: Evaluation, objective: str) -> list[Fraction | None]:
    return [each.credit.due for each in evaluation.outcomes if each.objective == objective and each.credit]
