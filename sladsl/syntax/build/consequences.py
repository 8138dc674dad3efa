"""What follows for the agreement as a whole: pools of money at risk, termination, escalation."""

from sladsl.syntax import ast
from sladsl.syntax.build import literals, remedies
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.streams import list_of_names


def _unit(builder: Builder, branch: Branch) -> ast.UnitClause:
    return ast.UnitClause(builder.span(branch), builder.name(token(branch, "NAME")), literals.title(builder, branch))


def _pool(builder: Builder, branch: Branch) -> ast.Pool:
    factor = tree(branch, "multiplied")
    (amount,) = parts(branch, "title", "multiplied", "per", "weight")
    return ast.Pool(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        builder.expression(amount),
        tuple(_weight(builder, each) for each in trees(branch, "weight")),
        builder.expression(factor.children[0]) if factor else None,
        remedies.per(builder, branch),
        literals.title(builder, branch),
    )


def _weight(builder: Builder, branch: Branch) -> ast.Weight:
    share = literals.percent(builder, token(branch, "PERCENT"))
    return ast.Weight(builder.span(branch), builder.name(token(branch, "NAME")), share)


def _terminate(builder: Builder, branch: Branch) -> ast.Terminate:
    *name, by = map(builder.name, tokens(branch, "NAME"))
    (condition,) = parts(branch, "title", "per_scope", "per", "notice")
    notice = tree(branch, "notice")
    within, since = parts(notice) if notice else (None, None)
    return ast.Terminate(
        builder.span(branch),
        name[0] if name else None,
        by,
        builder.expression(condition),
        remedies.per(builder, branch),
        builder.quantity(within) if within else None,
        remedies.anchor(builder, since) if since else None,
        literals.title(builder, branch),
        _per_scope(builder, branch),
    )


def _escalate(builder: Builder, branch: Branch) -> ast.Escalate:
    name = next(tokens(branch, "NAME"), None)
    (condition,) = parts(branch, "title", "per_scope", "per")
    return ast.Escalate(
        builder.span(branch),
        builder.name(name) if name else None,
        literals.text(builder, token(branch, "STRING")),
        builder.expression(condition),
        remedies.per(builder, branch),
        literals.title(builder, branch),
        _per_scope(builder, branch),
    )


def _per_scope(builder: Builder, branch: Branch) -> ast.ForEach | None:
    found = tree(branch, "per_scope")
    if found is None:
        return None
    (names,) = parts(found)
    return ast.ForEach(builder.span(found), list_of_names(builder, names))


def _exception(builder: Builder, branch: Branch) -> ast.Exception_:
    name, objective = map(builder.name, tokens(branch, "NAME"))
    (condition,) = parts(branch, "title", "precedence", "requirement_line", "not_applied", "nothing_due")
    before = tree(branch, "precedence")
    return ast.Exception_(
        builder.span(branch),
        name,
        objective,
        builder.expression(condition),
        tuple(_requirement(builder, line) for line in trees(branch, "requirement_line")),
        list_of_names(builder, parts(before)[0]) if before else (),
        tree(branch, "not_applied") is None,
        tree(branch, "nothing_due") is None,
        literals.title(builder, branch),
    )


def _requirement(builder: Builder, branch: Branch) -> ast.Requirement:
    return ast.Requirement(builder.span(branch), builder.expression(branch.children[0]))


RULES: dict[str, Rule] = {
    "unit": _unit,
    "pool": _pool,
    "terminate": _terminate,
    "escalate": _escalate,
    "exception_to": _exception,
}
