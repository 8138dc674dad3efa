"""Calendars: open hours, holidays, closed and special days."""

import re
from collections.abc import Iterable
from typing import Literal, cast

from lark import Token

from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import frame, literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, trees
from sladsl.text import Span

_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")


def _calendar(builder: Builder, branch: Branch) -> ast.Calendar:
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    lines = tuple(_line(builder, each) for each in parts(branch, "title"))
    return ast.Calendar(builder.span(branch), name, title, lines)


def _line(builder: Builder, branch: Branch) -> ast.CalendarLine:
    span, title = builder.span(branch), literals.title(builder, branch)
    match branch.data:
        case "open":
            return ast.Open(span, _days(parts(branch)[0]), hours(builder, tokens(branch, "HOURS")))
        case "open_always":
            return ast.Open(span, tuple(range(7)), (ast.HoursRange(span, 0, 1440),), always=True)
        case "holidays":
            return ast.Holidays(span, literals.text(builder, token(branch, "STRING")))
        case "closed_yearly":
            return ast.ClosedYearly(span, *literals.month_day(builder, token(branch, "MONTH_DAY")), title)
        case "special":
            day = literals.day(builder, token(branch, "DATE"))
            return ast.Special(span, day, hours(builder, tokens(branch, "HOURS")), title)
        case "calendar_zone":
            return frame.zone(builder, branch)
        case _:
            start, *end = [literals.date_or_moment(builder, each) for each in tokens(branch, "DATE", "DATETIME")]
            return ast.Closed(span, start, end[0] if end else None, branch.data == "closed_through", title)


def _days(branch: Branch) -> tuple[int, ...]:
    """The days in the order written, each once; a range may run over the end of the week."""
    return tuple(range(7)) if branch.data == "every_day" else days_of(branch)


def days_of(branch: Branch) -> tuple[int, ...]:
    days: dict[int, None] = {}
    for each in trees(branch, "day_range"):
        first, *last = [literals.WEEKDAYS.index(word[:3]) for word in tokens(each, "WEEKDAY")]
        length = (last[0] - first) % 7 + 1 if last else 1
        days |= dict.fromkeys((first + step) % 7 for step in range(length))
    return tuple(days)


def hours(builder: Builder, written: Iterable[Token]) -> tuple[ast.HoursRange, ...]:
    return tuple(_hours_range(builder, each) for each in written)


def _hours_range(builder: Builder, at: Token) -> ast.HoursRange:
    """`22:00-06:00` runs into the next day; 24:00 is a day's end, so it may only end a range."""
    span = builder.span(at)
    start, end = _TIME.finditer(at)
    return ast.HoursRange(span, _minutes(builder, start, span, 1439), _minutes(builder, end, span, 1440))


def _minutes(builder: Builder, found: re.Match[str], span: Span, latest: int) -> int:
    hour, minute = int(found[1]), int(found[2])
    if minute > 59 or hour * 60 + minute > latest:
        place = Span(span.source, span.start + found.start(), span.start + found.end())
        starts_at_midnight = (hour, minute) == (24, 0)
        message = (
            "a day begins at 00:00; 24:00 is its end" if starts_at_midnight else f"there is no {found[0]} on a clock"
        )
        builder.complain(codes.BAD_TIME_OF_DAY, message, place)
        return 0
    return hour * 60 + minute


def _composed(builder: Builder, branch: Branch) -> ast.Calendar:
    """A calendar made of others: its operators are those of time sets."""
    (composed,) = parts(branch, "title")
    return ast.Calendar(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        literals.title(builder, branch),
        composed=builder.time_set(composed),
    )


def _one(builder: Builder, branch: Branch) -> ast.NamedSet:
    return ast.NamedSet(builder.span(branch), builder.name(token(branch, "NAME")))


def _combined(builder: Builder, branch: Branch) -> ast.Combined:
    left, right = map(builder.time_set, parts(branch))
    operator = cast(Literal["together", "during", "outside"], branch.data.removeprefix("calendars_"))
    return ast.Combined(builder.span(branch), operator, left, right)


RULES: dict[str, Rule] = {
    "calendar": _calendar,
    "composed_calendar": _composed,
    "one_calendar": _one,
    "calendars_together": _combined,
    "calendars_during": _combined,
    "calendars_outside": _combined,
}
