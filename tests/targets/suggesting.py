"""Contracts as text, their logs as rows, and what is suggested for them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from rules.written import HEAD, Result, evaluated
from sladsl.api import Configuration, EvaluationRequest, compile_file, evaluate_contract
from sladsl.diagnostics import Diagnostic
from sladsl.graph import RuleGraph
from sladsl.targets.candidates import USUAL
from sladsl.targets.trying import Suggestion, Tried, owed_by
from sladsl.workspace.evaluating import Prepared
from sladsl.workspace.suggesting import suggestions


class Case:
    """An agreement and its log, over a period that the log covers."""

    def __init__(self, clauses: str, logs: Mapping[str, str], period: str) -> None:
        self.clauses, self.logs, self.period = clauses, logs, period
        self.graph, self.prepared = self._prepared()

    def _prepared(self) -> tuple[RuleGraph, Prepared]:
        with TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "contract.sladsl"
            path.write_text(f"agreement written {{{HEAD}{self.clauses}\n}}\n", encoding="utf-8")
            compiled = compile_file(path, {})
            assert not compiled.diagnostics or compiled.agreements[0].graph, compiled.diagnostics
            graph = compiled.agreements[0].graph
            assert graph is not None
            files: dict[str, list[Path]] = {}
            for stream, rows in self.logs.items():
                (folder / f"{stream}.csv").write_text(rows, encoding="utf-8")
                files[stream] = [folder / f"{stream}.csv"]
            request = EvaluationRequest(files, self.period, None, dict.fromkeys(self.logs, self.period))
            made = evaluate_contract(graph, "", Configuration(folder), request)
            assert made.prepared is not None, [each.message for each in made.diagnostics]
            return graph, made.prepared

    def suggested(
        self, objective: str | None = None, shares: Sequence[Fraction] = USUAL, asked: Sequence[str] = ()
    ) -> list[Suggestion]:
        found = suggestions(self.graph, self.prepared, objective, shares, asked)
        assert not isinstance(found, Diagnostic), found
        return found

    def one(self, objective: str, *asked: str) -> Suggestion:
        (found,) = self.suggested(objective, asked=asked)
        return found

    def written(self, old: str, new: str) -> Result:
        """What comes of it if the text said something else."""
        assert self.clauses.count(old) >= 1, old
        return evaluated(self.clauses.replace(old, new), self.logs, self.period, coverage=self.period)

    def owed(self, result: Result) -> Fraction:
        return owed_by(self.graph, result.evaluation)


def with_target(found: Suggestion, target: Fraction) -> Tried:
    (tried,) = (each for each in found.tried if each.candidate is not None and each.candidate.target == target)
    return tried
