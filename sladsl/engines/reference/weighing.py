"""Time by weight: how much each instant of a set counts."""

from fractions import Fraction

from sladsl.engines.reference.sets import recorded_records
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.graph.measures import Weight
from sladsl.graph.sets import SetSpans
from sladsl.temporal import EMPTY, IntervalSet

Weighed = tuple[Fraction, IntervalSet]
"""A weight, and the time that has it."""


def weighed(weight: Weight, inside: IntervalSet, around: Surroundings) -> tuple[list[Weighed], IntervalSet]:
    """The instants of the set by weight, the heaviest first, and those whose spans have no weight that is known. An
    instant in several spans has the weight of the heaviest; where one of them has none, it is not known."""
    spans = around.nodes[weight.spans]
    assert isinstance(spans, SetSpans), "the graph weighs spans"
    of = around.row(weight.weight)
    by_weight: dict[Fraction | None, list[tuple[int, int]]] = {}
    for start, end, record in recorded_records(spans, around):
        value = of(record)
        by_weight.setdefault(None if value is None else Fraction(value), []).append((start, end))
    unweighed = IntervalSet.of(by_weight.pop(None, [])).intersect(inside)
    left = inside.minus(unweighed) if unweighed else inside
    found: list[Weighed] = []
    for each, pairs in sorted(by_weight.items(), key=lambda item: item[0] or 0, reverse=True):
        covered = IntervalSet.of(pairs)
        found.append((each or Fraction(0), left.intersect(covered)))
        left = left.minus(covered)
    return found, unweighed or EMPTY
