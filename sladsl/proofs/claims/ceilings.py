"""What a level below makes of a mandatory limit above: no log owes more than that allows."""

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction

from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph import RuleGraph
from sladsl.graph.contract import LimitRule
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.likeness import Forms
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge, Direction, Liability
from sladsl.proofs.money.worst import owed_in
from sladsl.proofs.subject import Floor, Subject
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.proofs.witness import Witness
from sladsl.rules.in_force import version_at
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Window

_CLAIM = "no more is owed than a mandatory limit above allows"
_METHOD = "the greatest amount under the limits of this level, against the limit above"


def ceiling_claims(subject: Subject) -> Iterator[Result]:
    account = Account(subject)
    for floor in subject.floors:
        rule = next((each for each in floor.graph.limits if each.span == floor.limit), None)
        if rule is not None:
            upper = Liability(Subject(floor.graph, subject.steps))
            for below, versions in _texts(subject.graph, floor, rule):
                yield from _kept(account, upper, floor, rule, below, versions)


def _texts(graph: RuleGraph, floor: Floor, above: LimitRule) -> Iterator[tuple[LimitRule, Set[int]]]:
    """What the limit is on this level, and in which versions of the agreement: it can be another one, but not go."""
    for each in graph.limits:
        if (each.objectives, each.window) == (above.objectives, above.window):
            versions = set(floor.versions) & set(each.versions or floor.versions)
            if versions:
                yield each, versions


def _kept(
    account: Account, upper: Liability, floor: Floor, above: LimitRule, below: LimitRule, versions: Set[int]
) -> Iterator[Result]:
    subject, liability = account.subject, account.liability
    basis = Basis(_METHOD, (), subject.bounds)
    for direction in liability.directions:
        charges = [each for each in liability.of(direction)
                   if (not above.objectives or each.objective.name in above.objectives)
                   and version_at(subject.graph, each.window.start) in versions]  # fmt: skip
        if direction.bonus or not charges:
            continue
        if upper.pricing.limit_unit(above, charges[0].window) not in (None, direction.unit):
            continue  # of what is paid in another unit it says nothing
        beyond = [each for each in charges if _greater(liability.most_of(below, each), upper.most_of(above, each))]
        found = _shown(account, direction, versions, above, beyond, upper.most_of(above, beyond[0])) if beyond else None
        places = (below.span, above.span)
        if found is None:
            vague = any(upper.most_of(above, each) is None for each in charges) and not _is_same(
                subject, floor, below, above
            )
            proved = not vague and (not beyond or _never_more(account, above, beyond, upper))
            sentence = _CLAIM if proved else "no log was found in which more is owed"
            if vague:
                sentence = f"what `{floor.level}` allows is for a log to say"
            yield Result(_CLAIM, _who(above), "PROVED" if proved else "UNKNOWN", sentence, basis, clauses=places)
            continue
        owed, allowed, witness = found
        unit = direction.unit
        much, most = amount_words(owed, unit), amount_words(allowed, unit)
        text = f"`{floor.level}` lets no more than {most} be owed, and here {much} can be"
        fixes = (Fix("limit it to no more than the level above does; or let that level make it no longer mandatory"),)
        diagnostic = Diagnostic(proofs.LIMIT_RAISED, text, below.span, labels=(Label(above.span, "mandatory"),),
                                fixes=fixes)  # fmt: skip
        stake = None if direction.currency is None else Stake(owed - allowed, direction.currency)
        yield Result(_CLAIM, _who(above), "REFUTED", text, basis, diagnostic, witness, stake, places)


def _is_same(subject: Subject, floor: Floor, below: LimitRule, above: LimitRule) -> bool:
    """Whether both limits say the same."""
    return Forms(subject.graph).of_node(below.amount) == Forms(floor.graph).of_node(above.amount)


def _never_more(account: Account, above: LimitRule, beyond: Sequence[Charge], upper: Liability) -> bool:
    """Whether the limits of each window, or what its clauses give, leave no more."""
    for first in beyond:
        inside = [each for each in beyond if each.window == first.window]
        if above.window not in (None, *(each.objective.window for each in inside)):
            return False
        most, allowed = account.liability.most(inside), upper.most_of(above, first)
        if most is None or allowed is None or most > allowed:
            return False
    return True


def _greater(here: Fraction | None, above: Fraction | None) -> bool:
    return above is not None and (here is None or here > above)


def _who(limit: LimitRule) -> str:
    return ", ".join(limit.objectives) or "all credits"


def _shown(
    account: Account,
    direction: Direction,
    versions: Set[int],
    above: LimitRule,
    charges: Sequence[Charge],
    allowed: Fraction | None,
) -> tuple[Fraction, Fraction, Witness] | None:
    """A log in which more is owed in one window of the limit."""
    first = charges[0].window
    together = [each for each in account.liability.of(direction) if each.window == first]
    for witness in account.worst_logs(together, [each for each in charges if each.window == first]):
        owed: dict[tuple[int, int], Fraction] = {}
        for each in witness.evaluation.outcomes:
            held = version_at(account.subject.graph, each.window.start) in versions
            if held and (not above.objectives or each.objective in above.objectives):
                of = _window(account.subject, above, each)
                owed[of.start, of.end] = owed.get((of.start, of.end), Fraction(0)) + owed_in(each, direction)
        most = max(owed.values(), default=Fraction(0))
        if allowed is not None and most > allowed:
            shown = tuple(each for each in witness.evaluation.outcomes if owed_in(each, direction))
            return most, allowed, Witness(witness.graph, witness.log, witness.period, witness.evaluation, shown[:3])
    return None


def _window(subject: Subject, limit: LimitRule, outcome: Outcome) -> Window:
    if limit.window is None:
        return outcome.window
    return subject.horizon.term.pane_at(limit.window, outcome.window.end - 1).window
