"""Which nodes and which streams a node rests on."""

from collections.abc import Iterable, Mapping, Sequence

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Node, Ref, inputs
from sladsl.graph.measures import MeasureBuckets, MeasureNear, MeasureRecords, MeasureRegister, MeasureRows
from sladsl.graph.rows import BucketBeside, RowBeside, RowLookup
from sladsl.graph.sets import SetBuckets, SetHolding, SetSinceFirst, SetSpans

_NO_STREAMS: frozenset[str] = frozenset()


@frozen
class Reach(Frozen):
    """`streams[ref]`: the streams on which the node's value depends, for every node that the roots need."""

    streams: Mapping[Ref, frozenset[str]]
    needs: Mapping[Ref, tuple[Ref, ...]]

    def below(self, root: Ref, wanted: Iterable[Ref]) -> list[Ref]:
        """Those of some nodes that a node rests on."""
        among, seen, waiting = set(wanted), set[Ref](), [root]
        while waiting:
            ref = waiting.pop()
            if ref not in seen:
                seen.add(ref)
                waiting.extend(self.needs[ref])
        return sorted(seen & among)

    @classmethod
    def of(cls, nodes: Sequence[Node], roots: Iterable[Ref]) -> "Reach":
        needs: dict[Ref, tuple[Ref, ...]] = {}
        waiting = list(roots)
        while waiting:
            ref = waiting.pop()
            if ref not in needs:
                needs[ref] = inputs(nodes[ref])
                waiting.extend(needs[ref])
        streams: dict[Ref, frozenset[str]] = {}
        # Inputs come before what uses them, so ascending order needs no recursion.
        for ref in sorted(needs):
            own = _own_stream(nodes[ref])
            streams[ref] = own.union(*(streams[each] for each in needs[ref]))
        return cls(streams, needs)


def _own_stream(node: Node) -> frozenset[str]:
    match node:
        case (
            SetSpans(stream=name) | SetBuckets(stream=name) | SetSinceFirst(stream=name) | SetHolding(stream=name)
            | MeasureRows(stream=name) | MeasureBuckets(stream=name) | MeasureRecords(stream=name)
            | MeasureNear(stream=name)
        ):  # fmt: skip
            return frozenset((name,))
        case RowBeside(stream=name) | BucketBeside(stream=name):
            return frozenset((name,))
        case RowLookup(register=name) | MeasureRegister(stream=name):
            return frozenset((name,))
        case _:
            return _NO_STREAMS
