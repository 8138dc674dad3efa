"""Clauses as written: an agreement and everything in it."""

from datetime import date
from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.expressions import Date as DateNode
from sladsl.syntax.ast.expressions import Expression, Moment, Name, Node, Percent, Quantity, Text, TimeSet

# Frame


@frozen
class Party(Node):
    role: Words["provider", "customer", "party"]
    name: Name
    title: str | None = None


@frozen
class Term(Node):
    """From `start`, up to but without `end` (the day after a `through` date); None: open."""

    start: date
    end: date | None
    through: bool = False


@frozen
class ZoneClause(Node):
    """The zone in quotation marks, or a parameter that holds it."""

    zone: Text | Name


@frozen
class CurrencyClause(Node):
    currency: Name


@frozen
class Rounding(Node):
    mode: Words["half up", "half even", "up", "down"]


@frozen
class Parameter(Node):
    name: Name
    default: Expression
    title: str | None = None
    choices: tuple[Name | Text, ...] = ()


@frozen
class Fee(Node):
    """`window` None: once."""

    amount: Expression
    window: "WindowSpec | None"


@frozen
class Service(Node):
    name: Name
    title: str | None = None
    fees: tuple[Fee, ...] = ()


# Calendars


@frozen
class HoursRange(Node):
    """Wall-clock `[start, end)` in minutes of the day; end <= start runs into the next day; 24:00 is 1440."""

    start: int
    end: int


@frozen
class Open(Node):
    """`days` are 0 (Monday) to 6; `always` is every day from 00:00 to 24:00."""

    days: tuple[int, ...]
    hours: tuple[HoursRange, ...]
    always: bool = False


@frozen
class Holidays(Node):
    file: Text


@frozen
class Closed(Node):
    """Closed for a day (`end` None) or from `start` until/through `end`; instants make it a break."""

    start: DateNode | Moment
    end: DateNode | Moment | None = None
    through: bool = False
    title: str | None = None


@frozen
class ClosedYearly(Node):
    month: int
    day: int
    title: str | None = None


@frozen
class Special(Node):
    day: date
    hours: tuple[HoursRange, ...]
    title: str | None = None


CalendarLine = Open | Holidays | Closed | ClosedYearly | Special | ZoneClause


@frozen
class Calendar(Node):
    name: Name
    title: str | None = None
    lines: tuple[CalendarLine, ...] = ()


# Streams


@frozen
class TypeSpec(Node):
    """`kind` as written: text, one of, count, number, percent, money, duration, instant, yes or no."""

    kind: str
    choices: tuple[Name | Text, ...] = ()
    unit: Name | None = None
    places: int | None = None


@frozen
class AttributeLine(Node):
    name: Name
    type: TypeSpec
    optional: bool = False


@frozen
class MomentsLine(Node):
    moments: tuple[tuple[Name, bool], ...]


@frozen
class StatesLine(Node):
    states: tuple[Name, ...]


StreamLine = AttributeLine | MomentsLine | StatesLine


@frozen
class Stream(Node):
    name: Name
    shape: Words["spans", "cases", "samples", "events"]
    title: str | None = None
    every: Quantity | None = None
    keys: tuple[Name, ...] = ()
    lines: tuple[StreamLine, ...] = ()


# Time sets, exclusions, metrics


@frozen
class Define(Node):
    name: Name
    time_set: TimeSet
    title: str | None = None


@frozen
class WindowSpec(Node):
    """`unit`: hour, day, week, month, quarter, half year, year or term."""

    unit: str
    from_day: int | None = None
    zone: Text | None = None


@frozen
class Allowance(Node):
    """`at most 4h per month`; `whole`: a span that does not fit is not excluded at all."""

    amount: Expression
    window: WindowSpec
    whole: bool = False


@frozen
class Exclusion(Node):
    """`effect` None: the clause is silent on how excluded time counts."""

    name: Name
    sets: tuple[TimeSet, ...]
    title: str | None = None
    allowances: tuple[Allowance, ...] = ()
    effect: Words["up", "leaves"] | None = None


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
    """`by severity { S1: reply <= 1h, restore <= 4h … }`"""

    attribute: Name
    rows: tuple[ClassRow, ...]


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
class Credit(Node):
    """`share_of` and `tables` for a table, `amount` for a formula; `trigger` None: silent."""

    share_of: Expression | None = None
    tables: tuple[Table, ...] = ()
    amount: Expression | None = None
    per_case: bool = False
    limits: tuple[Limit, ...] = ()
    trigger: Words["only when breached", "in any case"] | None = None


@frozen
class PayOnlyAbove(Node):
    amount: Expression
    after_rounding: bool = False


@frozen
class Claim(Node):
    within: Quantity
    stream: Name | None = None
    where: Expression | None = None
    inclusive: bool = False


@frozen
class Warn(Node):
    share: Percent


@frozen
class Objective(Node):
    kind: Words["objective", "kpi"]
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


@frozen
class TotalLimit(Node):
    """A limit over all credits, or over those of the named objectives."""

    amount: Expression
    window: WindowSpec | None = None
    objectives: tuple[Name, ...] = ()


@frozen
class Broken(Node):
    """A clause that could not be read; its name is known to exist, so that others may refer to it."""

    keyword: str
    name: str | None


Clause = (
    Party | Term | ZoneClause | CurrencyClause | Rounding | Parameter | Service | Calendar | Stream | Define
    | Exclusion | Metric | Objective | TotalLimit | Broken
)  # fmt: skip
