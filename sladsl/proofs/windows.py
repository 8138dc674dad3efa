"""The windows of a term in which a clause is taken, one of each shape."""

from dataclasses import dataclass

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.panes import Term, term_of
from sladsl.temporal import DAY, Window

YEARS_OF_EVERGREEN = 5
"""How far a term without an end is looked at."""
_MOST = 14


@dataclass(frozen=True, slots=True)
class Horizon:
    """The term that is looked at. `bounded`: it has no end of its own."""

    term: Term
    start: int
    end: int
    bounded: bool


def horizon_of(graph: RuleGraph) -> Horizon:
    start = term_of(graph).start
    end = start + YEARS_OF_EVERGREEN * 366 * DAY
    term = term_of(graph, end)
    return Horizon(term, start, term.end or end, term.end is None)


def shapes(graph: RuleGraph, objective: Objective) -> list[Window]:
    """Whole windows of an objective that differ in length, each by the first of its length, the most common first; what
    the term cuts only where there is nothing else."""
    horizon = horizon_of(graph)
    return one_of_each(whole_windows(graph, objective, horizon.start, horizon.end))


def whole_windows(graph: RuleGraph, objective: Objective, start: int, end: int) -> list[Window]:
    """The windows of an objective in the first years from `start`, without those that the term cuts, if there are
    others."""
    horizon = horizon_of(graph)
    panes = panes_in_force(graph, horizon.term, objective, start, min(end, start + _LOOKED_AT))
    return [each.window for each in panes if not each.partial] or [each.window for each in panes]


def one_of_each(windows: list[Window]) -> list[Window]:
    """One window of each length, the most common length first."""
    by_length: dict[int, list[Window]] = {}
    for each in windows:
        by_length.setdefault(each.end - each.start, []).append(each)
    ordered = sorted(by_length.values(), key=lambda each: (-len(each), each[0].start))
    return [each[0] for each in ordered[:_MOST]]


_LOOKED_AT = 4 * 366 * DAY
