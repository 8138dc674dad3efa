"""A log as a reader sees it, and a log made small."""

from collections.abc import Sequence

import pytest

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.proofs.shrinking import shortest_run, shrunk
from sladsl.proofs.written import length, log_lines, quoted, word_for
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, Zone, parse_instant
from strategies.contracts import graph_of
from strategies.logs import stream_log

GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "Europe/Berlin"
  currency USD
  stream outages of spans { cause text  loss money }
  stream probes of samples every 5min { errors percent }
  stream reports of events { pages count  grade one of good, bad  urgent yes or no  due instant  took duration }
  stream tickets of cases { moments opened, answered  states waiting }
  register sizes by name { rooms count }
}
""")
START = parse_instant("2026-03-02T23:00Z")


def log(name: str, records: Sequence[Record]) -> EventLog:
    numbered = [each._replace(place=Place(0, line)) for line, each in enumerate(records, 1)]
    return EventLog({each.name: stream_log(each, numbered if each.name == name else []) for each in GRAPH.streams})


def lines(name: str, *records: Record) -> list[str]:
    return list(log_lines(log(name, records), Zone.named(GRAPH.zone)))


ANY = Place(0, 0)
PERCENT = 1_000_000
"""As it is stored."""


def test_spans() -> None:
    one = SpanRecord(START, START + 2 * HOUR + 9 * MINUTE + 36 * SECOND, ("fire", 1050), ANY)
    assert lines("outages", one) == ['outages { 2026-03-03 for 2h9min36s  cause "fire"  loss 10.5 USD }']
    later = SpanRecord(START + HOUR + 1, None, ('a "b"', None), ANY)
    assert lines("outages", one, one, later) == [
        "outages {",
        '  2 times 2026-03-03 for 2h9min36s  cause "fire"  loss 10.5 USD',
        '  2026-03-03T01:00:00.000001 still open  cause "a \\"b\\""',
        "}",
    ]
    assert lines("outages") == []


def test_rows_of_a_register_that_were_always_there() -> None:
    always = SpanRecord(-(2**62), None, ("a", 3), ANY)
    assert lines("sizes", always, always._replace(start=START)) == [
        "sizes {",
        '  from 1900-01-01  name "a"  rooms 3',
        '  from 2026-03-03  name "a"  rooms 3',
        "}",
    ]


def test_where_the_clock_changes_an_instant_is_said() -> None:
    change = parse_instant("2026-03-29T01:00Z")
    for at, said in (
        (change, "2026-03-29T01:00:00Z"),
        (change - DAY, "2026-03-28T01:00:00Z"),
        (change - DAY - 1, "2026-03-28T01:59:59.999999"),
        (change + DAY - 1, "2026-03-30T00:59:59.999999Z"),
        (change + DAY, "2026-03-30T03:00"),
    ):
        (line,) = lines("outages", SpanRecord(at, None, (None, None), ANY))
        assert line == f"outages {{ {said} still open }}"


def test_samples_that_say_the_same_at_equal_distances() -> None:
    five = 5 * MINUTE
    same = [SampleRecord(START + i * five, (2 * PERCENT,), ANY) for i in range(4)]
    assert lines("probes", *same) == ["probes { every 5min from 2026-03-03 until 2026-03-03T00:20  errors 2% }"]
    assert lines("probes", *same[:3]) == [
        "probes {",
        *(f"  2026-03-03{at}  errors 2%" for at in ("", "T00:05", "T00:10")),
        "}",
    ]
    other = SampleRecord(START + 4 * five, (3 * PERCENT,), ANY)
    far = SampleRecord(START + 6 * five, (3 * PERCENT,), ANY)
    assert lines("probes", *same, other, far) == [
        "probes {",
        "  every 5min from 2026-03-03 until 2026-03-03T00:20  errors 2%",
        "  2026-03-03T00:20  errors 3%",
        "  2026-03-03T00:30  errors 3%",
        "}",
    ]


def test_events() -> None:
    event = EventRecord(START, (3, "good", True, START + 12 * HOUR, 90 * MINUTE), ANY)
    given = "pages 3  grade good  urgent yes  due 2026-03-03T12:00  took 1h30min"
    assert lines("reports", event) == [f"reports {{ 2026-03-03  {given} }}"]
    assert lines("reports", event._replace(values=(0, "bad", False, None, 0))) == [
        "reports { 2026-03-03  pages 0  grade bad  urgent no  took 0s }"
    ]


def test_cases() -> None:
    def ticket(key: str, answered: int | None, waiting: tuple[tuple[int, int | None], ...] = ()) -> CaseRecord:
        return CaseRecord(key, ((START,), () if answered is None else (answered,)), (waiting,), (), ANY)

    one = ticket("t-1", START + HOUR, ((START, START + MINUTE), (START + HOUR, None)))
    assert lines("tickets", one) == [
        'tickets { case "t-1"  opened 2026-03-03  answered 2026-03-03T01:00'
        "  waiting 2026-03-03 until 2026-03-03T00:01, 2026-03-03T01:00 still open }"
    ]
    open_ones = [ticket(f"o{number}", None) for number in range(3)]
    late = [ticket(f"l{number}", START + DAY) for number in range(2)]
    assert lines("tickets", *open_ones, *late, ticket("last", None)) == [
        "tickets {",
        '  3 times case "ticket"  opened 2026-03-03',
        '  2 times case "ticket 2"  opened 2026-03-03  answered 2026-03-04',
        '  case "last"  opened 2026-03-03',
        "}",
    ]


@pytest.mark.parametrize(
    ("us", "said"),
    [
        (0, "0s"), (-1, "0s"), (1, "1us"), (1_001, "1ms1us"), (DAY, "1 day"), (2 * DAY, "2 days"),
        (DAY + HOUR, "25h"), (2 * DAY + 1, "48h1us"), (HOUR - 1, "59min59s999ms999us"), (61 * SECOND, "1min1s"),
    ],
)  # fmt: skip
def test_lengths(us: int, said: str) -> None:
    assert length(us) == said


def test_words() -> None:
    assert (word_for("gold"), word_for("very good")) == ("gold", '"very good"')
    assert quoted('a\\b"c') == '"a\\\\b\\"c"'


def outage(start: int, lasts: int) -> SpanRecord:
    return SpanRecord(START + start, START + start + lasts, (None, None), ANY)


def lasting(made: EventLog) -> list[int]:
    return [each.end - each.start for each in made.streams["outages"].records]


@pytest.mark.parametrize(
    ("least", "left"),
    [
        (HOUR, HOUR),
        (HOUR + 1, HOUR + MINUTE),  # round, and not much longer
        (61 * SECOND, 61 * SECOND),
        (SECOND + 1, SECOND + 1),
        (2 * HOUR + 30 * MINUTE, 3 * HOUR),
        (16 * HOUR, DAY),
        (15 * HOUR, 15 * HOUR),
    ],
)
def test_of_a_long_outage_among_others_the_round_part_that_matters_is_left(least: int, left: int) -> None:
    whole = log("outages", [outage(0, HOUR - 1), outage(3 * HOUR, 2 * DAY - 7), outage(9 * DAY, 5 * SECOND)])
    found = shrunk(whole, lambda made: any(each >= least for each in lasting(made)))
    assert len(lasting(found)) == 1
    assert lasting(found)[0] >= least and 2 * lasting(found)[0] <= 3 * least
    if left in (HOUR, 3 * HOUR, DAY, 15 * HOUR, HOUR + MINUTE):
        assert lasting(found) == [left]


def test_what_shows_only_together_stays_together() -> None:
    whole = log("outages", [outage(day * DAY, HOUR) for day in range(9)])
    found = shrunk(whole, lambda made: sum(lasting(made)) >= 5 * HOUR)
    assert lasting(found) == [HOUR] * 5
    many = shrunk(whole, lambda made: sum(lasting(made)) > 6 * HOUR + MINUTE)
    assert lasting(many) == [HOUR] * 7  # of so many, lengths are left as they are


def test_a_case_is_done_as_early_as_still_shows_it() -> None:
    ticket = CaseRecord("t", ((START,), (START + 5 * HOUR,)), ((),), (), ANY)
    found = shrunk(
        log("tickets", [ticket, ticket._replace(key="u")]),
        lambda made: any(
            each.moments[1][0] - each.moments[0][0] > 2 * HOUR for each in made.streams["tickets"].records
        ),
    )
    (left,) = found.streams["tickets"].records
    assert left.moments == ((START,), (START + 3 * HOUR,))


def test_numbers_of_an_event_get_smaller() -> None:
    event = EventRecord(START, (900, "good", True, None, None), ANY)
    found = shrunk(
        log("reports", [event]), lambda made: any(each.values[0] >= 7 for each in made.streams["reports"].records)
    )
    (left,) = found.streams["reports"].records
    assert left.values == (7, "good", True, None, None)


def test_samples_stay_as_they_are() -> None:
    samples = log("probes", [SampleRecord(START, (2,), ANY)])
    assert shrunk(samples, lambda _: True) == samples


def test_the_shortest_run() -> None:
    records = tuple(EventRecord(number, (), ANY) for number in range(20))
    found = shortest_run(records, lambda those: {4, 9} <= {each.at for each in those})
    assert [each.at for each in found] == list(range(4, 10))
    assert shortest_run(records, lambda those: bool(those)) == records[:1]
