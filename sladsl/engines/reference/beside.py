"""What another stream of samples says at the time of a record, or in the same bucket."""

from bisect import bisect_right
from typing import Any

from sladsl.engines.reference.buckets import Bucket
from sladsl.engines.reference.placing import instant_function
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph.rows import BucketBeside, RowBeside


def beside_record(node: RowBeside, around: Surroundings) -> RowFunction:
    """The last sample at the time of the record or before it; of a stream with keys that the record has, of its own."""
    instant = instant_function(around.schema(node.of), None, around.as_of)
    operand = around.row(node.operand)
    series: dict[tuple[Any, ...], tuple[list[int], list[Any]]] = {}
    placed = around.placed(node.stream, None)
    for at, sample in zip(placed.instants, placed.records, strict=True):
        instants, samples = series.setdefault(tuple(sample.values[there] for there, _ in node.keys), ([], []))
        instants.append(at)
        samples.append(sample)

    def last(record: Any) -> Any:
        at = instant(record)
        instants, samples = series.get(tuple(record.values[here] for _, here in node.keys), ([], []))
        before = 0 if at is None else bisect_right(instants, at)
        return operand(samples[before - 1]) if before else None

    return last


def beside_bucket(node: BucketBeside, around: Surroundings) -> RowFunction:
    """What the other stream comes to in the same bucket; None where it has no samples there."""
    operand, buckets = around.row(node.operand), around.buckets(node.stream, node.width)

    def there(bucket: Any) -> Any:
        samples = buckets.get(bucket.start // node.width)
        return None if samples is None else operand(Bucket(bucket.start, samples))

    return there
