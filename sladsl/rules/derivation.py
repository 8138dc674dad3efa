"""Derivations: how a number came about, as data, made while it was computed."""

from dataclasses import dataclass
from fractions import Fraction

from sladsl.engines.measurements import Found
from sladsl.model.units import Unit
from sladsl.text import Span


@dataclass(frozen=True, slots=True)
class Step:
    """One number (or condition) and what it came from.

    `rule` says what was done, in the words of the contract ("availability", "times", "row: below 99.0% gives 25%",
    "limit"); `value` is exact in base units, a truth value, or None when there is none, and then `note` says why.
    `found` is the measurement where the step rests on one; `inputs` the steps it used, in order.
    """

    rule: str
    value: Fraction | bool | None
    unit: Unit | None = None
    inputs: tuple["Step", ...] = ()
    span: Span | None = None
    note: str | None = None
    found: Found | None = None
    label: str | None = None

    @property
    def number(self) -> Fraction | None:
        """The value as a number; a truth value counts as 1 or 0."""
        return Fraction(self.value) if isinstance(self.value, bool) else self.value
