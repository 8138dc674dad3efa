"""Witnesses as scenarios of their contract: written into the agreement, in the one style."""

from collections.abc import Sequence
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved, Verified
from sladsl.proofs.written import scenario_lines
from sladsl.report.told import scenario_name
from sladsl.syntax.scan import outline
from sladsl.text import Source
from sladsl.workspace.rewriting import Layout, layout_of, layout_of_file, rewrite


def add_scenarios(path: Path, verified: Verified) -> tuple[list[str], Diagnostic | None]:
    """The names of the scenarios that were added, or why none were. One of that name is not written again."""
    before = layout_of_file(path)
    if before.source is None or before.text is None:
        return [], _refused(path, "it has mistakes; see `sladsl check`")
    text, names = before.source.text, list[str]()
    for proved in verified.agreements:
        wanted = _wanted(proved)
        at = _end_of(before.source, text, proved)
        if wanted and at is None:
            return [], _refused(path, f"`{proved.graph.name}` is not written out in it")
        if wanted and at is not None:
            blocks = "\n".join("\n".join(scenario_lines(each.witness, name)) for name, each in wanted if each.witness)
            text = f"{text[:at]}\n{blocks}\n{text[at:]}"
            names += [name for name, _ in wanted]
    if not names:
        return [], None
    after = layout_of(str(path), text.encode("utf-8"))
    if after.text is None:
        return [], _refused(path, "a scenario of it could not be written in its language")
    problem = rewrite(path, Layout(str(path), before.source, after.text, (), before.raw))
    return ([], problem) if problem else (names, None)


def _wanted(proved: Proved) -> list[tuple[str, Result]]:
    there = {each.name for each in proved.graph.tests.scenarios}
    found: dict[str, Result] = {}
    for each in proved.results:
        if each.diagnostic is not None and each.witness is not None and scenario_name(each) not in there:
            found.setdefault(scenario_name(each), each)
    return list(found.items())


def _end_of(source: Source, text: str, proved: Proved) -> int | None:
    """Where the bracket of the agreement closes in the text, which may have grown since the agreement was read: what
    was added before stands above it."""
    span = proved.graph.span
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
