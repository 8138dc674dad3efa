"""Numbers and places of a test in words, exact where rounded numbers would hide the difference."""

from fractions import Fraction

from sladsl.graph.contract import Comparator
from sladsl.model.units import Unit
from sladsl.rules.outcome import Outcome, TriggerOutcome
from sladsl.rules.words import value_words

_SIGNS = {"=": "", "!=": "not ", "<": "below ", "<=": "at most ", ">": "above ", ">=": "at least "}


def wanted_and_got(comparator: Comparator, wanted: Fraction, got: Fraction, unit: Unit | None) -> tuple[str, str]:
    """`at least 99.9%` and `99.8%`."""
    first, second = value_words(wanted, unit), value_words(got, unit)
    if first == second and wanted != got:
        first, second = (f"{words} (exactly {value})" for words, value in ((first, wanted), (second, got)))
    return f"{_SIGNS[comparator]}{first}", second


def where_words(outcome: Outcome | TriggerOutcome) -> str:
    """`2026-03, for region eu`."""
    scope = ", ".join(f"{key} {value}" for key, value in outcome.scope)
    return outcome.window.label + (f", for {scope}" if scope else "")
