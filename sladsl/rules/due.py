"""The windows in which something is due, by a schedule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sladsl.graph import RuleGraph
from sladsl.graph.windows import DueRule, WindowRule, window_kind
from sladsl.temporal import DAY, MINUTE, BusinessCalendar, Window, Zone, tile


@dataclass(frozen=True)
class DueWindows:
    """A schedule with what it needs of its calendar."""

    rule: DueRule
    calendar: BusinessCalendar | None

    def ending_in(self, start: int, end: int) -> list[Window]:
        """The due windows that end in (start, end], in order."""
        found = self._on_weekdays(start, end) if self.rule.kind == "weekdays" else self._in_units(start, end)
        return sorted((each for each in found if start < each.end <= end), key=lambda each: (each.end, each.start))

    def _on_weekdays(self, start: int, end: int) -> Iterator[Window]:
        rule, zone = self.rule, Zone.named(self.rule.zone)
        day, last = zone.local(start)[0] - timedelta(days=2), zone.local(end)[0]
        while day <= last:
            if day.weekday() in rule.days:
                over = DAY if rule.end <= rule.start else 0
                opens, closes = zone.to_utc(day, rule.start * MINUTE), zone.to_utc(day, rule.end * MINUTE + over)
                if opens < closes:
                    yield _window(opens, closes, day.isoformat())
            day += timedelta(days=1)

    def _in_units(self, start: int, end: int) -> Iterator[Window]:
        rule, zone = self.rule, Zone.named(self.rule.zone)
        kind = window_kind(WindowRule(rule.unit, rule.zone))
        for unit in tile(kind, zone, start - DAY, end + DAY):
            if rule.kind == "once":
                yield unit
                continue
            first, last = zone.local(unit.start)[0], zone.local(unit.end - 1)[0]
            day = self._nth_day(first, last)
            opens, closes = zone.day_span(day)
            yield _window(opens if rule.only else unit.start, closes, day.isoformat())

    def _nth_day(self, first: date, last: date) -> date:
        """The day, or the last of the unit where it has no such day."""
        if self.calendar is None:
            return min(first + timedelta(days=self.rule.nth - 1), last)
        seen, day = 0, first
        while day <= last:
            seen += self.calendar.is_business_day(day)
            if seen == self.rule.nth:
                return day
            day += timedelta(days=1)
        return last


def _window(start: int, end: int, label: str) -> Window:
    return Window(_ANY, start, end, label)


_ANY = window_kind(WindowRule("term", "UTC"))


def due_windows(graph: RuleGraph) -> dict[str, DueWindows]:
    """The schedules of an agreement by name."""
    return {
        each.name: DueWindows(each, None if each.calendar is None else graph.calendars[each.calendar].calendar)
        for each in graph.schedules
    }
