"""The part of an agreement that decides what one clause comes to: the rest would only cost time."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import LimitRule, Objective
from sladsl.graph.values import Constant
from sladsl.model.units import Unit
from sladsl.proofs.assumed import Rules
from sladsl.proofs.money.priced import Pricing
from sladsl.proofs.slices import streams_of, with_those_asked
from sladsl.proofs.windows import horizon_of
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.regions import Version
from sladsl.rules.panes import Term
from sladsl.temporal import Window


@dataclass
class Deciding:
    """One version of an agreement."""

    graph: RuleGraph
    _streams: dict[int, frozenset[str]] = field(default_factory=dict)
    _amounts: dict[tuple[int, int, int], tuple[Fraction, Unit] | None] = field(default_factory=dict)
    _owing: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    def part(self, version: Version, windows: list[Window]) -> Version:
        """The clause with all that logs about it can change: clauses that read the same streams, and those that owe
        something although nothing happens, as they use up limits that are shared."""
        own = self.read(version.objective)
        kept = [each for each in self.graph.objectives if own & self.read(each)]
        if len(kept) == len(self.graph.objectives):
            return version
        owing = set().union(*(self._owe(window) for window in windows)) if version.objective.credits else set()
        named = {each.name for each in (version.objective, *kept)} | owing
        chosen = [each for each in self.graph.objectives if each.name in named]
        return replace(version, graph=self._reckoned(with_those_asked(self.graph, chosen), windows))

    def _reckoned(self, graph: RuleGraph, windows: list[Window]) -> RuleGraph:
        """With the amounts of shared limits reckoned out, where they are the same in all windows: to add up the fees of
        every service for every log is what takes longest."""
        nodes, limits = list(graph.nodes), list(graph.limits)
        for index, each in enumerate(limits):
            amounts = {self.amount(each, window) for window in windows}
            amount = amounts.pop() if len(amounts) == 1 else None
            if amount is not None and each.window in (None, *(o.window for o in graph.objectives)):
                limits[index] = replace(each, amount=Ref(len(nodes)))
                nodes.append(Constant(*amount))
        return replace(graph, nodes=tuple(nodes), limits=tuple(limits))

    def amount(self, rule: LimitRule, window: Window) -> tuple[Fraction, Unit] | None:
        """What a limit leaves over a window; None where a log decides it."""
        key = (id(rule), window.start, window.end)
        if key not in self._amounts:
            amount, unit = self._pricing.amount(rule, window), self._pricing.limit_unit(rule, window)
            self._amounts[key] = None if amount is None or unit is None else (amount, unit)
        return self._amounts[key]

    @cached_property
    def _pricing(self) -> Pricing:
        return Pricing(Rules(self.graph, horizon_of(self.graph)))

    @cached_property
    def term(self) -> Term:
        """The term that is looked at."""
        return horizon_of(self.graph).term

    def read(self, objective: Objective) -> frozenset[str]:
        """The streams of a log on which a clause rests."""
        if id(objective) not in self._streams:
            self._streams[id(objective)] = streams_of(self.graph, objective)
        return self._streams[id(objective)]

    def _owe(self, window: Window) -> set[str]:
        period = (window.start, window.end)
        if period not in self._owing:
            found = evaluated(self.graph, covering(self.graph, {}, period), period)
            outcomes = found.outcomes if found is not None else ()
            owed = {each.objective for each in outcomes for credit in (each.credit, each.bonus)
                    if credit is not None and credit.outcome != "none"}  # fmt: skip
            self._owing[period] = owed
        return self._owing[period]
