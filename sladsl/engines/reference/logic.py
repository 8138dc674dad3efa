"""Arithmetic, comparison and logic of row values: None is "not known" and spreads, except where Kleene settles it."""

import operator as operators
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, Literal

from sladsl.engines.reference.surroundings import RowFunction

Comparator = Literal["<", "<=", "=", "!=", ">=", ">"]

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operators.lt,
    "<=": operators.le,
    "=": operators.eq,
    "!=": operators.ne,
    ">=": operators.ge,
    ">": operators.gt,
}


def _quotient(left: Any, right: Any) -> Fraction | None:
    # Never `/`: on two ints it would be a float.
    return Fraction(left, right) if right else None


_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "/": _quotient,
}


def compare_function(operator: Comparator, left: RowFunction, right: RowFunction) -> RowFunction:
    return _strict(_COMPARISONS[operator], left, right)


def compare_ratio_function(operator: Comparator, left: RowFunction, right: RowFunction, bound: Fraction) -> RowFunction:
    """`left / right` compared with a constant, without dividing."""
    compare, numerator, denominator = _COMPARISONS[operator], bound.numerator, bound.denominator

    def compared(row: Any) -> bool | None:
        dividend = left(row)
        divisor = right(row)
        if dividend is None or not divisor:
            return None
        if divisor < 0:
            dividend, divisor = -dividend, -divisor
        return compare(dividend * denominator, numerator * divisor)

    return compared


def arithmetic_function(operator: Literal["+", "-", "*", "/"], left: RowFunction, right: RowFunction) -> RowFunction:
    return _strict(_ARITHMETIC[operator], left, right)


def logic_function(operator: Literal["and", "or"], left: RowFunction, right: RowFunction) -> RowFunction:
    # One side that is False settles an "and", one that is True settles an "or".
    settling = operator == "or"

    def decided(row: Any) -> Any:
        first = left(row)
        if first is settling:
            return settling
        second = right(row)
        if second is settling:
            return settling
        return None if first is None or second is None else not settling

    return decided


def _strict(operate: Callable[[Any, Any], Any], left: RowFunction, right: RowFunction) -> RowFunction:
    """An operation that is known only where both sides are."""

    def operated(row: Any) -> Any:
        first = left(row)
        if first is None:
            return None
        second = right(row)
        return None if second is None else operate(first, second)

    return operated
