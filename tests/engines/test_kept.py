"""What lies beyond a window and decides in it: a record that comes there makes anew what was kept of the window."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sladsl.engines.kept import KeepingEngine, Memory
from sladsl.engines.reference import ReferenceEngine
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import IntervalSet
from strategies.contracts import graph_of
from strategies.logs import stream_log

Rows = tuple[str, ...]


def at(text: str) -> int:
    """`10T23:00` is in January."""
    return int(datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=UTC).timestamp()) * 1_000_000


def record(row: str, line: int) -> Record:
    first, *rest = row.split()
    if rest[0] in ("up", "down"):
        return SampleRecord(at(first), (rest[0],), Place(0, line))
    return SpanRecord(at(first), at(rest[0]), (), Place(0, line))


@pytest.mark.parametrize(
    ("measured", "logs", "late"),
    [
        (
            "availability of (outages lasting at least 2h)",
            {"outages": ("10T23:00 11T00:30", "20T01:00 20T04:00")},
            {"outages": ("11T00:30 11T02:00",)},
        ),
        (
            "availability of outages, excluding planned",
            {"outages": ("10T01:00 10T02:00",), "works": ("10T01:00 10T02:00",)},
            {"works": ("02T01:00 02T03:00",)},
        ),
        (
            "availability of (outages in whole minutes of each run)",
            {"outages": ("09T23:00 10T00:30:30",)},
            {"outages": ("09T22:59:30 09T23:30",)},
        ),
        (
            "availability of (holding probes where state = down)",
            {"probes": ("08T01:00 up", "12T01:00 up")},
            {"probes": ("09T01:00 down",)},
        ),
        (
            "availability of (holding at least 2 probes counted from the first where state = down)",
            {"probes": ("08T01:00 up", "10T10:00 down", "12T01:00 up")},
            {"probes": ("11T01:00 down",)},
        ),
        (
            "availability of (the longest of simultaneous outages)",
            {"outages": ("10T12:00 11T02:00",)},
            {"outages": ("11T01:00 12T20:00",)},
        ),
    ],
)
def test_what_lies_beyond_the_window(measured: str, logs: dict[str, Rows], late: dict[str, Rows]) -> None:
    graph = graph_of(f"""
agreement a {{
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans {{ }}
  stream works of spans {{ }}
  stream probes of samples {{ state one of up, down }}
  exclusion planned {{
    works
    at most 2h per month
    counts as up
  }}
  kpi all_day {{ {measured} per day }}
}}
""")

    def log(more: dict[str, Rows]) -> EventLog:
        return EventLog({
            each.name: stream_log(
                each,
                [
                    record(row, line)
                    for line, row in enumerate((*logs.get(each.name, ()), *more.get(each.name, ())), 1)
                ],
            )
            for each in graph.streams
        })  # fmt: skip

    def evaluated(log: EventLog, engine: KeepingEngine | ReferenceEngine) -> Evaluation:
        period = (at("01T00:00"), at("31T00:00"))
        covered = dict.fromkeys(log.streams, IntervalSet.of([period]))
        found, trouble = evaluate(graph, log, engine, period=period, coverage=covered)
        assert found is not None, trouble
        return found

    memory = Memory()
    first = evaluated(log({}), KeepingEngine(ReferenceEngine(), memory))
    assert first == evaluated(log({}), ReferenceEngine())
    after = Memory(memory.entries)
    second = evaluated(log(late), KeepingEngine(ReferenceEngine(), after))
    assert second == evaluated(log(late), ReferenceEngine())
    tenth = [each.outcomes[9].measured for each in (first, second)]
    assert tenth[0] != tenth[1]
    assert at("10T00:00") in {each.start for each in after.reopened}
    assert (after.taken > 0) == ("longest" not in measured and "from the first" not in measured)


DAILY = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans { }
  stream tickets of cases { moments opened, resolved }
  metric solution for each tickets by opened = time from opened to resolved
  kpi up { availability of outages per day }
  objective fast { share of tickets with solution <= 8h >= 90% per day }
}
"""


def test_what_is_settled_is_not_measured_again_whenever_it_is_asked_for() -> None:
    """Day after day, and then as of an earlier day, as of which a window that is over had not ended."""
    graph = graph_of(DAILY)
    outages = [record(f"{day:02}T23:00 {day:02}T23:30", day) for day in range(1, 30)]
    tickets: list[Record] = [
        CaseRecord(
            str(day),
            ((at(f"{day:02}T01:00"),), () if day == 4 else (at(f"{day + day % 2 + 1:02}T02:00"),)),
            (),
            (),
            Place(0, day),
        )
        for day in range(1, 29)
    ]
    logs: dict[str, list[Record]] = {"outages": outages, "tickets": tickets}
    log = EventLog({each.name: stream_log(each, logs[each.name]) for each in graph.streams})
    entries: dict[Any, Any] = {}
    counted = []
    for day in (20, 20, 22, 25, 28, 12, 28):
        memory, period = Memory(entries), (at("01T00:00"), at("29T00:00"))
        covered = dict.fromkeys(log.streams, IntervalSet.of([period]))
        asked = {"period": period, "as_of": at(f"{day:02}T00:00"), "coverage": covered}
        found = evaluate(graph, log, KeepingEngine(ReferenceEngine(), memory), **asked)  # type: ignore[arg-type]
        assert found == evaluate(graph, log, ReferenceEngine(), **asked)  # type: ignore[arg-type]
        entries = memory.entries
        counted.append((memory.measured, memory.taken))
    # As of the 20th the days up to the 19th are settled, and the tickets of those up to the 18th but for the fourth.
    assert counted == [(56, 0), (0, 56), (20, 36), (16, 40), (11, 45), (36, 20), (36, 20)]


def test_a_late_record_reopens_its_window_though_it_changes_no_number() -> None:
    """It is told whose result rests on other records now; a window that still looks ahead is not over."""
    graph = graph_of(DAILY)
    early = [record(f"{day:02}T10:00 {day:02}T12:00", day) for day in range(1, 20)]
    memory, period = Memory(), (at("01T00:00"), at("20T00:00"))
    told: list[str] = []
    for late, reopened in (
        ((), []),
        (("07T10:30 07T11:00", "10T11:00 11T00:00"), [7, 10]),
        (("19T10:30 19T11:00",), []),
    ):
        told += late
        outages = [*early, *(record(each, 50 + line) for line, each in enumerate(told))]
        logs: dict[str, list[Record]] = {"outages": outages, "tickets": []}
        log = EventLog({each.name: stream_log(each, logs[each.name]) for each in graph.streams})
        covered = dict.fromkeys(log.streams, IntervalSet.of([period]))
        memory = Memory(memory.entries)
        evaluate(
            graph, log, KeepingEngine(ReferenceEngine(), memory), period=period, as_of=at("19T12:00"), coverage=covered
        )
        assert [datetime.fromtimestamp(each.start / 1_000_000, UTC).day for each in memory.reopened] == reopened


def test_a_window_whose_last_run_may_go_on_is_not_over() -> None:
    """Until two hours after its end it is not known whether what began before lasts as long."""
    graph = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans { }
  kpi up { availability of (outages lasting at least 2h) per day }
}
""")
    outages = [record("10T10:00 10T13:00", 1), record("11T01:20 11T01:30", 2)]
    log = EventLog({each.name: stream_log(each, outages) for each in graph.streams})
    covered, memory = {"outages": IntervalSet.of([(at("01T00:00"), at("12T00:00"))])}, Memory()
    for as_of in ("11T01:00", "11T03:00", "12T03:00"):
        memory = Memory(memory.entries)
        asked = {"period": (at("01T00:00"), at("11T00:00")), "as_of": at(as_of), "coverage": covered}
        found = evaluate(graph, log, KeepingEngine(ReferenceEngine(), memory), **asked)  # type: ignore[arg-type]
        assert found == evaluate(graph, log, ReferenceEngine(), **asked)  # type: ignore[arg-type]
        assert not memory.reopened
    assert (memory.measured, memory.taken) == (0, 10)


CORRECTED = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream outages of spans { region text }
  stream reports of events { pages count }
  stream tickets of cases { team text with history  moments opened, resolved  states waiting }
  metric solution for each tickets by opened = time from opened to resolved, without waiting, while team = "a"
  kpi up { availability of (outages where region = "a") per day }
  kpi pages { sum of pages of reports per day }
  kpi fast { mean of solution of tickets per day }
}
"""
TICKET = CaseRecord(
    "t", ((at("06T01:00"),), (at("06T09:00"),)), (((at("06T03:00"), at("06T05:00")),),), ("a",), Place(0, 1), ()
)


@pytest.mark.parametrize(
    ("stream", "before", "after"),
    [
        ("outages", SpanRecord(at("05T01:00"), at("05T02:00"), ("a",), Place(0, 1)), {"end": at("05T03:00")}),
        ("outages", SpanRecord(at("05T01:00"), at("05T02:00"), ("a",), Place(0, 1)), {"end": None}),
        ("outages", SpanRecord(at("05T01:00"), at("05T02:00"), ("a",), Place(0, 1)), {"values": ("b",)}),
        ("outages", SpanRecord(at("05T01:00"), at("05T02:00"), ("a",), Place(0, 1)), {"start": at("05T00:30")}),
        ("reports", EventRecord(at("05T01:00"), (3,), Place(0, 1)), {"values": (4,)}),
        ("tickets", TICKET, {"moments": ((at("06T01:00"),), (at("06T10:00"),))}),
        ("tickets", TICKET, {"states": (((at("06T03:00"), at("06T04:00")),),)}),
        ("tickets", TICKET, {"values": ("b",)}),
        ("tickets", TICKET, {"changes": (((at("06T01:00"), "b"), (at("06T07:00"), "a")),)}),
    ],
)
def test_whatever_is_corrected_in_a_record_is_noticed(stream: str, before: Any, after: dict[str, Any]) -> None:
    graph, memory, period = graph_of(CORRECTED), Memory(), (at("01T00:00"), at("11T00:00"))
    found = []
    for one in (before, before._replace(**after), before._replace(**after, place=Place(0, 7))):
        records = {each.name: [one] if each.name == stream else [] for each in graph.streams}
        log = EventLog({each.name: stream_log(each, records[each.name]) for each in graph.streams})
        asked = {"period": period, "coverage": dict.fromkeys(log.streams, IntervalSet.of([period]))}
        memory = Memory(memory.entries)
        evaluation = evaluate(graph, log, KeepingEngine(ReferenceEngine(), memory), **asked)[0]  # type: ignore[arg-type]
        assert evaluation == evaluate(graph, log, ReferenceEngine(), **asked)[0]  # type: ignore[arg-type]
        assert evaluation is not None
        found.append([each.measured for each in evaluation.outcomes])
    assert found[0] != found[1] == found[2]
    assert (memory.measured, memory.reopened) == (0, [])
