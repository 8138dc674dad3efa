"""Scenarios and properties of an agreement, with their names settled and their values typed.

They rest on nodes of their own, after those of the graph: what a contract means does not depend on how it is tested.
"""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Comparator, Objective
from sladsl.graph.node import Node, Ref
from sladsl.graph.windows import WindowRule
from sladsl.logs.records import Changes, Value
from sladsl.logs.schema import StreamSchema
from sladsl.model.parameters import Setting
from sladsl.model.units import Unit
from sladsl.text import Span

# The log


@frozen
class ExceptionRule(Frozen):
    """Samples in [start, end) have other `values` (by position), or are not there (`values` None)."""

    start: int
    end: int
    values: tuple[tuple[int, Value], ...] | None


@frozen
class RowRule(Frozen):
    """A record, or several: `times` equal ones, or samples `every` so often in [start, end). `end` None: open."""

    start: int | None
    end: int | None
    values: tuple[Value, ...]
    span: Span
    key: str = ""
    moments: tuple[tuple[int, ...], ...] = ()
    states: tuple[tuple[tuple[int, int | None], ...], ...] = ()
    every: int | None = None
    times: int | None = None
    exceptions: tuple[ExceptionRule, ...] = ()
    changes: tuple[Changes, ...] = ()


@frozen
class StreamRule(Frozen):
    """The log of one stream. `covers` None: the whole of the scenario."""

    schema: StreamSchema
    rows: tuple[RowRule, ...]
    covers: tuple[int, int] | None = None


# What must come of it

Scope = tuple[tuple[str, str], ...]


@frozen
class ExpectedValue(Frozen):
    """`objective` is a kpi made for the purpose: it is met where the value is as expected. `absent`: no value."""

    objective: Objective
    absent: bool
    scope: Scope
    window: str | None
    span: Span


@frozen
class ExpectedState(Frozen):
    objective: str
    state: str
    scope: Scope
    window: str | None
    span: Span


@frozen
class ExpectedAmount(Frozen):
    """What is payable (of a credit, or a `bonus`), or with `exact` what is due before it is rounded and claimed; of one
    objective, or None: of all credits.
    Either an amount (`places`: rounded so), or `outcome`: "gap", "conflict", "no verdict"."""

    objective: str | None
    exact: bool
    comparator: Comparator
    amount: Fraction | None
    unit: Unit | None
    places: int | None
    outcome: str | None
    scope: Scope
    window: str | None
    span: Span
    bonus: bool = False


@frozen
class ExpectedClaim(Frozen):
    objective: str
    state: str
    scope: Scope
    window: str | None
    span: Span


@frozen
class ExpectedCase(Frozen):
    objective: str
    case: str
    verdict: str
    scope: Scope
    window: str | None
    span: Span


@frozen
class ExpectedFinding(Frozen):
    """`code` None: any."""

    code: str | None
    present: bool
    span: Span


@frozen
class ExpectedConsequence(Frozen):
    """That a right to terminate or an escalation follows in some window, or in none."""

    kind: Literal["terminate", "escalate"]
    to: str
    present: bool
    scope: Scope
    window: str | None
    span: Span


Expected = (
    ExpectedValue
    | ExpectedState
    | ExpectedAmount
    | ExpectedClaim
    | ExpectedCase
    | ExpectedFinding
    | ExpectedConsequence
)


@frozen
class OpenedRule(Frozen):
    """How an objective stood in a window before the period, named by its label; `scope` in the order of its keys.
    `credits` and `bonuses`: what each of them came to. `accrued`: what waited to be paid out."""

    objective: str
    scope: tuple[str, ...]
    window: str
    state: str
    span: Span
    credits: tuple[Fraction, ...] = ()
    bonuses: tuple[Fraction, ...] = ()
    points: Fraction = Fraction(0)
    accrued: Fraction = Fraction(0)
    unit: Unit | None = None


@frozen
class ScenarioRule(Frozen):
    """`row` numbers the rows of a table of cases from 1. `settings` ask for the agreement with these parameters."""

    name: str
    row: int | None
    period: tuple[int, int]
    as_of: int | None
    settings: tuple[tuple[str, Setting], ...]
    streams: tuple[StreamRule, ...]
    without: tuple[str, ...]
    expected: tuple[Expected, ...]
    span: Span
    opening: tuple[OpenedRule, ...] = ()


# Properties


@frozen
class CreditsPayable(Node):
    """What all credits whose windows end in the window come to."""


@frozen
class PropertyLineRule(Frozen):
    """`condition` must hold in every window (never: in none) in which `when` does."""

    kind: Literal["always", "never", "when"]
    condition: Ref
    when: Ref | None
    window: WindowRule
    span: Span


@frozen
class PropertyRule(Frozen):
    name: str
    title: str | None
    lines: tuple[PropertyLineRule, ...]
    span: Span


@frozen
class Tests(Frozen):
    """`nodes` and `places` go on where those of the graph end."""

    scenarios: tuple[ScenarioRule, ...] = ()
    properties: tuple[PropertyRule, ...] = ()
    nodes: tuple[Node, ...] = ()
    places: tuple[Span | None, ...] = ()
