"""Clocks of cases in SQL: the time from one moment to another, less pauses, counted in a calendar.

All clocks of a stream come from one relation beside its table. What a clock counts is a few stretches of time of each
case; a stretch counts W(end) - W(start), and of pauses that overlap each counts only where none before it did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sladsl.engines.columnar.calendars import OpenDays
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.graph import Ref
from sladsl.graph.rows import RowClock
from sladsl.temporal import DAY

Calendar = Callable[[int], OpenDays]
"""The days of a calendar of the graph."""


@dataclass(slots=True)
class Clock:
    """`guards`: conditions on a case, one of which must hold, or else nobody asks for its clock; None: always asked."""

    node: RowClock
    number: int
    guards: set[str] | None = field(default_factory=set)

    def ask(self, guard: str | None) -> None:
        if guard is None:
            self.guards = None
        elif self.guards is not None:
            self.guards.add(guard)


class Clocks:
    """The clocks that are asked of a stream. In the relation, `q0` is what clock 0 has counted (NULL: not started, or
    not asked for) and `y0` whether it runs."""

    def __init__(self, as_of: int, calendar: Calendar, dialect: Dialect) -> None:
        self._as_of, self._calendar, self._dialect = as_of, calendar, dialect
        self._clocks: dict[Ref, Clock] = {}

    def __bool__(self) -> bool:
        return bool(self._clocks)

    def add(self, ref: Ref, node: RowClock, guard: str | None) -> None:
        once = node.cycle == "once" and node.gaps is None and (node.again is None or node.continues)
        if not once or node.held is not None or node.restarts or node.pauses or node.at_close:
            raise NoEmitter("a clock in cycles, with pauses from other streams, or kept to the close of a day")
        self._clocks.setdefault(ref, Clock(node, len(self._clocks))).ask(guard)

    def number(self, ref: Ref) -> int:
        """Of a clock that was added."""
        return self._clocks[ref].number

    def relation(self, table: str) -> str:
        """The table with the clocks beside each case."""
        parts = [f"base AS (SELECT *, {self._id()} AS id FROM {table})"]
        days: dict[int, str] = {}
        for clock in self._clocks.values():
            if clock.node.calendar is not None and clock.node.calendar not in days:
                name = f"open{clock.node.calendar}"
                days[clock.node.calendar] = name
                parts.append(f"{name} AS {self._calendar(clock.node.calendar).relation(self._dialect)}")
        columns, joins = "", ""
        for clock in self._clocks.values():
            parts += self._statements(clock)
            number = clock.number
            columns += f", k{number}.q AS q{number}, k{number}.y AS y{number}"
            joins += f" LEFT JOIN clock{number} k{number} ON k{number}.id = base.id"
        return f"(WITH {', '.join(parts)} SELECT base.*{columns} FROM base{joins})"

    def _id(self) -> str:
        """Where a case came from tells it from all others."""
        return f"CAST(file AS {self._dialect.integer}) * 1099511627776 + line"

    def _statements(self, clock: Clock) -> list[str]:
        node, n, as_of = clock.node, clock.number, self._dialect.number(self._as_of)
        first = self._dialect.first_of
        asked = "" if clock.guards is None else f" AND ({' OR '.join(sorted(clock.guards))})"
        states = "".join(f", s{state}" for state in node.states)
        begun = f"{first(f'm{node.start}')} AS st, m{node.stop} AS stops"
        again = "" if node.again is None else f", m{node.again} AS again"
        found = [
            f"head{n} AS (SELECT id, {begun}{again}{states} FROM base WHERE {first(f'm{node.start}')} < {as_of}{asked})"
        ]
        columns = f"h.id, h.st{''.join(f', h.s{state}' for state in node.states)}"
        if node.again is None:
            stop = f"CASE WHEN {first('stops')} < {as_of} THEN {first('stops')} END"
            stopped = f"SELECT {columns}, {stop} AS stopped FROM head{n} h"
        else:
            found += self._resumed(n)
            last = f"SELECT id, max(t) AS stopped FROM edge{n} WHERE kind = 0 AND until IS NULL GROUP BY id"
            stopped = f"SELECT {columns}, e.stopped FROM head{n} h LEFT JOIN ({last}) e ON e.id = h.id"
        found.append(f"ran{n} AS (SELECT *, coalesce(stopped, {as_of}) AS sp FROM ({stopped}) r)")
        found.append(f"part{n} AS ({self._stretches(clock)})")
        found.append(
            f"clock{n} AS (SELECT r.id, CAST(coalesce(c.q, 0) AS {self._dialect.integer}) AS q, "
            f"r.stopped IS NULL AS y FROM ran{n} r LEFT JOIN ({self._counted(clock)}) c ON c.id = r.id)"
        )
        return found

    def _resumed(self, n: int) -> list[str]:
        """When the clock was stopped and taken up again: of marks of one kind in a row the first counts, and at one
        instant a stop comes before what takes it back."""
        as_of, unnest = self._dialect.number(self._as_of), self._dialect.unnested
        marks = (
            f"SELECT id, t, 0 AS kind FROM (SELECT id, st, {unnest('stops')} AS t FROM head{n}) a WHERE t >= st "
            f"UNION ALL SELECT id, t, 1 FROM (SELECT id, {unnest('again')} AS t FROM head{n}) b"
        )
        order = "OVER (PARTITION BY id ORDER BY t, kind)"
        turned = f"SELECT *, lag(kind) {order} AS prior FROM ({marks}) m WHERE t < {as_of}"
        kept = f"SELECT id, t, kind FROM ({turned}) n WHERE kind <> coalesce(prior, 1)"
        return [f"edge{n} AS (SELECT *, lead(t) {order} AS until FROM ({kept}) k)"]

    def _stretches(self, clock: Clock) -> str:
        """Stretches that count, and those that count against it."""
        n = clock.number
        whole = f"SELECT id, st AS a, sp AS b, 1 AS sign FROM ran{n} WHERE st < sp"
        pauses: list[str] = []
        for state in clock.node.states:
            pair = self._dialect.item
            told = f"SELECT id, st, sp, {self._dialect.unnested(f's{state}')} AS p FROM ran{n}"
            ends = f"CASE WHEN {pair('p', 2)} IS NULL OR {pair('p', 2)} > sp THEN sp ELSE {pair('p', 2)} END"
            pauses.append(f"SELECT id, greatest({pair('p', 1)}, st) AS a, {ends} AS b FROM ({told}) u")
        if clock.node.again is not None:
            pauses.append(f"SELECT id, t AS a, until AS b FROM edge{n} WHERE kind = 0 AND until IS NOT NULL")
        if not pauses:
            return whole
        reached = (
            "max(b) OVER (PARTITION BY id ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached"
        )
        every = f"SELECT *, {reached} FROM ({' UNION ALL '.join(pauses)}) p WHERE a < b"
        fresh = f"SELECT id, CASE WHEN reached > a THEN reached ELSE a END AS a, b, -1 AS sign FROM ({every}) q"
        return f"{whole} UNION ALL SELECT * FROM ({fresh}) f WHERE a < b"

    def _counted(self, clock: Clock) -> str:
        part = f"part{clock.number} s"
        if clock.node.calendar is None:
            length, joins = "s.b - s.a", ""
        else:
            days, day = self._calendar(clock.node.calendar), self._dialect.number(DAY)
            table = f"open{clock.node.calendar}"
            length = f"({days.before('x', 's.b')}) - ({days.before('w', 's.a')})"
            joins = "".join(
                f" JOIN {table} {alias} ON {alias}.d = {self._dialect.divided(f's.{side}', day)}"
                for alias, side in (("w", "a"), ("x", "b"))
            )
        return f"SELECT s.id, {self._dialect.summed(f's.sign * ({length})')} AS q FROM {part}{joins} GROUP BY s.id"
