"""Buckets: the samples of an equal stretch of time, read as one row."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, assert_never

from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph.rows import BucketAttribute
from sladsl.graph.sets import SetBuckets
from sladsl.logs.records import SampleRecord, Value
from sladsl.temporal import IntervalSet


class Bucket(NamedTuple):
    """The row of a bucket: `start` is its time."""

    start: int
    samples: Sequence[SampleRecord]

    @property
    def values(self) -> tuple[Value, ...]:
        """What all samples agree on; None where they differ."""
        return tuple(
            values[0] if all(each == values[0] for each in values) else None
            for values in zip(*(sample.values for sample in self.samples), strict=True)
        )


def samples_by_bucket(samples: Iterable[SampleRecord], width: int) -> dict[int, list[SampleRecord]]:
    """The samples by the number of their bucket, counted from the epoch."""
    found: dict[int, list[SampleRecord]] = {}
    for sample in samples:
        found.setdefault(sample.at // width, []).append(sample)
    return found


def buckets_where(node: SetBuckets, around: Surroundings) -> TimeSet:
    """The buckets in which the condition holds; all of the horizon but the buckets with a verdict is unknown.

    A bucket that is not over at `as of` has no verdict: its last samples are still to come.
    """
    where, width = around.row(node.where), node.width
    inside: list[tuple[int, int]] = []
    known: list[tuple[int, int]] = []
    for number, samples in around.buckets(node.stream, width).items():
        start = number * width
        if start + width <= around.as_of:
            verdict = where(Bucket(start, samples))
            if verdict is not None:
                known.append((start, start + width))
                if verdict:
                    inside.append((start, start + width))
    return TimeSet(IntervalSet.of(inside), IntervalSet.single(*around.horizon).minus(IntervalSet.of(known)))


_MOST_KEPT = 1024
"""Most buckets of most logs hold what others hold: an answer to so many is kept."""


def bucket_attribute(node: BucketAttribute) -> RowFunction:
    """An attribute over the samples of a bucket. Samples without a value are left out; None if none has one."""
    index, divisor = node.index, max(node.divisor, 1)
    aggregate = _aggregate(node)

    @lru_cache(maxsize=_MOST_KEPT)
    def aggregated(values: tuple[Any, ...]) -> Any:
        stored = [each for each in values if each is not None]
        if not stored:
            return None
        number = aggregate(stored)
        return number if divisor == 1 else Fraction(number, divisor)

    return lambda bucket: aggregated(tuple(sample.values[index] for sample in bucket.samples))


def _aggregate(node: BucketAttribute) -> Callable[[list[Any]], Any]:
    match node.how:
        case "sum":
            return sum
        case "mean":
            return lambda stored: Fraction(sum(stored), len(stored)) if len(stored) > 1 else stored[0]
        case "max":
            return max
        case "min":
            return min
        case _:
            assert_never(node.how)
