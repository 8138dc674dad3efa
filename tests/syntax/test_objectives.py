"""Metrics, objectives and remedies."""

import pytest

from sladsl.syntax import ast
from syntax.nodes import AT, IS_ONE, A, B, C, amount, compare, name, names, number, percent, quantity, text, window
from syntax.reading import clause, objective


def test_a_metric_with_everything() -> None:
    assert clause(
        'metric m "M" for each a, b by opened for api = a shown in hours, 0 where a = 1, 5 where b'
    ) == ast.Metric(
        AT,
        name("m"),
        A,
        "M",
        ast.ForEach(AT, names("a", "b"), name("opened")),
        name("api"),
        "hour",
        ((number(0), IS_ONE), (number(5), B)),
    )


def test_an_objective_with_everything() -> None:
    found = clause(
        """objective o "O" for each a for api {
             a = 1 per calendar month
             b
             when c: a = 1
             otherwise: b
             by class { P1: a = 1, b  "P 2": c }
             per month
             credit 5 USD
             limit credit to 7 USD per year
             pay only above 1 USD after rounding
             claim within 30 calendar days of window end
             claim in claims where a = 1 within 5 days of window end inclusive
             warn at 80% of target
           }"""
    )
    assert found == ast.Objective(
        AT,
        "objective",
        name("o"),
        "O",
        ast.ForEach(AT, names("a")),
        name("api"),
        requirements=(
            ast.Requirement(AT, IS_ONE),
            ast.Requirement(AT, B),
            ast.Requirement(AT, IS_ONE, when=C),
            ast.Requirement(AT, B, otherwise=True),
        ),
        tables=(
            ast.ClassTable(
                AT,
                name("class"),
                (ast.ClassRow(AT, name("P1"), (IS_ONE, B)), ast.ClassRow(AT, text("P 2"), (C,))),
            ),
        ),
        windows=(window("month"), window("month")),
        credits=(ast.Credit(AT, amount=amount(5)),),
        limits=(ast.Limit(AT, amount(7), window("year")),),
        pay_only_above=(ast.PayOnlyAbove(AT, amount(1), after_rounding=True),),
        claims=(
            ast.Claim(AT, quantity(30, "day", "calendar"), anchor=ast.Anchor(AT, "window end")),
            ast.Claim(
                AT, quantity(5, "day"), name("claims"), IS_ONE, inclusive=True, anchor=ast.Anchor(AT, "window end")
            ),
        ),
        warnings=(ast.Warn(AT, percent(80)),),
    )


def test_a_kpi() -> None:
    assert clause("kpi k { a = 1 }") == ast.Objective(AT, "kpi", name("k"), requirements=(ast.Requirement(AT, IS_ONE),))


def row(gives: int, *bounds: ast.Bound) -> ast.Row:
    return ast.Row(AT, bounds, percent(gives))


BELOW = row(10, ast.Bound(AT, "below", percent(99)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("credit share of a { below 99% gives 10% }", ast.Credit(AT, A, (ast.Table(AT, None, (BELOW,)),))),
        (
            "credit share of a, at most 5 USD per month, only when breached { below 99% gives 10% }",
            ast.Credit(
                AT,
                A,
                (ast.Table(AT, None, (BELOW,)),),
                limits=(ast.Limit(AT, amount(5), window("month")),),
                trigger="only when breached",
            ),
        ),
        (
            "credit, in any case { below 99% gives 10% }",
            ast.Credit(AT, None, (ast.Table(AT, None, (BELOW,)),), trigger="in any case"),
        ),
        (
            "credit share of b { when a = 1 { below 99% gives 10% } "
            "when c { below 99% gives 10% } otherwise { below 99% gives 10% } }",
            ast.Credit(
                AT,
                B,
                (ast.Table(AT, IS_ONE, (BELOW,)), ast.Table(AT, C, (BELOW,)), ast.Table(AT, None, (BELOW,))),
            ),
        ),
        (
            "credit 50 USD per case missed, at most 1_000 USD per month",
            ast.Credit(AT, amount=amount(50), per_case=True, limits=(ast.Limit(AT, amount(1000), window("month")),)),
        ),
        ("credit 2 * a", ast.Credit(AT, amount=ast.Arithmetic(AT, "*", number(2), A))),
    ],
)
def test_credits(written: str, meant: ast.Credit) -> None:
    assert objective(written).credits == (meant,)


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("below 1", [("below", 1)]),
        ("above 1", [("above", 1)]),
        ("at least 1", [("at least", 1)]),
        ("at most 1", [("at most", 1)]),
        ("exactly 1", [("exactly", 1)]),
        ("1 through 2", [("at least", 1), ("at most", 2)]),
        ("1 until 2", [("at least", 1), ("below", 2)]),
        ("at least 1 and below 2", [("at least", 1), ("below", 2)]),
    ],
)
def test_rows(written: str, bounds: list[tuple[str, int]]) -> None:
    (credit,) = objective(f"credit {{ {written} gives 3 }}").credits
    assert [(each.side, each.value) for each in credit.tables[0].rows[0].bounds] == [
        (side, number(value)) for side, value in bounds
    ]


def test_two_windows_alike_are_one() -> None:
    assert objective("a per month\nb per month").windows == (window("month"), window("month"))


def test_comparisons_may_go_on_in_the_next_line() -> None:
    (requirement,) = objective("share of a\n with a = 1\n  >= 95%").requirements
    assert requirement.condition == compare(ast.ShareOf(AT, A, IS_ONE), ">=", percent(95))
