"""Open time, compiled: W(t), the open microseconds up to t, as a sorted table that grows as it is asked further out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, Literal

from sladsl.temporal.calendar import BusinessCalendar
from sladsl.temporal.errors import NoOpenTime
from sladsl.temporal.interval import IntervalSet, Pair
from sladsl.temporal.units import DAY

_YEAR: Final = 366 * DAY
_SEARCHED_YEARS: Final = 30
_SEARCHED: Final = _SEARCHED_YEARS * _YEAR
_LONGEST_YEARS: Final = 400
_LONGEST: Final = _LONGEST_YEARS * _YEAR


class OpenTime:
    """A calendar compiled for measuring. Look-ups are two binary searches; the table covers what was asked, in years.

    Only differences of `before` mean anything, unless an `origin` is given: then W(origin) = 0. A table of more than
    400 years is a ValueError (a mistyped year would otherwise fill the memory); 30 years without open time are
    NoOpenTime.
    """

    __slots__ = ("_high", "_lags", "_low", "_origin", "_pairs", "_starts", "_totals", "calendar")

    def __init__(self, calendar: BusinessCalendar, *, origin: int | None = None) -> None:
        self.calendar = calendar
        self._origin = origin
        self._pairs: list[Pair] = []
        # Row 0 stands for "before the first window". W(t) = min(t - lag, total) in the row of the last start <= t.
        self._starts: list[int] = []
        self._lags: list[int] = []
        self._totals: list[int] = []
        # Nothing is covered yet: every instant lies outside [low, high).
        self._low = 1
        self._high = 0

    def before(self, t: int) -> int:
        """W(t): open microseconds up to the instant, counted from the origin (negative before it)."""
        self._cover(t, t)
        row = bisect_right(self._starts, t) - 1
        return min(t - self._lags[row], self._totals[row])

    def between(self, a: int, b: int) -> int:
        """Open microseconds in [a, b); 0 when b <= a."""
        if b <= a:
            return 0
        if a < self._low or b >= self._high:
            self._cover(a, b)
        starts, lags, totals = self._starts, self._lags, self._totals
        # Conditionals, not min(): this is the innermost step of everything that measures.
        row = bisect_right(starts, a) - 1
        first = a - lags[row]
        if first > totals[row]:
            first = totals[row]
        row = bisect_right(starts, b, row) - 1
        last = b - lags[row]
        return (last if last < totals[row] else totals[row]) - first

    def is_open(self, t: int) -> bool:
        """Whether the instant lies in open time (a window's closing instant does not)."""
        self._cover(t, t)
        row = bisect_right(self._starts, t) - 1
        return t - self._lags[row] < self._totals[row]

    def advance(self, start: int, amount: int, at: Literal["close", "next_opening"] = "close") -> int:
        """The instant by which `amount` of open time has passed since `start`.

        When that much is used up exactly at a closing, every instant of the closed stretch qualifies: "close" is the
        first of them, "next_opening" the end of the stretch. With amount 0 the first is `start` itself.
        """
        if at not in ("close", "next_opening"):
            raise ValueError(f'`at` is "close" or "next_opening", not {at!r}')
        target = self._target(start, amount)
        if at == "next_opening":
            while self._totals[-1] <= target:
                self._grow_ahead(start)
            return target + self._lags[bisect_right(self._totals, target)]
        if amount == 0:
            return start
        while self._totals[-1] < target:
            self._grow_ahead(start)
        return target + self._lags[bisect_left(self._totals, target)]

    def due(self, start: int, amount: int) -> tuple[int, int]:
        """Both ends of the deadline, (due_at, breaches_after); a stop is in time when stop <= breaches_after."""
        return self.advance(start, amount), self.advance(start, amount, at="next_opening")

    def retreat(self, end: int, amount: int, at: Literal["opening", "previous_close"] = "opening") -> int:
        """The instant from which `amount` of open time passes until `end`.

        When that is exactly at an opening, every instant of the closed stretch before it qualifies: "opening" is the
        last of them (with amount 0: `end` itself), "previous_close" the first.
        """
        if at not in ("opening", "previous_close"):
            raise ValueError(f'`at` is "opening" or "previous_close", not {at!r}')
        if amount < 0:
            raise ValueError("an amount of open time cannot be negative; advance goes the other way")
        target = self.before(end) - amount
        if at == "previous_close":
            while self._totals[0] >= target:
                self._grow_back(end)
            return target + self._lags[bisect_left(self._totals, target)]
        if amount == 0:
            return end
        while self._totals[0] > target:
            self._grow_back(end)
        return target + self._lags[bisect_right(self._totals, target)]

    def intervals(self, a: int, b: int) -> IntervalSet:
        """The open time within [a, b)."""
        if b <= a:
            return IntervalSet.EMPTY
        self._cover(a, b)
        first = bisect_right(self._starts, a) - 1
        last = bisect_left(self._starts, b) - 1
        # Row r of the table is pair r - 1.
        return IntervalSet(tuple(self._pairs[max(first - 1, 0) : last])).clip(a, b)

    def periods(self, start: int, end: int | None = None) -> Iterator[Pair]:
        """The open intervals from `start` on, the first one clipped; without an `end` they go on for ever.

        An endless search ends in NoOpenTime; a calendar that never closes needs an `end` (ValueError).
        """
        if end is not None:
            yield from self.intervals(start, end)
            return
        while True:
            opening = self.advance(start, 0, at="next_opening")
            while (closing := self._pair_around(opening)[1]) >= self._high:
                self._check_that_it_closes(opening, closing)
                self._cover(opening, closing + _YEAR)
            yield opening, closing
            start = closing

    def periods_backward(self, end: int, start: int | None = None) -> Iterator[Pair]:
        """The open intervals before `end`, latest first, the first one clipped; without a `start` without end."""
        if start is not None:
            yield from reversed(self.intervals(start, end).pairs)
            return
        while True:
            closing = self.retreat(end, 0, at="previous_close")
            while (opening := self._pair_around(closing - 1)[0]) <= self._low:
                self._check_that_it_closes(opening, closing)
                self._cover(opening - _YEAR, closing)
            yield opening, closing
            end = opening

    def _target(self, start: int, amount: int) -> int:
        if amount < 0:
            raise ValueError("an amount of open time cannot be negative; retreat goes the other way")
        return self.before(start) + amount

    def _grow_ahead(self, start: int) -> None:
        """Lay out more of the future, unless nothing opens for 30 years after the start or the last closing."""
        barren = self._high - max(start, self._pairs[-1][1] if self._pairs else start)
        if barren >= _SEARCHED:
            raise NoOpenTime(f"the calendar has no open time in {_SEARCHED_YEARS} years")
        self._cover(self._low, self._high + self._as_much_again())

    def _grow_back(self, end: int) -> None:
        barren = min(end, self._pairs[0][0] if self._pairs else end) - self._low
        if barren >= _SEARCHED:
            raise NoOpenTime(f"the calendar has no open time in {_SEARCHED_YEARS} years")
        self._cover(self._low - self._as_much_again(), self._low)

    def _as_much_again(self) -> int:
        """By how much the table grows when it does not hold the answer: soon large enough, and never much too large."""
        return min(self._high - self._low, _SEARCHED)

    def _pair_around(self, t: int) -> Pair:
        return self._pairs[bisect_right(self._starts, t) - 2]

    def _check_that_it_closes(self, opening: int, closing: int) -> None:
        if closing - opening >= _SEARCHED:
            raise ValueError(f"the calendar stays open for more than {_SEARCHED_YEARS} years; say where to end")

    def _cover(self, first: int, last: int) -> None:
        """Make the table hold first and last: low <= first and last < high."""
        if self._low <= first and last < self._high:
            return
        old_low, old_high, total = self._low, self._high, self._totals[0] if self._totals else 0
        if old_low > old_high:
            old_low = old_high = first if self._origin is None else self._origin
        low = min(old_low, first // _YEAR * _YEAR)
        high = max(old_high, (last // _YEAR + 1) * _YEAR)
        if high - low > _LONGEST:
            raise ValueError(f"the instants asked of one calendar lie more than {_LONGEST_YEARS} years apart")
        earlier = self.calendar.open_intervals(low, old_low)
        later = self.calendar.open_intervals(old_high, high)
        # Nothing is changed before here, so that a refused question leaves the table as it was.
        self._pairs = list(IntervalSet.of([*earlier, *self._pairs, *later]))
        self._low, self._high = low, high
        self._tabulate(total - earlier.total())

    def _tabulate(self, total: int) -> None:
        """Rebuild the rows from the pairs, with W(low) = total."""
        starts, lags, totals = [self._low], [self._low - total], [total]
        for start, end in self._pairs:
            starts.append(start)
            lags.append(start - total)
            total += end - start
            totals.append(total)
        self._starts, self._lags, self._totals = starts, lags, totals
