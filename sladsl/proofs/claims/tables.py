"""Tables of credits: every value has one row, worse never costs less, and what is promised costs nothing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest

from sladsl.checks.nodes import fixed
from sladsl.checks.words import range_words
from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.graph import RuleGraph
from sladsl.graph.contract import TableRow
from sladsl.graph.values import Looked
from sladsl.proofs.claims.sweeps import basis_of, due_of, held, kind_of, place_of, row_holds, stake_of, steps_of
from sladsl.proofs.claims.worse import worse_claims
from sladsl.proofs.growth import finer, grows
from sladsl.proofs.money.ranges import rests_on_log
from sladsl.proofs.reaching import Wanted
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result, Verdict
from sladsl.rules.outcome import Outcome
from sladsl.text import Span

Region = list[Point]
_METHOD = "sweep of the measured number"
_MOST_POINTS = 6


def table_claims(subject: Subject) -> Iterator[Result]:
    """All claims about tables, for every objective that gives credits."""
    for objective in subject.graph.objectives:
        scanned = subject.scan(objective) if objective.credits else None
        if scanned is None or scanned.space.main is None:
            continue
        for claim in (_has_one_row, _rows_agree, _kept_costs_nothing, _breach_costs_something, worse_claims,
                      _every_row_is_reached):  # fmt: skip
            yield from claim(subject, scanned)


def _has_one_row(subject: Subject, scanned: Scan) -> Iterator[Result]:
    yield from _everywhere(
        subject, scanned, "no value lies in a hole of the table", lambda each: kind_of(each) == "gap",
        sense.HOLE, "some values are in no row of this table: {words}",
        "let one row begin where the other ends; for nothing to be due, write a row that `gives 0%`",
    )  # fmt: skip


def _rows_agree(subject: Subject, scanned: Scan) -> Iterator[Result]:
    gives = {row.gives for rule in scanned.objective.credits for table in rule.tables for row in table.rows}
    told = [each for each in gives if rests_on_log(subject.graph, each)]
    if told:  # numbers that a register tells are told apart by those that are tried, calculated ones may not be
        tried = finer(subject, scanned, registers=True)
        plain = all(isinstance(subject.graph.nodes[each], Looked) for each in told)
        scanned = replace(tried, exact=tried.exact and plain)
    yield from _everywhere(
        subject, scanned, "no two rows give different amounts", lambda each: kind_of(each) == "conflict",
        sense.OVERLAP, "two rows give different amounts for the same values: {words}",
        "let one row end where the other begins",
    )  # fmt: skip


def _kept_costs_nothing(subject: Subject, scanned: Scan) -> Iterator[Result]:
    """Where a credit waits for no breach, its rows pay by themselves."""
    if scanned.objective.kind == "objective" and any(check.target is not None for check in scanned.objective.checks):
        if grows(subject.graph, scanned.objective.credits) and any(map(_may_cost_though_kept, scanned.outcomes)):
            scanned = replace(finer(subject, scanned), exact=False)
        yield from _everywhere(
            subject, scanned, "nothing is due while the target is met",
            lambda each: each.state in ("met", "warning") and due_of(each) > 0,
            sense.PAYS_THOUGH_KEPT, "a credit is due though the target is met: {words}",
            "let the first row begin at the target; if it is meant to pay, allow this finding with the reason",
        )  # fmt: skip


def _may_cost_though_kept(outcome: Outcome) -> bool:
    return outcome.state in ("met", "warning") and kind_of(outcome) != "none"


def _breach_costs_something(subject: Subject, scanned: Scan) -> Iterator[Result]:
    objective = scanned.objective
    gated = objective.eligible is not None or any(each.only_when for each in objective.credits)
    if gated or any(not each.owes for each in objective.exceptions):
        return  # that some breaches cost nothing is what the text says
    yield from _everywhere(
        subject, scanned, "every breach costs something",
        lambda each: each.state == "breached" and kind_of(each) == "none" and due_of(each) == 0,
        sense.BREACH_PAYS_NOTHING, "some breaches cost nothing: {words}",
        "let the first row begin at the target; if nothing is to be due, write a row that `gives 0%`",
    )  # fmt: skip


def _everywhere(
    subject: Subject, scanned: Scan, claim: str, offends: Wanted, code: Code, message: str,
    advice: str,
) -> Iterator[Result]:  # fmt: skip
    """The claim that no value offends; refuted by a log, proved where no piece does."""
    regions = [region for context in scanned.contexts for region in _regions(context, offends)]
    name = scanned.objective.name
    span = place_of(subject.graph, scanned.objective, regions[0][0] if regions else None)
    if not regions:
        yield held(scanned, claim, (span,))
        return
    words = "; ".join(dict.fromkeys(_words(region, scanned) for region in regions))
    if all(subject.lattice(scanned.objective).never(point.piece) for region in regions for point in region):
        sentence = f"{claim}: downtime comes in whole pieces, and none of them comes to {words}"
        yield Result(claim, name, "PROVED" if scanned.exact else "BOUNDED", sentence, basis_of(scanned), None, None,
                     None, (span,))  # fmt: skip
        return
    for point in _likely([point for region in regions for point in region]):
        witness = subject.find(scanned.objective, point.piece, offends, point)
        if witness is not None:
            text = message.format(words=words)
            diagnostic = Diagnostic(code, text, span, fixes=(Fix(advice),))
            stake = stake_of(witness.shown[0])
            yield Result(claim, name, "REFUTED", text, basis_of(scanned), diagnostic, witness, stake, (span,))
            return
    sentence = f"values that offend are thinkable ({words}), and no log was found that comes to them"
    yield Result(claim, name, "UNKNOWN", sentence, basis_of(scanned), None, None, None, (span,))


def _every_row_is_reached(subject: Subject, scanned: Scan) -> Iterator[Result]:
    """A log for each row, or the reason why there is none."""
    objective, lattice = scanned.objective, subject.lattice(scanned.objective)
    deciding: dict[Span | None, list[Point]] = {}
    for point in (each for context in scanned.contexts for each in context):
        for span in _rows_of(point.outcome):
            deciding.setdefault(span, []).append(point)
    rows = [row for credit in objective.credits for table in credit.tables for row in table.rows]
    for index, row in enumerate(rows):
        claim, points = "every row is reached", deciding.get(row.span, [])
        if not points:
            # A row that other rows leave nothing of may be that of a table for other parameters.
            if _is_beyond(subject.graph, scanned, row):
                yield _never_applies(scanned, claim, row)
            continue
        if all(lattice.never(each.piece) for each in points):
            text = "no log comes to a value of this row: downtime comes in whole pieces, and none of them lies in it"
            diagnostic = Diagnostic(proofs.UNREACHED_ROW, text, row.span, fixes=(Fix("measure more finely"),))
            yield Result(claim, objective.name, "REFUTED", text, Basis("the pieces in which downtime comes", (),
                         subject.bounds), diagnostic, None, None, (row.span,))  # fmt: skip
            continue
        wanted = _decided_by(row.span)
        reached = any(subject.reaches(objective, each, ("row", index), wanted) for each in _likely(points))
        verdict: Verdict = "PROVED" if reached else "UNKNOWN"
        sentence = "a log comes to this row" if reached else "no log was found that comes to this row"
        yield Result(claim, objective.name, verdict, sentence, Basis("a log"), clauses=(row.span,))


def _is_beyond(graph: RuleGraph, scanned: Scan, row: TableRow) -> bool:
    """Whether no value that the number can have lies in the row, whichever table is in force."""
    main = scanned.space.main
    fixed_bounds = all(fixed(graph, bound.value) is not None for bound in row.bounds)
    if main is None or not main.exact or not fixed_bounds:
        return False
    return not any(row_holds(graph, row, piece.number) for piece in main.pieces)


def _never_applies(scanned: Scan, claim: str, row: TableRow) -> Result:
    text = "no value lies in this row, so it never applies"
    fix = Fix("look at the bounds of the rows beside it, and at what the number can be")
    diagnostic = Diagnostic(sense.ROW_NEVER, text, row.span, fixes=(fix,))
    return Result(claim, scanned.objective.name, "FINDING", text, basis_of(scanned), diagnostic, clauses=(row.span,))


def _decided_by(span: Span) -> Wanted:
    return lambda each: span in _rows_of(each)


def _rows_of(outcome: Outcome) -> set[Span | None]:
    """The rows that decided what is owed."""
    if outcome.credit is None or outcome.credit.outcome != "row":
        return set()
    return {each.span for each in steps_of(outcome) if each.rule.startswith("row: ")}


def _regions(context: tuple[Point, ...], offends: Wanted) -> list[Region]:
    """Runs of neighbouring points that offend."""
    found: list[Region] = []
    last = False
    for point in context:
        now = offends(point.outcome)
        if now and last:
            found[-1].append(point)
        elif now:
            found.append([point])
        last = now
    return found


def _likely(points: list[Point]) -> list[Point]:
    """Wide pieces first, most of them are easy to reach; and one of each choice of the other numbers before a second
    of any, for no log may come to some of these."""
    by_rest: dict[object, list[Point]] = {}
    for each in sorted(points, key=_is_single):
        by_rest.setdefault((each.scope, each.rest), []).append(each)
    in_turn = (each for row in zip_longest(*by_rest.values()) for each in row if each is not None)
    return list(islice(in_turn, _MOST_POINTS))


def _is_single(point: Point) -> bool:
    return point.piece is not None and point.piece.is_point


def _words(region: Region, scanned: Scan) -> str:
    first, last, main = region[0].piece, region[-1].piece, scanned.space.main
    assert first is not None and last is not None and main is not None
    low = None if first.low is None else (first.low, int(not first.is_point))
    high = None if last.high is None else (last.high, int(last.is_point))
    if low is not None and low[0] == 0 and low[1] == 0:
        low = None
    return range_words(low, high, main.unit)
