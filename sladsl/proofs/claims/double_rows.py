"""Rows that say the same of the same values: one of them is of no use there."""

from collections.abc import Iterator
from itertools import combinations

from sladsl.checks.words import range_words
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph.contract import RowTable
from sladsl.proofs.claims.sweeps import basis_of, held, row_holds
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.spaces import Piece
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Result
from sladsl.proofs.witness import Witness
from sladsl.rules.outcome import Outcome

_CLAIM = "no two rows say the same of one value"


def double_row_claims(subject: Subject) -> Iterator[Result]:
    for objective in subject.graph.objectives:
        # In a ladder one row lies in the other by its nature.
        tables = [each for credit in objective.credits for each in credit.tables if not each.ladder]
        scanned = subject.scan(objective) if tables else None
        if scanned is not None and scanned.space.main is not None:
            yield from _said_twice(subject, scanned, tables)


def _said_twice(subject: Subject, scanned: Scan, tables: list[RowTable]) -> Iterator[Result]:
    objective, main = scanned.objective, scanned.space.main
    lattice = subject.lattice(objective)
    pieces = [each for each in main.pieces if not lattice.never(each)] if main is not None else []
    places = tuple(each.span for each in tables)
    found = False
    unsettled: list[str] = []
    for table in tables:
        for one, other in combinations(table.rows, 2):
            both = [each for each in pieces
                    if all(row_holds(subject.graph, row, each.number) for row in (one, other))]  # fmt: skip
            points = [point for context in scanned.contexts for point in context
                      if point.piece in both and _pays(point.outcome)]  # fmt: skip
            if not points:
                continue
            witness = _shown(subject, scanned, points)
            if witness is None:
                unsettled.append(_words(both, scanned))
                continue
            found = True
            text = f"this row and another give the same for the same values: {_words(both, scanned)}"
            diagnostic = Diagnostic(
                proofs.SAID_TWICE, text, other.span, labels=(Label(one.span, "the other"),),
                fixes=(Fix("let one row end where the other begins"),),
            )  # fmt: skip
            yield Result(_CLAIM, objective.name, "REFUTED", text, basis_of(scanned), diagnostic, witness, None,
                         (one.span, other.span))  # fmt: skip
    if unsettled:
        sentence = f"two rows say the same of {', '.join(unsettled)}, and no log was found that comes to it"
        yield Result(_CLAIM, objective.name, "UNKNOWN", sentence, basis_of(scanned), clauses=places)
    elif not found:
        yield held(scanned, _CLAIM, places)


def _shown(subject: Subject, scanned: Scan, points: list[Point]) -> Witness | None:
    """A log in which a row pays although two hold; where they differ, none does."""
    found = (subject.find(scanned.objective, each.piece, _pays, each) for each in points)
    return next((each for each in found if each is not None), None)


def _pays(outcome: Outcome) -> bool:
    return outcome.credit is not None and outcome.credit.outcome == "row"


def _words(both: list[Piece], scanned: Scan) -> str:
    main = scanned.space.main
    assert main is not None
    first, last = both[0], both[-1]
    low = None if first.low is None else (first.low, int(not first.is_point))
    high = None if last.high is None else (last.high, int(last.is_point))
    return range_words(low, high, main.unit)
