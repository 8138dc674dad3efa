"""One version of a clause, with what is worked out of its agreement once."""

from dataclasses import dataclass
from functools import cached_property

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.assumed import Rules
from sladsl.proofs.money.priced import Pricing
from sladsl.proofs.windows import Horizon, horizon_of, whole_windows
from sladsl.review.meaning import Meaning
from sladsl.temporal import Window


class Facts:
    """What is worked out once of an agreement, or of a part of it: the terms and windows are those of `whole`."""

    def __init__(self, graph: RuleGraph, whole: "Facts | None" = None) -> None:
        self.graph = graph
        self._whole = whole
        self._windows: dict[tuple[object, ...], list[Window]] = {}

    @cached_property
    def horizon(self) -> Horizon:
        return horizon_of(self.graph) if self._whole is None else self._whole.horizon

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.graph, self.horizon)

    @cached_property
    def pricing(self) -> Pricing:
        return Pricing(self.rules)

    def whole_windows(self, objective: Objective, start: int, end: int) -> list[Window]:
        """The windows of an objective, without those that the term cuts, if there are others."""
        if self._whole is not None:
            return self._whole.whole_windows(objective, start, end)
        key = (objective.window, objective.versions, objective.name if objective.versions else "", start, end)
        if key not in self._windows:
            self._windows[key] = whole_windows(self.graph, objective, start, end)
        return self._windows[key]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an objective, in its agreement or in a part of that."""

    facts: Facts
    objective: Objective
    meaning: Meaning

    @property
    def graph(self) -> RuleGraph:
        return self.facts.graph
