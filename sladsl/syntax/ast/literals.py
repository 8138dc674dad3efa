"""Literals, names and what else holds no expression. Spans do not take part in equality."""

from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Literal as Words

from sladsl.frozen import Frozen, frozen
from sladsl.text import Span


@frozen
class Node(Frozen):
    """Anything with a place in the source."""

    span: Span = field(compare=False)


# Literals


@frozen
class Number(Node):
    value: Fraction


@frozen
class Percent(Node):
    """`value` is the figure before the sign: 99.9 for `99.9%`."""

    value: Fraction


@frozen
class Amount(Node):
    """A number with a three-letter code: money."""

    value: Fraction
    code: str


@frozen
class Text(Node):
    value: str


@frozen
class Flag(Node):
    value: bool


@frozen
class Date(Node):
    value: date


@frozen
class Moment(Node):
    """A date and time as written; its zone, if it has none, is the reader's to say."""

    text: str


@frozen
class Name(Node):
    text: str


@frozen
class Counted(Node):
    """A number of a declared unit: `3 service_days`."""

    value: Fraction
    unit: Name


@frozen
class Quantity(Node):
    """A length of time. `elapsed` in microseconds when the unit has a fixed length.

    kind "elapsed": `4h`, `30 minutes`, `30 days`; "calendar": `30 calendar days`; "business":
    `4 business hours of office`. `unit` is singular: millisecond … year.
    """

    value: Fraction
    unit: str
    kind: Words["elapsed", "calendar", "business"]
    calendar: Name | None = None


@frozen
class WindowLength(Node):
    """`time of window`"""


@frozen
class Fees(Node):
    """`fees`: what all services cost in the window."""


@frozen
class Extremes(Node):
    """`the highest 2`, `the lowest 5%`: values that a statistic leaves out."""

    which: Words["highest", "lowest"]
    number: int = 0
    share: Fraction = Fraction(0)


@frozen
class OverWindows(Node):
    """`hours`: the hours of the window. With `first` and `last` the windows around this one, counted from it: -2 and 0
    for `the last 3 months`, 1 and 3 for `the next 3 windows`; `unit` None: windows like this one."""

    unit: str | None
    zone: Text | None = None
    first: int | None = None
    last: int | None = None


@frozen
class OverScopes(Node):
    """`region, class`: every combination there is."""

    names: tuple[Name, ...]
