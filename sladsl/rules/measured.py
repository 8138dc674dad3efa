"""From what an engine found to a number, or to the reason why there is none."""

from fractions import Fraction
from typing import Literal

from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    Found,
    NumberFound,
    RecordsFound,
    TimeFound,
)
from sladsl.frozen import Frozen, frozen
from sladsl.graph.measures import MeasureNear
from sladsl.graph.node import Node
from sladsl.temporal import describe_duration

NOT_MEASURED = "it was not measured"
NOTHING_TO_DIVIDE_BY = "nothing to divide by"
NO_RECORDS = "no records"


def is_empty(reason: str | None) -> bool:
    """Whether there is no number because there was nothing to measure, which is known; not because something is not."""
    return reason is not None and reason.startswith((NOTHING_TO_DIVIDE_BY, NO_RECORDS))


@frozen
class Reading(Frozen):
    """A number, or None with the reason. `uncovered`: the log does not tell enough; `closed`: nothing was in service;
    `undecided`: so many records are left out because nothing is known of them yet."""

    value: Fraction | None
    note: str | None = None
    uncovered: bool = False
    closed: bool = False
    undecided: int = 0


def read(part: Literal["time", "number", "mean", "share", "missed"], measure: Node, found: Found | None) -> Reading:
    """One number of a measurement."""
    match part, found:
        case "time", TimeFound():
            return _time(found)
        case "number", NumberFound():
            return _number(measure, found)
        case "mean", BucketsFound():
            return _mean(found)
        case "share", RecordsFound():
            return _share(found)
        case "missed", RecordsFound():
            return Reading(Fraction(found.missed), _left_out(found), undecided=found.undecided)
    return Reading(None, NOT_MEASURED)


def read_availability(found: Found | None, over: Fraction | None) -> Reading:
    """1 - down / agreed; over a conventional denominator the value is not clamped and may be negative."""
    if not isinstance(found, ClassesFound):
        return Reading(None, NOT_MEASURED)
    if found.unknown and found.unknown_as == "no verdict":
        return Reading(None, not_covered(found.unknown), uncovered=True)
    if found.out_of_schedule == found.window:
        return Reading(None, f"{NOTHING_TO_DIVIDE_BY}: the window has no open time", closed=True)
    if over is None and found.agreed == 0:
        return Reading(None, f"{NOTHING_TO_DIVIDE_BY}: no time of the window is left to be judged")
    return Reading(1 - found.counted_down / (Fraction(found.agreed) if over is None else over))


def not_covered(microseconds: int) -> str:
    return f"{describe_duration(microseconds)} of the window is not covered by the log"


def _time(found: TimeFound) -> Reading:
    if found.unknown:
        return Reading(None, not_covered(found.unknown), uncovered=True)
    if found.unweighed:
        return Reading(None, f"{describe_duration(found.unweighed)} of it has no weight")
    return Reading(Fraction(found.inside) if found.weighted is None else found.weighted)


def _number(measure: Node, found: NumberFound) -> Reading:
    if found.value is not None:
        if not found.without:
            return Reading(found.value)
        without = _told(found.without, "record has no value and is", "records have no value and are")
        return Reading(found.value, f"{without} left out")
    if isinstance(measure, MeasureNear):
        side = "at or after the window's end" if measure.direction == "next" else "before the window's start"
        return Reading(None, f"{measure.stream} has no record {side}")
    if found.without:
        only = found.without == 1
        return Reading(None, "the one record has no value" if only else f"none of {found.without} records has a value")
    return Reading(None, NO_RECORDS)


def _mean(found: BucketsFound) -> Reading:
    if found.missing:
        return Reading(None, _told(found.missing, "bucket has no samples", "buckets have no samples"), uncovered=True)
    if found.undefined:
        some = _told(found.undefined, "bucket has", "buckets have")
        return Reading(None, f"{some} samples but no value")
    if found.counted == 0:
        return Reading(None, f"{NOTHING_TO_DIVIDE_BY}: no buckets")
    return Reading(found.total / found.counted)


def _share(found: RecordsFound) -> Reading:
    decided = found.met + found.missed
    if decided == 0:
        return Reading(None, "no record is decided yet" if found.undecided else "no records", undecided=found.undecided)
    return Reading(Fraction(found.met, decided), _left_out(found), undecided=found.undecided)


def _left_out(found: RecordsFound) -> str | None:
    if not found.undecided:
        return None
    return f"{_told(found.undecided, 'record is', 'records are')} not decided yet and left out"


def _told(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"
