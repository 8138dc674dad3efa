"""Several logs in one, and what tells two evaluations apart."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.proofs.attack import began, signature, together
from sladsl.rules.outcome import Evaluation
from strategies.contracts import graph_of
from strategies.logs import stream_log

GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans { cause text }
  stream letters of events { }
  stream probes of samples every 5min { errors count }
  stream tickets of cases { moments opened, solved }
  register sizes by name { name text  rooms count }
}
""")
ANY = Place(0, 7)


def log(**streams: Sequence[Record]) -> EventLog:
    return EventLog({name: stream_log(GRAPH.stream(name), records) for name, records in streams.items()})


def records(name: str, *logs: EventLog) -> list[Record]:
    return list(together(logs).streams[name].records)


def letter(at: int) -> EventRecord:
    return EventRecord(at, (), ANY)


def outage(start: int, cause: str = "") -> SpanRecord:
    return SpanRecord(start, start + 10, (cause,), ANY)


def samples(*errors: int) -> list[Record]:
    return [SampleRecord(at, (each,), Place(0, at)) for at, each in enumerate(errors, 1)]


def ticket(key: str, opened: int | None, solved: int | None = None) -> CaseRecord:
    return CaseRecord(key, tuple(() if each is None else (each,) for each in (opened, solved)), (), (), ANY)


def test_records_come_in_the_order_of_time_each_on_a_line_of_its_own() -> None:
    one, other = log(letters=[letter(5), letter(9)]), log(letters=[letter(1), letter(9)])
    assert records("letters", one, other) == [
        EventRecord(at, (), Place(0, line)) for line, at in enumerate((1, 5, 9, 9), 1)
    ]
    assert [
        each.start for each in cast(Any, records("outages", log(outages=[outage(3)]), log(outages=[outage(2)])))
    ] == [2, 3]


def test_a_stream_is_that_of_whichever_has_it() -> None:
    one, other = log(letters=[letter(5)], outages=[]), log(outages=[outage(3)])
    for logs in ((one, other), (other, one)):
        assert {name: len(each.records) for name, each in together(logs).streams.items()} == {
            "letters": 1,
            "outages": 1,
        }
    assert records("outages", one) == []


def test_of_a_register_the_rows_are_those_of_the_first() -> None:
    first, second = SpanRecord(5, None, ("a", 1), ANY), SpanRecord(1, None, ("a", 2), ANY)
    assert records("sizes", log(sizes=[first]), log(sizes=[second])) == [first]


def test_of_samples_what_is_unusual_in_either_shows() -> None:
    usual = log(probes=samples(1, 1, 1, 1))
    assert records("probes", usual, log(probes=samples(2, 1, 3, 1))) == samples(2, 1, 3, 1)
    assert records("probes", log(probes=samples(1, 5, 1, 1)), log(probes=samples(2, 6, 1, 1))) == samples(2, 5, 1, 1)
    assert records("probes", log(probes=[]), usual) == samples(1, 1, 1, 1)
    assert records("probes", usual, log(probes=[])) == samples(1, 1, 1, 1)


def test_cases_of_two_logs_are_different_cases() -> None:
    logs = [
        log(tickets=[ticket("a", 1), ticket("b", 2, 1)]),
        log(tickets=[ticket("a", 3)]),
        log(tickets=[ticket("a", 0)]),
    ]
    assert [(each.key, each.place.line) for each in cast(Any, records("tickets", *logs))] == [
        ("a", 1), ("a-2", 2), ("b", 3), ("a-3", 4),
    ]  # fmt: skip


def test_when_a_record_begins() -> None:
    assert [began(each) for each in (outage(4), letter(5), samples(1)[0], ticket("a", 9, 7), ticket("a", None))] == [
        4, 5, 1, 7, 0,
    ]  # fmt: skip


def evaluation(fires: bool = False, **changes: object) -> Evaluation:
    """Of one objective, and one trigger."""
    credit = SimpleNamespace(outcome="row", row="below 99%", payable=3)
    told: dict[str, object] = {"objective": "up", "state": "met", "credit": credit, "measured": 5} | changes
    return cast(
        Evaluation,
        SimpleNamespace(outcomes=[SimpleNamespace(**told)], triggers=[SimpleNamespace(name="leave", fires=fires)]),
    )


def test_evaluations_are_told_apart_by_what_the_contract_tells_apart() -> None:
    usual = signature(evaluation())
    assert usual == signature(evaluation(measured=6))
    assert usual == signature(evaluation(credit=SimpleNamespace(outcome="row", row="below 99%", payable=4)))
    others = [
        evaluation(fires=True),
        evaluation(objective="down"),
        evaluation(state="breached"),
        evaluation(credit=None),
        evaluation(credit=SimpleNamespace(outcome="gap", row="below 99%")),
        evaluation(credit=SimpleNamespace(outcome="row", row="below 98%")),
    ]
    assert len({usual, *map(signature, others)}) == 1 + len(others)
