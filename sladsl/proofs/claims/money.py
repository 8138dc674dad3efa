"""Amounts: the most that anyone can owe, with a log in which it is owed; and whether that is more than is paid."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.checks.nodes import fixed, share_of_fee
from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph, WindowRule
from sladsl.graph.values import Fee
from sladsl.model.units import PERCENT, Unit
from sladsl.proofs.claims.beyond_shares import beyond_share_claims
from sladsl.proofs.claims.clauses import clause_claims
from sladsl.proofs.claims.incentives import incentive_claims
from sladsl.proofs.claims.limits import limit_claims
from sladsl.proofs.claims.settlement import settlement_claims
from sladsl.proofs.claims.twice import twice_claims
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge, Direction, Liability
from sladsl.proofs.money.limits import Amount
from sladsl.proofs.money.worst import Worst, owed_in
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result, Stake, Verdict
from sladsl.rules.fees import fee_steps
from sladsl.rules.reach import above_measures, wide_limits
from sladsl.rules.words import window_words
from sladsl.temporal import DAY, Window, WindowKind, WindowUnit, Zone, tile
from sladsl.text import Span

_METHOD = "tree of limits over the greatest amount of each clause"
_LONG = 400 * DAY
_MOST_LISTED = 8


@frozen
class Most(Frozen):
    """The most in one window of a kind, in one that has as much as any."""

    rule: WindowRule
    charges: tuple[Charge, ...]
    amount: Amount
    every_scope: Amount

    @property
    def window(self) -> Window:
        return self.charges[0].window


def money_claims(subject: Subject) -> Iterator[Result]:
    """All claims about money; they share what is known of it."""
    account = Account(subject)
    every = (amount_claims, beyond_share_claims, limit_claims, clause_claims, twice_claims, incentive_claims,
             settlement_claims)  # fmt: skip
    for claims in every:
        yield from claims(account)


def amount_claims(account: Account) -> Iterator[Result]:
    for direction in account.liability.directions:
        for most in greatest_by_window(account.liability, direction):
            if most.amount is None:
                yield _endless(account, direction, most)
            else:
                yield _at_most(account, direction, most, account.worst(most.charges))
            yield from _beyond_fees(account, direction, most)


def greatest_by_window(liability: Liability, direction: Direction) -> Iterator[Most]:
    """For each kind of window in which somebody owes in this direction."""
    by_rule: dict[WindowRule, dict[tuple[int, int], list[Charge]]] = {}
    for each in liability.of(direction):
        windows = by_rule.setdefault(each.objective.window, {})
        windows.setdefault((each.window.start, each.window.end), []).append(each)
    for rule, windows in by_rule.items():
        best: Most | None = None
        for charges in windows.values():
            amount = liability.most(charges)
            if best is None or (best.amount is not None and (amount is None or amount > best.amount)):
                every = liability.most(charges, one_scope=False)
                best = Most(rule, tuple(charges), amount, every)
        if best is not None:
            yield best


def _at_most(account: Account, direction: Direction, most: Most, shown: Worst | None) -> Result:
    assert most.amount is not None
    liability = account.liability
    ceiling = account.coins.ceiling(most.charges, most.amount)
    who, per = _who(account.subject.graph, direction), window_words(most.rule).strip()
    amount = amount_words(ceiling, direction.unit)
    each = _for_one(account, most.charges, most.every_scope == most.amount)
    text = f"{who[0]} can owe {who[1]} {amount} {per}{each}, and no more"
    reached = shown is not None and shown.owed == ceiling
    notes = list(_table(liability, most, direction.unit))
    notes += _longer(account, direction, most, shown if reached else None)
    share = _of_fees(account, most.amount, most.window, direction)
    if share is not None:
        notes.insert(0, f"that is {value_words(share, PERCENT)} of all fees of {most.window.label}")
    beyond: list[str] = []
    if not all(charge.scanned.exact for charge in most.charges):
        beyond.append("combinations of numbers that may not be all")
        text = f"{who[0]} can owe {who[1]} {amount} {per}{each}; no combination of numbers was found that comes to more"
    if not reached:
        known = amount_words(Fraction(0) if shown is None else shown.owed, direction.unit)
        text = f"{who[0]} never owes {who[1]} more than {amount} {per}{each}"
        beyond.append(f"a log is known in which {known} are owed")
    diagnostic = Diagnostic(proofs.MOST_OWED, text, _span(most.charges, account.subject.graph), notes=tuple(notes))
    stake = None if direction.currency is None else Stake(most.amount, direction.currency)
    witness = shown.witness if shown is not None and shown.owed else None
    return Result(
        "what is owed has a greatest amount", f"{who[0]} to {who[1]}", "BOUNDED" if beyond else "PROVED", text,
        Basis(_METHOD, (), (*liability.bounds, *beyond)), diagnostic, witness, stake,
        tuple(each.objective.span for each in most.charges),
    )  # fmt: skip


def _endless(account: Account, direction: Direction, most: Most) -> Result:
    endless = [each for each in most.charges if each.most is None]
    names = ", ".join(dict.fromkeys(each.objective.name for each in endless))
    who, per = _who(account.subject.graph, direction), window_words(most.rule).strip()
    text = f"nothing limits what {who[0]} can owe {who[1]} {per}: {names}"
    fixes = (Fix("write `, at most …` after the credit, or `limit all credits to …`"),)
    place = endless[0].objective
    span = (place.bonuses if direction.bonus else place.credits)[0].span
    return Result(
        "what is owed has a greatest amount", f"{who[0]} to {who[1]}", "FINDING", text, Basis(_METHOD),
        Diagnostic(proofs.NO_MOST, text, span, fixes=fixes), None, None, (span,),
    )  # fmt: skip


def _beyond_fees(account: Account, direction: Direction, most: Most) -> Iterator[Result]:
    """What is owed for some services against what is paid for them, and all of it against all fees."""
    graph, unit = account.subject.graph, direction.unit
    by_services: dict[tuple[int, ...], list[Charge]] = {}
    for each in most.charges:
        services = _services_of(graph, each)
        if services:
            by_services.setdefault(services, []).append(each)
    every = tuple(range(len(graph.services)))
    if most.amount is not None:
        by_services[every] = list(most.charges)
    for services, charges in by_services.items():
        fees, amount = _fees(account, most.window, direction, services), account.liability.most(charges)
        if fees is None or amount is None:
            continue
        claim = "no more is owed than is paid"
        named = [graph.services[index].name for index in services]
        name = "all services" if services == every and len(named) > 1 else ", ".join(named)
        places = (_span(charges, graph),)
        if account.coins.ceiling(charges, amount) <= fees:
            every_scope = account.liability.most(charges, one_scope=False)
            words = f"at most {amount_words(amount, unit)} of {amount_words(fees, unit)}"
            words += _for_one(account, charges, every_scope == amount)
            verdict: Verdict = "PROVED" if all(each.scanned.exact for each in charges) else "BOUNDED"
            yield Result(claim, name, verdict, words, Basis(_METHOD, (), account.liability.bounds), clauses=places)
            continue
        shown = account.worst(charges)
        if shown is None or shown.owed <= fees:
            yield Result(claim, name, "UNKNOWN", "no log was found in which it is more", Basis(_METHOD), clauses=places)
            continue
        per = window_words(most.rule).strip()
        text = f"{amount_words(shown.owed, unit)} can be owed {per}, and {amount_words(fees, unit)} are paid for {name}"
        advice = "limit it, for instance `limit all credits to 100% of fees`; or allow this finding, if that is meant"
        alone = (each for each in charges if each.most is None or each.most > fees)
        span = next((each.rules[0].span for each in alone), places[0])
        code = sense.MORE_THAN_FEE if any(_beyond_by_a_row(graph, each) for each in charges) else proofs.MORE_THAN_PAID
        diagnostic = Diagnostic(code, text, span, fixes=(Fix(advice),))
        stake = None if direction.currency is None else Stake(shown.owed - fees, direction.currency)
        yield Result(claim, name, "REFUTED", text, Basis(_METHOD), diagnostic, shown.witness, stake, places)
        return


def _for_one(account: Account, charges: Sequence[Charge], alike: bool) -> str:
    """Whose it is, where all scopes together may owe more. Of a limit that many use up, each rounds its own part."""
    keys = tuple(dict.fromkeys(key for each in charges for key in each.objective.keys))
    return f" for one {' and '.join(keys)}" if keys and not (alike and not account.coins.broken(charges)) else ""


def _beyond_by_a_row(graph: RuleGraph, charge: Charge) -> bool:
    """Whether a row or a formula gives more than all of a fee, and nothing limits it: that can be read off the text."""
    limits = (*wide_limits(graph, charge.objective), *charge.objective.limits)
    for rule in charge.rules:
        share = rule.share_of is not None and isinstance(graph.nodes[rule.share_of], Fee)
        if share and not (rule.factors or rule.limits or limits):
            gives = [fixed(graph, row.gives) for table in rule.tables for row in table.rows]
            if any(each is not None and each > 1 for each in gives):
                return True
        if rule.amount is not None and not (rule.factors or rule.limits or limits):
            of_fee = share_of_fee(graph, rule.amount)
            if of_fee is not None and of_fee > 1:
                return True
    return False


def _services_of(graph: RuleGraph, charge: Charge) -> tuple[int, ...]:
    """The services of whose fees the credits are shares."""
    roots = [root for rule in charge.rules for root in (rule.share_of, rule.amount) if root is not None]
    fees = [node for ref in above_measures(graph, roots) if isinstance(node := graph.nodes[ref], Fee)]
    return tuple(sorted({index for fee in fees for index in fee.services}))


def _table(liability: Liability, most: Most, unit: Unit) -> Iterator[str]:
    """Who can owe how much by itself."""
    if len(most.charges) < 2:
        return
    lines = []
    for each in most.charges[:_MOST_LISTED]:
        amount = liability.most([each])
        lines.append(f"{each.objective.name}: {'without a limit' if amount is None else amount_words(amount, unit)}")
    more = len(most.charges) - len(lines)
    yield "by itself " + "; ".join(lines) + (f"; and {more} more" if more else "")


def _longer(account: Account, direction: Direction, most: Most, shown: Worst | None) -> Iterator[str]:
    """The same for a year and for the term, where they are longer."""
    liability, horizon = account.liability, account.subject.horizon
    charges = [each for each in liability.of(direction) if each.objective.window == most.rule]
    if len({each.window.start for each in charges}) < 2 or not liability.whole:
        return
    periods: list[tuple[str, list[Charge]]] = []
    if horizon.end - horizon.start > _LONG:
        years = tile(WindowKind(WindowUnit.YEAR), Zone.named(account.subject.graph.zone), horizon.start, horizon.end)
        whole = [each for each in years if horizon.start <= each.start and each.end <= horizon.end]
        for year in whole[:1]:
            inside = [each for each in charges if year.start <= each.window.start and each.window.end <= year.end]
            periods.append((f"in {year.label}", inside))
    if not horizon.bounded:
        periods.append(("over the term", charges))
    for words, inside in periods:
        amount = liability.most(inside)
        if amount is not None and inside:
            ceiling = account.coins.ceiling(inside, amount)
            sure = _shows(account, direction, inside, shown, ceiling)
            yield f"{words} {'' if sure else 'no more than '}{amount_words(ceiling, direction.unit)}"


def _shows(
    account: Account, direction: Direction, charges: Sequence[Charge], shown: Worst | None, amount: Fraction
) -> bool:
    """Whether the worst of one window, in every window, comes to it."""
    windows = list(dict.fromkeys(each.window for each in charges))
    repeated = None if shown is None else account.repeated(shown, windows)
    if repeated is None:
        return False
    inside = {(each.start, each.end) for each in windows}
    told = [each for each in repeated.evaluation.outcomes if (each.window.start, each.window.end) in inside]
    return sum((owed_in(each, direction) for each in told), Fraction(0)) == amount


def _who(graph: RuleGraph, direction: Direction) -> tuple[str, str]:
    roles = ("customer", "provider") if direction.bonus else ("provider", "customer")
    names = [next((each.name for each in graph.parties if each.role == role), f"the {role}") for role in roles]
    return direction.payer or names[0], direction.payee or names[1]


def _fees(account: Account, window: Window, direction: Direction, of: tuple[int, ...]) -> Fraction | None:
    """What is paid for services in a window; None where that is not known, or is no measure of it."""
    graph = account.subject.graph
    services = [graph.services[index] for index in of]
    if direction.bonus or direction.payer is not None:
        return None
    steps = fee_steps(account.subject.horizon.term, services, window.start, window.end, graph)
    paid = [each.number for each in steps if each.number is not None and each.unit == direction.unit]
    return sum(paid, Fraction(0)) or None if len(paid) == len(steps) else None


def _of_fees(account: Account, amount: Fraction, window: Window, direction: Direction) -> Fraction | None:
    fees = _fees(account, window, direction, tuple(range(len(account.subject.graph.services))))
    share = None if fees is None else amount / fees
    return share if share is not None and (share * 10_000).denominator == 1 else None


def _span(charges: Sequence[Charge], graph: RuleGraph) -> Span:
    """Of one clause its credit, of several the agreement."""
    if len(charges) == 1 or graph.span is None:
        return charges[0].rules[0].span
    return graph.span
