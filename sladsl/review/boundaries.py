"""Where two versions of a clause are likely to come apart: the numbers that they name, and the hours of which only one
is open."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction

from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.rows import RowConstant, RowOneOf
from sladsl.proofs.slices import with_those_asked
from sladsl.review.version import Version
from sladsl.rules.reach import cell_roots, wide_limits
from sladsl.text import Span

_MOST_INSTANTS = 6


def nodes_below(version: Version) -> list[Ref]:
    """All nodes on which a clause rests, by way of the clauses that it asks about and the streams that are made."""
    graph = version.graph
    asked = with_those_asked(graph, [version.objective])
    pending = [ref for each in asked.objectives for ref in cell_roots(each)]
    pending += [limit.amount for each in asked.objectives for limit in (*each.limits, *wide_limits(graph, each))]
    pending += [ref for each in (*graph.makings, *graph.voids) for ref in inputs(each)]
    pending += [each.where for each in version.objective.claims if each.where is not None]
    found: set[Ref] = set()
    while pending:
        ref = pending.pop()
        if ref not in found:
            found.add(ref)
            pending.extend(inputs(graph.nodes[ref]))
    return sorted(found)


def numbers_named(old: Version, new: Version) -> list[Fraction]:
    """Every number that either clause names: first those that only one of them does, as often as it does; then those
    of what differs; then the rest."""
    before, after = Counter(_numbers(old)), Counter(_numbers(new))
    apart = [*(after - before), *(before - after)]
    keys = [{version.key(ref) for ref in nodes_below(version)} for version in (old, new)]
    changed: list[Fraction] = []
    for version, others in ((old, keys[1]), (new, keys[0])):
        nodes = version.graph.nodes
        first = [
            ref
            for ref in nodes_below(version)
            if version.key(ref) not in others and all(version.key(each) in others for each in inputs(nodes[ref]))
        ]
        for ref in first:
            for near in (ref, *inputs(nodes[ref])):
                changed += _of(nodes[near])
    return list(dict.fromkeys([*apart, *changed, *after, *before]))


def texts_named(old: Version, new: Version) -> list[str]:
    """The words with which either clause compares."""
    found: dict[str, None] = {}
    for version in (old, new):
        for ref in nodes_below(version):
            match version.graph.nodes[ref]:
                case RowConstant(value=str(value)):
                    found[value] = None
                case RowOneOf(values=values):
                    found.update(dict.fromkeys(values))
    return list(found)


def hours_apart(old: RuleGraph, new: RuleGraph, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches in which a calendar is open in one version only."""
    found: list[tuple[int, int]] = []
    before = {each.name: each.calendar for each in old.calendars}
    for index, each in enumerate(new.calendars):
        other = before.get(each.name)
        if other is None and index < len(old.calendars):
            other = old.calendars[index].calendar
        if other is None or other == each.calendar:
            continue
        one, two = other.open_intervals(start, end), each.calendar.open_intervals(start, end)
        for apart in (one.minus(two), two.minus(one)):
            found += apart.pairs[:_MOST_INSTANTS]
    return found[: 2 * _MOST_INSTANTS]


def _numbers(version: Version) -> Iterator[Fraction]:
    graph = version.graph
    for ref in nodes_below(version):
        yield from _of(graph.nodes[ref])
    for each in (*graph.makings, *graph.schedules):
        yield from _of(each)
    for schema in graph.streams:
        if schema.every is not None:
            yield Fraction(schema.every)


def _of(value: object) -> Iterator[Fraction]:
    """The numbers of one node, those of what it refers to left out."""
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _of(each)
    elif is_dataclass(value) and not isinstance(value, type | Span):
        for field in fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, int) and not isinstance(inner, bool):
                if "Ref" not in str(field.type) and field.name not in _PLACES:
                    yield Fraction(inner)
            elif "Ref" not in str(field.type):
                yield from _of(inner)


_PLACES = frozenset(("index", "divisor", "calendar", "moment", "start", "stop", "services", "states", "keys", "again"))
"""Fields in which a whole number is a position."""
