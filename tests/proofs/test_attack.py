"""Logs tried against a property: what breaks it, and after how many of them."""

from collections.abc import Callable

import pytest

from sladsl.logs.records import EventLog
from sladsl.proofs.attack import Attack
from sladsl.proofs.reaching import Budget
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import cell_roots
from sladsl.temporal import HOUR, Window, WindowKind, format_instant, parse_instant
from strategies.contracts import graph_of

GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  stream outages of spans { }
  stream letters of events { }
  objective up {
    availability of outages >= 99.9% per month
    credit { below 99.9% gives 5 USD  below 99% gives 10 USD }
  }
  objective few { count of letters <= 3 per month }
}
""")
JANUARY, FEBRUARY, MARCH, APRIL = (parse_instant(f"2026-0{month}-01T00:00Z") for month in (1, 2, 3, 4))
MONTHS = tuple(
    Window(WindowKind.term(), *each, "") for each in ((JANUARY, FEBRUARY), (FEBRUARY, MARCH), (MARCH, APRIL))
)
ROOTS = tuple(root for each in GRAPH.objectives for root in cell_roots(each))
Broken = Callable[[Evaluation], bool | None]


def attack(broken: Broken, steps: int = 400, months: int = 3, without: frozenset[str] = frozenset()) -> Attack:
    return Attack(GRAPH, (JANUARY, APRIL), MONTHS[:months], ROOTS, without, broken, Budget(steps), 3)


def breached(evaluation: Evaluation, objective: str) -> list[bool]:
    """In each month."""
    return [each.state == "breached" for each in evaluation.outcomes if each.objective == objective]


def owed(evaluation: Evaluation) -> int:
    return int(sum(each.credit.payable or 0 for each in evaluation.outcomes if each.credit is not None))


def shown(log: EventLog | None) -> tuple[list[str], int] | None:
    """The outages, each with its hours, and how many letters there are."""
    if log is None:
        return None
    spans = log.streams["outages"].records
    outages = [f"{format_instant(each.start)[5:10]} {(each.end - each.start) / HOUR:.2f}" for each in spans]
    return outages, len(log.streams["letters"].records)


@pytest.mark.parametrize(
    ("broken", "log", "tried"),
    [
        (lambda _: True, ([], 0), 3),
        (lambda found: any(breached(found, "up")), (["01-01 744.00"], 0), 3),
        (lambda found: any(breached(found, "few")), ([], 120), 43),
        # Two things at once, then one of them again and again, then both.
        (lambda found: any(breached(found, "up")) and any(breached(found, "few")), (["01-01 186.00"], 120), 80),
        (lambda found: sum(breached(found, "up")) > 1, ([f"0{each}-01 7.44" for each in (1, 2, 3)], 0), 165),
        (lambda found: breached(found, "up") == [True, True, False], (["01-01 7.44", "02-01 7.44"], 0), 166),
        (lambda found: breached(found, "up") == [True, False, True], (["01-01 7.44", "03-01 7.44"], 0), 167),
        (lambda found: breached(found, "few") == [True, False, True], ([], 8), 173),
        (
            lambda found: owed(found) >= 30 and all(breached(found, "few")),
            (["01-01 186.00", "02-01 168.00", "03-01 186.00"], 12),
            174,
        ),
    ],
)
def test_what_breaks_it(broken: Broken, log: tuple[list[str], int], tried: int) -> None:
    made = attack(broken)
    assert shown(made.run()) == log
    assert (made.tried, made.decided, made.budget.left) == (tried, tried, 400 - tried)


@pytest.mark.parametrize(
    ("broken", "steps", "tried", "decided", "left"),
    [
        (lambda _: False, 60, 60, 60, -1),
        (lambda _: None, 60, 60, 0, -1),
        (lambda _: False, 1, 1, 1, -2),
        (lambda _: False, 0, 0, 0, 0),
    ],
)
def test_what_never_breaks(broken: Broken, steps: int, tried: int, decided: int, left: int) -> None:
    made = attack(broken, steps)
    assert made.run() is None
    assert (made.tried, made.decided, made.budget.left) == (tried, decided, left)


def test_what_came_to_something_of_its_own_is_kept() -> None:
    """Nothing, more than 1 % of January, more than 0.1 % of it, four letters."""
    made = attack(lambda found: sum(breached(found, "up")) > 1)
    made.run()
    assert [(each.way, each.n) for each in made.kept] == [
        (0, 0), (0, 26_785_000_000), (0, 2_679_000_000), (1, 4), (5, 4),
    ]  # fmt: skip
    assert [each.name for each in made.ways[0]][:2] == ["one span 0 from the start of outages", "some 0 of letters"]
    assert len(made.ways) == 3


def test_of_one_month_nothing_happens_again() -> None:
    made = attack(lambda found: sum(breached(found, "up")) > 1, 90, months=1)
    assert made.run() is None and len(made.ways) == 1


def test_no_log_is_given_of_a_stream_that_nobody_writes() -> None:
    made = attack(lambda found: any(breached(found, "up")), without=frozenset({"letters"}))
    found = made.run()
    assert found is not None and set(found.streams) == {"outages"}
    assert attack(lambda found: any(breached(found, "few")), 60, without=frozenset({"letters"})).run() is None


LETTERS = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream letters of events { }
  objective few { count of letters <= 3 per month }
}
""")


def of_letters(broken: Callable[[list[int]], bool], steps: int, months: int = 1) -> Attack:
    """`broken` is asked about the numbers of letters of the months."""

    def asked(found: Evaluation) -> bool:
        return broken([int(each.measured or 0) for each in found.outcomes])

    roots = tuple(cell_roots(LETTERS.objectives[0]))
    return Attack(LETTERS, (JANUARY, APRIL), MONTHS[:months], roots, frozenset(), asked, Budget(steps))


def test_near_a_border_more_is_tried() -> None:
    """First nothing, all, and where a breach begins: four of them, but not five."""
    seen: list[int] = []
    made = of_letters(lambda months: seen.append(months[0]) is not None, 60)
    assert made.run() is None
    assert [(each.way, each.n) for each in made.kept] == [(0, 0), (0, 4)]
    assert seen[:9] == [0, 120, 60, 30, 15, 7, 3, 5, 4]
    assert {2, 5} <= set(seen[9:])
    found = of_letters(lambda months: months[0] == 2, 60).run()
    assert found is not None and len(found.streams["letters"].records) == 2


def test_with_few_evaluations_borders_leave_some_for_the_rest() -> None:
    made = attack(lambda found: sum(breached(found, "up")) > 1, 150)
    assert shown(made.run()) is not None
    assert made.tried < 150


def test_in_two_months_the_same_happens_again() -> None:
    made = of_letters(lambda months: months[:2] == [4, 4], 60, months=2)
    found = made.run()
    assert found is not None and len(found.streams["letters"].records) == 8
    assert made.tried == 13


def test_a_window_with_fewer_ways_takes_that_of_the_first() -> None:
    made = attack(lambda _: False, 1)
    made.run()
    few = made.ways[0][:1]
    made.ways = [made.ways[0], few]
    assert shown(made._log(0, 1, HOUR)) == (["01-01 1.00"], 0)
    assert shown(made._log(1, 1, 2)) == ([], 2)
    assert shown(made._log(1, 0, -5)) == ([], 0)
    assert shown(made._log(1, 0, 999)) == ([], 120)
