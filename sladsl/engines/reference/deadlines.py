"""A clock kept to a limit: the verdict is on time counted, never on a computed instant; both ends of that are told."""

from collections.abc import Sequence
from math import ceil, floor
from typing import Any, Final, NamedTuple

from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference.clocks import CaseClock, ClockReading, mean_of
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Frozen, frozen
from sladsl.graph.rows import RowClock, RowDeadline
from sladsl.temporal import (
    DAY,
    BusinessCalendar,
    OpenTime,
    Pair,
    Zone,
    add_business_days,
    clock_due,
    end_of_local_day_after,
)

_LONGEST_LIMIT: Final = 100 * 366 * DAY
_NEVER: Final = (None, None)


class Judgement(NamedTuple):
    """A deadline and one case. `kept` None: still undecided. `due_at`, `breaches_after` None: never reached."""

    kept: bool | None
    measured: int | None
    limit: int | None
    due_at: int | None
    breaches_after: int | None
    running: bool


_URGENCY: Final = {False: 0, None: 1, True: 2}
NO_NUMBERS: Final = Judgement(None, None, None, None, None, False)


@frozen
class Deadline(Frozen):
    """A `RowDeadline`, ready to judge cases."""

    clock: CaseClock
    limit: RowFunction
    strict: bool
    at_close: bool
    calendar: BusinessCalendar | None
    """Counts the business days of the limit; None: the limit is in microseconds."""
    zone: Zone | None = None
    """Counts the calendar days of the limit."""

    @classmethod
    def of(cls, node: RowDeadline, around: Surroundings) -> "Deadline":
        clock = around.nodes[node.clock]
        assert isinstance(clock, RowClock), "a deadline is kept by a clock"
        calendar = around.calendar(clock.calendar) if node.business_days else None
        return cls(
            CaseClock.of(clock, around),
            around.row(node.limit),
            node.strict,
            node.at_close,
            calendar,
            None if node.zone is None else Zone.named(node.zone),
        )

    def kept(self, case: Any) -> bool | None:
        """Whether the limit is kept; None: the clock has not started, the limit is not known, or it still runs."""
        if not self.clock.runs_once:
            return self.judge(case).kept
        reading = self.clock.read(case)
        limit = None if reading is None else self._limit_for(case, reading.start)
        if reading is None or limit is None:
            return None
        due = self._due(reading, limit) if self.at_close else _NEVER
        return self._verdict(reading, limit, due[0])

    def judge(self, case: Any) -> Judgement:
        """The verdict with the numbers behind it: of several cycles those of the one that decides."""
        readings = self.clock.readings(case)
        if not readings:
            return NO_NUMBERS
        if self.clock.node.cycle == "mean":
            return self._mean(case, readings)
        found = [self._judged(case, each) for each in readings]
        if self.clock.node.cycle != "worst":
            return min(found, key=lambda each: (_URGENCY[each.kept], -_length(each)))
        longest = max(found, key=_length)
        if longest.kept and any(each.running for each in found):
            # The cycle that still runs may become the longest.
            return longest._replace(kept=None, running=True)
        return longest

    def _mean(self, case: Any, readings: Sequence[ClockReading]) -> Judgement:
        """While a cycle runs the mean is open: a short one may yet lower it."""
        measured, limit, running = mean_of(readings), self.limit(case), readings[-1].running
        if limit is None:
            return Judgement(None, floor(measured), None, None, None, running)
        kept = measured < limit if self.strict else measured <= limit
        return Judgement(None if running else kept, floor(measured), floor(limit), None, None, running)

    def _judged(self, case: Any, reading: ClockReading) -> Judgement:
        limit = self._limit_for(case, reading.start)
        if limit is None:
            return Judgement(None, reading.counted, None, None, None, reading.running)
        due_at, breaches_after = self._due(reading, limit)
        kept = self._verdict(reading, limit, due_at)
        return Judgement(kept, reading.counted, limit, due_at, breaches_after, reading.running)

    def _limit_for(self, case: Any, start: int) -> int | None:
        """The limit in whole microseconds of the clock's time: counted time is whole, so rounding loses nothing."""
        limit = self.limit(case)
        if limit is None:
            return None
        if self.zone is not None:
            return end_of_local_day_after(start, int(limit), self.zone) - start
        if self.calendar is None:
            return limit if isinstance(limit, int) else ceil(limit) if self.strict else floor(limit)
        if limit != int(limit):
            raise EngineLimit(f"case {case.key}: {limit} business days are not a whole number of days")
        try:
            return self.clock.open_time.between(start, add_business_days(self.calendar, start, int(limit)))
        except ValueError as trouble:
            raise EngineLimit(f"case {case.key}: {trouble}") from trouble

    def _verdict(self, reading: ClockReading, limit: int, due_at: int | None) -> bool | None:
        if self.at_close:
            # A clock whose limit is never used up cannot miss it.
            over = limit < 0 or (due_at is not None and reading.stop > due_at - self.strict)
        else:
            over = reading.counted > limit - self.strict
        # What is over stays over; a clock that runs can still be late.
        return False if over else None if reading.running else True

    def _due(self, reading: ClockReading, limit: int) -> tuple[int | None, int | None]:
        """When the limit is used up, and the last instant at which a stop is in time."""
        if not 0 <= limit <= _LONGEST_LIMIT:
            return _NEVER
        try:
            due_at, breaches_after = _both_ends(self.clock.open_time, reading, limit)
            if self.at_close:
                return due_at, due_at - 1 if self.strict else due_at
            if not self.strict:
                return due_at, breaches_after
            if limit == 0:
                return due_at, None
            # Strictly less than the limit is at most one microsecond less.
            return due_at, _both_ends(self.clock.open_time, reading, limit - 1)[1]
        except ValueError:
            # No open time for decades: the limit is never used up.
            return _NEVER


def _length(cycle: Judgement) -> int:
    assert cycle.measured is not None
    return cycle.measured


def _both_ends(open_time: OpenTime, reading: ClockReading, limit: int) -> Pair:
    """The deadline pushed by the pauses: `clock_due` with what the reading knows of them already."""
    left, cursor = limit, reading.start
    for (_, pause_end), ran in zip(reading.pauses, reading.ran, strict=True):
        if ran == left:
            # Used up exactly where the pause begins: the two ends can lie on either side of it.
            return clock_due(open_time, reading.start, limit, reading.pauses)
        if ran > left:
            break
        left -= ran
        cursor = pause_end
    return open_time.due(cursor, left)
