"""The most that a clause owes in one window, for one that was added or removed."""

from dataclasses import dataclass
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.claims.money import greatest_by_window
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.worst import Worst
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject


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
