"""All that was said of some contracts, as data for every kind of report."""

from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.proofs.verdict import Result
from sladsl.testing.suite import SuiteRun
from sladsl.text import SourceMap


@frozen
class Proved(Frozen):
    """The claims of one agreement. `allowed`: the contract allows what they found, for `reasons`, one each. `others`:
    the agreement for other choices of its parameters."""

    path: Path
    graph: RuleGraph
    results: tuple[Result, ...]
    allowed: tuple[Result, ...]
    reasons: tuple[str, ...] = ()
    others: tuple[RuleGraph, ...] = ()


@frozen
class Verified(Frozen):
    """`diagnostics` are about the text: mistakes, findings of sense, layout. `beside`: those of which a proof says the
    same, or better."""

    agreements: tuple[Proved, ...]
    diagnostics: tuple[Diagnostic, ...]
    suite: SuiteRun
    sources: SourceMap
    beside: tuple[Diagnostic, ...] = ()

    @property
    def found(self) -> list[Diagnostic]:
        """Everything that somebody should look at."""
        shown = [each.diagnostic for agreement in self.agreements for each in agreement.results]
        return [*self.diagnostics, *(each for each in shown if each is not None)]
