"""Every case of a ticket system's working time (otobo): 24x7 and office hours over DST changes, yearly holidays."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.shared import each_case
from conformance.time_cases import Case, calendar_of, take
from sladsl.temporal import SECOND, OpenTime, parse_instant

FILE: Final = "conformance/otobo_worktime.jsonl"

# Targets are written in seconds of open time here, whatever a peer calls 86,400 of them.
READINGS: Final[Mapping[tuple[str, str], Any]] = {("day_unit", "1 day = 86400 open seconds"): SECOND}


def deadline(case: Case) -> None:
    unit = take(READINGS, case, "day_unit").get("day_unit", SECOND)
    open_time = OpenTime(calendar_of(case["calendar"]))
    start, amount = parse_instant(case["input"]["start"]), case["input"]["add_open_seconds"] * unit
    expected = parse_instant(case["expected"]["deadline"])
    # No case ends at a closing, so the peer's reading of that instant is not told apart: both ends are its deadline.
    assert open_time.due(start, amount) == (expected, expected)
    assert open_time.retreat(expected, amount, at="previous_close") <= start
    assert open_time.between(start, expected) == amount


def business_duration(case: Case) -> None:
    take(READINGS, case)
    open_time = OpenTime(calendar_of(case["calendar"]))
    start, end = parse_instant(case["input"]["start"]), parse_instant(case["input"]["end"])
    assert open_time.between(start, end) == case["expected"]["open_seconds"] * SECOND


PLAYERS: Final[dict[str, Callable[[Case], None]]] = {"deadline": deadline, "business_duration": business_duration}


@each_case(FILE)
def test_case(case: Case) -> None:
    PLAYERS[case["kind"]](case)
