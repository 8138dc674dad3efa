"""Expressions over other windows, over scopes, and of the verdicts on other clauses."""

from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree
from sladsl.syntax.build.expressions import condition
from sladsl.syntax.build.measures import STATISTICS, statistic_of, trimmed
from sladsl.syntax.build.streams import list_of_names

MOST_WINDOWS = 10_000
_AROUND: dict[str, Literal["any", "consecutive", "previous", "next"]] = {
    "in_any": "any",
    "in_a_row": "consecutive",
    "in_previous": "previous",
    "in_next": "next",
    "in_some_next": "next",
}


def _over(builder: Builder, branch: Branch) -> ast.Over:
    word = tree(branch, *STATISTICS)
    dimension, *rest = parts(branch, "where", "weighted", "trimmed", *STATISTICS)
    weighted = tree(branch, "weighted")
    statistic: Literal["count", "share", "sum", "mean", "max", "min", "median", "percentile"]
    statistic, percentile = "count" if branch.data == "count_over" else "share", None
    if word is not None:
        statistic, percentile = statistic_of(builder, word)
    return ast.Over(
        builder.span(branch),
        statistic,
        _dimension(builder, dimension),
        builder.expression(rest[0]) if rest else None,
        condition(builder, branch),
        builder.expression(weighted.children[0]) if weighted else None,
        percentile,
        trimmed(builder, branch),
    )


def _dimension(builder: Builder, branch: Branch) -> ast.OverWindows | ast.OverScopes:
    span = builder.span(branch)
    if branch.data == "over_scopes":
        return ast.OverScopes(span, list_of_names(builder, parts(branch)[0]))
    in_zone = tree(branch, "in_zone")
    zone = literals.text(builder, token(in_zone, "STRING")) if in_zone else None
    if branch.data == "over_windows":
        return ast.OverWindows(span, literals.singular(token(branch, "UNIT")), zone)
    number = literals.whole(builder, token(branch, "NUMBER"), "the number of windows", 1, MOST_WINDOWS)
    first, last = {"over_last": (1 - number, 0), "over_next": (1, number)}.get(branch.data, (-number, -1))
    return ast.OverWindows(span, _unit(tree(branch, "windows_word")), zone, first, last)


def _unit(branch: Branch | None) -> str | None:
    """The unit after a number; `windows` are windows like that of the clause."""
    word = next(tokens(branch, "UNIT"), None) if branch else None
    return literals.singular(word) if word else None


def _judged(builder: Builder, branch: Branch) -> ast.Judged:
    subject, verdict, *around = parts(branch)
    history = around[0] if around else None
    written = tokens(history, "NUMBER") if history else ()
    numbers = [literals.whole(builder, each, "the number of windows", 1, MOST_WINDOWS) for each in written]
    kind = _AROUND[history.data] if history else None
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        six = "any 6" if kind == "any" else "the next 6"
        builder.complain(
            codes.BAD_NUMBER, f"of {numbers[1]} windows, {numbers[0]} can never be so", history or branch,
            (Fix(f"write the smaller number first: `in 3 of {six} windows`"),),
        )  # fmt: skip
    times, windows = (numbers[0], numbers[-1]) if numbers else (1, 1)
    return ast.Judged(
        builder.span(branch),
        builder.expression(subject),
        "breached" if verdict.data == "is_breached" else "met",
        kind,
        times,
        windows,
        _unit(tree(history, "windows_word")) if history else None,
    )


def _consecutive(builder: Builder, branch: Branch) -> ast.ConsecutiveBreaches:
    return ast.ConsecutiveBreaches(builder.span(branch), builder.name(token(branch, "NAME")))


def _outcome_of(builder: Builder, branch: Branch) -> ast.OutcomeOf:
    what: Literal["credit", "points"] = "credit" if branch.data == "credit_of" else "points"
    return ast.OutcomeOf(builder.span(branch), what, list_of_names(builder, parts(branch)[0]))


RULES: dict[str, Rule] = {
    "count_over": _over,
    "share_over": _over,
    "statistic_over": _over,
    "judged_as": _judged,
    "consecutive_breaches": _consecutive,
    "credit_of": _outcome_of,
    "points_of": _outcome_of,
}
