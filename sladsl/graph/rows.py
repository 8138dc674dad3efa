"""Row nodes (measure layer): the value of one record, or of one bucket of samples.

Values: Fraction or int (times and durations: microseconds; money: whole units; percent: ratios), str, bool. `None` is
"not known": a missing attribute, a division by zero. It spreads through arithmetic and comparison; `and`, `or`, `not`
follow Kleene; a condition that is not known does not hold.
"""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Node, Ref


@frozen
class RowConstant(Node):
    value: Fraction | str | bool


@frozen
class RowAttribute(Node):
    """Attribute `index` of the record: a number is the stored integer divided by `divisor` (0: not a number)."""

    index: int
    name: str
    divisor: int


@frozen
class RowAttributeAt(Node):
    """What attribute `index`, one with history, was at the instant `at`; before its first value it was that. At a
    moment that has not come it is what it is now."""

    index: int
    name: str
    divisor: int
    at: Ref


@frozen
class RowLookup(Node):
    """Attribute `index` of the row of `register` that is in force when a record of `stream` happens and has the same
    values of the register's keys; `keys` are the record's attributes that hold them. None where the row leaves it out,
    or the record a key. No such row, or several, is told apart: then nothing that rests on it is known."""

    stream: str
    register: str
    keys: tuple[int, ...]
    index: int
    name: str
    divisor: int


@frozen
class RowTime(Node):
    """`start`, `end` (open: as of), `length` of a span; `at` of a sample or an event. Microseconds."""

    which: Literal["start", "end", "length", "at"]


@frozen
class RowMoment(Node):
    """The first instant of the case's moment `index`, None if it has not happened."""

    index: int
    name: str


@frozen
class RowArithmetic(Node):
    operator: Literal["+", "-", "*", "/"]
    left: Ref
    right: Ref


@frozen
class RowCompare(Node):
    """A moment that has not happened at `as of` is not before (or at) any earlier instant; else None spreads."""

    operator: Literal["<", "<=", "=", "!=", ">=", ">"]
    left: Ref
    right: Ref


@frozen
class RowLogic(Node):
    operator: Literal["and", "or"]
    left: Ref
    right: Ref


@frozen
class RowNot(Node):
    operand: Ref


@frozen
class RowPresent(Node):
    operand: Ref


@frozen
class RowOneOf(Node):
    operand: Ref
    values: tuple[str, ...]


@frozen
class RowWithin(Node):
    """The instant `operand` lies in the time set `container`."""

    operand: Ref
    container: Ref


@frozen
class RowClock(Node):
    """Time of a case from moment `start` to moment `stop` (first occurrences), less the time in `states` and in the
    time sets `pauses`, all counted in calendar `calendar` (index into `RuleGraph.calendars`; None: elapsed time).

    Not started: None. Not stopped: counted up to `as of`, and the case is open. `at_close` is how deadlines on it are
    read (see RowDeadline).

    Other than `once` it runs in cycles: each begins with the first start that no stop has answered, and the value is
    that of one of them, the mean, or (each) the longest. The moment `again` takes a stop back: the cycle goes on, the
    time between not counted, or it begins another. `gaps`: the cycles are those between the occurrences of a moment.

    It runs only while the condition `held` holds, of the case as it was at each time. `restarts`: attributes with
    history, each with a label or None; a cycle begins at the last change of one (to that label) before it stops.
    """

    start: int
    stop: int
    calendar: int | None
    states: tuple[int, ...]
    pauses: tuple[Ref, ...]
    at_close: bool = False
    cycle: Literal["once", "each", "worst", "mean", "first", "last"] = "once"
    again: int | None = None
    continues: bool = False
    gaps: int | None = None
    held: Ref | None = None
    restarts: tuple[tuple[int, str | None], ...] = ()


@frozen
class RowDeadline(Node):
    """A clock kept to a limit: met when the counted time is `<= limit` (`strict`: `<`).

    `limit` is a row value in microseconds of the clock's own time or, with `business_days`, a number of business days
    of the clock's calendar that keep the clock time, turned into the open time they span from the start.
    With `zone` the limit is a number of calendar days: up to the midnight there after the last of them, exclusive.
    With `each` cycle all must keep it.
    An open case is missed once its counted time exceeds the limit and undecided (None) before. `at_close`: met when
    the stop is not after the instant at which the limit is used up, even where the calendar is then closed.
    """

    clock: Ref
    limit: Ref
    strict: bool
    business_days: bool
    at_close: bool
    zone: str | None = None


@frozen
class RowSteps(Node):
    """How many steps of `step` are started or full in `operand`; none where it is not positive."""

    operand: Ref
    step: Fraction
    started: bool


@frozen
class RowExtreme(Node):
    kind: Literal["greater", "lesser"]
    operands: tuple[Ref, ...]


@frozen
class RowRounded(Node):
    """Half up to a step in base units."""

    operand: Ref
    step: Fraction


@frozen
class RowCase(Frozen):
    value: Ref
    condition: Ref


@frozen
class RowCases(Node):
    """The value of the first case whose condition holds, else `otherwise`; not known where a condition is not that
    comes before."""

    cases: tuple[RowCase, ...]
    otherwise: Ref


@frozen
class RowBetween(Node):
    """From the instant `start` to the instant `stop`, counted in calendar `calendar` (None: elapsed time); negative
    where `stop` comes first."""

    start: Ref
    stop: Ref
    calendar: int | None


@frozen
class RowDays(Node):
    """How many local dates after that of `start` there are up to that of `stop`; with a calendar, only those on which
    it opens. Negative where `stop` lies on an earlier date."""

    start: Ref
    stop: Ref
    calendar: int | None
    zone: str


@frozen
class RowEnd(Node):
    """The end of the `count`-th `unit` after the one that holds `operand`; with a calendar, of the `count`-th day after
    its date on which it opens."""

    operand: Ref
    unit: Literal["day", "week", "month", "quarter", "year"]
    count: int
    calendar: int | None
    zone: str


@frozen
class BucketAttribute(Node):
    """Attribute `index` over the samples of a bucket: a number divided by `divisor`."""

    index: int
    name: str
    divisor: int
    how: Literal["sum", "mean", "max", "min"]


@frozen
class RowBeside(Node):
    """`operand` of the last sample of `stream` at the time of a record of `of`, or before it. `keys`: attributes by
    which its series are told apart, each with that of the record that must be the same. None before the first."""

    stream: str
    of: str
    keys: tuple[tuple[int, int], ...]
    operand: Ref


@frozen
class BucketBeside(Node):
    """`operand` of the bucket of `stream` at the same time as this one, both `width` wide; None where it is empty."""

    stream: str
    width: int
    operand: Ref


RowNode = (
    RowConstant | RowAttribute | RowAttributeAt | RowLookup | RowTime | RowMoment | RowArithmetic | RowCompare
    | RowLogic | RowNot
    | RowPresent | RowOneOf | RowWithin | RowClock | RowDeadline | RowSteps | RowExtreme | RowRounded
    | RowCases | RowBetween | RowDays | RowEnd | BucketAttribute | RowBeside | BucketBeside
)  # fmt: skip
