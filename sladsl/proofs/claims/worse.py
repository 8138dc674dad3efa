"""Worse service never costs less."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.proofs.claims.sweeps import (
    basis_of,
    better_way,
    due_of,
    held,
    kind_of,
    money_words,
    owes,
    place_of,
    stake_of,
)
from sladsl.proofs.growth import finer, grows, only_grows
from sladsl.proofs.money.ranges import rests_on_log
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Result

_CLAIM = "worse service never costs less"
_MOST_PAIRS = 12
_POSITIVE = "what shares are taken of is not below nothing"


def worse_claims(subject: Subject, scanned: Scan) -> Iterator[Result]:
    """Neighbours in the order of the measured number: the worse of them must not cost less. Where a log decides what is
    due, more numbers are tried, and it is known only of what goes one way."""
    objective = scanned.objective
    better = better_way(objective)
    if better is None or any(each.needs_met for each in objective.credits):
        return
    span, tried = place_of(subject.graph, objective, None), scanned
    if grows(subject.graph, objective.credits) and not only_grows(subject, scanned, 1 if better == "less" else -1):
        tried = replace(finer(subject, scanned), exact=False)
    pairs = list(islice(_pairs(subject, tried, better), _MOST_PAIRS))
    for good, bad in pairs:
        first = subject.find(objective, good.piece, owes(due_of(good.outcome)), good)
        second = subject.find(objective, bad.piece, owes(due_of(bad.outcome)), bad)
        if first is None or second is None:
            continue
        unit = bad.outcome.unit
        said = [value_words(each.number, unit) for each in (bad.piece, good.piece) if each is not None]
        costs = [money_words(each.outcome) for each in (bad, good)]
        text = f"worse service costs less: {said[0]} costs {costs[0]}, {said[1]} {costs[1]}"
        diagnostic = Diagnostic(
            proofs.WORSE_PAYS_LESS, text, span, fixes=(Fix("let worse service cost at least as much"),)
        )
        yield Result(_CLAIM, objective.name, "REFUTED", text, basis_of(scanned), diagnostic, second,
                     stake_of(good.outcome), (span,))  # fmt: skip
        return
    if pairs:
        sentence = "some thinkable values cost less than better ones, and no log was found that comes to them"
        yield Result(_CLAIM, objective.name, "UNKNOWN", sentence, basis_of(tried), None, None, None, (span,))
        return
    result = held(tried, _CLAIM, (span,))
    if any(each.share_of is not None and rests_on_log(subject.graph, each.share_of) for each in objective.credits):
        basis = result.basis
        result = replace(result, basis=replace(basis, assumptions=(*basis.assumptions, _POSITIVE)))
    yield result


def _pairs(subject: Subject, scanned: Scan, better: str) -> Iterator[tuple[Point, Point]]:
    """A point, and one beside it that is worse and costs less."""
    lattice = subject.lattice(scanned.objective)
    for context in scanned.contexts:
        there = [each for each in context if not lattice.never(each.piece)]
        paid = [each for each in (there if better == "less" else there[::-1])
                if kind_of(each.outcome) in ("none", "row", "amount")]  # fmt: skip
        for good, bad in pairwise(paid):
            if due_of(bad.outcome) < due_of(good.outcome):
                yield good, bad
