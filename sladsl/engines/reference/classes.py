"""Time per window: how much of it is in a set, and how it divides into classes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sladsl.engines.measurements import ClassesFound, Segment, TimeFound
from sladsl.engines.reference.evidence import Stretches, segments_of
from sladsl.engines.reference.sets import span_records
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.time_set import TimeSet
from sladsl.engines.reference.weighing import Weighed, weighed
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureClasses, MeasureTime
from sladsl.logs.records import Place
from sladsl.temporal import EMPTY, IntervalSet, Window, union_all


def time_in(node: MeasureTime, around: Surroundings, windows: Sequence[Window]) -> list[TimeFound]:
    """What is recorded counts as inside, also where the coverage does not reach; the rest of that is unknown."""
    found = around.time_set(node.time_set)
    undecided = found.undecided
    parts, unweighed = (None, EMPTY) if node.weight is None else weighed(node.weight, found.inside, around)
    shown: list[Stretches] = []
    if around.evidence:
        shown.append(Stretches("in", None, found.inside, span_records(node.time_set, around)))
        shown.append(Stretches("unknown", None, undecided))
    return [
        TimeFound(
            inside=found.inside.clip(each.start, each.end).total(),
            unknown=undecided.clip(each.start, each.end).total(),
            segments=segments_of(shown, each.start, each.end),
            weighted=None if parts is None else _weighted(parts, each),
            unweighed=unweighed.clip(each.start, each.end).total(),
        )
        for each in windows
    ]


def _weighted(parts: Sequence[Weighed], window: Window) -> Fraction:
    inside = (weight * each.clip(window.start, window.end).total() for weight, each in parts)
    return sum(inside, Fraction(0))


@frozen
class Classes(Frozen):
    """The horizon divided: each instant lies in exactly one of the sets, or it is up."""

    out_of_schedule: IntervalSet
    excluded: tuple[IntervalSet, ...]
    unknown: IntervalSet
    down: IntervalSet


def classes_of(node: MeasureClasses, around: Surroundings) -> Classes:
    """Out of schedule, else excluded by the first clause that takes it, else unknown, else down, else up.

    Unknown is all that could belong to another class if more were known: of the schedule, of an exclusion, of what is
    down. An instant that records exclude is excluded, though; one that they call down is not down where nobody vouches
    for them.
    """
    horizon = IntervalSet.single(*around.horizon)
    schedule = TimeSet(horizon) if node.schedule is None else around.time_set(node.schedule)
    doubts = [schedule.undecided]
    out_of_schedule = horizon.minus(schedule.possible)
    left = horizon.minus(out_of_schedule)
    excluded: list[IntervalSet] = []
    for clause in node.excluded:
        taken = around.time_set(clause.time_set)
        excluded.append(left.intersect(taken.inside))
        left = left.minus(taken.inside)
        doubts.append(taken.unknown)
    if node.unknown_while is not None:
        doubts.append(around.time_set(node.unknown_while).possible)
    down = around.time_set(node.down)
    unknown = left.intersect(union_all([*doubts, down.unknown]))
    return Classes(out_of_schedule, tuple(excluded), unknown, left.minus(unknown).intersect(down.inside))


def time_by_class(node: MeasureClasses, around: Surroundings, windows: Sequence[Window]) -> list[ClassesFound]:
    classes = classes_of(node, around)
    shown = list(_stretches(node, classes, around)) if around.evidence else []
    return [_in_window(node, classes, shown, each.start, each.end) for each in windows]


def _in_window(
    node: MeasureClasses, classes: Classes, shown: Sequence[Stretches], start: int, end: int
) -> ClassesFound:
    parts = (classes.out_of_schedule, classes.unknown, classes.down, *classes.excluded)
    times = [each.clip(start, end).total() for each in parts]
    return classes_found(node, times, end - start, segments_of(shown, start, end))


def classes_found(
    node: MeasureClasses, times: Sequence[int], window: int, segments: tuple[Segment, ...] = ()
) -> ClassesFound:
    """`times`: out of schedule, unknown, down, and what each clause excludes of a window of that length."""
    out_of_schedule, unknown, down, *excluded = times
    by_clause = list(zip(node.excluded, excluded, strict=True))
    return ClassesFound(
        window=window,
        out_of_schedule=out_of_schedule,
        excluded_up=sum(time for clause, time in by_clause if clause.effect == "up"),
        excluded_leaves=sum(time for clause, time in by_clause if clause.effect == "leaves"),
        unknown=unknown,
        down=down,
        up=window - out_of_schedule - unknown - down - sum(excluded),
        excluded_by=tuple((clause.clause, time) for clause, time in by_clause),
        unknown_as=node.unknown_as,
        segments=segments,
    )


def _stretches(node: MeasureClasses, classes: Classes, around: Surroundings) -> Iterable[Stretches]:
    """The classes with the spans that make them up."""

    def spans(ref: Ref | None) -> list[tuple[int, int, str, Place]]:
        return [] if ref is None else span_records(ref, around)

    yield Stretches("out of schedule", None, classes.out_of_schedule)
    for clause, taken in zip(node.excluded, classes.excluded, strict=True):
        yield Stretches("excluded", clause.clause, taken, spans(clause.time_set))
    yield Stretches("unknown", None, classes.unknown, spans(node.unknown_while))
    yield Stretches("down", None, classes.down, spans(node.down))
    named = union_all([classes.out_of_schedule, *classes.excluded, classes.unknown, classes.down])
    yield Stretches("up", None, IntervalSet.single(*around.horizon).minus(named))
