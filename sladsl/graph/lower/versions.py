"""The versions of an agreement in one graph: equal clauses are one, others say in which versions they are in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TypeVar

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import levels
from sladsl.graph.builder import NodeTable
from sladsl.graph.contract import LimitRule, Objective, TriggerRule
from sladsl.graph.graph import FeeRule, NamedCalendar, Reading, RuleGraph, ServiceFact
from sladsl.graph.versions import VersionFact, border, date_of
from sladsl.model.agreement import Agreement
from sladsl.model.problems import Problems
from sladsl.temporal import Zone
from sladsl.text import Span

ClauseT = TypeVar("ClauseT", Objective, TriggerRule, LimitRule, FeeRule)


@dataclass
class SharedParts:
    """What the versions of an agreement are lowered into: one table of nodes, all calendars, all services."""

    table: NodeTable = field(default_factory=NodeTable)
    calendars: list[NamedCalendar] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    def calendar_indices(self, agreement: Agreement) -> Mapping[str, int]:
        """Where the calendars of a version stand. One that was changed stands beside the one it was."""
        found: dict[str, int] = {}
        for each in agreement.calendars.values():
            named = NamedCalendar(each.name, each.calendar, each.digests)
            if named not in self.calendars:
                self.calendars.append(named)
            found[each.name] = self.calendars.index(named)
        return found

    def service_indices(self, agreement: Agreement) -> Mapping[str, int]:
        self.services += [name for name in agreement.services if name not in self.services]
        return {name: self.services.index(name) for name in agreement.services}


def merged(graphs: Sequence[RuleGraph], facts: tuple[VersionFact, ...], shared: SharedParts) -> RuleGraph:
    """One graph of all versions."""
    last = graphs[-1]
    services = [_service(name, graphs) for name in shared.services]
    return replace(
        graphs[0],
        parties=tuple(dict.fromkeys(party for graph in graphs for party in graph.parties)),
        calendars=tuple(shared.calendars),
        services=tuple(services),
        nodes=last.nodes,
        places=last.places,
        labels=last.labels,
        units=tuple(dict.fromkeys(unit for graph in graphs for unit in graph.units)),
        term_end=last.term_end,
        objectives=_in_versions([graph.objectives for graph in graphs]),
        triggers=_in_versions([graph.triggers for graph in graphs]),
        limits=_continued(_in_versions([graph.limits for graph in graphs])),
        readings=_readings(graphs),
        parameters=_parameters(graphs, facts),
        makings=last.makings,
        papers=last.papers,
        voids=last.voids,
        schedules=last.schedules,
        versions=facts,
        tests=last.tests,
    )


def _in_versions(texts: Sequence[tuple[ClauseT, ...]]) -> tuple[ClauseT, ...]:
    """The clauses of all versions, each with the versions it is in; those of one name stand together."""
    order: list[tuple[ClauseT, list[int]]] = []
    known: dict[object, list[int]] = {}
    for version, clauses in enumerate(texts):
        times: Counter[object] = Counter()
        for clause in clauses:
            # Two equal clauses of one version, such as two equal fees, stay two.
            meaning = _meaning(clause)
            key = meaning, times[meaning]
            times[meaning] += 1
            if key not in known:
                at = max(
                    (index for index, each in enumerate(order) if _one_clause(each[0], clause)), default=len(order)
                )
                known[key] = []
                order.insert(at + 1, (clause, known[key]))
            known[key].append(version)
    return tuple(
        clause if len(versions) == len(texts) else replace(clause, versions=tuple(versions))
        for clause, versions in order
    )


def _meaning(value: object) -> object:
    """A value without its places: a clause that is written again in the same words is the same clause."""
    if isinstance(value, tuple):
        return tuple(map(_meaning, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    every = (getattr(value, each.name) for each in fields(value))
    return type(value), *(_meaning(each) for each in every if not isinstance(each, Span))


def _one_clause(one: object, other: object) -> bool:
    if isinstance(one, LimitRule) and isinstance(other, LimitRule):
        return (one.objectives, one.window) == (other.objectives, other.window)
    return _name(one) is not None and _name(one) == _name(other)


def _name(clause: object) -> object:
    return getattr(clause, "name", None)


def _continued(limits: tuple[LimitRule, ...]) -> tuple[LimitRule, ...]:
    """A limit of other amount goes on with what has been used of the one before."""
    made: list[LimitRule] = []
    for limit in limits:
        before = [
            index for index, each in enumerate(made)
            if _one_clause(each, limit) and each.versions and limit.versions and each.versions[-1] < limit.versions[0]
        ]  # fmt: skip
        first = before[-1] if before else None
        if first is not None and made[first].continues is not None:
            first = made[first].continues
        made.append(limit if first is None else replace(limit, continues=first))
    return tuple(made)


def _service(name: str, graphs: Sequence[RuleGraph]) -> ServiceFact:
    """A service with the fees of all versions."""
    by_version = [next((each for each in graph.services if each.name == name), None) for graph in graphs]
    known = [each for each in by_version if each is not None]
    return ServiceFact(name, known[-1].title, _in_versions([each.fees if each else () for each in by_version]))


def _readings(graphs: Sequence[RuleGraph]) -> tuple[Reading, ...]:
    found = list(graphs[0].readings)
    for version, graph in enumerate(graphs[1:], 1):
        known = {_meaning(replace(each, version=None)) for each in found}
        found += [replace(each, version=version) for each in graph.readings if _meaning(each) not in known]
    return tuple(found)


def _parameters(graphs: Sequence[RuleGraph], facts: tuple[VersionFact, ...]) -> tuple[tuple[str, str], ...]:
    """Their values; one that changes with its dates."""
    values: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    for version, graph in enumerate(graphs):
        for name, value in graph.parameters:
            if last.get(name) != value:
                since = f" from {facts[version - 1].start}" if version else ""
                values.setdefault(name, []).append(f"{value}{since}")
            last[name] = value
    return tuple((name, "; ".join(each)) for name, each in values.items())


def check_effect(graphs: Sequence[RuleGraph], facts: tuple[VersionFact, ...], problems: Problems) -> None:
    """Tells of objectives that no window is judged by, because it begins before their date or ends after the term."""
    first = graphs[0]
    last = graphs[-1]
    end = None if last.term_end is None else Zone.named(first.zone).to_utc(last.term_end, 0)
    for version, graph in enumerate(graphs[1:], 1):
        fact = facts[version - 1]
        if end is not None and date_of(fact, first.zone) >= end:
            continue  # told of already
        for objective in graph.objectives:
            before = next((each for each in graphs[version - 1].objectives if each.name == objective.name), None)
            if before is not None and _meaning(before) == _meaning(objective):
                continue
            at = border(fact, (before or objective).window, first.zone)
            if at is None or (end is not None and at >= end):
                problems.add(
                    levels.WITHOUT_EFFECT,
                    f"`{objective.name}` as amended is never taken: no window of it begins on or after {fact.start}",
                    objective.span,
                    fixes=[Fix("let the amendment cut windows: `splits windows` before its `{`")],
                )
