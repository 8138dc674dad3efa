"""The mean over buckets of equal weight."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from heapq import nsmallest
from types import MappingProxyType
from typing import Final

from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import BucketsFound
from sladsl.engines.reference.buckets import Bucket
from sladsl.engines.reference.exact_sums import exact_sum
from sladsl.engines.reference.limits import MOST_EMPTY_BUCKETS
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Changing, Frozen, changing, frozen
from sladsl.graph import Node, Ref, inputs
from sladsl.graph.measures import MeasureBuckets
from sladsl.graph.rows import RowTime
from sladsl.logs.records import Place, SampleRecord
from sladsl.temporal import Window

_WORST: Final = 20


def bucket_means(node: MeasureBuckets, around: Surroundings, windows: Sequence[Window]) -> list[BucketsFound]:
    means = _BucketMeans.of(node, around)
    return [means.in_window(each.start, each.end) for each in windows]


@changing
class _Tally(Changing):
    """What was seen in one window so far."""

    by_case: list[int]
    values: list[tuple[int, Fraction]] = field(default_factory=list)
    with_samples: int = 0
    undefined: int = 0


@frozen
class _BucketMeans(Frozen):
    node: MeasureBuckets
    around: Surroundings
    numbers: Sequence[int]
    buckets: dict[int, Sequence[SampleRecord]]
    where: RowFunction | None
    operand: RowFunction
    cases: tuple[tuple[RowFunction, RowFunction], ...]

    @classmethod
    def of(cls, node: MeasureBuckets, around: Surroundings) -> "_BucketMeans":
        buckets = dict(around.buckets(node.stream, node.width))
        where = None if node.where is None else around.row(node.where)
        cases = tuple((around.row(case.condition), around.row(case.value)) for case in node.cases)
        return cls(node, around, sorted(buckets), buckets, where, around.row(node.operand), cases)

    def in_window(self, start: int, end: int) -> BucketsFound:
        """A bucket belongs to the window in which it starts. One not over at `as of` is missing whatever the rule."""
        width = self.node.width
        first, last = -(-start // width), -(-end // width)
        over = min(max(self.around.as_of // width, first), last)
        tally = _Tally([0] * len(self.cases))
        for number in self.numbers[bisect_left(self.numbers, first) : bisect_left(self.numbers, over)]:
            self._take(Bucket(number * width, self.buckets[number]), tally)
        empty = empty_buckets(self.node, self.around, first, over, tally.with_samples, self.buckets)
        missing = last - over
        values = [value for _, value in tally.values]
        match self.node.missing:
            case None:
                missing, filled, filler = missing + empty, 0, Fraction(0)
            case "leaves":
                filled, filler = 0, Fraction(0)
            case filler:
                filled = empty
        total = exact_sum(values) + filled * filler
        counted = len(values) + filled
        worst = self._worst(tally.values, total, counted) if self.around.evidence else ()
        return BucketsFound(total, counted, missing, tally.undefined, tuple(tally.by_case), worst)

    def _take(self, bucket: Bucket, tally: _Tally) -> None:
        tally.with_samples += 1
        if self.where is not None and self.where(bucket) is not True:
            return
        value = None
        for case, (condition, case_value) in enumerate(self.cases):
            if condition(bucket) is True:
                tally.by_case[case] += 1
                value = case_value(bucket)
                break
        else:
            value = self.operand(bucket)
        if value is None:
            tally.undefined += 1
        else:
            tally.values.append((bucket.start, Fraction(value)))

    def _worst(
        self, values: Sequence[tuple[int, Fraction]], total: Fraction, counted: int
    ) -> tuple[tuple[int, Fraction], ...]:
        """Whether more is better is not known here: the buckets furthest from the mean, the furthest first."""
        if not values:
            return ()
        mean = total / counted
        # Most buckets have one of few values: fractions are slow to compare, ranks are not.
        distance = {value: abs(value - mean) for value in {value for _, value in values}}
        rank = {each: index for index, each in enumerate(sorted(set(distance.values()), reverse=True))}
        return tuple(nsmallest(_WORST, values, key=lambda each: (rank[distance[each[1]]], each[0])))


def empty_buckets(
    node: MeasureBuckets,
    around: Surroundings,
    first: int,
    last: int,
    with_samples: int,
    buckets: Mapping[int, object] = MappingProxyType({}),
) -> int:
    """How many buckets without samples there are that `where` does not rule out. `buckets` are those with samples; they
    make a difference only where the condition reads the time."""
    empty = last - first - with_samples
    if node.where is None or empty == 0:
        return empty
    where = around.row(node.where)
    nothing = (None,) * len(around.schema(node.stream).attributes)

    def possible(number: int) -> bool:
        """Whether `where` could hold in a bucket of which nothing but its time is known."""
        start = number * node.width
        return where(Bucket(start, (SampleRecord(start, nothing, Place(0, 0)),))) is not False

    if not reads_time(node.where, around.nodes):
        return empty if possible(first) else 0
    if empty > MOST_EMPTY_BUCKETS:
        raise EngineLimit(f"{empty:,} buckets without samples in one window are more than {MOST_EMPTY_BUCKETS:,}")
    return sum(possible(number) for number in range(first, last) if number not in buckets)


def reads_time(ref: Ref, nodes: Sequence[Node]) -> bool:
    return isinstance(nodes[ref], RowTime) or any(reads_time(each, nodes) for each in inputs(nodes[ref]))
