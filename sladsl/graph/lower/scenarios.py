"""Scenarios as written → scenarios that can be run."""

from collections.abc import Iterator, Sequence

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, scenarios, time, types
from sladsl.graph.contract import Objective, TriggerRule
from sladsl.graph.lower.case_tables import expanded
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.expectations import Expectations
from sladsl.graph.lower.openings import Openings
from sladsl.graph.lower.scenario_logs import stream_rule, stretch, told_stream
from sladsl.graph.lower.scenario_values import Unfit, instant
from sladsl.graph.lower.scenario_windows import times_before, times_of
from sladsl.graph.scenarios import ScenarioRule, StreamRule
from sladsl.model.parameters import Setting, other_kind
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.syntax import ast


def scenario_rules(
    lowering: Lowering,
    written: Sequence[ast.Scenario],
    objectives: tuple[Objective, ...],
    triggers: tuple[TriggerRule, ...],
) -> Iterator[ScenarioRule]:
    """The scenarios of an agreement, those with a table once for each of its rows."""
    seen: dict[str, ast.Scenario] = {}
    for scenario in written:
        first = seen.setdefault(scenario.heading.value, scenario)
        if first is not scenario:
            lowering.problems.add(
                names.DUPLICATE_NAME, f"there are two scenarios “{scenario.heading.value}”", scenario.heading.span,
                labels=[Label(first.heading.span, "the first")], fixes=[Fix("give each a name of its own")],
            )  # fmt: skip
        if not scenario.expectations:
            lowering.say(
                scenarios.EXPECTS_NOTHING, f"the scenario “{scenario.heading.value}” expects nothing",
                scenario.heading.span,
                Fix("say what must come of it, for instance `expect no credit`"),
            )  # fmt: skip
        for number, each in expanded(lowering, scenario):
            rule = _Lowered(lowering, objectives, triggers).rule(each, number, _cells(scenario, number))
            if rule is not None:
                yield rule


def _cells(scenario: ast.Scenario, number: int | None) -> tuple[ast.Expression, ...]:
    return scenario.tables[0].rows[number - 1] if number is not None else ()


class _Lowered:
    """One scenario, with everything about it told even where something is wrong."""

    def __init__(
        self, lowering: Lowering, objectives: tuple[Objective, ...], triggers: tuple[TriggerRule, ...]
    ) -> None:
        self.lowering = lowering
        self.objectives = objectives
        self.triggers = triggers

    def rule(
        self, scenario: ast.Scenario, number: int | None, cells: tuple[ast.Expression, ...]
    ) -> ScenarioRule | None:
        period = self._period(scenario)
        as_of = self._as_of(scenario)
        times = times_of(self.lowering, period, scenario.periods[0]) if period else None
        if as_of is not None and period is not None:
            check_as_of(self.lowering, scenario, as_of, period)
        settings = tuple(self._settings(scenario))
        streams = self._streams(scenario, period)
        without = tuple(self._without(scenario))
        if times is None or period is None:
            return None
        expectations = Expectations(self.lowering, times, self.objectives, self.triggers)
        expected = [expectations.expected(each) for each in scenario.expectations]
        opening = Openings(self.lowering, times_before(self.lowering, period), self.objectives)
        place = scenario.heading.span if not cells else cells[0].span.to(cells[-1].span)
        return ScenarioRule(
            scenario.heading.value, number, period, as_of, settings, streams, without,
            tuple(each for each in expected if each is not None), place, opening.rules(scenario.openings),
        )  # fmt: skip

    def _period(self, scenario: ast.Scenario) -> tuple[int, int] | None:
        if not scenario.periods:
            self.lowering.say(
                names.MISSING_CLAUSE, f"the scenario “{scenario.heading.value}” does not say its period",
                scenario.heading.span, Fix("add a line, for instance `period 2026-03`"),
            )  # fmt: skip
            return None
        self._once("period", scenario.periods)
        return stretch(self.lowering, scenario.periods[0])

    def _once(self, word: str, written: Sequence[ast.Node]) -> None:
        for again in written[1:]:
            self.lowering.problems.add(
                names.REPEATED_CLAUSE, f"`{word}` is written twice", again.span,
                labels=[Label(written[0].span, "first here")], fixes=[Fix("keep one of them")],
            )  # fmt: skip

    def _as_of(self, scenario: ast.Scenario) -> int | None:
        self._once("as of", scenario.as_of)
        try:
            return instant(self.lowering, scenario.as_of[0]) if scenario.as_of else None
        except Unfit:
            return None

    def _settings(self, scenario: ast.Scenario) -> Iterator[tuple[str, Setting]]:
        parameters = self.lowering.agreement.parameters
        seen: dict[str, ast.Assignment] = {}
        for each in scenario.settings:
            name = each.name.text
            parameter = parameters.get(name)
            self._once(f"set {name}", [seen.setdefault(name, each), *([each] if seen[name] is not each else [])])
            if parameter is None and self.lowering.is_broken(each.name):
                continue
            if parameter is None:
                self.lowering.say(
                    names.UNKNOWN_PARAMETER, f"the agreement has no parameter `{name}`", each.name.span,
                    *self.lowering.problems.did_you_mean(name, parameters, each.name.span),
                    Fix(f"it has {listing(parameters)}" if parameters else "it has no parameters at all"),
                )  # fmt: skip
                continue
            if parameter.choices:
                label = label_text(each.value) if isinstance(each.value, ast.Name | ast.Text) else None
                if label not in parameter.choices:
                    near = self.lowering.problems.did_you_mean(label or "", parameter.choices, each.value.span)
                    self.lowering.say(
                        names.UNKNOWN_LABEL, f"this is no value of the parameter `{name}`", each.value.span, *near,
                        Fix(f"it is one of {listing(parameter.choices)}"),
                    )  # fmt: skip
                    continue
            elif other_kind(each.value, parameter.value):
                self.lowering.say(
                    types.UNIT_MISMATCH, f"this is no value for the parameter `{name}`: its default is of another kind",
                    each.value.span, Fix("give it a value of the kind and unit that its default has"),
                )  # fmt: skip
                continue
            yield name, Setting(each.value, "")

    def _streams(self, scenario: ast.Scenario, period: tuple[int, int] | None) -> tuple[StreamRule, ...]:
        blocks: dict[str, ast.LogBlock] = {}
        found: list[StreamRule] = []
        for block in scenario.logs:
            first = blocks.setdefault(block.stream.text, block)
            if first is not block:
                self._once(block.stream.text, [first.stream, block.stream])
                continue
            if (rule := stream_rule(self.lowering, block, period)) is not None:
                found.append(rule)
        return tuple(found)

    def _without(self, scenario: ast.Scenario) -> Iterator[str]:
        told = {block.stream.text: block for block in scenario.logs}
        for name in scenario.without:
            stream = told_stream(self.lowering, name)
            if stream is None:
                continue
            if name.text in told:
                self.lowering.problems.add(
                    names.CONTRADICTING_LINES, f"`{name.text}` has a log in this scenario", name.span,
                    labels=[Label(told[name.text].stream.span, "here")], fixes=[Fix("keep one of the two")],
                )  # fmt: skip
                continue
            yield stream.name


def check_as_of(lowering: Lowering, scenario: ast.Scenario, as_of: int, period: tuple[int, int]) -> None:
    """Nothing is judged as of a time before it began."""
    if as_of <= period[0]:
        lowering.say(
            time.EMPTY_RANGE, "this is before the period begins, so nothing is known yet", scenario.as_of[0].span,
            Fix("choose a later time, or leave it out: then it is the end of the period"),
        )  # fmt: skip
