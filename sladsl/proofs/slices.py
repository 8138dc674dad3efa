"""Parts of an agreement that can be evaluated by themselves: some objectives, with all that they look at."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.contract import CreditRule, Objective
from sladsl.graph.values import Judged, OutcomeSum, Run
from sladsl.rules.reach import above_measures, cell_roots, streams_needed


def alone(graph: RuleGraph, objective: Objective) -> RuleGraph:
    """The graph with this objective only, and the limits that hold for it."""
    return _only(graph, {objective.name})


def with_those_asked(graph: RuleGraph, objectives: Iterable[Objective]) -> RuleGraph:
    """The graph with these objectives, those that they look at, and the limits that hold for them."""
    return _only(graph, _with_asked(graph, {each.name for each in objectives}))


def without_limits(graph: RuleGraph, objectives: Iterable[Objective]) -> RuleGraph:
    """These objectives and those that they look at, each by itself: no limit but those of one credit in one window, and
    nobody must claim."""
    part = with_those_asked(graph, objectives)
    kept = (
        replace(each, limits=(), pay_only_above=None, claims=(),
                credits=_alone(each.credits), bonuses=_alone(each.bonuses)) for each in part.objectives
    )  # fmt: skip
    return replace(part, objectives=tuple(kept), limits=())


def _alone(rules: Iterable[CreditRule]) -> tuple[CreditRule, ...]:
    return tuple(replace(rule, limits=tuple(each for each in rule.limits if each.window is None and each.pool is None))
                 for rule in rules)  # fmt: skip


def streams_of(graph: RuleGraph, objective: Objective) -> frozenset[str]:
    """The streams of a log on which an objective rests; those that others are made of stand for them."""
    sources = {making.stream: making.source for making in graph.makings}
    asked = _with_asked(graph, {objective.name})
    found = _read(graph, (root for each in graph.objectives if each.name in asked for root in cell_roots(each)))
    while not found.isdisjoint(sources):
        found = {sources.get(each, each) for each in found}
    return frozenset(found)


def _with_asked(graph: RuleGraph, names: Collection[str]) -> set[str]:
    named = set(names)
    while True:
        kept = (each for each in graph.objectives if each.name in named)
        roots = [root for each in kept for root in cell_roots(each)]
        below = [graph.nodes[ref] for ref in above_measures(graph, roots, through=True)]
        asked = {each.objective for each in below if isinstance(each, Judged | Run)}
        asked |= {name for each in below if isinstance(each, OutcomeSum) for name in each.objectives}
        if asked <= named:
            return named
        named |= asked


def _only(graph: RuleGraph, named: set[str]) -> RuleGraph:
    """These objectives, with the streams that they need. A register may say which scopes there are."""
    objectives = tuple(each for each in graph.objectives if each.name in named)
    limits = tuple(each for each in graph.limits if not each.objectives or not named.isdisjoint(each.objectives))
    part = replace(graph, objectives=objectives, limits=limits, triggers=())
    needed = streams_needed(part) | {each.name for each in graph.streams if each.register}
    for making in reversed(graph.makings):
        if making.stream in needed:
            needed.add(making.source)
    return replace(
        part,
        streams=tuple(each for each in graph.streams if each.name in needed),
        makings=tuple(each for each in graph.makings if each.stream in needed),
        voids=tuple(each for each in graph.voids if each.stream in needed),
    )


def _read(graph: RuleGraph, roots: Iterable[Ref]) -> set[str]:
    """The streams that anything below is read from."""
    found: set[str] = set()
    seen: set[Ref] = set()
    pending: list[Ref] = list(roots)
    while pending:
        ref = pending.pop()
        if ref not in seen:
            seen.add(ref)
            node = graph.nodes[ref]
            name = getattr(node, "stream", None)
            if isinstance(name, str):
                found.add(name)
            pending.extend(inputs(node))
    return found
