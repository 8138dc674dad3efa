"""An agreement whose names are settled → its rule graph."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import syntax, time
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph.builder import DEEPEST
from sladsl.graph.contract import Objective, TriggerRule
from sladsl.graph.graph import FeeRule, PartyFact, RuleGraph, ServiceFact
from sladsl.graph.lower import (
    consequences,
    credits,
    effects,
    exceptions,
    making,
    measures,
    metrics,
    objectives,
    papers,
    references,
    schedules,
    sets,
    values,
)
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.order import in_order
from sladsl.graph.lower.properties import property_rules
from sladsl.graph.lower.scenarios import scenario_rules
from sladsl.graph.lower.versions import SharedParts, check_effect, merged
from sladsl.graph.lower.windows import tiling_rule
from sladsl.graph.node import Ref
from sladsl.graph.scenarios import Tests
from sladsl.graph.versions import VersionFact
from sladsl.model.agreement import Agreement, DeclaredParameter
from sladsl.model.problems import Problems
from sladsl.model.streams import label_text
from sladsl.model.units import Measurable
from sladsl.syntax import ast


class _Recursion:
    """The back edges between the files of this folder."""

    def named_set(
        self, lowering: Lowering, name: ast.Name, where: ast.Expression | None = None, also: tuple[str, ...] = ()
    ) -> Ref | None:
        return sets.named_set(lowering, name, where, also)

    def fixed_number(self, lowering: Lowering, expression: ast.Expression) -> Measurable | None:
        return values.fixed_number(lowering, expression)


def build(
    agreement: Agreement, problems: Problems, later: Sequence[tuple[VersionFact, Agreement]] = ()
) -> RuleGraph | None:
    """The rule graph, or None where anything has no meaning; `problems` says what, all of it. Later versions become
    part of the same graph."""
    shared = SharedParts()
    versions = [agreement, *(version for _, version in later)]
    graphs = [_lowered(each, problems, shared, with_tests=each is versions[-1]) for each in versions]
    every = [each for each in graphs if each is not None]
    if later and len(every) == len(graphs):
        facts = tuple(fact for fact, _ in later)
        check_effect(every, facts, problems)
        return merged(every, facts, shared)
    return graphs[0] if len(every) == len(graphs) else None


def _lowered(agreement: Agreement, problems: Problems, shared: SharedParts, *, with_tests: bool) -> RuleGraph | None:
    """One version. Scenarios and properties are those of the last."""
    lowering = Lowering(
        agreement,
        problems,
        _Recursion(),
        table=shared.table,
        calendar_indices=shared.calendar_indices(agreement),
        service_indices=shared.service_indices(agreement),
    )
    services = tuple(_service(lowering, each) for each in agreement.services.values())
    _definitions(lowering)
    due = [schedules.due_rule(lowering, each) for each in agreement.schedules.values()]
    makings = [making.making(lowering, each) for each in agreement.streams.values() if each.made_of is not None]
    voids = [rule for each in agreement.streams.values() for rule in making.void_rules(lowering, each)]
    made = [objectives.objective(lowering, each) for each in agreement.objectives]
    built = consequences.pools(lowering, tuple(each for each in made if each is not None))
    written_limits = [credits.total_limit(lowering, each) for each in agreement.limits]
    limits = tuple(each for each in written_limits if each is not None)
    triggers = consequences.triggers(lowering)
    kept = papers.papers(lowering)
    references.check_references(lowering, built, limits, triggers)
    exceptions.check_exceptions(lowering)
    effects.check_effects(lowering)
    if lowering.table.too_deep is not None:
        lowering.say(
            syntax.TOO_DEEP, f"more than {DEEPEST} definitions and operators rest on one another here",
            lowering.table.too_deep, Fix("let fewer definitions lie between this and the log"),
        )  # fmt: skip
    _frame_readings(lowering)
    readings = tuple(lowering.readings)
    nodes, places, labels = lowering.table.nodes, lowering.table.places, dict(lowering.table.labels)
    tests = _tests(lowering, built, triggers) if with_tests else Tests()
    problems.found.sort(key=lambda each: each.span.start if each.span else 0)
    if errors(problems.found):
        return None
    return RuleGraph(
        name=agreement.name,
        title=agreement.title,
        edition=agreement.edition,
        parties=tuple(PartyFact(each.role, each.name.text, each.title) for each in agreement.parties),
        term_start=agreement.term_start,
        term_end=agreement.term_end,
        zone=agreement.zone.name,
        currency=agreement.currency,
        rounding=agreement.rounding,
        streams=tuple(agreement.streams.values()),
        calendars=tuple(shared.calendars),
        services=services,
        nodes=nodes,
        objectives=built,
        limits=limits,
        readings=readings,
        parameters=tuple((name, _shown(each)) for name, each in agreement.parameters.items()),
        choices=tuple(_choices(agreement)),
        makings=tuple(each for each in makings if each is not None),
        voids=tuple(voids),
        schedules=tuple(each for each in due if each is not None),
        places=places,
        triggers=triggers,
        units=tuple((name, each.title) for name, each in agreement.units.items()),
        labels=labels,
        span=agreement.span,
        tests=tests,
        papers=kept,
    )


def _tests(lowering: Lowering, objectives: tuple[Objective, ...], triggers: tuple[TriggerRule, ...]) -> Tests:
    """Scenarios and properties, on nodes after those of the contract."""
    first = len(lowering.table.nodes)
    properties = tuple(property_rules(lowering, lowering.agreement.properties))
    scenarios = tuple(scenario_rules(lowering, lowering.agreement.scenarios, objectives, triggers))
    return Tests(scenarios, properties, lowering.table.nodes[first:], lowering.table.places[first:])


def _service(lowering: Lowering, clause: ast.Service) -> ServiceFact:
    fees: list[FeeRule] = []
    for fee in clause.fees:
        amount = values.fixed_number(lowering, fee.amount)
        window = None if fee.window is None else tiling_rule(lowering, fee.window, "a fee")
        if window is not None and window.unit == "term" and lowering.agreement.term_end is None:
            lowering.say(
                time.BAD_WINDOW, "a fee per term needs a term with an end: it has no part that falls on a month",
                fee.window.span if fee.window else fee.span,
                Fix("write a fee `per year` or `once`, or give the term an end"),
            )  # fmt: skip
        if amount is None:
            continue
        if credits.is_money(lowering, amount.unit, amount.value, fee.amount):
            fees.append(FeeRule(amount.value, amount.unit.currency or "", window))
    return ServiceFact(clause.name.text, clause.title, tuple(fees))


def _definitions(lowering: Lowering) -> None:
    """Lowers what is declared, used or not, so that a mistake in it is told."""
    agreement = lowering.agreement
    for name in in_order(agreement):
        if name in agreement.parameters:
            lowering.parameter(agreement.parameters[name])
        elif name in agreement.metrics:
            _metric(lowering, agreement.metrics[name])
        else:
            clause = agreement.definitions.get(name) or agreement.exclusions[name]
            sets.named_set(lowering, clause.name)


def _metric(lowering: Lowering, metric: ast.Metric) -> None:
    measures.check_service(lowering, metric.service)
    if not measures.has_scopes(lowering, metric.each, metric.service):
        return
    measures.check_each(lowering, metric.each)
    stream = lowering.agreement.streams.get(metric.each.names[0].text) if metric.each else None
    if stream is not None:
        lowered = metrics.for_each_record(lowering, metric, stream)
    else:
        lowered = values.ValueLayer(lowering, values.scope_keys(lowering, metric.each)).lower(metric.name)
    metrics.check_shown(lowering, metric, lowered)


def _frame_readings(lowering: Lowering) -> None:
    agreement = lowering.agreement
    lowering.read("numbers", "compared exactly, before any rounding", "`rounded to n places`", None)
    lowering.read("a wall-clock time in a daylight-saving gap or fold",
                  "the offset before the jump; the first of two", "write instants with their offset", None)  # fmt: skip
    lowering.read("windows cut by the term", "shortened, and fees prorated by time", "a term of whole windows", None)
    lowering.read(
        "rounding of money", f"{agreement.rounding}, once, at the end", "`rounding half even`, `up` or `down`", None
    )


def _choices(agreement: Agreement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The labels of parameters that are as by default, which comes first."""
    for name, each in agreement.parameters.items():
        if each.choices and not each.shown and isinstance(each.value, ast.Name | ast.Text):
            default = label_text(each.value)
            yield name, (default, *(label for label in each.choices if label != default))


def _shown(parameter: DeclaredParameter) -> str:
    """The value of a parameter as written."""
    value = parameter.value
    if parameter.shown:
        return parameter.shown
    if isinstance(value, ast.Name | ast.Text):
        return label_text(value)
    if isinstance(value, ast.Percent):
        return f"{Fraction(value.value)}%"
    if isinstance(value, ast.Amount):
        return f"{Fraction(value.value)} {value.code}"
    if isinstance(value, ast.Quantity):
        return f"{value.value} {value.unit}"
    return str(getattr(value, "value", ""))
