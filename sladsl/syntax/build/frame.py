"""The frame of an agreement: parties, term, money, parameters, services, windows."""

from typing import Literal, cast

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.structure import structure

_WINDOWS = {"hour", "day", "week", "month", "quarter", "year"}


def _party(builder: Builder, branch: Branch) -> ast.Party:
    role = cast(Literal["provider", "customer", "party"], str(token(branch, "ROLE")))
    return ast.Party(builder.span(branch), role, builder.name(token(branch, "NAME")), literals.title(builder, branch))


def _term(builder: Builder, branch: Branch) -> ast.Term:
    start, *end = (_day(builder, each) for each in trees(branch, "day"))
    return ast.Term(builder.span(branch), start, end[0] if end else None, through=branch.data == "term_through")


def _day(builder: Builder, branch: Branch) -> ast.Date | ast.Name:
    written = next(tokens(branch, "DATE"), None)
    if written is None:
        return builder.name(token(branch, "NAME"))
    return ast.Date(builder.span(written), literals.day(builder, written))


def zone(builder: Builder, branch: Branch) -> ast.ZoneClause:
    quoted = list(tokens(branch, "STRING"))
    named = literals.text(builder, quoted[0]) if quoted else builder.name(token(branch, "NAME"))
    return ast.ZoneClause(builder.span(branch), named)


def _currency(builder: Builder, branch: Branch) -> ast.CurrencyClause:
    return ast.CurrencyClause(builder.span(branch), builder.name(token(branch, "NAME")))


def _rounding(builder: Builder, branch: Branch) -> ast.Rounding:
    (mode,) = parts(branch)
    words = cast(Literal["half up", "half even", "up", "down"], mode.data.replace("_", " "))
    return ast.Rounding(builder.span(branch), words)


def choices(builder: Builder, branch: Branch | None) -> tuple[ast.Name | ast.Text, ...]:
    return tuple(literals.label(builder, each) for each in trees(branch, "label")) if branch else ()


def _parameter(builder: Builder, branch: Branch) -> ast.Parameter:
    (default,) = parts(branch, "title", "choices")
    return ast.Parameter(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        builder.expression(default),
        literals.title(builder, branch),
        choices(builder, tree(branch, "choices")),
    )


def _service(builder: Builder, branch: Branch) -> ast.Service:
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    fees = tuple(_fee(builder, each) for each in parts(branch, "title", "rests_on"))
    rests_on = tree(branch, "rests_on")
    on = structure(builder, parts(rests_on)[0]) if rests_on else None
    return ast.Service(builder.span(branch), name, title, fees, on)


def _fee(builder: Builder, branch: Branch) -> ast.Fee:
    amount, *window = parts(branch)
    return ast.Fee(builder.span(branch), builder.expression(amount), builder.window(window[0]) if window else None)


# Windows


def _calendar_window(builder: Builder, branch: Branch) -> ast.WindowSpec:
    word = token(branch, "UNIT")
    unit, from_day, zone_part = literals.singular(word), tree(branch, "from_day"), tree(branch, "in_zone")
    if unit not in _WINDOWS:
        builder.complain(
            codes.BAD_WINDOW,
            f"a {unit} is too short to be a window",
            word,
            notes=("A window is an hour, a day, a week, a month, a quarter, a half year, a year or the term.",),
        )
    elif word.endswith("s"):
        builder.complain(
            codes.BAD_WINDOW, f"one {unit} is meant", word, (Fix(f"write `{unit}`", builder.span(word), unit),)
        )
    day = next(tokens(from_day, "NUMBER"), None) if from_day else None
    weekday = next(tokens(from_day, "WEEKDAY"), None) if from_day else None
    return ast.WindowSpec(
        builder.span(branch),
        unit,
        literals.whole(builder, day, "the first day", 1, 31) if day else None,
        _zone_text(builder, zone_part),
        from_weekday=None if weekday is None else literals.WEEKDAYS.index(weekday[:3]),
    )


def _fiscal_window(builder: Builder, branch: Branch) -> ast.WindowSpec:
    (word,) = parts(branch, "in_zone")
    unit = next(tokens(word, "UNIT"), None)
    return ast.WindowSpec(
        builder.span(branch),
        literals.singular(unit) if unit else "half year",
        None,
        _zone_text(builder, tree(branch, "in_zone")),
        fiscal=literals.month_day(builder, token(branch, "MONTH_DAY")),
    )


def _rolling_window(builder: Builder, branch: Branch) -> ast.WindowSpec:
    return ast.WindowSpec(
        builder.span(branch),
        literals.singular(token(branch, "UNIT")),
        None,
        _zone_text(builder, tree(branch, "in_zone")),
        count=literals.whole(builder, token(branch, "NUMBER"), "the length", 1, 1_000),
        rolling=True,
    )


def _anchored_window(builder: Builder, branch: Branch) -> ast.WindowSpec:
    return ast.WindowSpec(
        builder.span(branch),
        literals.singular(token(branch, "UNIT")),
        None,
        _zone_text(builder, tree(branch, "in_zone")),
        count=literals.whole(builder, token(branch, "NUMBER"), "the length", 1, 1_000),
        from_date=literals.day(builder, token(branch, "DATE")),
    )


def _half_year(builder: Builder, branch: Branch) -> ast.WindowSpec:
    return ast.WindowSpec(builder.span(branch), "half year", None, _zone_text(builder, tree(branch, "in_zone")))


def _whole_term(builder: Builder, branch: Branch) -> ast.WindowSpec:
    return ast.WindowSpec(builder.span(branch), "term")


def _zone_text(builder: Builder, branch: Branch | None) -> ast.Text | None:
    return literals.text(builder, token(branch, "STRING")) if branch else None


RULES: dict[str, Rule] = {
    "party": _party,
    "term_until": _term,
    "term_through": _term,
    "term_open": _term,
    "zone": zone,
    "currency": _currency,
    "rounding": _rounding,
    "parameter": _parameter,
    "service": _service,
    "calendar_window": _calendar_window,
    "half_year": _half_year,
    "fiscal_window": _fiscal_window,
    "rolling_window": _rolling_window,
    "anchored_window": _anchored_window,
    "whole_term": _whole_term,
}
