"""Expressions and time sets as written. They contain each other, so they are one file."""

from fractions import Fraction
from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.by_name import ChangeOf, ConsecutiveBreaches, Member, OutcomeOf, ValueAt
from sladsl.syntax.ast.literals import (
    Amount,
    Counted,
    Date,
    Extremes,
    Fees,
    Flag,
    Moment,
    Name,
    Node,
    Number,
    OverScopes,
    OverWindows,
    Percent,
    Quantity,
    Text,
    WindowLength,
)

# Operators


@frozen
class Arithmetic(Node):
    operator: Words["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"


@frozen
class Negate(Node):
    operand: "Expression"


@frozen
class PercentOf(Node):
    """`30% of fees`"""

    percent: Percent
    operand: "Expression"


@frozen
class TimeShareOf(Node):
    """`90 days of api.fee`: the part of it that falls on so much of the window."""

    quantity: Quantity
    operand: "Expression"


@frozen
class RoundTo(Node):
    operand: "Expression"
    places: int


@frozen
class Compare(Node):
    operator: Words["<", "<=", "=", "!=", ">=", ">"]
    left: "Expression"
    right: "Expression"


@frozen
class Logic(Node):
    operator: Words["and", "or"]
    left: "Expression"
    right: "Expression"


@frozen
class Not(Node):
    operand: "Expression"


@frozen
class OneOf(Node):
    subject: "Expression"
    labels: tuple[Name | Text, ...]


@frozen
class Presence(Node):
    """`x is present`, `x is missing`"""

    subject: "Expression"
    present: bool


@frozen
class Within(Node):
    """`opened within office`: an instant lies in a time set."""

    subject: "Expression"
    container: Name


@frozen
class Notice(Node):
    """`announced at least 72h before start`; `most`: `told at most 24h after start`"""

    subject: "Expression"
    distance: "Expression"
    direction: Words["before", "after"]
    reference: "Expression"
    most: bool = False


# Measures


@frozen
class Availability(Node):
    """`availability of down, excluding a and b, in office, over 30 days, unknown …`"""

    down: "TimeSet"
    excluding: tuple[Name, ...] = ()
    schedule: Name | None = None
    over: Quantity | None = None
    unknown_while: "TimeSet | None" = None
    unknown: Words["up", "down", "leaves"] | None = None


@frozen
class TimeOf(Node):
    """`time of down weighted by affected`"""

    time_set: "TimeSet"
    weight: "Expression | None" = None


@frozen
class Clock(Node):
    """`time in office from opened to answered, without waiting, reopened continues`; `longest gap of update from …`;
    `held`: it runs only `while priority = P1`."""

    start: Name
    stop: Name
    calendar: Name | None = None
    without: tuple[Name, ...] = ()
    deadline: Words["close", "next opening"] | None = None
    cycle: Words["each", "worst", "mean", "first", "last"] | None = None
    again: Name | None = None
    then: Words["continues", "begins another", "keeps the first"] | None = None
    gaps: Name | None = None
    held: "Expression | None" = None
    changes: tuple[ChangeOf, ...] = ()


@frozen
class DaysBetween(Node):
    """`days from due to done`, `days in office from due to done`: local dates, or those on which a calendar opens."""

    start: "Expression"
    stop: "Expression"
    calendar: Name | None = None


@frozen
class EndAfter(Node):
    """`end of the 2nd business day of office after reported`; `count` 0: `end of the day in office of left`"""

    operand: "Expression"
    count: int
    unit: str
    calendar: Name | None = None
    in_zone_of: Name | None = None


@frozen
class CountOf(Node):
    """`count of tickets by resolved where …`"""

    stream: Name
    where: "Expression | None" = None
    moment: Name | None = None


@frozen
class StatisticOf(Node):
    """`sum of ordered of lines where …`; `percentile` only for "percentile"."""

    statistic: Words["sum", "mean", "max", "min", "median", "percentile"]
    operand: "Expression"
    stream: Name
    where: "Expression | None" = None
    percentile: Fraction | None = None
    moment: Name | None = None
    trimmed: tuple[Extremes, ...] = ()


@frozen
class ValueCase(Node):
    """`0% where total = 0`: the value in a case where the formula has none."""

    value: "Expression"
    condition: "Expression"


@frozen
class BucketMean(Node):
    """`mean over buckets of 5min of requests: errors / total, 0% where total = 0, missing counts as 0%`"""

    width: Quantity | Name
    stream: Name
    operand: "Expression"
    where: "Expression | None" = None
    cases: tuple[ValueCase, ...] = ()
    missing: "Expression | Words['leaves'] | None" = None


@frozen
class ShareOf(Node):
    """`share of tickets where priority = P1 with first_answer <= 15min`"""

    stream: Name
    condition: "Expression"
    where: "Expression | None" = None
    moment: Name | None = None


@frozen
class Steps(Node):
    """`started 30min in downtime` rounds up, `full 30min in downtime` rounds down."""

    kind: Words["started", "full"]
    step: Quantity | Number | Counted | Percent | Amount
    operand: "Expression"


@frozen
class Extreme(Node):
    kind: Words["greater", "lesser"]
    operands: tuple["Expression", ...]


@frozen
class NearRecord(Node):
    """`next amount of invoices`: the attribute of the first record after the window (the last before it)."""

    direction: Words["next", "previous"]
    attribute: Name
    stream: Name
    where: "Expression | None" = None


# Over smaller or earlier windows, over scopes; of the verdicts on other clauses


@frozen
class Over(Node):
    """`mean over months: uptime`, `count over hours where …`; `operand`: of a share the condition, of a count None."""

    statistic: Words["count", "share", "sum", "mean", "max", "min", "median", "percentile"]
    dimension: OverWindows | OverScopes
    operand: "Expression | None"
    where: "Expression | None" = None
    weight: "Expression | None" = None
    percentile: Fraction | None = None
    trimmed: tuple[Extremes, ...] = ()


@frozen
class Judged(Node):
    """`api_up is breached`, perhaps `in 3 of any 6 windows`, `in 2 consecutive windows`, `in the next window`."""

    subject: "Expression"
    verdict: Words["met", "breached"]
    history: Words["any", "consecutive", "previous", "next"] | None = None
    times: int = 1
    windows: int = 1
    unit: str | None = None


@frozen
class Argument(Node):
    """`down: outages where severity = major`"""

    name: Name
    value: "Expression | TimeSet"


@frozen
class Call(Node):
    """A definition with its arguments, as a value or as a time set. The next stage puts its body here."""

    name: Name
    arguments: tuple[Argument, ...] = ()


# Time sets


@frozen
class NamedSet(Node):
    """A stream of spans (perhaps under a condition), a definition, a calendar or an exclusion. `longest`: of the spans
    that overlap, the longest one."""

    name: Name
    where: "Expression | None" = None
    longest: bool = False


@frozen
class Buckets(Node):
    width: Quantity | Name
    stream: Name
    where: "Expression"


@frozen
class Lasting(Node):
    """Runs at least (or, strict, more than) so long. `runs of at least 5min in x` is the same."""

    time_set: "TimeSet"
    length: "Expression"
    strict: bool = False


@frozen
class Units(Node):
    """`in whole minutes of each run`, `in started clock minutes`."""

    time_set: "TimeSet"
    unit: str
    started: bool
    clock: bool


@frozen
class SinceFirst(Node):
    """Each run counted from the first record of a stream in it."""

    time_set: "TimeSet"
    stream: Name
    where: "Expression | None" = None


@frozen
class Holding(Node):
    """`holding at least 3 probes counted from the first where … for at most 15min`: what a sample says goes on until
    the next. `counted_from` None: silent; with one sample there is nothing to say."""

    stream: Name
    where: "Expression"
    least: int = 1
    counted_from: Words["first", "last"] | None = None
    at_most: Quantity | None = None


@frozen
class Among(Node):
    """`at least 2 of agent in (…)`: instants that are in the set of so many values of a key. Either `least` or `share`
    (a percentage; `strict`: more than it) is set."""

    key: Name
    time_set: "TimeSet"
    least: int | None = None
    share: Percent | None = None
    strict: bool = False


@frozen
class Combined(Node):
    operator: Words["together", "during", "outside"]
    left: "TimeSet"
    right: "TimeSet"


TimeSet = NamedSet | Buckets | Lasting | Units | SinceFirst | Holding | Among | Combined | Call
Literal = Number | Counted | Percent | Amount | Text | Flag | Date | Moment | Quantity
Expression = (
    Literal | Name | Member | Arithmetic | Negate | PercentOf | TimeShareOf | RoundTo | Compare | Logic | Not
    | OneOf | Presence | Within | Notice | Availability | WindowLength | TimeOf | Clock | DaysBetween | EndAfter
    | CountOf | StatisticOf | BucketMean | ShareOf | Steps | Extreme | NearRecord | Fees | Call | Over | Judged
    | ConsecutiveBreaches | OutcomeOf | ValueAt
)  # fmt: skip
