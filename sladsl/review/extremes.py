"""The lesser of some values is no more than each of them, the greater no less."""

from collections.abc import Callable

from sladsl.graph import Node, Ref
from sladsl.graph.rows import RowExtreme
from sladsl.graph.values import Extreme
from sladsl.review.signs import Order, joined, turned

Of = Callable[[Ref, Ref], Order]
"""How a value of the new version is to one of the old one."""


def extreme_beside(of: Of, old: tuple[Ref, Node], new: tuple[Ref, Node]) -> Order:
    """Of which one is among what the other is the extreme of."""
    (one_ref, one), (other_ref, other) = old, new
    if isinstance(one, Extreme | RowExtreme):
        return _less({of(each, other_ref) for each in one.operands}, one.kind)
    if isinstance(other, Extreme | RowExtreme):
        return turned(_less({turned(of(one_ref, each)) for each in other.operands}, other.kind))
    return None


def _less(beside: set[Order], kind: str) -> Order:
    """From the extreme to another value, by how that is to what the extreme is of."""
    sign = 1 if kind == "lesser" else -1
    return sign if beside & {0, sign} else None


def extremes(of: Of, one: Extreme | RowExtreme, other: Extreme | RowExtreme) -> Order:
    """The lesser of more values is no more."""
    if one.kind != other.kind:
        return None
    if len(one.operands) == len(other.operands):
        return joined(*map(of, one.operands, other.operands))
    same = [(a, b) for a in one.operands for b in other.operands if of(a, b) == 0]
    fewer, side = (one.operands, 0) if len(one.operands) < len(other.operands) else (other.operands, 1)
    if not set(fewer) <= {pair[side] for pair in same}:
        return None
    return (1 if side == 0 else -1) * (-1 if one.kind == "lesser" else 1)
