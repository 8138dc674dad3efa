"""On what a verdict rests, for whoever wants to check it: how it was found, what was assumed, every piece tried."""

from collections.abc import Iterator

from sladsl.checks.words import range_words, value_words
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.graph import RuleGraph
from sladsl.proofs.claims.properties import property_space
from sladsl.proofs.growth import grows
from sladsl.proofs.joint import Joint
from sladsl.proofs.known import KINDS
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.spaces import Piece, Variable
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved
from sladsl.report.words import amount_words
from sladsl.testing.properties import lines

_INDENT = "  "
_MOST_CONTEXTS = 6
_MOST_POINTS = 60

_MEANS = {
    "PROVED": "it holds for every well-formed log over the term",
    "REFUTED": "there is a log, confirmed by the evaluation itself, for which it does not hold",
    "BOUNDED": "nothing against it was found within the bounds; outside them nobody looked",
    "UNKNOWN": "it could not be settled either way",
    "FINDING": "what was found is about the text, or a number that somebody should know",
}


def proofs_text(agreements: list[Proved], wanted: str) -> str:
    """Every result of the claim or code `wanted`; empty where there is none."""
    return "\n\n".join("\n".join(_lines(each, result)) for each in agreements
                       for result in (*each.results, *each.allowed) if _is_meant(result, wanted))  # fmt: skip


def _is_meant(result: Result, wanted: str) -> bool:
    kinds = [kind for kind in KINDS if kind.is_of(result.claim)]
    names = {result.claim, *(kind.claim for kind in kinds), *(code for kind in kinds for code in kind.codes)}
    names |= set() if result.diagnostic is None else {result.diagnostic.code.id}
    return wanted.casefold() in {name.casefold() for name in names}


def _lines(proved: Proved, result: Result) -> Iterator[str]:
    yield f"{proved.graph.name}, {result.subject}: {on_one_line(result.claim)}"
    yield f"{_INDENT}{result.verdict}: {_MEANS[result.verdict]}"
    yield f"{_INDENT}{on_one_line(result.sentence)}"
    yield f"{_INDENT}Method       {result.basis.method}"
    for word, texts in (("Assumed", result.basis.assumptions), ("Bounds", result.basis.bounds)):
        for index, text in enumerate(texts or ("nothing",) if word == "Assumed" else texts):
            yield f"{_INDENT}{word if not index else '':<12} {text}"
    objective = next((each for each in proved.graph.objectives if each.name == result.subject), None)
    scanned = None if objective is None else Subject(proved.graph).scan(objective)
    if scanned is not None:
        yield from _pieces(proved.graph, scanned)
    for rule, line in lines(proved.graph):
        if result.subject == rule.name and line.span in result.clauses:
            yield from _variables(property_space(Subject(proved.graph), line))


def _variables(space: Joint) -> Iterator[str]:
    """Every number that a property depends on, and where it is cut."""
    yield f"{_INDENT}Depends on   {', '.join(each.name for each in space.objectives) or 'no objective'}, and on"
    for variable in space.variables:
        name = space.graph.labels.get(variable.ref) or "a number without a name"
        pieces = "yes; no" if variable.truth else "; ".join(_range(each, variable) for each in variable.pieces)
        yield f"{_INDENT * 3}{name}: {pieces}; no value"
    windows = ", ".join(each.label for each in space.windows[:_MOST_CONTEXTS])
    more = "" if len(space.windows) <= _MOST_CONTEXTS else " …"
    yield f"{_INDENT * 2}in windows like {windows}{more}: {space.size:,} combinations"
    if space.why_not is not None:
        yield f"{_INDENT * 2}not all there is: {space.why_not}"


def _pieces(graph: RuleGraph, scanned: Scan) -> Iterator[str]:
    whole = "all there are" if scanned.exact else "perhaps not all"
    if grows(graph, (*scanned.objective.credits, *scanned.objective.bonuses)):
        whole += "; amounts may go on growing in between"
    yield f"{_INDENT}Tried        {scanned.size} points in windows like {scanned.window.label}, {whole}"
    for number, context in enumerate(scanned.contexts[:_MOST_CONTEXTS]):
        if len(scanned.contexts) > 1:
            yield f"{_INDENT * 2}{_context(graph, scanned, context[0]) or f'case {number + 1}'}"
        for point in context[:_MOST_POINTS]:
            yield f"{_INDENT * 3}{_where(scanned, point):<40} {_came_to(point)}"
        if len(context) > _MOST_POINTS:
            yield f"{_INDENT * 3}and {len(context) - _MOST_POINTS} more"
    if len(scanned.contexts) > _MOST_CONTEXTS:
        yield f"{_INDENT * 2}and {len(scanned.contexts) - _MOST_CONTEXTS} more cases"


def _context(graph: RuleGraph, scanned: Scan, point: Point) -> str:
    scope = [f"{key} {value}" for key, value in point.scope]
    rest = [_choice(graph, variable, choice) for variable, choice in zip(scanned.space.others, point.rest, strict=True)]
    return "where " + ", ".join([*scope, *rest]) if scope or rest else ""


def _choice(graph: RuleGraph, variable: Variable, choice: Piece | bool) -> str:
    name = graph.labels.get(variable.ref) or "another number"
    if isinstance(choice, bool):
        return f"{graph.labels.get(variable.ref) or 'a condition'} {'holds' if choice else 'does not hold'}"
    return f"{name} {_range(choice, variable)}"


def _where(scanned: Scan, point: Point) -> str:
    main = scanned.space.main
    return "always" if point.piece is None or main is None else _range(point.piece, main)


def _range(piece: Piece, variable: Variable) -> str:
    if piece.is_point:
        return f"exactly {value_words(piece.number, variable.unit)}"
    low = None if piece.low is None else (piece.low, 1)
    high = None if piece.high is None else (piece.high, 0)
    return range_words(low, high, variable.unit)


def _came_to(point: Point) -> str:
    credit = point.outcome.credit
    if credit is None:
        return point.outcome.state
    if credit.payable is None or credit.outcome in ("gap", "conflict"):
        return f"{point.outcome.state}, credit: {credit.outcome}"
    return f"{point.outcome.state}, credit {amount_words(credit.payable, credit.unit)}"
