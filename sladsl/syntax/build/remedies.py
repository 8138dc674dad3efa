"""What follows from a number: credits, tables, limits, claims, warnings; and the windows it is taken in."""

from collections.abc import Iterator
from typing import Literal, cast

from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, parts, token, tokens, tree, trees
from sladsl.syntax.build.expressions import condition
from sladsl.syntax.build.measures import at_most_once

Side = Literal["below", "above", "at least", "at most", "exactly"]
_TRIGGERS: dict[str, Literal["only when breached", "in any case"]] = {
    "only_when_breached": "only when breached",
    "in_any_case": "in any case",
}


def per(builder: Builder, branch: Branch) -> ast.WindowSpec | None:
    """The window after `per`, if the branch has one."""
    found = tree(branch, "per")
    return builder.window(found.children[0]) if found else None


def credit(builder: Builder, branch: Branch) -> ast.Credit:
    trigger = at_most_once(builder, branch, "when the credit is due", *_TRIGGERS)
    share_of = amount = None
    first = parts(branch, "credit_limit", "per_case", "table", *_TRIGGERS)
    if branch.data == "credit_share":
        share_of = builder.expression(first[0])
    elif branch.data == "credit_amount":
        amount = builder.expression(first[0])
    table = tree(branch, "table")
    return ast.Credit(
        builder.span(branch),
        share_of,
        tuple(_tables(builder, table)) if table else (),
        amount,
        tree(branch, "per_case") is not None,
        tuple(limit(builder, each) for each in trees(branch, "credit_limit")),
        _TRIGGERS[trigger.data] if trigger else None,
    )


def limit(builder: Builder, branch: Branch) -> ast.Limit:
    (amount,) = parts(branch, "per")
    return ast.Limit(builder.span(branch), builder.expression(amount), per(builder, branch))


def _tables(builder: Builder, branch: Branch) -> Iterator[ast.Table]:
    """A table is rows; or rows under each of some conditions, and perhaps otherwise."""
    if tree(branch, "row"):
        yield ast.Table(builder.span(branch), None, _rows(builder, branch))
    for each in trees(branch, "when_rows", "otherwise_rows"):
        when = builder.expression(each.children[0]) if each.data == "when_rows" else None
        yield ast.Table(builder.span(each), when, _rows(builder, each))


def _rows(builder: Builder, branch: Branch) -> tuple[ast.Row, ...]:
    return tuple(_row(builder, each) for each in trees(branch, "row"))


def _row(builder: Builder, branch: Branch) -> ast.Row:
    condition_of_row, gives = parts(branch)
    return ast.Row(builder.span(branch), tuple(_bounds(builder, condition_of_row)), builder.expression(gives))


def _bounds(builder: Builder, branch: Branch) -> Iterator[ast.Bound]:
    """`95% through 98.99%` has both ends in it, `95% until 98%` only the first."""
    if branch.data == "between":
        for each in parts(branch):
            yield from _bounds(builder, each)
        return
    values = [builder.expression(each) for each in parts(branch)]
    sides: dict[str, tuple[Side, ...]] = {
        "through": ("at least", "at most"),
        "until": ("at least", "below"),
    }
    for side, value in zip(sides.get(branch.data, (_side(branch),)), values, strict=True):
        yield ast.Bound(value.span if len(values) == 2 else builder.span(branch), side, value)


def _side(branch: Branch) -> Side:
    return cast(Side, branch.data.replace("_", " "))


def claim(builder: Builder, branch: Branch) -> ast.Claim:
    stream = tree(branch, "claim_stream")
    (within,) = parts(branch, "claim_stream", "inclusive")
    return ast.Claim(
        builder.span(branch),
        builder.quantity(within),
        builder.name(token(stream, "NAME")) if stream else None,
        condition(builder, stream) if stream else None,
        tree(branch, "inclusive") is not None,
    )


def pay_only_above(builder: Builder, branch: Branch) -> ast.PayOnlyAbove:
    (amount,) = parts(branch, "after_rounding")
    after_rounding = tree(branch, "after_rounding") is not None
    return ast.PayOnlyAbove(builder.span(branch), builder.expression(amount), after_rounding)


def warn(builder: Builder, branch: Branch) -> ast.Warn:
    return ast.Warn(builder.span(branch), literals.percent(builder, token(branch, "PERCENT")))


def class_table(builder: Builder, branch: Branch) -> ast.ClassTable:
    rows = tuple(
        ast.ClassRow(
            builder.span(row),
            literals.label(builder, parts(row)[0]),
            tuple(map(builder.expression, parts(row)[1:])),
        )
        for row in trees(branch, "class_row")
    )
    (attribute,) = tokens(branch, "NAME")
    return ast.ClassTable(builder.span(branch), builder.name(attribute), rows)
