"""What claims about the sweep of a measured number share: verdicts, amounts, words and places."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.checks.nodes import fixed
from sladsl.checks.words import value_words
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective, TableRow
from sladsl.model.units import money
from sladsl.proofs.reaching import Wanted
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome
from sladsl.rules.tables import IN_NO_ROW
from sladsl.text import Span

_METHOD = "sweep of the measured number"


def held(scanned: Scan, claim: str, spans: tuple[Span, ...]) -> Result:
    """What no piece contradicts: proved where the pieces are all there is, else bounded by what was looked at."""
    basis = basis_of(scanned)
    sentence = f"{claim}: tried at {scanned.size} points, which stand for every log" if scanned.exact else claim
    return Result(
        claim,
        scanned.objective.name,
        "PROVED" if scanned.exact else "BOUNDED",
        sentence,
        basis,
        None,
        None,
        None,
        spans,
    )


def basis_of(scanned: Scan) -> Basis:
    bounds = () if scanned.exact else (f"{scanned.size} combinations of numbers, which may not be all",)
    return Basis(_METHOD, (f"fees as in the window {scanned.window.label}",), bounds)


def better_way(objective: Objective) -> str | None:
    """In which direction the measured number is better; None where nobody says."""
    ways = {table.better for credit in objective.credits for table in credit.tables}
    for check in objective.checks:
        if check.comparator in (">", ">="):
            ways.add("more")
        if check.comparator in ("<", "<="):
            ways.add("less")
    if objective.records is not None:
        ways.add("more")
    return ways.pop() if len(ways) == 1 else None


def kind_of(outcome: Outcome) -> str:
    """What becomes of the credit; a gap too where only one of several tables has no row."""
    if outcome.credit is None:
        return "none"
    partly = outcome.credit.outcome in ("row", "amount")
    return "gap" if partly and any(each.note == IN_NO_ROW for each in steps_of(outcome)) else outcome.credit.outcome


def due_of(outcome: Outcome) -> Fraction:
    return Fraction(0) if outcome.credit is None else outcome.credit.due or Fraction(0)


def steps_of(outcome: Outcome) -> Iterator[Step]:
    """All of what the credit was derived from."""
    pending = [] if outcome.credit is None else [outcome.credit.derivation]
    while pending:
        step = pending.pop()
        yield step
        pending.extend(step.inputs)


def owes(amount: Fraction) -> Wanted:
    return lambda each: due_of(each) == amount


def money_words(outcome: Outcome) -> str:
    credit = outcome.credit
    if credit is None or not credit.payable:
        return "nothing"
    unit = credit.unit if credit.currency is None else money(credit.currency)
    assert unit is not None
    return value_words(credit.payable, unit)


def stake_of(outcome: Outcome) -> Stake | None:
    credit = outcome.credit
    if credit is None or credit.currency is None or not credit.payable or kind_of(outcome) == "gap":
        return None
    return Stake(credit.payable, credit.currency)


def place_of(graph: RuleGraph, objective: Objective, point: Point | None) -> Span:
    """What of the text a point is about: the row that pays there, else the table that has no row for it."""
    tables = [table for credit in objective.credits for table in credit.tables]
    if point is None or point.piece is None or not tables:
        return tables[0].span if tables else objective.credits[0].span
    paying = due_of(point.outcome) > 0 and kind_of(point.outcome) != "gap"
    for table in tables:
        holding = [row for row in table.rows if row_holds(graph, row, point.piece.number)]
        if holding and paying:
            return holding[0].span
        if not holding and not paying:
            return table.span
    return tables[0].span


def row_holds(graph: RuleGraph, row: TableRow, number: Fraction) -> bool:
    """Whether the row is about the number, as far as its bounds are fixed."""
    tests = {"below": number.__lt__, "above": number.__gt__, "at least": number.__ge__, "at most": number.__le__,
             "exactly": number.__eq__}  # fmt: skip
    values = [(bound, fixed(graph, bound.value)) for bound in row.bounds]
    return all(value is not None and tests[bound.side](value) for bound, value in values)
