"""Calendars and streams: what each line becomes."""

from datetime import date

import pytest

from sladsl.syntax import ast
from syntax.nodes import AT, name, names, quantity, text
from syntax.reading import clause

DAY = date(2026, 2, 14)


def hours(*pairs: tuple[int, int]) -> tuple[ast.HoursRange, ...]:
    return tuple(ast.HoursRange(AT, start * 60, end * 60) for start, end in pairs)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("open Mon to Fri 08:00-12:00, 13:00-17:00", ast.Open(AT, (0, 1, 2, 3, 4), hours((8, 12), (13, 17)))),
        ("open Saturday, Sunday 09:00 - 12:00", ast.Open(AT, (5, 6), hours((9, 12)))),
        ("open Sat to Wed, Mon 08:00-24:00", ast.Open(AT, (5, 6, 0, 1, 2), hours((8, 24)))),
        ("open every day 22:00-06:00", ast.Open(AT, tuple(range(7)), hours((22, 6)))),
        ("open always", ast.Open(AT, tuple(range(7)), hours((0, 24)), always=True)),
        ('holidays "vn.toml"', ast.Holidays(AT, text("vn.toml"))),
        ('closed 2026-02-14 "Tết"', ast.Closed(AT, ast.Date(AT, DAY), title="Tết")),
        ("closed 2026-02-14 until 2026-02-15", ast.Closed(AT, ast.Date(AT, DAY), ast.Date(AT, date(2026, 2, 15)))),
        (
            "closed 2026-02-14 through 2026-02-15",
            ast.Closed(AT, ast.Date(AT, DAY), ast.Date(AT, date(2026, 2, 15)), through=True),
        ),
        (
            "closed 2026-02-14T08:00 until 2026-02-14T09:30:15.5+07:00",
            ast.Closed(AT, ast.Moment(AT, "2026-02-14T08:00"), ast.Moment(AT, "2026-02-14T09:30:15.5+07:00")),
        ),
        ('closed every 02-29 "Leap day"', ast.ClosedYearly(AT, 2, 29, "Leap day")),
        ('special 2026-02-14 "Half day" 08:00-12:00', ast.Special(AT, DAY, hours((8, 12)), "Half day")),
        ('zone "Asia/Bangkok"', ast.ZoneClause(AT, text("Asia/Bangkok"))),
    ],
)
def test_calendar_lines(written: str, meant: ast.CalendarLine) -> None:
    assert clause(f'calendar office "Office" {{\n {written}\n}}') == ast.Calendar(
        AT, name("office"), "Office", (meant,)
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("text", ast.TypeSpec(AT, "text")),
        ('one of P1, "P 2"', ast.TypeSpec(AT, "one of", (name("P1"), text("P 2")))),
        ("count", ast.TypeSpec(AT, "count")),
        ("number", ast.TypeSpec(AT, "number")),
        ("number in Mbps with 2 places", ast.TypeSpec(AT, "number", (), name("Mbps"), 2)),
        ("percent with 1 places", ast.TypeSpec(AT, "percent", places=1)),
        ("money", ast.TypeSpec(AT, "money")),
        ("money in EUR", ast.TypeSpec(AT, "money", unit=name("EUR"))),
        ("duration", ast.TypeSpec(AT, "duration")),
        ("instant", ast.TypeSpec(AT, "instant")),
        ("yes or no", ast.TypeSpec(AT, "yes or no")),
    ],
)
def test_types(written: str, meant: ast.TypeSpec) -> None:
    line = ast.AttributeLine(AT, name("x"), meant)
    assert clause(f"stream s of events {{ x {written} }}") == ast.Stream(AT, name("s"), "events", lines=(line,))


def test_a_stream_of_cases() -> None:
    assert clause(
        'stream tickets "Tickets" of cases {\n cause text optional\n'
        " moments opened, update many\n states waiting, held\n}"
    ) == ast.Stream(
        AT,
        name("tickets"),
        "cases",
        "Tickets",
        lines=(
            ast.AttributeLine(AT, name("cause"), ast.TypeSpec(AT, "text"), optional=True),
            ast.MomentsLine(AT, ((name("opened"), False), (name("update"), True))),
            ast.StatesLine(AT, names("waiting", "held")),
        ),
    )


def test_a_stream_of_samples() -> None:
    found = clause("stream requests of samples every 5min by region, class { count count errors count }")
    assert isinstance(found, ast.Stream)
    assert (found.every, found.keys) == (quantity(5, "minute"), names("region", "class"))
    assert [line.name.text for line in found.lines if isinstance(line, ast.AttributeLine)] == ["count", "errors"]
