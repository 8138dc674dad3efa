"""Every case of a service desk (glpi): pauses, day targets, escalations, changes of agreement, holiday ranges."""

import datetime
from collections.abc import Callable
from typing import Any, Final

from conformance.shared import each_case
from conformance.time_cases import Case, calendar_of, holidays_of, pairs_of
from sladsl.temporal import (
    DAY,
    SECOND,
    Calendar,
    OpenTime,
    Pair,
    add_business_days,
    clock_due,
    measure_clock,
    parse_instant,
    paused_time,
)

FILE: Final = "conformance/glpi_slm.jsonl"

# Each convention of the peer with the place below where it is said.
READINGS: Final[dict[tuple[str, str], str]] = {
    ("pauses", "apply to time-to-resolve, never to time-to-own"): "pauses_of",
    (
        "escalation_offset",
        "whole multiples of 86400 s move by business days keeping the time of day; any other offset moves in open "
        "seconds",
    ): "escalation",
    (
        "day_target",
        "N business days keep the wall-clock time of day, then pause time is added in open seconds",
    ): "target",
    ("change", "new SLA is measured from the ticket opening date; escalations of the old one are dropped"): (
        "agreement_change"
    ),
    ("change", "pause time already accrued is kept when the SLA (and its calendar) changes"): "agreement_change",
    ("ranges", "inclusive of both ends; a range lacking one end never matches"): "is_holiday",
}


def pauses_of(case: Case) -> list[Pair]:
    paused_objectives = {"time_to_resolve"}
    given = pairs_of(case["input"]["pauses"])
    return given if case["input"]["objective"] in paused_objectives else []


def target(calendar: Calendar, given: Case, start: int) -> int:
    """The target as open time: days keep the clock time, so they are the open time up to that instant."""
    if "add_open_seconds" in given:
        return int(given["add_open_seconds"]) * SECOND
    end_of_day = given["end_of_working_day"]
    day_due = add_business_days(calendar, start, given["add_business_days"], end_of_day=end_of_day, snap=None)
    return OpenTime(calendar).between(start, day_due)


def escalation(calendar: Calendar, deadline: int, offset_seconds: int) -> int:
    if offset_seconds * SECOND % DAY == 0:
        return add_business_days(calendar, deadline, offset_seconds * SECOND // DAY, snap=None)
    open_time = OpenTime(calendar)
    if offset_seconds < 0:
        return open_time.retreat(deadline, -offset_seconds * SECOND, at="opening")
    return open_time.advance(deadline, offset_seconds * SECOND, at="close")


def deadline_with_escalation(case: Case) -> None:
    calendar, given, expected = calendar_of(case["calendar"]), case["input"], case["expected"]
    open_time, start, pauses = OpenTime(calendar), parse_instant(given["start"]), pauses_of(case)
    amount = target(calendar, given, start)
    due_at, breaches_after = clock_due(open_time, start, amount, pauses)
    assert due_at == parse_instant(expected["deadline"])
    assert paused_time(open_time, start, due_at, pauses) == expected["waiting_open_seconds"] * SECOND
    assert measure_clock(open_time, start, due_at, pauses) == amount
    assert measure_clock(open_time, start, breaches_after, pauses) == amount
    assert escalation(calendar, due_at, given["escalation_offset_seconds"]) == parse_instant(expected["escalation"])


def agreement_change(case: Case) -> None:
    """Both agreements run from the opening of the ticket; the pauses that count are those before the change."""
    calendar, given = calendar_of(case["calendar"]), case["input"]
    start, pauses = parse_instant(given["created"]), pairs_of(given.get("pauses", []))
    assert all(end <= parse_instant(given["changed_at"]) for _, end in pauses)
    for which in ("first", "second"):
        due_at, _ = clock_due(OpenTime(calendar), start, target(calendar, given[which], start), pauses)
        assert due_at == parse_instant(case["expected"][which]["deadline"])
        offset = given[which]["escalation_offset_seconds"]
        assert escalation(calendar, due_at, offset) == parse_instant(case["expected"][which]["escalation"])


def deadline(case: Case) -> None:
    """Two escalation levels, 60 and 30 minutes before the deadline, as the case's note says."""
    calendar, given, expected = calendar_of(case["calendar"]), case["input"], case["expected"]
    due_at, breaches_after = OpenTime(calendar).due(parse_instant(given["start"]), target(calendar, given, 0))
    assert due_at == breaches_after == parse_instant(expected["deadline"])
    levels = [escalation(calendar, due_at, offset) for offset in (-3600, -1800)]
    assert levels == [parse_instant(text) for text in expected["escalations"]]


def business_days(case: Case) -> None:
    given = case["input"]
    start, end_of_day = parse_instant(given["start"]), given["end_of_working_day"]
    moved = add_business_days(calendar_of(case["calendar"]), start, given["days"], end_of_day=end_of_day, snap=None)
    assert moved == parse_instant(case["expected"]["instant"])


def business_duration(case: Case) -> None:
    open_time = OpenTime(calendar_of(case["calendar"]))
    start, end = parse_instant(case["input"]["start"]), parse_instant(case["input"]["end"])
    assert open_time.between(start, end) == case["expected"]["open_seconds"] * SECOND


def is_open(case: Case) -> None:
    open_time = OpenTime(calendar_of(case["calendar"]))
    assert open_time.is_open(parse_instant(case["input"]["at"])) is case["expected"]["open"]


def is_holiday(case: Case) -> None:
    day = datetime.date.fromisoformat(case["input"]["date"])
    assert holidays_of(case["calendar"]).is_holiday(day) is case["expected"]["holiday"]


PLAYERS: Final[dict[str, Callable[[Case], None]]] = {
    "add_business_days": business_days,
    "agreement_change": agreement_change,
    "business_duration": business_duration,
    "deadline": deadline,
    "deadline_with_escalation": deadline_with_escalation,
    "is_holiday": is_holiday,
    "is_open": is_open,
}


@each_case(FILE)
def test_case(case: Case) -> None:
    player: Any = PLAYERS[case["kind"]]
    assert all(convention in READINGS for convention in case.get("conventions", {}).items())
    player(case)
