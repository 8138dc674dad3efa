"""What is kept of measurements comes back as it was; what nobody has written is refused, whatever is wrong with it."""

import json
from fractions import Fraction
from typing import Any

import pytest

from sladsl.engines.kept.plain import in_short, is_same, plain, restored, restored_in_short
from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    Found,
    NumberFound,
    RecordFound,
    RecordsFound,
    RecordsTold,
    TimeFound,
)
from sladsl.logs.records import Place
from strategies.graphs import case, span

RECORDS = [case("a", (5, None, None), line=7), span(6, None, line=8)]
MET = RecordFound("a", 5, "met", "fast", 3, 4, 9, 10, False, Place(0, 7))
OPEN = RecordFound("", 6, "undecided", None, None, None, None, None, True, Place(0, 8))
MISSED = MET._replace(verdict="missed", measured=-6)
NONE = OPEN._replace(verdict="none", open=False)
EVERY: list[Found] = [
    TimeFound(5, 0),
    TimeFound(5, 6, (), Fraction(-7, 3), 8),
    ClassesFound(21, 1, 2, 3, 4, 5, 6, (("planned", 2), ("force", 3)), "up"),
    *(ClassesFound(0, 0, 0, 0, 0, 0, 0, (), each) for each in ("down", "leaves", "no verdict")),  # type: ignore[arg-type]
    NumberFound(None, 0, 3),
    NumberFound(Fraction(255, 16), 2, 0),
    BucketsFound(Fraction(9, 2), 3, 2, 1, (4, 0), ((-60, Fraction(1, 2)), (0, Fraction(3)))),
    RecordsFound(1, 0, 1, 0, (MET, OPEN)),
    RecordsFound(0, 1, 0, 1, (MISSED, NONE)),
    RecordsFound(0, 0, 0, 0, ()),
]


def at(record: Any) -> int:
    return int(record.moments[0][0] if hasattr(record, "moments") else record.start)


def number_of(place: Place) -> int:
    return [each.place for each in RECORDS].index(place)


def through_a_file(told: Any) -> Any:
    return json.loads(json.dumps(told))


@pytest.mark.parametrize("found", EVERY, ids=lambda each: type(each).__name__)
def test_what_was_found_comes_back(found: Found) -> None:
    assert restored(through_a_file(plain(found, number_of)), RECORDS, at) == found


@pytest.mark.parametrize("found", EVERY, ids=lambda each: type(each).__name__)
def test_in_short_records_are_counted_and_told_when_somebody_asks(found: Found) -> None:
    asked = []

    def records() -> RecordsFound:
        asked.append(1)
        assert isinstance(found, RecordsFound)
        return found

    again = restored_in_short(through_a_file(in_short(found)), records)
    if not isinstance(found, RecordsFound):
        assert again == found
        return
    assert isinstance(again, RecordsFound) and isinstance(again.records, RecordsTold)
    counts = (found.met, found.missed, found.undecided, found.none)
    assert (again.met, again.missed, again.undecided, again.none) == counts
    assert (len(again.records), asked) == (sum(counts), [])
    assert tuple(again.missed_records()) == tuple(found.missed_records())
    assert again == found
    assert in_short(again) == in_short(found)


def test_of_each_limit_the_most_that_was_used() -> None:
    held = [(3, 4), (9, 4), (2, 4), (1, 8), (None, 8), (5, None), (0, 0)]
    records = tuple(MET._replace(measured=measured, limit=limit) for measured, limit in held)
    assert in_short(RecordsFound(7, 0, 0, 0, records)) == ["counts", [7, 0, 0, 0], [[0, 0], [1, 8], [9, 4]]]


RECORD = [0, "met", "fast", 3, 4, 9, 10, False]
WRONG: list[Any] = [
    None,
    [],
    ["nothing"],
    ["time", 1, 0, None],
    ["time", True, 0, None, 0],
    ["time", 1.0, 0, None, 0],
    ["time", "1", 0, None, 0],
    *(["time", *numbers, None, last] for *numbers, last in ((-1, 0, 0), (0, -1, 0), (0, 0, -1))),
    ["time", 1, 0, 1, 0],
    *(["time", 1, 0, each, 0] for each in ("", "1", "1/0", "1/-1", "--1/2", "g/2", "1/2 ", "0x1/2")),
    *(["classes", [*([0] * index), -1, *([0] * (6 - index))], [], "up"] for index in range(7)),
    ["classes", [5, 0, 0, 0, 0, 0, 4], [], "up"],
    ["classes", [1, 2, 0, 0, 0, 0, 0], [], "up"],
    ["classes", [0] * 6, [], "up"],
    ["classes", [0] * 7, [], "sideways"],
    ["classes", [0] * 7, [], None],
    ["classes", [0] * 7, [["planned"]], "up"],
    ["classes", [0] * 7, [["planned", -1]], "up"],
    ["classes", [0] * 7, [[1, 1]], "up"],
    ["classes", [0] * 7, "planned", "up"],
    ["number", "1/2", -1, 0],
    ["number", "1/2", 0, -1],
    ["number", 2, 1, 0],
    ["buckets", None, [1, 1, 1], [], []],
    *(["buckets", "1/1", numbers, [], []] for numbers in ([-1, 0, 0], [0, -1, 0], [0, 0, -1], [0, 0])),
    ["buckets", "1/1", [1, 1, 1], [-1], []],
    ["buckets", "1/1", [1, 1, 1], [], [[1, None]]],
    ["buckets", "1/1", [1, 1, 1], [], [["1", "1/1"]]],
    ["records", None],
    ["records", [RECORD[:-1]]],
    ["records", [[*RECORD, None]]],
    ["records", [[*RECORD[:-1], 0]]],
    *(["records", [[number, *RECORD[1:]]]] for number in (-1, 2, True, None, "0")),
    ["records", [[0, "fine", *RECORD[2:]]]],
    ["records", [[0, "met", 5, *RECORD[3:]]]],
    *(["records", [[*RECORD[:index], "3", *RECORD[index + 1 :]]]] for index in range(3, 7)),
]


@pytest.mark.parametrize("told", WRONG, ids=str)
def test_what_nobody_has_written_is_refused(told: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        restored(told, RECORDS, at)


def test_a_record_that_has_not_happened_was_not_judged() -> None:
    with pytest.raises(ValueError, match="missing"):
        restored(["records", [RECORD]], RECORDS, lambda _: None)


@pytest.mark.parametrize(
    "told",
    [
        ["counts", [0, 0, 0], []],
        ["counts", [0, 0, 0, -1], []],
        ["counts", [0, 0, 0, 0, 0], []],
        ["counts", [0, 0, 0, 0], [[1]]],
        ["counts", [0, 0, 0, 0], [[1, "2"]]],
        ["counts", [0, 0, 0, 0], [[None, 2]]],
        ["records", [RECORD]],
        ["nothing"],
    ],
    ids=str,
)
def test_what_nobody_has_written_in_short_is_refused(told: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        restored_in_short(told, lambda: RecordsFound(0, 0, 0, 0))


def test_what_is_told_is_the_same_as_far_as_both_tell_it() -> None:
    time, other = ["time", 1, 0, None, 0], ["time", 2, 0, None, 0]
    assert is_same(time, time)
    assert is_same(time, [*time])
    assert not is_same(time, other)
    assert is_same(["counts", [1, 0, 0, 0], []], ["records", [RECORD]])
    assert is_same(["records", [RECORD]], ["records", [[5, *RECORD[1:]]]])
    assert not is_same(["records", [RECORD]], ["records", [[0, "missed", *RECORD[2:]]]])
    assert not is_same(["records", [RECORD]], ["records", []])
