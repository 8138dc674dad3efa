"""Set nodes (measure layer): sets of instants.

Each evaluates, per scope, to two canonical interval sets: the instants that are in, and those of which it is not known
(outside the coverage of the stream, buckets without a value). Filters by length look at maximal runs before any cutting
at window borders.
"""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Node, Ref
from sladsl.graph.windows import WindowRule


@frozen
class SetCalendar(Node):
    """Open time of calendar `calendar` (index into `RuleGraph.calendars`)."""

    calendar: int


@frozen
class SetSpans(Node):
    """The union of the spans of a stream that meet `where`. Outside the stream's coverage: not known. `longest`: of
    spans that overlap, each with at least one other of them, only the longest, the first of several."""

    stream: str
    where: Ref | None
    longest: bool = False


@frozen
class SetBuckets(Node):
    """The buckets of `width` microseconds, aligned to the epoch, in which `where` holds. A bucket without samples, or
    in which the condition has no value, is not known."""

    stream: str
    width: int
    where: Ref


@frozen
class SetLasting(Node):
    """Maximal runs at least (strict: more than) `length` microseconds long."""

    operand: Ref
    length: int
    strict: bool


@frozen
class SetUnits(Node):
    """Whole or started units of `unit` microseconds: of each run (the run is cut or grown at its end), or of the clock
    (a unit counts if all of it, or any of it, is in the set)."""

    operand: Ref
    unit: int
    started: bool
    clock: bool


@frozen
class SetSinceFirst(Node):
    """Each run from the first record of a stream in it; a run without one vanishes."""

    operand: Ref
    stream: str
    where: Ref | None


@frozen
class SetHolding(Node):
    """What the samples of a stream say, carried forward: each sample for which `where` holds covers the time up to the
    next one of its series, but at most `at_most` microseconds; the last one goes on to `as of`. With `least` above 1
    only the samples of `least` or more in a row, all for which `where` holds, count; counted from the `least`-th of
    them if `from_last`. Not known: before the first sample, after `at_most`, where the condition has no value, outside
    the coverage. `keys` are the attributes that tell series apart; where a scope leaves several, one of them is
    enough."""

    stream: str
    where: Ref
    least: int
    from_last: bool
    at_most: int | None
    keys: tuple[int, ...]


@frozen
class SetAmong(Node):
    """The instants that are in `operand` for at least `least` of the values of attribute `key`, or for a `share` of
    them (`strict`: for more than that share)."""

    operand: Ref
    key: str
    least: int | None
    share: Fraction | None
    strict: bool


@frozen
class SetCombined(Node):
    operator: Literal["together", "during", "outside"]
    left: Ref
    right: Ref


@frozen
class Budget(Frozen):
    """At most `time` microseconds, or `count` runs, per window. `whole`: a run that does not fit is not taken at all;
    else it is cut where the budget ends."""

    window: WindowRule
    time: int | None
    count: int | None
    whole: bool


@frozen
class SetBudget(Node):
    """What of `operand` fits the budgets, one after the other, each in chronological order, a run split at the borders
    of the budget's windows."""

    operand: Ref
    budgets: tuple[Budget, ...]


SetNode = (
    SetCalendar | SetSpans | SetBuckets | SetLasting | SetUnits | SetSinceFirst | SetHolding | SetAmong | SetCombined
    | SetBudget
)  # fmt: skip
