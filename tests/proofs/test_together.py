"""The records of several logs in one: in the order of time, each on a line of its own, none of them mixed up."""

from proofs.test_written import ANY, GRAPH, PERCENT, START, log
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, SampleRecord, SpanRecord
from sladsl.proofs.attack import began, together
from sladsl.temporal import HOUR, MINUTE


def ticket(key: str, *moments: int) -> CaseRecord:
    opened, answered = (*((at,) for at in moments), (), ())[:2]
    return CaseRecord(key, (opened, answered), ((),), (), ANY)


def test_cases_of_two_logs_are_different_cases() -> None:
    late, soon = ticket("T1", START + HOUR, START + 2 * HOUR), ticket("T1", START + MINUTE)
    early = ticket("T2", START, START - HOUR)
    made = together([log("tickets", [late, early]), log("tickets", [soon])]).streams["tickets"].records
    assert [(each.key, each.place) for each in made if isinstance(each, CaseRecord)] == [
        ("T2", Place(0, 1)),
        ("T1", Place(0, 2)),
        ("T1-2", Place(0, 3)),
    ]
    assert [each.moments for each in made if isinstance(each, CaseRecord)][1:] == [soon.moments, late.moments]


def test_spans_and_events_are_in_order_of_time() -> None:
    spans = [SpanRecord(START + at, START + at + 1, (None, None), ANY) for at in (5, 1, 3)]
    events = [EventRecord(START + at, (None,) * 5, ANY) for at in (4, 2)]
    made = together(
        [log("outages", spans[:1]), log("reports", events[:1]), log("outages", spans[1:]), log("reports", events[1:])]
    )
    assert [each.start - START for each in made.streams["outages"].records] == [1, 3, 5]  # type: ignore[union-attr]
    assert [each.at - START for each in made.streams["reports"].records] == [2, 4]  # type: ignore[union-attr]
    assert {*made.streams} == {each.name for each in GRAPH.streams}


def test_of_samples_the_unusual_are_taken() -> None:
    def samples(*errors: int) -> list[SampleRecord]:
        return [SampleRecord(START + n * 5 * MINUTE, (each * PERCENT,), ANY) for n, each in enumerate(errors)]

    for one, other in ((samples(0, 0, 9, 0), samples(0, 7, 0, 0)), (samples(0, 7, 9, 0), samples(0, 0, 0, 0))):
        made = together([log("probes", one), log("probes", other)]).streams["probes"].records
        assert [each.values for each in made if isinstance(each, SampleRecord)] == [
            (each * PERCENT,) for each in (0, 7, 9, 0)
        ]


def test_where_one_log_has_no_samples_those_of_the_other_stand() -> None:
    some = log("probes", [SampleRecord(START, (PERCENT,), ANY)])
    for both in ([some, log("probes", [])], [log("probes", []), some]):
        assert [each.values for each in together(both).streams["probes"].records] == [(PERCENT,)]


def test_of_registers_the_first_stands() -> None:
    def sizes(rooms: int) -> EventLog:
        return log("sizes", [SpanRecord(START, None, ("a", rooms), ANY)])

    assert together([sizes(3), sizes(4)]).streams["sizes"] == sizes(3).streams["sizes"]


def test_a_case_of_which_nothing_happened_begins_at_nothing() -> None:
    assert began(ticket("T1")) == 0
    assert began(ticket("T1", START, START - 1)) == START - 1
