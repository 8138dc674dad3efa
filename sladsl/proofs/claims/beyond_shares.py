"""Shares of an amount that stands in a register: nobody is owed more than all of it."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from sladsl.checks.nodes import share_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import sense
from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.rows import RowAttribute
from sladsl.graph.values import Looked
from sladsl.proofs.claims.limits import row_span
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.growth import finer
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge
from sladsl.proofs.money.priced import Price
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome
from sladsl.rules.words import window_words

_METHOD = "every piece of every number"
_MOST_SEARCHED = 4


def beyond_share_claims(account: Account) -> Iterator[Result]:
    for direction in account.liability.directions:
        first: dict[str, Charge] = {}
        for each in account.liability.of(direction) if not direction.bonus else ():
            first.setdefault(each.objective.name, each)
        for charge in first.values():
            name = _column(account.subject.graph, charge)
            if name is not None:
                yield _of(account, charge, name)


def _column(graph: RuleGraph, charge: Charge) -> str | None:
    """The column of a register of which all credits are shares."""
    bases = {rule.share_of for rule in charge.rules}
    node = graph.nodes[base] if len(bases) == 1 and (base := bases.pop()) is not None else None
    measure = graph.nodes[node.measure] if isinstance(node, Looked) else None
    operand = graph.nodes[measure.operand] if isinstance(measure, MeasureRegister) else None
    if not isinstance(measure, MeasureRegister) or not isinstance(operand, RowAttribute):
        return None
    return f"{measure.stream}.{graph.stream(measure.stream).attributes[operand.index].name}"


def _of(account: Account, charge: Charge, name: str) -> Result:
    claim, subject, places = "no more is owed than is paid", charge.objective.name, (charge.rules[0].span,)
    bounds = account.subject.bounds
    beyond = any(_is_beyond(account, charge, each) for each in charge.prices)
    if _is_limited(account.subject.graph, charge) or (not beyond and charge.scanned.exact):
        sentence = f"no share comes to more than `{name}`"
        return Result(claim, subject, "PROVED", sentence, Basis(_METHOD, (), bounds), clauses=places)
    points = [point for context in finer(account.subject, charge.scanned).contexts for point in context]
    for point in islice((each for each in points if _owes_more(each.outcome)), _MOST_SEARCHED):
        found = account.subject.find(charge.objective, point.piece, _owes_more, point)
        if found is not None:
            (outcome,) = found.shown
            credit, base = outcome.credit, _base(outcome)
            assert credit is not None and credit.due is not None and base is not None
            unit = charge.direction.unit
            text = (
                f"{amount_words(credit.due, unit)} can be owed {window_words(charge.objective.window).strip()} where "
                f"`{name}` is {amount_words(base, unit)}"
            )
            fix = Fix("limit it, for instance `limit credit to 100% of …`; or allow this finding, if that is meant")
            span = row_span(credit.derivation) or places[0]
            diagnostic = Diagnostic(sense.MORE_THAN_FEE, text, span, fixes=(fix,))
            stake = None if unit.currency is None else Stake(credit.due - base, unit.currency)
            return Result(claim, subject, "REFUTED", text, Basis(_METHOD), diagnostic, found, stake, places)
    sentence = "no log was found in which it is more"
    return Result(claim, subject, "UNKNOWN", sentence, Basis(_METHOD, (), bounds), clauses=places)


def _is_limited(graph: RuleGraph, charge: Charge) -> bool:
    """Whether a limit leaves no more than the amount itself."""
    objective, base = charge.objective, charge.rules[0].share_of
    limits = (*objective.limits, *(charge.rules[0].limits if len(charge.rules) == 1 else ()))
    own = [each for each in limits if each.window in (None, objective.window) and each.pool is None]
    shares = [share_of(graph, each.amount, base) for each in own if base is not None]
    return any(each is not None and each <= 1 for each in shares)


def _is_beyond(account: Account, charge: Charge, price: Price) -> bool:
    """Whether the parts may come to more than what they are shares of."""
    pricing = account.liability.pricing
    shares = [pricing.share(charge.scanned, price, n, charge.window) for n in range(len(price.parts))]
    return None in shares or sum((each or Fraction(0) for each in shares), Fraction(0)) > 1


def _owes_more(outcome: Outcome) -> bool:
    credit, base = outcome.credit, _base(outcome)
    return credit is not None and credit.due is not None and base is not None and credit.due > base


def _base(outcome: Outcome) -> Fraction | None:
    step = None if outcome.credit is None else _share_of(outcome.credit.derivation)
    return None if step is None else step.number


def _share_of(step: Step) -> Step | None:
    """Of what an amount is a share."""
    if step.rule == "share":
        return step.inputs[1]
    return next((found for each in step.inputs if (found := _share_of(each)) is not None), None)
