"""Clocks of cases in SQL: the time from one moment to another, less pauses, counted in a calendar.

All clocks of a stream come from one relation beside its table. What a clock counts is a few stretches of time of each
case; a stretch counts W(end) - W(start), and of pauses that overlap each counts only where none before it did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sladsl.engines.columnar.calendars import DaysTogether, OpenDays
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.graph import Ref
from sladsl.graph.rows import RowClock

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

    @property
    def in_cycles(self) -> bool:
        node = self.node
        once = node.cycle == "once" and node.again is None
        return not once and (node.gaps is not None or node.again is None or not node.continues)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{each}{self.number}" for each in ("qyzd" if self.in_cycles else "qy"))


@dataclass(frozen=True, slots=True)
class Family:
    """Clocks that run and pause alike, each in a calendar of its own, or one in none; or one that runs in cycles. A run
    is a clock of a case: the number of the case times that of the clocks, and which of them it is; or a cycle."""

    number: int
    clocks: tuple[Clock, ...]

    @property
    def in_cycles(self) -> bool:
        return self.clocks[0].in_cycles

    @property
    def node(self) -> RowClock:
        return self.clocks[0].node

    def name(self, what: str) -> str:
        return f"{what}{self.number}"


class Clocks:
    """The clocks that are asked of a stream. In the relation, `q0` is what clock 0 has counted (NULL: not started, or
    not asked for) and `y0` whether it runs. Of one in cycles that is the value that counts, of the mean `q0 / d0`, and
    `z0` is what the cycle that still runs has counted."""

    def __init__(self, as_of: int, calendar: Calendar, dialect: Dialect) -> None:
        self._as_of, self._calendar, self._dialect = as_of, calendar, dialect
        self._clocks: dict[Ref, Clock] = {}

    def __bool__(self) -> bool:
        return bool(self._clocks)

    def add(self, ref: Ref, node: RowClock, guard: str | None) -> None:
        if node.held is not None or node.restarts:
            raise NoEmitter("a clock that rests on what attributes were")
        if node.pauses:
            raise NoEmitter("a clock with pauses from other streams")
        if node.continues and node.cycle == "mean":
            raise NoEmitter("the mean of one cycle")
        self._clocks.setdefault(ref, Clock(node, len(self._clocks))).ask(guard)

    def clock(self, ref: Ref) -> Clock:
        """One that was added."""
        return self._clocks[ref]

    def relation(self, table: str) -> str:
        """The table with the clocks beside each case."""
        base = f"(SELECT *, {self._id()} AS id FROM {table})"
        parts: list[str] = []
        columns, joins = "", ""
        for family in self._families():
            parts += self._statements(family, base)
            name = family.name("clocks")
            columns += "".join(f", {name}.{each}" for clock in family.clocks for each in clock.columns)
            joins += f" LEFT JOIN {name} ON {name}.id = base.id"
        return f"(WITH {', '.join(parts)} SELECT base.*{columns} FROM {base} base{joins})"

    def _families(self) -> list[Family]:
        found: dict[object, list[Clock]] = {}
        for clock in self._clocks.values():
            node = clock.node
            alike = (node.start, node.stop, node.again, node.states, node.calendar is None)
            found.setdefault(clock.number if clock.in_cycles else alike, []).append(clock)
        return [Family(number, tuple(clocks)) for number, clocks in enumerate(found.values())]

    def _id(self) -> str:
        """Where a case came from tells it from all others."""
        return f"CAST(file AS {self._dialect.integer}) * 1099511627776 + line"

    def _statements(self, family: Family, base: str) -> list[str]:
        node, as_of, name = family.node, self._dialect.number(self._as_of), family.name
        first = self._dialect.first_of
        states = "".join(f", s{state}" for state in node.states)
        begun = f"{first(f'm{node.start}')} AS st, m{node.stop} AS stops"
        more = (("starts", node.start if family.in_cycles else None), ("again", node.again), ("gaps", node.gaps))
        again = "".join(f", m{moment} AS {each}" for each, moment in more if moment is not None)
        heads = []
        for place, clock in enumerate(family.clocks):
            asked = "" if clock.guards is None else f" AND ({' OR '.join(sorted(clock.guards))})"
            run = f"id * {len(family.clocks)} + {place} AS run"
            heads.append(
                f"SELECT {run}, {begun}{again}{states} FROM {base} b WHERE {first(f'm{node.start}')} < {as_of}{asked}"
            )
        found = [f"{name('head')} AS ({' UNION ALL '.join(heads)})"]
        columns = f"h.run, h.st{''.join(f', h.s{state}' for state in node.states)}"
        if family.in_cycles:
            return [*found, *self._ran(family), *self._read(family)]
        if node.again is None:
            stop = f"CASE WHEN {first('stops')} < {as_of} THEN {first('stops')} END"
            stopped = f"SELECT {columns}, {stop} AS stopped FROM {name('head')} h"
        else:
            found += self._resumed(family)
            edges = f"{name('edge')} WHERE kind = 0 AND until IS NULL"
            last = f"SELECT run, max(t) AS stopped FROM {edges} GROUP BY run"
            stopped = f"SELECT {columns}, e.stopped FROM {name('head')} h LEFT JOIN ({last}) e ON e.run = h.run"
        found.append(f"{name('ran')} AS (SELECT *, coalesce(stopped, {as_of}) AS sp FROM ({stopped}) r)")
        return [*found, *self._read(family)]

    def _ran(self, family: Family) -> list[str]:
        """The cycles of each case, each a run."""
        name, as_of = family.name, self._dialect.number(self._as_of)
        states = "".join(f", h.s{state}" for state in family.node.states)
        turns = self._gaps(family) if family.node.gaps is not None else self._turns(family)
        told = "t.id, t.n, t.st, t.stopped, lead(t.st) OVER (PARTITION BY t.id ORDER BY t.n) IS NULL AS is_last"
        return [
            f"{name('turn')} AS ({turns})",
            f"{name('ran')} AS (SELECT row_number() OVER (ORDER BY t.id, t.n) AS run, {told}, "
            f"coalesce(t.stopped, {as_of}) AS sp{states} FROM {name('turn')} t JOIN {name('head')} h ON h.run = t.id)",
        ]

    def _marks(self, family: Family, moments: str, kind: int) -> str:
        """The occurrences of a moment before `as of`."""
        listed = f"SELECT run, st, {self._dialect.unnested(moments)} AS t FROM {family.name('head')}"
        return f"SELECT run, st, t, {kind} AS kind FROM ({listed}) l WHERE t < {self._dialect.number(self._as_of)}"

    def _turns(self, family: Family) -> str:
        """From a start that nothing runs at to the next stop; at one instant a stop comes before a start."""
        starts = ["starts"] if family.node.again is None else ["starts", "again"]
        marks = " UNION ALL ".join(
            [self._marks(family, "stops", 0), *(self._marks(family, each, 1) for each in starts)]
        )
        order = "OVER (PARTITION BY run ORDER BY t, kind)"
        turned = f"SELECT run, t, kind, lag(kind) {order} AS prior FROM ({marks}) m"
        kept = f"SELECT run, t, kind FROM ({turned}) n WHERE kind <> coalesce(prior, 0)"
        closed = f"SELECT run, t, kind, lead(t) {order} AS stopped, row_number() {order} AS n FROM ({kept}) k"
        return f"SELECT run AS id, n, t AS st, stopped FROM ({closed}) c WHERE kind = 1"

    def _gaps(self, family: Family) -> str:
        """From the start to the first of the moments between, from each to the next, and from the last to the stop."""
        stops = f"SELECT run, min(t) AS stop FROM ({self._marks(family, 'stops', 0)}) a WHERE t >= st GROUP BY run"
        between = (
            f"SELECT g.run, g.t FROM ({self._marks(family, 'gaps', 1)}) g LEFT JOIN ({stops}) s ON s.run = g.run "
            f"WHERE g.t > g.st AND (s.stop IS NULL OR g.t < s.stop)"
        )
        marks = f"SELECT run, st AS t FROM {family.name('head')} UNION ALL {between}"
        numbered = f"SELECT run, t, row_number() OVER (PARTITION BY run ORDER BY t) AS n FROM ({marks}) m"
        led = f"SELECT *, lead(t) OVER (PARTITION BY run ORDER BY n) AS until FROM ({numbered}) n"
        return (
            f"SELECT l.run AS id, l.n, l.t AS st, coalesce(l.until, s.stop) AS stopped "
            f"FROM ({led}) l LEFT JOIN ({stops}) s ON s.run = l.run"
        )

    def _read(self, family: Family) -> list[str]:
        """The clocks, once their runs are known."""
        found, name = [f"{family.name('part')} AS ({self._stretches(family)})"], family.name
        if family.node.calendar is not None:
            found.append(f"{name('open')} AS {self._days(family).relation(self._dialect)}")
        found.append(f"{name('clocks')} AS ({self._together(family)})")
        return found

    def _resumed(self, family: Family) -> list[str]:
        """When the clock was stopped and taken up again: of marks of one kind in a row the first counts, and at one
        instant a stop comes before what takes it back."""
        as_of, unnest = self._dialect.number(self._as_of), self._dialect.unnested
        head = family.name("head")
        marks = (
            f"SELECT run, t, 0 AS kind FROM (SELECT run, st, {unnest('stops')} AS t FROM {head}) a WHERE t >= st "
            f"UNION ALL SELECT run, t, 1 FROM (SELECT run, {unnest('again')} AS t FROM {head}) b"
        )
        order = "OVER (PARTITION BY run ORDER BY t, kind)"
        turned = f"SELECT *, lag(kind) {order} AS prior FROM ({marks}) m WHERE t < {as_of}"
        kept = f"SELECT run, t, kind FROM ({turned}) n WHERE kind <> coalesce(prior, 1)"
        return [f"{family.name('edge')} AS (SELECT *, lead(t) {order} AS until FROM ({kept}) k)"]

    def _stretches(self, family: Family) -> str:
        """Stretches that count, and those that count against it."""
        ran = family.name("ran")
        whole = f"SELECT run, st AS a, sp AS b, 1 AS sign FROM {ran} WHERE st < sp"
        pauses: list[str] = []
        for state in family.node.states:
            pair = self._dialect.item
            told = f"SELECT run, st, sp, {self._dialect.unnested(f's{state}')} AS p FROM {ran}"
            ends = f"CASE WHEN {pair('p', 2)} IS NULL OR {pair('p', 2)} > sp THEN sp ELSE {pair('p', 2)} END"
            pauses.append(f"SELECT run, greatest({pair('p', 1)}, st) AS a, {ends} AS b FROM ({told}) u")
        if family.node.again is not None and not family.in_cycles:
            edges = f"{family.name('edge')} WHERE kind = 0 AND until IS NOT NULL"
            pauses.append(f"SELECT run, t AS a, until AS b FROM {edges}")
        if not pauses:
            return whole
        reached = (
            "max(b) OVER (PARTITION BY run ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached"
        )
        every = f"SELECT *, {reached} FROM ({' UNION ALL '.join(pauses)}) p WHERE a < b"
        fresh = f"SELECT run, CASE WHEN reached > a THEN reached ELSE a END AS a, b, -1 AS sign FROM ({every}) q"
        return f"{whole} UNION ALL SELECT * FROM ({fresh}) f WHERE a < b"

    def _together(self, family: Family) -> str:
        """What each clock of a case has counted, and whether it runs: a run counts even without a stretch."""
        several = len(family.clocks)
        begun = f"SELECT run, 0 AS q, stopped IS NULL AS y FROM {family.name('ran')}"
        summed = f"CAST({self._dialect.summed('q')} AS {self._dialect.integer})"
        counted = f"{begun} UNION ALL {self._counted(family)}"
        runs = f"SELECT run, {summed} AS q, bool_or(y) AS y FROM ({counted}) r GROUP BY run"
        if family.in_cycles:
            told = f"SELECT a.id, a.n, a.is_last, k.q, k.y FROM ({runs}) k JOIN {family.name('ran')} a ON a.run = k.run"
            return f"SELECT id, {self._of_cycles(family.clocks[0])} FROM ({told}) c GROUP BY id"
        if several == 1:
            (only,) = family.clocks
            return f"SELECT run AS id, q AS q{only.number}, y AS y{only.number} FROM ({runs}) k"
        case = self._dialect.divided("run", str(several))
        told = "".join(
            f", max(CASE WHEN c = {place} THEN q END) AS q{each.number}"
            f", bool_or(CASE WHEN c = {place} THEN y END) AS y{each.number}"
            for place, each in enumerate(family.clocks)
        )
        placed = f"SELECT {case} AS id, run - {case} * {several} AS c, q, y FROM ({runs}) k"
        return f"SELECT id{told} FROM ({placed}) c GROUP BY id"

    def _of_cycles(self, clock: Clock) -> str:
        """Of the cycles of a case, as columns of its clock."""
        number, integer = clock.number, self._dialect.integer
        chosen = {"first": "CASE WHEN n = 1 THEN {} END", "last": "CASE WHEN is_last THEN {} END"}
        one = chosen.get(clock.node.cycle, "{}")
        value = f"max({one.format('q')})"
        if clock.node.cycle == "mean":
            value = f"CAST({self._dialect.summed('q')} AS {integer})"
        return (
            f"{value} AS q{number}, bool_or({one.format('y')}) AS y{number}, "
            f"max(CASE WHEN y THEN q END) AS z{number}, CAST(count(*) AS {integer}) AS d{number}"
        )

    def _counted(self, family: Family) -> str:
        """What each stretch comes to."""
        part, joins = f"{family.name('part')} s", ""
        if family.node.calendar is None:
            length = "s.b - s.a"
        else:
            days, table = self._days(family), family.name("open")
            length = f"({days.before('x', 's.b')}) - ({days.before('w', 's.a')})"
            joins = "".join(
                f" JOIN {table} {alias} ON {alias}.k = {days.key(f's.{side}', 's.run', self._dialect)}"
                for alias, side in (("w", "a"), ("x", "b"))
            )
        return f"SELECT s.run, s.sign * ({length}), NULL FROM {part}{joins}"

    def _days(self, family: Family) -> DaysTogether:
        found = [self._calendar(clock.node.calendar) for clock in family.clocks if clock.node.calendar is not None]
        return DaysTogether(tuple(found))
