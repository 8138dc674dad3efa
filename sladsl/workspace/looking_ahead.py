"""A contract → the dates that it sets in a period."""

from collections.abc import Mapping
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.model.parameters import Setting
from sladsl.rules.dates import dates_due
from sladsl.rules.outcome import DateDue
from sladsl.rules.panes import term_of
from sladsl.temporal import Zone, parse_period
from sladsl.text import SourceMap
from sladsl.workspace.compiling import compile_files

Ahead = tuple[RuleGraph, tuple[int, int], tuple[DateDue, ...]]


def looked_ahead(
    contract: Path, period: str | None, settings: Mapping[str, Setting]
) -> tuple[list[Ahead], list[Diagnostic], SourceMap]:
    """Each agreement with the period that was looked at (its own term where none is named) and the dates in it."""
    compiled, sources = compile_files([contract], settings)
    found = [each for file in compiled for each in file.diagnostics]
    ahead: list[Ahead] = []
    for graph in (each.graph for file in compiled for each in file.agreements):
        if graph is None or errors(found):
            continue
        looked_at = _period(graph, period)
        if isinstance(looked_at, Diagnostic):
            found.append(looked_at)
        else:
            ahead.append((graph, looked_at, dates_due(graph, looked_at)))
    return ahead, found, sources


def _period(graph: RuleGraph, period: str | None) -> tuple[int, int] | Diagnostic:
    if period is not None:
        try:
            return parse_period(period, Zone.named(graph.zone))
        except ValueError as trouble:
            return Diagnostic(usage.BAD_OPTION, f"`--period {period}`: {trouble}")
    term = term_of(graph)
    if term.end is None:
        message, fix = f"{graph.name} has no end, so its dates have none", Fix("name a period: `--period 2026`")
        return Diagnostic(usage.BAD_OPTION, message, graph.span, fixes=(fix,))
    # The renewal is on the day after the last.
    return term.start, term.end
