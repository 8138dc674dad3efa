"""Sets of instants."""

from fractions import Fraction
from typing import Literal, cast

from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import levels, literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree
from sladsl.syntax.build.expressions import condition


def _named_set(builder: Builder, branch: Branch) -> ast.NamedSet:
    name, longest = builder.name(token(branch, "NAME")), branch.data == "longest_spans"
    return ast.NamedSet(builder.span(branch), name, condition(builder, branch), longest)


def _buckets(builder: Builder, branch: Branch) -> ast.Buckets:
    width, where = parts(branch)
    stream = builder.name(token(branch, "NAME"))
    return ast.Buckets(builder.span(branch), builder.width(width), stream, builder.expression(where.children[0]))


def _runs(builder: Builder, branch: Branch) -> ast.Lasting:
    length, inside = parts(branch)
    return ast.Lasting(builder.span(branch), builder.time_set(inside), builder.quantity(length))


def _lasting(builder: Builder, branch: Branch) -> ast.Lasting:
    inside, length = parts(branch)
    strict = branch.data == "lasting_more"
    return ast.Lasting(builder.span(branch), builder.time_set(inside), builder.expression(length), strict)


def _units(builder: Builder, branch: Branch) -> ast.Units:
    unit = literals.singular(token(branch, "UNIT"))
    started, clock = branch.data.startswith("started"), "clock" in branch.data
    return ast.Units(builder.span(branch), builder.time_set(branch.children[0]), unit, started, clock)


def _since_first(builder: Builder, branch: Branch) -> ast.SinceFirst:
    inside = builder.time_set(branch.children[0])
    return ast.SinceFirst(builder.span(branch), inside, builder.name(token(branch, "NAME")), condition(builder, branch))


def _holding(builder: Builder, branch: Branch) -> ast.Holding:
    counted, limit = tree(branch, "from_first", "from_last"), tree(branch, "held_for")
    said = next(tokens(branch, "NUMBER"), None)
    counted_from: Literal["first", "last"] | None = None
    if counted:
        counted_from = "first" if counted.data == "from_first" else "last"
    where = condition(builder, branch)
    assert where is not None
    return ast.Holding(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        where,
        literals.whole(builder, said, "the number in a row", 1, 1_000) if said else 1,
        counted_from,
        builder.quantity(parts(limit)[0]) if limit else None,
    )


def _among(builder: Builder, branch: Branch) -> ast.Among:
    span, key = builder.span(branch), builder.name(token(branch, "NAME"))
    (inside,) = map(builder.time_set, parts(branch))
    if branch.data == "all_of":
        return ast.Among(span, key, inside, share=ast.Percent(span, Fraction(100)))
    if branch.data == "at_least_of":
        return ast.Among(span, key, inside, literals.whole(builder, token(branch, "NUMBER"), "the number", 1, 10_000))
    share = literals.percent(builder, token(branch, "PERCENT"))
    if not 0 < share.value <= 100:
        builder.complain(codes.BAD_NUMBER, "a share of a whole lies above 0% and is at most 100%", share.span)
    return ast.Among(span, key, inside, share=share, strict=branch.data == "more_than_share")


def _combined(builder: Builder, branch: Branch) -> ast.Combined:
    left, right = map(builder.time_set, branch.children)
    operator = cast(Literal["together", "during", "outside"], str(branch.data))
    return ast.Combined(builder.span(branch), operator, left, right)


def _define(builder: Builder, branch: Branch) -> ast.Node:
    """With brackets after its name it is a definition with parameters, whatever it stands in."""
    if tree(branch, "formals"):
        return levels.definition(builder, branch)
    (inside,) = parts(branch, "title")
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    return ast.Define(builder.span(branch), name, builder.time_set(inside), title)


def _exclusion(builder: Builder, branch: Branch) -> ast.Exclusion:
    sets: list[ast.TimeSet] = []
    allowances: list[ast.Allowance] = []
    effects: list[tuple[Branch, Literal["up", "leaves"]]] = []
    for line in parts(branch, "title"):
        match line.data:
            case "excluded_set":
                sets.append(builder.time_set(line.children[0]))
            case "allowance":
                allowances.append(_allowance(builder, line))
            case "counts_as_up":
                effects.append((line, "up"))
            case _:
                effects.append((line, "leaves"))
    for again, _ in effects[1:]:
        builder.complain(codes.SAID_TWICE, "how excluded time counts is said twice", again)
    return ast.Exclusion(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        tuple(sets),
        literals.title(builder, branch),
        tuple(allowances),
        effects[0][1] if effects else None,
    )


def _allowance(builder: Builder, branch: Branch) -> ast.Allowance:
    amount, window = parts(branch, "or_none")
    whole = tree(branch, "or_none") is not None
    return ast.Allowance(builder.span(branch), builder.expression(amount), builder.window(window), whole)


RULES: dict[str, Rule] = {
    "named_set": _named_set,
    "longest_spans": _named_set,
    "buckets": _buckets,
    "runs": _runs,
    "lasting": _lasting,
    "lasting_more": _lasting,
    "whole_units": _units,
    "started_units": _units,
    "whole_clock_units": _units,
    "started_clock_units": _units,
    "since_first": _since_first,
    "holding": _holding,
    "holding_in_a_row": _holding,
    "at_least_of": _among,
    "at_least_share": _among,
    "more_than_share": _among,
    "all_of": _among,
    "together": _combined,
    "during": _combined,
    "outside": _combined,
    "define": _define,
    "exclusion": _exclusion,
}
