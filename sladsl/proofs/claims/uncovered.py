"""What is owed for outages that every promise below allows: nobody owes anything for it in turn."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph.contract import Objective
from sladsl.model.units import money
from sladsl.proofs.carried import Group, group_of, laid, worst
from sladsl.proofs.claims.underpinning import Promised, carried_by, open_time, parts_of, promised_of
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.laying import shown_down
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.proofs.witness import Witness

_METHOD = "what each part may lose, laid as badly as it can be"


def uncovered_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    parts = parts_of(graph)
    for service, _ in graph.papers.carried:
        group = group_of(graph, service, parts)
        for objective in carried_by(graph, service) if group is not None else []:
            promised = promised_of(graph, objective) if objective.credits else None
            if promised is not None and group is not None:
                yield from _owed(subject, service, promised, group)


def _owed(subject: Subject, service: str, promised: Promised, group: Group) -> Iterator[Result]:
    objective = promised.objective
    best: tuple[Fraction, str, Witness] | None = None
    for window in subject.shapes(objective):
        hours, down = open_time(subject.graph, promised.calendar, window), worst(group, window)
        if down is None:
            return
        outages = laid(group, window, min(down, hours.total()))
        witness = shown_down(subject, objective, window, outages, hours) if outages else None
        amount, currency = _credit(witness, objective)
        if witness is not None and amount and (best is None or amount > best[0]):
            best = amount, currency, witness
    claim, basis = "nothing is owed while everything below keeps its word", Basis(_METHOD, (), subject.bounds)
    if best is None:
        return
    amount, currency, witness = best
    owed = amount_words(amount, money(currency))
    text = f"{owed} are owed for {objective.name} while everything that `{service}` rests on keeps its word"
    fixes = (Fix("promise no more than the parts carry, or agree below on what is owed above"),)
    diagnostic = Diagnostic(proofs.UNCOVERED, text, objective.credits[0].span, fixes=fixes)
    yield Result(claim, objective.name, "REFUTED", text, basis, diagnostic, witness, Stake(amount, currency),
                 (objective.credits[0].span,))  # fmt: skip


def _credit(witness: Witness | None, objective: Objective) -> tuple[Fraction, str]:
    """What is payable for the objective in the log, where that is money."""
    shown = witness.shown[:1] if witness is not None else ()
    for each in shown:
        if each.objective == objective.name and each.credit is not None and each.credit.currency is not None:
            return each.credit.payable or Fraction(0), each.credit.currency
    return Fraction(0), ""
