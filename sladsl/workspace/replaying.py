"""Logs that were there already, run through both versions of an agreement."""

from dataclasses import replace
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.rules.outcome import Evaluation
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract


@frozen
class Logs(Frozen):
    """What the person asked to be evaluated."""

    request: EvaluationRequest

    @property
    def files(self) -> list[Path]:
        return [each for files in self.request.logs.values() for each in files]

    def told_of(self, graph: RuleGraph) -> bool:
        """Whether the agreement reads any of them."""
        return any(each.name in self.request.logs for each in graph.streams)

    def evaluated(self, graph: RuleGraph) -> tuple[Evaluation | None, list[Diagnostic]]:
        """What an agreement comes to over those that it reads; with why it does not, where that is so."""
        configuration, found = find_configuration(Path())
        if errors(found):
            return None, errors(found)
        known = {each.name for each in graph.streams}
        own = {name: files for name, files in self.request.logs.items() if name in known}
        result = evaluate_contract(graph, "", configuration, replace(self.request, logs=own))
        return result.evaluation, errors(result.diagnostics) if result.evaluation is None else []
