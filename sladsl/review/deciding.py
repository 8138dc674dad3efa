"""The part of an agreement that decides what one clause comes to: the rest would only cost time."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import LimitRule, Objective
from sladsl.graph.values import Constant
from sladsl.model.units import Unit
from sladsl.proofs.slices import streams_of, with_those_asked
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.version import Facts, Version
from sladsl.rules.panes import Term
from sladsl.temporal import Pair, Window


@dataclass
class Deciding:
    """One version of an agreement."""

    facts: Facts
    _streams: dict[int, frozenset[str]] = field(default_factory=dict)
    _amounts: dict[tuple[int, int, int], tuple[Fraction, Unit] | None] = field(default_factory=dict)
    _owing: dict[Pair, frozenset[str]] = field(default_factory=dict)
    _parts: dict[tuple[frozenset[str], tuple[Pair, ...]], Facts] = field(default_factory=dict)

    @property
    def graph(self) -> RuleGraph:
        return self.facts.graph

    def part(self, version: Version, windows: Sequence[Window]) -> Version:
        """The clause with all that logs about it can change: clauses that read the same streams, and those that owe
        something although nothing happens, as they use up limits that are shared."""
        kept = {name for stream in self.read(version.objective) for name in self._readers[stream]}
        if kept == self._names:
            return version
        owing = frozenset().union(*map(self._owe, windows)) if version.objective.credits else frozenset()
        named = owing | kept | {version.objective.name}
        key = named, tuple((each.start, each.end) for each in windows)
        if key not in self._parts:
            chosen = [each for each in self.graph.objectives if each.name in named]
            self._parts[key] = self.facts.part(self._reckoned(with_those_asked(self.graph, chosen), windows))
        return replace(version, facts=self._parts[key])

    @cached_property
    def _names(self) -> set[str]:
        return {each.name for each in self.graph.objectives}

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """The clauses that rest on each stream."""
        found: dict[str, set[str]] = {}
        for each in self.graph.objectives:
            for stream in self.read(each):
                found.setdefault(stream, set()).add(each.name)
        return found

    def _reckoned(self, graph: RuleGraph, windows: Sequence[Window]) -> RuleGraph:
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
            pricing = self.facts.pricing
            amount, unit = pricing.amount(rule, window), pricing.limit_unit(rule, window)
            self._amounts[key] = None if amount is None or unit is None else (amount, unit)
        return self._amounts[key]

    @property
    def term(self) -> Term:
        """The term that is looked at."""
        return self.facts.horizon.term

    def read(self, objective: Objective) -> frozenset[str]:
        """The streams of a log on which a clause rests."""
        if id(objective) not in self._streams:
            self._streams[id(objective)] = streams_of(self.graph, objective)
        return self._streams[id(objective)]

    def _owe(self, window: Window) -> frozenset[str]:
        """Of clauses of one form all owe something or none does, so that one of them is asked."""
        period = (window.start, window.end)
        if period not in self._owing:
            graph = with_those_asked(self.graph, [each[0] for each in self._forms.values()])
            found = evaluated(graph, covering(graph, {}, period), period)
            outcomes = found.outcomes if found is not None else ()
            owed = {each.objective for each in outcomes for credit in (each.credit, each.bonus)
                    if credit is not None and credit.outcome != "none"}  # fmt: skip
            like = (each.name for alike in self._forms.values() if alike[0].name in owed for each in alike)
            self._owing[period] = frozenset((*owed, *like))
        return self._owing[period]

    @cached_property
    def _forms(self) -> dict[Hashable, list[Objective]]:
        found: dict[Hashable, list[Objective]] = {}
        for each in self.graph.objectives:
            form = self.facts.form(each)
            found.setdefault(each.name if form is None else form[0], []).append(each)
        return found
