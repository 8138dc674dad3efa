"""Which parts of an agreement its scenarios reach."""

from collections.abc import Iterable

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.testing.reachable import Item, items_of
from sladsl.testing.reached import reached
from sladsl.testing.result import Ran


@frozen
class Coverage(Frozen):
    """Every part of one agreement with how many scenarios reach it."""

    agreement: str
    items: tuple[tuple[Item, int], ...]

    @property
    def reached(self) -> int:
        return sum(count > 0 for _, count in self.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item, count in self.items if not count)


def coverage_of(agreement: str, graph: RuleGraph, runs: Iterable[Ran]) -> Coverage:
    counts = dict.fromkeys(items_of(graph), 0)
    for ran in runs:
        if ran.evaluation is not None:
            for item in reached(ran.evaluation, graph) & counts.keys():
                counts[item] += 1
    return Coverage(agreement, tuple(counts.items()))
