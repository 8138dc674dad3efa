"""What is said of small contracts is what trying every log of a small world shows."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from property.effort import NIGHTLY
from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, SpanRecord, StreamLog
from sladsl.proofs.claims.promises import promise_claims
from sladsl.proofs.claims.tables import table_claims
from sladsl.proofs.subject import Subject
from sladsl.proofs.witness import covering, evaluated, in_window
from sladsl.rules.outcome import Outcome
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, IntervalSet, Window
from strategies.contracts import graph_of

BATCHES = 200 if NIGHTLY else 10
IN_A_BATCH = 50

_FRAME = """agreement small {{
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  service api {{ fee 1_000.00 USD per month }}
  stream outages of spans {{ }}
  stream faults of events {{ }}
  stream tickets of cases {{
    moments opened, answered
  }}
  objective o {{
    {target} per day
    credit share of api.fee {{
      {rows}
    }}
  }}
}}
"""
_STEP = Fraction(5, 2)
_RATIOS = tuple(80 + n * _STEP for n in range(8))
_COUNTS = tuple(Fraction(n) for n in range(1, 7))
_GIVES = (0, 5, 10, 10, 25)


def contract(drawn: random.Random) -> tuple[str, str]:
    """What is measured, and the text."""
    measured = drawn.choice(("availability", "count", "share"))
    if measured == "count":
        number, better, unit = drawn.choice(_COUNTS), drawn.choice(("<=", "<")), ""
        target, bounds = f"count of faults {better} {number}", _COUNTS
    else:
        number, better, unit = drawn.choice(_RATIOS), drawn.choice((">=", ">")), "%"
        subject = "availability of outages" if measured == "availability" else (
            "share of tickets by opened with (time from opened to answered) <= 1h")  # fmt: skip
        target, bounds = f"{subject} {better} {_figure(number)}%", _RATIOS
    rows = _ladder if drawn.random() < 0.5 else _ranges
    chosen = sorted(drawn.sample(bounds, drawn.randint(1, 3)), reverse=True)
    if drawn.random() < 0.6 and number not in chosen:
        chosen[0 if unit else -1] = number
        chosen.sort(reverse=True)
    return measured, _FRAME.format(target=target, rows="\n      ".join(rows(drawn, chosen, unit)))


def _ladder(drawn: random.Random, bounds: list[Fraction], unit: str) -> Iterator[str]:
    side = drawn.choice(("below", "at most") if unit else ("above", "at least"))
    for bound in bounds if unit else reversed(bounds):
        yield f"{side} {_figure(bound)}{unit} gives {drawn.choice(_GIVES)}%"


def _ranges(drawn: random.Random, bounds: list[Fraction], unit: str) -> Iterator[str]:
    ends = [*bounds] if len(bounds) > 1 else [*bounds, bounds[0] - (_STEP if unit else 1)]
    for high, low in pairwise(ends):
        over, under = drawn.choice(("above", "at least")), drawn.choice(("below", "at most"))
        yield f"{over} {_figure(low)}{unit} and {under} {_figure(high)}{unit} gives {drawn.choice(_GIVES)}%"
    if drawn.random() < 0.7:
        last = f"{drawn.choice(('below', 'at most'))} {_figure(ends[-1])}{unit}"
        first = f"{drawn.choice(('above', 'at least'))} {_figure(ends[0])}{unit}"
        yield f"{last if unit else first} gives {drawn.choice(_GIVES)}%"


def _figure(number: Fraction) -> str:
    return str(float(number)).removesuffix(".0")


def worlds(graph: RuleGraph, measured: str, window: Window) -> Iterator[EventLog]:
    """Every log of a small world: enough for every number that the contract tells apart."""
    start = window.start
    whole = IntervalSet.single(window.start, window.end)
    match measured:
        case "availability":
            edges = {int((100 - each) * DAY / 100) for each in (*_RATIOS, _RATIOS[0] - _STEP)} | {DAY, DAY // 2}
            lengths = sorted({0, *edges, *(each + side * SECOND for each in edges for side in (-1, 1))})
            for length in (each for each in lengths if 0 <= each <= DAY):
                records = (SpanRecord(start, start + length, (), Place(0, 1)),) if length else ()
                yield covering(graph, {"outages": StreamLog(graph.stream("outages"), records, whole)}, _period(window))
        case "count":
            for number in range(9):
                events = tuple(EventRecord(start + i * MINUTE, (), Place(0, i + 1)) for i in range(number))
                yield covering(graph, {"faults": StreamLog(graph.stream("faults"), events, whole)}, _period(window))
        case _:
            for late, many in sorted({(0, 1), (1, 1), (1, 2), *((n, 80) for n in range(20))}):
                cases = tuple(_ticket(start, i, late=i < late) for i in range(many))
                yield covering(graph, {"tickets": StreamLog(graph.stream("tickets"), cases, whole)}, _period(window))


def _ticket(start: int, number: int, *, late: bool) -> CaseRecord:
    answered = start + (2 * HOUR if late else MINUTE)
    return CaseRecord(f"t{number}", ((start,), (answered,)), (), (), Place(0, number + 1))


def _period(window: Window) -> tuple[int, int]:
    return window.start, window.end


def shown(graph: RuleGraph, measured: str, window: Window) -> dict[str, bool]:
    """Of each claim whether all logs of the small world agree with it."""
    found = [in_window(evaluated(graph, log, _period(window)), "o", window) for log in worlds(graph, measured, window)]
    outcomes = sorted((each for each in found if each is not None and each.measured is not None), key=_number)
    worse = outcomes if measured == "count" else outcomes[::-1]
    paid = [_due(each) for each in worse if _kind(each) in ("none", "row", "amount")]
    return {
        "no value lies in a hole of the table": all(_kind(each) != "gap" for each in outcomes),
        "no two rows give different amounts": all(_kind(each) != "conflict" for each in outcomes),
        "nothing is due while the target is met": not any(each.state == "met" and _due(each) for each in outcomes),
        "every breach costs something": not any(
            each.state == "breached" and _kind(each) == "none" and not _due(each) for each in outcomes
        ),
        "worse service never costs less": all(less <= more for less, more in pairwise(paid)),
        "can be breached": any(each.state == "breached" for each in outcomes),
        "can be kept": any(each.state == "met" for each in outcomes),
    }


def _number(outcome: Outcome) -> Fraction:
    return outcome.measured or Fraction(0)


def _kind(outcome: Outcome) -> str:
    return outcome.credit.outcome if outcome.credit is not None else "none"


def _due(outcome: Outcome) -> Fraction:
    return (outcome.credit.due if outcome.credit is not None else None) or Fraction(0)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_verdicts_are_those_of_every_log_of_a_small_world(batch: int) -> None:
    for number in range(IN_A_BATCH):
        drawn = random.Random(f"{batch} {number}")
        measured, text = contract(drawn)
        graph = graph_of(text)
        subject = Subject(graph)
        truth = shown(graph, measured, subject.shapes(graph.objectives[0])[0])
        said = {each.claim: each.verdict for claims in (table_claims, promise_claims) for each in claims(subject)}
        for claim, verdict in said.items():
            if claim in truth:
                assert verdict == ("PROVED" if truth[claim] else "REFUTED"), f"{claim}: {verdict}\n{text}"
