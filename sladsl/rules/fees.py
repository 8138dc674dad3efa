"""What services cost in a window: each fee period in the share of it that the window holds.

A fee period is whole even where the term cuts it, so a term that starts on the 21st owes 10/30 of June; and since the
shares of one period add up to it, k whole months cost exactly k monthly fees, whatever the clock did in them.
"""

from fractions import Fraction

from sladsl.graph.graph import FeeRule, RuleGraph, ServiceFact
from sladsl.model.units import money
from sladsl.rules.derivation import Step
from sladsl.rules.in_force import fee_stretches
from sladsl.rules.panes import Term
from sladsl.rules.words import value_words


def fee_steps(
    term: Term, services: list[ServiceFact], start: int, end: int, graph: RuleGraph | None = None
) -> list[Step]:
    """What each fee comes to in [start, end); outside the term nothing is owed."""
    low = max(start, term.start)
    high = end if term.end is None else min(end, term.end)
    every = [(service, fee, fee_stretches(graph, fee, low, high)) for service in services for fee in service.fees]
    # A fee of another version is none of this window; the first is told of, so that it is seen what was looked at.
    some = [each for each in every if each[2]] or every[:1]
    return [_fee_step(term, *each) for each in some]


def _fee_step(term: Term, service: ServiceFact, fee: FeeRule, stretches: list[tuple[int, int]]) -> Step:
    unit = money(fee.currency)
    words = f"fee of {service.name}: {value_words(fee.amount, unit)}"
    if fee.window is None:
        # It is owed at the start of the term, in whichever window that falls.
        owed = fee.amount if any(low <= term.start < high for low, high in stretches) else Fraction(0)
        return Step(f"{words} once", owed, unit)
    words = f"{words} per {fee.window.unit}"
    if fee.window.unit == "term" and term.end is None:
        return Step(words, None, unit, note="the term has no end, so a fee for it has no share per window")
    share = Fraction(0)
    for start, end in stretches:
        for period in term.whole(fee.window, start, end) if start < end else ():
            held = min(end, period.end) - max(start, period.start)
            share += Fraction(held, period.end - period.start)
    return Step(words, fee.amount * share, unit, note=None if share == 1 else f"{share} of it")
