"""Which clauses leave one another more or less of a limit: what one of them comes to by itself is not all there is."""

from collections.abc import Sequence
from dataclasses import replace

from sladsl.graph import RuleGraph
from sladsl.review.change import ClauseChange


def alone_in_limits(clauses: Sequence[ClauseChange], old: RuleGraph, new: RuleGraph) -> tuple[ClauseChange, ...]:
    """What was worked out for a clause by itself is no proof of the most where another that changed uses up the same
    limit, or one that a third clause uses up too. What is added or removed owes no more for that."""
    names = {each.old_name: each.name for each in clauses if each.old_name is not None}
    groups = _groups(old, names) + _groups(new, {})
    for index, group in enumerate(groups):
        for other in groups[:index]:
            if group & other:
                group |= other
                other.clear()
    different = {each.name for each in clauses if each.worse_off != "nobody"}
    crowded = {name for group in groups for name in group if group & different - {name}}
    return tuple(
        replace(each, most=False) if each.most and each.name in crowded and not {"added", "removed"} & set(each.kinds)
        else each for each in clauses
    )  # fmt: skip


def _groups(graph: RuleGraph, names: dict[str, str]) -> list[set[str]]:
    """The clauses that each limit over several holds for, by their names in the new version."""
    owing = {each.name for each in graph.objectives if each.credits}
    held = (owing & set(each.objectives or owing) for each in graph.limits)
    return [{names.get(name, name) for name in each} for each in held if len(each) > 1]
