"""Schedules: when something is due."""

from typing import Literal

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree
from sladsl.syntax.build.calendars import days_of, hours


def _schedule(builder: Builder, branch: Branch) -> ast.Schedule:
    (due,) = parts(branch, "title", "recipient")
    span, name, title = builder.span(branch), builder.name(token(branch, "NAME")), literals.title(builder, branch)
    if due.data in ("due_on_weekdays", "due_daily"):
        (range_,) = hours(builder, tokens(due, "HOURS")) or (ast.HoursRange(span, 0, 1440),)
        days = days_of(due) if due.data == "due_on_weekdays" else tuple(range(7))
        return ast.Schedule(span, name, "weekdays", title, days, range_.start, range_.end)
    unit = literals.singular(token(due, "UNIT"))
    if due.data == "due_once":
        return ast.Schedule(span, name, "once", title, unit=unit)
    kind: Literal["working day", "day"] = "working day" if due.data == "due_on_working_day" else "day"
    calendar = next((builder.name(each) for each in tokens(due, "NAME")), None)
    nth = _nth(builder, token(due, "ORDINAL"))
    only = tree(due, "due_on") is not None
    return ast.Schedule(span, name, kind, title, unit=unit, nth=nth, calendar=calendar, only=only)


def _nth(builder: Builder, at: Token) -> int:
    return literals.whole(builder, at.update(value=at[:-2]), "the number of the day", 1, 366)


RULES: dict[str, Rule] = {"schedule": _schedule}
