"""What every node of the rule graph is.

A node names its inputs by reference (an index into `RuleGraph.nodes`), never by containing them: a definition used
twice is one node, so a graph stays as small as its text however often names are reused.
"""

from dataclasses import fields, is_dataclass
from typing import NewType

from sladsl.frozen import Frozen, frozen

Ref = NewType("Ref", int)


@frozen
class Node(Frozen):
    """A value without identity: two equal nodes are one node of the graph."""


_HOLDING: dict[type, tuple[str, ...]] = {}


def _holding(cls: type) -> tuple[str, ...]:
    """The fields of a class that can hold references."""
    known = _HOLDING.get(cls)
    if known is None:
        known = _HOLDING[cls] = tuple(each.name for each in fields(cls) if "sladsl.graph" in str(each.type))
    return known


def inputs(node: object) -> tuple[Ref, ...]:
    """The references a node holds, in the order of its fields, those in small values it holds included."""
    found: list[Ref] = []
    for name in _holding(type(node)):
        _collect(getattr(node, name), found)
    return tuple(found)


def _collect(value: object, found: list[Ref]) -> None:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        found.append(Ref(value))
    elif isinstance(value, tuple):
        for each in value:
            _collect(each, found)
    elif is_dataclass(value):
        found.extend(inputs(value))
