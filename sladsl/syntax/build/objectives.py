"""Metrics, objectives and the limit over all credits."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Diagnostic, Label
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals, remedies
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tree, trees
from sladsl.syntax.build.measures import by_moment, value_case
from sladsl.syntax.build.streams import list_of_names

_REQUIREMENTS = ("requirement", "requirement_when", "requirement_otherwise", "requirement_each")
_KINDS: dict[str, Literal["objective", "kpi", "remedy"]] = {
    "with_remedy": "objective",
    "without_remedy": "kpi",
    "only_remedy": "remedy",
}
_CREDITS = ("credit_share", "credit_table", "credit_amount")


def _each(builder: Builder, branch: Branch) -> ast.ForEach | None:
    found = tree(branch, "each")
    if found is None:
        return None
    return ast.ForEach(builder.span(found), list_of_names(builder, parts(found)[0]), by_moment(builder, found))


def _serving(builder: Builder, branch: Branch) -> ast.Name | None:
    found = tree(branch, "serving")
    return builder.name(token(found, "NAME")) if found else None


def _metric(builder: Builder, branch: Branch) -> ast.Metric:
    (value,) = parts(branch, "title", "each", "serving", "shown", "value_case")
    shown = tree(branch, "shown")
    return ast.Metric(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        builder.expression(value),
        literals.title(builder, branch),
        _each(builder, branch),
        _serving(builder, branch),
        literals.singular(token(shown, "UNIT")) if shown else None,
        tuple(_case(builder, each) for each in trees(branch, "value_case")),
    )


def _case(builder: Builder, branch: Branch) -> tuple[ast.Expression, ast.Expression]:
    case = value_case(builder, branch)
    return case.value, case.condition


def _objective(builder: Builder, branch: Branch) -> ast.Objective:
    def lines(*rules: str) -> Iterator[Branch]:
        return trees(branch, *rules)

    return ast.Objective(
        builder.span(branch),
        _KINDS[next(each.data for each in trees(branch, *_KINDS))],
        builder.name(token(branch, "NAME")),
        literals.title(builder, branch),
        _each(builder, branch),
        _serving(builder, branch),
        requirements=tuple(_requirement(builder, line) for line in lines(*_REQUIREMENTS)),
        tables=tuple(remedies.class_table(builder, line) for line in lines("class_table")),
        windows=_windows(builder, branch),
        credits=tuple(remedies.credit(builder, line) for line in lines(*_CREDITS)),
        limits=tuple(remedies.limit(builder, line) for line in lines("limit")),
        pay_only_above=tuple(remedies.pay_only_above(builder, line) for line in lines("pay_above")),
        claims=tuple(remedies.claim(builder, line) for line in lines("claim", "claim_by_end")),
        warnings=tuple(remedies.warn(builder, line) for line in lines("warn")),
        points=tuple(remedies.credit(builder, line) for line in lines("points_table", "points_amount")),
        applies=tuple(builder.expression(line.children[0]) for line in lines("applies_when")),
        eligible=tuple(builder.expression(line.children[0]) for line in lines("eligible_when")),
        payable=tuple(remedies.payable(builder, line) for line in lines("payable")),
        earn_backs=tuple(builder.expression(line.children[0]) for line in lines("earn_back")),
        pay_once=tuple(remedies.pay_once(builder, line) for line in lines("pay_once")),
        dates=tuple(remedies.dated(builder, line) for line in lines("applied_within", "expires_within")),
        escalations=tuple(remedies.escalate_at(builder, line) for line in lines("escalate_at")),
    )


def _requirement(builder: Builder, branch: Branch) -> ast.Requirement:
    if branch.data == "requirement_each":
        return _each_due(builder, branch)
    *when, kept = map(builder.expression, parts(branch, "per"))
    otherwise = branch.data == "requirement_otherwise"
    return ast.Requirement(builder.span(branch), kept, when[0] if when else None, otherwise)


def _each_due(builder: Builder, branch: Branch) -> ast.Requirement:
    """`each mondays: …` is `share over mondays with … >= 100%`."""
    span, share = builder.span(branch), tree(branch, "share_kept")
    (kept,) = parts(branch, "share_kept", "per")
    schedule = builder.name(token(branch, "NAME"))
    least = literals.percent(builder, token(share, "PERCENT")) if share else ast.Percent(schedule.span, Fraction(100))
    measured = ast.Over(span, "share", ast.OverScopes(schedule.span, (schedule,)), builder.expression(kept))
    return ast.Requirement(span, ast.Compare(span, ">=", measured, least))


def _windows(builder: Builder, branch: Branch) -> tuple[ast.WindowSpec, ...]:
    """All windows of an objective, from its lines and from the ends of its requirements: at most one of them."""
    lines = trees(branch, "window_line", *_REQUIREMENTS)
    found = [window for line in lines if (window := remedies.per(builder, line))]
    for again in found[1:]:
        if again != found[0]:
            builder.diagnostics.append(
                Diagnostic(
                    codes.SAID_TWICE,
                    "an objective is taken in one window, and this is a second one",
                    again.span,
                    labels=(Label(found[0].span, "the first window"),),
                    notes=("To promise something per month and something else per year, write two objectives.",),
                )
            )
    return tuple(found)


def _total_limit(builder: Builder, branch: Branch) -> ast.TotalLimit:
    named = tree(branch, "names")
    (amount,) = parts(branch, "names", "per")
    return ast.TotalLimit(
        builder.span(branch),
        builder.expression(amount),
        remedies.per(builder, branch),
        list_of_names(builder, named) if named else (),
    )


RULES: dict[str, Rule] = {
    "metric": _metric,
    "objective": _objective,
    "total_limit": _total_limit,
    "group_limit": _total_limit,
}
