"""Samples carried forward: what a probe saw goes on until the next one looks."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sladsl.engines.reference.placing import Placed
from sladsl.engines.reference.quorum import at_least
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph.sets import SetHolding
from sladsl.logs.records import Place
from sladsl.temporal import IntervalSet, Pair

Stretch = tuple[int, int, Place]


def holding(node: SetHolding, around: Surroundings) -> TimeSet:
    """In where one of the series is in; with nothing to see, nothing is known."""
    horizon = IntervalSet.single(*around.horizon)
    covered = around.coverage(node.stream).clip(*around.horizon)
    sets = [_set_of(node, series, around, horizon, covered) for series in _series(node, around)]
    return at_least(1, sets) if sets else TimeSet(IntervalSet.EMPTY, horizon)


def held_stretches(node: SetHolding, around: Surroundings) -> list[Stretch]:
    """The stretches that are in, each with the sample that it rests on."""
    found: list[Stretch] = []
    for series in _series(node, around):
        verdicts = _verdicts(node, series, around)
        in_row = _in_row(node, verdicts, lambda verdict: verdict is True)
        stretches = _carried(node, series, around.as_of)
        found += [(start, end, series.records[index].place) for index, (start, end) in stretches if in_row[index]]
    return sorted(found)


def _series(node: SetHolding, around: Surroundings) -> Iterable[Placed]:
    """The samples of each series in order of time."""
    placed = around.placed(node.stream, None)
    if not node.keys:
        return [placed] if placed.records else []
    groups: dict[tuple[object, ...], tuple[list[int], list[Any]]] = {}
    for at, record in zip(placed.instants, placed.records, strict=True):
        instants, records = groups.setdefault(tuple(record.values[key] for key in node.keys), ([], []))
        instants.append(at)
        records.append(record)
    return [Placed(instants, records) for instants, records in groups.values()]


def _set_of(
    node: SetHolding, series: Placed, around: Surroundings, horizon: IntervalSet, covered: IntervalSet
) -> TimeSet:
    verdicts = _verdicts(node, series, around)
    sure = _in_row(node, verdicts, lambda verdict: verdict is True)
    possible = _in_row(node, verdicts, lambda verdict: verdict is not False)
    inside: list[Pair] = []
    known: list[Pair] = []
    for index, stretch in _carried(node, series, around.as_of):
        if sure[index]:
            inside.append(stretch)
        if sure[index] or not possible[index]:
            known.append(stretch)
    return TimeSet(IntervalSet.of(inside), horizon.minus(IntervalSet.of(known).intersect(covered)))


def _verdicts(node: SetHolding, series: Placed, around: Surroundings) -> Sequence[bool | None]:
    where = around.row(node.where)
    return [where(record) for record in series.records]


def _carried(node: SetHolding, series: Placed, as_of: int) -> Iterable[tuple[int, Pair]]:
    """For how long each sample speaks. Of two at one instant the later in the log does."""
    ends = [*series.instants[1:], as_of]
    for index, (start, end) in enumerate(zip(series.instants, ends, strict=True)):
        last = end if node.at_most is None else min(end, start + node.at_most)
        if start < last:
            yield index, (start, last)


def _in_row(node: SetHolding, verdicts: Sequence[bool | None], counts: Any) -> Sequence[bool]:
    """Which samples belong to enough in a row for which `counts` holds."""
    found: list[bool] = []
    for good, run in groupby(verdicts, key=counts):
        length = len(list(run))
        enough = bool(good) and length >= node.least
        skipped = node.least - 1 if enough and node.from_last else 0
        found += [False] * skipped + [enough] * (length - skipped)
    return found
