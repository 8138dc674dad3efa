"""Clauses as written: an agreement and everything in it."""

from datetime import date
from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.expressions import Expression, TimeSet
from sladsl.syntax.ast.literals import Date as DateNode
from sladsl.syntax.ast.literals import Moment, Name, Node, Text
from sladsl.syntax.ast.objectives import (
    WindowSpec,
)

# Frame


@frozen
class Party(Node):
    role: Words["provider", "customer", "party"]
    name: Name
    title: str | None = None


@frozen
class Term(Node):
    """From `start`, up to but without `end`, or with it where `through`; None: open. A name is a parameter's."""

    start: DateNode | Name
    end: DateNode | Name | None
    through: bool = False


@frozen
class ZoneClause(Node):
    """The zone in quotation marks, or a parameter that holds it."""

    zone: Text | Name


@frozen
class CurrencyClause(Node):
    currency: Name


@frozen
class UnitClause(Node):
    """`unit service_days "Days of service"`"""

    name: Name
    title: str | None = None


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
class Structure(Node):
    """What a service rests on: all of `parts` in series, or `least` of them; a part is a name or again parts."""

    parts: tuple["Name | Structure", ...]
    least: int | None = None


@frozen
class Service(Node):
    name: Name
    title: str | None = None
    fees: tuple[Fee, ...] = ()
    rests_on: Structure | None = None


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
    composed: TimeSet | None = None


# Time sets, exclusions, metrics


@frozen
class Define(Node):
    name: Name
    time_set: TimeSet
    title: str | None = None


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


UNNAMED = ""
"""Among the words of a broken clause: the name that it lacks, which may be any that is not known elsewhere."""


@frozen
class Broken(Node):
    """A clause that could not be read; its name is known to exist, so that others may refer to it, and any of its
    `words` may be what others refer to."""

    keyword: str
    name: str | None
    words: tuple[str, ...] = ()
