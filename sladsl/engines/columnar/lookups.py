"""What calendars and zones say of the instants of a record: tables by day to which its rows are joined."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import partitioned
from sladsl.temporal import DAY

_LOOKED_UP: Final = re.compile(r"\bu[0-9]+\b")


@dataclass(frozen=True, slots=True)
class ByDay:
    """A relation with a row for each day since 1970, its number `k`. `value`: SQL of what it says, of the alias of the
    row and an instant of its day."""

    relation: str
    value: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Register:
    """Rows of `k0`, `k1` …, `s`, `e` (NULL: for ever) and the value `v`; none is empty. `overlaps`: some of the same
    keys hold at one time."""

    rows: str
    overlaps: bool


LaidOut = Callable[[int, int], ByDay]
"""For the days from that of one instant to that of another. ValueError: it cannot be laid out."""


@dataclass(slots=True)
class Lookups:
    """Of the rows of a table. `ask` answers a statement: tables are laid out for the days that there are, once for all
    in `known`."""

    table: str
    dialect: Dialect
    ask: Callable[[str], Sequence[tuple[Any, ...]]]
    known: dict[object, ByDay]
    _relation: str = ""
    _found: dict[object, list[str]] = field(default_factory=dict)
    _names: int = 0

    @property
    def relation(self) -> str:
        """The table, and beside its columns what was looked up."""
        return self._relation or self.table

    def find(self, instants: Sequence[str], about: object, lay_out: LaidOut) -> list[str]:
        """What one table says of each of some instants, as columns. `about` tells it from others."""
        key = (tuple(instants), about)
        if key not in self._found:
            table = self._laid_out(instants, about, lay_out)
            self._found[key] = [self._joined(each, table) for each in instants]
        return self._found[key]

    def in_force(self, register: Register, keys: Sequence[str], at: str) -> str:
        """The value of the row of a register that has the same keys and holds at an instant: there must be one for
        every record that has both."""
        found = (register, tuple(keys), at)
        if found not in self._found:
            name = self._new_name()
            named = [f"{name}k{place}" for place in range(len(keys))]
            asked = "".join(f", {key} AS {each}" for key, each in zip(keys, named, strict=True))
            rows = f"SELECT *, {at} AS {name}t{asked} FROM {self.relation} r"
            same = [f"g.k{place} = a.{each}" for place, each in enumerate(named)]
            holds = " AND ".join([*same, f"g.s <= a.{name}t", f"(g.e IS NULL OR a.{name}t < g.e)"])
            joined = f"FROM ({rows}) a LEFT JOIN ({register.rows}) g ON {holds}"
            there = " AND ".join([f"a.{name}t IS NOT NULL", *(f"a.{each} IS NOT NULL" for each in named)])
            if register.overlaps or self.ask(f"SELECT 1 {joined} WHERE {there} AND g.s IS NULL LIMIT 1"):
                raise NoEmitter("records for which a register has no row, or several")
            self._relation = f"(SELECT a.*, g.v AS {name} {joined})"
            self._found[found] = [name]
        (value,) = self._found[found]
        return value

    def latest(self, samples: str, keys: Sequence[str], at: str) -> str:
        """The value `v` of the last of some rows of `k0`, `k1` …, `t`, `file` and `line` at an instant of a record or
        before it, among those of the same keys; NULL is a key too."""
        found = (samples, tuple(keys), at)
        if found not in self._found:
            name = self._new_name()
            named = "".join(f"{key} AS k{place}, " for place, key in enumerate(keys))
            names = "".join(f"k{place}, " for place in range(len(keys)))
            by = partitioned(names)
            # With what was looked up before only where that is needed: each of several would double the statement.
            rows = self.relation if _LOOKED_UP.search(f"{named}{at}") else self.table
            points = (
                f"SELECT {names}t, 0 AS kind, file, line FROM ({samples}) s UNION ALL "
                f"SELECT {named}{at} AS t, 1 AS kind, file, line FROM {rows} r WHERE {at} IS NOT NULL"
            )
            seen = f"sum(1 - kind) OVER ({by}ORDER BY t, kind ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n"
            numbered = f"SELECT *, row_number() OVER ({by}ORDER BY t, file, line) AS n FROM ({samples}) s"
            same = "".join(f" AND s.k{place} IS NOT DISTINCT FROM c.k{place}" for place in range(len(keys)))
            last = (
                f"SELECT c.file, c.line, s.v FROM (SELECT *, {seen} FROM ({points}) p) c "
                f"JOIN ({numbered}) s ON s.n = c.n{same} WHERE c.kind = 1"
            )
            joined = f"{self.relation} a LEFT JOIN ({last}) g ON g.file = a.file AND g.line = a.line"
            self._relation = f"(SELECT a.*, g.v AS {name} FROM {joined})"
            self._found[found] = [name]
        (value,) = self._found[found]
        return value

    def _new_name(self) -> str:
        self._names += 1
        return f"u{self._names}"

    def _laid_out(self, instants: Sequence[str], about: object, lay_out: LaidOut) -> ByDay:
        ends = ", ".join(f"{end}({each})" for each in instants for end in ("min", "max"))
        (row,) = self.ask(f"SELECT {ends} FROM {self.relation} r")
        there = [each // DAY * DAY for each in row if each is not None] or [0]
        first, last = min(there), max(there) + DAY - 1
        key = (about, first, last)
        try:
            if key not in self.known:
                self.known[key] = lay_out(first, last)
        except ValueError as trouble:
            raise NoEmitter(str(trouble)) from trouble
        return self.known[key]

    def _joined(self, instant: str, table: ByDay) -> str:
        name = self._new_name()
        day = self.dialect.divided(instant, self.dialect.number(DAY))
        rows = f"SELECT *, {instant} AS {name}t, {day} AS {name}k FROM {self.relation} r"
        value = f"CASE WHEN a.{name}t IS NOT NULL THEN {table.value('d', f'a.{name}t')} END"
        self._relation = (
            f"(SELECT a.*, {value} AS {name} FROM ({rows}) a LEFT JOIN {table.relation} d ON d.k = a.{name}k)"
        )
        return name
