"""Which smaller logs are tried of one that shows something, in which order, and what is left."""

from collections.abc import Callable

import pytest

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, SpanRecord
from sladsl.proofs.shrinking import _least, shortest_run, shrunk
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND
from strategies.contracts import graph_of
from strategies.logs import stream_log

GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans { }
  stream letters of events { pages count  good yes or no  weight count optional  kind text  due instant }
  stream tickets of cases { moments opened, answered, solved }
  register sizes by name { name text }
}
""")
ANY = Place(0, 1)


def log(**streams: list[Record]) -> EventLog:
    return EventLog({name: stream_log(GRAPH.stream(name), records) for name, records in streams.items()})


def starts(made: EventLog) -> list[int]:
    return [each.start for each in made.streams["outages"].records]


def test_ever_smaller_runs_are_left_out() -> None:
    whole = log(outages=[SpanRecord(at, at, (), ANY) for at in range(8)])
    tried: list[list[int]] = []

    def shows(made: EventLog) -> bool:
        tried.append(starts(made))
        return {2, 5} <= set(starts(made))

    assert starts(shrunk(whole, shows)) == [2, 5]
    assert tried == [
        [],
        [4, 5, 6, 7], [0, 1, 2, 3],
        [2, 3, 4, 5, 6, 7], [4, 5, 6, 7], [2, 3, 6, 7], [2, 3, 4, 5],
        [3, 4, 5], [2, 4, 5], [2, 5], [2],
    ]  # fmt: skip


def test_where_nothing_needs_to_be_there_nothing_is_left() -> None:
    whole = log(outages=[SpanRecord(1, 2, (), ANY)], letters=[EventRecord(1, (3, True, None, "a", 5 * DAY), ANY)])
    found = shrunk(whole, lambda _: True)
    assert [len(each.records) for each in found.streams.values()] == [0, 0]


def test_rows_of_a_register_stay() -> None:
    whole = log(sizes=[SpanRecord(1, 900, ("a",), ANY)])
    assert shrunk(whole, lambda _: True) == whole


def test_what_was_asked_too_often_leaves_the_rest() -> None:
    whole = log(outages=[SpanRecord(at, at + DAY, (), ANY) for at in range(4)])
    asked: list[EventLog] = []

    def shows(made: EventLog) -> bool:
        asked.append(made)
        return len(asked) == 2

    assert starts(shrunk(whole, shows)) == [2, 3]


@pytest.mark.parametrize(("count", "lasts"), [(6, HOUR), (7, DAY - 7)])
def test_of_more_than_six_records_lengths_stay(count: int, lasts: int) -> None:
    whole = log(outages=[SpanRecord(at, at + DAY - 7, (), ANY) for at in range(count)])

    def shows(made: EventLog) -> bool:
        found = made.streams["outages"].records
        return len(found) == count and all(each.end - each.start >= HOUR for each in found)

    assert {each.end - each.start for each in shrunk(whole, shows).streams["outages"].records} == {lasts}


def left(record: Record, shows: Callable[[Record], bool]) -> Record:
    """Of a log of one record, which must stay."""
    (name,) = (
        name
        for name, kind in (("outages", SpanRecord), ("letters", EventRecord), ("tickets", CaseRecord))
        if isinstance(record, kind)
    )
    found = shrunk(
        log(**{name: [record]}),
        lambda made: len(made.streams[name].records) == 1 and shows(made.streams[name].records[0]),
    )
    (only,) = found.streams[name].records
    return only


def test_each_number_of_an_event_gets_smaller_by_itself() -> None:
    event = EventRecord(0, (900, True, 800, "a", 5 * DAY), ANY)
    found = left(event, lambda each: (each.values[0] or 0) >= 7 and (each.values[2] or 0) >= 5)
    assert found.values == (7, True, 5, "a", 5 * DAY)
    assert left(event, lambda _: True).values == (1, True, 1, "a", 5 * DAY)
    small = EventRecord(0, (2, True, None, "a", 5 * DAY), ANY)
    assert left(small, lambda _: True).values == (1, True, None, "a", 5 * DAY)
    assert left(small._replace(values=(1, True, 0, "a", 5 * DAY)), lambda _: True).values == (1, True, 0, "a", 5 * DAY)


def test_an_open_span_and_one_of_no_length_stay() -> None:
    for each in (SpanRecord(5, None, (), ANY), SpanRecord(5, 5, (), ANY)):
        assert left(each, lambda _: True) == each
    assert left(SpanRecord(5, 5 + DAY, (), ANY), lambda each: each.end > 5) == SpanRecord(5, 6, (), ANY)


def case(*moments: tuple[int, ...]) -> CaseRecord:
    return CaseRecord("c", moments, (), (), ANY)


def test_of_a_case_all_that_happens_at_its_end_happens_earlier() -> None:
    found = left(case((9,), (9 + DAY,), (9 + DAY,)), lambda each: each.moments[2][0] >= 9 + 2 * HOUR)
    assert found.moments == ((9,), (9 + 2 * HOUR,), (9 + 2 * HOUR,))
    for three in (case((0,), (HOUR,), (DAY,)), case((0,), (), ()), case((0, HOUR, DAY), (), ())):
        assert left(three, lambda _: True) == three


@pytest.mark.parametrize(
    ("length", "least", "found"),
    [
        # Round up where that is no more than half as much again.
        (DAY, 16 * HOUR, DAY),
        (DAY, 16 * HOUR - 1, 16 * HOUR),
        (2 * DAY, 40 * MINUTE, HOUR),
        (2 * DAY, 40 * MINUTE - 1, 40 * MINUTE),
        (2 * DAY, 40 * SECOND, MINUTE),
        (2 * DAY, SECOND // 3, SECOND // 3),
        (2 * DAY, 2 * SECOND // 3 + 1, SECOND),
        (5, 3, 3),
        (2, 1, 1),
    ],
)
def test_the_least_that_is_round_is_left(length: int, least: int, found: int) -> None:
    assert _least(length, lambda n: n if n >= least else None) == found  # type: ignore[arg-type, return-value]


def test_the_round_one_is_tried_like_the_rest() -> None:
    exact = 40 * MINUTE + 1
    round_ones = {HOUR, 41 * MINUTE, 40 * MINUTE + SECOND}
    assert _least(2 * DAY, lambda n: n if n >= exact and n not in round_ones else None) == exact  # type: ignore[arg-type, return-value]
    assert _least(2 * DAY - 1, lambda _: None) is None
    assert _least(1, lambda _: None) is None


def test_the_shortest_run_is_cut_at_both_ends() -> None:
    records = tuple(EventRecord(number, (), ANY) for number in range(6))

    def run(*needed: int) -> list[int]:
        return [each.at for each in shortest_run(records, lambda those: {*needed} <= {each.at for each in those})]

    assert [run(0), run(5), run(0, 5), run(1, 2), run(3)] == [[0], [5], [0, 1, 2, 3, 4, 5], [1, 2], [3]]
