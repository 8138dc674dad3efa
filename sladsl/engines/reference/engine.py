"""The reference engine: for each demand its scopes, for each scope its measures, for each measure its windows."""

from collections.abc import Sequence
from typing import Final, assert_never

from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Cell, Demand, Found, Measurements, Scope, ScopedChoice
from sladsl.engines.reference.bucket_means import bucket_means
from sladsl.engines.reference.changes import as_known
from sladsl.engines.reference.classes import time_by_class, time_in
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.limits import check_cells
from sladsl.engines.reference.making import with_made_streams
from sladsl.engines.reference.registers import rows_for_scope
from sladsl.engines.reference.statistics import nearest, statistics_of
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.verdicts import verdicts_on
from sladsl.engines.reference.void import without_void
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import (
    Measure,
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRegister,
    MeasureRows,
    MeasureTime,
)
from sladsl.logs.records import EventLog
from sladsl.temporal import Window

_MEASURES: Final = Measure


class ReferenceEngine:
    """Plain Python, written to be read. Raises EngineLimit when more is asked than one evaluation may compute, and
    ValueError for a window that does not end after it starts."""

    name = "reference"

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return with_made_streams(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        for demand in frame.demands:
            check_windows(demand.windows)
        evaluation = Evaluation(graph, as_known(graph, log, frame.as_of), frame)
        scopes: dict[tuple[str, ...], tuple[Scope, ...]] = {}
        found: dict[Cell, Found] = {}
        chosen: dict[ScopedChoice, frozenset[int]] = {}
        cells = 0
        for demand in frame.demands:
            there = evaluation.scopes(demand.keys, demand.measures) if demand.scopes is None else demand.scopes
            cells = check_cells(len(demand.measures), len(there), len(demand.windows), cells)
            scopes[demand.keys] = both(scopes.get(demand.keys, ()), there)
            for scope in there:
                around = evaluation.scoped(demand.keys, scope)
                _take(demand, scope, around, found)
                for choice in demand.choices:
                    chosen[ScopedChoice(choice, demand.keys, scope)] = around.chosen(choice)
        return Measurements(scopes, found, chosen, evaluation.unsettled(found), evaluation.lifetimes(scopes))


def _take(demand: Demand, scope: Scope, around: Surroundings, found: dict[Cell, Found]) -> None:
    if not demand.windows:
        return
    for measure in demand.measures:
        for window, each in zip(demand.windows, measured(measure, around, demand.windows), strict=True):
            found[Cell(measure, demand.keys, scope, window.start, window.end)] = each


def measured(measure: Ref, around: Surroundings, windows: Sequence[Window]) -> Sequence[Found]:
    node = around.nodes[measure]
    assert isinstance(node, _MEASURES), "a demand names measures"
    match node:
        case MeasureTime():
            return time_in(node, around, windows)
        case MeasureClasses():
            return time_by_class(node, around, windows)
        case MeasureRows():
            return statistics_of(node, around, windows)
        case MeasureBuckets():
            return bucket_means(node, around, windows)
        case MeasureRecords():
            return verdicts_on(node, around, windows)
        case MeasureNear():
            return nearest(node, around, windows)
        case MeasureRegister():
            return rows_for_scope(node, around, windows)
        case _:
            assert_never(node)


def check_windows(windows: Sequence[Window]) -> None:
    for window in windows:
        if window.end <= window.start:
            raise ValueError("a window must end after it starts")


def both(already: tuple[Scope, ...], more: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """The scopes of two demands with the same keys, which may rest on different streams."""
    return tuple(dict.fromkeys(already + more))
