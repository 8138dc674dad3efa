"""The stretch of time in which sets are evaluated."""

from collections.abc import Iterable

from sladsl.engines.engine import Frame
from sladsl.engines.reference.budgets import budget_windows
from sladsl.engines.reference.limits import LONGEST_YEARS, check_length
from sladsl.engines.reference.placing import instant_function
from sladsl.graph import Node, RuleGraph
from sladsl.graph.rows import RowClock, RowWithin
from sladsl.graph.sets import SetBudget, SetLasting, SetSinceFirst, SetUnits
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import StoredRecords
from sladsl.temporal import DAY, Pair, Zone

_MARGIN = 32 * DAY
"""A run that crosses the border of a window is judged whole. Recorded spans are never cut, but calendars and what lies
outside of spans go on for ever and must be cut somewhere."""

_FURTHEST = 30 * 366 * DAY
"""How far from the windows a record may ask whether it lies in a set: a mistyped year must not stretch the horizon."""


def horizon_of(graph: RuleGraph, log: EventLog, frame: Frame, needed: Iterable[Node]) -> Pair:
    """From the first demanded window to the last; where an allowance is spent, from the start of the allowance's first
    window; where records ask whether they lie in a set, from the first record; and some more on both sides."""
    windows = [window for demand in frame.demands for window in demand.windows]
    if not windows:
        return frame.as_of, frame.as_of
    start, end = min(window.start for window in windows), max(window.end for window in windows)
    check_length(start, end)
    first, last, with_records = start, end, False
    margin = _MARGIN
    for node in needed:
        # Where a run is cut must not change whether it is long enough, whatever windows are asked for.
        if isinstance(node, SetLasting):
            margin += node.length
        elif isinstance(node, SetSinceFirst) or (isinstance(node, SetUnits) and not node.clock):
            # These begin to count where a run begins. One that began before the term is counted from its start.
            first = min(first, term_start(graph))
            margin += node.unit if isinstance(node, SetUnits) else 0
        elif isinstance(node, SetBudget):
            for budget in node.budgets:
                spent = budget_windows(budget.window, start, end, term_start(graph))
                first, last = min([first, *(each[0] for each in spent)]), max([last, *(each[1] for each in spent)])
        elif isinstance(node, RowWithin) or (isinstance(node, RowClock) and node.pauses):
            with_records = True
    if with_records:
        first = min(first, _first_record(log, frame, start - _FURTHEST))
        last = max(last, min(frame.as_of, end + _FURTHEST))
    check_length(first - margin, last + margin, LONGEST_YEARS * 6 // 5)
    return first - margin, last + margin


def term_start(graph: RuleGraph) -> int:
    return Zone.named(graph.zone).to_utc(graph.term_start, 0)


def _first_record(log: EventLog, frame: Frame, at_earliest: int) -> int:
    """The first instant of the log that is not too early to be meant."""
    first = frame.as_of
    for stream in log.streams.values():
        if isinstance(stream.records, StoredRecords):
            earliest = stream.records.earliest
            first = first if earliest is None else min(first, earliest)
            continue
        instant = instant_function(stream.schema, None, frame.as_of)
        first = min(first, min((at for each in stream.records if (at := instant(each)) is not None), default=first))
    return max(first, at_earliest)
