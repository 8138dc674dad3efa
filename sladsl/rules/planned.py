"""Clauses with the windows they are taken in."""

from dataclasses import dataclass

from sladsl.graph.contract import Objective, TriggerRule
from sladsl.rules.panes import Pane


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """An objective with its place in the text and the windows it is taken in. `earlier` ones are not told of; limits
    and conditions that look back rest on them."""

    index: int
    objective: Objective
    panes: tuple[Pane, ...]
    earlier: tuple[Pane, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedTrigger:
    """A trigger with its place in the text and the windows in which it is looked at."""

    index: int
    trigger: TriggerRule
    panes: tuple[Pane, ...]
