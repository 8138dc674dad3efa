"""Scenarios and properties as written: a small log with what must come of it, and what must hold for every log."""

from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Date as DateNode
from sladsl.syntax.ast.literals import Moment, Name, Node, Quantity, Text
from sladsl.syntax.ast.objectives import WindowSpec

Instant = DateNode | Moment
AskedKind = Words["name", "value", "credit", "due", "bonus", "claim", "case", "total"]


# The log


@frozen
class Stretch(Node):
    """A period as written: `2026-03`, `2026-03-01 until 2026-03-15`; `zone.parse_period` reads it."""

    text: str


@frozen
class Cell(Node):
    """A value of a row; of a state it is a stretch: `until` an instant, or still `open`. `since`: the value that an
    attribute took then."""

    value: Expression
    until: Expression | None = None
    open: bool = False
    since: Expression | None = None


@frozen
class Given(Node):
    """`cause "disk"`, `opened 2026-03-02T08:00`: an attribute, moment or state of a record."""

    name: Name
    cells: tuple[Cell, ...]


@frozen
class Except(Node):
    """`but from … until … errors 60`: other values, or no samples at all, in part of a stretch of samples."""

    start: Instant
    end: Instant
    values: tuple[Given, ...] = ()
    missing: bool = False


@frozen
class LogRow(Node):
    """One record, or `times` of them; `every` makes as many samples as fit.

    kind "at": a sample or event; "until", "for", "open": a span; "case": a case; "every": samples.
    """

    kind: Words["at", "until", "for", "open", "case", "every"]
    start: Instant | None = None
    end: Expression | None = None
    case: Name | Text | None = None
    every: Quantity | None = None
    times: int | None = None
    values: tuple[Given, ...] = ()
    exceptions: tuple[Except, ...] = ()


@frozen
class LogBlock(Node):
    """The rows of one stream. `covers`: the log tells only of that time."""

    stream: Name
    rows: tuple[LogRow, ...]
    covers: Stretch | None = None


# What must come of it


@frozen
class Asked(Node):
    """What an expectation is about. `name`: a metric or objective; for "case" the objective that judges it."""

    kind: AskedKind
    name: Name | None = None
    value: Expression | None = None
    case: Name | Text | None = None


@frozen
class BoundKey(Node):
    """`region eu`"""

    key: Name
    label: Name | Text


@frozen
class WindowName(Node):
    """A window by its label: `2026-03`, `2026-Q1`, `2026-03-15`, `30 days to 2026-03-31`, `term`."""

    text: str


@frozen
class ComesTo(Node):
    """`= 99.73% rounded to 2 places`, `>= 99.9%`."""

    operator: Words["<", "<=", "=", "!=", ">=", ">"]
    value: Expression


@frozen
class ComesOut(Node):
    """`is breached`, `has no verdict`; `column` where a table of cases says which."""

    state: str
    column: Name | None = None


@frozen
class Expect(Node):
    asked: Asked
    outcome: ComesTo | ComesOut
    scope: tuple[BoundKey, ...] = ()
    window: WindowName | None = None


@frozen
class ExpectNoCredit(Node):
    objective: Name | None = None
    scope: tuple[BoundKey, ...] = ()
    window: WindowName | None = None


@frozen
class ExpectFinding(Node):
    """`code` None: no finding at all."""

    code: Name | None
    present: bool


@frozen
class ExpectConsequence(Node):
    """`expect termination by customer in 2026-06`, `expect no escalation to "director"`."""

    kind: Words["terminate", "escalate"]
    to: Name | Text
    present: bool
    scope: tuple[BoundKey, ...] = ()
    window: WindowName | None = None


Expectation = Expect | ExpectNoCredit | ExpectFinding | ExpectConsequence


# What was before


@frozen
class OpeningPart(Node):
    """`credit 1_200 USD`; several amounts where the objective has several credits."""

    kind: Words["credit", "bonus", "points", "accrued"]
    amounts: tuple[Expression, ...]


@frozen
class OpeningRow(Node):
    """`api_up for region eu in 2026-01 is breached  credit 1_200 USD`: how an objective stood before the scenario."""

    objective: Name
    outcome: ComesTo | ComesOut
    parts: tuple[OpeningPart, ...]
    scope: tuple[BoundKey, ...]
    window: WindowName


@frozen
class Opening(Node):
    rows: tuple[OpeningRow, ...]


@frozen
class CaseTable(Node):
    """`for each row of lasted, owed { … }`: the scenario once for each row, with its values for the columns."""

    columns: tuple[Name, ...]
    rows: tuple[tuple[Expression, ...], ...]


@frozen
class Assignment(Node):
    """`set plan = gold`"""

    name: Name
    value: Expression


@frozen
class Scenario(Node):
    """What is written twice is there twice."""

    heading: Text
    periods: tuple[Stretch, ...] = ()
    as_of: tuple[Instant, ...] = ()
    settings: tuple[Assignment, ...] = ()
    logs: tuple[LogBlock, ...] = ()
    without: tuple[Name, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    tables: tuple[CaseTable, ...] = ()
    openings: tuple[Opening, ...] = ()


# Properties


@frozen
class PropertyLine(Node):
    """`always` or `never` a condition, or one that must hold `when` another does, in each window of `window`."""

    kind: Words["always", "never", "when"]
    condition: Expression
    when: Expression | None = None
    window: WindowSpec | None = None


@frozen
class Property(Node):
    name: Name
    lines: tuple[PropertyLine, ...]
    title: str | None = None
