"""Operators, comparisons and names."""

from typing import Literal, cast

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees

Comparator = Literal["<", "<=", "=", "!=", ">=", ">"]
_OPERATORS: dict[str, Literal["+", "-", "*", "/"]] = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
_SIGNS = {"\u2264": "<=", "\u2265": ">=", "\u2260": "!="}


def condition(builder: Builder, branch: Branch) -> ast.Expression | None:
    """What stands after `where`, if it does."""
    found = tree(branch, "where")
    return builder.expression(found.children[0]) if found else None


def _name(builder: Builder, branch: Branch) -> ast.Name:
    return builder.name(token(branch, "NAME"))


def _member(builder: Builder, branch: Branch) -> ast.Member:
    owner, member = tokens(branch, "NAME")
    return ast.Member(builder.span(branch), builder.name(owner), builder.name(member))


def _value_at(builder: Builder, branch: Branch) -> ast.ValueAt:
    attribute, at = tokens(branch, "NAME")
    return ast.ValueAt(builder.span(branch), builder.name(attribute), builder.name(at))


def _arithmetic(builder: Builder, branch: Branch) -> ast.Arithmetic:
    left, right = map(builder.expression, branch.children)
    return ast.Arithmetic(builder.span(branch), _OPERATORS[branch.data], left, right)


def _negate(builder: Builder, branch: Branch) -> ast.Negate:
    return ast.Negate(builder.span(branch), builder.expression(branch.children[0]))


def _percent_of(builder: Builder, branch: Branch) -> ast.PercentOf:
    share = literals.percent(builder, token(branch, "PERCENT"))
    return ast.PercentOf(builder.span(branch), share, builder.expression(branch.children[1]))


def _time_share_of(builder: Builder, branch: Branch) -> ast.TimeShareOf:
    figure, unit = tokens(branch, "NUMBER", "UNIT")
    value, word = literals.number(builder, figure), literals.singular(unit)
    quantity = ast.Quantity(builder.span(figure).to(builder.span(unit)), value, word, "elapsed")
    return ast.TimeShareOf(builder.span(branch), quantity, builder.expression(branch.children[2]))


def _round_to(builder: Builder, branch: Branch) -> ast.RoundTo:
    places = literals.whole(builder, token(branch, "NUMBER"), "the number of places", 0, 30)
    return ast.RoundTo(builder.span(branch), builder.expression(branch.children[0]), places)


def comparator(sign: Token) -> Comparator:
    """A sign of comparison, whichever way it was typed."""
    return cast(Comparator, _SIGNS.get(sign, str(sign)))


def _compare(builder: Builder, branch: Branch) -> ast.Compare:
    left, right = map(builder.expression, parts(branch))
    return ast.Compare(builder.span(branch), comparator(token(branch, "COMPARE")), left, right)


def _logic(builder: Builder, branch: Branch) -> ast.Logic:
    left, right = map(builder.expression, branch.children)
    return ast.Logic(builder.span(branch), "and" if branch.data == "both" else "or", left, right)


def _not(builder: Builder, branch: Branch) -> ast.Not:
    return ast.Not(builder.span(branch), builder.expression(branch.children[0]))


def _one_of(builder: Builder, branch: Branch) -> ast.OneOf:
    labels = tuple(literals.label(builder, each) for each in trees(branch, "label"))
    return ast.OneOf(builder.span(branch), builder.expression(branch.children[0]), labels)


def _presence(builder: Builder, branch: Branch) -> ast.Presence:
    return ast.Presence(builder.span(branch), builder.expression(branch.children[0]), branch.data == "present")


def _within(builder: Builder, branch: Branch) -> ast.Within:
    container = builder.name(token(branch, "NAME"))
    return ast.Within(builder.span(branch), builder.expression(branch.children[0]), container)


def _notice(builder: Builder, branch: Branch) -> ast.Notice:
    subject, distance, reference = map(builder.expression, parts(branch))
    direction: Literal["before", "after"] = "before" if branch.data.endswith("before") else "after"
    return ast.Notice(
        builder.span(branch), subject, distance, direction, reference, most=branch.data.startswith("at_most")
    )


def _extreme(builder: Builder, branch: Branch) -> ast.Extreme:
    operands = tuple(map(builder.expression, branch.children))
    return ast.Extreme(builder.span(branch), "greater" if branch.data == "greater_of" else "lesser", operands)


RULES: dict[str, Rule] = {
    "name": _name,
    "member": _member,
    "value_at": _value_at,
    "add": _arithmetic,
    "subtract": _arithmetic,
    "multiply": _arithmetic,
    "divide": _arithmetic,
    "negate": _negate,
    "percent_of": _percent_of,
    "time_share_of": _time_share_of,
    "round_to": _round_to,
    "compare": _compare,
    "either": _logic,
    "both": _logic,
    "negated": _not,
    "one_of": _one_of,
    "present": _presence,
    "missing": _presence,
    "within": _within,
    "at_least_before": _notice,
    "at_least_after": _notice,
    "at_most_before": _notice,
    "at_most_after": _notice,
    "greater_of": _extreme,
    "lesser_of": _extreme,
}
