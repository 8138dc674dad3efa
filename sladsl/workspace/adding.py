"""Witnesses as scenarios of their contract: written into the agreement, in the one style."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.graph import RuleGraph
from sladsl.proofs.verified import Proved, Verified
from sladsl.proofs.witness import Witness, evaluated, in_window
from sladsl.proofs.written import scenario_lines
from sladsl.report.told import scenario_name
from sladsl.review.change import AgreementChange
from sladsl.review.read_as import fitted
from sladsl.syntax.scan import outline
from sladsl.text import Source
from sladsl.workspace.rewriting import Layout, layout_of, layout_of_file, rewrite

Named = tuple[str, Witness]
"""A witness, and what its scenario is to be called."""


def add_scenarios(path: Path, verified: Verified) -> tuple[list[str], Diagnostic | None]:
    """The names of the scenarios that were added, or why none were. One of that name is not written again."""
    return _add(path, [(each.graph, _wanted(each)) for each in verified.agreements])


def add_differences(changes: Sequence[AgreementChange]) -> Iterator[tuple[Path, list[str], Diagnostic | None]]:
    """For each file of the new version, the logs that show what a clause comes to now and did not before."""
    found: dict[Path, list[tuple[RuleGraph, list[Named]]]] = {}
    for change in changes:
        if change.new is not None and change.new.span is not None:
            wanted = list(_differences(change, change.new))
            found.setdefault(Path(change.new.span.source), []).append((change.new, wanted))
    for path, each in found.items():
        yield path, *_add(path, each)


def _differences(change: AgreementChange, graph: RuleGraph) -> Iterator[Named]:
    """The first of each clause that is about one window, evaluated again over the whole of the new version."""
    there = {each.name for each in graph.tests.scenarios}
    for clause in change.clauses:
        name = f"{clause.name} after a change of {', '.join(clause.kinds)}"
        for shown in clause.examples:
            of = shown.new_outcome
            if shown.totals is not None or of is None or name in there:
                continue
            log = fitted(graph.streams, shown.log)
            whole = evaluated(graph, log, shown.period)
            outcome = in_window(whole, of.objective, of.window, of.scope)
            if whole is not None and outcome is not None:
                there.add(name)
                yield name, Witness(graph, log, shown.period, whole, (outcome,))


def _add(path: Path, agreements: Sequence[tuple[RuleGraph, Sequence[Named]]]) -> tuple[list[str], Diagnostic | None]:
    before = layout_of_file(path)
    if before.source is None or before.text is None:
        return [], _refused(path, "it has mistakes; see `sladsl check`")
    text, names = before.source.text, list[str]()
    for graph, wanted in agreements:
        at = _end_of(before.source, text, graph)
        if wanted and at is None:
            return [], _refused(path, f"`{graph.name}` is not written out in it")
        if wanted and at is not None:
            blocks = "\n".join("\n".join(scenario_lines(witness, name)) for name, witness in wanted)
            text = f"{text[:at]}\n{blocks}\n{text[at:]}"
            names += [name for name, _ in wanted]
    if not names:
        return [], None
    after = layout_of(str(path), text.encode("utf-8"))
    if after.text is None:
        return [], _refused(path, "a scenario of it could not be written in its language")
    problem = rewrite(path, Layout(str(path), before.source, after.text, (), before.raw))
    return ([], problem) if problem else (names, None)


def _wanted(proved: Proved) -> list[Named]:
    there = {each.name for each in proved.graph.tests.scenarios}
    found: dict[str, Witness] = {}
    for each in proved.results:
        if each.diagnostic is not None and each.witness is not None and scenario_name(each) not in there:
            found.setdefault(scenario_name(each), each.witness)
    return list(found.items())


def _end_of(source: Source, text: str, graph: RuleGraph) -> int | None:
    """Where the bracket of the agreement closes in the text, which may have grown since the agreement was read: what
    was added before stands above it."""
    span = graph.span
    if span is None or span.source != source.name:
        return None
    grown = len(text) - len(source.text)
    for each in outline(source.text).brackets:
        if each.opened >= span.start and source.text[each.opened] == "{" and each.closed is not None:
            return each.closed + grown
    return None


def _refused(path: Path, reason: str) -> Diagnostic:
    fix: Sequence[Fix] = (Fix("without `--write-scenario` nothing is written"),)
    return Diagnostic(usage.NOT_REWRITTEN, f"no scenario is added: {reason}", place=str(path), fixes=tuple(fix))
