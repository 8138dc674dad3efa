"""Maxima that a review proved, held against random logs."""

import random
from collections.abc import Iterator
from fractions import Fraction

from review.campaign import reviewed
from review.test_laws import CHANGES, CONTRACT
from sladsl.logs.records import EventLog, Place, SpanRecord, StreamLog
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.change import AgreementChange, ClauseChange
from sladsl.review.gains import to_customer
from sladsl.review.searching import fitted
from sladsl.temporal import HOUR, MINUTE

WITH_MAXIMA = tuple(each for each in CHANGES if "month" not in each[0] and "until" not in each[0])


def beyond(was: str, now: str, number: int, seed: int) -> Iterator[EventLog]:
    """The random logs that come to more than what a change of the contract was said to come to at most."""
    change = reviewed(CONTRACT, CONTRACT.replace(was, now))
    for clause in change.clauses:
        up, down = (each or Fraction(0) for each in clause.greatest)
        for log, period in random_logs(change, number, seed) if clause.most else ():
            before, after = owed(change, clause, log, period)
            if not down <= after - before <= up:
                yield log


def owed(change: AgreementChange, clause: ClauseChange, log: EventLog, period: tuple[int, int]) -> list[Fraction]:
    """What one clause gives the customer over a log, by the old and the new version."""
    found = []
    for graph, name in ((change.old, clause.old_name or clause.name), (change.new, clause.name)):
        assert graph is not None
        evaluation = evaluated(graph, fitted(graph, log), period)
        outcomes = evaluation.outcomes if evaluation is not None else ()
        found.append(sum((to_customer(graph, each) for each in outcomes if each.objective == name), Fraction(0)))
    return found


def random_logs(change: AgreementChange, number: int, seed: int) -> Iterator[tuple[EventLog, tuple[int, int]]]:
    """Outages of the first month, most of them near what the rows tell apart."""
    draw = random.Random(seed)
    assert change.new is not None
    start = 1_767_225_600_000_000  # 2026-01-01
    period = (start, start + 31 * 24 * HOUR)
    length = period[1] - period[0]
    near = [int(length * share) for share in (Fraction(1, 1000), Fraction(1, 200), Fraction(1, 100), Fraction(1, 20))]
    for _ in range(number):
        cuts = []
        for _ in range(draw.randint(0, 3)):
            at = draw.randrange(*period)
            lasts = draw.choice([*near, draw.randrange(1, length)]) + draw.choice((-MINUTE, -1, 0, 1, MINUTE))
            cuts.append(SpanRecord(at, min(at + max(lasts, 1), period[1]), (None,), Place(0, 1)))
        schema = change.new.stream("outages")
        whole = covering(change.new, {}, period)
        log = StreamLog(schema, tuple(sorted(cuts)), whole.streams["outages"].coverage)
        yield covering(change.new, {"outages": log}, period), period
