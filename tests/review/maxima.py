"""Maxima that a review proved, held against random logs."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from review.campaign import reviewed
from review.test_laws import CHANGES, CONTRACT
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog, EventRecord, Place, Record, SpanRecord, StreamLog
from sladsl.logs.schema import Shape
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.change import AgreementChange, ClauseChange
from sladsl.review.gains import to_customer
from sladsl.review.read_as import fitted
from sladsl.temporal import DAY, HOUR, MINUTE
from sladsl.temporal import Pair as Period

SHARED = """
agreement shared {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service web { fee 1_000.00 USD per month }
  service mail { fee 700.00 USD per month }
  stream outages of spans { }
  stream delays of spans { }
  stream requests of events { failed yes or no }
  objective up {
    availability of outages >= 99.9% per calendar month
    credit share of web.fee {
      below 99.9% gives 10%
      below 99.5% gives 20%
      below 95%   gives 40%
    }
  }
  objective prompt {
    time of delays <= 1h per calendar month
    credit share of mail.fee {
      above 1h gives 5%
      above 8h gives 15%
    }
  }
  objective rare {
    count of delays <= 2 per calendar month
    credit 30 USD
  }
  objective good {
    share of requests with not failed >= 99% per calendar month
    credit share of web.fee {
      below 99% gives 6%
      below 90% gives 12%
    }
    limit credit to 100 USD
  }
  limit credits of prompt, rare to 20% of mail.fee per calendar month
  limit all credits to 25% of fees per calendar month
}
"""
LONGER = SHARED.replace(
    "limit all credits to 25% of fees per calendar month", "limit all credits to 25% of fees per calendar quarter"
).replace("limit credit to 100 USD", "limit credit to 100 USD per calendar quarter")
IN_SHARED: tuple[tuple[tuple[str, str], ...], ...] = (
    (("gives 20%", "gives 25%"),),
    (("gives 20%", "gives 15%"),),
    (("to 25% of fees", "to 20% of fees"),),
    (("to 20% of mail", "to 30% of mail"),),
    (("to 25% of fees", "to 30% of fees"), ("gives 40%", "gives 30%")),
    (("gives 40%", "gives 20%"), ("gives 12%", "gives 18%")),
    (("gives 15%", "gives 5%"), ("credit 30 USD", "credit 60 USD")),
    (("above 8h", "above 10h"), ("below 99.5%", "below 99.6%"), ("below 90%", "below 92%")),
    (("to 100 USD", "to 150 USD"), ("gives 12%", "gives 20%"), ("gives 40%", "gives 38%")),
)
Pair = tuple[str, str]
WITH_MAXIMA: tuple[Pair, ...] = tuple(
    (CONTRACT, CONTRACT.replace(*each)) for each in CHANGES if "month" not in each[0] and "until" not in each[0]
)


def _changed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    return text


WITH_LIMITS: tuple[Pair, ...] = tuple((text, _changed(text, each)) for text in (SHARED, LONGER) for each in IN_SHARED)


@dataclass(frozen=True, slots=True)
class Beyond:
    """A log that comes to more in one window than was proved: of a clause, or of all together (no name)."""

    clause: str | None
    gain: Fraction
    ends: tuple[Fraction, Fraction]
    log: EventLog


def beyond(old: str, new: str, number: int, seed: int) -> Iterator[Beyond]:
    """The random logs that come to more than what a change of the contract was said to come to at most."""
    change = reviewed(old, new)
    for log, period in random_logs(change, number, seed, months=1 if "quarter" not in old else 3):
        before, after = (_by_window(graph, log, period) for graph in (change.old, change.new))
        for clause in change.clauses:
            up, down = (each or Fraction(0) for each in clause.greatest)
            there = {start for name, start in (*before, *after) if name in (clause.name, clause.old_name)}
            for start in there if clause.most else ():
                gain = after[clause.name, start] - before[clause.old_name or clause.name, start]
                if not down <= gain <= up:
                    yield Beyond(clause.name, gain, (down, up), log)
        for start in {start for _, start in after}:
            one, other = (sum((owed for (_, at), owed in each.items() if at == start), Fraction(0))
                          for each in (before, after))  # fmt: skip
            for together in change.together:
                bound = together.bound
                if bound is not None and (other - one) * bound > 0 and abs(other - one) > abs(bound):
                    yield Beyond(None, other - one, (bound, bound), log)


def owed(change: AgreementChange, clause: ClauseChange, log: EventLog, period: Period) -> list[Fraction]:
    """What one clause gives the customer over a log, by the old and the new version."""
    names = clause.old_name or clause.name, clause.name
    return [
        sum((owed for (name, _), owed in _by_window(graph, log, period).items() if name == called), Fraction(0))
        for called, graph in zip(names, (change.old, change.new), strict=True)
    ]


def _by_window(graph: RuleGraph | None, log: EventLog, period: Period) -> defaultdict[tuple[str, int], Fraction]:
    """What clauses give the customer, by the beginnings of windows."""
    assert graph is not None
    evaluation = evaluated(graph, fitted(graph.streams, log), period)
    found: defaultdict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for each in evaluation.outcomes if evaluation is not None else ():
        found[each.objective, each.window.start] += to_customer(graph, each)
    return found


def random_logs(change: AgreementChange, number: int, seed: int, *, months: int) -> Iterator[tuple[EventLog, Period]]:
    """What happened in the first months: lengths and numbers, most of them near what the rows tell apart."""
    draw = random.Random(seed)
    graph = change.new
    assert graph is not None
    ends = [1_767_225_600_000_000 + days * DAY for days in (0, 31, 59, 90)]  # from 2026-01-01
    period = (ends[0], ends[months])
    whole = covering(graph, {}, period)
    for _ in range(number):
        streams = {}
        for schema in graph.streams:
            make = _spans if schema.shape is Shape.SPANS else _events
            attributes = len(schema.attributes)
            found = (each for month in pairwise(ends[: months + 1]) for each in make(draw, attributes, month))
            streams[schema.name] = StreamLog(schema, tuple(sorted(found)), whole.streams[schema.name].coverage)
        yield covering(graph, streams, period), period


def _spans(draw: random.Random, attributes: int, period: Period) -> Iterator[Record]:
    length = period[1] - period[0]
    shares = (Fraction(1, 1000), Fraction(1, 250), Fraction(1, 200), Fraction(1, 100), Fraction(1, 20))
    near = [*(int(length * share) for share in shares), HOUR, 8 * HOUR, 10 * HOUR]
    for _ in range(draw.randint(0, 3)):
        at = draw.randrange(*period)
        lasts = draw.choice([*near, draw.randrange(1, length)]) + draw.choice((-MINUTE, -1, 0, 1, MINUTE))
        yield SpanRecord(at, min(at + max(lasts, 1), period[1]), (None,) * attributes, Place(0, 1))


def _events(draw: random.Random, attributes: int, period: Period) -> Iterator[Record]:
    """Of a hundred as many failed as rows tell apart, or some of a few."""
    number = draw.choice((0, 1, 10, 50, 100))
    failed = min(number, draw.choice((0, 1, 2, 8, 9, 10, 11, 50, 100)))
    for i in range(number):
        yield EventRecord(draw.randrange(*period), (i < failed,) * attributes, Place(0, i + 1))
