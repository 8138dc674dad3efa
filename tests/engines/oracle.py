"""The measure layer told a second time and naively: one minute after the other, by the rules for an instant.

Every time in what it is asked about is a whole minute on a grid of a few hours. It shares no code with the engine.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sladsl.graph.rows import BucketAttribute, RowAttribute, RowCompare, RowConstant
from sladsl.graph.sets import (
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
from sladsl.temporal import HOUR, MINUTE
from strategies.graphs import Bench

LOW, HIGH = -180, 600
"""The grid in minutes; everything happens well within it."""

Truths = dict[int, bool]


@dataclass
class Naive:
    """Per minute whether the records put it into a set, and whether that is known."""

    bench: Bench
    is_open: Callable[[int], bool]

    def inside(self, ref: int) -> Truths:
        node: Any = self.bench.table[ref]  # type: ignore[index]
        match node:
            case SetCalendar():
                return {t: self.is_open(t) for t in range(LOW, HIGH)}
            case SetSpans(stream=stream, where=where):
                chosen = [each for each in self.bench.records[stream] if self.holds(where, each)]
                ends = [self.as_of if each.end is None else each.end // MINUTE for each in chosen]
                pairs = [(each.start // MINUTE, min(end, self.as_of)) for each, end in zip(chosen, ends, strict=True)]
                return {t: any(start <= t < end for start, end in pairs) for t in range(LOW, HIGH)}
            case SetBuckets():
                return {t: self.bucket(node, t) is True for t in range(LOW, HIGH)}
            case SetLasting(operand=operand, length=length, strict=strict):
                least = length // MINUTE + (1 if strict else 0)
                return marked(run for run in self.runs(operand) if len(run) >= least)
            case SetUnits():
                return self.units(node)
            case SetSinceFirst(operand=operand, stream=stream):
                starts = [each[0] // MINUTE for each in self.bench.records[stream] if each[0] < self.bench.as_of]
                firsts = [(run, [t for t in run if t in starts]) for run in self.runs(operand)]
                return marked([t for t in run if t >= first[0]] for run, first in firsts if first)
            case SetCombined(operator=operator, left=left, right=right):
                one, other = self.inside(left), self.inside(right)
                return {t: combined(operator, one[t], other[t]) is True for t in range(LOW, HIGH)}
            case SetBudget():
                return self.budgeted(node)
            case SetHolding() | SetAmong():
                return {t: inside for t, (inside, _) in held(self, node).items()}
        raise AssertionError(node)

    def unknown(self, ref: int) -> Truths:
        node: Any = self.bench.table[ref]  # type: ignore[index]
        match node:
            case SetCalendar():
                return dict.fromkeys(range(LOW, HIGH), False)
            case SetSpans(stream=stream):
                covered = self.bench.coverage[stream]
                return {t: t >= self.as_of or not covered.contains(t * MINUTE) for t in range(LOW, HIGH)}
            case SetBuckets():
                return {t: self.bucket(node, t) is None for t in range(LOW, HIGH)}
            case SetCombined(operator=operator, left=left, right=right):
                one, other = self.known(left), self.known(right)
                return {t: combined(operator, one[t], other[t]) is None for t in range(LOW, HIGH)}
            case SetHolding() | SetAmong():
                return {t: unknown for t, (_, unknown) in held(self, node).items()}
            case _:
                return self.unknown(node.operand)

    def known(self, ref: int) -> dict[int, bool | None]:
        inside, unknown = self.inside(ref), self.unknown(ref)
        return {t: None if unknown[t] else inside[t] for t in range(LOW, HIGH)}

    @property
    def as_of(self) -> int:
        return min(self.bench.as_of // MINUTE, HIGH)

    def holds(self, where: int | None, record: Any) -> bool:
        """Of conditions it reads `attribute >= number`."""
        if where is None:
            return True
        node: Any = self.bench.table[where]  # type: ignore[index]
        assert isinstance(node, RowCompare)
        left: Any = self.bench.table[node.left]
        right: Any = self.bench.table[node.right]
        assert isinstance(left, RowAttribute) and isinstance(right, RowConstant)
        value = record.values[left.index]
        return value is not None and value >= right.value

    def verdict(self, where: int, record: Any) -> bool | None:
        """The same, with a third answer where there is no value."""
        left: Any = self.bench.table[self.bench.table[where].left]  # type: ignore[index, attr-defined]
        return None if record.values[left.index] is None else self.holds(where, record)

    def bucket(self, node: SetBuckets, t: int) -> bool | None:
        """Of conditions it reads `sum of attribute >= number`."""
        width = node.width // MINUTE
        first = t - t % width
        where: Any = self.bench.table[node.where]
        left: Any = self.bench.table[where.left]
        right: Any = self.bench.table[where.right]
        assert isinstance(left, BucketAttribute) and left.how == "sum"
        samples: Any = self.bench.records[node.stream]
        here = [each for each in samples if first <= each.at // MINUTE < first + width and each.at < self.bench.as_of]
        values = [each.values[left.index] for each in here if each.values[left.index] is not None]
        return sum(values) >= right.value if values and first + width <= self.as_of else None

    def runs(self, ref: int) -> list[list[int]]:
        inside = self.inside(ref)
        return runs_of([t for t in range(LOW, HIGH) if inside[t]])

    def units(self, node: SetUnits) -> Truths:
        unit = node.unit // MINUTE
        found: set[int] = set()
        for run in self.runs(node.operand):
            starts = {t - t % unit for t in run} if node.clock else set(run[::unit])
            for start in starts:
                minutes = range(start, start + unit)
                if node.started or set(minutes) <= set(run):
                    found.update(minutes)
        return {t: t in found for t in range(LOW, HIGH)}

    def budgeted(self, node: SetBudget) -> Truths:
        taken = [t for t, inside in self.inside(node.operand).items() if inside]
        for budget in node.budgets:
            assert budget.window.unit == "hour"
            hours = HOUR // MINUTE
            kept: list[int] = []
            for hour in sorted({t // hours for t in taken}):
                time, count = budget.time, budget.count
                for run in runs_of([t for t in taken if t // hours == hour]):
                    fits = run if time is None else run[: time // MINUTE]
                    if (budget.whole and fits != run) or count == 0 or not fits:
                        continue
                    kept += fits
                    time = None if time is None else time - len(fits) * MINUTE
                    count = None if count is None else count - 1
            taken = kept
        return {t: t in set(taken) for t in range(LOW, HIGH)}


Answer = tuple[bool, bool]
"""Whether the records put a minute into a set, and whether that is not known."""


def held(naive: Naive, node: Any) -> dict[int, Answer]:
    """Samples looked up minute by minute; the outcomes for the values of a key counted minute by minute."""
    if isinstance(node, SetHolding):
        seen: Any = [each for each in naive.bench.records[node.stream] if each[0] // MINUTE < naive.as_of]
        series = {tuple(each.values[key] for key in node.keys) for each in seen}
        return {t: enough(1, [said(naive, node, t, values) for values in series]) for t in range(LOW, HIGH)}
    inner: Any = naive.bench.table[node.operand]
    samples: list[Any] = list(naive.bench.records[inner.stream])
    found = []
    for value in {each.values[2] for each in samples if each.at // MINUTE < naive.as_of}:
        of_value = {inner.stream: [each for each in samples if each.values[2] == value]}
        found.append(held(Naive(replace(naive.bench, records=of_value), naive.is_open), inner))
    least = node.least
    if least is None:
        wanted = node.share * len(found)
        least = next(n for n in range(len(found) + 2) if n > wanted or (n == wanted and not node.strict))
    return {t: enough(least, [each[t] for each in found]) for t in range(LOW, HIGH)}


def enough(least: int, answers: list[Answer]) -> Answer:
    if not answers:
        return False, True
    sure = sum(inside and not unknown for inside, unknown in answers) >= least
    possible = sum(inside or unknown for inside, unknown in answers) >= least
    return sum(inside for inside, _ in answers) >= least, possible and not sure


def said(naive: Naive, node: SetHolding, t: int, values: tuple[Any, ...]) -> Answer:
    """What the last sample before a minute says of it, seen with its neighbours."""
    mine = [each for each in naive.bench.records[node.stream] if tuple(each.values[k] for k in node.keys) == values]
    seen = (each for each in mine if each.at // MINUTE < naive.as_of)  # type: ignore[union-attr]
    series: list[Any] = sorted(seen, key=lambda each: (each[0], each.place))
    before = [index for index, each in enumerate(series) if each.at // MINUTE <= t]
    if t >= naive.as_of or not before:
        return False, True
    if node.at_most is not None and t * MINUTE >= series[before[-1]].at + node.at_most:
        return False, True
    answers = [naive.verdict(node.where, each) for each in series]
    surely, perhaps = (
        in_a_row(node, before[-1], [each in good for each in answers]) for good in ((True,), (True, None))
    )
    covered = naive.bench.coverage[node.stream].contains(t * MINUTE)
    return surely, not covered or perhaps != surely


def in_a_row(node: SetHolding, at: int, good: list[bool]) -> bool:
    first = last = at
    while first > 0 and good[first - 1]:
        first -= 1
    while last + 1 < len(good) and good[last + 1]:
        last += 1
    return good[at] and last - first + 1 >= node.least and (not node.from_last or at - first + 1 >= node.least)


def combined(operator: str, one: bool | None, other: bool | None) -> bool | None:
    if operator == "together":
        return True if True in (one, other) else None if None in (one, other) else False
    if operator == "outside":
        other = None if other is None else not other
    return False if False in (one, other) else None if None in (one, other) else True


def runs_of(minutes: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for t in sorted(minutes):
        if runs and runs[-1][-1] == t - 1:
            runs[-1].append(t)
        else:
            runs.append([t])
    return runs


def marked(runs: Iterable[Sequence[int]]) -> Truths:
    inside = {t for run in runs for t in run}
    return {t: t in inside for t in range(LOW, HIGH)}
