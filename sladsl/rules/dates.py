"""What a contract puts on dates beside numbers: reports, reviews, the renewal and the last day to decline it."""

from collections.abc import Iterator
from contextlib import suppress

from sladsl.graph import RuleGraph
from sladsl.graph.papers import Length, RenewalFact
from sladsl.rules.due import DueWindows
from sladsl.rules.outcome import DateDue
from sladsl.temporal import CalendarDuration, Zone, add_calendar

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def dates_due(graph: RuleGraph, period: tuple[int, int]) -> tuple[DateDue, ...]:
    """Those in the period, in their order. What is due before the midnight that ends the period is due in it."""
    start, end = period
    found = [
        each
        for each in _dates(graph, start, end)
        if start < each.at <= end or (each.at == start and each.kind == "review")
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.kind, each.name or "")))


def _dates(graph: RuleGraph, start: int, end: int) -> Iterator[DateDue]:
    zone = Zone.named(graph.zone)
    for each in graph.papers.reports:
        if each.due is not None:
            calendar = None if each.due.calendar is None else graph.calendars[each.due.calendar].calendar
            for window in DueWindows(each.due, calendar).ending_in(start, end):
                yield DateDue("report", window.end, each.name, each.title, each.to)
    first = zone.to_utc(graph.term_start, 0)
    for review in graph.papers.reviews:
        if review.every is not None:
            yield from (DateDue("review", at) for at in _repeated(first, review.every, end, zone))
    renewal = graph.papers.renewal
    if renewal is not None and graph.term_end is not None:
        yield from _of_the_end(zone.to_utc(graph.term_end, 0), renewal, zone)


def _repeated(first: int, every: Length, end: int, zone: Zone) -> Iterator[int]:
    with suppress(ValueError):  # beyond the last year that there is
        times = 1
        while (at := add_calendar(first, _duration(every), zone, times)) < end:
            yield at
            times += 1


def _of_the_end(term_end: int, renewal: RenewalFact, zone: Zone) -> Iterator[DateDue]:
    """When the term is renewed, and until when that can be declined."""
    yield DateDue("renewal", term_end)
    if renewal.notice is not None:
        with suppress(ValueError):  # before the first year that there is
            yield DateDue("notice", add_calendar(term_end, _duration(renewal.notice), zone, -1))


def _duration(length: Length) -> CalendarDuration:
    unit = length.unit.removesuffix("s")
    return CalendarDuration(months=length.count * _MONTHS.get(unit, 0), days=length.count * _DAYS.get(unit, 0))
