"""Which records of a stream of claims are claims, and what for."""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from sladsl.engines.measurements import Scope
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.rows import (
    RowArithmetic,
    RowAttribute,
    RowCompare,
    RowConstant,
    RowLogic,
    RowNot,
    RowOneOf,
    RowPresent,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import SetCalendar
from sladsl.logs.records import EventRecord, StreamLog, Value
from sladsl.logs.schema import StreamSchema
from sladsl.rules.combining import holds

RowValue = Fraction | str | bool | None


@dataclass(frozen=True, slots=True)
class Claim:
    """`window` is the label of the window it names; None where it names none."""

    at: int
    window: str | None


@dataclass(frozen=True, slots=True)
class ScopeClaims:
    """The claims for one objective in one scope: instants of those that name no window, and of the others by window."""

    unnamed: tuple[int, ...]
    named: dict[str, list[int]]

    def first_unnamed(self, start: int) -> int | None:
        index = bisect_left(self.unnamed, start)
        return self.unnamed[index] if index < len(self.unnamed) else None


def claims_for(
    graph: RuleGraph,
    log: StreamLog,
    where: Ref | None,
    objective: str,
    keys: tuple[str, ...],
    scope: Scope,
    until: int | None,
) -> ScopeClaims:
    """Attributes called `objective`, `window` and as the objective's keys restrict a claim where they have a value.
    Claims after `until` are not known yet."""
    unnamed: list[int] = []
    named: dict[str, list[int]] = {}
    asked = {"objective": objective, **dict(zip(keys, scope, strict=True))}
    for record in log.records:
        if not isinstance(record, EventRecord) or (until is not None and record.at > until):
            continue
        if where is not None and _value(graph, graph.nodes[where], record) is not True:
            continue
        if any(_text(log.schema, record, name) not in (None, value) for name, value in asked.items()):
            continue
        window = _text(log.schema, record, "window")
        if window is None:
            unnamed.append(record.at)
        else:
            named.setdefault(window, []).append(record.at)
    return ScopeClaims(tuple(sorted(unnamed)), {label: sorted(times) for label, times in named.items()})


def _text(schema: StreamSchema, record: EventRecord, name: str) -> str | None:
    index = schema.attribute_index(name)
    value = None if index is None else record.values[index]
    return value if isinstance(value, str) else None


def _value(graph: RuleGraph, node: Node, record: EventRecord) -> RowValue:
    """A row value of one event. None is "not known": it spreads, and what is not known does not hold."""

    def of(ref: Ref) -> RowValue:
        return _value(graph, graph.nodes[ref], record)

    match node:
        case RowConstant():
            return node.value
        case RowAttribute():
            return _stored(record.values[node.index], node.divisor)
        case RowTime():
            return Fraction(record.at)
        case RowArithmetic():
            return _calculated(node, of(node.left), of(node.right))
        case RowCompare():
            return _compared(node, of(node.left), of(node.right))
        case RowLogic():
            return _logical(node, of(node.left), of(node.right))
        case RowNot():
            inner = of(node.operand)
            return None if inner is None else not inner
        case RowPresent():
            return of(node.operand) is not None
        case RowOneOf():
            inner = of(node.operand)
            return None if inner is None else inner in node.values
        case RowWithin():
            return _within(graph, graph.nodes[node.container], of(node.operand))
    return None


def _stored(value: Value, divisor: int) -> RowValue:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value, divisor or 1)
    return value


def _calculated(node: RowArithmetic, left: RowValue, right: RowValue) -> RowValue:
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right else None
        case _:
            assert_never(node.operator)


def _compared(node: RowCompare, left: RowValue, right: RowValue) -> RowValue:
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return holds(node.operator, left, right)
    return (left == right) == (node.operator == "=") if node.operator in ("=", "!=") else None


def _logical(node: RowLogic, left: RowValue, right: RowValue) -> RowValue:
    settling = node.operator == "or"
    if settling in (left, right):
        return settling
    return None if left is None or right is None else not settling


def _within(graph: RuleGraph, container: Node, instant: RowValue) -> RowValue:
    """Claims may be asked to come in office hours; other sets of time need an engine and are not known here."""
    if not isinstance(container, SetCalendar) or not isinstance(instant, Fraction):
        return None
    at = int(instant)
    return bool(graph.calendars[container.calendar].calendar.open_intervals(at, at + 1))
