"""What a service can come to when every part it rests on just keeps its word: the worst that their outages can add up
to, how they lie then, and what is left where they have nothing to do with one another."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph, WindowRule
from sladsl.graph.papers import StructureFact
from sladsl.graph.windows import window_kind
from sladsl.temporal import BusinessCalendar, Pair, Window, Zone, tile

Laid = tuple[str, int, int]
"""An outage of a part, in microseconds of the time in which all is down."""


@frozen
class Part(Frozen):
    """A component or an underpinning agreement: its availability, and in which windows that holds (None: in any), of
    all time or of certain hours."""

    name: str
    availability: Fraction
    window: WindowRule | None
    hours: BusinessCalendar | None = None


@frozen
class Group(Frozen):
    """At least `least` of the parts must work."""

    parts: tuple["Part | Group", ...]
    least: int

    @property
    def is_series(self) -> bool:
        return self.least == len(self.parts)


def group_of(graph: RuleGraph, service: str, parts: Mapping[str, Part]) -> Group | None:
    """What a service rests on, with all services in between put in; None where something of it promises no
    availability, or carries it twice, so that parts are not apart from one another."""
    carried = dict(graph.papers.carried)

    def made(fact: StructureFact) -> Group | None:
        found: list[Part | Group] = []
        for each in fact.parts:
            below = made(each) if isinstance(each, StructureFact) else parts.get(each)
            if below is None and isinstance(each, str) and each in carried:
                below = made(carried[each])
            if below is None:
                return None
            found.append(below)
        return Group(tuple(found), len(found) if fact.least is None else fact.least)

    group = made(carried[service])
    names = [] if group is None else [each.name for each in leaves(group)]
    return group if len(names) == len(set(names)) else None


def leaves(node: Part | Group) -> Iterator[Part]:
    if isinstance(node, Part):
        yield node
    else:
        for each in node.parts:
            yield from leaves(each)


def independent(node: Part | Group) -> Fraction:
    """The share of time in which it works, if no part knows of the others."""
    if isinstance(node, Part):
        return node.availability
    working = [Fraction(1)]
    for each in map(independent, node.parts):
        working = [
            (working[up] if up < len(working) else 0) * (1 - each) + (working[up - 1] if up else 0) * each
            for up in range(len(working) + 1)
        ]
    return sum(working[node.least :], Fraction(0))


def worst(node: Part | Group, within: Window) -> int | None:
    """The most microseconds of a window in which it is down while every part keeps its word; None: not known, where
    several parts are needed at once and their windows do not fit together."""
    if isinstance(node, Part):
        return sum(_left(node, *each) for each in _windows(node, within))
    if not node.is_series:
        finer = [each for each in _finer(node, within) if each != [within]]
        if finer and (any(each != finer[0] for each in finer) or len(finer) != len(list(_finer(node, within)))):
            return None
        if finer:
            total = 0
            for each in finer[0]:
                most = _together(node, each)
                if most is None:
                    return None
                total += most
            return total
    return _together(node, within)


def _together(node: Group, within: Window) -> int | None:
    left: list[int] = []
    for each in node.parts:
        most = worst(each, within)
        if most is None:
            return None
        left.append(most)
    return min(within.end - within.start, _most_at_once(left, len(left) - node.least + 1))


def _most_at_once(left: list[int], down: int) -> int:
    """The greatest T with `sum(min(each, T)) >= down * T`: for so long can `down` parts be down at the same time."""
    ordered = sorted(left, reverse=True)
    # However many of the longest last the whole time, the others must do for the rest.
    return floor(min(Fraction(sum(ordered[longer:]), down - longer) for longer in range(down)))


def _windows(part: Part, within: Window) -> list[tuple[Window, Window]]:
    """The windows of a promise that meet this one, each with what of it lies within."""
    if part.window is None or part.window.unit == "term":
        return [(within, within)]
    found = []
    for each in tile(window_kind(part.window), Zone.named(part.window.zone), within.start, within.end):
        start, end = max(each.start, within.start), min(each.end, within.end)
        found.append((each, Window(each.kind, start, end, each.label)))
    return found


def _left(part: Part, whole: Window, inside: Window) -> int:
    agreed = whole.end - whole.start
    if part.hours is not None:
        agreed = part.hours.open_intervals(whole.start, whole.end).total()
    return min(floor((1 - part.availability) * agreed), inside.end - inside.start)


def _finer(node: Group, within: Window) -> Iterator[list[Window]]:
    for part in leaves(node):
        if part.window is not None:
            yield [Window(within.kind, each.start, each.end, within.label) for _, each in _windows(part, within)]


def laid(node: Part | Group, within: Window, length: int) -> list[Laid]:
    """Outages of the parts by which it is down for the whole of [0, length): in a series one after the other; where
    several must be down at once, in as many rows, each part beginning where the one before ended, around the end of a
    row to the start of the next."""
    if isinstance(node, Part):
        return [(node.name, 0, length)] if length else []
    rows = len(node.parts) - node.least + 1
    left, at, found = rows * length, 0, list[Laid]()
    for each in node.parts:
        taken = min(worst(each, within) or 0, length, left)
        pieces = _around(at, taken, length)
        found += _moved(laid(each, within, taken), pieces)
        left, at = left - taken, at + taken
    return found


def _around(at: int, taken: int, length: int) -> list[Pair]:
    """A stretch in rows of one length, as pieces of a row."""
    start = at % length if length else 0
    if start + taken <= length:
        return [(start, start + taken)]
    return [(0, start + taken - length), (start, length)]


def _moved(outages: list[Laid], pieces: list[Pair]) -> Iterator[Laid]:
    """Outages counted from 0 put into pieces that are as long together."""
    offset = 0
    for low, high in pieces:
        for name, start, end in outages:
            first, last = max(start, offset), min(end, offset + high - low)
            if first < last:
                yield name, low + first - offset, low + last - offset
        offset += high - low
