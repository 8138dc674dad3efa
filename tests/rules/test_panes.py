"""The windows beside one another in a term."""

from datetime import date

import pytest

from rules.agreements import Draft
from sladsl.graph import WindowRule
from sladsl.graph.windows import WindowUnit
from sladsl.rules.panes import most_windows, term_of

UNITS: tuple[WindowUnit, ...] = ("day", "week", "month", "quarter", "half year", "year")
ZONE = "Europe/Berlin"


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("count", "rolling"), [(1, False), (1, True), (3, True)])
def test_those_before_and_after_are_those_of_the_term(unit: WindowUnit, count: int, rolling: bool) -> None:
    term = term_of(Draft(zone=ZONE, start=date(2023, 5, 10), end=date(2033, 5, 10)).graph())
    rule = WindowRule(unit, ZONE, count=count, rolling=rolling)
    every = [each.window for each in term.panes(rule, term.start, term.last)]
    assert len(every) <= most_windows(rule, term.start, term.last) <= 1.02 * len(every) + 3
    for index in (*range(min(len(every), 40)), len(every) - 1):
        near = every[max(index - 2, 0) : index + 3]
        assert term.beside(rule, every[index], -2, 2) == near
        assert term.beside(rule, every[index], -2, -1) == every[max(index - 2, 0) : index]
        assert term.beside(rule, every[index], 1, 1) == every[index + 1 : index + 2]


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("hour", date(2020, 1, 1), date(2026, 1, 1)),
        ("day", date(1900, 1, 1), date(2000, 1, 1)),
        *((each, date(1901, 1, 2), date(2100, 12, 31)) for each in UNITS[1:]),
        *((each, date(2023, 2, 27), date(2023, 3, 2)) for each in UNITS),
    ],
)
def test_there_are_no_more_windows_than_was_told(unit: WindowUnit, first: date, last: date) -> None:
    """Also where the clock is put forward by half an hour, which cuts one of the local hours off."""
    rule = WindowRule(unit, zone := "Australia/Lord_Howe")
    term = term_of(Draft(zone=zone, start=first, end=last).graph())
    every = term.panes(rule, term.start, term.last)
    assert len(every) <= most_windows(rule, term.start, term.last) <= 1.02 * len(every) + 3


def test_a_term_is_one_window() -> None:
    term = term_of(Draft().graph())
    assert most_windows(WindowRule("term", ZONE), term.start, term.last) == 1


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("rolling", [False, True])
def test_the_window_that_holds_an_instant(unit: WindowUnit, rolling: bool) -> None:
    """Of rolling ones, that which ends first after it. They are asked for in order, at both of their ends."""
    term = term_of(Draft(zone=ZONE, start=date(2023, 5, 10), end=date(2025, 5, 10)).graph())
    rule = WindowRule(unit, ZONE, count=2 if rolling else 1, rolling=rolling)
    for each in term.panes(rule, term.start, term.last):
        starts = each.window.start if not rolling else each.window.end - 1
        assert [term.pane_at(rule, at) for at in (starts, each.window.end - 1)] == [each, each]


@pytest.mark.parametrize(("first", "last", "found"), [(0, 0, 1), (-2, 0, 1), (0, 2, 1), (-1, -1, 0), (1, 2, 0)])
def test_beside_the_window_of_a_term_there_is_none(first: int, last: int, found: int) -> None:
    term = term_of(Draft().graph())
    rule = WindowRule("term", ZONE)
    (pane,) = term.panes(rule, term.start, term.last)
    assert term.beside(rule, pane.window, first, last) == [pane.window] * found


def test_a_term_without_an_end_goes_on() -> None:
    term = term_of(Draft(end=None).graph())
    rule = WindowRule("month", "UTC")
    first = term.pane_at(rule, term.start).window
    assert [each.label for each in term.beside(rule, first, -1, 2)] == ["2015-01", "2015-02", "2015-03"]
