"""Set nodes become sets of time, for one scope."""

from bisect import bisect_left
from typing import Any, Final, assert_never

from sladsl.engines.reference.buckets import buckets_where
from sladsl.engines.reference.budgets import within_budget
from sladsl.engines.reference.holding import held_stretches, holding
from sladsl.engines.reference.quorum import among
from sladsl.engines.reference.surroundings import Surroundings
from sladsl.engines.reference.time_set import TimeSet, combine
from sladsl.graph import Ref
from sladsl.graph.sets import (
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetNode,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.logs.records import Place
from sladsl.temporal import IntervalSet, Pair

_SET_NODES: Final = SetNode


def evaluate_set(ref: Ref, around: Surroundings) -> TimeSet:
    """The set of a set node over the horizon. What selects runs acts on what is recorded; the unknown stays."""
    node = _set_node(ref, around)
    match node:
        case SetCalendar(calendar=calendar):
            return TimeSet(around.open_time(calendar).intervals(*around.horizon))
        case SetSpans():
            return _spans(node, around)
        case SetBuckets():
            return buckets_where(node, around)
        case SetLasting(operand=operand, length=length, strict=strict):
            found = around.time_set(operand)
            return found.replaced(found.inside.lasting(length, strict))
        case SetUnits():
            return _units(node, around.time_set(node.operand))
        case SetSinceFirst():
            return _since_first(node, around)
        case SetHolding():
            return holding(node, around)
        case SetAmong():
            return among(node, around)
        case SetCombined(operator=operator, left=left, right=right):
            return combine(operator, around.time_set(left), around.time_set(right))
        case SetBudget(operand=operand, budgets=budgets):
            found = around.time_set(operand)
            inside = found.inside
            for budget in budgets:
                inside = within_budget(inside, budget, around.budget_windows(budget.window))
            return found.replaced(inside)
        case _:
            assert_never(node)


def recorded_spans(node: SetSpans, around: Surroundings) -> list[tuple[int, int, Place]]:
    """The spans of the set with their places; none is cut but at `as of`, after which nothing is known."""
    return [(start, end, span.place) for start, end, span in recorded_records(node, around)]


def recorded_records(node: SetSpans, around: Surroundings) -> list[tuple[int, int, Any]]:
    """The same with their records."""
    as_of = around.as_of
    where = None if node.where is None else around.row(node.where)
    found: list[tuple[int, int, Any]] = []
    spans: Any = around.records(node.stream)
    for span in spans:
        start, end = span[0], span[1]
        if start < as_of and (where is None or where(span) is True):
            found.append((start, as_of if end is None or end > as_of else end, span))
    return _longest(found) if node.longest else found


def _longest(spans: list[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    """Of each group of spans that overlap one another, directly or by others, the longest; spans that only touch do
    not overlap."""
    kept: list[tuple[int, int, Any]] = []
    reached: int | None = None
    for span in sorted(spans, key=lambda each: (each[0], each[1], each[2].place)):
        if reached is None or span[0] >= reached:
            kept.append(span)
        elif span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
        reached = span[1] if reached is None else max(reached, span[1])
    return kept


def span_records(ref: Ref, around: Surroundings) -> list[tuple[int, int, str, Place]]:
    """The spans whose time makes up a set: what is cut away by another set is not among them. A set that is used twice
    in it gives its spans once."""
    found: list[tuple[int, int, str, Place]] = []
    pending, seen = [ref], set[Ref]()
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        node = _set_node(each, around)
        match node:
            case SetSpans(stream=stream):
                found += [(start, end, stream, place) for start, end, place in recorded_spans(node, around)]
            case SetCombined(operator="outside", left=left):
                pending.append(left)
            case SetCombined(left=left, right=right):
                pending += left, right
            case SetLasting(operand=operand) | SetUnits(operand=operand) | SetSinceFirst(operand=operand):
                pending.append(operand)
            case SetBudget(operand=operand) | SetAmong(operand=operand):
                pending.append(operand)
            case SetHolding(stream=stream):
                found += [(start, end, stream, place) for start, end, place in held_stretches(node, around)]
            case SetCalendar() | SetBuckets():
                pass
            case _:
                assert_never(node)
    return found


def _set_node(ref: Ref, around: Surroundings) -> SetNode:
    node = around.nodes[ref]
    assert isinstance(node, _SET_NODES), "the graph puts set nodes where sets are read"
    return node


def _spans(node: SetSpans, around: Surroundings) -> TimeSet:
    inside = IntervalSet.of((start, end) for start, end, _ in recorded_spans(node, around))
    start, end = around.horizon
    covered = around.coverage(node.stream).clip(start, min(end, around.as_of))
    return TimeSet(inside, IntervalSet.single(start, end).minus(covered))


def _units(node: SetUnits, found: TimeSet) -> TimeSet:
    if node.clock:
        return found.replaced(found.inside.clock_units(node.unit, node.started))
    return found.replaced(found.inside.whole_units(node.unit, node.started))


def _since_first(node: SetSinceFirst, around: Surroundings) -> TimeSet:
    found = around.time_set(node.operand)
    placed = around.placed(node.stream, None)
    instants = placed.instants
    if node.where is not None:
        where = around.row(node.where)
        instants = [at for at, record in zip(instants, placed.records, strict=True) if where(record) is True]
    begun: list[Pair] = []
    for start, end in found.inside:
        first = bisect_left(instants, start)
        if first < len(instants) and instants[first] < end:
            begun.append((instants[first], end))
    return found.replaced(IntervalSet(tuple(begun)))
