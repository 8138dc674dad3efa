"""Value nodes (contract layer): exact arithmetic on measurements, for one scope and one window.

Numbers are Fractions in base units (time in microseconds, money in whole units, percent as a ratio); conditions are
truth values. A value can be absent, with the reason; absence spreads.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sladsl.graph.node import Node, Ref
from sladsl.model.units import Unit


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: Fraction
    unit: Unit


@dataclass(frozen=True, slots=True)
class WindowTime(Node):
    """The length of the window in microseconds."""


@dataclass(frozen=True, slots=True)
class Measured(Node):
    """One number of a measurement: `time` of MeasureTime, `number` of MeasureRows and MeasureNear, `mean` of
    MeasureBuckets, `share` and `missed` of MeasureRecords."""

    measure: Ref
    part: Literal["time", "number", "mean", "share", "missed"]


@dataclass(frozen=True, slots=True)
class Availability(Node):
    """1 - down / agreed of a MeasureClasses. `over`: a conventional denominator in microseconds; then the value is
    not clamped and may be negative."""

    classes: Ref
    over: Fraction | None


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: Literal["+", "-", "*", "/"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    """Half up to a step, `step` in base units (0.1 % is 1/1000)."""

    operand: Ref
    step: Fraction


@dataclass(frozen=True, slots=True)
class StepCount(Node):
    """How many steps of `step` are started or full in `operand`; none where it is not positive."""

    operand: Ref
    step: Fraction
    started: bool


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    kind: Literal["greater", "lesser"]
    operands: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Fee(Node):
    """What the services (indices into `RuleGraph.services`) cost in the window, fee periods prorated by time."""

    services: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ValueCase:
    value: Ref
    condition: Ref


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The value of the first case whose condition holds, else `otherwise`."""

    cases: tuple[ValueCase, ...]
    otherwise: Ref


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: Literal["<", "<=", "=", "!=", ">=", ">"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class Logic(Node):
    operator: Literal["and", "or"]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Ref


@dataclass(frozen=True, slots=True)
class ScopeIs(Node):
    """The scope's `key` has one of `values`."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """A condition settled by parameters alone."""

    value: bool


ValueNode = (
    Constant | WindowTime | Measured | Availability | Arithmetic | Rounded | StepCount | Extreme | Fee | Cases
    | Comparison | Logic | Negation | ScopeIs | Truth
)  # fmt: skip
