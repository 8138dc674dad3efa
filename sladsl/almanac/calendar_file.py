"""Holidays of a calendar file (.ics), as employers, authorities and calendar programs publish them."""

import datetime
import hashlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from sladsl.almanac.asked import Collected, merged, missing_library
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import time, usage
from sladsl.frozen import Frozen, frozen
from sladsl.temporal import Holiday, HolidayKind

_WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
_SHOWN = 5


@frozen
class Wanted(Frozen):
    """Which events are meant, by words in their name, categories or description: `only` these are taken; those with a
    word of `workday` are make-up workdays; those with a word of `estimated` are estimates."""

    only: tuple[str, ...] = ()
    workday: tuple[str, ...] = ()
    estimated: tuple[str, ...] = ()


def from_calendar_file(raw: bytes, name: str, years: tuple[int, int], wanted: Wanted) -> Collected | Diagnostic:
    """The whole days of a calendar that lie in these years."""
    try:
        parser, recurring = import_module("icalendar"), import_module("recurring_ical_events")
    except ImportError:
        return missing_library("the libraries `icalendar` and `recurring-ical-events`", "sladsl[ics]")
    first, last = datetime.date(years[0], 1, 1), datetime.date(years[1] + 1, 1, 1)
    left_out: list[str] = []
    days: list[Holiday] = []
    newest = ""
    called = name
    # A stranger's file may break the libraries in ways of their own; whatever it is, it is the file that is wrong.
    try:
        for calendar in parser.Calendar.from_ical(raw, multiple=True):
            if title := str(calendar.get("X-WR-CALNAME", "")).strip():
                called = f"{title} ({name})"
            left_out += _take_out(calendar)
            newest = max([newest, *map(_changed, calendar.walk("VEVENT"))])
            for event in recurring.of(calendar).between(first, last):
                if _is_meant(event, wanted):
                    days += _days_of(event, first, last, wanted)
    except Exception as trouble:
        words = str(trouble) or type(trouble).__name__
        return _unusable(name, f"it cannot be read as iCalendar: {words}")
    found = merged(sorted(days, key=lambda each: (each.day, each.name)))
    if isinstance(found, datetime.date):
        return _unusable(name, f"{found} is both a day off and a workday in it")
    if not found:
        span = f"in {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
        told = f"; events that are no whole days: {len(left_out):,}" if left_out else ""
        return _unusable(name, f"it has no whole day off {span}{told}")
    digest = f"sha256 {hashlib.sha256(raw).hexdigest()[:16]}"
    return Collected(
        called, f"{newest}, {digest}" if newest else digest, years, tuple(found[day] for day in sorted(found)),
        diagnostics=tuple(_left_out(name, left_out)),
    )  # fmt: skip


def _take_out(calendar: Any) -> list[str]:
    """Removes what is no whole day, and what never could be expanded; the names of what went."""
    gone = []
    kept = []
    for part in calendar.subcomponents:
        start = part.get("DTSTART")
        if part.name != "VEVENT" or (type(getattr(start, "dt", None)) is datetime.date and not _too_often(part)):
            kept.append(part)
        else:
            gone.append(str(part.get("SUMMARY", "")).strip() or "an event without a name")
    calendar.subcomponents = kept
    return gone


def _too_often(event: Any) -> bool:
    rules = event.get("RRULE", [])
    every = rules if isinstance(rules, list) else [rules]
    return any(_WITHIN_A_DAY & {str(each).upper() for each in rule.get("FREQ", [])} for rule in every)


def _changed(event: Any) -> str:
    """The date on which an event was last changed."""
    at = event.get("LAST-MODIFIED") or event.get("DTSTAMP")
    moment = getattr(at, "dt", None)
    return moment.strftime("%Y-%m-%d") if isinstance(moment, datetime.date) else ""


def _words(event: Any) -> str:
    categories = event.get("CATEGORIES")
    lists = categories if isinstance(categories, list) else [categories] if categories else []
    labels = [str(label) for each in lists for label in getattr(each, "cats", [each])]
    return "\n".join([str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", "")), *labels]).casefold()


def _has(event: Any, words: tuple[str, ...]) -> bool:
    return any(each.casefold() in _words(event) for each in words)


def _is_meant(event: Any, wanted: Wanted) -> bool:
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    return not cancelled and (not wanted.only or _has(event, wanted.only + wanted.workday))


def _kind(event: Any, wanted: Wanted) -> HolidayKind:
    if _has(event, wanted.workday) or str(event.get("X-APPLE-SPECIAL-DAY", "")).upper() == "ALTERNATE-WORKDAY":
        return HolidayKind.MAKE_UP_WORKDAY
    if _has(event, wanted.estimated) or str(event.get("STATUS", "")).upper() == "TENTATIVE":
        return HolidayKind.ESTIMATED
    return HolidayKind.HOLIDAY


def _days_of(event: Any, first: datetime.date, last: datetime.date, wanted: Wanted) -> Iterator[Holiday]:
    """Each day of an event that lies in [first, last)."""
    start: datetime.date = event["DTSTART"].dt
    end: datetime.date = event["DTEND"].dt if "DTEND" in event else start + datetime.timedelta(days=1)
    name = " ".join(str(event.get("SUMMARY", "")).split()) or "without a name"
    kind = _kind(event, wanted)
    day = max(start, first)
    while day < min(max(end, start + datetime.timedelta(days=1)), last):
        yield Holiday(day, name, kind)
        day += datetime.timedelta(days=1)


def _left_out(name: str, names: list[str]) -> Iterator[Diagnostic]:
    if not names:
        return
    unique = list(dict.fromkeys(names))
    shown = ", ".join(f'"{each[:60]}"' for each in unique[:_SHOWN])
    more = f" and {len(unique) - _SHOWN} more" if len(unique) > _SHOWN else ""
    fix = Fix("write hours of a day as `special` or `closed … until …` in the calendar")
    message = f"only whole days are taken from a calendar file; left out: {shown}{more}"
    yield Diagnostic(time.DAYS_LEFT_OUT, message, place=name, fixes=(fix,))


def _unusable(name: str, why: str) -> Diagnostic:
    return Diagnostic(usage.BAD_CALENDAR_FILE, f"no holidays can be taken from the calendar file: {why}", place=name)
