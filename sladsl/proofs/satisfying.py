"""What a record must be like for a condition to hold of it, as far as the values of its attributes decide."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.making import DistinctStream, PairedStream
from sladsl.graph.measures import MeasureBuckets, MeasureRecords
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowAttributeAt,
    RowCompare,
    RowConstant,
    RowLogic,
    RowLookup,
    RowNot,
    RowOneOf,
    RowPresent,
    RowTime,
)
from sladsl.logs.records import Value
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.temporal import DAY

Place = tuple[str, int]
"""A stream, or a register, and the index of an attribute."""
Wish = Mapping[Place, Value]
_LONG_BEFORE = 30 * DAY
_MOST = 6
_TURNED = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}
_SWAPPED = {"<": ">", "<=": ">=", ">=": "<=", ">": "<"}


class Wishes:
    """What is to be true of the records of one stream. `start`: when the record begins."""

    def __init__(self, graph: RuleGraph, schema: StreamSchema, start: int) -> None:
        self._graph = graph
        self._schema = schema
        self._start = start

    def of(self, ref: Ref, truth: bool = True) -> list[Wish]:
        """Some ways to make the condition hold (or not); none where its attributes do not decide."""
        node = self._graph.nodes[ref]
        match node:
            case RowLogic(operator=operator, left=left, right=right):
                if (operator == "and") is truth:
                    return _both(self.of(left, truth), self.of(right, truth))
                return [*self.of(left, truth), *self.of(right, truth)][:_MOST]
            case RowNot(operand=operand):
                return self.of(operand, not truth)
            case RowOneOf(operand=operand, values=values):
                place = self._place(operand)
                if place is None:
                    return []
                return [{place: each} for each in (values if truth else self._others(place, values))]
            case RowPresent(operand=operand):
                place = self._place(operand)
                return [] if place is None or truth else [{place: None}]
            case RowCompare():
                return self._compared(node, truth)
            case RowAttribute() | RowAttributeAt() | RowLookup():
                place = self._place(ref)
                return [] if place is None else [{place: truth}]
            case _:
                return []

    def _compared(self, node: RowCompare, truth: bool) -> list[Wish]:
        operator = node.operator if truth else _TURNED[node.operator]
        for one, other, sign in (
            (node.left, node.right, operator),
            (node.right, node.left, _SWAPPED.get(operator, operator)),
        ):
            place, constant = self._place(one), self._graph.nodes[other]
            if place is not None and isinstance(constant, RowConstant) and isinstance(constant.value, Fraction):
                return [{place: each} for each in self._meeting(place, sign, constant.value)]
        return self._announced(node, truth)

    def _announced(self, node: RowCompare, truth: bool) -> list[Wish]:
        """`announced at least 3 days before start`: long before it, or not before."""
        instants = [
            place
            for each in (node.left, node.right)
            for place in self._instants(self._graph.nodes[each])
            if self._reads_time(node)
        ]
        return [dict.fromkeys(instants, self._start - (_LONG_BEFORE if truth else 0))] if instants else []

    def _instants(self, node: Node) -> Iterator[Place]:
        if isinstance(node, RowArithmetic):
            for each in (node.left, node.right):
                yield from self._instants(self._graph.nodes[each])
        if isinstance(node, RowAttribute) and self._schema.attributes[node.index].type.kind is Kind.INSTANT:
            yield self._schema.name, node.index

    def _reads_time(self, node: RowCompare) -> bool:
        pending: list[Ref] = [node.left, node.right]
        while pending:
            below = self._graph.nodes[pending.pop()]
            if isinstance(below, RowTime):
                return True
            if isinstance(below, RowArithmetic):
                pending += [below.left, below.right]
        return False

    def _place(self, ref: Ref) -> Place | None:
        node = self._graph.nodes[ref]
        match node:
            case (
                RowAttribute(index=index, name=name)
                | RowAttributeAt(index=index, name=name)
                | BucketAttribute(index=index, name=name)
            ):
                own = index < len(self._schema.attributes) and self._schema.attributes[index].name == name
                return (self._schema.name, index) if own else None
            case RowLookup(register=register, index=index):
                return register, index
            case _:
                return None

    def _meeting(self, place: Place, sign: str, value: Fraction) -> list[Value]:
        stored = value * self._scale(place)
        low, high = floor(stored), ceil(stored)
        match sign:
            case "=":
                return [low] if low == stored else []
            case "<":
                return [high - 1]
            case "<=":
                return [low]
            case ">=":
                return [high]
            case _:
                return [low + 1]

    def _scale(self, place: Place) -> int:
        schema = self._graph.stream(place[0])
        kind = schema.attributes[place[1]].type
        if kind.kind in (Kind.DURATION, Kind.INSTANT):
            return 1
        figures: int = 10**kind.places
        return figures * (100 if kind.kind is Kind.PERCENT else 1)

    def _others(self, place: Place, values: tuple[str, ...]) -> list[Value]:
        """What it can be but these."""
        attribute = self._graph.stream(place[0]).attributes[place[1]]
        free = [each for each in attribute.type.choices or ("other", "another") if each not in values]
        return [*free[:1]] if free else [None] if attribute.optional else []


def _both(one: list[Wish], other: list[Wish]) -> list[Wish]:
    """Wishes that go together; where one side has none, those of the other."""
    if not one or not other:
        return one or other
    found: list[Wish] = []
    for a, b in ((a, b) for a in one for b in other):
        if all(b.get(key, value) == value for key, value in a.items()):
            found.append({**a, **b})
    return found[:_MOST]


def conditions_on(graph: RuleGraph, stream: str, refs: set[Ref]) -> Iterator[Ref]:
    """The conditions that nodes among `refs`, and what is made of the stream, ask of its records."""
    for ref in sorted(refs):
        node = graph.nodes[ref]
        if getattr(node, "stream", None) != stream:
            continue
        where = getattr(node, "where", None)
        if where is not None:
            yield where
        if isinstance(node, MeasureRecords):
            for check in (check for group in node.groups for check in group):
                yield from (each for each in (check.when, check.condition) if each is not None)
        if isinstance(node, MeasureBuckets):
            yield from (case.condition for case in node.cases)
    for making in graph.makings:
        if making.source == stream and isinstance(making, DistinctStream) and making.where is not None:
            yield making.where
        if making.source == stream and isinstance(making, PairedStream):
            yield from making.moments
