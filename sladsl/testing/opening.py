"""How the objectives stood before a scenario: what an earlier result would hand over."""

from fractions import Fraction
from typing import cast

from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import OpenedRule, ScenarioRule
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.opening import Opening, OpeningOutcome, WindowOf
from sladsl.rules.outcome import State
from sladsl.rules.panes import term_of


def opening_of(scenario: ScenarioRule, graph: RuleGraph) -> Opening | None:
    """What the rows of `opening` say; None where there are none."""
    term = term_of(graph, scenario.period[0])
    outcomes: dict[WindowOf, OpeningOutcome] = {}
    for rule in scenario.opening:
        for objective in (each for each in graph.objectives if each.name == rule.objective):
            for pane in panes_in_force(graph, term, objective, term.start, scenario.period[0]):
                if pane.window.label == rule.window:
                    where = (rule.objective, rule.scope, pane.window.start, pane.window.end)
                    outcomes[where] = _outcome(rule)
    return Opening(min(start for _, _, start, _ in outcomes), outcomes) if outcomes else None


def _outcome(rule: OpenedRule) -> OpeningOutcome:
    return OpeningOutcome(
        cast(State, rule.state),
        sum(rule.credits, Fraction(0)),
        rule.unit,
        rule.credits,
        rule.bonuses,
        rule.accrued,
        rule.points,
    )
