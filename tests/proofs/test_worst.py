"""The records of one window in others, and as a log; what is worst for clauses that share streams."""

import pytest

from proofs.proved import FRAME
from sladsl.logs.records import CaseRecord, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.worst import all_claimed, components, log_of, owed_in, repeated
from sladsl.proofs.subject import Subject
from sladsl.temporal import Window, WindowKind, WindowUnit
from strategies.contracts import graph_of

HERE = Place(0, 1)
BASE, LONGER, SHORTER = (
    Window(WindowKind(WindowUnit.MONTH), *ends, "") for ends in ((100, 200), (300, 420), (500, 590))
)


def span(start: int, end: int | None) -> SpanRecord:
    return SpanRecord(start, end, (), HERE)


def in_each(record: Record) -> list[Record]:
    return list(repeated({"s": (record,)}, BASE, [BASE, LONGER, SHORTER])["s"])


@pytest.mark.parametrize(
    ("one", "each"),
    [
        ((100, 150), [(100, 150), (300, 350), (500, 550)]),
        # What lasts to the end of the window lasts to the end of every other.
        ((100, 200), [(100, 200), (300, 420), (500, 590)]),
        ((120, 199), [(120, 199), (320, 399), (520, 590)]),
        ((120, 191), [(120, 191), (320, 391), (520, 590)]),
        # Where the other window is too short for it, it is there at its end.
        ((195, 198), [(195, 198), (395, 398), (589, 590)]),
        ((120, 205), [(120, 200), (320, 405), (520, 590)]),
        # From before on: that is there once.
        ((50, 101), [(50, 101), (50, 301), (50, 501)]),
        ((50, 100), [(50, 100)]),
        ((50, 60), [(50, 60)]),
        ((150, None), [(150, None), (350, None), (550, None)]),
    ],
)
def test_span_in_every_window(one: tuple[int, int | None], each: list[tuple[int, int | None]]) -> None:
    assert in_each(span(*one)) == [span(*there) for there in each]


@pytest.mark.parametrize(
    ("at", "each"),
    [
        (100, [100, 300, 500]),
        (189, [189, 389, 589]),
        (190, [190, 390, 589]),
        (199, [199, 399, 589]),
        (200, [200, 400, 590]),
        (99, [99]),
        (201, [201]),
    ],
)
def test_instant_in_every_window(at: int, each: list[int]) -> None:
    assert in_each(EventRecord(at, (), HERE)) == [EventRecord(there, (), HERE) for there in each]
    assert in_each(SampleRecord(at, (), HERE)) == [SampleRecord(there, (), HERE) for there in each]


def test_case_in_every_window() -> None:
    """Its moments, how long it was in a state, and since when it has been what it is."""
    case = CaseRecord(
        "a", ((110,), (), (120, 90)), (((130, 140), (150, None)), ()), (2,), HERE, (((110, 1), (160, 2)),)
    )
    _, longer, _ = in_each(case)
    states, changes = (((330, 340), (350, None)), ()), (((310, 1), (360, 2)),)
    assert longer == CaseRecord("a", ((310,), (), (320, 90)), states, (2,), HERE, changes)


CONTRACT = f"""agreement a {{ {FRAME}
  register customers by customer {{ plan one of basic, premium }}
  stream outages of spans {{ }} stream storms of spans {{ }} stream requests of events {{ failed yes or no }}
  stream tickets of cases {{ moments opened, closed }}
  objective up {{ availability of outages >= 99% per calendar month credit 10 USD }}
  objective few {{ count of requests <= 3 per calendar month credit 5 USD }}
  objective calm {{ time of storms <= 1h per calendar month credit 3 USD }}
  objective both {{ (count of storms) + (count of requests) <= 1 per calendar month credit 2 USD }}
}}"""


def test_log_of_records() -> None:
    """In order and numbered; what begins when the period is over is not in it, but for what stands in a register."""
    graph = graph_of(CONTRACT)
    rows: dict[str, tuple[Record, ...]] = {
        "outages": (span(50, None), span(20, 90), span(100, 120), span(99, 130)),
        "customers": (SpanRecord(500, None, ("a", "basic"), HERE),),
        "tickets": (CaseRecord("x", ((70,), (80,)), (), (), HERE), CaseRecord("x", ((), (10,)), (), (), HERE),
                    CaseRecord("x", ((), ()), (), (), HERE), CaseRecord("x", ((100,), ()), (), (), HERE)),
        "requests": (EventRecord(99, (True,), HERE), EventRecord(100, (True,), HERE)),
    }  # fmt: skip
    log = log_of(graph, rows, (10, 100))
    told = {name: [(each.place.line, each[0]) for each in stream.records] for name, stream in log.streams.items()}
    assert told["outages"] == [(1, 20), (2, 50), (3, 99)]
    assert told["customers"] == [(1, 500)]
    assert told["tickets"] == [(1, "case-1"), (2, "case-2"), (3, "case-3")]
    assert [each.moments for each in log.streams["tickets"].records if isinstance(each, CaseRecord)] == [
        ((), ()), ((), (10,)), ((70,), (80,)),
    ]  # fmt: skip
    assert told["requests"] == [(1, 99)]
    assert told["storms"] == []


def test_clauses_that_share_streams_belong_together() -> None:
    account = Account(Subject(graph_of(CONTRACT)))
    charges = [each for each in account.liability.charges if each.window.label == "2026-01"]
    found = components(account.subject.graph, charges)
    assert [[each.objective.name for each in one] for one in found] == [["up"], ["calm", "few", "both"]]


def test_worst_of_each_clause_at_once() -> None:
    account = Account(Subject(graph_of(CONTRACT)))
    charges = [each for each in account.liability.charges if each.window.label == "2026-02"]
    found = account.worst(charges)
    assert found is not None and found.owed == 20
    direction = account.liability.directions[0]
    assert {each.objective: owed_in(each, direction) for each in found.witness.shown} == {
        "up": 10, "few": 5, "calm": 3, "both": 2,
    }  # fmt: skip


def test_streams_that_only_tell_of_claims_are_not_told() -> None:
    """Then nobody knows of a credit that was not claimed."""
    graph = graph_of(f"""agreement a {{ {FRAME} stream outages of spans {{ }}
        stream asked of events {{ month text }} stream noted of events {{ month text }}
        objective up {{ availability of outages >= 99% per calendar month credit 10 USD
          claim in asked within 30 calendar days of window end }}
        objective few {{ count of noted <= 3 per calendar month credit 10 USD
          claim in noted within 30 calendar days of window end }} }}""")
    log = log_of(graph, {}, (0, 100))
    assert set(log.streams) == {"outages", "asked", "noted"}
    assert set(all_claimed(graph, log).streams) == {"outages", "noted"}


@pytest.mark.parametrize(("most", "made"), [(12, True), (11, False)])
def test_worst_of_a_window_in_all_of_them(most: int, made: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where that makes too many records; kept for who asks again."""
    monkeypatch.setattr("sladsl.proofs.money.account.MOST_REPEATED", most)
    clause = "objective up { availability of outages >= 99% per calendar month credit 10 USD } "
    graph = graph_of(f"agreement a {{ {FRAME} stream outages of spans {{ }} {clause} limit all credits to 15 USD }}")
    account = Account(Subject(graph))
    charges = account.liability.of(account.liability.directions[0])
    found = account.worst(charges[:1])
    assert found is not None and account.worst(charges[:1]) is found
    windows = [each.window for each in charges]
    witness = account.repeated(found, windows)
    assert account.repeated(found, windows) is witness
    assert (witness is not None) == made
    if witness is not None:
        assert len(witness.log.streams["outages"].records) == 12
        assert [each.credit.payable for each in witness.evaluation.outcomes if each.credit is not None] == [10] * 12
    half = account.repeated(found, windows[:6])
    assert half is not None and half.period == (windows[0].start, windows[5].end)


def test_limits_that_a_log_fills() -> None:
    """Each by its clause and what it leaves, in windows that share it too."""
    clauses = """
        objective up { availability of outages >= 99% per calendar month credit 10 USD, at most 10 USD
          limit credit to 11 USD limit credit to 120 USD per calendar year }
        objective few { count of outages <= 0 per calendar month credit, at most 3 USD { above 0 gives 5 USD } }
        limit all credits to 13 USD limit all credits to 150 USD per calendar quarter"""
    account = Account(Subject(graph_of(f"agreement a {{ {FRAME} stream outages of spans {{ }} {clauses} }}")))
    charges = account.liability.of(account.liability.directions[0])
    found = account.worst([each for each in charges if each.window.label == "2026-01"])
    assert found is not None
    full = {("up", "limit of the credit", 10), ("few", "limit of the credit", 3), ("few", "limit of all credits", 13)}
    assert account.full_limits(found.witness) == full
    over = account.repeated(found, list(dict.fromkeys(each.window for each in charges)))
    assert over is not None
    assert account.full_limits(over) == full | {("up", "limit of up per year", 120)}
