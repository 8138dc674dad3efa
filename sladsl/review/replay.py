"""Logs that are there already, evaluated by both versions: those of scenarios, or of what really happened."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import ScenarioRule
from sladsl.review.change import Line, Replay, points_of
from sladsl.review.gains import to_customer
from sladsl.review.read_as import fitted
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.testing.records import event_log


def replay_of(
    name: str, old: RuleGraph, new: RuleGraph, before: Evaluation, after: Evaluation, renamed: Mapping[str, str]
) -> Replay:
    """Two evaluations of one log, set side by side; `renamed` says what clauses of the old version are called now."""
    one, other = _by_place(before, renamed), _by_place(after, {})
    lines = []
    for key in dict.fromkeys((*one, *other)):
        a, b = one.get(key), other.get(key)
        states = (None if a is None else a.state, None if b is None else b.state)
        owed = (to_customer(old, a), to_customer(new, b))
        points = (points_of(a), points_of(b))
        if any(before != after for before, after in (states, owed, points)):
            promised = any(each is not None and each.kind != "kpi" for each in (a, b))
            lines.append(Line(*key, states, owed, points, promised))
    totals = tuple(sum((to_customer(graph, each) for each in found.outcomes), Fraction(0))
                   for graph, found in ((old, before), (new, after)))  # fmt: skip
    return Replay(name, tuple(lines), (totals[0], totals[1]), new.currency or old.currency)


def _by_place(
    evaluation: Evaluation, renamed: Mapping[str, str]
) -> dict[tuple[str, str, tuple[tuple[str, str], ...]], Outcome]:
    return {
        (renamed.get(each.objective, each.objective), each.window.label, each.scope): each
        for each in evaluation.outcomes
    }


def scenarios_replayed(old: RuleGraph, new: RuleGraph, renamed: Mapping[str, str]) -> Iterator[Replay]:
    """The scenarios of both versions that come out otherwise; those that set parameters are about other contracts."""
    seen: set[tuple[str, int | None]] = set()
    for graph in (new, old):
        for scenario in graph.tests.scenarios:
            if scenario.settings or (scenario.name, scenario.row) in seen:
                continue
            seen.add((scenario.name, scenario.row))
            before, after = (_evaluated(each, scenario, graph) for each in (old, new))
            if before is not None and after is not None:
                found = replay_of(_name(scenario), old, new, before, after, renamed)
                if found.lines:
                    yield found


def _name(scenario: ScenarioRule) -> str:
    return f"scenario “{scenario.name}”" + (f", row {scenario.row}" if scenario.row is not None else "")


def _evaluated(graph: RuleGraph, scenario: ScenarioRule, written_for: RuleGraph) -> Evaluation | None:
    log = fitted(graph.streams, event_log(scenario, written_for.streams, lambda _: 1, "scenario"))
    found, _ = evaluate(graph, log, ReferenceEngine(), period=scenario.period, as_of=scenario.as_of)
    return found
