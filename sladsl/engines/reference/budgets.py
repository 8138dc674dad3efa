"""Allowances: what of a set fits a budget that is renewed with each of its windows."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference.limits import MOST_BUDGET_WINDOWS
from sladsl.graph import WindowRule
from sladsl.graph.sets import Budget
from sladsl.graph.windows import window_kind
from sladsl.temporal import DAY, HOUR, IntervalSet, Pair, Zone, tile


def within_budget(runs: IntervalSet, budget: Budget, windows: Sequence[Pair]) -> IntervalSet:
    """The part of the runs that the budget covers, first come first served.

    A run that crosses into the next window of the budget is a run in each. One that is refused uses nothing.
    """
    taken: list[Pair] = []
    window, time, count = -1, budget.time, budget.count
    for number, start, end in _pieces(runs, windows):
        if number != window:
            window, time, count = number, budget.time, budget.count
        length = end - start
        if time is not None and time < length:
            length = 0 if budget.whole else time
        if length == 0 or count == 0:
            continue
        taken.append((start, start + length))
        time = None if time is None else time - length
        count = None if count is None else count - 1
    return IntervalSet.of(taken)


def budget_windows(rule: WindowRule, start: int, end: int, term_start: int) -> list[Pair]:
    """The windows of a rule that meet [start, end), whole, but none from before the term: what lies there uses up
    nothing. A term is one window and goes on at least to `end`."""
    if rule.unit == "term":
        return [(term_start, end)] if term_start < end else []
    shortest = HOUR if rule.unit == "hour" else DAY
    if (end - start) // shortest > MOST_BUDGET_WINDOWS:
        raise EngineLimit(f"a budget per {rule.unit} has more than {MOST_BUDGET_WINDOWS:,} windows in that time")
    try:
        tiled = tile(window_kind(rule), Zone.named(rule.zone), start, end)
        return [(max(each.start, term_start), each.end) for each in tiled if each.end > term_start]
    except ValueError as trouble:
        raise EngineLimit(f"a budget per {rule.unit}: {trouble}") from trouble


def _pieces(runs: IntervalSet, windows: Sequence[Pair]) -> Iterator[tuple[int, int, int]]:
    """The runs cut at the borders of the windows, each piece with the number of its window."""
    starts = [start for start, _ in windows]
    for start, end in runs.clip(windows[0][0], windows[-1][1]):
        number = bisect_right(starts, start) - 1
        while start < end:
            border = min(end, windows[number][1])
            yield number, start, border
            start, number = border, number + 1
