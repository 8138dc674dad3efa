"""Value nodes (contract layer): exact arithmetic on measurements, for one scope and one window.

Numbers are Fractions in base units (time in microseconds, money in whole units, percent as a ratio); conditions are
truth values. A value can be absent, with the reason; absence spreads.
"""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Node, Ref
from sladsl.graph.trimming import Trim
from sladsl.graph.windows import WindowRule
from sladsl.model.units import Unit


@frozen
class Constant(Node):
    value: Fraction
    unit: Unit


@frozen
class WindowTime(Node):
    """The length of the window in microseconds."""


@frozen
class Measured(Node):
    """One number of a measurement: `time` of MeasureTime, `number` of MeasureRows and MeasureNear, `mean` of
    MeasureBuckets, `share` and `missed` of MeasureRecords. No unit: a date and time."""

    measure: Ref
    part: Literal["time", "number", "mean", "share", "missed"]
    unit: Unit | None


@frozen
class Looked(Node):
    """What a MeasureRegister found; `truth`: a condition, not a number."""

    measure: Ref
    truth: bool


@frozen
class Availability(Node):
    """1 - down / agreed of a MeasureClasses. `over`: a conventional denominator in microseconds; then the value is
    not clamped and may be negative."""

    classes: Ref
    over: Fraction | None


@frozen
class Arithmetic(Node):
    operator: Literal["+", "-", "*", "/"]
    left: Ref
    right: Ref


@frozen
class Rounded(Node):
    """Half up to a step, `step` in base units (0.1 % is 1/1000)."""

    operand: Ref
    step: Fraction


@frozen
class StepCount(Node):
    """How many steps of `step` are started or full in `operand`; none where it is not positive."""

    operand: Ref
    step: Fraction
    started: bool


@frozen
class Extreme(Node):
    kind: Literal["greater", "lesser"]
    operands: tuple[Ref, ...]


@frozen
class Fee(Node):
    """What the services (indices into `RuleGraph.services`) cost in the window, fee periods prorated by time."""

    services: tuple[int, ...]


@frozen
class ValueCase(Frozen):
    value: Ref
    condition: Ref


@frozen
class Cases(Node):
    """The value of the first case whose condition holds, else `otherwise`."""

    cases: tuple[ValueCase, ...]
    otherwise: Ref


@frozen
class Comparison(Node):
    operator: Literal["<", "<=", "=", "!=", ">=", ">"]
    left: Ref
    right: Ref


@frozen
class Logic(Node):
    operator: Literal["and", "or"]
    left: Ref
    right: Ref


@frozen
class Negation(Node):
    operand: Ref


@frozen
class ScopeIs(Node):
    """The scope's `key` has one of `values`."""

    key: str
    values: tuple[str, ...]


@frozen
class Truth(Node):
    """A condition settled by parameters alone."""

    value: bool


@frozen
class Around(Frozen):
    """The windows by `rule` (None: like the cell's own) that end in the cell's window; or those from the `first` to
    the `last`, counted from the one in which the cell's window ends: -2 and 0 are the last three.
    `due`: the due windows of that schedule that end in the cell's window."""

    rule: WindowRule | None
    first: int | None
    last: int | None
    due: str | None = None

    @property
    def earlier(self) -> bool:
        """Whether it looks at earlier windows only."""
        return self.last is not None and self.last < 0


@frozen
class Over(Node):
    """A statistic of `operand` over other cells: those of the windows `around`, or those of every value of `keys`
    there is, each only where `where` holds. `count` has no operand, that of `share` is a condition. Of a mean,
    `weight` weighs the cells; `trim` leaves some out."""

    statistic: Literal["count", "share", "sum", "mean", "max", "min", "median", "percentile"]
    around: Around | None
    keys: tuple[str, ...]
    operand: Ref | None
    where: Ref | None
    weight: Ref | None
    percentile: Fraction | None
    unit: Unit
    trim: Trim | None = None


MET = ("met", "warning")


@frozen
class Judged(Node):
    """Whether the objective is in one of `states` in the cell's window and scope. Not known without a verdict."""

    objective: str
    states: tuple[str, ...]


@frozen
class Run(Node):
    """How many windows of the objective in a row are in one of `states`, up to the cell's; one without a verdict
    neither counts nor ends the row. No more than `most` matter (None: all)."""

    objective: str
    states: tuple[str, ...]
    most: int | None


@frozen
class OutcomeSum(Node):
    """What objectives come to in the cell's window: their credits after limits, or their points."""

    what: Literal["credit", "points"]
    objectives: tuple[str, ...]


ValueNode = (
    Constant | WindowTime | Measured | Availability | Arithmetic | Rounded | StepCount | Extreme | Fee | Cases
    | Comparison | Logic | Negation | ScopeIs | Truth | Over | Judged | Looked | Run | OutcomeSum
)  # fmt: skip
