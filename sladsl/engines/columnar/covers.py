"""Set nodes as conditions on one instant, for all scopes at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sladsl.engines.columnar.buckets import bucketed
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.instants import Cover, Elsewhere, Every, Fixed, Held, Instant, combined
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import Binding, Stretches
from sladsl.engines.columnar.rows import BucketEmitter
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.sweeps import SCOPES, Parts, runs
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph import Ref
from sladsl.graph.sets import (
    Budget,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetLasting,
    SetNode,
    SetSpans,
    SetUnits,
)
from sladsl.logs.schema import Kind
from sladsl.temporal import IntervalSet

_MOST_OPENINGS: Final = 20_000
"""Of a calendar, written out in the statement."""

_SETS: Final = SetNode


@dataclass(slots=True)
class Covers:
    """`around`: any scope, for what is the same in all of them. `spans_of` and `buckets_of` find a stream and how the
    scopes bind it; there are `scopes` of them. `borders`: of how many intervals, about."""

    around: Surroundings
    parts: Parts
    spans_of: Callable[[str], tuple[Source, Binding]]
    buckets_of: Callable[[str], tuple[Source, Binding]]
    scopes: int
    borders: int = 0
    _known: dict[Ref, Cover] = field(default_factory=dict)

    def cover(self, ref: Ref) -> Cover:
        if ref not in self._known:
            self._known[ref] = self._made(ref)
        return self._known[ref]

    @property
    def _dialect(self) -> Dialect:
        return self.parts.dialect

    def _made(self, ref: Ref) -> Cover:
        node = self.around.nodes[ref]
        match node:
            case SetCalendar(calendar=calendar):
                times = self.around.open_time(calendar).intervals(*self.around.horizon)
                if len(times) > _MOST_OPENINGS:
                    raise NoEmitter("a calendar that opens very often")
                self.borders += 2 * len(times) * self.scopes
                return Cover(Fixed(times))
            case SetSpans():
                return self._spans(node)
            case SetBuckets():
                return self._buckets(node)
            case SetLasting(operand=operand, length=length, strict=strict):
                found = self.cover(operand)
                comparison = f"e - s {'>' if strict else '>='} {self._dialect.number(length)}"
                lasting = self.parts.named(f"SELECT id, s, e FROM {self._runs(found.inside)} r WHERE {comparison}")
                return Cover(Held(lasting, apart=True), found.unknown)
            case SetUnits():
                return self._units(node)
            case SetCombined(operator=operator, left=left, right=right):
                return combined(operator, self.cover(left), self.cover(right))
            case SetBudget(operand=operand, budgets=budgets):
                found = self.cover(operand)
                inside = found.inside
                for budget in budgets:
                    inside = self._within(self._runs(inside), budget)
                return Cover(inside, found.unknown)
            case _:
                assert isinstance(node, _SETS), "the graph puts set nodes where sets are read"
                raise NoEmitter(f"{type(node).__name__} has no emission")

    def _runs(self, instant: Instant) -> str:
        return runs(instant, self.parts).relation

    def _spans(self, node: SetSpans) -> Cover:
        if node.longest:
            raise NoEmitter("only the longest of spans that overlap")
        source, binding = self.spans_of(node.stream)
        emitter = source.emitter
        columns = f"t0 AS s, {emitter.time('end')} AS e"
        where = f"t0 < {self._dialect.number(emitter.as_of)} AND {emitter.condition(node.where)}"
        found = f"SELECT {binding.selected()}{columns} FROM {source.table} o WHERE {where} AND {binding.known()}"
        ((count,),) = source.store.rows(f"SELECT count(*) FROM {source.stored}")
        self.borders += 2 * int(count) * (1 if binding.columns else self.scopes)
        start, end = self.around.horizon
        covered = self.around.coverage(node.stream).clip(start, min(end, emitter.as_of))
        unknown = IntervalSet.single(start, end).minus(covered)
        return Cover(Held(self.parts.named(self._by_scope(found, source, binding))), Fixed(unknown))

    def _buckets(self, node: SetBuckets) -> Cover:
        """All but the buckets with a verdict is unknown. Stretches of them are few, and each turn would group all."""
        source, binding = self.buckets_of(node.stream)
        emitter = source.emitter
        assert isinstance(emitter, BucketEmitter)
        verdict, names = emitter.truth(node.where), binding.names()
        over = self._dialect.number(emitter.as_of // node.width * node.width)
        width = self._dialect.number(node.width)
        buckets = bucketed(source, binding, node.width, f"t0 < {over}")
        rows = self.parts.named(f"SELECT {names}t0, {verdict} AS c FROM ({buckets}) g")
        inside = self._by_scope(_in_a_row(f"{rows} v WHERE c", names, width), source, binding)
        # Where no bucket is without a verdict, the first and the last say it all.
        ends = f"SELECT {names}count(*) AS n, min(t0) AS s, max(t0) + {width} AS e FROM {rows} v WHERE c IS NOT NULL"
        ends = self.parts.named(f"{ends} GROUP BY {names[:-2]}" if names else ends)
        same = " AND ".join(f"o.k{index} = v.k{index}" for index in range(len(binding.columns))) or "TRUE"
        broken = f"SELECT v.* FROM {rows} v JOIN {ends} o ON {same} WHERE o.n * {width} < o.e - o.s AND v.c IS NOT NULL"
        known = (
            f"SELECT {names}s, e FROM {ends} o WHERE n * {width} = e - s "
            f"UNION ALL {_in_a_row(f'({broken}) b', names, width)}"
        )
        known = self._by_scope(known, source, binding)
        unknown = Every((Fixed(self._horizon()), Elsewhere(Held(self.parts.named(known)))))
        return Cover(Held(self.parts.named(inside), apart=True), unknown)

    def _horizon(self) -> IntervalSet:
        return IntervalSet.single(*self.around.horizon)

    def _by_scope(self, rows: str, source: Source, binding: Binding) -> str:
        """Rows of keys, `s` and `e` as rows of scopes."""
        matched = " AND ".join(
            f"{self._text(source, column, f'x.k{index}')} = {SCOPES}.k{place}"
            for index, (column, place) in enumerate(zip(binding.columns, binding.places, strict=True))
        )
        joined = f"JOIN {SCOPES} ON {matched}" if matched else f"CROSS JOIN {SCOPES}"
        return f"SELECT {SCOPES}.id, x.s, x.e FROM ({rows}) x {joined}"

    def _text(self, source: Source, column: str, value: str) -> str:
        """A key as scopes have it."""
        match source.schema.attributes[int(column[1:])].type.kind:
            case Kind.TEXT | Kind.CHOICE:
                return value
            case Kind.FLAG:
                return f"CASE WHEN {value} THEN 'yes' ELSE 'no' END"
            case _:
                return f"CAST({value} AS {self._dialect.text})"

    def _units(self, node: SetUnits) -> Cover:
        """Units that are started may overlap: what covers an instant twice covers it."""
        found = self.cover(node.operand)
        unit, floor = self._dialect.number(node.unit), self._dialect.divided

        def up(instant: str) -> str:
            return f"- {floor(f'- ({instant})', unit)} * {unit}"

        def down(instant: str) -> str:
            return f"{floor(instant, unit)} * {unit}"

        match node.clock, node.started:
            case True, True:
                start, end = down("s"), up("e")
            case True, False:
                start, end = up("s"), down("e")
            case _:
                start, end = "s", f"s + ({up('e - s') if node.started else down('e - s')})"
        units = f"SELECT id, {start} AS s, {end} AS e FROM {self._runs(found.inside)} r"
        return Cover(Held(self.parts.named(f"SELECT id, s, e FROM ({units}) u WHERE s < e")), found.unknown)

    def _within(self, apart: str, budget: Budget) -> Held:
        """What a budget covers, first come first served, of runs that are cut at the borders of its windows."""
        if budget.whole and budget.time is not None:
            raise NoEmitter("an allowance that is spent on whole runs only")
        windows = self.around.budget_windows(budget.window)
        if not windows:
            raise NoEmitter("an allowance without windows")
        stretches = Stretches.of_borders([start for start, _ in windows] + [windows[-1][1]])
        pieces = self._pieces(apart, stretches)
        order = "OVER (PARTITION BY id, w ORDER BY s"
        before = f"coalesce(sum(e - s) {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS spent"
        ranked = f"SELECT id, s, e, row_number() {order}) AS r, {before} FROM ({pieces}) p"
        taken, conditions = "e", []
        if budget.count is not None:
            conditions.append(f"r <= {self._dialect.number(budget.count)}")
        if budget.time is not None:
            time = self._dialect.number(budget.time)
            conditions.append(f"spent < {time}")
            taken = f"least(e, s + CAST({time} - spent AS {self._dialect.integer}))"
        chosen = " AND ".join(conditions) or "TRUE"
        return Held(self.parts.named(f"SELECT id, s, {taken} AS e FROM ({ranked}) q WHERE {chosen}"))

    def _pieces(self, apart: str, stretches: Stretches) -> str:
        """Runs cut at borders, each piece with the number `w` of its stretch."""
        dialect = self._dialect
        start, end = dialect.number(stretches.start), dialect.number(stretches.end)
        clipped = f"SELECT id, greatest(s, {start}) AS s, least(e, {end}) AS e FROM {apart} a"
        numbered = (
            f"SELECT id, s, e, {stretches.number('s', dialect)} AS w0, {stretches.number('e - 1', dialect)} AS w1 "
            f"FROM ({clipped}) c WHERE s < e"
        )
        spread = f"SELECT id, s, e, {dialect.unnested(dialect.numbers('w0', 'w1'))} AS w FROM ({numbered}) m"
        rows = [[str(number), *map(str, pair)] for number, pair in enumerate(pairwise(stretches.borders))]
        borders = self.parts.named(
            f"SELECT * FROM {dialect.table([(each, dialect.integer) for each in ('w', 'a', 'b')], rows)} v"
        )
        return (
            f"SELECT m.id, greatest(m.s, b.a) AS s, least(m.e, b.b) AS e, m.w "
            f"FROM ({spread}) m JOIN {borders} b ON b.w = m.w"
        )


def _in_a_row(buckets: str, names: str, width: str) -> str:
    """Buckets one after the other as one stretch."""
    by = f"PARTITION BY {names[:-2]} " if names else ""
    numbered = f"SELECT {names}t0, t0 - {width} * row_number() OVER ({by}ORDER BY t0) AS run FROM {buckets}"
    return f"SELECT {names}min(t0) AS s, max(t0) + {width} AS e FROM ({numbered}) n GROUP BY {names}run"
