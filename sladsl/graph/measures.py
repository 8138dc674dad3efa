"""Measure nodes: where events become a few exact numbers, per scope and window. Their results are in
`sladsl.engines.measurements`."""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Node, Ref
from sladsl.graph.trimming import Trim


@frozen
class Weight(Frozen):
    """`weight` of the spans of a SetSpans; where several overlap, the greatest counts."""

    spans: Ref
    weight: Ref


@frozen
class MeasureTime(Node):
    """How much of the window is in a time set; with a weight, each instant counts by that of the span it lies in.
    Result: `TimeFound`."""

    time_set: Ref
    weight: Weight | None = None


@frozen
class Excluded(Frozen):
    """Time that clause `clause` takes out: it counts as up, or leaves the denominator."""

    time_set: Ref
    clause: str
    effect: Literal["up", "leaves"]


@frozen
class MeasureClasses(Node):
    """Every instant of the window in exactly one class, in this priority: out of schedule, excluded (the first clause
    that takes it), unknown, down, up. Result: `ClassesFound`."""

    schedule: Ref | None
    excluded: tuple[Excluded, ...]
    unknown_while: Ref | None
    down: Ref
    unknown_as: Literal["up", "down", "leaves", "no verdict"]


@frozen
class MeasureRows(Node):
    """A statistic over the records of a stream that fall in the window (a case by its moment `moment`) and meet
    `where`; `operand` None counts them. Records without a value for `operand` are left out and counted.
    Percentiles are exact order statistics by nearest rank, `percentile` a ratio. Of those with a value, `trim` leaves
    some out. Result: `NumberFound`."""

    stream: str
    where: Ref | None
    statistic: Literal["count", "sum", "mean", "max", "min", "median", "percentile"]
    operand: Ref | None
    percentile: Fraction | None
    moment: int | None
    trim: Trim | None = None


@frozen
class BucketCase(Frozen):
    """The value of a bucket in which `condition` holds."""

    value: Ref
    condition: Ref


@frozen
class MeasureBuckets(Node):
    """The mean of `operand` over the buckets of the window, each of equal weight. `where` chooses buckets; the first of
    `cases` whose condition holds gives the value instead; `missing` is the value of a bucket without samples ("leaves":
    it is not counted; None: then there is no verdict). Result: `BucketsFound`."""

    stream: str
    width: int
    where: Ref | None
    operand: Ref
    cases: tuple[BucketCase, ...]
    missing: Fraction | Literal["leaves"] | None


@frozen
class RecordCheck(Frozen):
    """A condition that a record must keep when `when` holds (None: always)."""

    when: Ref | None
    condition: Ref
    label: str


@frozen
class MeasureRecords(Node):
    """Which records of a stream, of those that fall in the window and meet `where`, keep their conditions. Of
    `groups`, each a list of alternatives, the first alternative whose `when` holds applies; a record is missed when it
    breaks one of them, undecided when one is open, met when at least one applies and all are kept. Result:
    `RecordsFound`."""

    stream: str
    where: Ref | None
    groups: tuple[tuple[RecordCheck, ...], ...]
    moment: int | None


@frozen
class MeasureNear(Node):
    """The value of `operand` at the first record at or after the window's end, or the last before its start. Result:
    `NumberFound`."""

    stream: str
    where: Ref | None
    operand: Ref
    direction: Literal["next", "previous"]


@frozen
class MeasureRegister(Node):
    """The value of `operand` on the row of a register that is in force for the scope when the window begins or, where
    there is none then, when the first row within the window comes into force. A condition is 1 or 0. Result:
    `NumberFound`, whose records are the rows in force: there must be one."""

    stream: str
    operand: Ref


Measure = MeasureTime | MeasureClasses | MeasureRows | MeasureBuckets | MeasureRecords | MeasureNear | MeasureRegister
