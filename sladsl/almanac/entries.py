"""Dates as a calendar file (.ics) that calendar programs read."""

import datetime
from collections.abc import Sequence
from importlib import import_module

from sladsl.almanac.asked import missing_library
from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen


@frozen
class Entry(Frozen):
    """A whole day. `key` tells it from others, and stays what it is when the file is made again."""

    key: str
    day: datetime.date
    title: str


def calendar_file(name: str, entries: Sequence[Entry]) -> bytes | Diagnostic:
    """The file; what is to be installed where the library is not there. Equal entries give equal bytes."""
    try:
        library = import_module("icalendar")
    except ImportError:
        return missing_library("the library `icalendar`", "sladsl[ics]")
    calendar = library.Calendar()
    calendar.add("prodid", "-//sladsl//dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for each in entries:
        event = library.Event()
        event.add("uid", f"{each.key}@sladsl")
        event.add("summary", each.title)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + datetime.timedelta(days=1))
        # A stamp of today would make every file another.
        event.add("dtstamp", datetime.datetime.combine(each.day, datetime.time(), datetime.UTC))
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
