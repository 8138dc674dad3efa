"""The values at which the conditions on a stream's records turn, from the nodes of the graph alone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from sladsl.graph import RuleGraph
from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowCompare,
    RowConstant,
    RowDeadline,
    RowLookup,
    RowMoment,
    RowNode,
    RowOneOf,
    RowPresent,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import SetBuckets, SetBudget, SetHolding, SetLasting, SetUnits
from sladsl.temporal import HOUR

START, LENGTH = "start", "length"
Column = int | str
"""An attribute by its index, a later moment by its index below zero, or a time of the record. Instants are reckoned
from the start of the record: a moment as how much later it is, an attribute as how much earlier. What is looked up is
named by its register and the index there."""

Form = tuple[Mapping[Column, Fraction], Fraction]
"""A linear form: a factor by column, in stored units, and a constant."""


def looked_up(register: str, index: int) -> Column:
    return f"{register} {index}"


def below(roots: Iterable[Ref], nodes: Sequence[Node]) -> list[Ref]:
    """Everything that some nodes rest on, themselves included."""
    seen, waiting = set[Ref](), list(roots)
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            waiting.extend(inputs(nodes[ref]))
    return sorted(seen)


def by_stream(refs: Iterable[Ref], graph: RuleGraph) -> dict[str, list[Ref]]:
    """The row nodes that are asked of the records of each stream; of what others are made of, when one is begun."""
    nodes = graph.nodes
    asking: list[tuple[str | None, object]] = [(each.source, each) for each in graph.makings]
    asking += [(getattr(each, "stream", None), each) for each in (*map(nodes.__getitem__, refs), *graph.voids)]
    found: dict[str, set[Ref]] = {}
    for stream, asked in asking:
        if stream is not None:
            waiting = list(inputs(asked))
            mine = found.setdefault(stream, set())
            while waiting:
                each = waiting.pop()
                if isinstance(nodes[each], RowNode) and each not in mine:
                    mine.add(each)
                    waiting.extend(inputs(nodes[each]))
    return {stream: sorted(each) for stream, each in found.items()}


def conditions(refs: Iterable[Ref], nodes: Sequence[Node]) -> list[Ref]:
    """The comparisons that others are made of."""
    kinds = RowCompare | RowOneOf | RowPresent | RowDeadline | RowWithin
    return [each for each in refs if isinstance(nodes[each], kinds)]


def cuts(
    refs: Iterable[Ref], nodes: Sequence[Node], instants: Collection[int], usual: Mapping[Column, int]
) -> dict[Column, set[int]]:
    """By column, the stored values at which a comparison turns, and those beside them: while the others are as usual,
    and while they are nothing. Where a date is compared with, it is the record that comes to lie on it. `instants` are
    the attributes that hold one."""
    found: dict[Column, set[int]] = {}
    for ref in refs:
        node = nodes[ref]
        form = _difference(node, nodes, instants) if isinstance(node, RowCompare) else None
        if form is None:
            continue
        factors, constant = form
        for column, factor in factors.items():
            if START in factors and column != START:
                continue
            others = sum(each * usual.get(other, 0) for other, each in factors.items() if other != column)
            for rest in (constant, constant + others):
                turn = -rest / factor
                found.setdefault(column, set()).update(range(floor(turn) - 1, ceil(turn) + 2))
    return found


def texts(refs: Iterable[Ref], nodes: Sequence[Node]) -> set[str]:
    """The texts that something is compared with."""
    found: set[str] = set()
    for ref in refs:
        match nodes[ref]:
            case RowConstant(value=str() as text):
                found.add(text)
            case RowOneOf(values=values):
                found.update(values)
    return found


def lengths(refs: Iterable[Ref], nodes: Sequence[Node]) -> list[int]:
    """Lengths at which runs, units, allowances, deadlines turn, in microseconds of whatever time they are of."""
    found = {0, HOUR}
    for each in _lengths(refs, nodes):
        found.update((each - 1, each, each + 1))
    return sorted(each for each in found if each >= 0)


def _lengths(refs: Iterable[Ref], nodes: Sequence[Node]) -> Iterator[int]:
    for ref in refs:
        match nodes[ref]:
            case SetLasting(length=length) | SetUnits(unit=length) | SetBuckets(width=length):
                yield length
            case SetHolding(at_most=int() as length):
                yield length
            case SetBudget(budgets=budgets):
                yield from (each.time for each in budgets if each.time is not None)
            case RowDeadline(limit=limit, business_days=False):
                constant = nodes[limit]
                if isinstance(constant, RowConstant) and isinstance(constant.value, Fraction):
                    yield floor(constant.value)


def _difference(node: RowCompare, nodes: Sequence[Node], instants: Collection[int]) -> Form | None:
    """The left side less the right one; of a quotient, what it is multiplied out to."""
    left, right = (_linear(each, nodes, instants) for each in (node.left, node.right))
    quotient = nodes[node.left]
    if left is None and right is not None and not right[0] and isinstance(quotient, RowArithmetic):
        above, under = (_linear(each, nodes, instants) for each in (quotient.left, quotient.right))
        if quotient.operator == "/" and above is not None and under is not None:
            return _less(above, _times(under, right[1]))
    return None if left is None or right is None else _less(left, right)


def _linear(ref: Ref, nodes: Sequence[Node], instants: Collection[int]) -> Form | None:
    node = nodes[ref]
    match node:
        case RowConstant(value=Fraction() as constant):
            return {}, constant
        case RowAttribute(index=index) if index in instants:
            return {START: Fraction(1), index: Fraction(-1)}, Fraction(0)
        case RowAttribute(index=index, divisor=divisor) | BucketAttribute(index=index, divisor=divisor) if divisor:
            return {index: Fraction(1, divisor)}, Fraction(0)
        case RowLookup(register=register, index=index, divisor=divisor) if divisor:
            return {looked_up(register, index): Fraction(1, divisor)}, Fraction(0)
        case RowTime(which="length"):
            return {LENGTH: Fraction(1)}, Fraction(0)
        case RowTime(which="end"):
            return {START: Fraction(1), LENGTH: Fraction(1)}, Fraction(0)
        case RowTime():
            return {START: Fraction(1)}, Fraction(0)
        case RowMoment(index=index):
            return {START: Fraction(1)} | ({-index: Fraction(1)} if index else {}), Fraction(0)
        case RowArithmetic(operator=operator, left=one, right=other):
            left, right = (_linear(each, nodes, instants) for each in (one, other))
            if left is None or right is None:
                return None
            return _combined(operator, left, right)
        case _:
            return None


def _combined(operator: str, left: Form, right: Form) -> Form | None:
    if operator == "+":
        return _less(left, _times(right, Fraction(-1)))
    if operator == "-":
        return _less(left, right)
    if operator == "*" and not (left[0] and right[0]):
        return _times(right, left[1]) if not left[0] else _times(left, right[1])
    if operator == "/" and not right[0] and right[1]:
        return _times(left, 1 / right[1])
    return None


def _times(form: Form, factor: Fraction) -> Form:
    return {column: each * factor for column, each in form[0].items()}, form[1] * factor


def _less(one: Form, other: Form) -> Form:
    columns = {*one[0], *other[0]}
    factors = {each: one[0].get(each, Fraction(0)) - other[0].get(each, Fraction(0)) for each in columns}
    return {column: each for column, each in factors.items() if each}, one[1] - other[1]
