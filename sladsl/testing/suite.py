"""All scenarios of some contracts, run."""

from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.testing.coverage import Coverage
from sladsl.testing.result import Ran
from sladsl.text import SourceMap


@frozen
class AgreementRun(Frozen):
    """One agreement with its scenarios that were run."""

    path: Path
    name: str
    graph: RuleGraph
    runs: tuple[Ran, ...]
    coverage: Coverage


@frozen
class SuiteRun(Frozen):
    """`diagnostics` are of contracts that could not be compiled, and warnings about others."""

    agreements: tuple[AgreementRun, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceMap

    @property
    def runs(self) -> list[Ran]:
        return [ran for agreement in self.agreements for ran in agreement.runs]
