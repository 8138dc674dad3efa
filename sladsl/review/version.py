"""One version of a clause, with what is worked out of its agreement once."""

from collections.abc import Hashable
from functools import cached_property

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.values import Fee, WindowTime
from sladsl.graph.versions import date_of
from sladsl.proofs.assumed import Rules
from sladsl.proofs.likeness import Form, outcome_form_over
from sladsl.proofs.money.priced import Pricing
from sladsl.proofs.windows import Horizon, horizon_of, last_looked_at, looked_at, whole_windows
from sladsl.review.meaning import Meaning
from sladsl.rules.in_force import panes_in_force, version_at
from sladsl.rules.reach import above_measures, cell_roots, wide_limits, windowed_limits
from sladsl.rules.values import CellValues
from sladsl.temporal import Window


class Facts:
    """What is worked out once of an agreement, or of a part of it: the terms and windows are those of `whole`. `both`
    are the two versions: of each is looked at what the other changes."""

    def __init__(self, graph: RuleGraph, both: tuple[RuleGraph, RuleGraph], whole: "Facts | None" = None) -> None:
        self.graph = graph
        self._both = both
        self._whole = whole
        self._windows: dict[tuple[object, ...], list[Window]] = {}
        self._asked: dict[int, list[Ref]] = {}
        self._forms: dict[int, tuple[Form, tuple[str, ...]] | None] = {}

    @cached_property
    def horizon(self) -> Horizon:
        if self._whole is not None:
            return self._whole.horizon
        return horizon_of(self.graph, max(map(last_looked_at, self._both)))

    @cached_property
    def starts(self) -> list[int]:
        """When either version of the agreement begins, or becomes another by an amendment."""
        changes = (date_of(each, graph.zone) for graph in self._both for each in graph.versions)
        return sorted({self.horizon.start, *changes})

    def part(self, graph: RuleGraph) -> "Facts":
        """The same of a part of the agreement."""
        return Facts(graph, self._both, self)

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.graph, self.horizon)

    @cached_property
    def pricing(self) -> Pricing:
        return Pricing(self.rules)

    def form(self, objective: Objective) -> tuple[Form, tuple[str, ...]] | None:
        """What is equal of clauses that come to the same states and rows; with the streams that it speaks of."""
        if self._whole is not None:
            return self._whole.form(objective)
        if id(objective) not in self._forms:
            self._forms[id(objective)] = outcome_form_over(self.graph, objective)
        return self._forms[id(objective)]

    def whole_windows(self, objective: Objective) -> list[Window]:
        """The windows of an objective, without those that the term cuts, if there are others."""
        if self._whole is not None:
            return self._whole.whole_windows(objective)
        key = (objective.window, objective.versions, objective.name if objective.versions else "")
        if key not in self._windows:
            stretches = looked_at(self.horizon, *self._both)
            self._windows[key] = whole_windows(self.graph, objective, self.horizon, stretches)
        return self._windows[key]

    def cut_windows(self, objective: Objective) -> list[Window]:
        """What is left of windows that the term cuts, where others are whole."""
        if self._whole is not None:
            return self._whole.cut_windows(objective)
        horizon = self.horizon
        ends = [(horizon.start, horizon.start + 1)] + ([] if horizon.bounded else [(horizon.end - 1, horizon.end)])
        cut = [pane.window for start, end in ends
               for pane in panes_in_force(self.graph, horizon.term, objective, start, end) if pane.partial]  # fmt: skip
        return [each for each in dict.fromkeys(cut) if each not in self.whole_windows(objective)]

    def windows_at(self, objective: Objective, instant: int) -> list[Window]:
        """Those that hold an instant, however far away it is."""
        panes = panes_in_force(self.graph, self.horizon.term, objective, instant, instant + 1)
        return [each.window for each in panes]

    def kind(self, objective: Objective, window: Window) -> Hashable:
        """What a window by itself brings into what a clause comes to: the text in force, and what fees are then."""
        if self._whole is not None:
            return self._whole.kind(objective, window)
        found: list[Hashable] = [version_at(self.graph, window.start)] if self.graph.versions else []
        asked = self._asked_of_windows(objective)
        if asked:
            cell = CellValues(
                self.rules.source, objective.name, objective.span, (), (), window, objective.window, quiet=True
            )
            found += [cell.step(ref).value for ref in asked]
        return tuple(found)

    def _asked_of_windows(self, objective: Objective) -> list[Ref]:
        """The values that a window by itself decides, and that are not the same in all of them."""
        if id(objective) not in self._asked:
            graph = self.graph
            roots = [*cell_roots(objective), *(each.amount for each in wide_limits(graph, objective))]
            found = []
            for ref in above_measures(graph, roots):
                match graph.nodes[ref]:
                    case WindowTime():
                        found.append(ref)
                    case Fee(services=services):
                        fees = [fee for index in services for fee in graph.services[index].fees]
                        if any(each.versions or each.window != objective.window for each in fees):
                            found.append(ref)
            self._asked[id(objective)] = found
        return self._asked[id(objective)]


@frozen
class Version(Frozen):
    """One version of an objective, in its agreement or in a part of that."""

    facts: Facts
    objective: Objective
    meaning: Meaning

    @property
    def graph(self) -> RuleGraph:
        return self.facts.graph

    def key(self, ref: Ref) -> Hashable:
        """What a node says. The amounts that were reckoned out for a part have no node in the agreement."""
        return (
            self.meaning.of(ref) if ref < len(self.meaning.graph.nodes) else self.meaning.value(self.graph.nodes[ref])
        )

    @property
    def carries_over(self) -> bool:
        """Whether what was owed in one window decides about another: limits over longer ones, amounts that wait."""
        objective = self.objective
        longer = (each.window not in (None, objective.window) for each in wide_limits(self.graph, objective))
        return bool(windowed_limits(objective)) or objective.pay_once is not None or any(longer)

    def kind(self, window: Window) -> Hashable:
        return self.facts.kind(self.objective, window)
