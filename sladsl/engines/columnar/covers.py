"""Set nodes as conditions on one instant, for all scopes at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from sladsl.engines.columnar.allowances import within
from sladsl.engines.columnar.buckets import bucketed, in_a_row
from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.holding import holding
from sladsl.engines.columnar.instants import Cover, Elsewhere, Every, Fixed, Held, Instant, combined
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.quorums import Spread, among
from sladsl.engines.columnar.recorded import recorded
from sladsl.engines.columnar.rows import BucketEmitter
from sladsl.engines.columnar.scoping import by_scope
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.streams import Streams
from sladsl.engines.columnar.sweeps import Parts, runs
from sladsl.engines.reference.budgets import within_budget
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph import Ref
from sladsl.graph.measures import Weight
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.temporal import IntervalSet, Pair

_MOST_OPENINGS: Final = 20_000
"""Of a calendar, written out in the statement."""
_MOST_WEIGHTS: Final = 100


@dataclass(slots=True)
class Covers:
    """`around`: any scope, for what is the same in all of them. There are `scopes` of them, which bind `keys`; their
    relation is `told`, None where it is made by the statement itself. `borders`: of how many intervals, about."""

    around: Surroundings
    parts: Parts
    streams: Streams
    keys: tuple[str, ...]
    scopes: int
    told: str | None = None
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
            case SetSinceFirst():
                return self._since_first(node)
            case SetHolding():
                source, binding = self._counted(*self.streams.in_order_of(node.stream, self.keys))
                covered = self.around.coverage(node.stream).clip(*self.around.horizon)
                return holding(node, source, binding, self.parts, covered, self._horizon())
            case SetAmong():
                return self._among(node)
            case SetCombined(operator=operator, left=left, right=right):
                return combined(operator, self.cover(left), self.cover(right))
            case SetBudget(operand=operand, budgets=budgets):
                found = self.cover(operand)
                inside = found.inside
                for budget in budgets:
                    windows = self.around.budget_windows(budget.window)
                    inside = self._allowed(inside, budget, windows)
                return Cover(inside, found.unknown)
            case _:
                raise AssertionError("the graph puts set nodes where sets are read")

    def _runs(self, instant: Instant) -> str:
        return runs(instant, self.parts).relation

    def _allowed(self, inside: Instant, budget: Budget, windows: Sequence[Pair]) -> Instant:
        if not windows:
            raise NoEmitter("an allowance without windows")
        apart = self._runs(inside)
        if not budget.whole or budget.time is None:
            return Held(self.parts.named(within(apart, budget, windows, self.parts)))
        # What is left for a run depends on which before it were refused: no sum says that, so it is told run by run.
        if self.told is None:
            raise NoEmitter("an allowance that is spent on whole runs only, for each value of a key")
        found: dict[int, list[Pair]] = {}
        asked = self.parts.statement(f"SELECT * FROM {self.told} a", f"SELECT id, s, e FROM {apart} r")
        for scope, start, end in self.streams.place().stream(asked):
            found.setdefault(scope, []).append((start, end))
        left = {scope: within_budget(IntervalSet.of(pairs), budget, windows) for scope, pairs in found.items()}
        rows = self.streams.intervals((scope, pair) for scope, times in left.items() for pair in times)
        return Held(self.parts.named(f"SELECT r.id, r.s, r.e FROM {rows} r JOIN {self.parts.scopes} p ON p.id = r.id"))

    def _spans(self, node: SetSpans) -> Cover:
        source, binding = self._rows_of(node.stream)
        emitter = source.emitter
        found = recorded(node, source, binding)
        start, end = self.around.horizon
        covered = self.around.coverage(node.stream).clip(start, min(end, emitter.as_of))
        unknown = IntervalSet.single(start, end).minus(covered)
        return Cover(Held(self.parts.named(by_scope(found, source, binding, self.parts))), Fixed(unknown))

    def _buckets(self, node: SetBuckets) -> Cover:
        """All but the buckets with a verdict is unknown. Stretches of them are few, and each turn would group all."""
        source, binding = self.streams.buckets_of(node.stream, self.keys)
        emitter = source.emitter
        assert isinstance(emitter, BucketEmitter)
        verdict, names = emitter.truth(node.where), binding.names()
        over = self._dialect.number(emitter.as_of // node.width * node.width)
        width = self._dialect.number(node.width)
        buckets = bucketed(source, binding, node.width, f"t0 < {over}")
        rows = self.parts.named(f"SELECT {names}t0, {verdict} AS c FROM ({buckets}) g")
        inside = by_scope(in_a_row(f"{rows} v WHERE c", names, width), source, binding, self.parts)
        # Where no bucket is without a verdict, the first and the last say it all.
        ends = f"SELECT {names}count(*) AS n, min(t0) AS s, max(t0) + {width} AS e FROM {rows} v WHERE c IS NOT NULL"
        ends = self.parts.named(f"{ends} GROUP BY {names.removesuffix(', ')}" if names else ends)
        same = " AND ".join(f"o.k{index} = v.k{index}" for index in range(len(binding.columns))) or "TRUE"
        broken = f"SELECT v.* FROM {rows} v JOIN {ends} o ON {same} WHERE o.n * {width} < o.e - o.s AND v.c IS NOT NULL"
        known = (
            f"SELECT {names}s, e FROM {ends} o WHERE n * {width} = e - s "
            f"UNION ALL {in_a_row(f'({broken}) b', names, width)}"
        )
        known = by_scope(known, source, binding, self.parts)
        unknown = Every((Fixed(self._horizon()), Elsewhere(Held(self.parts.named(known)))))
        return Cover(Held(self.parts.named(inside), apart=True), unknown)

    def _rows_of(self, stream: str) -> tuple[Source, Binding]:
        return self._counted(*self.streams.rows_of(stream, self.keys))

    def _counted(self, source: Source, binding: Binding) -> tuple[Source, Binding]:
        ((count,),) = source.store.rows(f"SELECT count(*) FROM {source.stored}")
        self.borders += 2 * int(count) * (1 if binding.columns else self.scopes)
        return source, binding

    def weighed(self, weight: Weight) -> list[tuple[Fraction | None, Instant]]:
        """The spans of each weight, the heaviest first; those whose weight is not known before all."""
        node = self.around.nodes[weight.spans]
        assert isinstance(node, SetSpans), "the graph weighs spans"
        source, binding = self._counted(*self.streams.in_order_of(node.stream, self.keys))
        value = source.emitter.number(weight.weight)
        if isinstance(value.bottom, str):
            raise NoEmitter("weights over unlike denominators")
        rows = self.parts.named(recorded(node, source, binding, f"{value.top} AS v"))
        told = source.store.rows(f"SELECT DISTINCT v FROM ({recorded(node, source, binding, f'{value.top} AS v')}) r")
        if len(told) > _MOST_WEIGHTS:
            raise NoEmitter("very many weights")
        tops = sorted((each for (each,) in told if each is not None), reverse=True)

        def held(condition: str) -> Instant:
            chosen = f"SELECT * FROM {rows} y WHERE {condition}"
            return Held(self.parts.named(by_scope(chosen, source, binding, self.parts)))

        found: list[tuple[Fraction | None, Instant]] = [(None, held("v IS NULL"))]
        return found + [(Fraction(top, value.bottom), held(f"v = {self._dialect.number(top)}")) for top in tops]

    def _since_first(self, node: SetSinceFirst) -> Cover:
        """Of the first record at the start of a run or after it, in order of time."""
        found = self.cover(node.operand)
        source, binding = self._rows_of(node.stream)
        where = f"t0 < {self._dialect.number(source.emitter.as_of)} AND {source.emitter.condition(node.where)}"
        rows = f"SELECT {binding.selected()}t0 FROM {source.table} o WHERE {where} AND {binding.known()}"
        marks = by_scope(rows, source, binding, self.parts, "t0")
        points = (
            f"SELECT id, s AS t, e, 0 AS kind FROM {self._runs(found.inside)} r "
            f"UNION ALL SELECT id, t0, NULL, 1 FROM ({marks}) m"
        )
        following = "OVER (PARTITION BY id ORDER BY t, kind ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"
        begun = f"SELECT id, e, kind, min(CASE WHEN kind = 1 THEN t END) {following} AS s FROM ({points}) y"
        runs_ = self.parts.named(f"SELECT id, s, e FROM ({begun}) u WHERE kind = 0 AND s < e")
        return Cover(Held(runs_, apart=True), found.unknown)

    def _among(self, node: SetAmong) -> Cover:
        schemas = self.streams.below(node.operand)
        spread = Spread.of(node.key, self.keys, schemas, self.streams.rows_of, self.parts)
        inner = self.parts.over(spread.relation)
        covers = Covers(self.around, inner, self.streams, spread.keys, self.scopes)
        found = covers.cover(node.operand)
        self.borders += covers.borders
        return among(node, found, inner, spread, self.parts, self._horizon())

    def _horizon(self) -> IntervalSet:
        return IntervalSet.single(*self.around.horizon)

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
