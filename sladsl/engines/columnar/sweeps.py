"""Sweeps: the borders of intervals as points in time, in order, with running counts of what covers each stretch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.instants import Elsewhere, Every, Fixed, Held, Instant, Some
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.temporal import IntervalSet, Pair

SCOPES = "scopes"
"""The relation of the scopes that are asked for, by `id`."""
_MOST_COPIES: Final = 200
"""Where a part is worked out again wherever it is named, a statement of more takes longer than the reference engine."""
_PART: Final = re.compile(r"\bpart[0-9]+\b")


@dataclass(slots=True)
class Parts:
    """What a statement selects from, each part once, under a name of its own."""

    dialect: Dialect
    names: dict[str, str] = field(default_factory=dict)
    scopes: str = SCOPES

    def over(self, scopes: str) -> "Parts":
        """The same for other scopes."""
        return Parts(self.dialect, self.names, scopes)

    def named(self, sql: str) -> str:
        return self.names.setdefault(sql, f"part{len(self.names)}")

    def intervals(self, times: IntervalSet) -> str:
        """A set that is the same for all scopes, once for each of them."""
        integer = self.dialect.integer
        rows = [[str(start), str(end)] for start, end in times.pairs]
        table = self.named(f"SELECT * FROM {self.dialect.table([('s', integer), ('e', integer)], rows)} v")
        return self.named(f"SELECT p.id, v.s, v.e FROM {self.scopes} p CROSS JOIN {table} v")

    def statement(self, scopes: str, sql: str) -> str:
        """`scopes`: the relation of those to look at. Raises NoEmitter."""
        if not self.dialect.once and (copies := self._copies(sql)) > _MOST_COPIES:
            raise NoEmitter(f"parts of the statement would be worked out {copies:,} times")
        parts = [f"{SCOPES} AS ({scopes})", *(f"{name} AS ({each})" for each, name in self.names.items())]
        return f"WITH {', '.join(parts)} {sql}"

    def _copies(self, sql: str) -> int:
        """How many parts there are once each is put in wherever it is named. A part names earlier ones only; a text of
        the contract may look like the name of any."""
        copies: dict[str, int] = {}
        for each, name in self.names.items():
            copies[name] = 1 + sum(copies.get(other, 0) for other in _PART.findall(each))
        return sum(copies.get(name, 0) for name in _PART.findall(sql))


@dataclass(slots=True)
class Sweep:
    """Conditions on instants that are looked at in one sweep. `within`: nothing outside of it is asked for. `marks` are
    instants at which stretches are cut, of every scope."""

    parts: Parts
    within: Pair | None = None
    marks: Sequence[int] = ()
    channels: dict[Held, int] = field(default_factory=dict)

    def condition(self, instant: Instant) -> str:
        """SQL on the stretch that begins at a point."""
        match instant:
            case Held():
                return self._covered(instant)
            case Fixed(times=times):
                return self._fixed(times)
            case Elsewhere(part=part):
                return _not(self.condition(part))
            case Every(parts=parts):
                return _joined([self.condition(each) for each in parts], "AND", "TRUE", "FALSE")
            case Some(parts=parts):
                return _joined([self.condition(each) for each in parts], "OR", "FALSE", "TRUE")

    def stretches(self) -> str:
        """Rows of `id`, `t`, `e`, the number `n` of marks up to `t`, and the counts that the conditions ask for. The
        last stretch of a scope has no `e`."""
        number = len(self.channels)
        points = [self._borders(held, channel) for held, channel in self.channels.items()]
        if self.marks:
            table = self.parts.dialect.table([("t", self.parts.dialect.integer)], [[str(each)] for each in self.marks])
            nothing = "".join(f", 0 AS d{channel}" for channel in range(number))
            points.append(f"SELECT s.id, b.t{nothing}, 1 AS mark FROM {self.parts.scopes} s CROSS JOIN {table} b")
        order = "OVER (PARTITION BY id ORDER BY t"
        running = f"{order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        counts = "".join(f", sum(d{channel}) {running} AS c{channel}" for channel in range(number))
        marked = f", sum(mark) {running} AS n" if self.marks else ""
        swept = f"SELECT id, t, lead(t) {order}) AS e{marked}{counts} FROM ({' UNION ALL '.join(points)}) p"
        return f"(SELECT * FROM ({swept}) q WHERE e > t OR e IS NULL)"

    def _borders(self, held: Held, channel: int) -> str:
        """Both ends of each interval, as far as it lies within."""
        start, end, where = "r.s", "r.e", ""
        if self.within is not None:
            low, high = map(self.parts.dialect.number, self.within)
            start, end = f"greatest(r.s, {low})", f"least(r.e, {high})"
            where = f" WHERE r.s < {high} AND r.e > {low}"
        change = "x.d * r.w" if held.counted else "x.d"
        changes = "".join(f", {change if each == channel else '0'} AS d{each}" for each in range(len(self.channels)))
        signs = self.parts.dialect.table([("d", self.parts.dialect.integer)], [["1"], ["-1"]])
        return (
            f"SELECT r.id, CASE WHEN x.d > 0 THEN {start} ELSE {end} END AS t{changes}, 0 AS mark "
            f"FROM {held.relation} r CROSS JOIN {signs} x{where}"
        )

    def _covered(self, held: Held) -> str:
        return f"c{self.channels.setdefault(held, len(self.channels))} > 0"

    def _fixed(self, times: IntervalSet) -> str:
        if self.within is not None:
            times = times.clip(*self.within)
            if times.pairs == (self.within,):
                return "TRUE"
        return self._covered(Held(self.parts.intervals(times), apart=True)) if times else "FALSE"


def runs(instant: Instant, parts: Parts) -> Held:
    """The same set as intervals that are apart; all of them must end."""
    if isinstance(instant, Held) and instant.apart:
        return instant
    sweep = Sweep(parts)
    holds = sweep.condition(instant)
    if not sweep.channels:
        return Held(parts.intervals(IntervalSet()), apart=True)
    order = "OVER (PARTITION BY id ORDER BY t)"
    told = f"SELECT id, t, {holds} AS y FROM {sweep.stretches()} w"
    turned = f"SELECT id, t, y, lag(y) {order} AS earlier FROM ({told}) x"
    kept = f"SELECT id, t, y FROM ({turned}) v WHERE y <> coalesce(earlier, FALSE)"
    closed = f"SELECT id, t, y, lead(t) {order} AS e FROM ({kept}) z"
    return Held(parts.named(f"SELECT id, t AS s, e FROM ({closed}) u WHERE y"), apart=True)


def _not(condition: str) -> str:
    return {"TRUE": "FALSE", "FALSE": "TRUE"}.get(condition) or f"NOT ({condition})"


def _joined(conditions: Sequence[str], operator: str, neutral: str, deciding: str) -> str:
    if deciding in conditions:
        return deciding
    told = [each for each in dict.fromkeys(conditions) if each != neutral]
    if len(told) <= 1:
        return told[0] if told else neutral
    return f"({f' {operator} '.join(told)})"
