"""Limits: each of them cuts something off, and no row promises what a limit takes back."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.checks.amounts import as_rows, gives
from sladsl.checks.words import value_words
from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.proofs.money.account import Account, limits_applied
from sladsl.proofs.money.liability import Charge
from sladsl.proofs.money.priced import Price, amount_roots
from sladsl.proofs.money.ranges import rests_on_log
from sladsl.proofs.verdict import Basis, Result, Verdict
from sladsl.proofs.witness import Witness
from sladsl.rules.credits import Part
from sladsl.rules.derivation import Step
from sladsl.rules.limits import Limits, Turn
from sladsl.rules.outcome import Outcome
from sladsl.text import Span

_METHOD = "tree of limits over the greatest amount of each clause"


def limit_claims(account: Account) -> Iterator[Result]:
    for direction in account.liability.directions:
        charges = account.liability.of(direction)
        yield from _idle(account, charges)
        yield from _cut(account, charges)


# Limits that are never reached


def _idle(account: Account, charges: Sequence[Charge]) -> Iterator[Result]:
    by_rule: dict[tuple[int, str], list[tuple[Fraction, Fraction | None]]] = {}
    rules: dict[tuple[int, str], tuple[LimitRule, list[Charge]]] = {}
    for pot, inside, inflow in account.liability.inflows(charges):
        key = (id(pot.turn.rule), pot.turn.name)
        if pot.most is not None:
            by_rule.setdefault(key, []).append((pot.most, inflow))
            rules.setdefault(key, (pot.turn.rule, []))[1].extend(inside)
    for key, pairs in by_rule.items():
        rule, inside = rules[key]
        idle = all(inflow is not None and inflow < most for most, inflow in pairs)
        yield _result(account, key[1], rule, inside, idle)
    for turn, rule, inside in _own(account, charges):
        caps = [account.liability.most_of(rule, each) for each in inside]
        idle = all(
            cap is not None and each.most is not None and each.most < cap
            for cap, each in zip(caps, inside, strict=True)
        )
        yield _result(account, turn.name, rule, inside, idle)


def _own(account: Account, charges: Sequence[Charge]) -> Iterator[tuple[Turn, LimitRule, list[Charge]]]:
    """The limits of a single credit in each window by itself, where it is the only one of its clause."""
    limits = Limits(account.liability.pricing.source)
    found: dict[int, tuple[Turn, list[Charge]]] = {}
    for charge in charges:
        for turn in charge.own_turns(limits, 0) if len(charge.rules) == 1 else ():
            if not turn.shared and turn.rule.window is None:
                found.setdefault(id(turn.rule), (turn, []))[1].append(charge)
    for turn, inside in found.values():
        yield turn, turn.rule, inside


def _result(account: Account, name: str, rule: LimitRule, charges: Sequence[Charge], idle: bool) -> Result:
    claim, subject, places = "something reaches the limit", name, (rule.span,)
    exact = all(each.scanned.exact for each in charges)
    bounds = account.liability.bounds
    seen = all(_seen_in_text(account.subject.graph, each.objective, rule) for each in charges)
    if idle and (exact or seen):
        text = f"the {name} is never reached: nothing that goes through it comes to as much"
        if seen:
            text = "no row gives as much, so this limit is never reached"
        code = sense.NEVER_LIMITS if seen else proofs.IDLE_LIMIT
        advice = "take it out, or lower it to what is meant"
        return Result(
            claim, subject, "REFUTED", text, Basis(_METHOD, (), bounds),
            Diagnostic(code, text, rule.span, fixes=(Fix(advice),)), None, None, places,
        )  # fmt: skip
    witness = None if idle else _reaches(account, name, rule, charges)
    verdict: Verdict = "PROVED" if witness is not None else "UNKNOWN"
    sentence = "a log reaches it" if witness is not None else "no log was found that reaches it"
    return Result(claim, subject, verdict, sentence, Basis("a log that does it", (), bounds), clauses=places)


def _reaches(account: Account, name: str, rule: LimitRule, charges: Sequence[Charge]) -> Witness | None:
    """The worst log of a window, or, of a limit over a longer one, of all its windows."""
    first = charges[0]
    here = [each for each in charges if each.window == first.window]
    wanted = {(each.objective.name, name, account.liability.most_of(rule, each)) for each in charges}
    for witness in account.worst_logs(account.liability.beside(first), here):
        full = account.full_limits(witness)
        if wanted & (full | {(*each[:2], None) for each in full}):
            return witness
    return None


def _seen_in_text(graph: RuleGraph, objective: Objective, rule: LimitRule) -> bool:
    """Whether rows and limit can be compared as they are written."""
    credits = [each for each in objective.credits if gives(graph, each)]
    alike = rule.window in (None, objective.window) and rule.pool is None and rule not in graph.limits
    return alike and len(objective.credits) == 1 and bool(credits) and as_rows(graph, credits[0], rule) is not None


# Rows that a limit cuts


def _cut(account: Account, charges: Sequence[Charge]) -> Iterator[Result]:
    """A row that by itself is more than a limit leaves, in every window."""
    by_objective: dict[int, list[Charge]] = {}
    for each in charges:
        by_objective.setdefault(id(each.objective), []).append(each)
    limits = Limits(account.liability.pricing.source)
    for of in by_objective.values():
        for number, rule in enumerate(of[0].rules):
            if not rule.tables or rule.factors:
                continue
            turns = [*of[0].own_turns(limits, number)]
            if not of[0].direction.bonus:
                turns += limits.of_objective(of[0].objective)
                turns += limits.wide(of[0].objective, of[0].window)
            for turn in turns:
                yield from _row_beyond(account, of, number, turn)


def _row_beyond(account: Account, charges: Sequence[Charge], number: int, turn: Turn) -> Iterator[Result]:
    first, rule, graph = charges[0], charges[0].rules[number], account.subject.graph
    claim, subject, places = "no row always gives more than its limit", first.objective.name, (turn.rule.span,)
    caps = [account.liability.most_of(turn.rule, each) for each in charges]
    least = [each for each in caps if each is not None]
    if len(least) < len(caps):
        return
    decided = any(rests_on_log(graph, each) for each in amount_roots(rule))
    beyond = [any(_exceeds(price, number, most) for price in charge.prices)
              for charge, most in zip(charges, least, strict=True)]  # fmt: skip
    if not all(beyond):
        text = (
            f"not in every window does one exceed the {turn.name}" if any(beyond) else f"none exceeds the {turn.name}"
        )
        if decided:
            text = f"a log decides whether one exceeds the {turn.name}"
        yield Result(claim, subject, "PROVED", text, Basis(_METHOD), clauses=places)
        return
    if decided:
        sentence = "a log decides what the row gives, and it may always be more"
        yield Result(claim, subject, "UNKNOWN", sentence, Basis(_METHOD), clauses=places)
        return
    cut = [price for price in first.prices if _exceeds(price, number, least[0])]

    def wanted(outcome: Outcome) -> bool:
        return any(each.name == turn.name and each.after < each.before for each in limits_applied([outcome]))

    part = min((each.parts[number] for each in cut), key=_amount)
    span = row_span(part.step) or rule.span
    unit = first.direction.unit
    given = value_words(_amount(part), unit)
    text = f"this row gives {given}, and the {turn.name} leaves {value_words(least[0], unit)}"
    code: Code = sense.BEYOND_LIMIT if _said(graph, rule, turn.rule, first.objective) else proofs.CUT_ROW
    diagnostic = Diagnostic(
        code, text, span, labels=(Label(turn.rule.span, "the limit"),),
        fixes=(Fix("raise the limit, or write in the row what is paid in the end"),),
    )  # fmt: skip
    found = next((each for one in cut[:4] if (each := account.subject.find(
        first.objective, one.point.piece, wanted, one.point)) is not None), None)  # fmt: skip
    if found is None and code is not sense.BEYOND_LIMIT:
        yield Result(
            claim, subject, "UNKNOWN", "no log was found that comes to the row", Basis(_METHOD), clauses=places
        )
        return
    yield Result(claim, subject, "FINDING" if found is None else "REFUTED", text, Basis(_METHOD), diagnostic, found,
                 None, places)  # fmt: skip


def _exceeds(price: Price, number: int, most: Fraction) -> bool:
    return price.parts[number].outcome == "row" and _amount(price.parts[number]) > most


def _amount(part: Part) -> Fraction:
    return part.amount or Fraction(0)


def _said(graph: RuleGraph, rule: CreditRule, limit: LimitRule, objective: Objective) -> bool:
    alike = limit.window in (None, objective.window) and limit.pool is None
    most = as_rows(graph, rule, limit) if alike else None
    return most is not None and any(value > most for value, _ in gives(graph, rule) or ())


def row_span(step: Step) -> Span | None:
    """Where the row stands from which an amount comes."""
    if step.rule.startswith("row: "):
        return step.span
    return next((span for each in step.inputs if (span := row_span(each)) is not None), None)
