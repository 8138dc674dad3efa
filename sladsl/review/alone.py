"""What a clause comes to that only one version has: for whom it is worse, and the most that it owes in one window."""

from dataclasses import dataclass
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.claims.money import greatest_by_window
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.worst import Worst
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.review.change import Shown, Side


@dataclass(frozen=True, slots=True)
class Owed:
    """`most`: no log comes to more; else it is what the log of `shown` comes to."""

    amount: Fraction
    most: bool
    shown: Worst


def owed_at_most(graph: RuleGraph, objective: Objective) -> Owed | None:
    """By who owes to who is owed, bonuses aside; None where nothing is owed in money, or no log shows it."""
    account = Account(Subject(with_those_asked(graph, [objective])))
    for direction in account.liability.directions:
        if direction.bonus or direction.currency is None:
            continue
        for most in greatest_by_window(account.liability, direction):
            if any(each.objective.name != objective.name for each in most.charges):
                continue
            shown = account.worst(most.charges)
            if shown is not None and shown.owed:
                exact = all(each.scanned.exact for each in most.charges) and shown.owed == most.amount
                return Owed(shown.owed, exact and not account.subject.bounds, shown)
    return None


@dataclass(frozen=True, slots=True)
class Alone:
    """`gain`: what the customer gains at most in one window, by the log that is shown; None where no money is owed, or
    none was found. `most`: no log comes to more."""

    side: Side
    gain: Fraction | None = None
    most: bool = False
    shown: Shown | None = None

    @property
    def greatest(self) -> tuple[Fraction | None, Fraction | None]:
        return (None, None) if self.gain is None else (self.gain, None) if self.gain > 0 else (None, self.gain)


def alone(graph: RuleGraph, objective: Objective, *, added: bool) -> Alone:
    """A promise more or less. A kpi promises nothing."""
    if objective.kind == "kpi":
        return Alone("nobody")
    by_customer = any(each.name == objective.payer and each.role == "customer" for each in graph.parties)
    side: Side = "provider" if added != by_customer else "customer"
    owed = owed_at_most(graph, objective)
    if owed is None:
        return Alone(side)
    gain = owed.amount if added != by_customer else -owed.amount
    witness = owed.shown.witness
    outcome = next((each for each in witness.shown if each.objective == objective.name), None)
    shown = Shown(witness.log, witness.period, witness.evaluation, None, outcome, None, gain)
    if added:
        shown = Shown(witness.log, witness.period, None, witness.evaluation, None, outcome, gain)
    return Alone(side, gain, owed.most, shown)
