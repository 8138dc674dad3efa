"""Hours of a calendar on the days on which the clock is put forward or back."""

from collections.abc import Iterator
from datetime import date, timedelta

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.graph import NamedCalendar
from sladsl.graph.values import Constant
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.temporal import DAY, Calendar, describe_duration
from sladsl.temporal.instant import format_time_of_day
from sladsl.text import Span

_MOST_TOLD = 6
_METHOD = "every change of the clock in the term"


@frozen
class _Day(Frozen):
    """`gained`: by how much longer the hours of a day are than they look. `edge`: what of the clock they name is not
    there, or is there twice."""

    day: date
    gained: int
    edge: str | None


def clock_change_claims(subject: Subject) -> Iterator[Result]:
    for index, named in enumerate(subject.graph.calendars):
        calendar = named.calendar
        if isinstance(calendar, Calendar):
            days = list(_days(subject, calendar))
            if days:
                yield _told(subject, named, days, place_of(subject.graph, index))


def place_of(graph: RuleGraph, calendar: int) -> Span | None:
    """The first place in the text that uses a calendar; else that of the agreement."""
    for ref, node in enumerate(graph.nodes):
        place = graph.places[ref] if ref < len(graph.places) else None
        if place is not None and not isinstance(node, Constant) and getattr(node, "calendar", None) == calendar:
            return place
    return graph.span


def _days(subject: Subject, calendar: Calendar) -> Iterator[_Day]:
    zone = calendar.zone
    for change in zone.changes(subject.horizon.start, subject.horizon.end):
        before, after = zone.offset(change - 1), zone.offset(change)
        odd = sorted((change + before, change + after))
        first = date(1970, 1, 1) + timedelta(days=odd[0] // DAY)
        for day in (first - timedelta(days=1), first):
            midnight = (day - date(1970, 1, 1)).days * DAY
            for opens, closes in calendar.hours_on(day):
                nominal = closes - opens if closes > opens else closes - opens + DAY
                if nominal == DAY:
                    continue
                start = zone.to_utc(day, opens)
                end = zone.to_utc(day if closes > opens else day + timedelta(days=1), closes)
                edges = [each % DAY for each in (midnight + opens, midnight + opens + nominal)
                         if odd[0] <= each < odd[1]]  # fmt: skip
                word = "does not exist" if after > before else "comes twice"
                said = f"{_clock(edges[0])} {word}" if edges else None
                if said or end - start != nominal:
                    yield _Day(day, end - start - nominal, said)


def _told(subject: Subject, named: NamedCalendar, days: list[_Day], span: Span | None) -> Result:
    edges = [each for each in days if each.edge]
    code = proofs.ODD_EDGE if edges else proofs.ODD_LENGTH
    first = edges[0] if edges else days[0]
    number = f"{len(days)} days" if len(days) != 1 else "one day"
    text = f"the clock changes within the hours of `{named.name}` on {number}, first on {first.day}: "
    text += f"{first.edge}" if first.edge else _gained(first.gained)
    told = [f"{each.day} {each.edge + ', ' if each.edge else ''}{_gained(each.gained)}" for each in days[:_MOST_TOLD]]
    more = len(days) - _MOST_TOLD
    notes = ("; ".join(told) + (f"; and {more} more" if more > 0 else ""),)
    fixes = (Fix("let the hours begin and end outside the changed hour, or say in a text what is meant then"),)
    diagnostic = Diagnostic(code, text, span, notes=notes, fixes=fixes)
    basis = Basis(_METHOD, (), subject.bounds)
    claim = "hours are as long as the clock says"
    return Result(claim, named.name, "FINDING", text, basis, diagnostic, None, None, (span,) if span else ())


def _gained(gained: int) -> str:
    if not gained:
        return "as long as usual"
    return f"{describe_duration(abs(gained))} {'more' if gained > 0 else 'less'} than usual"


def _clock(time_of_day: int) -> str:
    return format_time_of_day(time_of_day)[:5]
