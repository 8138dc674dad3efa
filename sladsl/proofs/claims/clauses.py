"""Parts of a clause: none of them stands there for nothing, and none contradicts another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import CreditRule, ExceptionRule, LimitRule, Objective
from sladsl.graph.values import Extreme, Truth
from sladsl.proofs.growth import finer, grows
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.priced import settled
from sladsl.proofs.money.ranges import Range, range_of_value, rests_on_log
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.verdict import Basis, Result, Verdict
from sladsl.proofs.witness import Witness
from sladsl.rules.credits import credit_part
from sladsl.rules.derivation import Step
from sladsl.rules.objectives import exception_in_force, judge
from sladsl.rules.outcome import Outcome
from sladsl.rules.reach import above_measures, cell_roots
from sladsl.rules.values import CellValues
from sladsl.text import Span

_METHOD = "sweep of the measured numbers, with and without"
_MOST_WAYS = 4
"""To bring about what is found at some numbers."""


@frozen
class _Part(Frozen):
    """Something of a clause that may be there for nothing: the clause without it, and its conditions."""

    words: str
    span: Span
    without: Objective
    condition: Ref | None = None


def clause_claims(account: Account) -> Iterator[Result]:
    for objective in account.subject.graph.objectives:
        scanned = account.subject.scan(objective)
        if scanned is None:
            continue
        cells = [(point, account.liability.pricing.cell(scanned, point, scanned.window))
                 for context in scanned.contexts for point in context]  # fmt: skip
        yield from _idle(account, scanned, cells)
        yield from _undecided(account, scanned, cells)
        yield from _both_ways(account, scanned, cells)
        yield from _outdone(account, scanned, cells)


Cells = list[tuple[Point, CellValues]]


# Parts that change nothing


def _idle(account: Account, scanned: Scan, cells: Cells) -> Iterator[Result]:
    objective = scanned.objective
    parts = list(_parts(account, objective))
    whole = [_comes_to(objective, cell) for _, cell in cells] if parts else []
    for part in parts:
        values = set() if part.condition is None else {cell.step(part.condition).value for _, cell in cells}
        bare = all(_comes_to(part.without, cell) == before for before, (_, cell) in zip(whole, cells, strict=True))
        yield _told(account, scanned, part, values, idle=bare)


def _told(account: Account, scanned: Scan, part: _Part, values: set[Fraction | bool | None], *, idle: bool) -> Result:
    claim, name = f"{part.words} makes a difference", scanned.objective.name
    constant = values in ({True}, {False})
    if not idle and not constant:
        beyond = () if scanned.exact else ("combinations of numbers to which no log may come",)
        basis = Basis(_METHOD, (), (*account.liability.bounds, *beyond))
        verdict: Verdict = "BOUNDED" if beyond else "PROVED"
        return Result(claim, name, verdict, "there are numbers at which it does", basis, clauses=(part.span,))
    if not scanned.exact or (not constant and grows(account.subject.graph, _rules(scanned.objective))):
        basis = Basis(_METHOD, (), (*account.liability.bounds, f"{scanned.size} combinations of numbers"))
        return Result(claim, name, "UNKNOWN", "no numbers were found at which it does", basis, clauses=(part.span,))
    code = proofs.CONSTANT_CONDITION if constant else proofs.IDLE_PART
    text = f"{part.words} changes nothing, whatever is measured"
    if constant:
        text = f"the condition of {part.words} {'always' if values == {True} else 'never'} holds"
    diagnostic = Diagnostic(code, text, part.span, fixes=(Fix("take it out, or write what is meant"),))
    basis = Basis(_METHOD, (), account.liability.bounds)
    return Result(claim, name, "REFUTED", text, basis, diagnostic, None, None, (part.span,))


def _rules(objective: Objective) -> tuple[CreditRule, ...]:
    return (*objective.credits, *objective.bonuses)


def _parts(account: Account, objective: Objective) -> Iterator[_Part]:
    graph = account.subject.graph
    for each in objective.exceptions:
        rest = tuple(other for other in objective.exceptions if other is not each)
        without = replace(objective, exceptions=rest)
        if rests_on_log(graph, each.when):
            yield _Part(f"the exception {each.name}", each.span, without, each.when)
    for index in range(len(objective.credits)):
        yield from _parts_of(account, objective, objective.credits, index, "credit")
    for index in range(len(objective.bonuses)):
        yield from _parts_of(account, objective, objective.bonuses, index, "bonus")
    if objective.applies is not None and rests_on_log(graph, objective.applies):
        span = graph.places[objective.applies] or objective.span
        yield _Part("`applies when`", span, replace(objective, applies=None), objective.applies)
    if objective.eligible is not None and rests_on_log(graph, objective.eligible):
        span = graph.places[objective.eligible] or objective.span
        yield _Part("`eligible when`", span, replace(objective, eligible=None), objective.eligible)


def _parts_of(
    account: Account, objective: Objective, rules: tuple[CreditRule, ...], index: int, word: str
) -> Iterator[_Part]:
    def with_rules(*changed: CreditRule) -> Objective:
        now = (*rules[:index], *changed, *rules[index + 1 :])
        return replace(objective, credits=now) if word == "credit" else replace(objective, bonuses=now)

    graph, rule = account.subject.graph, rules[index]
    if len(rules) > 1 and not any(limit.pool for limit in rule.limits):
        yield _Part(f"this {word}", rule.span, with_rules())
    for changed, words, condition in _conditions(rule, word):
        if rests_on_log(graph, condition) and not _by_parameter(graph, condition):
            yield _Part(words, graph.places[condition] or rule.span, with_rules(changed), condition)


def _by_parameter(graph: RuleGraph, condition: Ref) -> bool:
    """Whether a parameter decides too: it may be another in another agreement."""
    return any(isinstance(graph.nodes[ref], Truth) for ref in above_measures(graph, [condition]))


def _conditions(rule: CreditRule, word: str) -> Iterator[tuple[CreditRule, str, Ref]]:
    for ref in rule.only_when:
        rest = tuple(each for each in rule.only_when if each != ref)
        yield replace(rule, only_when=rest), f"`only when` of this {word}", ref
    for factor in rule.factors:
        rest_factors = tuple(each for each in rule.factors if each is not factor)
        yield replace(rule, factors=rest_factors), f"this factor of the {word}", factor.condition


def _comes_to(objective: Objective, cell: CellValues) -> tuple[object, ...]:
    """The state, and what is owed each way where nothing else uses up the limits of the window."""
    verdict = judge(objective, cell)
    found: list[object] = [verdict.state, verdict.target]
    for rules, limits in ((objective.credits, objective.limits), (objective.bonuses, ())):
        total: Fraction | None = Fraction(0)
        for rule in rules:
            part = settled(objective, credit_part(objective, rule, verdict, cell), cell)
            amount = _left(objective, rule.limits, part.amount, cell)
            total = None if total is None or amount is None else total + amount
        found.append(_left(objective, limits, total, cell))
    return tuple(found)


def _left(
    objective: Objective, limits: Sequence[LimitRule], amount: Fraction | None, cell: CellValues
) -> Fraction | None:
    for limit in limits:
        most = cell.number(limit.amount) if limit.window in (None, objective.window) else None
        amount = amount if amount is None or most is None else min(amount, most)
    return amount


# Exceptions of which none comes first


def _undecided(account: Account, scanned: Scan, cells: Cells) -> Iterator[Result]:
    objective = scanned.objective
    if len(objective.exceptions) < 2:
        return
    claim, name = "no two exceptions hold at once without an order", objective.name
    places = tuple(each.span for each in objective.exceptions)
    both = [point for point, cell in cells if _conflicts(exception_in_force(objective, cell))]
    if not both:
        verdict: Verdict = "PROVED" if scanned.exact else "BOUNDED"
        bounds = () if scanned.exact else (f"{scanned.size} combinations of numbers",)
        yield Result(claim, name, verdict, "at no numbers do they", Basis(_METHOD, (), bounds), clauses=places)
        return
    witness = _both_hold(account, scanned, both)
    if witness is None:
        yield Result(claim, name, "UNKNOWN", "no log was found in which they do", Basis(_METHOD), clauses=places)
        return
    text = str(witness.shown[0].reason)
    advice = "say which comes first: `before` the other"
    span = objective.exceptions[-1].span
    diagnostic = Diagnostic(proofs.EXCEPTIONS_MEET, f"{text}, and none comes first", span, fixes=(Fix(advice),))
    yield Result(claim, name, "REFUTED", text, Basis(_METHOD), diagnostic, witness, None, places)


def _conflicts(chosen: ExceptionRule | Step | None) -> bool:
    return isinstance(chosen, Step) and str(chosen.note).endswith("hold at once")


def _meets(outcome: Outcome) -> bool:
    return outcome.state == "no verdict" and str(outcome.reason).endswith("hold at once")


def _both_hold(account: Account, scanned: Scan, points: list[Point]) -> Witness | None:
    ways = {(each.scope, each.rest): each for each in points}
    found = (account.subject.find(scanned.objective, None, _meets, each) for each in islice(ways.values(), _MOST_WAYS))
    return next((each for each in found if each is not None), None)


# Both ways at once


def _both_ways(account: Account, scanned: Scan, cells: Cells) -> Iterator[Result]:
    objective = scanned.objective
    if not objective.credits or not objective.bonuses:
        return
    claim, name, places = "never a credit and a bonus at once", objective.name, (objective.span,)
    found = [point for point, cell in cells if _pays_both(objective, cell)]
    if not found and grows(account.subject.graph, _rules(objective)):
        tried = [point for context in finer(account.subject, scanned).contexts for point in context]
        found = sorted(filter(_may_pay_both, tried), key=lambda each: not _is_both(each.outcome))
    if not found:
        verdict: Verdict = "PROVED" if scanned.exact else "BOUNDED"
        yield Result(claim, name, verdict, "at no numbers", Basis(_METHOD), clauses=places)
        return
    for point in found[:_MOST_WAYS]:
        witness = account.subject.find(objective, point.piece, _is_both, point)
        if witness is not None:
            text = f"{name} owes a credit and earns a bonus at once"
            advice = "let the bonus begin where nothing is owed"
            diagnostic = Diagnostic(proofs.BOTH_WAYS, text, objective.bonuses[0].span, fixes=(Fix(advice),))
            yield Result(claim, name, "REFUTED", text, Basis(_METHOD), diagnostic, witness, None, places)
            return
    yield Result(claim, name, "UNKNOWN", "no log was found that does both", Basis(_METHOD), clauses=places)


def _pays_both(objective: Objective, cell: CellValues) -> bool:
    credit, bonus = _comes_to(objective, cell)[2:4]
    return bool(credit) and bool(bonus)


def _may_pay_both(point: Point) -> bool:
    both = point.outcome.credit, point.outcome.bonus
    return all(each is not None and each.outcome != "none" for each in both)


def _is_both(outcome: Outcome) -> bool:
    return all(each is not None and bool(each.payable) for each in (outcome.credit, outcome.bonus))


# `greater of` and `lesser of`


def _outdone(account: Account, scanned: Scan, cells: Cells) -> Iterator[Result]:
    """Of several values one is taken: each of them is at some numbers."""
    graph = account.subject.graph
    nodes = [(ref, node) for ref in above_measures(graph, cell_roots(scanned.objective))
             if isinstance(node := graph.nodes[ref], Extreme) and rests_on_log(graph, ref)]  # fmt: skip
    if not cells:
        return
    longest = max(each.end - each.start for each in account.subject.shapes(scanned.objective))
    ranges = account.liability.pricing.whole_ranges(scanned, longest)
    for ref, node in nodes:
        every = [range_of_value(cells[0][1], each, ranges) for each in node.operands]
        for index, operand in enumerate(node.operands):
            others = [each for other, each in enumerate(every) if other != index]
            if any(_beaten(every[index], other, node.kind) for other in others):
                claim, text = "each of several values is taken at times", f"this value is never the {node.kind} of them"
                span = graph.places[operand] or graph.places[ref] or scanned.objective.span
                fixes = (Fix("take it out, or write what is meant"),)
                yield Result(
                    claim, scanned.objective.name, "REFUTED", text, Basis("bounds of each value"),
                    Diagnostic(proofs.OUTDONE, text, span, fixes=fixes), None, None, (span,),
                )  # fmt: skip


def _beaten(one: Range, other: Range, kind: str) -> bool:
    if kind == "greater":
        return one[1] is not None and other[0] is not None and one[1] < other[0]
    return one[0] is not None and other[1] is not None and one[0] > other[1]
