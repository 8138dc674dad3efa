"""What rows ask of calendars and zones: open time and days between instants, ends of days, limits in days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sladsl.engines.columnar.calendars import DaysTogether, OpenDays
from sladsl.engines.columnar.lookups import ByDay, Lookups
from sladsl.engines.columnar.steps import Stepped, local_dates, steps
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph.rows import RowDays, RowEnd
from sladsl.temporal import (
    Zone,
    add_business_days,
    business_days_between,
    end_of_business_day_after,
    end_of_local_day_after,
    end_of_unit_after,
)


@dataclass(frozen=True, slots=True)
class Dates:
    """For the rows of one stream. Instants and answers are SQL."""

    around: Surroundings
    lookups: Lookups

    def between(self, calendar: int | None, start: str, stop: str) -> str:
        """Open time from one instant to the other; below nothing where the other comes first."""
        if calendar is None:
            return f"({stop} - {start})"

        def lay_out(first: int, last: int) -> ByDay:
            days = self._open_days(calendar, first, last)
            return ByDay(days.relation(self.lookups.dialect), days.before)

        before, until = self.lookups.find((start, stop), ("open before", calendar), lay_out)
        return f"({until} - {before})"

    def is_open(self, calendar: int | None, instant: str) -> str:
        def lay_out(first: int, last: int) -> ByDay:
            days = self._open_days(calendar, first, last)
            return ByDay(days.relation(self.lookups.dialect), days.holds)

        (found,) = self.lookups.find((instant,), ("is open", calendar), lay_out)
        return found

    def days(self, node: RowDays, start: str, stop: str) -> str:
        """Local dates after that of `start` up to that of `stop`, or those of them on which a calendar opens."""

        def lay_out(first: int, last: int) -> ByDay:
            if node.calendar is None:
                zone = Zone.named(node.zone)
                return self._stepped(
                    lambda at: zone.local(at)[0].toordinal(), local_dates(zone, first, last), first, last
                )
            calendar = self.around.calendar(node.calendar)
            zone = calendar.zone
            origin, one = zone.local(first)[0], timedelta(days=1)
            return self._stepped(
                lambda at: business_days_between(calendar, origin, zone.local(at)[0] + one),
                local_dates(zone, first, last),
                first,
                last,
            )

        before, until = self.lookups.find((start, stop), ("days", node.calendar, node.zone), lay_out)
        return f"({until} - {before})"

    def end(self, node: RowEnd, instant: str) -> str:
        def lay_out(first: int, last: int) -> ByDay:
            if node.calendar is None:
                zone = Zone.named(node.zone)
                cuts = local_dates(zone, first, last)
                return self._stepped(lambda at: end_of_unit_after(node.unit, node.count, at, zone), cuts, first, last)
            calendar = self.around.calendar(node.calendar)
            cuts = local_dates(calendar.zone, first, last, lambda at: add_business_days(calendar, at, node.count))
            return self._stepped(lambda at: end_of_business_day_after(calendar, node.count, at), cuts, first, last)

        about = ("end", node.unit, node.count, node.calendar, node.zone)
        (found,) = self.lookups.find((instant,), about, lay_out)
        return found

    def calendar_days(self, zone_name: str, count: int, start: str) -> str:
        """The time from an instant to the end of so many calendar days."""
        zone = Zone.named(zone_name)

        def lay_out(first: int, last: int) -> ByDay:
            cuts = local_dates(zone, first, last)
            return self._stepped(lambda at: end_of_local_day_after(at, count, zone), cuts, first, last)

        (found,) = self.lookups.find((start,), ("calendar days", zone_name, count), lay_out)
        return f"({found} - {start})"

    def business_days(self, calendar: int | None, count: int, start: str) -> str:
        """The open time from an instant to the same clock time so many business days later."""
        days = self.around.calendar(calendar)

        def later(at: int) -> int:
            return add_business_days(days, at, count)

        def lay_out(first: int, last: int) -> ByDay:
            return self._stepped(lambda at: later(at) - at, local_dates(days.zone, first, last, later), first, last)

        (found,) = self.lookups.find((start,), ("business days", calendar, count), lay_out)
        return self.between(calendar, start, f"({start} + {found})")

    def _open_days(self, calendar: int | None, first: int, last: int) -> DaysTogether:
        return DaysTogether((OpenDays(self.around.open_time(calendar), first, last),))

    def _stepped(self, value: Stepped, cuts: Iterable[int], first: int, last: int) -> ByDay:
        return steps(value, cuts, first, last, self.lookups.dialect)
