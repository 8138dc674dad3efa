"""Collects nodes; equal nodes become one."""

from dataclasses import fields

from sladsl.graph.node import Node, Ref, inputs
from sladsl.text import Span


class NodeTable:
    """Nodes in the order they were first added, so that inputs come before what uses them."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._places: list[Span | None] = []
        self._index: dict[tuple[object, ...], Ref] = {}
        self.labels: dict[Ref, str] = {}

    def add(self, node: Node, place: Span | None = None) -> Ref:
        """The reference of `node`, new or known."""
        # Truth and 1 are equal in Python and are not the same constant.
        key = (node, *(type(getattr(node, each.name)) for each in fields(node)))
        known = self._index.get(key)
        if known is not None:
            return known
        ref = Ref(len(self._nodes))
        self._nodes.append(node)
        self._places.append(place)
        self._index[key] = ref
        return ref

    def __getitem__(self, ref: Ref) -> Node:
        return self._nodes[ref]

    def below(self, root: Ref) -> list[Node]:
        """The node and all it rests on, inputs first."""
        seen, pending = set[Ref](), [root]
        while pending:
            ref = pending.pop()
            if ref not in seen:
                seen.add(ref)
                pending.extend(inputs(self._nodes[ref]))
        return [self._nodes[ref] for ref in sorted(seen)]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(self._nodes)

    @property
    def places(self) -> tuple[Span | None, ...]:
        return tuple(self._places)
