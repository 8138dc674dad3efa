"""What is said of small contracts is what trying every log of a small world shows."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import ge, gt, le, lt

import pytest

from property.effort import NIGHTLY
from sladsl.graph import RuleGraph
from sladsl.graph.contract import RowTable, TableRow
from sladsl.graph.values import Constant
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, SpanRecord, StreamLog
from sladsl.proofs.claims.double_rows import double_row_claims
from sladsl.proofs.claims.green import green_claims
from sladsl.proofs.claims.money import money_claims
from sladsl.proofs.claims.promises import promise_claims
from sladsl.proofs.claims.properties import property_claims
from sladsl.proofs.claims.small_samples import small_sample_claims
from sladsl.proofs.claims.tables import table_claims
from sladsl.proofs.claims.together import together_claims
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Result
from sladsl.proofs.witness import covering, evaluated, in_window
from sladsl.rules.derivation import Step, steps_below
from sladsl.rules.outcome import Outcome
from sladsl.temporal import DAY, HOUR, MINUTE, IntervalSet, Window
from strategies.contracts import graph_of

BATCHES = 200 if NIGHTLY else 10
IN_A_BATCH = 50

_FRAME = """agreement small {{
  term     2026-01-01 until 2026-01-08
  zone     "Etc/UTC"
  currency USD
  service api {{ fee 1_000.00 USD per day }}
  stream outages of spans {{ }}
  stream faults of events {{ }}
  stream tickets of cases {{
    moments opened, answered
  }}
  objective o {{
    {target} per day
    credit share of api.fee {{
      {rows}
    }}{limit}
  }}
{more}}}
"""
_STEP = Fraction(5, 2)
_RATIOS = tuple(80 + n * _STEP for n in range(8))
_COUNTS = tuple(Fraction(n) for n in range(1, 7))
_GIVES = (0, 5, 10, 10, 25)
_SIDES = (">=", ">", "<=", "<")
_LIMITS = (2, 5, 8, 10, 25, 30)
_MOST_TICKETS = 45


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
    limit = f"\n    limit credit to {drawn.choice(_LIMITS)}% of api.fee" if drawn.random() < 0.5 else ""
    more = "".join(_more(drawn, target, bounds, unit))
    return measured, _FRAME.format(
        target=target, rows="\n      ".join(rows(drawn, chosen, unit)), limit=limit, more=more
    )


def _more(drawn: random.Random, target: str, bounds: tuple[Fraction, ...], unit: str) -> Iterator[str]:
    """A second promise of the same number, which the first may rule out; and something that is to hold of every log."""
    second = drawn.random() < 0.5
    if second:
        number = f"{_figure(drawn.choice(bounds))}{unit}"
        subject = target.rsplit(" ", 2)[0]
        yield f"  objective p {{ {subject} {drawn.choice(_SIDES)} {number} per day }}\n"
    held = [
        f"always (credit of o) <= {drawn.choice((0, 50, 80, 100, 250))} USD",
        "when o is met: (credit of o) = 0 USD",
    ]
    held += ["when p is met: o is met", "never o is breached and p is breached"] if second else ["never o is breached"]
    yield f"  property q {{ {drawn.choice(held)} per day }}\n"


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
            lengths = sorted({0, *edges, *(each + side for each in edges for side in (-1, 1))})
            for length in (each for each in lengths if 0 <= each <= DAY):
                records = (SpanRecord(start, start + length, (), Place(0, 1)),) if length else ()
                yield covering(graph, {"outages": StreamLog(graph.stream("outages"), records, whole)}, _period(window))
        case "count":
            for number in range(9):
                events = tuple(EventRecord(start + i * MINUTE, (), Place(0, i + 1)) for i in range(number))
                yield covering(graph, {"faults": StreamLog(graph.stream("faults"), events, whole)}, _period(window))
        case _:
            for late, many in (*((n, 80) for n in range(20)), (0, 1), *((1, n) for n in range(1, _MOST_TICKETS))):
                cases = tuple(_ticket(start, i, late=i < late) for i in range(many))
                yield covering(graph, {"tickets": StreamLog(graph.stream("tickets"), cases, whole)}, _period(window))


def _ticket(start: int, number: int, *, late: bool) -> CaseRecord:
    answered = start + (2 * HOUR if late else MINUTE)
    return CaseRecord(f"t{number}", ((start,), (answered,)), (), (), Place(0, number + 1))


def _period(window: Window) -> tuple[int, int]:
    return window.start, window.end


@dataclass(frozen=True)
class Seen:
    """What a log comes to: of `o`, and of `p` if there is one."""

    log: EventLog
    first: Outcome
    second: Outcome | None


def seen(graph: RuleGraph, measured: str, window: Window) -> Iterator[Seen]:
    for log in worlds(graph, measured, window):
        evaluation = evaluated(graph, log, _period(window))
        first = in_window(evaluation, "o", window)
        if first is not None and first.measured is not None:
            yield Seen(log, first, in_window(evaluation, "p", window))


Truth = dict[tuple[str, str], bool]
"""Of each claim about something whether all logs of the small world agree with it."""


def shown(measured: str, every: list[Seen]) -> Truth:
    outcomes = sorted((each.first for each in every), key=_number)
    worse = outcomes if measured == "count" else outcomes[::-1]
    paid = [_due(each) for each in worse if _kind(each) in ("none", "row", "amount")]
    limits = [limit for each in outcomes if each.credit is not None for limit in each.credit.limits]
    truth = {
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
    seconds = [each.second for each in every if each.second is not None]
    found = {(claim, "o"): holds for claim, holds in truth.items()}
    found["can be breached", "p"] = any(each.state == "breached" for each in seconds)
    found["can be kept", "p"] = any(each.state == "met" for each in seconds)
    found["can be kept at once", "o and p"] = any(_both(each, "met") for each in every)
    found["no row always gives more than its limit", "o"] = not any(each.after < each.before for each in limits)
    found["something reaches the limit", "limit of o"] = any(each.after == each.limit for each in limits)
    return found


def holds_of_all(text: str, every: list[Seen]) -> bool:
    """What the property says, read by hand."""
    (prop,) = re.findall(r"property q { (.*) per day }", text)
    match prop.split(" "):
        case ["always", "(credit", "of", "o)", "<=", amount, "USD"]:
            return all(_due(each.first) <= int(amount) for each in every)
        case ["when", "o", *_]:
            return all(each.first.state != "met" or not _due(each.first) for each in every)
        case ["when", "p", *_]:
            states = [(each.first.state, each.second.state) for each in every if each.second is not None]
            return all(second != "met" or first == "met" for first, second in states)
        case ["never", "o", "is", "breached"]:
            return not any(each.first.state == "breached" for each in every)
        case _:
            return not any(_both(each, "breached") for each in every)


def _both(each: Seen, state: str) -> bool:
    return each.first.state == state and each.second is not None and each.second.state == state


def _number(outcome: Outcome) -> Fraction:
    return outcome.measured or Fraction(0)


def _kind(outcome: Outcome) -> str:
    return outcome.credit.outcome if outcome.credit is not None else "none"


def _due(outcome: Outcome) -> Fraction:
    return (outcome.credit.due if outcome.credit is not None else None) or Fraction(0)


def _compared(subject: Subject, measured: str, text: str, every: list[Seen]) -> None:
    families = (table_claims, double_row_claims, promise_claims, together_claims, small_sample_claims, green_claims,
                property_claims, money_claims)  # fmt: skip
    said = [each for claims in families for each in claims(subject)]
    truth = {**shown(measured, every), ("it holds", "q"): holds_of_all(text, every)}
    for each in said:
        if (each.claim, each.subject) in truth:
            expected = "PROVED" if truth[each.claim, each.subject] else "REFUTED"
            assert each.verdict == expected, f"{each.claim}: {each.verdict}"
    _rows(subject, every, said)
    _amounts(every, said)
    _lengths(measured, every, said)


def _rows(subject: Subject, every: list[Seen], said: list[Result]) -> None:
    """Which rows decide, and whether two of them hold."""
    (table,) = subject.graph.objectives[0].credits[0].tables
    reached = {each.span for one in every for each in _steps(one.first) if each.rule.startswith("row: ")}
    told = {each.clauses[0]: each.verdict for each in said if each.claim == "every row is reached"}
    assert {span for span, verdict in told.items() if verdict == "PROVED"} == {
        each.span for each in table.rows if each.span in reached
    }
    assert "UNKNOWN" not in told.values()
    twice = any(_kind(each.first) == "row" and _several_hold(subject.graph, table, each.first) for each in every)
    verdicts = {each.verdict for each in said if each.claim == "no two rows say the same of one value"}
    assert verdicts == (set() if table.ladder else {"REFUTED" if twice else "PROVED"})


def _steps(outcome: Outcome) -> list[Step]:
    return [] if outcome.credit is None else steps_below([outcome.credit.derivation])


def _several_hold(graph: RuleGraph, table: RowTable, outcome: Outcome) -> bool:
    sides = {"below": lt, "above": gt, "at least": ge, "at most": le}

    def holds(row: TableRow) -> bool:
        bounds = [(each.side, graph.nodes[each.value]) for each in row.bounds]
        return all(isinstance(node, Constant) and sides[side](_number(outcome), node.value) for side, node in bounds)

    return sum(map(holds, table.rows)) > 1


def _amounts(every: list[Seen], said: list[Result]) -> None:
    """What is owed at most, by some log."""
    most = max(_due(each.first) for each in every)
    told = [(each.verdict, each.stake and each.stake.amount) for each in said
            if each.claim == "what is owed has a greatest amount"]  # fmt: skip
    assert told == ([("PROVED", most)] if most else [])
    paid = [each.verdict for each in said if each.claim == "no more is owed than is paid"]
    assert paid == (["PROVED"] if most else [])


def _lengths(measured: str, every: list[Seen], said: list[Result]) -> None:
    """How many tickets make one decide, and how long an outage can last over midnight while all is met."""
    few = [each.sentence for each in said if (each.claim, each.subject) == ("one record does not decide", "o")]
    if measured == "share":
        single = [each.first for each in every if _number(each.first) == 1 - Fraction(1, _length(each))]
        breached = sum(each.state == "breached" for each in single)
        assert few and few[0].startswith(f"of up to {breached} tickets in a window one is a breach"), few
    longest = [each.witness for each in said if each.claim == "the longest outage while everything is met"]
    if measured == "availability" and not any(each.second for each in every):
        kept = max((_length(each) for each in every if each.first.state == "met"), default=0)
        found = [record.end - record.start for each in longest if each is not None
                 for record in each.log.streams["outages"].records
                 if isinstance(record, SpanRecord) and record.end is not None]  # fmt: skip
        assert found == ([2 * kept] if kept else [])


def _length(each: Seen) -> int:
    """Of an outage, or how many tickets."""
    records = [record for stream in each.log.streams.values() for record in stream.records]
    return sum((record.end or 0) - record.start if isinstance(record, SpanRecord) else 1 for record in records)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_verdicts_are_those_of_every_log_of_a_small_world(batch: int) -> None:
    for number in range(IN_A_BATCH):
        measured, text = contract(random.Random(f"{batch} {number}"))
        graph = graph_of(text)
        subject = Subject(graph)
        every = list(seen(graph, measured, subject.shapes(graph.objectives[0])[0]))
        try:
            _compared(subject, measured, text, every)
        except AssertionError as wrong:
            raise AssertionError(f"{wrong}\n{text}") from wrong
