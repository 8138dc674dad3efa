"""Scenarios: their logs, what they expect, their tables of cases."""

from collections.abc import Iterator
from typing import cast

from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.expressions import Comparator, comparator
from sladsl.syntax.build.streams import list_of_names
from sladsl.text import Span

_EXPECTATIONS = (
    *("expect_consequence", "expect_no_consequence"),
    *("expect", "expect_no_credit", "expect_finding", "expect_no_finding", "expect_no_findings"),
)
_MOST_TIMES = 1_000_000
_MOST_UNITS = 1_000
_WINDOWS = ("in_window", "in_rolling", "in_term")


def _scenario(builder: Builder, branch: Branch) -> ast.Scenario:
    def lines(*rules: str) -> Iterator[Branch]:
        return trees(branch, *rules)

    (heading,) = trees(branch, "heading")
    return ast.Scenario(
        builder.span(branch),
        literals.text(builder, token(heading, "STRING")),
        tuple(_stretch(builder, parts(line)[0]) for line in lines("scenario_period")),
        tuple(_instant(builder, line) for line in lines("scenario_as_of")),
        tuple(_setting(builder, line) for line in lines("scenario_setting")),
        tuple(_log(builder, line) for line in lines("scenario_log")),
        tuple(name for line in lines("scenario_without") for name in list_of_names(builder, parts(line)[0])),
        tuple(_expectation(builder, line) for line in lines(*_EXPECTATIONS)),
        tuple(_case_table(builder, line) for line in lines("scenario_rows")),
        tuple(_opening(builder, line) for line in lines("scenario_opening")),
    )


def _setting(builder: Builder, branch: Branch) -> ast.Assignment:
    (value,) = parts(branch)
    return ast.Assignment(builder.span(branch), builder.name(token(branch, "NAME")), builder.expression(value))


def _stretch(builder: Builder, branch: Branch) -> ast.Stretch:
    span = builder.span(branch)
    return ast.Stretch(span, " ".join(_source_text(builder, span).split()))


def _source_text(builder: Builder, span: Span) -> str:
    return builder.source.text[span.start : span.end]


def _instant(builder: Builder, branch: Branch) -> ast.Date | ast.Moment:
    return literals.date_or_moment(builder, token(branch, "DATE", "DATETIME"))


# The log


def _log(builder: Builder, branch: Branch) -> ast.LogBlock:
    covers = tree(branch, "covering")
    return ast.LogBlock(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        tuple(_row(builder, each) for each in trees(branch, "log_row")),
        _stretch(builder, parts(covers)[0]) if covers else None,
    )


def _row(builder: Builder, branch: Branch) -> ast.LogRow:
    times = tree(branch, "times")
    (place,) = parts(branch, "times", "given", "exception", "exception_missing")
    kind = place.data.removeprefix("row_")
    dates = [literals.date_or_moment(builder, each) for each in tokens(place, "DATE", "DATETIME")]
    every = builder.quantity(parts(place)[0]) if kind == "every" else None
    end: ast.Expression | None = None
    if kind in ("until", "for"):
        end = _end(builder, parts(place)[0])
    elif kind == "every" and dates:
        end = dates[1]
    return ast.LogRow(
        builder.span(branch),
        kind,  # type: ignore[arg-type]
        dates[0] if dates else None,
        end,
        literals.label(builder, parts(place)[0]) if kind == "case" else None,
        every,
        literals.whole(builder, token(times, "NUMBER"), "how many there are", 1, _MOST_TIMES) if times else None,
        tuple(_given(builder, each) for each in trees(branch, "given")),
        tuple(_exception(builder, each) for each in trees(branch, "exception", "exception_missing")),
    )


def _end(builder: Builder, branch: Branch) -> ast.Expression:
    """The end or the length of a span, or the column of a table that holds it."""
    for name in tokens(branch, "NAME"):
        return builder.name(name)
    for instant in tokens(branch, "DATE", "DATETIME"):
        return literals.date_or_moment(builder, instant)
    return builder.quantity(parts(branch)[0])


def _exception(builder: Builder, branch: Branch) -> ast.Except:
    start, end = (literals.date_or_moment(builder, each) for each in tokens(branch, "DATE", "DATETIME"))
    given = tuple(_given(builder, each) for each in trees(branch, "given"))
    return ast.Except(builder.span(branch), start, end, given, branch.data == "exception_missing")


def _given(builder: Builder, branch: Branch) -> ast.Given:
    cells = tuple(_cell(builder, each) for each in parts(branch))
    return ast.Given(builder.span(branch), builder.name(token(branch, "NAME")), cells)


def _cell(builder: Builder, branch: Branch) -> ast.Cell:
    value, *then = map(builder.expression, parts(branch))
    until = then[0] if branch.data == "cell_until" else None
    since = then[0] if branch.data == "cell_since" else None
    return ast.Cell(builder.span(branch), value, until, branch.data == "cell_open", since)


def _negative(builder: Builder, branch: Branch) -> ast.Negate:
    return ast.Negate(builder.span(branch), builder.expression(parts(branch)[0]))


def _name(builder: Builder, branch: Branch) -> ast.Name:
    return builder.name(token(branch, "NAME"))


# What must come of it


def _expectation(builder: Builder, branch: Branch) -> ast.Expectation:
    span, scope, window = builder.span(branch), _scope(builder, branch), _window(builder, branch)
    match branch.data:
        case "expect":
            subject, outcome = parts(branch, "whom", *_WINDOWS)
            return ast.Expect(span, _asked(builder, subject), _outcome(builder, outcome), scope, window)
        case "expect_no_credit":
            named = tree(branch, "of_objective")
            return ast.ExpectNoCredit(span, builder.name(token(named, "NAME")) if named else None, scope, window)
        case "expect_consequence" | "expect_no_consequence":
            (named,) = trees(branch, "consequence")
            (to,) = tokens(named, "NAME", "STRING")
            present = branch.data == "expect_consequence"
            if to.type == "NAME":
                return ast.ExpectConsequence(span, "terminate", builder.name(to), present, scope, window)
            return ast.ExpectConsequence(span, "escalate", literals.text(builder, to), present, scope, window)
        case _:
            code = next(map(builder.name, tokens(branch, "NAME")), None)
            return ast.ExpectFinding(span, code, branch.data == "expect_finding")


def _scope(builder: Builder, branch: Branch) -> tuple[ast.BoundKey, ...]:
    whom = tree(branch, "whom")
    return tuple(_bound_key(builder, each) for each in parts(whom)) if whom else ()


def _bound_key(builder: Builder, branch: Branch) -> ast.BoundKey:
    label = literals.label(builder, parts(branch)[0])
    return ast.BoundKey(builder.span(branch), builder.name(token(branch, "NAME")), label)


def _window(builder: Builder, branch: Branch) -> ast.WindowName | None:
    found = tree(branch, *_WINDOWS)
    if found is None:
        return None
    if found.data == "in_term":
        return ast.WindowName(builder.span(found), "term")
    if found.data == "in_rolling":
        number, last = token(found, "NUMBER"), token(found, "DATE")
        count = literals.whole(builder, number, "the number of units", 1, _MOST_UNITS)
        unit = literals.singular(token(found, "UNIT")) + ("s" if count > 1 else "")
        return ast.WindowName(builder.span(number).to(builder.span(last)), f"{count} {unit} to {last}")
    label = token(found, "PERIOD", "DATE", "DATETIME")
    return ast.WindowName(builder.span(label), str(label))


def _asked(builder: Builder, branch: Branch) -> ast.Asked:
    kind = cast(ast.AskedKind, branch.data.removeprefix("asked_"))
    name = next(map(builder.name, tokens(branch, "NAME")), None)
    value = builder.expression(parts(branch)[0]) if kind == "value" else None
    case = literals.label(builder, parts(branch)[0]) if kind == "case" else None
    return ast.Asked(builder.span(branch), kind, name, value, case)


def _outcome(builder: Builder, branch: Branch) -> ast.ComesTo | ast.ComesOut:
    span = builder.span(branch)
    match branch.data:
        case "comes_to":
            operator: Comparator = next((comparator(each) for each in tokens(branch, "COMPARE")), "=")
            return ast.ComesTo(span, operator, builder.expression(parts(branch)[0]))
        case "without_value":
            return ast.ComesOut(span, "no value")
        case "without_verdict":
            return ast.ComesOut(span, "no verdict")
        case "without_application":
            return ast.ComesOut(span, "not applicable")
        case _:
            (state,) = parts(branch)
            column = next(map(builder.name, tokens(state, "NAME")), None)
            return ast.ComesOut(span, state.data.removeprefix("is_").replace("_", " "), column)


def _opening(builder: Builder, branch: Branch) -> ast.Opening:
    return ast.Opening(builder.span(branch), tuple(_opening_row(builder, each) for each in parts(branch)))


def _opening_row(builder: Builder, branch: Branch) -> ast.OpeningRow:
    window = _window(builder, branch)
    assert window is not None
    outcome, *others = parts(branch, "whom", *_WINDOWS)
    return ast.OpeningRow(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        _outcome(builder, outcome),
        tuple(_opening_part(builder, each) for each in others),
        _scope(builder, branch),
        window,
    )


def _opening_part(builder: Builder, branch: Branch) -> ast.OpeningPart:
    kind = branch.data.removeprefix("opening_")
    (held,) = parts(branch)
    amounts = parts(held) if held.data == "amounts" else [held]
    return ast.OpeningPart(
        builder.span(branch),
        kind,  # type: ignore[arg-type]
        tuple(map(builder.expression, amounts)),
    )


def _case_table(builder: Builder, branch: Branch) -> ast.CaseTable:
    (columns,) = trees(branch, "names")
    rows = (tuple(map(builder.expression, parts(each))) for each in trees(branch, "cells"))
    return ast.CaseTable(builder.span(branch), list_of_names(builder, columns), tuple(rows))


# Properties


def _property(builder: Builder, branch: Branch) -> ast.Property:
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    lines = tuple(_property_line(builder, each) for each in parts(branch, "title"))
    return ast.Property(builder.span(branch), name, lines, title)


def _property_line(builder: Builder, branch: Branch) -> ast.PropertyLine:
    *when, condition = map(builder.expression, parts(branch, "per"))
    per = tree(branch, "per")
    kind = {"always": "always", "never": "never", "whenever": "when"}[branch.data]
    return ast.PropertyLine(
        builder.span(branch),
        kind,  # type: ignore[arg-type]
        condition,
        when[0] if when else None,
        builder.window(per.children[0]) if per else None,
    )


RULES: dict[str, Rule] = {
    "scenario": _scenario,
    "property": _property,
    "negative": _negative,
    "cell_name": _name,
}
