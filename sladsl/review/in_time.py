"""Which text of a clause is held against which, where amendments change it: those in force on the same days."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.versions import Days
from sladsl.review.aligning import Pair
from sladsl.review.version import Version

Texts = tuple[Objective, ...]
"""A clause in each of its versions."""


def clauses_of(graph: RuleGraph) -> dict[str, Texts]:
    """By name, in the order of the text."""
    found: dict[str, list[Objective]] = {}
    for each in graph.objectives:
        found.setdefault(each.name, []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def in_time(pair: Pair[Texts], old: RuleGraph, new: RuleGraph) -> Iterator[Pair[Objective]]:
    """Each two texts once that are in force at the same time."""
    if pair.old is None or pair.new is None:
        yield from (Pair(each, None) for each in pair.old or ())
        yield from (Pair(None, each) for each in pair.new or ())
        return
    seen: set[tuple[int, int]] = set()
    for day in (None, *sorted({each.start for graph in (old, new) for each in graph.versions})):
        before, after = _in_force(pair.old, old, day), _in_force(pair.new, new, day)
        if (before is not None or after is not None) and (id(before), id(after)) not in seen:
            seen.add((id(before), id(after)))
            yield Pair(before, after)


def _in_force(texts: Texts, graph: RuleGraph, day: date | None) -> Objective | None:
    version = 0 if day is None else bisect_right([each.start for each in graph.versions], day)
    return next((each for each in texts if not each.versions or version in each.versions), None)


def in_force_together(old: Version, new: Version) -> bool:
    """Whether any window is judged by both: a text that is in force for some days only may judge none."""
    if not (old.objective.versions or new.objective.versions):
        return True
    if any(each.splits for version in (old, new) for each in version.graph.versions):
        return True  # what is left of windows that are cut is not looked at
    windows = [each.facts.whole_windows(each.objective) for each in (old, new)]
    return any(one.start < other.end and other.start < one.end for one in windows[0] for other in windows[1])


def days_words(days: Days) -> str:
    """`from 2027-01-01 until 2027-07-01`."""
    told = (f"{f'from {start} ' if start else ''}{f'until {end}' if end else ''}".strip() for start, end in days)
    return "in force " + ", ".join(told)
