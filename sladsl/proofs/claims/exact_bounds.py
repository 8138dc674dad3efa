"""Bounds that the windows of one length can come to exactly, and those of another cannot."""

from collections.abc import Iterator

from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import proofs
from sladsl.proofs.scan import Scan
from sladsl.proofs.spaces import Piece
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness
from sladsl.temporal import Window

_CLAIM = "a bound is met exactly in all windows or in none"


def exact_bound_claims(subject: Subject) -> Iterator[Result]:
    """Where downtime comes in pieces; else every window can come to every number."""
    for objective in subject.graph.objectives:
        scanned = subject.scan(objective) if subject.lattice(objective).known else None
        if scanned is not None and scanned.space.main is not None:
            yield from _of(subject, scanned)


def _of(subject: Subject, scanned: Scan) -> Iterator[Result]:
    objective, main, lattice = scanned.objective, scanned.space.main, subject.lattice(scanned.objective)
    assert main is not None
    shapes = subject.shapes(objective)
    bounds = [each for each in main.pieces if each.is_point and each not in (main.pieces[0], main.pieces[-1])]
    basis = Basis("the pieces in which downtime comes", (), subject.bounds)
    alike = True
    for piece in bounds:
        exact = [each for each in shapes if lattice.may_come_to(piece, each.end - each.start)]
        never = [each for each in shapes if each not in exact]
        if not exact or not never:
            continue
        alike = False
        number, witness = value_words(piece.number, main.unit), _shown(subject, scanned, piece)
        if witness is None:
            sentence = f"no log was found in which exactly {number} is measured"
            yield Result(_CLAIM, objective.name, "UNKNOWN", sentence, basis, clauses=(objective.span,))
            continue
        text = f"exactly {number} can be measured in {_labels(exact)}, and not in {_labels(never)}"
        note = "whether a value at the bound counts on the one side or the other matters in the former only"
        diagnostic = Diagnostic(proofs.EXACT_AT_TIMES, text, objective.span, notes=(note,))
        yield Result(_CLAIM, objective.name, "REFUTED", text, basis, diagnostic, witness, None, (objective.span,))
    if alike and bounds:
        yield Result(_CLAIM, objective.name, "PROVED", _CLAIM, basis, clauses=(objective.span,))


def _shown(subject: Subject, scanned: Scan, piece: Piece) -> Witness | None:
    points = (point for context in scanned.contexts for point in context if point.piece == piece)
    found = (subject.find(scanned.objective, piece, lambda _: True, each) for each in points)
    return next((each for each in found if each is not None), None)


def _labels(windows: list[Window]) -> str:
    return "windows like " + " and ".join(each.label for each in windows[:3]) + (" …" if len(windows) > 3 else "")
