"""What `sladsl diff` says of a contract and the same with one thing changed, held against the contract's scenarios."""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from os import getpid
from pathlib import Path
from typing import Literal

from sladsl.diagnostics.diagnostic import errors
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.review.change import AgreementChange, Side
from sladsl.review.comparing import Comparison
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import CreditOutcome, Evaluation
from sladsl.testing.records import event_log
from sladsl.text import Source, SourceMap
from sladsl.workspace.compiling import CompiledFile, compile_file
from strategies.contracts import graph_of
from strategies.mutants import Mutant

Verdict = Literal["told", "same", "unknown", "false same", "no contract"]
"""Told: with somebody who is worse off, or that nobody is in money and what it is that changed."""


def judged(path: Path, mutant: Mutant) -> Verdict:
    """The changed text is written beside the file, so that it finds what that one imports."""
    before = _compiled(path)
    beside = path.with_name(f"{path.stem}-{getpid()}{path.suffix}")
    try:
        beside.write_text(mutant.text, encoding="utf-8")
        after = compile_file(beside, {})
    finally:
        beside.unlink(missing_ok=True)
    if not usable(after):
        return "no contract"
    changes = changes_of(before, after)
    told = {clause.worse_off for change in changes for clause in change.clauses}
    if told & {"customer", "provider", "both ways"}:
        return "told"
    if told & {"unknown"}:
        return "unknown"
    pairs = zip(before.agreements, after.agreements, strict=True)
    # That a kpi counts otherwise is told with "nobody": it promises nothing, and nothing is owed by it.
    kinds = {"kpi"} if told else set()
    if any(_differ(one.graph, other.graph, kinds) for one, other in pairs if one.graph and other.graph):
        return "false same"
    return "told" if told else "same"


@lru_cache(maxsize=4)
def _compiled(path: Path) -> CompiledFile:
    return compile_file(path, {})


def reviewed(old: str, new: str) -> AgreementChange:
    """The review of two texts of one agreement."""
    return Comparison(
        graph_of(old), graph_of(new), *(SourceMap([Source("contract.sladsl", each)]) for each in (old, new))
    ).change()


def mirrored(side: Side) -> Side:
    """What is said of a change when it is taken back."""
    return {"customer": "provider", "provider": "customer"}.get(side, side)  # type: ignore[return-value]


def usable(file: CompiledFile) -> bool:
    return not errors(file.diagnostics) and bool(file.agreements) and all(each.graph for each in file.agreements)


def changes_of(before: CompiledFile, after: CompiledFile) -> list[AgreementChange]:
    """Agreement by agreement in the order of the text."""
    sources = [SourceMap(s for s in (*each.imported, each.source) if s is not None) for each in (before, after)]
    return [
        Comparison(one.graph, other.graph, sources[0], sources[1]).change()
        for one, other in zip(before.agreements, after.agreements, strict=True)
        if one.graph is not None and other.graph is not None
    ]


def _differ(old: RuleGraph, new: RuleGraph, without: set[str]) -> bool:
    """Whether any log of a scenario comes out otherwise, kinds of objective aside that are named. Scenarios that set
    parameters are read without these."""
    for scenario in old.tests.scenarios:
        log = event_log(scenario, old.streams, lambda _: 1, "scenario")
        found = [
            evaluate(graph, log, ReferenceEngine(), period=scenario.period, as_of=scenario.as_of)[0]
            for graph in (old, new)
        ]
        come_out = [list(_told(each, without)) for each in found if each]
        if any(each != come_out[0] for each in come_out):
            return True
    return False


def _told(evaluation: Evaluation, without: set[str]) -> Iterator[Hashable]:
    for each in evaluation.outcomes:
        if each.kind in without:
            continue
        owed = [_owed(credit) for credit in (each.credit, each.bonus)]
        yield each.scope, each.window.start, each.window.end, each.state, each.measured, *owed


def _owed(credit: CreditOutcome | None) -> Hashable:
    if credit is None:
        return None
    claim = None if credit.claim is None else (credit.claim.state, credit.claim.deadline)
    return credit.outcome, credit.payable, credit.currency, claim
