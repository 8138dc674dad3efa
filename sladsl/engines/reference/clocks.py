"""The clock of a case: open time from one moment to another, less the time in which it stands still."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from sladsl.engines.cycles import cycles
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import ClockStretch
from sladsl.engines.reference.changes import last_restart, stretches_without
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Frozen, frozen
from sladsl.graph.rows import RowClock
from sladsl.temporal import IntervalSet, OpenTime, Pair


class ClockReading(NamedTuple):
    """A clock read at its stop or, while it runs, at `as of`. `pauses` are those of [start, stop), in order and apart;
    `ran[i]` is what was counted from the pause before `pauses[i]` to it."""

    start: int
    stop: int
    running: bool
    counted: int
    pauses: Sequence[Pair]
    ran: Sequence[int]


def mean_of(readings: Sequence[ClockReading]) -> Fraction:
    return Fraction(sum(each.counted for each in readings), len(readings))


@frozen
class CaseClock(Frozen):
    """A `RowClock`, ready to be read off cases."""

    start: int
    stop: int
    as_of: int
    open_time: OpenTime
    states: tuple[int, ...]
    pauses: tuple[IntervalSet, ...]
    node: RowClock
    held: RowFunction | None

    @classmethod
    def of(cls, node: RowClock, around: Surroundings) -> "CaseClock":
        """What a pause's set does not know of is no pause: a clock stands still only for time that is shown."""
        pauses = tuple(around.time_set(each).inside for each in node.pauses)
        held = None if node.held is None else around.row(node.held)
        return cls(
            node.start, node.stop, around.as_of, around.open_time(node.calendar), node.states, pauses, node, held
        )

    def counted(self, case: Any) -> Fraction | int | None:
        """Counted microseconds; None where the clock has not started."""
        readings = self.readings(case)
        if self.node.cycle == "mean" and readings:
            return mean_of(readings)
        return max((each.counted for each in readings), default=None)

    @property
    def runs_once(self) -> bool:
        return self.node.cycle == "once" and self.node.again is None

    def readings(self, case: Any) -> list[ClockReading]:
        """The cycles that count."""
        if self.runs_once:
            reading = self.read(case)
            return [] if reading is None else [reading]
        found = cycles(self.node, case.moments, self.as_of)
        if self.node.cycle == "first":
            found = found[:1]
        elif self.node.cycle == "last":
            found = found[-1:]
        return [self._reading(case, each.start, each.stop, each.between) for each in found]

    def read(self, case: Any) -> ClockReading | None:
        """The reading of a clock that runs once."""
        as_of, moments = self.as_of, case.moments
        starts, stops = moments[self.start], moments[self.stop]
        if not starts or starts[0] >= as_of:
            return None
        return self._reading(case, starts[0], None if not stops or stops[0] >= as_of else stops[0])

    def _reading(self, case: Any, start: int, stopped: int | None, between: Sequence[Pair] = ()) -> ClockReading:
        running = stopped is None
        stop = self.as_of if stopped is None else stopped
        if self.node.restarts:
            start = last_restart(case, self.node.restarts, start, stop)
            between = [(max(low, start), high) for low, high in between if high > start]
        if self.held is not None:
            between = [*between, *stretches_without(case, self.held, start, stop)]
        pauses = self._pauses_between(case, start, stop, between) if self.states or self.pauses or between else ()
        ran: list[int] = []
        cursor = start
        try:
            for pause_start, pause_end in pauses:
                ran.append(self.open_time.between(cursor, pause_start))
                cursor = pause_end
            counted = sum(ran) + self.open_time.between(cursor, stop)
        except ValueError as trouble:
            # Only a mistyped year lies outside the centuries that a calendar can be laid out for.
            raise EngineLimit(f"case {case.key}: {trouble}") from trouble
        return ClockReading(start, stop, running, counted, pauses, ran)

    def stretches(self, case: Any) -> tuple[ClockStretch, ...]:
        """What the clock did in its longest cycle, from start to stop. A pause while the calendar is closed is one."""
        reading = max(self.readings(case), key=lambda each: each.counted, default=None)
        if reading is None:
            return ()
        paused = IntervalSet.of(reading.pauses)
        open_time = self.open_time.intervals(reading.start, reading.stop).minus(paused)
        closed = IntervalSet.of([(reading.start, max(reading.start, reading.stop))]).minus(paused).minus(open_time)
        found = [ClockStretch(*pair, "counted") for pair in open_time]
        found += [ClockStretch(*pair, "paused") for pair in paused]
        found += [ClockStretch(*pair, "closed") for pair in closed]
        return tuple(sorted(found))

    def _pauses_between(self, case: Any, start: int, stop: int, between: Sequence[Pair]) -> Sequence[Pair]:
        """Pauses that overlap are one; what lies before the start or after the stop is none."""
        found: list[Pair] = list(between)
        for state in self.states:
            for low, high in case.states[state]:
                if high is None or high > stop:
                    high = stop
                if low < start:
                    low = start
                if low < high:
                    found.append((low, high))
        for pauses in self.pauses:
            found.extend(pauses.clip(start, stop))
        return found if len(found) < 2 else IntervalSet.of(found).pairs
