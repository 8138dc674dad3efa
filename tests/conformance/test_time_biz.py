"""Every case of a schedule library (biz): business time, deadlines both ways, business days, periods, intersections."""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final

from conformance.shared import cases, each_case, shared
from conformance.time_cases import Case, calendar_of, take
from sladsl.temporal import SECOND, OpenTime, add_business_days, intersection_on_clock_faces, parse_instant

FILE: Final = "conformance/biz.jsonl"

# What each of the peer's readings is called here.
READINGS: Final[Mapping[tuple[str, str], Any]] = {
    ("close_instant", "next_open"): {"at": "next_opening"},
    # The instant is the closing at the other end of the closed stretch.
    ("open_instant", "next_open"): {"at": "previous_close"},
    (
        "business_day",
        "a date with any open period; wall-clock time of day is kept, then snapped into open hours in the direction of "
        "travel",
    ): {"end_of_day": False, "snap": "travel"},
    # Ours by law, so there is nothing to set.
    ("precedence", "holiday > break > date-specific shift > weekly hours"): {},
    (
        "intersection",
        "weekly wall-clock hours are intersected and the LEFT operand's timezone is kept",
    ): intersection_on_clock_faces,
}

# Cases whose convention cannot be said, with the reason.
UNSAYABLE: Final[dict[str, str]] = {}


def business_duration(case: Case) -> None:
    take(READINGS, case)
    open_time = OpenTime(calendar_of(case["calendar"]))
    start, end = parse_instant(case["input"]["start"]), parse_instant(case["input"]["end"])
    assert open_time.between(start, end) == case["expected"]["open_seconds"] * SECOND


def deadline(case: Case) -> None:
    reading = take(READINGS, case, "close_instant")["close_instant"]
    open_time = OpenTime(calendar_of(case["calendar"]))
    start, amount = parse_instant(case["input"]["start"]), case["input"]["add_open_seconds"] * SECOND
    assert open_time.advance(start, amount, **reading) == parse_instant(case["expected"]["deadline"])
    assert open_time.due(start, amount)[1] == parse_instant(case["expected"]["deadline"])


def deadline_back(case: Case) -> None:
    reading = take(READINGS, case, "open_instant")["open_instant"]
    open_time = OpenTime(calendar_of(case["calendar"]))
    end, amount = parse_instant(case["input"]["start"]), case["input"]["subtract_open_seconds"] * SECOND
    assert open_time.retreat(end, amount, **reading) == parse_instant(case["expected"]["instant"])


def business_days(case: Case) -> None:
    reading = take(READINGS, case, "business_day")["business_day"]
    start, days = parse_instant(case["input"]["start"]), case["input"]["days"]
    moved = add_business_days(calendar_of(case["calendar"]), start, days, **reading)
    assert moved == parse_instant(case["expected"]["instant"])


def is_open(case: Case) -> None:
    take(READINGS, case, "precedence")
    open_time = OpenTime(calendar_of(case["calendar"]))
    assert open_time.is_open(parse_instant(case["input"]["at"])) is case["expected"]["open"]


def periods(case: Case) -> None:
    take(READINGS, case)
    open_time = OpenTime(calendar_of(case["calendar"]))
    walk = {"forward": open_time.periods, "backward": open_time.periods_backward}[case["input"]["direction"]]
    found = islice(walk(parse_instant(case["input"]["from"])), case["input"]["take"])
    assert list(found) == expected_periods(case)


def periods_intersection(case: Case) -> None:
    intersect = take(READINGS, case, "intersection")["intersection"]
    both = intersect(calendar_of(case["calendar"]), calendar_of(case["input"]["other"]))
    found = islice(OpenTime(both).periods(parse_instant(case["input"]["from"])), case["input"]["take"])
    assert list(found) == expected_periods(case)


def expected_periods(case: Case) -> list[tuple[int, int]]:
    return [(parse_instant(start), parse_instant(end)) for start, end in case["expected"]["periods"]]


PLAYERS: Final[dict[str, Callable[[Case], None]]] = {
    "add_business_days": business_days,
    "business_duration": business_duration,
    "deadline": deadline,
    "deadline_back": deadline_back,
    "is_open": is_open,
    "periods": periods,
    "periods_intersection": periods_intersection,
}


@each_case(FILE)
def test_case(case: Case) -> None:
    PLAYERS[case["kind"]](case)


def test_every_convention_is_sayable() -> None:
    shared(FILE)
    unknown = {
        each["id"] for each in cases(FILE) for pair in each.get("conventions", {}).items() if pair not in READINGS
    }
    assert unknown == set(UNSAYABLE)
