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
    assert len(every) <= most_windows(rule, term.start, term.last) <= 1.2 * len(every) + 3
    for index in (*range(min(len(every), 40)), len(every) - 1):
        near = every[max(index - 2, 0) : index + 3]
        assert term.beside(rule, every[index], -2, 2) == near
        assert term.beside(rule, every[index], -2, -1) == every[max(index - 2, 0) : index]
        assert term.beside(rule, every[index], 1, 1) == every[index + 1 : index + 2]
