"""Streams, registers, and what is made of events, as written."""

from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Name, Node, Quantity, Text


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
    history: bool = False


@frozen
class MomentsLine(Node):
    moments: tuple[tuple[Name, bool], ...]


@frozen
class StatesLine(Node):
    states: tuple[Name, ...]


@frozen
class VoidLine(Node):
    """`void when status = merged`: such a case counts nowhere."""

    condition: Expression


StreamLine = AttributeLine | MomentsLine | StatesLine | VoidLine


@frozen
class Stream(Node):
    name: Name
    shape: Words["spans", "cases", "samples", "events"]
    title: str | None = None
    every: Quantity | None = None
    keys: tuple[Name, ...] = ()
    lines: tuple[StreamLine, ...] = ()


@frozen
class Register(Node):
    """A keyed table whose rows hold from a date until another."""

    name: Name
    keys: tuple[Name, ...]
    title: str | None = None
    lines: tuple[StreamLine, ...] = ()


@frozen
class PairedMoment(Node):
    """A moment of a case: the time of an event for which the condition holds."""

    name: Name
    where: Expression
    many: bool = False


@frozen
class Repeated(Node):
    """What becomes of a case that begins again before it has ended."""

    name: Name
    then: Words["continues", "restarts", "begins another"]


@frozen
class Pairing(Node):
    """Cases made of events with the same values of `keys`: begun by the first moment, ended by the last."""

    name: Name
    stream: Name
    keys: tuple[Name, ...]
    title: str | None = None
    moments: tuple[PairedMoment, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    void: tuple[VoidLine, ...] = ()


@frozen
class Distinct(Node):
    """Events without those that repeat another with the same values of `keys`. `since` None: silent. `longest`: the
    time doubles with each that counts, up to this."""

    name: Name
    stream: Name
    keys: tuple[Name, ...]
    within: Quantity
    title: str | None = None
    where: Expression | None = None
    since: Words["first", "last"] | None = None
    longest: Quantity | None = None


@frozen
class Schedule(Node):
    """When something is due. kind "weekdays": on `days` (0 is Monday) from `start` to `end` in minutes of the day;
    "once": once in each `unit`; "working day" and "day": by (or, `only`, on) the `nth` of each `unit`."""

    name: Name
    kind: Words["weekdays", "once", "working day", "day"]
    title: str | None = None
    days: tuple[int, ...] = ()
    start: int = 0
    end: int = 1440
    unit: str = "month"
    nth: int = 1
    calendar: Name | None = None
    only: bool = False
