"""Where downtime comes in whole pieces: which values an availability can then have at all."""

from fractions import Fraction
from math import ceil, floor, gcd

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.sets import SetAmong, SetBuckets, SetCombined, SetLasting, SetUnits
from sladsl.graph.values import Availability
from sladsl.proofs.spaces import Piece
from sladsl.proofs.windows import horizon_of
from sladsl.rules.in_force import panes_in_force


class Lattice:
    """The values that an objective over an availability can have; `known` where downtime is a number of equal pieces
    of every window."""

    def __init__(self, graph: RuleGraph, objective: Objective) -> None:
        self._unit, self._lengths = 0, frozenset[int]()
        nodes = {check.measured for check in objective.checks}
        node = graph.nodes[nodes.pop()] if len(nodes) == 1 else None
        classes = graph.nodes[node.classes] if isinstance(node, Availability) and node.over is None else None
        if not isinstance(classes, MeasureClasses) or classes.schedule is not None or classes.excluded:
            return
        unit = _grid(graph, classes.down)
        if not unit or classes.unknown_as not in ("up", "no verdict"):
            return
        horizon = horizon_of(graph)
        panes = panes_in_force(graph, horizon.term, objective, horizon.start, horizon.end)
        if all(each.window.start % unit == 0 and each.window.end % unit == 0 for each in panes):
            self._unit = unit
            self._lengths = frozenset(each.window.end - each.window.start for each in panes)

    @property
    def known(self) -> bool:
        return bool(self._unit)

    def never(self, piece: Piece | None) -> bool:
        """Whether no window can come to a number of the piece."""
        return self.known and not any(self.may_come_to(piece, length) for length in self._lengths)

    def may_come_to(self, piece: Piece | None, length: int) -> bool:
        """Whether nothing is known that keeps a window of this length from a number of the piece."""
        if piece is None or not self.known:
            return True
        pieces = length // self._unit
        first = Fraction(0) if piece.high is None else (1 - piece.high) * pieces
        last = Fraction(pieces) if piece.low is None else (1 - piece.low) * pieces
        if piece.is_point:
            low, high = ceil(first), floor(last)
        else:
            low = 0 if piece.high is None else floor(first) + 1
            high = pieces if piece.low is None else ceil(last) - 1
        return max(low, 0) <= min(high, pieces)


def _grid(graph: RuleGraph, ref: Ref) -> int:
    """The pieces of clock time of which a set is made; 0 where it is not."""
    node = graph.nodes[ref]
    match node:
        case SetUnits(unit=unit, clock=True):
            return unit
        case SetBuckets(width=width):
            return width
        case SetLasting(operand=operand) | SetAmong(operand=operand):
            # A run that goes on beyond the window may leave less than its length in it.
            return _grid(graph, operand)
        case SetCombined(left=left, right=right):
            one, other = _grid(graph, left), _grid(graph, right)
            return gcd(one, other) if one and other else 0
        case _:
            return 0
