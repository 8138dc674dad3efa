"""Means over buckets: samples grouped by bucket, buckets by window, cases and denominators; the rest is a few sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sladsl.engines.columnar.numbers import NoEmitter, Number
from sladsl.engines.columnar.places import Binding, Stretches, partitioned
from sladsl.engines.columnar.rows import BucketEmitter
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import BucketsFound, Scope
from sladsl.engines.reference.bucket_means import empty_buckets, reads_time
from sladsl.engines.reference.exact_sums import exact_sum
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph.measures import MeasureBuckets
from sladsl.temporal import Window


@dataclass(slots=True)
class _Part:
    """Buckets of one stretch: with samples, of each case, without a value, with one, and sums by denominator."""

    by_case: list[int]
    with_samples: int = 0
    undefined: int = 0
    counted: int = 0
    sums: dict[int, int] = field(default_factory=dict)

    def add(self, other: "_Part") -> None:
        self.by_case = [one + two for one, two in zip(self.by_case, other.by_case, strict=True)]
        self.with_samples += other.with_samples
        self.undefined += other.undefined
        self.counted += other.counted
        for bottom, top in other.sums.items():
            self.sums[bottom] = self.sums.get(bottom, 0) + top


@dataclass(frozen=True, slots=True)
class BucketMeans:
    """A `MeasureBuckets` with what was found of it; `around` is any scope: what is not known of an empty bucket is the
    same in all."""

    node: MeasureBuckets
    binding: Binding
    stretches: Stretches
    parts: dict[tuple[Scope, int], _Part]

    @classmethod
    def of(cls, node: MeasureBuckets, source: Source, binding: Binding, windows: Sequence[Window]) -> "BucketMeans":
        emitter = source.emitter
        assert isinstance(emitter, BucketEmitter)
        if node.where is not None and reads_time(node.where, emitter.nodes):
            raise NoEmitter("a condition on the time of a bucket looks at each empty one")
        stretches = Stretches.of(windows)
        where = emitter.condition(node.where)
        cases = [emitter.truth(each.condition) for each in node.cases]
        values = [*(emitter.number(each.value) for each in node.cases), emitter.number(node.operand)]
        rows = source.store.rows(_statement(source, emitter, binding, stretches, node.width, where, cases, values))
        parts: dict[tuple[Scope, int], _Part] = {}
        keys = len(binding.columns)
        for row in rows:
            number, case, bottom, count, summed = row[keys:]
            part = parts.setdefault((binding.read(row), int(number)), _Part([0] * len(cases)))
            part.with_samples += count
            if case is None:
                continue
            if case < len(cases):
                part.by_case[case] += count
            if bottom is None:
                part.undefined += count
            else:
                part.counted += count
                part.sums[int(bottom)] = part.sums.get(int(bottom), 0) + int(summed)
        return cls(node, binding, stretches, parts)

    def found(self, scope: Scope, windows: Sequence[Window], around: Surroundings) -> Iterator[BucketsFound]:
        part_of = self.binding.part(scope)
        for window in windows:
            part = _Part([0] * len(self.node.cases))
            for number in self.stretches.within(window):
                if (one := self.parts.get((part_of, number))) is not None:
                    part.add(one)
            yield self._found(part, window, around)

    def _found(self, part: _Part, window: Window, around: Surroundings) -> BucketsFound:
        width = self.node.width
        first, last = -(-window.start // width), -(-window.end // width)
        over = min(max(around.as_of // width, first), last)
        empty = empty_buckets(self.node, around, first, over, part.with_samples)
        missing, filled, filler = last - over, 0, Fraction(0)
        match self.node.missing:
            case None:
                missing += empty
            case "leaves":
                pass
            case known:
                filled, filler = empty, known
        total = exact_sum(Fraction(top, bottom) for bottom, top in part.sums.items()) + filled * filler
        return BucketsFound(total, part.counted + filled, missing, part.undefined, tuple(part.by_case))


def _statement(
    source: Source,
    emitter: BucketEmitter,
    binding: Binding,
    stretches: Stretches,
    width: int,
    where: str,
    cases: Sequence[str],
    values: Sequence[Number],
) -> str:
    """Rows of: keys, stretch, case (NULL: the condition rules the bucket out), denominator (NULL: no value), how many,
    sum. A bucket belongs to the window in which it starts, and counts when it is over."""
    number, integer = source.dialect.number, source.dialect.integer
    last = number(emitter.as_of // width * width)
    case = " ".join(f"WHEN {each} THEN {index}" for index, each in enumerate(cases))
    case = f"CASE WHEN NOT coalesce({where}, FALSE) THEN NULL {case} ELSE {len(cases)} END"
    names = binding.names()
    # A bucket of which only some samples lie before `as of` is not over, and one is in the first window only if it
    # starts there: so whole buckets can be chosen by the times of their samples.
    start = number(-(-stretches.start // width) * width)
    aggregated = bucketed(source, binding, width, f"t0 >= {start} AND t0 < {last}")
    tops = " ".join(f"WHEN c = {index} THEN {each.top}" for index, each in enumerate(values))
    bottoms = " ".join(
        f"WHEN c = {index} THEN {number(each.bottom) if isinstance(each.bottom, int) else each.bottom}"
        for index, each in enumerate(values)
    )
    cased = f"SELECT *, {case} AS c FROM ({aggregated}) g WHERE t0 < {number(stretches.end)}"
    valued = (
        f"SELECT {names}{stretches.number('t0', source.dialect)} AS w, c, "
        f"CASE {tops} END AS v, CAST(CASE {bottoms} END AS {integer}) AS d FROM ({cased}) q"
    )
    return (
        f"SELECT {names}w, c, CASE WHEN v IS NOT NULL THEN d END AS d, count(*), {source.dialect.summed('v')} "
        f"FROM ({valued}) r GROUP BY {names}w, c, CASE WHEN v IS NOT NULL THEN d END"
    )


def bucketed(source: Source, binding: Binding, width: int, chosen: str) -> str:
    """The buckets of the samples that are chosen: keys, `t0` as their start, and the aggregates that were emitted.
    Where each sample is alone in its bucket, samples are buckets, and nothing is grouped."""
    assert isinstance(source.emitter, BucketEmitter)
    names, wide, aggregates = binding.names(), source.dialect.number(width), source.emitter.aggregates
    rows = (
        f"SELECT {binding.selected()}{source.dialect.divided('t0', wide)} * {wide} AS b, "
        f"{', '.join(columns_used(source))} FROM {source.table} WHERE {chosen} AND {binding.known()}"
    )
    if source.are_apart(binding.columns, width):
        columns = "".join(f", {each.alone} AS {name}" for name, each in aggregates.items())
        return f"SELECT {names}b AS t0{columns} FROM ({rows}) s"
    columns = "".join(f", {each.sql} AS {name}" for name, each in aggregates.items())
    return f"SELECT {names}b AS t0{columns} FROM ({rows}) s GROUP BY {names}b"


def in_a_row(buckets: str, names: str, width: str) -> str:
    """Buckets one after the other as one stretch: keys, `s` and `e`."""
    numbered = (
        f"SELECT {names}t0, t0 - {width} * row_number() OVER ({partitioned(names)}ORDER BY t0) AS run FROM {buckets}"
    )
    return f"SELECT {names}min(t0) AS s, max(t0) + {width} AS e FROM ({numbered}) n GROUP BY {names}run"


def columns_used(source: Source) -> list[str]:
    return [f"a{index}" for index in range(len(source.schema.attributes))] or ["1 AS nothing"]
