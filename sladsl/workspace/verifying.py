"""Contract files → all that can be said of them: layout, mistakes, proofs, scenarios."""

from collections.abc import Mapping
from pathlib import Path

from sladsl.checks.allowing import apart
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.model.parameters import Setting
from sladsl.proofs.proving import prove
from sladsl.proofs.subject import STEPS
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved, Verified
from sladsl.workspace.compiling import CompiledFile, compile_files
from sladsl.workspace.rewriting import layout_of_file
from sladsl.workspace.testing import run_scenarios

SHOWN_BY_LOGS = frozenset(
    each.id
    for each in (sense.HOLE, sense.OVERLAP, sense.PAYS_THOUGH_KEPT, sense.BREACH_PAYS_NOTHING, sense.MORE_THAN_FEE)
)
"""What `check` reads off the text, and a proof decides with a log: here the proof speaks."""


def verify_files(paths: list[Path], settings: Mapping[str, Setting], steps: int = STEPS) -> Verified:
    """Everything about every contract. A contract with mistakes has no meaning to prove anything of."""
    files, sources = compile_files(paths, settings, checks=True)
    agreements = [_proved(file, each.graph, steps) for file in files for each in file.agreements
                  if each.graph is not None and not errors(file.diagnostics)]  # fmt: skip
    decided = {each.path for each in agreements}
    found = [each for file in files for each in file.diagnostics
             if file.path not in decided or each.code.id not in SHOWN_BY_LOGS]  # fmt: skip
    found += [each for path in paths for each in _layout(path)]
    return Verified(tuple(agreements), tuple(found), run_scenarios(paths, settings), sources)


def _proved(file: CompiledFile, graph: RuleGraph, steps: int) -> Proved:
    results: list[Result] = []
    allowed: list[Result] = []
    for each in prove(graph, steps):
        quiet = each.diagnostic is not None and bool(apart([each.diagnostic], file.allows)[1])
        (allowed if quiet else results).append(each)
    return Proved(file.path, graph, tuple(results), tuple(allowed))


def _layout(path: Path) -> list[Diagnostic]:
    layout = layout_of_file(path)
    if not layout.changes:
        return []
    fix = Fix(f"`sladsl fmt {path}` lays it out")
    return [Diagnostic(proofs.NOT_IN_STYLE, "this contract is not in the one style", place=str(path), fixes=(fix,))]
