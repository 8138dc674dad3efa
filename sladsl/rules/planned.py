"""Clauses with the windows they are taken in."""

from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Objective, TriggerRule
from sladsl.rules.panes import Pane


@frozen
class PlannedObjective(Frozen):
    """An objective with its place in the text and the windows it is taken in. `earlier` ones are not told of; limits
    and conditions that look back rest on them."""

    index: int
    objective: Objective
    panes: tuple[Pane, ...]
    earlier: tuple[Pane, ...] = ()


@frozen
class PlannedTrigger(Frozen):
    """A trigger with its place in the text and the windows in which it is looked at."""

    index: int
    trigger: TriggerRule
    panes: tuple[Pane, ...]
