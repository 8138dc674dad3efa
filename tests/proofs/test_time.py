"""Dates and hours: changes of the clock, breaches that lead to nothing, deadlines over long weekends."""

from itertools import product
from pathlib import Path

import pytest

from proofs.proved import messages, results
from sladsl.proofs.claims.tolerance import Pattern, most_tolerated

BERLIN = 'term 2026-01-01 until 2029-01-01 zone "Europe/Berlin" customer c "C"'
UP = "stream outages of spans { cause text } "


@pytest.mark.parametrize(
    ("hours", "edge", "length"),
    [
        ("open Sun 02:30-04:00", 6, 0),
        # In autumn 02:00 comes twice; in spring it does not exist.
        ("open Sun 02:00-04:00", 6, 0),
        ("open Mon to Sun 22:00-06:00", 0, 6),
        ("open Sat 22:00-06:00", 0, 6),
        ("open Sun 03:00-05:00", 0, 0),
        ("open Mon to Fri 22:00-06:00", 0, 0),
        ("open Mon to Sun 00:00-24:00", 0, 0),
    ],
)
def test_changes_of_the_clock(hours: str, edge: int, length: int, tmp_path: Path) -> None:
    text = f"calendar h {{ {hours} }} {UP} kpi up {{ availability of outages, in h >= 99% per calendar month }}"
    found = results(tmp_path, text, BERLIN)
    for code, days in (("SLA1170", edge), ("SLA1171", length)):
        assert [f" on {days} days" in each for each in messages(found, code)] == ([True] if days else [])


def test_a_zone_without_changes(tmp_path: Path) -> None:
    text = f"calendar h {{ open Sun 02:30-04:00 }} {UP} kpi up {{ availability of outages, in h >= 99% per month }}"
    found = results(tmp_path, text)
    assert not messages(found, "SLA1170")


@pytest.mark.parametrize(
    ("clause", "tolerated"),
    [
        ("terminate by c when up is breached in 3 consecutive windows", 24),
        ("terminate by c when up is breached in 3 of any 6 windows", 12),
        ('escalate to "boss" when up is breached in 4 of any 6 windows', 18),
        # Disguised: the same as a row of breaches.
        ("terminate by c when consecutive breaches of up >= 3", 24),
        ("terminate by c when consecutive breaches of up > 2", 24),
        ("terminate by c when up is breached", 0),
    ],
)
def test_breaches_that_lead_to_nothing(clause: str, tolerated: int, tmp_path: Path) -> None:
    text = f"{UP} objective up {{ availability of outages >= 99.9% per calendar month }} {clause}"
    found = messages(results(tmp_path, text, BERLIN), "SLA1172")
    assert [each.split(" windows")[0] for each in found] == (
        [f"up can be breached in {tolerated} of 36"] if tolerated else []
    )


def test_every_way_is_looked_at() -> None:
    for many, wide, number in product((1, 2, 3), (2, 3, 4), (3, 6, 9)):
        if many > wide:
            continue
        found = most_tolerated(Pattern("up", many, wide), number)
        allowed = [
            each
            for each in product((True, False), repeat=number)
            if all(sum(each[max(0, end - wide) : end]) < many for end in range(1, number + 1))
        ]
        assert found in allowed
        assert sum(found) == max(map(sum, allowed))


OFFICE = (
    "calendar office { open Mon to Fri 09:00-17:00 closed 2026-04-03 closed 2026-04-06 } "
    "stream tickets of cases { moments opened, answered, solved } "
    "metric answer for each tickets by opened = time in office from opened to answered "
    "metric solve for each tickets by opened = time in office from opened to solved "
)


def share(name: str, target: str) -> str:
    return f"kpi {name}s {{ share of tickets with {name} <= {target} >= 95% per calendar month }} "


@pytest.mark.parametrize(
    ("target", "wait"),
    [
        ("4 business hours", "4 h of `office` can take 116 h: from Thu 2026-04-02 13:00 to Tue 2026-04-07 09:00"),
        ("8 business hours", "8 h of `office` can take 136 h: from Wed 2026-04-01 17:00 to Tue 2026-04-07 09:00"),
        (
            "2 business days of office",
            "2 business days of `office` can take 160 h: from Tue 2026-03-31 17:00 to Tue 2026-04-07 09:00",
        ),
        ("4h", None),
    ],
)
def test_how_long_open_hours_take(target: str, wait: str | None, tmp_path: Path) -> None:
    clock = "metric plain for each tickets by opened = time from opened to answered "
    name = "answer" if wait else "plain"
    found = results(tmp_path, OFFICE + clock + share(name, target))
    assert messages(found, "SLA1175") == ([wait] if wait else [])
    if wait:
        (shown,) = [each.witness for each in found if each.sentence == wait]
        assert shown is not None
        assert shown.shown[0].state == "met"


@pytest.mark.parametrize(
    ("answer", "solve", "found"),
    [
        ("8 business hours", "4 business hours", True),
        ("4 business hours", "8 business hours", False),
        ("4 business hours", "4 business hours", False),
        # Not the same unit: nothing is said.
        ("2 business days of office", "4 business hours", False),
    ],
)
def test_which_comes_first(answer: str, solve: str, found: bool, tmp_path: Path) -> None:
    told = results(tmp_path, OFFICE + share("answer", answer) + share("solve", solve))
    assert bool(messages(told, "SLA1174")) == found


@pytest.mark.parametrize(
    ("target", "found"),
    # 259 days of 8 h in office: 261 from Monday to Friday, less two.
    [("2_071 business hours", False), ("2_072 business hours", True), ("260 business days of office", True)],
)
def test_a_deadline_beyond_the_term(target: str, found: bool, tmp_path: Path) -> None:
    told = results(tmp_path, OFFICE + share("answer", target))
    assert bool(messages(told, "SLA1176")) == found


def test_hours_beyond_all_calendars_are_never_due(tmp_path: Path) -> None:
    """Four hundred years of office hours, alone and as steps one after the other."""
    clauses = (
        "calendar office { open Mon to Fri 08:00-17:00 } stream tickets of cases { moments opened, seen, closed } "
        "underpinning looked { share of tickets by opened with (time in office from opened to seen) "
        "<= 900_000 business hours >= 95% per calendar month } "
        "underpinning closing { share of tickets by opened with (time in office from seen to closed) "
        "<= 900_000 business hours >= 95% per calendar month } "
        "service desk underpinned by series of { looked closing } "
        "objective whole for desk { share of tickets by opened with (time in office from opened to closed) "
        "<= 900_000 business hours >= 95% per calendar month }"
    )
    assert len(messages(results(tmp_path, clauses), "SLA1176")) == 1
