"""Where logs are made: how far samples are apart, when something may begin, what is there although nothing happens."""

from dataclasses import replace

import pytest

from sladsl.logs.records import Place, SampleRecord, SpanRecord
from sladsl.proofs.kinds import calm_kind, kinds_of, record_kinds
from sladsl.proofs.setting import ANYWHERE, Setting, background
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, Window, WindowKind, parse_instant
from strategies.contracts import graph_of

START = parse_instant("2026-03-02T00:00Z")


def setting(clauses: str, length: int = DAY) -> Setting:
    """Of the last objective, in a window that begins on a Monday."""
    graph = graph_of(f'agreement a {{ term 2026-01-01 until 2027-01-01 zone "UTC" currency USD\n{clauses}\n}}')
    window = Window(WindowKind.term(), START, START + length, "")
    roots = tuple(cell_roots(graph.objectives[-1]))
    return Setting(graph, (START, START + length), window, (), roots)


PROBES = (
    "stream probes of samples{} {{ errors count }} objective o {{ count of probes where errors > 5 <= 3 per month }}"
)


@pytest.mark.parametrize(
    ("every", "length", "step"),
    [
        (" every 15min", 31 * DAY, 15 * MINUTE),
        ("", DAY, HOUR),
        # So that there are not more than 50,000 of them.
        (" every 1s", 50_000 * SECOND, SECOND),
        (" every 1s", 50_001 * SECOND, 2 * SECOND),
        (" every 10s", 31 * DAY, 80 * SECOND),
    ],
)
def test_how_far_samples_are_apart(every: str, length: int, step: int) -> None:
    made = setting(PROBES.format(every), length)
    assert made.step(made.graph.stream("probes")) == step


@pytest.mark.parametrize(
    ("measured", "step"),
    [
        ("mean over buckets of 2h of probes: errors", 2 * HOUR),
        ("count of probes where errors > 5", HOUR),
        ("time of (holding probes where errors > 5 for at most 3h) / 1h", 3 * HOUR),
        ("time of (holding probes where errors > 5) / 1h", HOUR),
        (
            "time of ((buckets of 4h of probes where errors > 5) together with"
            " (buckets of 2h of probes where errors > 9)) / 1h",
            2 * HOUR,
        ),
        ("mean over buckets of 2h of others: errors", HOUR),
    ],
)  # fmt: skip
def test_no_further_than_leaves_nothing_unknown(measured: str, step: int) -> None:
    streams = "stream probes of samples every 1h { errors count } stream others of samples every 1h { errors count } "
    made = setting(streams + f"metric m = {measured} kpi o {{ m per month }}")
    assert made.step(made.graph.stream("probes")) == step


def test_logs_of_very_many_samples_are_heavy() -> None:
    for length, heavy in ((2_000 * MINUTE, False), (2_001 * MINUTE, True)):
        made = setting(PROBES.format(" every 1min"), length)
        assert made.is_heavy(made.graph.stream("probes")) is heavy
    spans = setting("stream outages of spans { } objective o { time of outages <= 1h per month }", 300 * DAY)
    assert spans.is_heavy(spans.graph.stream("outages")) is False


def test_where_stretches_overlap_the_first_of_them_says_what_is() -> None:
    made = setting(PROBES.format(" every 6h"))
    schema = made.graph.stream("probes")
    much, little = (made.kinds(schema)[0].but(0, errors) for errors in (70, 30))
    found = made.samples_within(
        schema, [(much, START + 6 * HOUR, START + 12 * HOUR), (little, START + 1, START + 18 * HOUR)]
    )
    assert [(each.at - START, each.values, each.place) for each in found if isinstance(each, SampleRecord)] == [
        (0, (5,), (0, 1)), (6 * HOUR, (70,), (0, 2)), (12 * HOUR, (30,), (0, 3)), (18 * HOUR, (5,), (0, 4)),
    ]  # fmt: skip
    assert calm_kind(made.graph, schema, made.refs, {}, START).values == (5,)


OFFICES = """
calendar early { open Mon to Fri 06:00-10:00 }
calendar late { open Tue to Fri 12:00-16:00 }
calendar never { open Mon to Fri 08:00-16:00  closed 2026-01-01 until 2026-06-01 }
calendar unread { open always }
stream outages of spans { }
objective o {
  time of (outages during early) + time of (outages during late) + time of (outages during never) <= 1h per year
}
"""


def test_something_may_begin_with_the_window_and_when_a_calendar_opens() -> None:
    assert setting(OFFICES, 20 * DAY).starts == [START + 6 * HOUR, START + 36 * HOUR, START]
    assert setting(OFFICES, 36 * HOUR).starts == [START + 6 * HOUR, START]
    late = setting(OFFICES, 120 * DAY)
    assert late.starts == [START + 6 * HOUR, START + 36 * HOUR, START]
    assert [late.start_name(each) for each in late.starts] == ["opening 0", "opening 1", "the start"]
    near = replace(late, window=replace(late.window, start=parse_instant("2026-04-25T00:00Z")))
    assert near.starts[2:] == [parse_instant("2026-06-01T08:00Z"), near.window.start]


def test_lengths_that_a_contract_asks_for_come_first() -> None:
    made = setting("""
      stream outages of spans { }
      objective o {
        time of (outages lasting at least 1h) + time of (outages lasting more than 10min) <= 1h per month
      }
    """)
    assert made.lengths == [11 * MINUTE, HOUR, MINUTE]


def test_streams_that_others_are_made_of_are_read() -> None:
    made = setting("""
      stream jobs of events by job { job text  status one of ok, failed }
      stream unread of spans { }
      register sizes by name { rooms count }
      pairing repairs of jobs by job { failed where status = failed  fixed where status = ok }
      objective o { count of repairs by failed <= 3 per month }
    """)
    assert [each.name for each in made.streams] == ["jobs"]
    rows = background(made)["sizes"].records
    assert [(each.start, each.values, each.place) for each in rows] == [(-(2**62), ("a", 100), (0, 1))]


def test_kinds_of_records() -> None:
    made = setting("""
      stream letters of events { pages count  total count  kind text  due instant  took duration }
      objective o { sum of pages of letters / sum of total of letters <= 5% per month  applies when
        count of letters where took > 3h and kind = "x" >= 1 }
    """)
    schema = made.graph.stream("letters")
    assert kinds_of(made.graph, schema, made.refs, {}, START)[:3] == [
        (0, 1, "x", START, 3 * HOUR + 1), (1, 1, "x", START, 3 * HOUR + 1), (0, 1, "other", START, 3 * HOUR),
    ]  # fmt: skip
    assert [each.values[1] for each in record_kinds(made.graph, schema, made.refs, {}, START, 70)][:2] == [70, 70]


def test_records_stand_on_lines_of_their_own_in_the_order_of_time() -> None:
    made = setting("stream outages of spans { } objective o { availability of outages >= 99% per month }")
    schema = made.graph.stream("outages")
    late, early = (SpanRecord(START + at, START + at + MINUTE, (), ANYWHERE) for at in (HOUR, 0))
    records = made.log(schema, [late, early], []).streams["outages"].records
    assert list(records) == [early._replace(place=Place(0, 1)), late._replace(place=Place(0, 2))]
