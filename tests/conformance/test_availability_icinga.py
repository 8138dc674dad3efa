"""Every availability case of a monitoring system's SQL function (icinga): states, downtimes, time of unknown state."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from conformance.shared import each_case
from sladsl.graph.measures import Excluded, MeasureClasses
from sladsl.graph.rows import RowCompare, RowLogic
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import SpanRecord
from sladsl.temporal import SECOND
from strategies.graphs import MAINTENANCE, OUTAGES, Bench, covered, span

FILE: Final = "conformance/icinga_sla.jsonl"
UNKNOWN: Final = 99
LATEST: Final = 10_000

# Each convention of the peer, by its first words, with the place below where it is said.
READINGS: Final[dict[str, str]] = {
    "hard states; 0-1 ok, 2 and above problem": "availability",
    "latest event at or before window start; else previous_state of the first later event; else current state": (
        "state_spans"
    ),
    "problem time inside any downtime is not counted, but downtime stays in the denominator": "availability",
    "time whose state is 99 leaves the denominator": "availability",
    "100*(total-problem)/total rounded to 4 decimals": "percent",
}


def state_spans(given: dict[str, Any]) -> list[SpanRecord]:
    """A stretch has the previous state of the event that ends it, the last one the last event's state."""
    events = sorted(given["events"], key=lambda event: event["at"])
    # What is at the window's start counts over what a later event says of the time before it.
    begun = [event for event in events if event["at"] <= given["window_s"][0]][-1:]
    later = [event for event in events if event["at"] > given["window_s"][0]]
    borders = [0, *(event["at"] for event in later), LATEST]
    states = [event["previous_state"] for event in later]
    states.append(events[-1]["state"] if events else given.get("current_state", 0))
    if begun and later:
        states[0] = begun[0]["state"]
    return [
        span(start * SECOND, end * SECOND, state, "host", line=line)
        for line, (start, end, state) in enumerate(zip(borders, borders[1:], states, strict=False), 1)
        if start < end
    ]


def availability(given: dict[str, Any]) -> Fraction:
    downtimes = [
        span(start * SECOND, end * SECOND, 0, line=line) for line, (start, end) in enumerate(given["downtimes_s"], 1)
    ]
    bench = Bench(records={"outages": state_spans(given), "maintenance": downtimes}, coverage=covered())
    state, unknown = bench.attribute(OUTAGES, "severity"), bench.number(UNKNOWN)
    problem = bench.add(
        RowLogic(
            "and", bench.add(RowCompare(">=", state, bench.number(2))), bench.add(RowCompare("!=", state, unknown))
        )
    )
    node = MeasureClasses(
        schedule=None,
        excluded=(Excluded(bench.add(SetSpans(MAINTENANCE.name, None)), "downtime", "up"),),
        unknown_while=bench.add(SetSpans(OUTAGES.name, bench.add(RowCompare("=", state, unknown)))),
        down=bench.add(SetSpans(OUTAGES.name, problem)),
        unknown_as="leaves",
    )
    start, end = given["window_s"]
    (found,) = bench.take(node, (start * SECOND, end * SECOND))
    return 1 - Fraction(found.counted_down, found.agreed)


def percent(share: Fraction) -> Decimal:
    exact = 100 * share
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@each_case(FILE)
def test_case(case: dict[str, Any]) -> None:
    assert all(said.startswith(tuple(READINGS)) for said in case["conventions"].values())
    if "error" in case["expected"]:
        # Our words for "end time must be greater than start time"; the caller makes a diagnostic of it.
        with pytest.raises(ValueError, match="a window must end after it starts"):
            availability(case["input"])
        return
    assert percent(availability(case["input"])) == Decimal(str(case["expected"]["ok_percent"]))
