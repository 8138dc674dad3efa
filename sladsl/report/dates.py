"""The dates that a contract sets: for a terminal, as JSON, as entries of a calendar."""

import hashlib

from sladsl.almanac.entries import Entry
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json, document
from sladsl.graph import RuleGraph
from sladsl.report.json_values import instant_value
from sladsl.report.papers import date_value, due_words
from sladsl.report.text import titled
from sladsl.rules.outcome import DateDue
from sladsl.temporal import Zone


def dates_text(graph: RuleGraph, dates: tuple[DateDue, ...]) -> str:
    """One line a date, in their order."""
    zone = Zone.named(graph.zone)
    lines = [f"  {_day(each, zone)}  {on_one_line(due_words(each, graph))}" for each in dates]
    return "\n".join([titled(graph.title, graph.name), *(lines or ["  no dates in this period"])])


def dates_json(graphs: list[tuple[RuleGraph, tuple[int, int], tuple[DateDue, ...]]]) -> str:
    """The document that `dates.schema.json` describes."""
    return document({"agreements": [_agreement(*each) for each in graphs]})


def _agreement(graph: RuleGraph, period: tuple[int, int], dates: tuple[DateDue, ...]) -> dict[str, Json]:
    zone = Zone.named(graph.zone)
    return {
        "name": graph.name,
        "title": graph.title,
        "period": {"start": instant_value(period[0], zone), "end": instant_value(period[1], zone), "zone": graph.zone},
        "dates": [{**date_value(each, zone), "day": _day(each, zone)} for each in dates],
    }


def entries_of(graph: RuleGraph, dates: tuple[DateDue, ...]) -> list[Entry]:
    """Each date as a whole day of a calendar; what is due before a midnight is due on the day that it ends."""
    zone = Zone.named(graph.zone)
    called = on_one_line(graph.title or graph.name)
    found = []
    for each in dates:
        key = hashlib.sha256(f"{graph.name}\n{each.kind}\n{each.name}\n{each.at}".encode()).hexdigest()[:24]
        day, _ = zone.local(_on(each))
        found.append(Entry(key, day, f"{called}: {on_one_line(due_words(each, graph))}"))
    return found


def _day(date: DateDue, zone: Zone) -> str:
    return zone.local(_on(date))[0].isoformat()


def _on(date: DateDue) -> int:
    """An instant of the day on which something must be done, or happens."""
    return date.at - 1 if date.kind in ("report", "notice") else date.at
