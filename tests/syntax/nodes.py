"""Nodes without their places, which take no part in equality."""

from fractions import Fraction
from typing import Literal

from sladsl.syntax import ast
from sladsl.text import Span

AT = Span("", 0, 0)


def name(text: str) -> ast.Name:
    return ast.Name(AT, text)


def names(*texts: str) -> tuple[ast.Name, ...]:
    return tuple(name(each) for each in texts)


def number(value: str | int) -> ast.Number:
    return ast.Number(AT, Fraction(value))


def percent(value: str | int) -> ast.Percent:
    return ast.Percent(AT, Fraction(value))


def amount(value: str | int, code: str = "USD") -> ast.Amount:
    return ast.Amount(AT, Fraction(value), code)


def text(value: str) -> ast.Text:
    return ast.Text(AT, value)


def quantity(
    value: str | int,
    unit: str,
    kind: Literal["elapsed", "calendar", "business"] = "elapsed",
    calendar: str | None = None,
) -> ast.Quantity:
    return ast.Quantity(AT, Fraction(value), unit, kind, name(calendar) if calendar else None)


def compare(
    left: ast.Expression, operator: Literal["<", "<=", "=", "!=", ">=", ">"], right: ast.Expression
) -> ast.Compare:
    return ast.Compare(AT, operator, left, right)


def named_set(stream: str, where: ast.Expression | None = None) -> ast.NamedSet:
    return ast.NamedSet(AT, name(stream), where)


def window(unit: str, from_day: int | None = None, zone: str | None = None) -> ast.WindowSpec:
    return ast.WindowSpec(AT, unit, from_day, text(zone) if zone else None)


A, B, C = name("a"), name("b"), name("c")
"""Names of that spelling."""

IS_ONE = compare(A, "=", number(1))
"""`a = 1`"""
