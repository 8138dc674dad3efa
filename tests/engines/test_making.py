"""Streams made of events, event by event: which repeat one, which belong together, and what of the source stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import pytest

from sladsl.engines.reference.making import with_made_streams
from sladsl.graph.making import DistinctStream, Making, PairedStream
from sladsl.graph.rows import RowAttribute, RowOneOf
from sladsl.logs.records import EventLog, EventRecord, LogFile, Place, StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.temporal import IntervalSet
from strategies.graphs import Bench

TEXT = AttributeType(Kind.TEXT)
ATTRIBUTES = (Attribute("site", TEXT, optional=True), Attribute("word", TEXT))
SOURCE = StreamSchema("alerts", Shape.EVENTS, ATTRIBUTES)
MADE = StreamSchema("reports", Shape.EVENTS, ATTRIBUTES, made_of="alerts")
REPAIRS = StreamSchema(
    "repairs", Shape.CASES, ATTRIBUTES, ("broke", "looked", "done"), frozenset(("looked",)), made_of="alerts"
)
SITE, WORD = 0, 1


def alerts(*rows: str) -> list[EventRecord]:
    """Rows such as `12 a broke`: an instant, a site (`-`: none) and a word."""
    found = []
    for line, row in enumerate(rows, 1):
        at, site, word = row.split()
        found.append(EventRecord(int(at), (None if site == "-" else site, word), Place(0, line)))
    return found


def word(bench: Bench, *words: str) -> int:
    return bench.add(RowOneOf(bench.add(RowAttribute(WORD, "word", 0)), words))


def made(bench: Bench, making: Making, schema: StreamSchema, source: Sequence[EventRecord]) -> StreamLog:
    bench.streams = (SOURCE, schema)
    graph = replace(bench.graph(), makings=(making,))
    log = EventLog({"alerts": StreamLog(SOURCE, tuple(source))})
    return with_made_streams(graph, log).streams[schema.name]


def kept(making: Mapping[str, Any], *rows: str) -> list[int]:
    """The instants of the events that repeat none, those that are `odd` left out."""
    bench = Bench()
    chosen = {"where": word(bench, "x"), "keys": (SITE,), "within": 10, "sliding": False, **making}
    found = made(bench, DistinctStream("reports", "alerts", **chosen), MADE, alerts(*rows))
    return [each.at for each in found.records if isinstance(each, EventRecord)]


@pytest.mark.parametrize(
    ("making", "rows", "expected"),
    [
        ({}, ("0 a x", "10 a x", "11 a x", "21 a x", "22 a x"), [0, 11, 22]),
        ({"sliding": True}, ("0 a x", "10 a x", "11 a x", "21 a x", "32 a x"), [0, 32]),
        ({}, ("0 a x", "1 b x", "2 a x", "3 b x"), [0, 1]),
        ({"keys": ()}, ("0 a x", "1 b x", "11 b x"), [0, 11]),
        ({}, ("0 - x", "1 - x"), [0, 1]),
        ({}, ("0 a odd", "1 a x", "2 a odd", "3 a x"), [1]),
        ({"where": None}, ("0 a odd", "1 a x", "11 a odd"), [0, 11]),
        # The wait doubles with each that counts, up to the longest; `odd` ends it.
        ({"longest": 30}, ("0 a x", "11 a x", "31 a x", "32 a x", "62 a x", "63 a x", "94 a x"), [0, 11, 32, 63, 94]),
        ({"longest": 30}, ("0 a x", "11 a x", "12 a odd", "13 a x", "23 a x", "24 a x"), [0, 11, 13, 24]),
        ({"longest": 30}, ("0 a x", "11 a x", "12 b odd", "13 a x"), [0, 11]),
        ({"longest": 30}, ("0 a x", "1 - odd", "2 a x"), [0]),
        ({"longest": 30}, ("0 a x", "5 a x", "11 a x", "31 a x", "32 a x"), [0, 11, 32]),
        ({"longest": 30, "sliding": True}, ("0 a x", "9 a x", "20 a x", "40 a x", "60 a x", "91 a x"), [0, 20, 91]),
        ({"longest": 30}, ("0 - x", "1 - x", "20 - x"), [0, 1, 20]),
    ],
)
def test_events_that_repeat_one(making: Mapping[str, Any], rows: Sequence[str], expected: Sequence[int]) -> None:
    assert kept(making, *rows) == expected


def repaired(
    repeated: Literal["continues", "restarts", "begins another"],
    *rows: str,
    keys: tuple[int, ...] = (SITE,),
    many: frozenset[str] = frozenset(("looked",)),
) -> tuple[list[tuple[Any, ...]], list[int]]:
    """Each case as its name, its moments and the line of its first event; then the lines that would end none."""
    bench = Bench()
    moments = tuple(word(bench, *words) for words in (("broke", "both"), ("looked",), ("done", "both")))
    making = PairedStream("repairs", "alerts", keys, moments, repeated)
    found = made(bench, making, replace(REPAIRS, many=many), alerts(*rows))
    cases: Any = found.records
    assert all(each.values == alerts(*rows)[each.place.line - 1].values for each in cases)
    assert all(each.states == () for each in cases)
    return [(each.key, each.moments, each.place.line) for each in cases], [each.line for each in found.unmatched]


def test_a_case_from_its_first_event_to_its_last() -> None:
    found, unmatched = repaired("continues", "1 a broke", "2 a looked", "3 a looked", "4 a done", "5 a done", "6 a odd")
    assert found == [("a", ((1,), (2, 3), (4,)), 1)]
    assert unmatched == [5]


def test_what_comes_before_the_first_event_belongs_to_no_case() -> None:
    found, unmatched = repaired("continues", "1 a looked", "2 b broke", "3 a broke", "4 b done")
    assert found == [("b", ((2,), (), (4,)), 2), ("a", ((3,), (), ()), 3)]
    assert unmatched == []


def test_cases_of_one_key_are_numbered_and_an_event_without_a_key_is_in_none() -> None:
    found, unmatched = repaired("continues", "1 a broke", "2 a done", "3 - broke", "4 a broke", "5 - done", "6 a done")
    assert found == [("a", ((1,), (), (2,)), 1), ("a (2)", ((4,), (), (6,)), 4)]
    assert unmatched == []


def test_several_keys_are_named() -> None:
    found, _ = repaired("continues", "1 a broke", "2 a looked", keys=(SITE, WORD))
    assert [key for key, *_ in found] == ["a, broke"]


@pytest.mark.parametrize(
    ("repeated", "expected"),
    [
        ("continues", [("a", ((1,), (2,), (5,)), 1)]),
        ("restarts", [("a", ((3,), (), (5,)), 3)]),
        ("begins another", [("a", ((1,), (2,), (5,)), 1), ("a (2)", ((3,), (), (6,)), 3)]),
    ],
)
def test_one_that_begins_again(repeated: Any, expected: object) -> None:
    found, unmatched = repaired(repeated, "1 a broke", "2 a looked", "3 a broke", "5 a done", "6 a done")
    assert found == expected
    assert unmatched == ([] if repeated == "begins another" else [5])


def test_a_moment_that_may_come_once_is_its_first() -> None:
    assert repaired("continues", "1 a broke", "2 a broke", "5 a done")[0] == [("a", ((1,), (), (5,)), 1)]
    rows = ("1 a broke", "2 a looked", "3 a looked", "4 a broke", "5 a done")
    assert repaired("continues", *rows, many=frozenset())[0] == [("a", ((1,), (2,), (5,)), 1)]
    assert repaired("continues", *rows, many=frozenset(("broke",)))[0] == [("a", ((1, 4), (2,), (5,)), 1)]


def test_an_event_that_ends_one_and_begins_another() -> None:
    found, unmatched = repaired("continues", "1 a both", "2 a both", "3 a done")
    assert found == [("a", ((1,), (), (2,)), 1), ("a (2)", ((2,), (), (3,)), 2)]
    assert unmatched == []


def test_cases_that_begin_at_one_instant_keep_the_order_of_the_source() -> None:
    found, _ = repaired("continues", "2 b broke", "1 c broke", "1 a broke")
    assert [key for key, *_ in found] == ["c", "a", "b"]


def test_what_is_made_keeps_what_is_known_of_its_source() -> None:
    bench = Bench(streams=(SOURCE, MADE))
    making = DistinctStream("reports", "alerts", None, (SITE,), 10, False)
    graph = replace(bench.graph(), makings=(making,))
    files, covered = (LogFile("a.csv", "0f"),), IntervalSet.single(0, 50)
    source = StreamLog(SOURCE, tuple(alerts("1 a x", "2 b x")), covered, files, 3, 1)
    found = with_made_streams(graph, EventLog({"alerts": source}, "0e"))
    assert found.binding_digest == "0e"
    assert found.streams == {"alerts": source, "reports": replace(source, schema=MADE)}
    assert with_made_streams(graph, EventLog({})) == EventLog({})
    there = EventLog({"alerts": source, "reports": StreamLog(MADE, ())})
    assert with_made_streams(graph, there) == there


def test_a_stream_may_be_made_of_one_that_is_made() -> None:
    again = replace(MADE, name="digests", made_of="reports")
    bench = Bench(streams=(SOURCE, MADE, again))
    makings = (
        DistinctStream("none", "nowhere", None, (), 10, False),
        DistinctStream("reports", "alerts", None, (SITE,), 10, False),
        DistinctStream("digests", "reports", None, (), 10, False),
    )
    log = EventLog({"alerts": StreamLog(SOURCE, tuple(alerts("1 a x", "2 b x", "12 a x")))})
    found = with_made_streams(replace(bench.graph(), makings=makings), log).streams
    assert {name: len(each.records) for name, each in found.items()} == {"alerts": 3, "reports": 3, "digests": 2}
