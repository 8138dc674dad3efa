"""Compiling texts of several files."""

from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.graph import RuleGraph
from sladsl.workspace.compiling import compile_file


def compiled(folder: Path, text: str, **others: str) -> tuple[dict[str, RuleGraph | None], tuple[Diagnostic, ...]]:
    """The agreements of a text by name, with what is said of it; `others` are files beside it, without their suffix."""
    for name, other in others.items():
        (folder / f"{name}.sladsl").write_text(other, encoding="utf-8")
    path = folder / "contract.sladsl"
    path.write_text(text, encoding="utf-8")
    file = compile_file(path, {})
    return {each.name: each.graph for each in file.agreements}, file.diagnostics


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code.id for each in diagnostics]


def graph_of(folder: Path, text: str, name: str, **others: str) -> RuleGraph:
    graphs, found = compiled(folder, text, **others)
    graph = graphs[name]
    assert graph is not None, found
    return graph
