"""Metrics, objectives and remedies as written, and what follows from them."""

from datetime import date
from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Name, Node, Percent, Quantity, Text


@frozen
class WindowSpec(Node):
    """`unit`: hour, day, week, month, quarter, half year, year or term; `count` of them. They begin on `from_day` of a
    month, on `from_weekday` (0 = Monday), on the month and day `fiscal`, or on a date; `rolling` ones overlap and end
    with every day, or month."""

    unit: str
    from_day: int | None = None
    zone: Text | None = None
    from_weekday: int | None = None
    fiscal: tuple[int, int] | None = None
    count: int = 1
    rolling: bool = False
    from_date: date | None = None


@frozen
class ForEach(Node):
    """`for each region, class` or, for a stream of cases, `for each tickets by opened`."""

    names: tuple[Name, ...]
    moment: Name | None = None


@frozen
class Metric(Node):
    name: Name
    value: Expression
    title: str | None = None
    each: ForEach | None = None
    service: Name | None = None
    shown_in: str | None = None
    cases: tuple[tuple[Expression, Expression], ...] = ()


# Objectives and remedies


@frozen
class Requirement(Node):
    """One condition to keep. `otherwise`: applies where no earlier `when` did."""

    condition: Expression
    when: Expression | None = None
    otherwise: bool = False


@frozen
class ClassRow(Node):
    label: Name | Text
    conditions: tuple[Expression, ...]


@frozen
class ClassTable(Node):
    """`by severity at opened { S1: reply <= 1h, restore <= 4h … }`"""

    attribute: Name
    rows: tuple[ClassRow, ...]
    at: Name | None = None


@frozen
class Bound(Node):
    side: Words["below", "above", "at least", "at most", "exactly"]
    value: Expression


@frozen
class Row(Node):
    """The conditions a value must meet, all of them, and what it then gives."""

    bounds: tuple[Bound, ...]
    gives: Expression


@frozen
class Table(Node):
    """Rows for the cases in which `when` holds; None: in all others."""

    when: Expression | None
    rows: tuple[Row, ...]


@frozen
class Limit(Node):
    amount: Expression
    window: WindowSpec | None = None


@frozen
class Factor(Node):
    """`doubled when …`, `times 1.5 when …`"""

    factor: Expression
    condition: Expression


@frozen
class Credit(Node):
    """`share_of` and `tables` for a table, `amount` for a formula; `trigger` None: silent. A bonus is paid by the
    customer; points are counted, not paid."""

    share_of: Expression | None = None
    tables: tuple[Table, ...] = ()
    amount: Expression | None = None
    per_case: bool = False
    limits: tuple[Limit, ...] = ()
    trigger: Words["only when breached", "in any case"] | None = None
    word: Words["credit", "bonus", "points"] = "credit"
    only_when: tuple[Expression, ...] = ()
    factors: tuple[Factor, ...] = ()


@frozen
class PayOnlyAbove(Node):
    amount: Expression
    after_rounding: bool = False


@frozen
class Anchor(Node):
    """From when a deadline runs: the window's end or start, or the first or last `moment` of a record of a stream."""

    kind: Words["window end", "window start", "first", "last"]
    moment: Name | None = None
    stream: Name | None = None
    where: Expression | None = None


@frozen
class Claim(Node):
    """Within a time of the anchor; or, with `end_of`, by the end of the so many-th such unit after it."""

    within: Quantity
    stream: Name | None = None
    where: Expression | None = None
    inclusive: bool = False
    anchor: Anchor | None = None
    end_of: str | None = None
    evidence: tuple[Text, ...] = ()


@frozen
class Dated(Node):
    """`applied within 60 days of window end`, `expires within …`"""

    what: Words["applied", "expires"]
    within: Quantity
    anchor: Anchor


@frozen
class PayOnce(Node):
    """`pay once 1_000 USD accrued`"""

    amount: Expression


@frozen
class Payable(Node):
    """`payable by supplier to retailer`"""

    payer: Name
    payee: Name


@frozen
class EscalateAt(Node):
    """`escalate to "director" at 100% of target`"""

    to: Text
    share: Percent


@frozen
class Warn(Node):
    share: Percent


@frozen
class Objective(Node):
    kind: Words["objective", "kpi", "remedy"]
    name: Name
    title: str | None = None
    each: ForEach | None = None
    service: Name | None = None
    requirements: tuple[Requirement, ...] = ()
    tables: tuple[ClassTable, ...] = ()
    windows: tuple[WindowSpec, ...] = ()
    credits: tuple[Credit, ...] = ()
    limits: tuple[Limit, ...] = ()
    pay_only_above: tuple[PayOnlyAbove, ...] = ()
    claims: tuple[Claim, ...] = ()
    warnings: tuple[Warn, ...] = ()
    points: tuple[Credit, ...] = ()
    applies: tuple[Expression, ...] = ()
    eligible: tuple[Expression, ...] = ()
    payable: tuple[Payable, ...] = ()
    earn_backs: tuple[Expression, ...] = ()
    pay_once: tuple[PayOnce, ...] = ()
    dates: tuple[Dated, ...] = ()
    escalations: tuple[EscalateAt, ...] = ()


@frozen
class TotalLimit(Node):
    """A limit over all credits, or over those of the named objectives."""

    amount: Expression
    window: WindowSpec | None = None
    objectives: tuple[Name, ...] = ()


@frozen
class Exception_(Node):
    """`exception peak to uptime when …, before other { … }`: other requirements (none: those of the objective), or
    that it does not apply, or that nothing is due."""

    name: Name
    objective: Name
    condition: Expression
    requirements: tuple[Requirement, ...] = ()
    before: tuple[Name, ...] = ()
    applies: bool = True
    owes: bool = True
    title: str | None = None


# Consequences


@frozen
class Weight(Node):
    objective: Name
    share: Percent


@frozen
class Pool(Node):
    """`pool critical of 10% of fees, times 150% per month { uptime weighs 40% … }`"""

    name: Name
    amount: Expression
    weights: tuple[Weight, ...]
    factor: Expression | None = None
    window: WindowSpec | None = None
    title: str | None = None


@frozen
class Terminate(Node):
    """`terminate by customer when …, within 30 calendar days of window end`"""

    name: Name | None
    by: Name
    condition: Expression
    window: WindowSpec | None = None
    within: Quantity | None = None
    anchor: Anchor | None = None
    title: str | None = None
    each: ForEach | None = None


@frozen
class Escalate(Node):
    """`escalate to "director" when …`"""

    name: Name | None
    to: Text
    condition: Expression
    window: WindowSpec | None = None
    title: str | None = None
    each: ForEach | None = None
