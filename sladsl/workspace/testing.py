"""Contract files → their scenarios, run."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from sladsl.checks.allowing import Allow, allows_of, apart
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.proofs import PROPERTY_BROKEN
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import ScenarioRule
from sladsl.model.parameters import Setting
from sladsl.model.problems import Problems
from sladsl.testing.coverage import coverage_of
from sladsl.testing.records import event_log
from sladsl.testing.result import Ran
from sladsl.testing.running import run
from sladsl.testing.suite import AgreementRun, SuiteRun
from sladsl.text import SourceMap, Span
from sladsl.workspace.compiling import Compiled, CompiledFile, compile_files, compile_loaded


def run_scenarios(paths: Iterable[Path], settings: Mapping[str, Setting], wanted: str | None = None) -> SuiteRun:
    """Runs every scenario; `wanted`: those in whose name, or that of their agreement, it occurs."""
    files, sources = compile_files(paths, settings)
    return run_compiled(files, sources, settings, wanted)


def run_compiled(
    files: Iterable[CompiledFile], sources: SourceMap, settings: Mapping[str, Setting], wanted: str | None = None
) -> SuiteRun:
    """Runs the scenarios of files that are compiled already."""
    every = list(files)
    agreements = [
        _agreement(file, each, settings, sources, wanted)
        for file in every
        for each in file.agreements
        if each.graph is not None and not errors(file.diagnostics)
    ]
    found = tuple(diagnostic for file in every for diagnostic in file.diagnostics)
    return SuiteRun(tuple(agreements), found, sources)


def _agreement(
    file: CompiledFile, compiled: Compiled, settings: Mapping[str, Setting], sources: SourceMap, wanted: str | None
) -> AgreementRun:
    assert compiled.graph is not None
    graph = compiled.graph
    again = _Again(compiled, settings)

    def line_of(span: Span) -> int:
        source = sources.get(span.source)
        return source.line_and_column(span.start)[0] if source else 1

    allows = _allows(file, compiled)
    runs: list[Ran] = []
    for index, scenario in enumerate(graph.tests.scenarios):
        if wanted is not None and wanted.casefold() not in f"{graph.name}: {scenario.name}".casefold():
            continue
        chosen, same, problems = again.with_settings(index, scenario)
        if chosen is None:
            log = event_log(scenario, graph.streams, line_of, scenario.span.source)
            runs.append(Ran(scenario, graph, log, None, (), tuple(problems)))
        else:
            runs.append(_with_allowed(run(same, chosen, line_of, scenario.span.source), allows))
    return AgreementRun(file.path, graph.name, graph, tuple(runs), coverage_of(graph.name, graph, runs))


def _allows(file: CompiledFile, compiled: Compiled) -> list[Allow]:
    """What the contract allows, also where its scenarios stand beside it."""
    unit = compiled.unit
    if unit is None or unit.beside is None:
        return list(file.allows)
    written = unit.loaded.file
    return [each for source in file.imported if source.name == written.source for each in allows_of(source, written)]


def _with_allowed(ran: Ran, allows: list[Allow]) -> Ran:
    """Marks the properties that the contract allows to be broken."""
    if not allows or not ran.broken:
        return ran
    found = [
        Diagnostic(PROPERTY_BROKEN, line.message, line.line.span) if line.broken else None for line in ran.properties
    ]
    lines = tuple(
        replace(line, allowed=each is not None and bool(apart([each], allows)[1]))
        for line, each in zip(ran.properties, found, strict=True)
    )
    return replace(ran, properties=lines)


class _Again:
    """The agreement compiled again with the parameters that a scenario sets, once for equal ones."""

    def __init__(self, compiled: Compiled, settings: Mapping[str, Setting]) -> None:
        self.compiled = compiled
        self.settings = settings
        self.known: dict[tuple[tuple[str, Setting], ...], tuple[RuleGraph | None, list[Diagnostic]]] = {}

    def with_settings(
        self, index: int, scenario: ScenarioRule
    ) -> tuple[RuleGraph | None, ScenarioRule, list[Diagnostic]]:
        if not scenario.settings or self.compiled.unit is None:
            return self.compiled.graph, scenario, []
        if scenario.settings not in self.known:
            problems = Problems()
            unit = self.compiled.unit
            made = compile_loaded(unit.loaded, unit.folder, {**self.settings, **dict(scenario.settings)}, problems)
            graph = next((each.graph for each in made if each.name == self.compiled.name), None)
            self.known[scenario.settings] = graph, errors(problems.found)
        graph, found = self.known[scenario.settings]
        return graph, graph.tests.scenarios[index] if graph else scenario, found
