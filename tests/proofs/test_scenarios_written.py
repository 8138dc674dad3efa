"""A log and what it comes to, written as a scenario."""

from fractions import Fraction
from types import SimpleNamespace
from typing import cast

import pytest

from sladsl.logs.records import EventLog, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.proofs.witness import Witness
from sladsl.proofs.written import EARLIEST, log_lines, scenario_lines
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import HOUR, MINUTE, Window, WindowKind, Zone, parse_instant, tile
from strategies.contracts import graph_of
from strategies.logs import stream_log

GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "Europe/Berlin"
  currency USD
  stream outages of spans { }
  stream letters of events by job { job text  cost money  share percent  weight number with 2 places }
  stream probes of samples every 5min { errors count }
  distinct asked of letters by job within 10min of the first
  register sizes by name { name text }
}
""")
START, END = parse_instant("2026-01-31T23:00Z"), parse_instant("2026-02-28T23:00Z")
FEBRUARY, MARCH = tile(WindowKind.month(), Zone.named("Europe/Berlin"), START, END + HOUR)
ANY = Place(0, 1)


def log(**streams: list[Record]) -> EventLog:
    return EventLog({name: stream_log(GRAPH.stream(name), records) for name, records in streams.items()})


def outcome(
    state: str, credit: object = None, scope: tuple[tuple[str, str], ...] = (), window: Window = FEBRUARY
) -> Outcome:
    return cast(Outcome, SimpleNamespace(objective="up", state=state, credit=credit, scope=scope, window=window))


def credit(kind: str, payable: Fraction | None = None, currency: str | None = "USD") -> object:
    return SimpleNamespace(outcome=kind, payable=payable, currency=currency)


def witness(
    made: EventLog, *shown: Outcome, settings: tuple[tuple[str, str], ...] = (), beside: tuple[Outcome, ...] = ()
) -> Witness:
    evaluation = cast(Evaluation, SimpleNamespace(outcomes=(*shown, *beside)))
    return Witness(GRAPH, made, (START, END), evaluation, shown, settings)


WHOLE = {"outages": [], "letters": [], "probes": [], "sizes": []}


def test_what_a_scenario_says() -> None:
    made = log(**{**WHOLE, "outages": [SpanRecord(START, START + HOUR, (), ANY)]})
    found = witness(made, outcome("met"), outcome("breached", scope=(("site", "a b"), ("plan", "gold"))))
    assert scenario_lines(found, 'a "name"') == [
        'scenario "a \\"name\\"" {',
        "  period 2026-02-01 until 2026-03-01",
        "  outages { 2026-02-01 for 1h }",
        "  expect up is met",
        '  expect up for site "a b", plan "gold" is breached',
        "}",
    ]
    assert scenario_lines(found, "n", ["rows { }", "more { }"])[2:4] == ["  rows { }", "  more { }"]


def test_settings_and_streams_that_nobody_writes() -> None:
    made = log(outages=[], sizes=[])
    found = witness(made, settings=(("plan", "gold"), ("site", "a b")))
    assert scenario_lines(found, "n")[2:-1] == [
        "  set plan = gold",
        '  set site = "a b"',
        "  no log of letters, probes",
    ]
    assert scenario_lines(witness(log(**WHOLE)), "n")[2:] == ["}"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (outcome("warning"), ["is warning"]),
        (outcome("no verdict"), ["has no verdict"]),
        (outcome("not applicable"), ["does not apply"]),
        (outcome("measured"), []),
        (outcome("met", credit("gap")), ["is met", "credit of up is a gap"]),
        (outcome("met", credit("conflict")), ["is met", "credit of up is a conflict"]),
        (outcome("measured", credit("row", Fraction(21, 2))), ["credit of up = 10.5 USD"]),
        (outcome("met", credit("none", Fraction(0))), ["is met", "credit of up = 0 USD"]),
        (outcome("met", credit("no verdict")), ["is met"]),
        (outcome("met", credit("row", Fraction(3), None)), ["is met"]),
    ],
)
def test_what_is_expected(made: Outcome, said: list[str]) -> None:
    lines = scenario_lines(witness(log(**WHOLE), made), "n")[2:-1]
    assert lines == [f"  expect {'' if each.startswith('credit') else 'up '}{each}" for each in said]


def test_of_which_window_something_is_expected() -> None:
    """Where the objective is taken in several; another objective's windows are its own."""
    scope = (("site", "a b"),)
    several = witness(
        log(**WHOLE), outcome("met", credit("row", Fraction(3)), scope), beside=(outcome("met", window=MARCH),)
    )
    assert scenario_lines(several, "n")[2:-1] == [
        '  expect up for site "a b" in 2026-02 is met',
        '  expect credit of up for site "a b" in 2026-02 = 3 USD',
    ]
    other = cast(Outcome, SimpleNamespace(objective="down", window=MARCH))
    assert scenario_lines(witness(log(**WHOLE), outcome("met"), beside=(other,)), "n")[2:-1] == ["  expect up is met"]


def rows(name: str, *records: Record) -> list[str]:
    numbered = [each._replace(place=Place(0, line)) for line, each in enumerate(records, 1)]
    return list(log_lines(log(**{name: numbered}), Zone.named("Europe/Berlin")))


def test_a_row_began_before_all_time() -> None:
    assert rows("sizes", SpanRecord(EARLIEST - 1, None, ("a",), ANY)) == ['sizes { from 1900-01-01  name "a" }']
    assert "1900-01-01" not in rows("sizes", SpanRecord(EARLIEST, None, ("a",), ANY))[0]
    assert rows("sizes", SpanRecord(START, START + HOUR, ("a",), ANY)) == ['sizes { 2026-02-01 for 1h  name "a" }']


def test_figures_have_their_units() -> None:
    letter = EventRecord(START + MINUTE, ("j", 105, 5_250_000, -125), ANY)
    assert rows("letters", letter) == [
        'letters { 2026-02-01T00:01  job "j"  cost 1.05 USD  share 5.25%  weight -1.25 }'
    ]


def samples(*told: tuple[int, int]) -> list[str]:
    """The rows for samples of so many minutes and errors."""
    return [each.strip() for each in rows("probes", *(SampleRecord(START + at * MINUTE, (n,), ANY) for at, n in told))]


def test_samples_of_a_run_are_at_equal_distances_and_say_the_same() -> None:
    assert samples((0, 1), (5, 1), (10, 1), (15, 1), (21, 1)) == [
        "probes {",
        "every 5min from 2026-02-01 until 2026-02-01T00:20  errors 1",
        "2026-02-01T00:21  errors 1",
        "}",
    ]
    assert samples((0, 1), (2, 1), (4, 1), (9, 1), (14, 1), (19, 1), (24, 1)) == [
        "probes {",
        "2026-02-01  errors 1",
        "2026-02-01T00:02  errors 1",
        "every 5min from 2026-02-01T00:04 until 2026-02-01T00:29  errors 1",
        "}",
    ]
    assert samples((0, 1), (5, 1), (10, 1), (15, 2), (20, 2), (25, 2), (30, 2)) == [
        "probes {",
        "2026-02-01  errors 1",
        "2026-02-01T00:05  errors 1",
        "2026-02-01T00:10  errors 1",
        "every 5min from 2026-02-01T00:15 until 2026-02-01T00:35  errors 2",
        "}",
    ]
    assert samples((7, 3)) == ["probes { 2026-02-01T00:07  errors 3 }"]
