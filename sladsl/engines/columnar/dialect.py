"""In what the SQL of engines differs. Everything else that is emitted is the same text for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FEW: Final = 100
"""Rows of a table that are written out as values."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`{0}`, `{1}` stand for what is put in. All numbers are whole numbers of 64 bits; what exceeds them must be an
    error and never another number.

    `floor_divide`: of any number by a positive one, rounded towards the past. `sum`: of 64-bit numbers, exact however
    many there are. `first`: of a list, NULL if it is empty. `unnest`: a list as rows, in a SELECT; `nth`: a value of a
    list that has it, from 1; `size`: how many; `range`: the list of whole numbers from one up to another; `split`: a
    text at each of another text. `once`: before a part of a statement that is worked out once, however often it is
    joined. `escaped`: what stands for some characters of a text, one after the other.
    """

    name: str
    integer: str = "BIGINT"
    wide: str = "HUGEINT"
    text: str = "VARCHAR"
    truth: str = "BOOLEAN"
    floor_divide: str = "(({0} - (({0} % {1}) + {1}) % {1}) // {1})"
    sum: str = "sum({0})"
    first: str = "{0}[1]"
    unnest: str = "unnest({0})"
    nth: str = "{0}[{1}]"
    size: str = "len({0})"
    split: str = "string_split({0}, {1})"
    range: str = "range({0}, {1} + 1)"
    once: str = "MATERIALIZED "
    escaped: tuple[tuple[str, str], ...] = (("'", "''"),)

    def literal(self, text: str) -> str:
        for character, instead in self.escaped:
            text = text.replace(character, instead)
        return f"'{text}'"

    def number(self, value: int) -> str:
        """A whole number; one below zero in parentheses, so that it can stand after any operator."""
        return f"CAST({value} AS {self.integer})" if value >= 0 else f"CAST(({value}) AS {self.integer})"

    def divided(self, dividend: str, divisor: str) -> str:
        return self.floor_divide.format(f"({dividend})", f"({divisor})")

    def summed(self, value: str) -> str:
        return self.sum.format(value)

    def unnested(self, values: str) -> str:
        return self.unnest.format(values)

    def numbers(self, first: str, last: str) -> str:
        return self.range.format(first, last)

    def item(self, values: str, place: int) -> str:
        return self.nth.format(values, place)

    def counted(self, values: str) -> str:
        return self.size.format(values)

    def first_of(self, values: str) -> str:
        return self.first.format(values)

    def table(self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
        """A relation of rows that are written out; none are none of the right types."""
        names = ", ".join(name for name, _ in columns)
        typed = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns)
        if not rows:
            nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
            return f"(SELECT {nothing} WHERE FALSE)"
        if len(rows) > _FEW and all(kind == self.integer for _, kind in columns):
            return self._split(columns, rows)
        values = ", ".join(f"({', '.join(row)})" for row in rows)
        return f"(SELECT {typed} FROM (VALUES {values}) AS v({names}))"

    def _split(self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
        """Many numbers are one text that is taken apart: thousands of expressions would be planned one by one."""
        text = self.literal(";".join(",".join(row) for row in rows))
        lines = f"SELECT {self.unnested(self.split.format(text, self.literal(';')))} AS line"
        cells = f"SELECT {self.split.format('line', self.literal(','))} AS cells FROM ({lines}) l"
        numbers = ", ".join(
            f"CAST({self.item('cells', place)} AS {kind}) AS {name}" for place, (name, kind) in enumerate(columns, 1)
        )
        return f"(SELECT {numbers} FROM ({cells}) c)"


DUCKDB: Final = Dialect("duckdb")
