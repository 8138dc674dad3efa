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
        return self.node.cycle != "once"

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
    def turns(self) -> bool:
        """Whether there are runs that are not plain."""
        return self.in_cycles or self.node.again is not None or bool(self.node.states)

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
        if node.calendar is not None:
            found.append(f"{name('open')} AS {self._dialect.once}{self._days(family).relation(self._dialect)}")
        if family.in_cycles:
            found += self._ran(family)
        else:
            found.append(f"{name('plain')} AS ({self._plain(family)})")
            found += self._turning(family)
        if family.turns:
            found.append(f"{name('part')} AS ({self._stretches(family)})")
        return [*found, f"{name('clocks')} AS ({self._together(family)})"]

    def _is_plain(self, family: Family) -> str:
        """That nothing takes the clock of a run up again, and that it pauses once at most."""
        first, told = self._dialect.first_of, ["TRUE"]
        if family.node.again is not None:
            told.append(f"{first('again')} IS NULL AND ({first('stops')} IS NULL OR {first('stops')} >= st)")
        if family.node.states:
            pauses = (f"coalesce({self._dialect.counted(f's{state}')}, 0)" for state in family.node.states)
            told.append(f"{' + '.join(pauses)} <= 1")
        return " AND ".join(told)

    def _plain(self, family: Family) -> str:
        """What plain runs have counted. Each is one row: nothing is put in order or added up."""
        as_of, first = self._dialect.number(self._as_of), self._dialect.first_of
        pauses = [first(f"s{state}") for state in family.node.states]
        pause = f", coalesce({', '.join([*pauses, 'NULL'])}) AS p" if pauses else ""
        head = f"{family.name('head')} h WHERE {self._is_plain(family)}"
        begun = f"SELECT run, st, {self._first_stop()} AS stopped{pause} FROM {head}"
        rows = f"SELECT *, coalesce(stopped, {as_of}) AS sp FROM ({begun}) b"
        counted, joins = self._open(family, "JOIN", "r.st", "r.sp", "w")
        counted = f"CASE WHEN r.st < r.sp THEN {counted} ELSE 0 END"
        if pauses:
            paused = f"{self._pause_from('p')} AS a, {self._pause_until('p')} AS b"
            columns = "CASE WHEN a < b THEN a END AS a, CASE WHEN a < b THEN b END AS b"
            rows = f"SELECT run, stopped, st, sp, {columns} FROM (SELECT *, {paused} FROM ({rows}) c) d"
            paused, others = self._open(family, "LEFT JOIN", "r.a", "r.b", "x")
            counted, joins = f"{counted} - coalesce({paused}, 0)", joins + others
        return f"SELECT r.run, {counted} AS q, r.stopped IS NULL AS y FROM ({rows}) r{joins}"

    def _first_stop(self) -> str:
        stop = self._dialect.first_of("stops")
        return f"CASE WHEN {stop} < {self._dialect.number(self._as_of)} THEN {stop} END"

    def _pause_from(self, pause: str) -> str:
        """Where a pause begins for a run; NULL for none."""
        start = self._dialect.item(pause, 1)
        return f"CASE WHEN {start} < st THEN st ELSE {start} END"

    def _pause_until(self, pause: str) -> str:
        end = self._dialect.item(pause, 2)
        return f"CASE WHEN {pause} IS NOT NULL THEN CASE WHEN {end} IS NULL OR {end} > sp THEN sp ELSE {end} END END"

    def _turning(self, family: Family) -> list[str]:
        """The other runs."""
        if not family.turns:
            return []
        node, as_of, name = family.node, self._dialect.number(self._as_of), family.name
        found = [f"{name('turning')} AS (SELECT * FROM {name('head')} h WHERE NOT ({self._is_plain(family)}))"]
        columns = f"h.run, h.st{''.join(f', h.s{state}' for state in node.states)}"
        if node.again is None:
            stopped = f"SELECT {columns}, {self._first_stop()} AS stopped FROM {name('turning')} h"
        else:
            found += self._resumed(family)
            edges = f"{name('edge')} WHERE kind = 0 AND until IS NULL"
            last = f"SELECT run, max(t) AS stopped FROM {edges} GROUP BY run"
            stopped = f"SELECT {columns}, e.stopped FROM {name('turning')} h LEFT JOIN ({last}) e ON e.run = h.run"
        return [*found, f"{name('ran')} AS (SELECT *, coalesce(stopped, {as_of}) AS sp FROM ({stopped}) r)"]

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

    def _resumed(self, family: Family) -> list[str]:
        """When the clock was stopped and taken up again: of marks of one kind in a row the first counts, and at one
        instant a stop comes before what takes it back."""
        as_of, unnest = self._dialect.number(self._as_of), self._dialect.unnested
        head = family.name("turning")
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
            told = f"SELECT run, st, sp, {self._dialect.unnested(f's{state}')} AS p FROM {ran}"
            pauses.append(f"SELECT run, {self._pause_from('p')} AS a, {self._pause_until('p')} AS b FROM ({told}) u")
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
        """What each clock of a case has counted, and whether it runs."""
        several = len(family.clocks)
        if family.in_cycles:
            runs, cycles = self._added(family), family.name("ran")
            told = f"SELECT a.id, a.n, a.is_last, k.q, k.y FROM ({runs}) k JOIN {cycles} a ON a.run = k.run"
            return f"SELECT id, {self._of_cycles(family.clocks[0])} FROM ({told}) c GROUP BY id"
        runs = f"SELECT * FROM {family.name('plain')} p"
        if family.turns:
            runs = f"{runs} UNION ALL {self._added(family)}"
        if several == 1:
            (only,) = family.clocks
            return f"SELECT run AS id, q AS q{only.number}, y AS y{only.number} FROM ({runs}) k"
        # Both as one number: it is what is kept of each case that takes time.
        divided = self._dialect.divided
        case, counted = divided("run", str(several)), divided("v{0}", "2")
        number = f"run - {case} * {several} AS c, q * 2 + CASE WHEN y THEN 1 ELSE 0 END AS v"
        both = f"SELECT {case} AS id, {number} FROM ({runs}) k"
        chosen = "".join(f", max(CASE WHEN c = {place} THEN v END) AS v{place}" for place in range(several))
        told = "".join(
            f", {counted.format(place)} AS q{each.number}, v{place} - {counted.format(place)} * 2 = 1 AS y{each.number}"
            for place, each in enumerate(family.clocks)
        )
        return f"SELECT id{told} FROM (SELECT id{chosen} FROM ({both}) b GROUP BY id) c"

    def _added(self, family: Family) -> str:
        """What the stretches of each run come to; it counts even without any."""
        begun = f"SELECT run, 0 AS q, stopped IS NULL AS y FROM {family.name('ran')}"
        length, joins = self._open(family, "JOIN", "s.a", "s.b", "w")
        stretches = f"SELECT s.run, s.sign * ({length}), NULL FROM {family.name('part')} s{joins}"
        summed = f"CAST({self._dialect.summed('q')} AS {self._dialect.integer})"
        return f"SELECT run, {summed} AS q, bool_or(y) AS y FROM ({begun} UNION ALL {stretches}) r GROUP BY run"

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

    def _open(self, family: Family, join: str, start: str, end: str, alias: str) -> tuple[str, str]:
        """What a clock counts from one instant to another, and what is joined for it to the row that has them."""
        if family.node.calendar is None:
            return f"{end} - {start}", ""
        days, run = self._days(family), f"{start.partition('.')[0]}.run"
        joins = "".join(
            f" {join} {family.name('open')} {name} ON {name}.k = {days.key(instant, run, self._dialect)}"
            for name, instant in ((f"{alias}0", start), (f"{alias}1", end))
        )
        return f"(({days.before(f'{alias}1', end)}) - ({days.before(f'{alias}0', start)}))", joins

    def _days(self, family: Family) -> DaysTogether:
        found = [self._calendar(clock.node.calendar) for clock in family.clocks if clock.node.calendar is not None]
        return DaysTogether(tuple(found))
