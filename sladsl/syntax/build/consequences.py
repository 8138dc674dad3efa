"""What follows for the agreement as a whole: pools of money at risk, termination, escalation."""

from sladsl.syntax import ast
from sladsl.syntax.build import literals, remedies
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees


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
    (condition,) = parts(branch, "title", "per", "notice")
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
    )


def _escalate(builder: Builder, branch: Branch) -> ast.Escalate:
    name = next(tokens(branch, "NAME"), None)
    (condition,) = parts(branch, "title", "per")
    return ast.Escalate(
        builder.span(branch),
        builder.name(name) if name else None,
        literals.text(builder, token(branch, "STRING")),
        builder.expression(condition),
        remedies.per(builder, branch),
        literals.title(builder, branch),
    )


RULES: dict[str, Rule] = {"unit": _unit, "pool": _pool, "terminate": _terminate, "escalate": _escalate}
