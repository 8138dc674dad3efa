"""Parts of results that two evaluations are compared by."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sladsl.model.units import Unit
from sladsl.rules.outcome import Evaluation, Outcome


@dataclass(frozen=True)
class Told:
    """An outcome without where its records stand in the log and how it was derived."""

    objective: str
    scope: tuple[tuple[str, str], ...]
    window: tuple[int, int]
    state: str
    reason: str | None
    measured: Fraction | None
    unit: Unit
    target: Fraction | None
    allowance: tuple[Fraction, Fraction] | None
    records: tuple[int, int, int, int] | None
    outcome: str | None
    due: Fraction | None
    payable: Fraction | None
    limits: tuple[tuple[Fraction, Fraction | None, Fraction], ...]
    claim: tuple[str, int, int | None] | None
    bonus: Fraction | None
    points: Fraction | None
    earned_back: bool | None


def told(outcome: Outcome) -> Told:
    credit, records, allowance = outcome.credit, outcome.records, outcome.allowance
    claim = None if credit is None else credit.claim
    return Told(
        objective=outcome.objective,
        scope=outcome.scope,
        window=(outcome.window.start, outcome.window.end),
        state=outcome.state,
        reason=outcome.reason,
        measured=outcome.measured,
        unit=outcome.unit,
        target=outcome.target,
        allowance=None if allowance is None else (allowance.allowed, allowance.used),
        records=None if records is None else (records.met, records.missed, records.undecided, records.none),
        outcome=None if credit is None else credit.outcome,
        due=None if credit is None else credit.due,
        payable=None if credit is None else credit.payable,
        limits=() if credit is None else tuple((each.before, each.limit, each.after) for each in credit.limits),
        claim=None if claim is None else (claim.state, claim.deadline, claim.claimed_at),
        bonus=None if outcome.bonus is None else outcome.bonus.due,
        points=None if outcome.points is None else outcome.points.number,
        earned_back=None if credit is None else credit.earned_back,
    )


def all_told(evaluation: Evaluation | None, change: Callable[[Told], Told] = lambda each: each) -> list[Told] | None:
    """Every outcome, in order; None where nothing could be evaluated."""
    return None if evaluation is None else [change(told(each)) for each in evaluation.outcomes]
