"""Which version of a contract judges a window: by default that in force when the window begins."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import LimitRule, Objective, TriggerRule
from sladsl.graph.graph import FeeRule
from sladsl.graph.versions import border, date_of
from sladsl.rules.panes import Pane, Term

Timed = Objective | TriggerRule


@frozen
class Stretch(Frozen):
    """From where to where a clause is in force (None: without a border). `cut`: windows over that border are cut."""

    start: int | None
    end: int | None
    cut_start: bool
    cut_end: bool


def panes_in_force(graph: RuleGraph, term: Term, clause: Timed, start: int, end: int) -> tuple[Pane, ...]:
    """The windows of a clause that meet [start, end) and are judged by it."""
    panes = term.panes(clause.window, start, end)
    if not clause.versions:
        return tuple(panes)
    stretches = list(_stretches(graph, clause))
    found = (_judged(pane, stretch) for pane in panes for stretch in stretches)
    return tuple(pane for pane in found if pane is not None and pane.window.end > start and pane.window.start < end)


def _stretches(graph: RuleGraph, clause: Timed) -> Iterator[Stretch]:
    """Versions that follow one another are one stretch."""
    last = len(graph.versions)
    versions = list(clause.versions)
    while versions:
        first = versions.pop(0)
        until = first
        while versions and versions[0] == until + 1:
            until = versions.pop(0)
        start = end = None
        cut_start = cut_end = False
        if first > 0:
            fact, before = graph.versions[first - 1], _in_version(graph, clause, first - 1)
            start = border(fact, (before or clause).window, graph.zone)
            if start is None:
                continue
            cut_start = fact.splits or (before is not None and before.window != clause.window)
        if until < last:
            end = border(graph.versions[until], clause.window, graph.zone)
            cut_end = graph.versions[until].splits
        yield Stretch(start, end, cut_start, cut_end)


def _in_version(graph: RuleGraph, clause: Timed, version: int) -> Timed | None:
    """The text that a clause had in another version."""
    every: tuple[Timed, ...] = graph.objectives if isinstance(clause, Objective) else graph.triggers
    named = (each for each in every if each.name is not None and each.name == clause.name)
    return next((each for each in named if not each.versions or version in each.versions), None)


def _judged(pane: Pane, stretch: Stretch) -> Pane | None:
    window = pane.window
    start, end = window.start, window.end
    if stretch.start is not None and start < stretch.start:
        if not stretch.cut_start or end <= stretch.start:
            return None
        start = stretch.start
    if stretch.end is not None:
        if start >= stretch.end:
            return None
        if stretch.cut_end:
            end = min(end, stretch.end)
    if (start, end) == (window.start, window.end):
        return pane
    return Pane(replace(window, start=start, end=end), True)


def version_at(graph: RuleGraph, instant: int) -> int:
    """The version in force at an instant."""
    return bisect_right([date_of(each, graph.zone) for each in graph.versions], instant)


def version_name(graph: RuleGraph, instant: int) -> str | None:
    """The amendments that made the version in force at an instant; None for the text itself."""
    version = version_at(graph, instant)
    return " and ".join(graph.versions[version - 1].names) if version else None


def holds_in(graph: RuleGraph, limit: LimitRule, instant: int) -> bool:
    """Whether a limit is in force for a window that begins at an instant."""
    return not limit.versions or version_at(graph, instant) in limit.versions


def fee_stretches(graph: RuleGraph | None, fee: FeeRule, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of [start, end) in which a fee is owed: it changes on the day, in the middle of a month too."""
    if graph is None or not fee.versions:
        return [(start, end)]
    starts = [date_of(each, graph.zone) for each in graph.versions]
    found: list[tuple[int, int]] = []
    for version in fee.versions:
        low = max(start, starts[version - 1]) if version else start
        high = min(end, starts[version]) if version < len(starts) else end
        if low < high:
            found.append((low, high))
    return found
