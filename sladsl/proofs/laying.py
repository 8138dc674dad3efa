"""Outages of parts put into a log, by what of a contract sees them."""

from sladsl.checks.nodes import below
from sladsl.engines.reference.classes import classes_of
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.sets import SetSpans
from sladsl.graph.values import Availability
from sladsl.graph.windows import window_kind
from sladsl.logs.records import Value
from sladsl.logs.schema import StreamSchema
from sladsl.proofs.carried import Laid
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.lost import Stretch, lasting, seen_by
from sladsl.proofs.subject import Subject
from sladsl.proofs.witness import Witness, evaluated, in_window
from sladsl.temporal import IntervalSet, Pair, Window, Zone, tile

_MOST_KINDS = 16


@frozen
class View(Frozen):
    """What an objective makes of one kind of span that lasts all the time: where it would be down, of that where it
    counts, and what lies outside its hours. `excludes`: its exclusions by name."""

    down: IntervalSet
    counted: IntervalSet
    closed: IntervalSet
    excludes: tuple[str, ...]


@frozen
class Kind(Frozen):
    """One kind of span, and how the objectives see it, by name."""

    stretch: Stretch
    views: dict[str, View]


def kinds_seen(subject: Subject, objective: Objective, window: Window) -> list[Kind]:
    """Every kind of span of the stream that an objective of availability looks at."""
    graph = subject.graph
    schema = _stream(graph, objective)
    if schema is None:
        return []
    start, end = _whole(subject, window)
    refs = {ref for each in graph.objectives for check in each.checks for ref, _ in below(graph, check.measured)}
    found = []
    for number, kind in enumerate(kinds_of(graph, schema, refs, {}, start)):
        if number >= _MOST_KINDS:
            break
        stretch = Stretch(graph, subject.horizon.term, start, end, schema, kind)
        evaluation = lasting(stretch)
        if evaluation is None:
            continue
        views = {}
        for each in graph.objectives:
            node = _classes(graph, each)
            around = seen_by(evaluation, stretch, each)
            if node is not None and around is not None:
                classes = classes_of(node, around)
                period = IntervalSet.single(start, end)
                down = around.time_set(node.down).inside.intersect(period)
                views[each.name] = View(
                    down,
                    classes.down.intersect(period),
                    classes.out_of_schedule,
                    tuple(clause.clause for clause in node.excluded),
                )
        found.append(Kind(stretch, views))
    return found


def _classes(graph: RuleGraph, objective: Objective) -> MeasureClasses | None:
    refs = [each.availability for each in objective.checks if each.availability is not None]
    node = graph.nodes[refs[0]] if refs else None
    classes = graph.nodes[node.classes] if isinstance(node, Availability) else None
    return classes if isinstance(classes, MeasureClasses) else None


def _stream(graph: RuleGraph, objective: Objective) -> StreamSchema | None:
    """The one stream of spans below an objective."""
    refs = [each.availability for each in objective.checks if each.availability is not None]
    names = {node.stream for ref in refs for _, node in below(graph, ref) if isinstance(node, SetSpans)}
    if len(names) != 1:
        return None
    schema = graph.stream(next(iter(names)))
    return None if schema.made_of is not None or schema.register else schema


def _whole(subject: Subject, window: Window) -> Pair:
    """The windows of all objectives that meet a window, within the term."""
    start, end = window.start, window.end
    for each in subject.graph.objectives:
        if not each.window.rolling:
            tiles = tile(window_kind(each.window), Zone.named(each.window.zone), window.start, window.end)
            start, end = min(start, tiles[0].start), max(end, tiles[-1].end)
    return max(start, subject.horizon.start), min(end, subject.horizon.end)


def shown_down(
    subject: Subject, objective: Objective, window: Window, outages: list[Laid], hours: IntervalSet
) -> Witness | None:
    """A log in which the objective is breached by these outages: of each part whose promise is measured, the kind that
    its own promise counts and no other does; of the rest a kind that none of them counts."""
    kinds = kinds_seen(subject, objective, window)
    counted = [each for each in kinds if _counts(each, objective.name)]
    names = dict.fromkeys(name for name, _, _ in outages)
    held = [name for name in names if any(name in each.views for each in kinds)]
    chosen: dict[str, tuple[Value, ...]] = {}
    for name in names:
        wanted = {name} & set(held)
        fitting = (each for each in counted if {other for other in held if _counts(each, other)} == wanted)
        found = next(fitting, None)
        if found is None:
            return None
        chosen[name] = found.stretch.kind
    spans: list[tuple[Pair, tuple[Value, ...]]] = []
    for kind in dict.fromkeys(chosen.values()):
        mine = ((start, end) for name, start, end in outages if chosen[name] == kind)
        spans += [(pair, kind) for start, end in IntervalSet.of(mine) for pair in _in_hours(hours, start, end)]
    stretch = counted[0].stretch
    log, period = stretch.log_of(sorted(spans, key=lambda each: each[0])), (stretch.start, stretch.end)
    evaluation = evaluated(subject.graph, log, period)
    outcome = in_window(evaluation, objective.name, window)
    if evaluation is None or outcome is None or outcome.state != "breached":
        return None
    kept = [each for each in evaluation.outcomes if each.objective in held]
    if any(each.state not in ("met", "warning") for each in kept):
        return None
    during = [each for each in kept if each.window.start < window.end and each.window.end > window.start]
    return Witness(subject.graph, log, period, evaluation, (outcome, *during))


def _counts(kind: Kind, name: str) -> bool:
    return name in kind.views and bool(kind.views[name].counted)


def _in_hours(hours: IntervalSet, start: int, end: int) -> list[Pair]:
    """From so much open time on to so much open time."""
    found = []
    passed = 0
    for low, high in hours:
        first, last = max(low, low + start - passed), min(high, low + end - passed)
        if first < last:
            found.append((first, last))
        passed += high - low
    return found
