"""Dates that the term never reaches, and what would happen only when it is over."""

import datetime

from sladsl.checks.subject import Subject
from sladsl.diagnostics.catalogue import sense
from sladsl.graph.windows import window_kind
from sladsl.syntax import ast
from sladsl.temporal import Zone, add_months, tile

_MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}


def check_dates(subject: Subject) -> None:
    _check_calendars(subject)
    _check_triggers(subject)
    _check_papers(subject)


def _check_calendars(subject: Subject) -> None:
    start, end = subject.graph.term_start, subject.graph.term_end
    clauses = subject.derived.clause.clauses if subject.derived.clause else ()
    for calendar in (each for each in clauses if isinstance(each, ast.Calendar)):
        for line in calendar.lines:
            if isinstance(line, ast.Special):
                first = last = line.day
            elif isinstance(line, ast.Closed) and isinstance(line.start, ast.Date):
                first = line.start.value
                last = line.end.value if isinstance(line.end, ast.Date) else first
            else:
                continue
            if last < start or (end is not None and first >= end):
                subject.say(
                    sense.OUTSIDE_TERM, f"this day is outside the term, which runs {_term(start, end)}", line.span,
                    "look at the year; or take the line out",
                )  # fmt: skip


def _term(start: datetime.date, end: datetime.date | None) -> str:
    return f"from {start} until {end}" if end else f"from {start}"


def _check_triggers(subject: Subject) -> None:
    """A right that arises only when the term is over."""
    graph = subject.graph
    if graph.term_end is None:
        return
    zone = Zone.named(graph.zone)
    start, end = zone.to_utc(graph.term_start, 0), zone.to_utc(graph.term_end, 0)
    for trigger in graph.triggers:
        if trigger.kind != "terminate" or trigger.versions or trigger.window.rolling:
            continue
        rule = trigger.window
        if rule.unit == "term" or tile(window_kind(rule), Zone.named(rule.zone), start, start + 1)[0].end >= end:
            subject.say(
                sense.AFTER_TERM, "this right arises when its first window ends, and then the term is over",
                trigger.span,
                "look at it more often, for instance `per month`",
            )  # fmt: skip


def _check_papers(subject: Subject) -> None:
    """Reviews and notices for which the term is too short."""
    start, end = subject.graph.term_start, subject.graph.term_end
    if end is None:
        return
    for paper in (paper for version in subject.versions for paper in version.papers):
        match paper:
            case ast.Review(every=ast.Quantity() as every):
                first = _moved(start, every, 1)
                if first is not None and first >= end:
                    subject.say(
                        sense.AFTER_TERM, f"the first review would be on {first}, and the term ends on {end}",
                        paper.span,
                        "review more often than once in the term",
                    )  # fmt: skip
            case ast.Renewal(notice=ast.Quantity() as notice):
                last = _moved(end, notice, -1)
                if last is not None and last <= start:
                    subject.say(
                        sense.OUTSIDE_TERM,
                        f"this notice would have to be given before {last}, and the term begins on {start}",
                        notice.span,
                        "ask for a shorter notice",
                    )
            case ast.NoticePeriod(length=length):
                over = _moved(start, length, 1)
                if over is not None and over >= end:
                    subject.say(
                        sense.AFTER_TERM, f"a notice on the first day ends on {over}, and the term on {end}",
                        paper.span,
                        "ask for a notice that is shorter than the term",
                    )  # fmt: skip
            case _:
                continue


def _moved(day: datetime.date, length: ast.Quantity, direction: int) -> datetime.date | None:
    count = direction * int(length.value)
    try:
        if length.unit in _MONTHS:
            return add_months(day, count * _MONTHS[length.unit])
        return day + datetime.timedelta(days=count * _DAYS[length.unit]) if length.unit in _DAYS else None
    except (OverflowError, ValueError):
        return None
