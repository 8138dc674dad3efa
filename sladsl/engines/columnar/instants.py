"""Sets of time as conditions on one instant: which relations of intervals cover it, in which fixed times it lies."""

from sladsl.frozen import Frozen, frozen
from sladsl.temporal import IntervalSet


@frozen
class Held(Frozen):
    """Covered by an interval of a relation with the columns `id` (of the scope), `s` and `e`. `apart`: no two intervals
    of a scope overlap or touch, and none is empty. `counted`: there is a column `w` too, and what is covered is where
    those that cover an instant have more than nothing of it together."""

    relation: str
    apart: bool = False
    counted: bool = False


@frozen
class Fixed(Frozen):
    """In a set that is the same for all scopes."""

    times: IntervalSet


@frozen
class Every(Frozen):
    """Where all of them hold; everywhere if there are none."""

    parts: tuple["Instant", ...]


@frozen
class Some(Frozen):
    """Where one of them holds; nowhere if there are none."""

    parts: tuple["Instant", ...]


@frozen
class Elsewhere(Frozen):
    """Where it does not hold."""

    part: "Instant"


Instant = Held | Fixed | Every | Some | Elsewhere

ALWAYS = Every(())
NEVER = Some(())


@frozen
class Cover(Frozen):
    """A set of which not everything is known, as `TimeSet` of the reference engine: what the records say, and where
    more could have happened than they say."""

    inside: Instant
    unknown: Instant = NEVER

    @property
    def sure(self) -> Instant:
        return Every((self.inside, Elsewhere(self.unknown)))

    @property
    def possible(self) -> Instant:
        return Some((self.inside, self.unknown))

    @property
    def undecided(self) -> Instant:
        return Every((self.unknown, Elsewhere(self.inside)))


def combined(operator: str, left: Cover, right: Cover) -> Cover:
    """Kleene's or, and, and-not."""
    doubt = Some((left.unknown, right.unknown))
    match operator:
        case "together":
            settled = Some((left.sure, right.sure))
            return Cover(Some((left.inside, right.inside)), Every((doubt, Elsewhere(settled))))
        case "during":
            return Cover(Every((left.inside, right.inside)), Every((doubt, left.possible, right.possible)))
        case _:
            open_question = Every((left.possible, Elsewhere(right.sure)))
            return Cover(Every((left.inside, Elsewhere(right.inside))), Every((doubt, open_question)))
