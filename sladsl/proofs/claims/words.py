"""Amounts in the words of claims."""

from fractions import Fraction

from sladsl.checks.words import value_words
from sladsl.model.units import Unit
from sladsl.rules.words import decimal_words


def amount_words(value: Fraction, unit: Unit) -> str:
    """`1200.5 USD`, `0.333333… USD`; with its unit where that is one of the agreement too."""
    if unit.currency is not None:
        return f"{decimal_words(value)} {unit.currency}"
    return value_words(value, unit) if unit.is_time else f"{decimal_words(value)} {unit.words()}"
