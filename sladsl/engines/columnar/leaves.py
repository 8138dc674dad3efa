"""Time sets that come straight from records: the spans of a stream, the buckets in which a condition holds. A statement
gives them for all scopes at once; what is made of them is interval algebra, and that is the reference engine's."""

from collections.abc import Callable

from sladsl.engines.columnar.buckets import bucketed, in_a_row
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
from sladsl.temporal import IntervalSet, Pair

Leaf = Callable[[Scope], TimeSet]


def _none(ref: Ref, keys: tuple[str, ...]) -> Leaf | None:  # noqa: ARG001
    return None


class LeafSets(Evaluation):
    """The reference engine's evaluation, with its leaves from statements. `find` gives that of a node for some keys, or
    None where it has no emission."""

    find: Callable[[Ref, tuple[str, ...]], Leaf | None] = staticmethod(_none)

    def given(self, ref: Ref, bound: Restriction) -> TimeSet | None:
        if not isinstance(self.graph.nodes[ref], SetSpans | SetBuckets):
            return None
        keys = tuple(key for key, _ in bound)
        leaf = self.once(("leaf", ref, keys), lambda: self.find(ref, keys))
        return None if leaf is None else leaf(tuple(value for _, value in bound))


def spans(node: SetSpans, source: Source, binding: Binding, covered: IntervalSet, horizon: Pair) -> Leaf:
    found = _pairs(source, binding, recorded(node, source, binding))
    start, end = horizon
    unknown = IntervalSet.single(start, end).minus(covered.clip(start, min(end, source.emitter.as_of)))
    return lambda scope: TimeSet(found(scope), unknown)


def buckets(node: SetBuckets, source: Source, binding: Binding, horizon: Pair) -> Leaf:
    """All but the buckets with a verdict is unknown."""
    emitter = source.emitter
    assert isinstance(emitter, BucketEmitter)
    where = emitter.truth(node.where)
    names = binding.names()
    over = source.dialect.number(emitter.as_of // node.width * node.width)
    width = source.dialect.number(node.width)
    rows = f"SELECT {names}t0, {where} AS c FROM ({bucketed(source, binding, node.width, f't0 < {over}')}) g"
    inside, known = (
        _pairs(source, binding, in_a_row(f"({rows}) v WHERE {condition}", names, width))
        for condition in ("c", "c IS NOT NULL")
    )
    whole = IntervalSet.single(*horizon)
    return lambda scope: TimeSet(inside(scope), whole.minus(known(scope)))


def _pairs(source: Source, binding: Binding, rows: str) -> Callable[[Scope], IntervalSet]:
    """Rows of keys, `s` and `e` as the set of each scope."""
    keys, found = len(binding.columns), dict[Scope, tuple[list[int], list[int]]]()
    for row in source.store.stream(f"SELECT {binding.names()}s, e FROM ({rows}) r"):
        starts, ends = found.setdefault(binding.read(row), ([], []))
        starts.append(row[keys])
        ends.append(row[keys + 1])

    def of(scope: Scope) -> IntervalSet:
        return IntervalSet.of(zip(*found.get(binding.part(scope), ((), ())), strict=True))

    return of
