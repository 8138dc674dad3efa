"""Exceptions among themselves: each is to an objective, says something, and their precedence has no circle."""

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names
from sladsl.graph.lower.context import Lowering
from sladsl.syntax import ast


def check_exceptions(lowering: Lowering) -> None:
    """Tells of exceptions that could never be one."""
    every = {each.name.text: each for each in lowering.agreement.exceptions}
    for each in every.values():
        lowering.symbol(each.objective, "objective")
        _check_lines(lowering, each)
        for name in each.before:
            other = every.get(name.text)
            if other is None:
                lowering.symbol(name, "exception")
            elif other.objective.text != each.objective.text:
                lowering.problems.add(
                    names.CONTRADICTING_LINES,
                    f"`{name.text}` is an exception to `{other.objective.text}`, not to `{each.objective.text}`",
                    name.span,
                    labels=[Label(other.name.span, "declared here")],
                    fixes=[Fix("name exceptions to the same objective")],
                )
            elif each.name.text in _after(every, name.text):
                lowering.say(
                    names.CIRCULAR, f"`{each.name.text}` comes before `{name.text}`, which comes before it", name.span,
                    Fix("take one of these out, so that one comes first"),
                )  # fmt: skip
                return


def _check_lines(lowering: Lowering, each: ast.Exception_) -> None:
    kinds = [bool(each.requirements), not each.applies, not each.owes]
    if not any(kinds):
        lowering.say(
            names.MISSING_CLAUSE, f"the exception `{each.name.text}` does not say what is different", each.name.span,
            Fix("write another target, `does not apply`, or `nothing is due`"),
        )  # fmt: skip
    if not each.applies and any((kinds[0], kinds[2])):
        lowering.say(
            names.CONTRADICTING_LINES, "where the objective does not apply, no other line of the exception matters",
            each.name.span,
            Fix("keep `does not apply`, or the other lines"),
        )  # fmt: skip


def _after(every: dict[str, ast.Exception_], name: str) -> set[str]:
    """All exceptions that come after this one, over any number of steps."""
    found, pending = set[str](), [name]
    while pending:
        clause = every.get(pending.pop())
        for other in () if clause is None else clause.before:
            if other.text not in found:
                found.add(other.text)
                pending.append(other.text)
    return found
