"""How much time of each window is in a set, or in each class: one sweep for all such measures of a demand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sladsl.engines.columnar.covers import Covers
from sladsl.engines.columnar.instants import ALWAYS, Cover, Elsewhere, Every, Instant, Some
from sladsl.engines.columnar.places import Stretches
from sladsl.engines.columnar.sweeps import Sweep
from sladsl.engines.measurements import ClassesFound, TimeFound
from sladsl.engines.reference.classes import classes_found
from sladsl.graph.measures import MeasureClasses, MeasureTime
from sladsl.logs.stored.store import Tables
from sladsl.temporal import Window

TimeMeasure = MeasureTime | MeasureClasses
_AT_ONCE: Final = 4_000_000
"""Borders of intervals that are put in order at once, about."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """A measure with the conditions on an instant whose times it adds up; the last of them are those of `weights`."""

    node: TimeMeasure
    conditions: tuple[Instant, ...]
    weights: tuple[Fraction, ...] = ()

    @classmethod
    def of(cls, node: TimeMeasure, covers: Covers) -> "Emitted":
        if isinstance(node, MeasureClasses):
            return cls(node, tuple(_classes(node, covers)))
        cover = covers.cover(node.time_set)
        if node.weight is None:
            return cls(node, (cover.inside, cover.undecided))
        left, by_weight, weights = cover.inside, list[Instant](), list[Fraction]()
        for weight, spans in covers.weighed(node.weight):
            by_weight.append(Every((left, spans)))
            left = Every((left, Elsewhere(spans)))
            weights += [] if weight is None else [weight]
        return cls(node, (cover.inside, cover.undecided, *by_weight), tuple(weights))

    def found(self, times: Sequence[int], window: Window) -> TimeFound | ClassesFound:
        """`times`: of each condition, in the window."""
        if isinstance(self.node, MeasureTime):
            inside, unknown, *more = times
            if self.node.weight is None:
                return TimeFound(inside=inside, unknown=unknown)
            unweighed, *by_weight = more
            weighted = sum((each * time for each, time in zip(self.weights, by_weight, strict=True)), Fraction(0))
            return TimeFound(inside=inside, unknown=unknown, weighted=weighted, unweighed=unweighed)
        return classes_found(self.node, times, window.end - window.start)


def _classes(node: MeasureClasses, covers: Covers) -> Iterator[Instant]:
    """Out of schedule, unknown, down, and what each clause excludes, as `classes_of` of the reference engine."""
    schedule = Cover(ALWAYS) if node.schedule is None else covers.cover(node.schedule)
    doubts, left = [schedule.undecided], schedule.possible
    excluded: list[Instant] = []
    for clause in node.excluded:
        taken = covers.cover(clause.time_set)
        excluded.append(Every((left, taken.inside)))
        left = Every((left, Elsewhere(taken.inside)))
        doubts.append(taken.unknown)
    if node.unknown_while is not None:
        doubts.append(covers.cover(node.unknown_while).possible)
    down = covers.cover(node.down)
    unknown = Some((*doubts, down.unknown))
    yield Elsewhere(schedule.possible)
    yield Every((left, unknown))
    yield Every((left, Elsewhere(unknown), down.inside))
    yield from excluded


@dataclass(frozen=True, slots=True)
class TimesFound:
    """Of each scope, by its number, and each stretch between borders of windows: the time of each condition."""

    stretches: Stretches
    rows: Mapping[tuple[int, int], Sequence[int]]

    def within(self, scope: int, window: Window) -> Sequence[int]:
        numbers = self.stretches.within(window)
        if len(numbers) == 1:
            return self.rows[scope, numbers[0]]
        return [sum(each) for each in zip(*(self.rows[scope, number] for number in numbers), strict=True)]


def times_found(
    store: Tables, scopes: str, covers: Covers, measures: Iterable[Emitted], windows: Sequence[Window]
) -> TimesFound:
    """One row for each scope of the relation and each stretch. With very many borders the scopes are looked at in
    several turns: it is the order that takes memory."""
    stretches, dialect = Stretches.of(windows), covers.parts.dialect
    sweep = Sweep(covers.parts, (stretches.start, stretches.end), stretches.borders)
    conditions = [sweep.condition(each) for measure in measures for each in measure.conditions]
    asked = "".join(
        f", coalesce({dialect.summed(f'CASE WHEN {each} THEN e - t END')}, 0)" if each != "FALSE" else ", 0"
        for each in conditions
    )
    sql = f"SELECT id, n{asked} FROM {sweep.stretches()} w WHERE e IS NOT NULL GROUP BY id, n"
    borders = covers.borders + len(stretches.borders) * covers.scopes
    several = min(-(-borders // _AT_ONCE), covers.scopes)
    rows: dict[tuple[int, int], Sequence[int]] = {}
    for number in range(several):
        chosen = f"SELECT * FROM {scopes} a" + (f" WHERE id % {several} = {number}" if several > 1 else "")
        for row in store.stream(covers.parts.statement(chosen, sql)):
            rows[int(row[0]), int(row[1]) - 1] = tuple(map(int, row[2:]))
    return TimesFound(stretches, rows)
