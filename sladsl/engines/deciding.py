"""Where in a condition on a record clocks and deadlines matter: what stands beside one may settle it without."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from sladsl.graph import Node, Ref, inputs
from sladsl.graph.rows import RowClock, RowDeadline, RowLogic, RowNode


class Settling(NamedTuple):
    """A condition without a clock, joined to one with a clock, which matters only where this one leaves it open: beside
    what is false an `and` needs nothing more, beside what is true an `or`."""

    operator: Literal["and", "or"]
    condition: Ref


def parts_in(
    ref: Ref, nodes: Sequence[Node], wanted: type[RowClock] | type[RowDeadline], beside: tuple[Settling, ...] = ()
) -> Iterator[tuple[Ref, tuple[Settling, ...]]]:
    """The clocks or deadlines below a condition, from left to right, each with what must leave it open. Those inside a
    set that it mentions are of other records."""
    node = nodes[ref]
    if isinstance(node, wanted):
        yield ref, beside
    elif isinstance(node, RowLogic):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            more = beside if rests_on_clock(other, nodes) else (*beside, Settling(node.operator, other))
            yield from parts_in(one, nodes, wanted, more)
    else:
        for each in of_record(node, nodes):
            yield from parts_in(each, nodes, wanted, beside)


def rests_on_clock(ref: Ref, nodes: Sequence[Node]) -> bool:
    return isinstance(nodes[ref], RowClock) or any(rests_on_clock(each, nodes) for each in of_record(nodes[ref], nodes))


def of_record(node: Node, nodes: Sequence[Node]) -> list[Ref]:
    """The values on which a node rests: no time sets."""
    return [each for each in inputs(node) if isinstance(nodes[each], RowNode)]
