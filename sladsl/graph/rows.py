"""Row nodes (measure layer): the value of one record, or of one bucket of samples.

Values: Fraction or int (times and durations: microseconds; money: whole units; percent: ratios), str, bool. `None` is
"not known": a missing attribute, a division by zero. It spreads through arithmetic and comparison; `and`, `or`, `not`
follow Kleene; a condition that is not known does not hold.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sladsl.graph.node import Node, Ref


@dataclass(frozen=True, slots=True)
class RowConstant(Node):
    value: Fraction | str | bool


@dataclass(frozen=True, slots=True)
class RowAttribute(Node):
    """Attribute `index` of the record: a number is the stored integer divided by `divisor` (0: not a number)."""

    index: int
    name: str
    divisor: int


@dataclass(frozen=True, slots=True)
class RowTime(Node):
    """`start`, `end` (open: as of), `length` of a span; `at` of a sample or an event. Microseconds."""

    which: Literal["start", "end", "length", "at"]


@dataclass(frozen=True, slots=True)
class RowMoment(Node):
    """The first instant of the case's moment `index`, None if it has not happened."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class RowArithmetic(Node):
    operator: Literal["+", "-", "*", "/"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class RowCompare(Node):
    operator: Literal["<", "<=", "=", "!=", ">=", ">"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class RowLogic(Node):
    operator: Literal["and", "or"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class RowNot(Node):
    operand: Ref


@dataclass(frozen=True, slots=True)
class RowPresent(Node):
    operand: Ref


@dataclass(frozen=True, slots=True)
class RowOneOf(Node):
    operand: Ref
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowWithin(Node):
    """The instant `operand` lies in the time set `container`."""

    operand: Ref
    container: Ref


@dataclass(frozen=True, slots=True)
class RowClock(Node):
    """Time of a case from moment `start` to moment `stop` (first occurrences), less the time in `states` and in the
    time sets `pauses`, all counted in calendar `calendar` (index into `RuleGraph.calendars`; None: elapsed time).

    Not started: None. Not stopped: counted up to `as of`, and the case is open.
    """

    start: int
    stop: int
    calendar: int | None
    states: tuple[int, ...]
    pauses: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class RowDeadline(Node):
    """A clock kept to a limit: met when the counted time is `<= limit` (`strict`: `<`).

    `limit` is a row value in microseconds of the clock's own time or, with `business_days`, a number of business days
    of the clock's calendar that keep the clock time, turned into the open time they span from the start.
    An open case is missed once its counted time exceeds the limit and undecided (None) before. `at_close`: met when
    the stop is not after the instant at which the limit is used up, even where the calendar is then closed.
    """

    clock: Ref
    limit: Ref
    strict: bool
    business_days: bool
    at_close: bool


@dataclass(frozen=True, slots=True)
class BucketAttribute(Node):
    """Attribute `index` over the samples of a bucket: a number divided by `divisor`."""

    index: int
    name: str
    divisor: int
    how: Literal["sum", "mean", "max", "min"]


RowNode = (
    RowConstant | RowAttribute | RowTime | RowMoment | RowArithmetic | RowCompare | RowLogic | RowNot | RowPresent
    | RowOneOf | RowWithin | RowClock | RowDeadline | BucketAttribute
)  # fmt: skip
