"""The cycles of a clock: when it runs, if the moments it runs between happen many times.

At one instant a stop goes before a start: what begins at the instant of an answer is not answered by it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sladsl.graph.rows import RowClock
from sladsl.temporal import Pair

Moments = Sequence[Sequence[int]]
_STOP, _START = 0, 1


class Cycle(NamedTuple):
    """From a start to a stop; None: it still runs. `between` is when it had stopped and was taken up again."""

    start: int
    stop: int | None
    between: tuple[Pair, ...] = ()


def cycles(clock: RowClock, moments: Moments, as_of: int) -> list[Cycle]:
    """The cycles that begin before `as_of`, in order. Nothing from then on has happened."""

    def before(moment: int | None) -> list[int]:
        return [] if moment is None else [each for each in moments[moment] if each < as_of]

    starts, stops = before(clock.start), before(clock.stop)
    if not starts:
        return []
    if clock.gaps is not None:
        return _gaps(starts[0], before(clock.gaps), stops)
    if clock.continues:
        return [_resumed(starts[0], stops, before(clock.again))]
    if clock.again is None and clock.cycle == "once":
        return [Cycle(starts[0], stops[0] if stops else None)]
    return list(_turns([*starts, *before(clock.again)], stops))


def _turns(starts: Sequence[int], stops: Sequence[int]) -> Iterator[Cycle]:
    """A start while it runs changes nothing, nor does a stop while it does not."""
    running: int | None = None
    for at, kind in sorted([*((at, _STOP) for at in stops), *((at, _START) for at in starts)]):
        if kind == _START and running is None:
            running = at
        elif kind == _STOP and running is not None:
            yield Cycle(running, at)
            running = None
    if running is not None:
        yield Cycle(running, None)


def _resumed(start: int, stops: Sequence[int], again: Sequence[int]) -> Cycle:
    """One cycle that stands still from each stop until it is taken up again. Nothing stops before it starts."""
    stopped: int | None = None
    between: list[Pair] = []
    for at, kind in sorted([*((at, _STOP) for at in stops if at >= start), *((at, _START) for at in again)]):
        if kind == _STOP and stopped is None:
            stopped = at
        elif kind == _START and stopped is not None:
            between.append((stopped, at))
            stopped = None
    return Cycle(start, stopped, tuple(each for each in between if each[0] < each[1]))


def _gaps(start: int, within: Sequence[int], stops: Sequence[int]) -> list[Cycle]:
    """From the start to the first of `within`, from each to the next, and from the last to the stop."""
    stop = next((at for at in stops if at >= start), None)
    marks = [start, *(at for at in within if at > start and (stop is None or at < stop))]
    found = [Cycle(*pair) for pair in pairwise(marks)]
    return [*found, Cycle(marks[-1], stop)]
