"""The windows of a term in which a clause is taken, one of each shape."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.versions import date_of
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.panes import Term, term_of
from sladsl.temporal import DAY, IntervalSet, Pair, Window, dates_named

YEARS_OF_EVERGREEN = 5
"""How far a term without an end is looked at, and what each of its amendments makes of it."""
_YEAR = 366 * DAY
_MOST = 60


@frozen
class Horizon(Frozen):
    """The term that is looked at. `bounded`: it has no end of its own."""

    term: Term
    start: int
    end: int
    bounded: bool

    @property
    def years(self) -> int:
        return (self.end - self.start) // _YEAR


def horizon_of(graph: RuleGraph, until: int | None = None) -> Horizon:
    """The whole term; of one without an end, as far as `until`, or else as far as it is to be looked at."""
    start = term_of(graph).start
    end = last_looked_at(graph) if until is None else until
    term = term_of(graph, end)
    return Horizon(term, start, term.end or end, term.end is None)


def last_looked_at(graph: RuleGraph) -> int:
    """Of a term without an end: some years of the text and of each of its versions, and the year after the last date
    that a calendar names."""
    start = term_of(graph).start
    found = [start, *(date_of(each, graph.zone) for each in graph.versions)]
    days = [day for each in graph.calendars for day in dates_named(each.calendar)]
    years = -(-(max(found) - start) // _YEAR) + YEARS_OF_EVERGREEN
    if days:
        last = (max(days).toordinal() - _EPOCH) * DAY
        years = max(years, -(-(last - start) // _YEAR) + 1)
    return start + years * _YEAR


_EPOCH = date(1970, 1, 1).toordinal()


def whole_windows(graph: RuleGraph, objective: Objective, horizon: Horizon, stretches: Iterable[Pair]) -> list[Window]:
    """The windows of an objective in stretches of the term, without those that the term cuts, if there are others."""
    panes = [pane for start, end in stretches
             for pane in panes_in_force(graph, horizon.term, objective, start, end)]  # fmt: skip
    windows = [each.window for each in panes if not each.partial] or [each.window for each in panes]
    return list(dict.fromkeys(windows))


def looked_at(horizon: Horizon, *graphs: RuleGraph) -> list[Pair]:
    """The first years of the term and of each version of it: there is every length of a window."""
    starts = [horizon.start, *(date_of(each, graph.zone) for graph in graphs for each in graph.versions)]
    ends = [min(horizon.end, each + _LOOKED_AT) for each in starts]
    pairs = ((max(start, horizon.start), end) for start, end in zip(starts, ends, strict=True))
    return list(IntervalSet.of(each for each in pairs if each[0] < each[1]).pairs)


def one_of_each(windows: Iterable[Window], kind: Callable[[Window], Hashable] = lambda _: None) -> list[Window]:
    """One window of each length and kind, the most common first."""
    alike: dict[Hashable, list[Window]] = {}
    for each in windows:
        alike.setdefault((each.end - each.start, kind(each)), []).append(each)
    ordered = sorted(alike.values(), key=lambda each: (-len(each), each[0].start))
    return [each[0] for each in ordered[:_MOST]]


_LOOKED_AT = 4 * _YEAR
