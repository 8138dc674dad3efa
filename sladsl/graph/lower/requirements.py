"""Requirements as written: what is measured against what, and lines of which only one can ever apply."""

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Comparator
from sladsl.graph.lower.context import Lowering
from sladsl.syntax import ast

_FLIPPED: dict[str, Comparator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@frozen
class Wanted(Frozen):
    """A requirement with its sides in order: what is measured, and what it is held against (None: nothing)."""

    when: ast.Expression | None
    measured: ast.Expression
    comparator: Comparator | None
    target: ast.Expression | None
    whole: ast.Expression


def wanted(condition: ast.Expression, when: ast.Expression | None = None) -> Wanted:
    """`99.9% <= uptime` is `uptime >= 99.9%`."""
    if not isinstance(condition, ast.Compare):
        return Wanted(when, condition, None, None, condition)
    left, right, comparator = condition.left, condition.right, condition.operator
    if isinstance(left, ast.Number | ast.Percent | ast.Amount | ast.Quantity):
        left, right, comparator = right, left, _FLIPPED[comparator]
    return Wanted(when, left, comparator, right, condition)


def check_lines(lowering: Lowering, clause: ast.Objective) -> None:
    """Requirements on one number are tried in order and the first in force decides; what stands after one that always
    applies is never reached."""
    lines: dict[ast.Expression, list[ast.Requirement]] = {}
    for requirement in clause.requirements:
        lines.setdefault(wanted(requirement.condition).measured, []).append(requirement)
    for same in lines.values():
        _check_order(lowering, same)
    for table in clause.tables:
        _check_rows(lowering, table)


def _check_order(lowering: Lowering, lines: list[ast.Requirement]) -> None:
    for number, each in enumerate(lines):
        before = lines[:number]
        if each.otherwise and not any(other.when is not None for other in before):
            lowering.say(
                types.NOT_HERE, "`otherwise` follows a `when …:` on the same number", each.span,
                Fix("say before it in which case something else applies: `when …: …`"),
            )  # fmt: skip
            continue
        decided = next((other for other in before if other.when is None or other.when == each.when), None)
        if decided is not None:
            lowering.problems.add(
                names.CONTRADICTING_LINES,
                "this line never applies: " + _reason(decided),
                each.span,
                labels=[Label(decided.span, "this one applies")],
                fixes=[Fix("say when each applies (`when …: …`), or make a second objective of it")],
            )


def _reason(decided: ast.Requirement) -> str:
    if decided.when is not None:
        return "an earlier one holds in the same case"
    return "the one before it applies in all " + ("other cases" if decided.otherwise else "cases")


def _check_rows(lowering: Lowering, table: ast.ClassTable) -> None:
    first: dict[str, ast.ClassRow] = {}
    for row in table.rows:
        text = row.label.text if isinstance(row.label, ast.Name) else row.label.value
        if text in first:
            lowering.problems.add(
                names.CONTRADICTING_LINES,
                f"`{text}` has two rows, and only the first would count",
                row.span,
                labels=[Label(first[text].span, "the first row")],
                fixes=[Fix("write all of it in one row, with commas between the conditions")],
            )
        first.setdefault(text, row)


def check_remedies(lowering: Lowering, clause: ast.Objective) -> None:
    """Tells of remedies in a kpi, of lines about a credit where there is none, and of lines written twice."""
    about = [
        *((each.span, "limit credit") for each in clause.limits),
        *((each.span, "pay only above") for each in clause.pay_only_above),
        *((each.span, "claim") for each in clause.claims),
        *((each.span, "eligible when") for each in clause.eligible),
        *((each.span, "payable by") for each in clause.payable),
        *((each.span, "earn back when") for each in clause.earn_backs),
        *((each.span, "pay once") for each in clause.pay_once),
        *((each.span, f"{each.what} within") for each in clause.dates),
    ]
    if clause.kind == "kpi" and (clause.credits or about):
        lowering.say(
            types.NO_REMEDY_IN_KPI, "a kpi is measured without a remedy",
            clause.credits[0].span if clause.credits else about[0][0],
            Fix("make it an `objective`, or take the remedy out"),
        )  # fmt: skip
    elif about and not clause.credits and not lowering.is_in_pool(clause.name.text) and not lowering.has_broken():
        lowering.say(
            names.MISSING_CLAUSE,
            f"the objective `{clause.name.text}` gives no credit, so `{about[0][1]}` changes nothing",
            about[0][0],
            Fix("say what is due: `credit share of … { … }`; or take this line out"),
        )  # fmt: skip
    lines: tuple[tuple[str, tuple[ast.Node, ...]], ...] = (
        ("pay only above", clause.pay_only_above),
        ("warn at", clause.warnings),
        ("points", clause.points),
        ("payable by", clause.payable),
        ("pay once", clause.pay_once),
        ("applied within", tuple(each for each in clause.dates if each.what == "applied")),
        ("expires within", tuple(each for each in clause.dates if each.what == "expires")),
    )
    for word, written in lines:
        for extra in written[1:]:
            lowering.problems.add(
                names.REPEATED_CLAUSE,
                f"`{word}` is written twice",
                extra.span,
                labels=[Label(written[0].span, "first here")],
                fixes=[Fix("keep one of them")],
            )
