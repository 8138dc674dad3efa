"""In what the SQL of engines differs. Everything else that is emitted is the same text for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """`{0}`, `{1}` stand for what is put in. All numbers are whole numbers of 64 bits; what exceeds them must be an
    error and never another number.

    `floor_divide`: of any number by a positive one, rounded towards the past. `sum`: of 64-bit numbers, exact however
    many there are. `quote`: around a name, doubled in it.
    """

    name: str
    integer: str = "BIGINT"
    wide: str = "HUGEINT"
    text: str = "VARCHAR"
    truth: str = "BOOLEAN"
    floor_divide: str = "(({0} - (({0} % {1}) + {1}) % {1}) // {1})"
    sum: str = "sum({0})"
    quote: str = '"'

    def identifier(self, name: str) -> str:
        return self.quote + name.replace(self.quote, 2 * self.quote) + self.quote

    def literal(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def number(self, value: int) -> str:
        """A whole number; one below zero in parentheses, so that it can stand after any operator."""
        return f"CAST({value} AS {self.integer})" if value >= 0 else f"CAST(({value}) AS {self.integer})"

    def divided(self, dividend: str, divisor: str) -> str:
        return self.floor_divide.format(f"({dividend})", f"({divisor})")

    def summed(self, value: str) -> str:
        return self.sum.format(value)

    def table(self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
        """A relation of rows that are written out; none are none of the right types."""
        names = ", ".join(name for name, _ in columns)
        typed = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns)
        if not rows:
            nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
            return f"(SELECT {nothing} WHERE FALSE)"
        values = ", ".join(f"({', '.join(row)})" for row in rows)
        return f"(SELECT {typed} FROM (VALUES {values}) AS v({names}))"


DUCKDB: Final = Dialect("duckdb")
