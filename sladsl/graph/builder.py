"""Collects nodes; equal nodes become one."""

from dataclasses import fields

from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.rows import RowArithmetic
from sladsl.graph.values import Arithmetic
from sladsl.text import Span

DEEPEST = 200
"""Nodes that may rest on one another: an engine may work through them by calling itself."""


class NodeTable:
    """Nodes in the order they were first added, so that inputs come before what uses them."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._places: list[Span | None] = []
        self._index: dict[tuple[object, ...], Ref] = {}
        self._sizes: list[int] = []
        self._depths: list[int] = []
        self.too_deep: Span | None = None
        """Where more than `DEEPEST` nodes rest on one another."""
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
        below = inputs(node)
        reckon = sum if isinstance(node, Arithmetic | RowArithmetic) else max
        self._sizes.append(reckon([self._sizes[each] for each in below] or [1]))
        self._depths.append(1 + max((self._depths[each] for each in below), default=0))
        if self._depths[ref] == DEEPEST + 1 and self.too_deep is None:
            self.too_deep = place
        return ref

    def size(self, ref: Ref) -> int:
        """Of how many numbers a value is reckoned, those that stand in for names counted each time."""
        return self._sizes[ref]

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
