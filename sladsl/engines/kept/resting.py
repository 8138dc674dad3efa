"""What a measurement in one window rests on: which records, of which time, and whether it still depends on `as of`.

A rule for each kind of node says how far beyond the window its value looks. Where nobody can tell, it is all of the
stream: then any new record leads to a new measurement, which is slow and never wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from sladsl.engines.reference.horizon import term_start
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Node, Ref, RuleGraph, WindowRule, inputs
from sladsl.graph.measures import (
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRegister,
    MeasureRows,
    MeasureTime,
)
from sladsl.graph.rows import BucketBeside, RowBeside, RowClock, RowLookup, RowMoment, RowPresent, RowTime
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCombined,
    SetHolding,
    SetLasting,
    SetNode,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.graph.windows import window_kind
from sladsl.logs.records import CaseRecord, SpanRecord
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.temporal import Pair, Window, Zone, tile

EVER: Final = 2**62
ALWAYS: Final = (-EVER, EVER)
_SETS: Final = SetNode


class Basis(NamedTuple):
    """The records of a stream that lie in `zone`: spans that are `lasting` by the time they last, others by the instant
    of `moment`. `scoped`: only those of the scope."""

    stream: str
    lasting: bool
    moment: int | None
    zone: Pair
    scoped: bool = True


@frozen
class Resting(Frozen):
    """What the measurements of a graph rest on."""

    graph: RuleGraph
    _traits: dict[Ref, "Traits"] = field(default_factory=dict)

    def of(self, measure: Ref, window: Window) -> tuple[Basis, ...]:
        """Everything that a measure in a window looks at, each kind once."""
        found = dict.fromkeys(_Walk(self.graph, not self.traits(measure).looks_up).measure(measure, window))
        return tuple(found)

    def traits(self, measure: Ref) -> "Traits":
        if measure not in self._traits:
            self._traits[measure] = Traits(tuple(_below(self.graph, measure)))
        return self._traits[measure]


@dataclass(frozen=True)
class Traits:
    """What the nodes below a measure have to do with `as of`."""

    nodes: tuple[Node, ...]

    @cached_property
    def looks_up(self) -> bool:
        """Whether a register is asked: what it does not say is told of records far from the window too."""
        return any(isinstance(each, RowLookup) for each in self.nodes)

    @cached_property
    def _ends_matter(self) -> bool:
        return any(
            isinstance(each, MeasureRecords) or (isinstance(each, RowTime) and each.which in ("end", "length"))
            for each in self.nodes
        )

    @cached_property
    def _clocks(self) -> tuple[RowClock, ...]:
        return tuple(each for each in self.nodes if isinstance(each, RowClock))

    @cached_property
    def _moments(self) -> frozenset[int]:
        """The moments whose instants are compared: while one has not come, the answer can change with time alone."""
        return frozenset(each.index for each in self.nodes if isinstance(each, RowMoment))

    def asks(self, schema: StreamSchema) -> bool:
        """Whether a record of the stream can say something else at a later time."""
        return schema.shape is Shape.CASES or (schema.shape is Shape.SPANS and self._ends_matter)

    def is_settled(self, record: Any, as_of: int) -> bool:
        """Whether the record says the same at every later time."""
        if isinstance(record, SpanRecord):
            return not self._ends_matter or (record.end is not None and record.end <= as_of)
        if not isinstance(record, CaseRecord):
            return True
        if any(at >= as_of for at in _instants(record)):
            return False
        moments = record.moments
        if not all(index < len(moments) and moments[index] for index in self._moments):
            return False
        return all(_is_stopped(each, moments) for each in self._clocks)


def _is_stopped(clock: RowClock, moments: tuple[tuple[int, ...], ...]) -> bool:
    used = [each for each in (clock.start, clock.again, clock.gaps) if each is not None]
    if max(*used, clock.stop, -1) >= len(moments):
        return False
    begun = [at for each in used for at in moments[each]]
    stops = moments[clock.stop]
    if not moments[clock.start]:
        return True
    if len(used) == 1 and clock.cycle == "once":
        return bool(stops)
    # At one instant a stop goes before a start.
    return bool(stops) and max(stops) > max(begun)


def _instants(case: CaseRecord) -> Iterator[int]:
    for instants in case.moments:
        yield from instants
    for state in case.states:
        for start, end in state:
            yield start if end is None else end
    for changes in case.changes:
        yield from (at for at, _ in changes[1:])


def _below(graph: RuleGraph, root: Ref) -> Iterator[Node]:
    """The node and those it rests on. That a moment has come at all does not depend on later times."""
    waiting, seen = [root], set[Ref]()
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            node = graph.nodes[ref]
            yield node
            if not (isinstance(node, RowPresent) and isinstance(graph.nodes[node.operand], RowMoment)):
                waiting += inputs(node)


class _Walk:
    """Down from a measure, with the time that matters for each set on the way. A node is asked once for each such time:
    of sets that are used twice again and again there are more ways down than anybody can walk."""

    def __init__(self, graph: RuleGraph, narrow: bool) -> None:
        self.graph, self.narrow = graph, narrow
        self._seen: set[tuple[Ref, Pair]] = set()

    def _again(self, ref: Ref, zone: Pair) -> bool:
        again = (ref, zone) in self._seen
        self._seen.add((ref, zone))
        return again

    def measure(self, ref: Ref, window: Window) -> Iterator[Basis]:
        node, zone = self.graph.nodes[ref], (window.start, window.end)
        match node:
            case MeasureTime(time_set=time_set, weight=weight):
                yield from self.time(time_set, zone)
                if weight is not None:
                    yield from self.time(weight.spans, zone)
                    yield from self.row(weight.weight, zone)
            case MeasureClasses():
                for each in inputs(node):
                    yield from self.time(each, zone)
            case MeasureRows(stream=stream, moment=moment) | MeasureRecords(stream=stream, moment=moment):
                yield self.placed(stream, moment, zone)
                yield from self.rows(inputs(node), zone)
            case MeasureBuckets(stream=stream, width=width):
                wide = _wider(zone, width, width)
                yield self.placed(stream, None, wide)
                yield from self.rows(inputs(node), wide)
            case MeasureNear(stream=stream, direction=direction):
                near = (window.end, EVER) if direction == "next" else (-EVER, window.start)
                yield self.placed(stream, None, near)
                yield from self.rows(inputs(node), near)
            case MeasureRegister(stream=stream):
                yield Basis(stream, True, None, ALWAYS)
                yield from self.rows(inputs(node), ALWAYS)

    def placed(self, stream: str, moment: int | None, zone: Pair) -> Basis:
        return Basis(stream, False, moment, zone) if self.narrow else Basis(stream, False, None, ALWAYS, False)

    def rows(self, refs: Iterable[Ref], zone: Pair) -> Iterator[Basis]:
        for ref in refs:
            yield from self.row(ref, zone)

    def row(self, ref: Ref, zone: Pair) -> Iterator[Basis]:
        """What the value of records in `zone` rests on, beside the records."""
        node = self.graph.nodes[ref]
        if isinstance(node, _SETS):
            # An instant of a record, or the time of its clock, may lie anywhere.
            yield from self.time(ref, ALWAYS)
            return
        if self._again(ref, zone):
            return
        match node:
            case RowLookup(register=register):
                yield Basis(register, True, None, ALWAYS, False)
            case RowBeside(stream=stream):
                zone = (-EVER, zone[1])
                yield self.placed(stream, None, zone)
            case BucketBeside(stream=stream, width=width):
                zone = _wider(zone, width, width)
                yield self.placed(stream, None, zone)
        yield from self.rows(inputs(node), zone)

    def time(self, ref: Ref, zone: Pair) -> Iterator[Basis]:
        """What a set rests on, as far as it lies in `zone`."""
        if self._again(ref, zone):
            return
        node = self.graph.nodes[ref]
        match node:
            case SetSpans(stream=stream, where=where, longest=longest):
                zone = ALWAYS if longest or not self.narrow else zone
                yield Basis(stream, True, None, zone, self.narrow)
                if where is not None:
                    # A span that lasts into the zone may have begun long before.
                    yield from self.row(where, (-EVER, zone[1]))
            case SetBuckets(stream=stream, width=width, where=where):
                zone = _wider(zone, width, width)
                yield self.placed(stream, None, zone)
                yield from self.row(where, zone)
            case SetLasting(operand=operand, length=length):
                yield from self.time(operand, _wider(zone, length + 1, length + 1))
            case SetUnits(operand=operand, unit=unit, clock=clock):
                yield from self.time(operand, _wider(zone, unit if clock else EVER, unit + 1))
            case SetSinceFirst(operand=operand, stream=stream, where=where):
                zone = (-EVER, zone[1])
                yield from self.time(operand, zone)
                yield self.placed(stream, None, zone)
                yield from self.rows([] if where is None else [where], zone)
            case SetHolding(stream=stream, where=where):
                zone = _held(node, zone)
                yield self.placed(stream, None, zone)
                yield from self.row(where, zone)
            case SetAmong():
                yield from _Walk(self.graph, False).time(node.operand, ALWAYS)
            case SetCombined(left=left, right=right):
                yield from self.time(left, zone)
                yield from self.time(right, zone)
            case SetBudget(operand=operand, budgets=budgets):
                for budget in reversed(budgets):
                    zone = _spent(budget, zone, term_start(self.graph))
                yield from self.time(operand, zone)


def _wider(zone: Pair, before: int, after: int) -> Pair:
    return max(zone[0] - before, -EVER), min(zone[1] + after, EVER)


def _held(node: SetHolding, zone: Pair) -> Pair:
    """Which series there are matters wherever their samples lie; without series, how far back a sample speaks."""
    if node.keys:
        return ALWAYS
    if node.least > 1:
        return (-EVER, zone[1] if node.from_last else EVER)
    return (-EVER if node.at_most is None else max(zone[0] - node.at_most, -EVER), zone[1])


def _spent(budget: Budget, zone: Pair, began: int) -> Pair:
    """From where its windows begin; up to their end where a run must fit as a whole."""
    if budget.window.unit == "term":
        return (-EVER, EVER if budget.whole else zone[1])
    start = zone[0] if zone[0] <= began else _around(budget.window, zone[0])[0]
    end = _around(budget.window, zone[1] - 1)[1] if budget.whole and zone[1] < EVER else zone[1]
    return start, end


def _around(rule: WindowRule, instant: int) -> Pair:
    found = tile(window_kind(rule), Zone.named(rule.zone), instant, instant + 1)
    return min(each.start for each in found), max(each.end for each in found)
