"""Time sets and exclusions."""

from fractions import Fraction

import pytest

from sladsl.syntax import ast
from syntax.nodes import AT, IS_ONE, amount, name, named_set, quantity, window
from syntax.reading import clause, time_set

A, B, C = named_set("a"), named_set("b"), named_set("c")
MINUTE, HOUR = quantity(1, "minute"), quantity(1, "hour")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a", A),
        ("a where a = 1", named_set("a", IS_ONE)),
        ("spans of a where a = 1", named_set("a", IS_ONE)),
        ("buckets of 1min of a where a = 1", ast.Buckets(AT, MINUTE, name("a"), IS_ONE)),
        ("runs of at least 1h in a", ast.Lasting(AT, A, HOUR)),
        ("a lasting at least 1h", ast.Lasting(AT, A, HOUR)),
        ("a lasting more than 1h", ast.Lasting(AT, A, HOUR, strict=True)),
        ("a in whole minutes of each run", ast.Units(AT, A, "minute", started=False, clock=False)),
        ("a in started hours of each run", ast.Units(AT, A, "hour", started=True, clock=False)),
        ("a in whole clock minutes", ast.Units(AT, A, "minute", started=False, clock=True)),
        ("a in started clock minutes", ast.Units(AT, A, "minute", started=True, clock=True)),
        ("a since first of b where a = 1", ast.SinceFirst(AT, A, name("b"), IS_ONE)),
        ("holding a where a = 1", ast.Holding(AT, name("a"), IS_ONE)),
        ("holding a where a = 1 for at most 1h", ast.Holding(AT, name("a"), IS_ONE, at_most=HOUR)),
        ("holding at least 3 a where a = 1", ast.Holding(AT, name("a"), IS_ONE, 3)),
        ("holding at least 3 a counted from the last where a = 1", ast.Holding(AT, name("a"), IS_ONE, 3, "last")),
        ("at least 2 of a in (b)", ast.Among(AT, name("a"), B, 2)),
        ("at least 50% of a in (b)", ast.Among(AT, name("a"), B, share=ast.Percent(AT, Fraction(50)))),
        ("more than 50% of a in (b)", ast.Among(AT, name("a"), B, share=ast.Percent(AT, Fraction(50)), strict=True)),
        ("all of a in (b)", ast.Among(AT, name("a"), B, share=ast.Percent(AT, Fraction(100)))),
        ("a outside b", ast.Combined(AT, "outside", A, B)),
        ("a during b outside c", ast.Combined(AT, "outside", ast.Combined(AT, "during", A, B), C)),
        ("a during (b together with c)", ast.Combined(AT, "during", A, ast.Combined(AT, "together", B, C))),
    ],
)
def test_time_sets(written: str, meant: ast.TimeSet) -> None:
    assert time_set(written) == meant


def test_an_exclusion() -> None:
    assert clause(
        'exclusion works "Works" {\n a where a = 1\n b\n at most 4h per month\n at most 1h per day or none of it\n'
        " leaves the denominator\n}"
    ) == ast.Exclusion(
        AT,
        name("works"),
        (named_set("a", IS_ONE), B),
        "Works",
        (
            ast.Allowance(AT, quantity(4, "hour"), window("month")),
            ast.Allowance(AT, HOUR, window("day"), whole=True),
        ),
        "leaves",
    )
    assert clause("exclusion e { a\n counts as up }") == ast.Exclusion(AT, name("e"), (A,), effect="up")
    assert clause("exclusion e { }") == ast.Exclusion(AT, name("e"), ())


def test_amounts_are_expressions_too() -> None:
    assert clause("define d = a lasting at least 5 USD") == ast.Define(AT, name("d"), ast.Lasting(AT, A, amount(5)))
