"""What the customer gains by a change, in one window."""

from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.review.change import Side
from sladsl.rules.outcome import CreditOutcome, Outcome


def to_customer(graph: RuleGraph, outcome: Outcome | None) -> Fraction:
    """What comes to the customer, and what goes to the provider as less than nothing."""
    if outcome is None:
        return Fraction(0)
    return _signed(graph, outcome.credit, "customer") + _signed(graph, outcome.bonus, "provider")


def _signed(graph: RuleGraph, credit: CreditOutcome | None, usual: str) -> Fraction:
    if credit is None or credit.payable is None:
        return Fraction(0)
    roles = {each.name: each.role for each in graph.parties}
    payee = roles.get(credit.payee or "", usual)
    return credit.payable if payee != "provider" else -credit.payable


def goes_the_usual_way(graph: RuleGraph, objective: Objective) -> bool:
    """Whether the provider owes the customer, also where both are named."""
    roles = {each.name: each.role for each in graph.parties}
    payer, payee = roles.get(objective.payer or "", "provider"), roles.get(objective.payee or "", "customer")
    return (payer, payee) == ("provider", "customer")


def gain_of(graph: RuleGraph, old: Outcome | None, new: Outcome | None) -> Fraction:
    """What the customer gains in money."""
    return to_customer(graph, new) - to_customer(graph, old)


def unclear(old: Outcome | None, new: Outcome | None) -> bool:
    """Whether one of them has no amount, or no verdict where the other has one."""
    kinds = [each.credit.outcome for each in (old, new) if each is not None and each.credit is not None]
    states = {each.state for each in (old, new) if each is not None}
    return any(each in ("conflict", "no verdict") for each in kinds) or ("no verdict" in states and len(states) > 1)


def sides(gains: list[Fraction], strictness: list[int]) -> Side:
    """Who is worse off: money decides, and where there is none, what counts as a breach."""
    up = any(each > 0 for each in gains)
    down = any(each < 0 for each in gains)
    if not up and not down:
        up, down = any(each > 0 for each in strictness), any(each < 0 for each in strictness)
    if up and down:
        return "both ways"
    return "provider" if up else "customer" if down else "nobody"
