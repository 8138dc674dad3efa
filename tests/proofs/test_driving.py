"""One way driven back and forth until its number lies where it is wanted: which lengths are tried, in which order."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest

from proofs.scripted import IDLE, MISSING, NOTHING, Measured, Scripted, aim
from sladsl.logs.records import EventLog, EventRecord, Place
from sladsl.proofs.reaching import (
    Aim,
    Budget,
    Hints,
    Tried,
    _near,
    _Trial,
    _Trials,
    find,
)
from sladsl.proofs.setting import Way
from sladsl.proofs.spaces import Piece
from sladsl.proofs.subject import Subject
from sladsl.rules.outcome import Outcome
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND
from strategies.contracts import graph_of
from strategies.logs import stream_log

SQUARES = [
    0,
    1000,
    5,
    6,
    10,
    11,
    505,
    506,
    19,
    20,
    28,
    29,
    266,
    267,
    42,
    43,
    52,
    53,
    159,
    160,
    63,
    64,
    68,
    69,
    113,
    114,
]
HALVES = [0, 1000, 500, 501, 250, 251, 375, 376, 312, 313, 281, 282, 296, 297]


TO_130 = [500, 250, 125, 187, 156, 140, 132, 128, 130, 131]


@pytest.mark.parametrize(
    ("measured", "most", "within", "found", "tried"),
    [
        # In a straight line, up and down.
        (lambda n: n, 1000, (70, 80), 75, [0, 1000, 75]),
        (lambda n: 1000 - n, 1000, (70, 80), 925, [0, 1000, 925]),
        (lambda n: n // 100, 1000, (Fraction(5, 2), Fraction(7, 2)), 300, [0, 1000, 300]),
        # Every third time by halves.
        (lambda n: n * n, 1000, (70 * 70, 73 * 73), 71, [*SQUARES, 70, 71]),
        # At the ends.
        (lambda n: n, 1000, (0, 0), 0, [0]),
        (lambda n: n, 1000, (1000, 1000), 1000, [0, 1000]),
        (lambda n: n, 2, (1, 1), 1, [0, 2, 1]),
        (lambda n: n, 3, (2, 2), 2, [0, 3, 2]),
        # Where nothing happens there is nothing to measure.
        (lambda n: NOTHING if n == 0 else n, 1000, (1, 1), 1, [0, 1000, 1]),
        (lambda n: NOTHING if n == 0 else n, 1000, (70, 80), 75, [0, 1000, 1, 75]),
        (lambda n: MISSING if n == 0 else n, 1000, (70, 80), 75, [0, 1000, 1, 75]),
        (lambda n: NOTHING if 10 < n < 900 else n, 1000, (70, 80), None, [0, 1000, 75, 76]),
        (lambda n: MISSING if 10 < n < 900 else n, 1000, (70, 80), None, [0, 1000, 75, 76]),
        (lambda _: NOTHING, 1000, (70, 80), None, [0, 1000, 1]),
        # As far as it applies.
        (lambda n: n if n <= 130 else IDLE, 1000, (70, 80), 75, [0, 1000, *TO_130, 75]),
        (lambda n: n if n <= 130 else IDLE, 1000, (129, 131), 130, [0, 1000, *TO_130]),
        (lambda n: n if n <= 130 else IDLE, 1000, (140, 150), None, [0, 1000, *TO_130]),
        (lambda n: IDLE if n == 0 else n, 1000, (70, 80), 75, [0, 1000, 1, 75]),
        (lambda _: IDLE, 1000, (70, 80), None, [0, 1000, 1]),
        # It does not go there.
        (lambda n: n, 1000, (2000, 3000), None, [0, 1000]),
        (lambda n: n, 1, (Fraction(1, 4), Fraction(1, 2)), None, [0, 1]),
        (lambda _: 7, 1000, (7, 9), None, [0, 1000]),
        # A jump: after a while there is nothing in between.
        (lambda n: 0 if n < 300 else 10, 1000, (4, 6), None, [*HALVES, 304, 305, 300, 301, 298, 299]),
        (lambda n: 0 if n < 300 else 5 if n < 310 else 10, 1000, (4, 6), 304, [*HALVES, 304]),
    ],
)
def test_lengths_that_are_tried(
    measured: Measured, most: int, within: tuple[int, int], found: int | None, tried: list[int]
) -> None:
    trial = Scripted(measured, most)
    assert trial.reach(aim(*within), Budget(0)) == found
    assert list(trial.known) == tried


@pytest.mark.parametrize(("heavy", "tried"), [(False, 2 + 2 * 12), (True, 2 + 2 * 3)])
def test_after_so_many_steps_that_found_only_the_ends_it_is_given_up(heavy: bool, tried: int) -> None:
    trial = Scripted(lambda n: 0 if n < 300_000 else 10, 10**6, heavy=heavy)
    assert trial.reach(aim(4, 6), Budget(0)) is None
    assert len(trial.known) == tried


@pytest.mark.parametrize(("heavy", "tried"), [(False, 12), (True, 3)])
def test_how_far_it_applies_is_looked_for_as_long(heavy: bool, tried: int) -> None:
    trial = Scripted(lambda n: n if n < 3 else IDLE, 10**6, heavy=heavy)
    assert trial.reach(aim(5, 6), Budget(0)) is None
    assert len(trial.known) == 2 + tried


def test_a_heavy_log_is_given_up_sooner() -> None:
    trial = Scripted(lambda n: 0 if n < 300 else 10, 1000, heavy=True)
    assert trial.reach(aim(4, 6), Budget(0)) is None
    assert list(trial.known) == HALVES[:8]


def test_what_is_wanted_beside_the_number_decides() -> None:
    trial = Scripted(lambda n: n, 1000)
    assert trial.reach(aim(70, 80, lambda each: each.measured == 77), Budget(0)) is None
    assert list(trial.known) == [0, 1000, 75, 76, 74]
    anywhere = replace(aim(0, 0), piece=None, wanted=lambda each: each.measured == 1000)
    assert trial.reach(anywhere, Budget(0)) == 1000
    assert Scripted(lambda n: n, 9).reach(replace(anywhere, wanted=lambda _: False), Budget(0)) is None


class Numbered(Scripted):
    """Its outcomes tell of which length they are."""

    def outcome(self, n: int, _aim: Aim, _budget: Budget) -> Outcome | None:
        return self.known.setdefault(
            n, cast(Outcome, SimpleNamespace(measured=self.measured(n), n=n, state="measured"))
        )


@pytest.mark.parametrize(
    ("measured", "within", "unwanted", "found"),
    [
        # The number of an end may be had elsewhere, where what is wanted beside it holds.
        (lambda n: min(n, 500), (500, 500), 1000, 999),
        (lambda n: max(n, 500), (500, 500), 0, 1),
        (lambda _: 7, (7, 7), 0, 1000),
    ],
)
def test_the_number_of_an_end_is_looked_for_elsewhere(
    measured: Measured, within: tuple[int, int], unwanted: int, found: int
) -> None:
    trial = Numbered(measured, 1000)
    assert trial.reach(aim(*within, lambda each: cast(Any, each).n != unwanted), Budget(0)) == found


def test_a_number_that_never_moves_is_not_looked_for() -> None:
    assert Scripted(lambda _: 7, 1000).reach(aim(7, 7, lambda _: False), Budget(0)) is None


def test_what_was_seen_is_not_tried_again() -> None:
    trial = Scripted(lambda n: n, 1000)
    trial.reach(aim(70, 80), Budget(0))
    assert trial.reach(aim(60, 90), Budget(0)) == 75
    assert list(trial.known) == [0, 1000, 75]


def test_a_trial_moves_something_where_two_numbers_were_seen() -> None:
    for measured, moves in ((lambda n: n, True), (lambda _: 7, False), (lambda n: None if n else 7, False)):
        trial = Scripted(cast(Measured, measured), 9)
        trial.reach(aim(70, 80), Budget(0))
        assert trial.moves is moves
    trial.useful = True
    assert trial.moves


def test_round_lengths_come_first() -> None:
    def logs(n: int, most: int, low: int, high: int, *, timed: bool = True) -> list[EventLog]:
        return list(Scripted(lambda each: each, most, timed=timed).logs(n, aim(low, high), Budget(0)))

    n = 90 * MINUTE + SECOND // 2
    assert logs(n, DAY, 0, 2 * DAY) == [
        DAY, 2 * HOUR, HOUR, 91 * MINUTE, 90 * MINUTE, n + SECOND // 2, n - SECOND // 2, n,
    ]  # fmt: skip
    assert logs(n, 2 * HOUR - 1, 0, 2 * DAY)[:2] == [HOUR, 91 * MINUTE]
    assert logs(n, DAY, HOUR, 91 * MINUTE) == [90 * MINUTE, n + SECOND // 2, n - SECOND // 2, n]
    assert logs(7, 9, 1, 20, timed=False) == [2, 7]
    assert logs(2, 9, 0, 20, timed=False) == [1, 2]
    assert logs(0, 9, -1, 20, timed=False) == [0]


FRAME = 'agreement a {{ term 2026-01-01 until 2027-01-01 zone "UTC" currency USD {} }}'


def most(clauses: str) -> dict[str, int]:
    """How far each way is driven."""
    graph = graph_of(FRAME.format(clauses))
    objective = graph.objectives[-1]
    (window, *_) = Subject(graph).shapes(objective)
    trials = _Trials(graph, Aim(objective, (window,), None, lambda _: True), window)
    return {each.way.name: each.way.most for each in trials.all(None)}


@pytest.mark.parametrize(
    ("target", "many"), [("20", 1_000), ("2_000", 4_000), ("400", 1_000), ("900_000_000_000", 10**9)]
)
def test_a_number_is_driven_to_twice_of_what_it_is_compared_with(target: str, many: int) -> None:
    clauses = "stream letters of events {{ pages count }} objective o {{ sum of pages of letters <= {} per month }}"
    assert most(clauses.format(target))["pages 0 of letters"] == many


def test_where_nothing_is_measured_the_rest_is_driven() -> None:
    assert (
        most("""
      stream letters of events { pages count }
      objective o { time of window >= 700h per month  applies when sum of pages of letters >= 2_000 }
    """)["pages 0 of letters"]
        == 4_000
    )


@pytest.mark.parametrize(
    ("credit", "several"),
    [
        ("below 50% gives 1 USD", 4),
        ("below 99.9% gives 1 USD", 2_000),
        ("below 99.95% gives 1 USD", 2),
        ("below 99.99% gives 1 USD", 2),
        ("below 6.25% gives 2 USD  below 0.16% gives 9 USD", 1_250),
        ("below 99.95% gives 1 USD  below 20% gives 2 USD  below 6.25% gives 3 USD", 160),
        ("below 99.9% gives 1 USD  below 6.25% gives 2 USD", 2_000),
        ("below 99.99% gives 1 USD  below 6.25% gives 2 USD  below 0.16% gives 9 USD", 1_250),
    ],
)
def test_of_so_many_a_share_can_be_made_exactly(credit: str, several: int) -> None:
    found = most(f"""
      stream letters of events {{ good yes or no  pages count }}
      objective o {{ share of letters with good >= 100% per month  credit {{ {credit} }} }}
    """)
    assert found["share 0 1 of letters"] == several


def test_much_is_ten_times_what_shares_are_made_of() -> None:
    found = most("""
      stream letters of events { bad count  total count }
      objective o { sum of bad of letters / sum of total of letters <= 0.01% per month }
    """)
    assert found["bad 0 of letters"] == 100_000


def test_which_numbers_of_many_lie_in_a_piece() -> None:
    half, rest = Fraction(1, 2), Piece(Fraction(1, 2), Fraction(1), Fraction(3, 4))
    assert list(_near(rest, 4)) == [2, 3]
    assert list(_near(Piece(half, half, half), 4)) == [2, 3]
    assert list(_near(Piece(None, half, Fraction(0)), 4)) == [0, 1]
    assert list(_near(Piece(Fraction(-1), half, Fraction(0)), 4)) == [0, 1]
    assert list(_near(Piece(Fraction(1), Fraction(1), Fraction(1)), 4)) == [4]


def test_a_log_of_many_records_takes_more_steps() -> None:
    stream = graph_of(FRAME.format("stream letters of events { }")).stream("letters")

    def taken(records: int) -> tuple[bool, int]:
        budget = Budget(2)
        made = stream_log(stream, [EventRecord(0, (), Place(0, 0))] * records)
        return budget.take(EventLog({"letters": made})), budget.left

    assert [taken(each) for each in (0, 1_499, 1_500, 3_000)] == [(True, 1), (True, 1), (True, 0), (False, -1)]
    budget = Budget(1)
    assert [budget.take(), budget.take()] == [True, False]


TWO = """
  stream api_down of spans { }
  stream web_down of spans { }
  objective api { availability of api_down >= 99.9% per month }
  objective web { availability of web_down >= 99.9% per month }
  objective mail { availability of web_down >= 99% per month }
"""


def test_what_led_there_for_a_clause_is_tried_first_for_one_that_says_the_same() -> None:
    graph = graph_of(FRAME.format(TWO))
    api, web, mail = graph.objectives
    january, *_ = Subject(graph).shapes(api)
    piece = Piece(*[Fraction(999, 1000)] * 3)
    steps = []
    tried = Tried()
    for objective in (api, web, mail):
        budget = Budget(99)
        assert find(graph, Aim(objective, (january,), piece, lambda _: True), budget, tried) is not None
        steps.append(99 - budget.left)
    assert steps == [9, 7, 9]
    hints = Hints()
    assert [hints.form(graph, each) for each in (api, web, mail, api)] == [0, 0, 1, 0]


@pytest.mark.parametrize(("records", "heavy"), [(2_999, False), (3_000, True)])
def test_a_log_of_three_steps_is_heavy(records: int, heavy: bool) -> None:
    graph = graph_of(FRAME.format("stream letters of events { }  objective o { count of letters <= 3 per month }"))
    made = stream_log(graph.stream("letters"), [EventRecord(0, (), Place(0, 0))] * records)
    window = Subject(graph).shapes(graph.objectives[0])[0]
    trial = _Trial(graph, window, Way("way", 1, lambda _: EventLog({"letters": made})), "o", 0, {})
    looked_for = Aim(graph.objectives[0], (window,), None, lambda _: True)
    assert trial.outcome(1, looked_for, Budget(9)) is not None
    assert trial.heavy is heavy
    assert trial.outcome(0, looked_for, Budget(1)) is None
    assert list(trial.known) == [1]
