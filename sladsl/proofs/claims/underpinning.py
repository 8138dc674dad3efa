"""What carries a service: whether the promises below it are enough for the promise above."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.checks.nodes import below, fixed, only_check
from sladsl.checks.words import value_words
from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.sets import SetCalendar
from sladsl.graph.values import Availability, Fee
from sladsl.model.units import PERCENT
from sladsl.proofs.carried import Group, Laid, Part, group_of, independent, laid, leaves, worst
from sladsl.proofs.laying import shown_down
from sladsl.proofs.lost import Seen, most_allowed
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.rules.reach import cell_roots
from sladsl.temporal import IntervalSet, Window, describe_duration

_MOST_TOLD = 8


@frozen
class Promised(Frozen):
    """A target of availability, and the hours that it is about (None: all)."""

    objective: Objective
    target: Fraction
    calendar: int | None

    def allowed(self, graph: RuleGraph, window: Window) -> int | None:
        """How many microseconds of a window may be lost."""
        check = self.objective.checks[0]
        hours = open_time(graph, self.calendar, window)
        node = graph.nodes[check.availability] if check.availability is not None else None
        over = node.over if isinstance(node, Availability) else None
        return most_allowed(graph, check, self.target, Seen(hours, hours, over, True, self.calendar), window)


def underpinning_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    parts = parts_of(graph)
    for service, _ in graph.papers.carried:
        group = group_of(graph, service, parts)
        for objective in carried_by(graph, service):
            promised = promised_of(graph, objective)
            if group is not None and promised is not None:
                yield from _carries(subject, service, promised, group)


def open_time(graph: RuleGraph, calendar: int | None, window: Window) -> IntervalSet:
    if calendar is None:
        return IntervalSet.single(window.start, window.end)
    return graph.calendars[calendar].calendar.open_intervals(window.start, window.end)


def promised_of(graph: RuleGraph, objective: Objective) -> Promised | None:
    check = only_check(objective)
    if check is None or check.availability is None or check.comparator not in (">=", ">"):
        return None
    node, target = graph.nodes[check.availability], fixed(graph, check.target)
    classes = graph.nodes[node.classes] if isinstance(node, Availability) else None
    if target is None or not isinstance(classes, MeasureClasses):
        return None
    if classes.schedule is None:
        return Promised(objective, target, None)
    schedule = graph.nodes[classes.schedule]
    return Promised(objective, target, schedule.calendar) if isinstance(schedule, SetCalendar) else None


def parts_of(graph: RuleGraph) -> dict[str, Part]:
    """Everything that has an availability: assumed, promised beside its name, or promised as a condition."""
    found = {}
    measured = {each.name: each for each in graph.objectives}
    for fact in graph.papers.support:
        promised = promised_of(graph, measured[fact.name]) if fact.name in measured else None
        if promised is not None:
            hours = None if promised.calendar is None else graph.calendars[promised.calendar].calendar
            found[fact.name] = Part(fact.name, promised.target, promised.objective.window, hours)
        elif fact.availability is not None:
            found[fact.name] = Part(fact.name, fact.availability, fact.window)
    return found


def carried_by(graph: RuleGraph, service: str) -> list[Objective]:
    """The promises about a service: those that name it, or pay of its fee; where one service alone is carried, all
    that name no other."""
    names = [each.name for each in graph.services]
    supports = {each.name for each in graph.papers.support}
    tops = [name for name, _ in graph.papers.carried]
    alone = len(tops) == 1
    found = []
    for objective in graph.objectives:
        if objective.name in supports or objective.name in {each.name for each in graph.papers.duties}:
            continue
        named = {objective.service} if objective.service is not None else {
            names[index]
            for root in cell_roots(objective)
            for _, node in below(graph, root)
            if isinstance(node, Fee)
            for index in node.services
        }  # fmt: skip
        if named == {service} or (alone and not named):
            found.append(objective)
    return found


def _carries(subject: Subject, service: str, promised: Promised, group: Group) -> Iterator[Result]:
    """The worst case of every shape of window, against what the target leaves in it."""
    graph, objective = subject.graph, promised.objective
    claim = f"{objective.name} is kept as long as everything that {service} rests on keeps its word"
    places = (objective.checks[0].span, *(each.span for each in graph.papers.support))
    basis = Basis(
        "sum over a series, wrapped around rows where several must fail at once",
        ("a component has its availability in every window, and a part is up or down", *_independent_of(promised)),
        subject.bounds,
    )
    counted = None if promised.calendar is None else graph.calendars[promised.calendar].calendar
    # Outside its hours a part promises nothing: there it may be down, and keeps its word.
    known = all(each.hours in (None, counted) for each in leaves(group))
    for window in subject.shapes(objective):
        allowed, down = promised.allowed(graph, window), worst(group, window)
        if allowed is None or down is None:
            known = False
            continue
        hours = open_time(graph, promised.calendar, window)
        down = min(down, hours.total())
        if down <= allowed or not hours:
            continue
        yield _told(subject, service, promised, group, window, down, claim, basis)
        return
    verdict, sentence = ("PROVED", claim) if known else ("UNKNOWN", f"it is not known whether {claim}")
    yield Result(claim, objective.name, "PROVED" if verdict == "PROVED" else "UNKNOWN", sentence, basis, None, None,
                 None, places)  # fmt: skip


def _independent_of(promised: Promised) -> tuple[str, ...]:
    return () if promised.calendar is None else ("outages lie in the hours that are promised",)


def _told(
    subject: Subject, service: str, promised: Promised, group: Group, window: Window, down: int, claim: str,
    basis: Basis,
) -> Result:  # fmt: skip
    graph, objective = subject.graph, promised.objective
    agreed = open_time(graph, promised.calendar, window).total()
    left, chance = 1 - Fraction(down, agreed), independent(group)
    text = (
        f"what carries `{service}` cannot carry {objective.name}: {_percent(promised.target)} is promised; while every "
        f"part keeps its word no more than {_percent(left)} is sure"
    )
    if chance > promised.target or (chance == promised.target and objective.checks[0].comparator == ">="):
        code: Code = proofs.CARRIED_BY_CHANCE
        text = (
            f"{objective.name} is carried on average and not in every case: {_percent(promised.target)} is promised; "
            f"while every part keeps its word no more than {_percent(left)} is sure"
        )
    else:
        code = proofs.NOT_CARRIED
    text += f", and {_percent(chance)} where their outages have nothing to do with one another"
    outages = laid(group, window, down)
    witness = shown_down(subject, objective, window, outages, open_time(graph, promised.calendar, window))
    labels = tuple(
        Label(each.span, "keeps its word") for each in graph.papers.support
        if each.name in {part.name for part in leaves(group)}
    )  # fmt: skip
    notes = (f"then of {window.label} are down: {_laid_words(outages)}",)
    fixes = (
        Fix(
            f"the best that can be promised in any case is {_percent(left)}; or let the service rest on better promises"
        ),
    )
    diagnostic = Diagnostic(code, text, objective.checks[0].span, labels=labels, notes=notes, fixes=fixes)
    places = (objective.checks[0].span, *(each.span for each in graph.papers.support))
    return Result(claim, objective.name, "REFUTED" if witness else "FINDING", text, basis, diagnostic, witness, None,
                  places)  # fmt: skip


def _laid_words(outages: list[Laid]) -> str:
    told = [f"`{name}` from {describe_duration(start)} to {describe_duration(end)}" for name, start, end in outages]
    more = len(told) - _MOST_TOLD
    return ", ".join(told[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _percent(value: Fraction) -> str:
    return value_words(value, PERCENT)
