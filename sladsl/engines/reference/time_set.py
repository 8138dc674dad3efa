"""Sets of time of which not everything is known, and their three-valued algebra."""

from typing import Literal, assert_never

from sladsl.frozen import Frozen, frozen
from sladsl.temporal import EMPTY, IntervalSet


@frozen
class TimeSet(Frozen):
    """`inside` is what the records say; `unknown` where more could have happened than they say. An instant of both is
    recorded, but by records that nobody vouches for: it is `inside` but not `sure`."""

    inside: IntervalSet
    unknown: IntervalSet = EMPTY

    @property
    def sure(self) -> IntervalSet:
        return self.inside.minus(self.unknown) if self.unknown else self.inside

    @property
    def possible(self) -> IntervalSet:
        return self.inside.union(self.unknown)

    @property
    def undecided(self) -> IntervalSet:
        """Where it is not known whether the instants are in: not covered, and nothing recorded."""
        return self.unknown.minus(self.inside) if self.unknown else EMPTY

    def replaced(self, inside: IntervalSet) -> "TimeSet":
        """Another inside; what is not known stays so."""
        return TimeSet(inside, self.unknown)


def combine(operator: Literal["together", "during", "outside"], left: TimeSet, right: TimeSet) -> TimeSet:
    """Kleene's or, and, and-not, instant by instant: the result is known where a known side settles it."""
    doubt = left.unknown.union(right.unknown)
    match operator:
        case "together":
            settled = left.sure.union(right.sure)
            return TimeSet(left.inside.union(right.inside), doubt.minus(settled) if doubt else EMPTY)
        case "during":
            open_question = left.possible.intersect(right.possible) if doubt else EMPTY
            return TimeSet(left.inside.intersect(right.inside), doubt.intersect(open_question))
        case "outside":
            open_question = left.possible.minus(right.sure) if doubt else EMPTY
            return TimeSet(left.inside.minus(right.inside), doubt.intersect(open_question))
        case _:
            assert_never(operator)
