"""Whether two rule graphs say the same: nodes are compared by what they are, not by where they stand or their names.

Two clauses with equal keys come out the same for every log. The converse need not hold.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace
from typing import Protocol

from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.contract import LimitRule, Objective
from sladsl.graph.rows import BucketAttribute, RowAttribute, RowMoment
from sladsl.graph.versions import days_in_force
from sladsl.model.units import ANY_CALENDAR, Unit
from sladsl.temporal import DAY, BusinessCalendar, Calendar, IntervalSet, without_dates
from sladsl.text import Span

_LABELS = frozenset(("title", "span", "label"))
"""Fields that say how something is called or where it stands."""
_BY_NAME = (RowAttribute, RowMoment, BucketAttribute)
"""Nodes that name what they read, so that its place among the attributes does not matter."""


class Numbering(Protocol):
    """Numbers for calendars: the same for those that are the same. And what stands for the key of a node."""

    def number(self, calendar: BusinessCalendar) -> int: ...

    def node(self, key: Hashable) -> Hashable: ...


class Calendars:
    """Numbers for calendars, the same for those that open at the same times from `start` to `end`, and while clocks
    and deadlines that began there still run; where this is not all of the term (`bounded`), they must also say the same
    of every week and year."""

    def __init__(self, start: int, end: int, *, bounded: bool) -> None:
        self._start, self._end, self._bounded = start, end, bounded
        self._known: list[BusinessCalendar] = []
        self._nodes: dict[Hashable, int] = {}

    def node(self, key: Hashable) -> Hashable:
        """A short key for a long one: the same for what says the same."""
        return "node", self._nodes.setdefault(key, len(self._nodes))

    def number(self, calendar: BusinessCalendar) -> int:
        for index, each in enumerate(self._known):
            if _unnamed(each) == _unnamed(calendar) or self._same(each, calendar):
                return index
        self._known.append(calendar)
        return len(self._known) - 1

    def open_times(
        self, one: BusinessCalendar, other: BusinessCalendar, *, after: bool
    ) -> tuple[IntervalSet, IntervalSet]:
        """When each of them is open; `after`: and what runs on after the end counts too."""
        end = self._end + (_RUNS_ON if after and not self._bounded else 0)
        return one.open_intervals(self._start, end), other.open_intervals(self._start, end)

    def _same(self, one: BusinessCalendar, other: BusinessCalendar) -> bool:
        if one.zone != other.zone:
            return False  # its days are others, whatever the hours
        if self._bounded and without_dates(one) != without_dates(other):
            return False
        a, b = self.open_times(one, other, after=True)
        return a == b


def _unnamed(calendar: BusinessCalendar) -> BusinessCalendar:
    return replace(calendar, name="") if isinstance(calendar, Calendar) else calendar


_RUNS_ON = 366 * DAY


class Meaning:
    """The keys of one graph; those of two graphs can be compared when they share `calendars`."""

    def __init__(self, graph: RuleGraph, calendars: Numbering) -> None:
        self.graph = graph
        self.calendars = calendars
        self._keys: dict[Ref, Hashable] = {}
        self._streams: dict[str, Hashable] = {}
        self._telling: set[str] = set()

    def of(self, ref: Ref) -> Hashable:
        """The key of a node: its kind, its fields, and the keys of what it rests on."""
        if ref not in self._keys:
            # Inputs come before what uses them, so that no chain is too deep.
            self._keys[ref] = self.calendars.node(self._node(self.graph.nodes[ref]))
        return self._keys[ref]

    def prepare(self) -> None:
        """Keys of all nodes, inputs first."""
        for ref in range(len(self.graph.nodes)):
            self.of(Ref(ref))

    def objective(self, objective: Objective) -> Hashable:
        """What an objective says, whatever it is called, with the limits over several that hold for it."""
        limits = tuple(each for each in self.graph.limits if not each.objectives or objective.name in each.objectives)
        return self._value(objective, skipped=frozenset(("name",))), tuple(
            self._value(each, skipped=frozenset(("objectives",))) for each in limits
        )

    def limit(self, limit: LimitRule) -> Hashable:
        """What a limit says, in whatever order it names its clauses."""
        return self._value(limit, skipped=frozenset(("objectives",))), frozenset(limit.objectives)

    def value(self, value: object) -> Hashable:
        """The key of a clause or a piece of one."""
        return self._value(value)

    def place(self, ref: Ref) -> Span | None:
        """Where the text says a node."""
        return self.graph.places[ref] if ref < len(self.graph.places) else None

    def fees(self) -> Hashable:
        """What the services cost."""
        return tuple(self._value(each) for each in self.graph.services)

    def calendar(self, index: int) -> int:
        return self.calendars.number(self.graph.calendars[index].calendar)

    def stream(self, name: str) -> Hashable:
        """What is read from a stream: its shape, the types of its attributes in any order, how it is made, and which of
        its cases count nowhere."""
        if name not in self._streams:
            schema = self.graph.stream(name)
            attributes = frozenset((each.name, each.type, each.optional) for each in schema.attributes)
            made = [each for each in self.graph.makings if each.stream == name]
            void = [each for each in self.graph.voids if each.stream == name]
            self._streams[name] = (
                name, schema.shape, attributes, schema.moments, schema.states, schema.every, schema.keys,
                schema.register, *(self._value(each) for each in (*made, *void)),
            )  # fmt: skip
        return self._streams[name]

    def _read(self, name: object) -> Hashable:
        """The stream of that name; while its own making is being told, its name."""
        if not isinstance(name, str) or name in self._telling:
            return name
        self._telling.add(name)
        key = self.stream(name)
        self._telling.discard(name)
        return key

    def _node(self, node: Node) -> Hashable:
        skipped = frozenset(("index",)) if isinstance(node, _BY_NAME) else frozenset[str]()
        return self._value(node, skipped)

    def _value(self, value: object, skipped: frozenset[str] = frozenset()) -> Hashable:
        if isinstance(value, tuple):
            return tuple(self._value(each) for each in value)
        if isinstance(value, Span):
            return None
        if isinstance(value, Unit) and value.calendar is not None:
            return ANY_CALENDAR  # in whose hours is said by what counts them, whatever they are called
        if not is_dataclass(value) or isinstance(value, type):
            return value
        found: list[Hashable] = [type(value).__name__]
        for field in fields(value):
            if field.name in _LABELS or field.name in skipped:
                continue
            inner = getattr(value, field.name)
            if (
                field.name == "keys"
                and (stream := getattr(value, "source", getattr(value, "stream", None))) is not None
            ):
                attributes = self.graph.stream(stream).attributes
                inner = tuple(attributes[each].name if isinstance(each, int) else each for each in inner)
            found.append(self._field(field.name, str(field.type), inner))
        return tuple(found)

    def _field(self, name: str, kind: str, value: object) -> Hashable:
        if name == "calendar" and isinstance(value, int):
            return ("calendar", self.calendar(value))
        if name == "versions" and isinstance(value, tuple):
            return days_in_force(value, self.graph.versions)
        if name in ("register", "source") or (name == "stream" and isinstance(value, str)):
            return self._read(value)
        if name == "objective" and isinstance(value, str):
            return self._asked(value)
        if name == "objectives" and isinstance(value, tuple):
            return tuple(self._asked(each) for each in value)
        if name == "services" and isinstance(value, tuple):
            return tuple(self._value(self.graph.services[index]) for index in value)
        return self._inner(value, holds_refs="Ref" in kind or "sladsl.graph" in kind)

    def _asked(self, name: str) -> Hashable:
        """What objectives of that name say, for a condition that asks how they came out; while it is told, its name."""
        if name in self._telling:
            return name
        self._telling.add(name)
        key = tuple(self.objective(each) for each in self.graph.objectives if each.name == name)
        self._telling.discard(name)
        return key

    def _inner(self, value: object, *, holds_refs: bool) -> Hashable:
        if isinstance(value, bool) or value is None or isinstance(value, Span):
            return None if isinstance(value, Span) else value
        if isinstance(value, int) and holds_refs:
            return self.of(Ref(value))
        if isinstance(value, tuple):
            return tuple(self._inner(each, holds_refs=holds_refs) for each in value)
        return self._value(value)
