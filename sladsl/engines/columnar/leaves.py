"""Time sets that come straight from records: the spans of a stream, the buckets in which a condition holds. A statement
gives them for all scopes at once; what is made of them is interval algebra, and that is the reference engine's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sladsl.engines.columnar.buckets import bucketed
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.recorded import recorded
from sladsl.engines.columnar.rows import BucketEmitter
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import Scope
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.scopes import Restriction
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph import Ref
from sladsl.graph.sets import SetBuckets, SetSpans
from sladsl.temporal import EMPTY, IntervalSet, Pair

Leaf = Callable[[Scope], TimeSet]


class LeafSets(Evaluation):
    """The reference engine's evaluation, with its leaves from statements. `find` gives that of a node for some keys, or
    None where it has no emission."""

    find: Callable[[Ref, tuple[str, ...]], Leaf | None] | None = None

    def given(self, ref: Ref, bound: Restriction) -> TimeSet | None:
        if self.find is None or not isinstance(self.graph.nodes[ref], SetSpans | SetBuckets):
            return None
        keys = tuple(key for key, _ in bound)
        leaf = self.once(("leaf", ref, keys), lambda: (self.find(ref, keys),) if self.find else (None,))[0]
        return None if leaf is None else leaf(tuple(value for _, value in bound))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The pairs of each scope, as two lists."""

    by_scope: Mapping[Scope, tuple[Sequence[int], Sequence[int]]]

    def of(self, scope: Scope) -> IntervalSet:
        if scope not in self.by_scope:
            return EMPTY
        starts, ends = self.by_scope[scope]
        return IntervalSet.of(zip(starts, ends, strict=True))


def spans(node: SetSpans, source: Source, binding: Binding, covered: IntervalSet, horizon: Pair) -> Leaf:
    found = _pairs(source, binding, recorded(node, source, binding))
    start, end = horizon
    unknown = IntervalSet.single(start, end).minus(covered.clip(start, min(end, source.emitter.as_of)))
    return lambda scope: TimeSet(found.of(scope), unknown)


def buckets(node: SetBuckets, source: Source, binding: Binding, horizon: Pair) -> Leaf:
    """All but the buckets with a verdict is unknown."""
    emitter = source.emitter
    assert isinstance(emitter, BucketEmitter)
    where = emitter.truth(node.where)
    names = binding.names()
    over = source.dialect.number(emitter.as_of // node.width * node.width)
    rows = f"SELECT {names}t0, {where} AS c FROM ({bucketed(source, binding, node.width, f't0 < {over}')}) g"
    width = source.dialect.number(node.width)

    def runs(condition: str) -> _Pairs:
        """Buckets one after the other are one stretch: nothing else leaves the database."""
        by = f"PARTITION BY {names[:-2]} " if names else ""
        numbered = (
            f"SELECT {names}t0, t0 - {width} * row_number() OVER ({by}ORDER BY t0) AS run "
            f"FROM ({rows}) v WHERE {condition}"
        )
        return _pairs(
            source,
            binding,
            f"SELECT {names}min(t0) AS s, max(t0) + {width} AS e FROM ({numbered}) n GROUP BY {names}run",
        )

    inside, known = runs("c"), runs("c IS NOT NULL")
    whole = IntervalSet.single(*horizon)
    return lambda scope: TimeSet(inside.of(scope), whole.minus(known.of(scope)))


def _pairs(source: Source, binding: Binding, rows: str) -> _Pairs:
    """Rows of keys, `s` and `e` as lists by scope."""
    keys, found = len(binding.columns), dict[Scope, tuple[list[int], list[int]]]()
    for row in source.store.stream(f"SELECT {binding.names()}s, e FROM ({rows}) r"):
        starts, ends = found.setdefault(binding.read(row), ([], []))
        starts.append(row[keys])
        ends.append(row[keys + 1])
    return _Pairs(found)
