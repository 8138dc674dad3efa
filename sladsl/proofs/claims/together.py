"""Promises about one number that no number keeps at once."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from sladsl.checks.nodes import only_check
from sladsl.checks.ranges import range_of
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph.contract import Objective
from sladsl.proofs.scan import Scan
from sladsl.proofs.spaces import Piece, pieces
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result

_KEPT = ("met", "warning")


def together_claims(subject: Subject) -> Iterator[Result]:
    """Pairs: targets are ranges of one number, and where every two ranges meet, all of them do."""
    scans = [scanned for each in subject.graph.objectives if (scanned := _plain(subject, each)) is not None]
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, each in enumerate(scans):
        alike.setdefault(_measured(each), []).append(index)
    for one, other in sorted(pair for indices in alike.values() for pair in combinations(indices, 2)):
        yield _kept_at_once(subject, scans[one], scans[other])


def _plain(subject: Subject, objective: Objective) -> Scan | None:
    """An objective that some number keeps."""
    if objective.records is not None or all(check.comparator is None for check in objective.checks):
        return None
    scanned = subject.scan(objective)
    if scanned is None or scanned.space.main is None or objective.versions:
        return None
    alone = only_check(objective) is not None and objective.applies is None
    if not (scanned.exact or (alone and scanned.space.main.exact)):
        return None
    return scanned if any(_kept(scanned)) else None


def _measured(scanned: Scan) -> tuple[object, ...]:
    """Which number a promise is about."""
    objective, main = scanned.objective, scanned.space.main
    assert main is not None
    return objective.keys, objective.window, main.ref, main.pieces[0].low, main.pieces[-1].high


def _kept(scanned: Scan) -> list[Piece]:
    """Where it is met, whatever else there is."""
    found = [point.piece for context in scanned.contexts for point in context if point.outcome.state in _KEPT]
    return [each for each in dict.fromkeys(found) if each is not None]


def _kept_at_once(subject: Subject, one: Scan, other: Scan) -> Result:
    claim = "can be kept at once"
    names = f"{one.objective.name} and {other.objective.name}"
    places = (one.objective.span, other.objective.span)
    basis = Basis("every piece of the number that both measure", (), subject.bounds)
    main = one.space.main
    assert main is not None
    cuts = {end for scanned in (one, other) for each in (scanned.space.main.pieces if scanned.space.main else ())
            for end in (each.low, each.high) if end is not None}  # fmt: skip
    finer = pieces(main.pieces[0].low, main.pieces[-1].high, cuts, range_of(subject.graph, main.ref).step)
    here, there = _kept(one), _kept(other)
    if any(_in(each.number, here) and _in(each.number, there) for each in finer):
        return Result(claim, names, "PROVED", f"{names} {claim}", basis, clauses=places)
    text = f"{one.objective.name} and {other.objective.name} measure the same, and no number keeps both"
    fixes = (Fix("look at the comparisons: one of them is the wrong way round, or meant for another window"),)
    labels = (Label(places[0], "the other"),)
    diagnostic = Diagnostic(proofs.NOT_AT_ONCE, text, places[1], labels=labels, fixes=fixes)
    return Result(claim, names, "REFUTED", text, basis, diagnostic, None, None, places)


def _in(number: Fraction, kept: list[Piece]) -> bool:
    return any(each.holds(number) for each in kept)
