"""Exact numbers in SQL: a whole number over a whole number that is positive, so that nothing is ever divided."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, Literal

from sladsl.engines.columnar.dialect import Dialect

_MOST: Final = 2**63 - 1


class NoEmitter(Exception):
    """Something has no emission, or none that is known to be exact: the reference works it out."""


@dataclass(frozen=True, slots=True)
class Number:
    """`top / bottom`. `bottom` is a known number, or SQL that is positive or unknown; both are unknown together."""

    top: str
    bottom: int | str = 1

    @property
    def is_whole(self) -> bool:
        return self.bottom == 1


@dataclass(frozen=True, slots=True)
class Text:
    sql: str


@dataclass(frozen=True, slots=True)
class Truth:
    sql: str


def constant(value: Fraction, dialect: Dialect) -> Number:
    if abs(value.numerator) > _MOST or value.denominator > _MOST:
        raise NoEmitter("a constant of more than 64 bits")
    return Number(dialect.number(value.numerator), value.denominator)


def product(left: Number, right: Number, dialect: Dialect) -> Number:
    return Number(f"({left.top} * {right.top})", _times(left.bottom, right.bottom, dialect))


def quotient(left: Number, right: Number, dialect: Dialect) -> Number:
    """Unknown where the divisor is zero."""
    sign = f"CASE WHEN {right.top} < 0 THEN -1 WHEN {right.top} > 0 THEN 1 END"
    top = f"({left.top} * {_sql(right.bottom, dialect)} * {sign})"
    bottom = f"({_sql(left.bottom, dialect)} * CASE WHEN {right.top} <> 0 THEN abs({right.top}) END)"
    return Number(top, bottom)


def total(left: Number, right: Number, operator: Literal["+", "-"], dialect: Dialect) -> Number:
    one, other, bottom = same_bottom(left, right, dialect)
    return Number(f"({one} {operator} {other})", bottom)


def compared(left: Number, operator: str, right: Number, dialect: Dialect) -> str:
    one, other, _ = same_bottom(left, right, dialect)
    return f"({one} {operator} {other})"


def same_bottom(left: Number, right: Number, dialect: Dialect) -> tuple[str, str, int | str]:
    """Both tops over one bottom."""
    if left.bottom == right.bottom:
        return left.top, right.top, left.bottom
    if isinstance(left.bottom, int) and isinstance(right.bottom, int):
        bottom = lcm(left.bottom, right.bottom)
        return (
            _scaled(left.top, bottom // left.bottom, dialect),
            _scaled(right.top, bottom // right.bottom, dialect),
            bottom,
        )
    one = f"({left.top} * {_sql(right.bottom, dialect)})"
    other = f"({right.top} * {_sql(left.bottom, dialect)})"
    return one, other, _times(left.bottom, right.bottom, dialect)


def floor(number: Number, dialect: Dialect) -> str:
    """The greatest whole number that is not above it."""
    return number.top if number.is_whole else dialect.divided(number.top, _sql(number.bottom, dialect))


def _times(one: int | str, other: int | str, dialect: Dialect) -> int | str:
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return f"({_sql(one, dialect)} * {_sql(other, dialect)})"


def _scaled(top: str, factor: int, dialect: Dialect) -> str:
    return top if factor == 1 else f"({top} * {dialect.number(factor)})"


def _sql(bottom: int | str, dialect: Dialect) -> str:
    if isinstance(bottom, str):
        return bottom
    if bottom > _MOST:
        raise NoEmitter("a denominator of more than 64 bits")
    return dialect.number(bottom)
