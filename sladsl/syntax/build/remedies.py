"""What follows from a number: credits, tables, limits, claims, warnings; and the windows it is taken in."""

from collections.abc import Iterator
from fractions import Fraction
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


_CREDIT_OPTIONS = ("credit_limit", "only_when", "doubled_when", "times_when", *_TRIGGERS)
_WORDS: dict[str, Literal["credit", "bonus", "points"]] = {"by_provider": "credit", "by_customer": "bonus"}


def credit(builder: Builder, branch: Branch) -> ast.Credit:
    """A credit, a bonus or points: a table or a formula."""
    trigger = at_most_once(builder, branch, "when the credit is due", *_TRIGGERS)
    word = tree(branch, *_WORDS)
    share_of = amount = None
    first = parts(branch, "per_case", "table", *_WORDS, *_CREDIT_OPTIONS)
    if branch.data == "credit_share":
        share_of = builder.expression(first[0])
    elif branch.data in ("credit_amount", "points_amount"):
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
        _WORDS[word.data] if word else "points",
        tuple(builder.expression(each.children[0]) for each in trees(branch, "only_when")),
        tuple(_factor(builder, each) for each in trees(branch, "doubled_when", "times_when")),
    )


def _factor(builder: Builder, branch: Branch) -> ast.Factor:
    span = builder.span(branch)
    *factor, condition_ = map(builder.expression, parts(branch))
    return ast.Factor(span, factor[0] if factor else ast.Number(span, Fraction(2)), condition_)


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


def anchor(builder: Builder, branch: Branch) -> ast.Anchor:
    """From when a deadline runs."""
    if branch.data in ("window_end", "window_start"):
        at: Literal["window end", "window start"] = "window end" if branch.data == "window_end" else "window start"
        return ast.Anchor(builder.span(branch), at)
    moment, stream = map(builder.name, tokens(branch, "NAME"))
    kind: Literal["first", "last"] = "first" if branch.data == "first_instant" else "last"
    return ast.Anchor(builder.span(branch), kind, moment, stream, condition(builder, branch))


ANCHORS = ("window_end", "window_start", "first_instant", "last_instant")


def claim(builder: Builder, branch: Branch) -> ast.Claim:
    stream, proof, since = tree(branch, "claim_stream"), tree(branch, "evidence"), tree(branch, *ANCHORS)
    end_of = None
    if branch.data == "claim_by_end":
        word = token(branch, "UNIT")
        end_of = literals.singular(word)
        within = ast.Quantity(builder.span(word), Fraction(_ordinal(branch)), end_of, "calendar")
    else:
        (written,) = parts(branch, "claim_stream", "inclusive", "evidence", *ANCHORS)
        within = builder.quantity(written)
    return ast.Claim(
        builder.span(branch),
        within,
        builder.name(token(stream, "NAME")) if stream else None,
        condition(builder, stream) if stream else None,
        tree(branch, "inclusive") is not None,
        anchor(builder, since) if since else None,
        end_of,
        tuple(literals.text(builder, each) for each in tokens(proof, "STRING")) if proof else (),
    )


def _ordinal(branch: Branch) -> int:
    """`2nd`; nothing is the first."""
    found = next(tokens(branch, "ORDINAL"), None)
    return int(found[:-2]) if found else 1


def dated(builder: Builder, branch: Branch) -> ast.Dated:
    """When a credit is applied, or expires."""
    within, since = parts(branch)
    what: Literal["applied", "expires"] = "applied" if branch.data == "applied_within" else "expires"
    return ast.Dated(builder.span(branch), what, builder.quantity(within), anchor(builder, since))


def pay_once(builder: Builder, branch: Branch) -> ast.PayOnce:
    return ast.PayOnce(builder.span(branch), builder.expression(branch.children[0]))


def payable(builder: Builder, branch: Branch) -> ast.Payable:
    payer, payee = map(builder.name, tokens(branch, "NAME"))
    return ast.Payable(builder.span(branch), payer, payee)


def escalate_at(builder: Builder, branch: Branch) -> ast.EscalateAt:
    share = literals.percent(builder, token(branch, "PERCENT"))
    return ast.EscalateAt(builder.span(branch), literals.text(builder, token(branch, "STRING")), share)


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
    at = tree(branch, "at_moment")
    return ast.ClassTable(
        builder.span(branch), builder.name(attribute), rows, builder.name(token(at, "NAME")) if at else None
    )
